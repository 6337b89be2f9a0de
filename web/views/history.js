// Every change that was ever made: when, by whom, from where, and each field before and after. Read only; what can be done
// is to undo, which is a change of its own.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_how_many, format_instant, format_number } from '../lib/format.js';
import { use_list_state } from '../lib/list_state.js';
import { record_kinds } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { here_with, page_href } from '../lib/router.js';
import { may } from '../lib/session.js';
import { action_words, field_label, origin_words } from '../lib/words.js';
import { ChangeList, RecordLine, changed_title, use_names_in } from '../components/change_list.js';
import { ListTools } from '../components/list_tools.js';
import { PageHeader } from '../components/page_header.js';
import { Paging, shown_words, use_offset } from '../components/paging.js';
import { EmptyState, ErrorNote, Loaded } from '../components/states.js';
import { TypedField } from '../components/typed_field.js';
import { UndoButton } from '../components/undo.js';
import { RecordNotFound } from './not_found.js';

/** @typedef {import('../components/change_list.js').ChangedRecord} ChangedRecord */
/**
 * @typedef {object} Entry
 * @property {number} revision
 * @property {string} changed_at
 * @property {string | null} changed_by
 * @property {string} origin
 * @property {string | null} note
 * @property {number | null} undoes
 * @property {number | null} undone_by
 * @property {number} record_count
 * @property {ChangedRecord[]} records
 */

const entries_most = 25;
const records_most = 100;
const choices = ['kind', 'origin', 'action'];
const filters = [...choices, 'id', 'person', 'from', 'until'];

/** @type {Record<string, import('../lib/list_state.js').FacetEntry[]>} */
const facets = {
  kind: Object.keys(record_kinds).map((value) => ({ value, label: field_label(value) })),
  origin: Object.entries(origin_words).map(([value, label]) => ({ value, label })),
  action: ['added', 'changed', 'deleted'].map((value) => ({ value, label: action_words[value] })),
};

export function HistoryView() {
  const list = use_list_state(filters);
  const offset = use_offset();
  const { q: _, sort: __, on: ___, ...parameters } = list.parameters;
  const resources = use_resources({ page: api_url('history', { ...parameters, limit: entries_most, offset }) });
  const page = resources.data?.page;
  const { kind, id } = list.values;
  const about = kind && id ? record_title(page?.items ?? [], kind, id) : null;
  return html`
    <${PageHeader} title=${about ? `History of ${about}` : 'History'} lead="Every change, newest first: who made it, from where, and each field before and after. It is kept for good and cannot be edited." />
    <${ListTools} list=${list} filters=${choices} facets=${facets} nouns="changes" has_text=${false} csv=${api_url('history.csv', parameters)}
      words=${page && !resources.error ? `${format_how_many(page.total, 'change')}${list.is_narrowed ? (page.total === 1 ? ' matches' : ' match') : ''}` : undefined}>
      <${TypedField} name="person" label="Person" value=${list.values.person ?? ''} />
      <${TypedField} name="from" label="From" type="date" value=${list.values.from ?? ''} />
      <${TypedField} name="until" label="Until" type="date" value=${list.values.until ?? ''} />
    <//>
    ${about && html`<ul class="filters" aria-label="Filters"><li>${field_label(record_kinds[kind]?.noun ?? kind)}: <strong>${about}</strong> <a href=${here_with({ id: null, offset: null })}>Remove<span class="visually_hidden"> the record filter</span></a></li></ul>`}
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(data.page)}>
      ${(/** @type {any} */ data) => html`<div id="results" tabindex="-1" class="results">
        ${data.page.items.length === 0 && html`<${NoEntries} is_narrowed=${list.is_narrowed} />`}
        <ol class="history">${data.page.items.map((/** @type {Entry} */ entry) => html`<li key=${entry.revision}><${EntryCard} entry=${entry} /></li>`)}</ol>
        <${Paging} offset=${data.page.offset} total=${data.page.total} size=${entries_most} label="Pages of the history" results="results" />
      </div>`}
    <//>`;
}

/** @param {Entry[]} entries @param {string} kind @param {string} id */
function record_title(entries, kind, id) {
  const records = entries.flatMap((entry) => entry.records);
  return records.find((record) => record.kind === kind && record.id === id && record.title)?.title ?? id;
}

/** @param {any} page */
function words_of(page) {
  return shown_words(page.offset, page.items.length, page.total, page.total === 1 ? 'change' : 'changes');
}

