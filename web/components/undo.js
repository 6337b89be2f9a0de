// Takes back one change, or what it did to one record. What that would do is shown before anything is done; where
// something later contradicts it, that is said instead.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_how_many, format_sentence } from '../lib/format.js';
import { name_of_record } from '../lib/fields.js';
import { lower_first, pointer_words, record_of_pointer } from '../lib/pointers.js';
import { record_kinds } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { may } from '../lib/session.js';
import { ChangeList, RecordLine, changed_title, use_names_in } from './change_list.js';
import { Modal } from './modal.js';
import { PersonField } from './person.js';
import { announce_later } from './states.js';

/** @typedef {import('./change_list.js').ChangedRecord} ChangedRecord */

/** @param {{ revision: number, record?: ChangedRecord, about: string }} props `about` tells the button from others of its kind */
export function UndoButton({ revision, record, about }) {
  const [is_open, set_open] = useState(false);
  return may('editor') && html`<button type="button" class="text_button" onClick=${() => set_open(true)}>${record ? 'Undo this record' : 'Undo'}<span class="visually_hidden"> ${about}</span></button>
    ${is_open && html`<${UndoDialog} revision=${revision} record=${record} close=${() => set_open(false)} />`}`;
}

/** @param {{ revision: number, record?: ChangedRecord, close: () => void }} props */
function UndoDialog({ revision, record, close }) {
  const [plan, set_plan] = useState(/** @type {{ records: ChangedRecord[] } | null} */ (null));
  const [error, set_error] = useState(/** @type {any} */ (null));
  const [is_busy, set_busy] = useState(false);
  const names = use_names_in(plan?.records ?? []);
  /** @param {boolean} is_trial */
  const url = (is_trial) => api_url(`history/${revision}/undo`, { dry_run: is_trial ? 'true' : null, kind: record?.kind, id: record?.id });

  useEffect(() => {
    const controller = new AbortController();
    send_json('POST', url(true), undefined, { signal: controller.signal, changes_nothing: true }).then(
      (sent) => set_plan(sent.body),
      (fault) => { if (!controller.signal.aborted) set_error(fault); },
    );
    return () => controller.abort();
  }, []);

  async function undo() {
    set_busy(true);
    try {
      await send_json('POST', url(false));
      close();
      announce_later('Undone. The undoing is itself in the history.');
    } catch (fault) {
      set_plan(null);
      set_error(fault);
      set_busy(false);
    }
  }

  return html`<${Modal} title=${record ? `Undo the change of ${changed_title(record)}` : `Undo revision ${revision}`} close=${close}>
    ${!plan && !error && html`<p role="status">Working out what would be changed…</p>`}
    ${error && html`<div role="alert"><p><strong>${error.status === 409 ? 'This can no longer be undone: something later builds on it.' : error.message}</strong></p><${Contradictions} error=${error} record=${record} /></div>`}
    ${plan && html`<p>${format_how_many(plan.records.length, 'record')} would be put back as ${plan.records.length === 1 ? 'it was' : 'they were'}:</p>
      <div class="undo_plan" tabindex="0" role="region" aria-label="What would be changed">${plan.records.map((entry) => html`<div key=${`${entry.kind}/${entry.id}`}><${RecordLine} record=${entry} /><${ChangeList} record=${entry} names=${names} /></div>`)}</div>
      <${PersonField} />`}
    <p class="actions">
      ${plan && html`<button type="button" class="button" disabled=${is_busy} onClick=${undo}>${is_busy ? 'Undoing…' : 'Undo it'}</button>`}
      <button type="button" class="button quiet" onClick=${close}>${error ? 'Close' : 'Leave it as it is'}</button>
    </p>
  <//>`;
}

/** What stands against it: in which record, at which field, and why. @param {{ error: any, record?: ChangedRecord }} props */
function Contradictions({ error, record }) {
  const { data } = use_resources({ names: api_url('names') });
  /** @type {{ pointer: string, detail: string }[]} */
  const problems = error.problems ?? [];
  if (problems.length === 0) return error.detail ? html`<p>${format_sentence(error.detail)}</p>` : null;
  return html`<ul class="contradictions">${problems.map((problem, index) => {
    const place = record_of_pointer(problem.pointer);
    if (!place) return html`<li key=${index}>${format_sentence(problem.detail)}</li>`;
    const { kind, id, field } = place;
    const name = record && record.kind === kind && record.id === id ? changed_title(record) : name_of_record(data?.names?.[kind], kind, id);
    return html`<li key=${index}><strong>${name || record_kinds[kind]?.noun || kind}</strong>${field ? `, ${lower_first(pointer_words(field))}` : ''}: ${problem.detail}</li>`;
  })}</ul>`;
}
