// The columns of each kind of inventory record. In a list a record leads to its page; elsewhere it opens to all that is
// recorded about it.

import { html } from 'htm/preact/standalone';
import { format_code, format_day, format_every, format_list, format_telephone } from '../lib/format.js';
import { field_state } from '../lib/fields.js';
import { record_href } from '../lib/records.js';
import { field_label } from '../lib/words.js';
import { MoreFields } from '../components/record_fields.js';
import { Field, Reference } from '../components/value.js';

/** @typedef {import('../types.js').Names} Names */
/** @typedef {import('../components/table.js').Column} Column */

/** @type {Record<string, string[]>} */
const fields_of_kind = {
  platforms: ['kind', 'service', 'maker', 'version', 'hosting', 'end_of_support', 'site', 'contract'],
  lines: ['technology', 'purpose', 'count', 'platform', 'site', 'contract'],
  licences: ['purchased', 'assigned', 'in_use', 'platform', 'contract'],
  numbers: ['class', 'count', 'destination', 'public_facing', 'provider', 'contract'],
  usage: ['count', 'period', 'platform'],
  sites: ['address', 'postcode'],
  people: ['job_title', 'email', 'phone', 'executive', 'responsibilities'],
};

/** @type {Record<string, string>} */
export const head_labels = { platforms: 'Product', lines: 'Line', licences: 'Licence', numbers: 'Number', usage: 'Measure', sites: 'Site', people: 'Person' };

/** What a record is called in its first column; nothing where that is not recorded. @type {Record<string, (record: any) => any>} */
const heads = {
  platforms: (record) => record.product,
  lines: (record) => record.number && html`<span class="tabular">${format_telephone(record.number)}</span>`,
  licences: (record) => record.product ?? (record.kind && format_code(record.kind)),
  numbers: (record) => number_words(record),
  usage: (record) => record.measure && format_code(record.measure),
  sites: (record) => record.name,
  people: (record) => record.name,
};

/** The record's name as a link to its page; where it has none, its id, beside why. @param {{ kind: string, record: any }} props */
function RecordHead({ kind, record }) {
  const head = heads[kind](record);
  const href = record_href(kind, record.id);
  if (head) return html`<span class="record_head"><a href=${href}>${head}</a></span>`;
  const field = head_fields[kind];
  return html`<span class="record_head">${record.silences?.[field] && html`<span class="block"><${Field} of=${record} path=${field} /></span>`}<a class="record_id" href=${href}>${record.id}</a></span>`;
}

/** The field that a record's head is sorted by. @type {Record<string, string>} */
export const head_fields = { platforms: 'product', lines: 'number', licences: 'product', numbers: 'number', usage: 'measure', sites: 'name', people: 'name' };

const amounts = ['count', 'purchased', 'assigned', 'in_use'];

/** @param {string} field */
function sort_of(field) {
  return ['address', 'responsibilities', 'period'].includes(field) ? undefined : field;
}

/** @param {any} record */
function number_words({ number, first, last }) {
  if (number) return html`<span class="tabular">${format_telephone(number)}</span>`;
  return first && last && html`<span class="tabular">${format_telephone(first)} to ${format_telephone(last)}</span>`;
}

/** Cells that are not simply a field. @type {Record<string, (record: any, names: Names) => any>} */
const special_cells = {
  period: (record) => {
    const span = [record.from && format_day(record.from), record.to && format_day(record.to)].filter(Boolean).join(' to ');
    return html`<${Field} of=${record} path="per" show=${format_every} />${span && html` <span class="aside block">${span}</span>`}`;
  },
};

/**
 * @param {string} kind
 * @param {Names} names
 * @param {{ responsibilities?: any[], is_list?: boolean }} [more] who answers for what, for the people; whether this is the list itself
 * @returns {Column[]}
 */
export function inventory_columns(kind, names, more = {}) {
  const fields = fields_of_kind[kind].filter((field) => field !== 'responsibilities' || more.responsibilities);
  return [
    { key: 'head', label: head_labels[kind], sort: sort_of(head_fields[kind]), show: (record) => html`<${RecordHead} kind=${kind} record=${record} />
      ${!more.is_list && html`<${MoreFields} record=${record} names=${names} />`}` },
    ...fields.map((field) => ({
      key: field,
      label: field === 'period' ? 'Counted' : field_label(field),
      sort: sort_of(field),
      sort_as: amounts.includes(field) ? /** @type {const} */ ('amount') : field === 'end_of_support' ? /** @type {const} */ ('day') : undefined,
      show: (/** @type {any} */ record) => {
        if (field === 'responsibilities') return html`<${Responsibilities} person=${record.id} all=${more.responsibilities ?? []} />`;
        if (special_cells[field]) return special_cells[field](record, names);
        const { value } = field_state(record, field);
        if (typeof value === 'string' && ['contract', 'site', 'platform'].includes(field)) return html`<${Reference} field=${field} id=${value} names=${names} />`;
        return html`<${Field} of=${record} path=${field} names=${names} />`;
      },
    })),
  ];
}

/**
 * The columns that say something, and the labels of those of which nothing at all is recorded.
 * @param {Column[]} columns
 * @param {any[]} records
 */
export function split_columns(columns, records) {
  /** @param {Column} column */
  const says_something = ({ key }) => key === 'head' || key === 'responsibilities' || records.some((record) => {
    const fields = key === 'period' ? ['per', 'from', 'to'] : [key];
    return fields.some((field) => Object.values(field_state(record, field)).some((part) => part !== undefined && part !== null));
  });
  return { shown: columns.filter(says_something), empty: columns.filter((column) => !says_something(column)).map((column) => String(column.label)) };
}

/** Names the fields of which nothing is recorded. @param {{ labels: string[] }} props */
export function EmptyColumns({ labels }) {
  if (labels.length === 0) return null;
  return html`<p class="empty_columns">Not recorded for any of these: ${format_list(labels.map((label) => label.toLowerCase()))}.</p>`;
}

/** @param {{ person: string, all: any[] }} props */
function Responsibilities({ person, all }) {
  const own = all.filter((entry) => entry.person === person);
  if (own.length === 0) return html`<span class="not_recorded">not recorded</span>`;
  return html`<ul class="tight_list">${own.map((entry, index) => html`<li key=${index}>${format_code(entry.service)}: ${format_code(entry.role).toLowerCase()}</li>`)}</ul>`;
}