/** @param {{ is_narrowed: boolean }} props */
function NoEntries({ is_narrowed }) {
  if (is_narrowed) return html`<p class="empty_line">No change matches.</p>`;
  return html`<${EmptyState} title="Nothing has been changed yet"><p>Whatever is added, changed or deleted from now on stands here, with who did it and each field before and after.</p>
    ${may('editor') && html`<p class="actions"><a class="button" href=${page_href('/contracts/new')}>Add the first contract</a><a class="button quiet" href=${page_href('/import')}>Import</a></p>`}<//>`;
}

/** When, who and from where. @param {{ entry: Entry, children?: any }} props */
function EntryHead({ entry, children }) {
  return html`<p class="history_head">
    <time datetime=${entry.changed_at}>${format_instant(entry.changed_at)}</time>
    <span>${entry.changed_by ?? html`<span class="not_recorded">not named</span>`}</span>
    <span class="aside">${origin_words[entry.origin] ?? entry.origin}</span>
    <a class="aside" href=${page_href(`/history/${entry.revision}`)}>Revision ${format_number(entry.revision)}</a>
    ${children}
  </p>
  ${entry.note && html`<p class="history_note">${entry.note}</p>`}
  ${entry.undoes !== null && entry.undoes !== undefined && html`<p class="aside">Undoes <a href=${page_href(`/history/${entry.undoes}`)}>revision ${format_number(entry.undoes)}</a>.</p>`}
  ${entry.undone_by !== null && entry.undone_by !== undefined && html`<p class="aside">Undone by <a href=${page_href(`/history/${entry.undone_by}`)}>revision ${format_number(entry.undone_by)}</a>.</p>`}`;
}

/** @param {Entry} entry */
function when_words(entry) {
  return `the change of ${format_instant(entry.changed_at)}, revision ${entry.revision}`;
}

/** @param {{ entry: Entry }} props */
function EntryCard({ entry }) {
  const more = entry.record_count - entry.records.length;
  return html`<article class="history_entry" aria-label=${`Revision ${entry.revision}`}>
    <${EntryHead} entry=${entry}><${UndoButton} revision=${entry.revision} about=${when_words(entry)} /><//>
    <${Records} entry=${entry} />
    ${more > 0 && html`<p class="panel_links"><a href=${page_href(`/history/${entry.revision}`)}>and ${format_how_many(more, 'more record')}</a></p>`}
  </article>`;
}

/** @param {{ entry: Entry }} props */
function Records({ entry }) {
  const names = use_names_in(entry.records);
  return html`<ul class="history_records">${entry.records.map((record) => html`<li key=${`${record.kind}/${record.id}`}>
    <${RecordLine} record=${record}>
      <a class="aside" href=${page_href('/history', { kind: record.kind, id: record.id })}>its history<span class="visually_hidden">: ${changed_title(record)}</span></a>
      ${entry.record_count > 1 && html`<${UndoButton} revision=${entry.revision} record=${record} about=${`${changed_title(record)} in revision ${entry.revision}`} />`}
    <//>
    <${ChangeList} record=${record} names=${names} />
  </li>`)}</ul>`;
}

/** One change, with all of its records. @param {{ revision: string }} props */
export function RevisionView({ revision }) {
  const offset = use_offset();
  const resources = use_resources({ entry: api_url(`history/${encodeURIComponent(revision)}`, { limit: records_most, offset }) });
  const { error, retry } = resources;
  const title = `Revision ${/^\d+$/.test(revision) ? format_number(revision) : revision}`;
  if (error?.status === 404) return html`<${RecordNotFound} what="change" id=${revision} list="/history" />`;
  if (error) return html`<${PageHeader} title=${title} eyebrow="History" /><${ErrorNote} error=${error} retry=${retry} />`;
  return html`<${PageHeader} title=${title} eyebrow="History" />
    <${Loaded} resources=${resources} say=${() => title}>
      ${(/** @type {{ entry: Entry & { offset?: number } }} */ { entry }) => html`<article class="history_entry" aria-label=${title}>
        <${EntryHead} entry=${entry}><${UndoButton} revision=${entry.revision} about=${when_words(entry)} /><//>
        <div id="results" tabindex="-1" class="results">
          <p class="aside">${shown_words(offset, entry.records.length, entry.record_count, entry.record_count === 1 ? 'record' : 'records')}</p>
          <${Records} entry=${entry} />
          <${Paging} offset=${offset} total=${entry.record_count} size=${records_most} label="Pages of this change" results="results" />
        </div>
      </article>
      <p class="panel_links"><a href=${page_href('/history')}>All changes</a></p>`}
    <//>`;
}
