// A form as it stands on a page: what went wrong, the groups of fields, what would follow, and saving.

import { html, useLayoutEffect, useRef, useState } from 'htm/preact/standalone';
import { format_instant, format_how_many, format_sentence } from '../lib/format.js';
import { record_href, record_kinds } from '../lib/records.js';
import { page_href } from '../lib/router.js';
import { Modal } from '../components/modal.js';
import { PersonField } from '../components/person.js';
import { use_id } from '../components/table.js';
import { ConflictView } from './conflict.js';
import { Fields, errors_of } from './field.js';
import { list_fields } from './form_fields.js';
import { LivePanel } from './live_panel.js';
import { element_id } from './paths.js';
import { ReleaseGroup } from './release_group.js';

/** @typedef {import('./form_state.js').FormState} FormState */
/** @typedef {import('./form_fields.js').Form} Form */

/** @param {{ state: FormState, form: Form }} props */
export function FormView({ state, form }) {
  const all = list_fields(form.groups.flatMap((group) => group.fields), state.typed);
  const labels = new Map(all.map(({ pointer, label }) => [pointer, label]));
  const has_panel = form.kind === 'contracts';
  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    state.save();
  }
  /** Ctrl or Cmd with Enter saves from anywhere. @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  }
  if (state.conflict) return html`<${ConflictView} form=${state} labels=${labels} names=${state.names} />`;
  return html`
    ${state.leaving && html`<${LeavingDialog} state=${state} />`}
    ${state.restored_at && state.is_dirty && html`<p class="note restored" role="status">Restored what you had typed on ${format_instant(state.restored_at)}.
      ${' '}<button type="button" class="text_button" onClick=${state.discard}>Discard it</button></p>`}
    <${Troubles} state=${state} labels=${labels} />
    <form class=${`record_form${has_panel ? ' with_panel' : ''}`} noValidate onSubmit=${submit} onKeyDown=${press}>
      <div class="form_body">
        ${form.groups.map((group) => html`<${Group} key=${group.title} state=${state} group=${group} has_silences=${form.has_annotations} />`)}
        ${form.has_annotations && html`<${ReleaseGroup} form=${state} fields=${all.filter(({ pointer }) => !/\/\d+(\/|$)/.test(pointer)).map(({ field, label }) => ({ path: field.path, label }))} />`}
      </div>
      ${has_panel && html`<${LivePanel} state=${state} />`}
      <div class="save_bar">
        <p class="actions">
          <button type="submit" class="button" disabled=${state.is_saving}>${state.is_saving ? 'Saving…' : 'Save'}</button>
          <a class="button quiet" href=${state.id === null ? page_href(record_kinds[form.kind].home) : record_href(form.kind, state.id)}>Cancel</a>
          <span class="aside save_state">${state.is_dirty ? 'Not saved yet; kept in this browser' : 'Nothing is changed yet'}</span>
        </p>
        <${PersonField} />
      </div>
    </form>`;
}

/** @param {{ state: FormState, group: import('./form_fields.js').FormGroup, has_silences: boolean }} props */
function Group({ state, group, has_silences }) {
  const [asks_why, set_asks_why] = useState(false);
  const id = use_id('group');
  return html`<section class="panel form_group" aria-labelledby=${id}>
    <h2 id=${id}>${group.title}</h2>
    ${group.lead && html`<p class="section_lead">${group.lead}</p>`}
    <${Fields} form=${state} fields=${group.fields} has_silences=${has_silences} asks_why=${asks_why} />
    ${has_silences && html`<p class="group_why"><button type="button" class="text_button" aria-pressed=${asks_why ? 'true' : 'false'} onClick=${() => set_asks_why(!asks_why)}>Say why fields are blank<span class="visually_hidden"> (${group.title})</span></button></p>`}
  </section>`;
}

/** The field that an error stands at, or the nearest one around it. @param {Map<string, string>} labels @param {string} pointer */
function nearest(labels, pointer) {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (labels.has(at)) return at;
  return pointer.startsWith('/release/') ? pointer.split('/').slice(0, 3).join('/') : '';
}

/** What kept it from being saved. It takes the focus each time saving fails. @param {{ state: FormState, labels: Map<string, string> }} props */
function Troubles({ state, labels }) {
  const { trouble, is_saving } = state;
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (trouble) ref.current?.focus();
  }, [trouble]);
  if (!trouble) return null;
  const { error, kind } = trouble;
  if (kind === 'lost') {
    return html`<section class="note alarm" role="alert" tabindex="-1" ref=${ref}>
      <h2>No answer came, so it is not known whether this was saved</h2>
      <p>${error.message} Nothing you typed is lost: it is kept here.</p>
      <p class="actions"><button type="button" class="button" disabled=${is_saving} onClick=${() => state.save()}>${is_saving ? 'Trying…' : 'Try again'}</button></p>
    </section>`;
  }
  if (kind === 'gone') {
    return html`<section class="note alarm" role="alert" tabindex="-1" ref=${ref}>
      <h2>Somebody has deleted this meanwhile</h2>
      <p>What you typed is kept here, and can be recorded anew.</p>
      <p class="actions"><button type="button" class="button" disabled=${is_saving} onClick=${() => state.save({ record: state.typed, etag: null, is_new: true })}>Record it anew</button></p>
    </section>`;
  }
  const errors = errors_of(state);
  if (errors.length === 0 && !error) return null;
  return html`<section class="note alarm error_summary" role="alert" tabindex="-1" ref=${ref}>
    <h2>${errors.length > 0 ? `Not saved: ${format_how_many(errors.length, 'thing')} to put right` : error.message}</h2>
    ${errors.length === 0 && error.detail && html`<p>${format_sentence(error.detail)}</p>`}
    <ul>${errors.map((entry, index) => {
      const pointer = nearest(labels, entry.pointer);
      const label = labels.get(pointer);
      const words = html`${label && html`<strong>${label}:</strong> `}${entry.detail}`;
      return html`<li key=${index}>${pointer ? html`<a href=${`#${element_id(pointer)}`} onClick=${(/** @type {Event} */ event) => go_to(event, element_id(pointer))}>${words}</a>` : words}</li>`;
    })}</ul>
  </section>`;
}

/** @param {Event} event @param {string} id */
function go_to(event, id) {
  event.preventDefault();
  const target = document.getElementById(id);
  target?.closest('details')?.setAttribute('open', '');
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
}

/** @param {{ state: FormState }} props */
function LeavingDialog({ state }) {
  return html`<${Modal} title="Leave without saving?" close=${state.stay}>
    <p>What you have typed here is not saved yet.</p>
    <p class="actions"><button type="button" class="button" onClick=${state.stay}>Stay here</button>
      <button type="button" class="button quiet danger" onClick=${state.go}>Leave and drop it</button></p>
  <//>`;
}

