// What became of records: each field before and after, as people read them.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { kind_of_field } from '../lib/fields.js';
import { use_resources } from '../lib/resources.js';
import { key_of, record_href, record_kinds } from '../lib/records.js';
import { field_of_pointer, pointer_words } from '../lib/pointers.js';
import { action_words, field_label, silence_words } from '../lib/words.js';
import { RecordFields } from './record_fields.js';
import { Value } from './value.js';

/** @typedef {import('../types.js').Names} Names */
/** @typedef {{ field: string, before: any, after: any }} Change */
/** @typedef {{ kind: string, id: string, title?: string | null, action: string, changes: Change[] }} ChangedRecord */

/** More than this of one record is folded away. */
const shown_most = 8;

/** @param {ChangedRecord} record */
export function changed_title({ kind, id, title }) {
  return title || id || field_label(kind);
}

/** The page of a record that was changed. @param {ChangedRecord} record */
function changed_href({ kind, id }) {
  if (kind !== 'responsibilities') return record_href(kind, id);
  const [service, role, person] = id.split('/');
  return record_href(kind, key_of(kind, { service, role, person }));
}

/** What one record is and what was done to it. @param {{ record: ChangedRecord, is_plain?: boolean, children?: any }} props A plain one leads nowhere. */
export function RecordLine({ record, is_plain = false, children }) {
  const title = changed_title(record);
  return html`<p class="change_head"><span class=${`badge action_${record.action}`}>${action_words[record.action] ?? record.action}</span>
    <span class="aside">${record_kinds[record.kind]?.noun ?? record.kind}</span>
    <strong>${is_plain || record.action === 'deleted' ? title : html`<a href=${changed_href(record)}>${title}</a>`}</strong>
    ${children}</p>`;
}

/**
 * The names of the estate, where changes speak of records by id; nothing waits for them.
 * @param {ChangedRecord[]} records
 * @returns {Names | undefined}
 */
export function use_names_in(records) {
  const is_needed = records.some(({ changes = [] }) => changes.some((change) => kind_of_field(field_of_pointer(change.field)) === 'reference'));
  /** @type {Record<string, string>} */
  const urls = is_needed ? { names: api_url('names') } : {};
  return use_resources(urls).data?.names;
}

/** @param {{ record: ChangedRecord, names?: Names }} props */
export function ChangeList({ record, names }) {
  const { changes = [] } = record;
  if (changes.length === 0) return null;
  const list = html`<ul class="changes">
    ${changes.map((change) => html`<li key=${change.field}>
      <span class="change_field">${pointer_words(change.field)}</span>
      <span class="change_values">
        ${record.action !== 'added' && html`<span class="change_before"><span class="visually_hidden">before: </span><${Side} field=${change.field} value=${change.before} names=${names} /></span>`}
        ${record.action === 'changed' && html`<span class="change_arrow" aria-hidden="true">→</span>`}
        ${record.action !== 'deleted' && html`<span class="change_after"><span class="visually_hidden">after: </span><${Side} field=${change.field} value=${change.after} names=${names} /></span>`}
      </span>
    </li>`)}
  </ul>`;
  if (changes.length <= shown_most && record.action === 'changed') return list;
  const words = record.action === 'changed' ? `${changes.length} fields` : record.action === 'added' ? 'What was recorded' : 'What had been recorded';
  return html`<details class="more"><summary>${words}<span class="visually_hidden"> of ${changed_title(record)}</span></summary>${list}</details>`;
}

/** One side of a change. @param {{ field: string, value: any, names?: Names }} props */
function Side({ field, value, names }) {
  if (value === null || value === undefined) return html`<span class="not_recorded">not recorded</span>`;
  const name = field_of_pointer(field);
  if (field.startsWith('/silences/')) return silence_words[value]?.label ?? String(value);
  const is_written = ['count', 'purchased', 'assigned', 'in_use', 'notice'].includes(name);
  if (!is_written && Array.isArray(value) && value.some((item) => item && typeof item === 'object')) {
    return html`<ol class="record_list">${value.map((item, index) => html`<li key=${index}><${RecordFields} record=${item} names=${names} /></li>`)}</ol>`;
  }
  if (!is_written && typeof value === 'object' && !Array.isArray(value)) return html`<${RecordFields} record=${value} names=${names} />`;
  return html`<${Value} field=${name} value=${value} names=${names} />`;
}
