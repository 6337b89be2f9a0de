// Changing plain fields in a list as in a spreadsheet: Enter or F2 opens a cell, Tab keeps it and opens the next, Escape
// leaves it as it was. Each cell is saved by itself, with the record as it is recorded then.

import { html, useLayoutEffect, useRef, useState } from 'htm/preact/standalone';
import { api_url, get_json, kept_etag, send_json } from '../api.js';
import { format_code, format_sentence } from '../lib/format.js';
import { record_url, title_of } from '../lib/records.js';
import { use_place } from '../lib/router.js';
import { may } from '../lib/session.js';
import { silence_words, words_of_fault } from '../lib/words.js';
import { announce_later } from '../components/states.js';
import { forms } from './estate_forms.js';
import { code_of } from './controls.js';
import { input_text, value_of_text } from './form_fields.js';
import { is_same, with_value } from './paths.js';

/** @typedef {import('./form_fields.js').FormField} FormField */
/** @typedef {import('../components/table.js').Column} Column */

const kinds = ['lines', 'licences', 'numbers'];
const plain = ['text', 'count', 'date', 'telephone', 'choice', 'code', 'yes_no'];
const most_tries = 3;

/** Whether a list is being changed, and the button that says so. @param {string} kind */
export function use_quick_edit(kind) {
  const [is_wanted, set_wanted] = useState(false);
  // As at another day a list shows counts of then, which are not what would be changed.
  const is_possible = kinds.includes(kind) && may('editor') && !use_place().query.get('on');
  const is_on = is_possible && is_wanted;
  return {
    /** @param {Column[]} columns */
    columns: (columns) => (is_on ? columns.map((column) => quick_column(kind, column)) : columns),
    button: is_possible && html`<p class="quick_edit"><button type="button" class="button quiet" aria-pressed=${is_on ? 'true' : 'false'} onClick=${() => set_wanted(!is_wanted)}>Quick edit</button>
      ${is_on && html`<span class="aside">Enter or F2 opens a cell, Tab keeps it and opens the next, Escape leaves it as it was.</span>`}</p>`,
  };
}

/** @param {string} kind @param {Column} column */
function quick_column(kind, column) {
  const field = forms[kind].groups.flatMap((group) => group.fields).find((entry) => entry.path === column.key);
  if (!field || !plain.includes(field.kind ?? 'text')) return column;
  return { ...column, show: (/** @type {any} */ record) => html`<${QuickCell} kind=${kind} field=${field} record=${record} />` };
}

/** @param {FormField} field @param {any} value */
function words_of(field, value) {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (field.kind === 'choice' || field.kind === 'code') return field.choices?.find(([code]) => code === value)?.[1] ?? (value ? format_code(value) : '');
  return input_text(field, value);
}

/** Puts one field into the record as it is recorded now. Throws what is wrong with it. @param {string} kind @param {any} record @param {FormField} field @param {any} value */
async function save_field(kind, record, field, value) {
  const url = record_url(kind, record.id);
  for (let tries = 1; ; tries += 1) {
    const recorded = await get_json(url);
    const etag = kept_etag(url);
    if (!is_same(recorded[field.path], record[field.path])) throw new Error(`Somebody has changed this to “${words_of(field, recorded[field.path])}” meanwhile`);
    let typed = with_value(recorded, [field.path], value);
    if (value !== undefined && value !== '') typed = with_value(typed, ['silences', field.path], undefined);
    const draft = await send_json('POST', api_url(`drafts/${kind}`, { id: record.id }), typed, { changes_nothing: true });
    if (!draft.body.record) throw new Error(draft.body.errors.map((/** @type {any} */ error) => words_of_fault(error.detail)).join('; '));
    try {
      await send_json('PUT', url, draft.body.record, { if_match: etag });
      return;
    } catch (fault) {
      if (/** @type {any} */ (fault).status !== 412 || tries === most_tries) throw fault;
    }
  }
}

/** @param {{ kind: string, field: FormField, record: any }} props */
function QuickCell({ kind, field, record }) {
  const value = record[field.path];
  const [typed, set_typed] = useState(/** @type {any} */ (undefined));
  const [text, set_text] = useState('');
  const [is_open, set_open] = useState(false);
  const [is_saving, set_saving] = useState(false);
  const [error, set_error] = useState('');
  const ref = useRef(/** @type {any} */ (null));
  const wants_focus = useRef(false);
  // A field that goes away loses the focus too, which must not keep what was dropped.
  const is_dropped = useRef(false);
  const label = `${field.label} of ${title_of(kind, record)}`;
  const is_choice = field.kind === 'choice' || field.kind === 'yes_no';

  useLayoutEffect(() => {
    if (is_open || wants_focus.current) ref.current?.focus();
    if (is_open && !is_choice) ref.current?.select();
    wants_focus.current = false;
  }, [is_open]);

  function open() {
    is_dropped.current = false;
    set_typed(value);
    set_text(words_of(field, value));
    set_error('');
    set_open(true);
  }
  async function keep() {
    if (!is_open || is_saving || is_dropped.current) return;
    set_open(false);
    if (is_same(typed, value)) return;
    set_saving(true);
    try {
      await save_field(kind, record, field, typed);
      announce_later(`${label} saved.`);
    } catch (fault) {
      set_error(format_sentence(/** @type {Error} */ (fault).message));
      set_open(true);
    }
    set_saving(false);
  }
  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      wants_focus.current = true;
      keep();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      wants_focus.current = true;
      is_dropped.current = true;
      set_open(false);
      set_error('');
    } else if (event.key === 'Tab') {
      const cells = [...(ref.current?.closest('table')?.querySelectorAll('.quick_cell, .quick_input') ?? [])];
      const next = cells[cells.indexOf(ref.current) + (event.shiftKey ? -1 : 1)];
      if (!(next instanceof HTMLElement)) return;
      event.preventDefault();
      next.focus();
      next.click();
    }
  }

  if (!is_open) {
    const silence = record.silences?.[field.path];
    const shown = words_of(field, is_saving ? typed : value) || (silence ? silence_words[silence]?.label : 'not recorded');
    return html`<button type="button" class="quick_cell" ref=${ref} onClick=${open} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'F2' && open()}>
      <span class="visually_hidden">Change ${label}: </span>${shown}</button>`;
  }
  const id = `quick-${record.id}-${field.path}`;
  const named = { ref, 'aria-label': label, 'aria-invalid': error ? 'true' : undefined, 'aria-describedby': error ? `${id}-error` : undefined, class: 'quick_input', onBlur: keep, onKeyDown: press };
  const choices = field.kind === 'yes_no' ? [['yes', 'Yes'], ['no', 'No']] : field.choices ?? [];
  return html`${is_choice
    ? html`<select ...${named} value=${typeof typed === 'boolean' ? (typed ? 'yes' : 'no') : typed ?? ''} onChange=${(/** @type {any} */ event) => {
      const chosen = event.currentTarget.value;
      set_typed(chosen === '' ? undefined : field.kind === 'yes_no' ? chosen === 'yes' : chosen);
    }}><option value="">Not recorded</option>${choices.map(([code, words]) => html`<option key=${code} value=${code}>${words}</option>`)}</select>`
    : html`<input ...${named} autocomplete="off" value=${text} onInput=${(/** @type {any} */ event) => {
      set_text(event.currentTarget.value);
      set_typed(field.kind === 'code' ? code_of(event.currentTarget.value) : value_of_text(field, event.currentTarget.value, typed));
    }} />`}
    ${error && html`<p class="field_error" role="alert" id=${`${id}-error`}>${error}</p>`}`;
}
