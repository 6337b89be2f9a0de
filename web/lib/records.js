// The kinds of record: what one is called, at which address of the dashboard and of the API it lives.

import { api_url } from '../api.js';
import { format_code, format_telephone } from './format.js';
import { page_href } from './router.js';

/**
 * @typedef {object} RecordKind
 * @property {string} noun one of them, within a sentence
 * @property {string} nouns
 * @property {string} home the page that lists them
 * @property {(record: any) => string | undefined} title what a record is called
 * @property {string} [name_field] the field that names one, where a name alone makes one
 */

/** @type {Record<string, RecordKind>} */
export const record_kinds = {
  organisation: { noun: 'organisation', nouns: 'organisation', home: '/organisation', title: (record) => record.name },
  contracts: { noun: 'contract', nouns: 'contracts', home: '/contracts', title: (record) => record.title, name_field: 'title' },
  suppliers: { noun: 'supplier', nouns: 'suppliers', home: '/suppliers', title: (record) => record.name, name_field: 'name' },
  sites: { noun: 'site', nouns: 'sites', home: '/inventory/sites', title: (record) => record.name, name_field: 'name' },
  people: { noun: 'person', nouns: 'people', home: '/inventory/people', title: (record) => record.name ?? record.job_title, name_field: 'name' },
  responsibilities: {
    noun: 'responsibility', nouns: 'responsibilities', home: '/inventory/people',
    title: (record) => record.service && `${format_code(record.service)}: ${format_code(record.role ?? '').toLowerCase()}`,
  },
  platforms: { noun: 'platform', nouns: 'platforms', home: '/inventory/platforms', title: (record) => record.product ?? (record.kind && format_code(record.kind)), name_field: 'product' },
  lines: { noun: 'line', nouns: 'lines', home: '/inventory/lines', title: (record) => (record.number ? format_telephone(record.number) : record.technology && format_code(record.technology)) },
  licences: { noun: 'licence', nouns: 'licences', home: '/inventory/licences', title: (record) => record.product ?? (record.kind && format_code(record.kind)) },
  numbers: {
    noun: 'number or block', nouns: 'numbers', home: '/inventory/numbers',
    title: (record) => (record.number ? format_telephone(record.number) : record.first && `${format_telephone(record.first)} to ${format_telephone(record.last ?? '')}`),
  },
  usage: { noun: 'measure', nouns: 'measures', home: '/inventory/usage', title: (record) => record.measure },
};

/** What a record is called; its identifier when it has no name. @param {string} kind @param {any} record */
export function title_of(kind, record) {
  return String(record_kinds[kind].title(record) || record.id || record_kinds[kind].noun);
}

/** A text as a segment of an address: a path holds no slash and no dot segment, however they are encoded. @param {unknown} text */
function segment_of(text) {
  const plain = String(text ?? '');
  return encodeURIComponent(/^\.{1,2}$/.test(plain) ? plain.replaceAll('.', '~2') : plain.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/**
 * What names a record in an address. A responsibility has no identifier: its service, role and person name it.
 * @param {string} kind
 * @param {any} record
 */
export function key_of(kind, record) {
  if (kind !== 'responsibilities') return String(record.id ?? '');
  return [record.service, record.role, record.person].map(segment_of).join(',');
}

/** The same of a record that the server names by one text: "service/role/person". @param {string} kind @param {string} id */
export function key_of_id(kind, id) {
  if (kind !== 'responsibilities') return id;
  const parts = id.split('/');
  return key_of(kind, { service: parts[0], role: parts.slice(1, -1).join('/'), person: parts.at(-1) });
}

/**
 * Its address in the API.
 * @param {string} kind
 * @param {string} [key] as key_of gives it; none for all of the kind
 * @param {{ after?: string, parameters?: Record<string, string | number | null | undefined> }} [more] what follows the record's own address
 */
export function record_url(kind, key, { after = '', parameters } = {}) {
  const tail = key === undefined || kind === 'organisation' ? '' : kind === 'responsibilities' ? `/${key.replaceAll(',', '/')}` : `/${encodeURIComponent(key)}`;
  return api_url(`${kind}${tail}${after}`, parameters);
}

/** @param {string} kind */
function folder_of(kind) {
  return ['contracts', 'suppliers'].includes(kind) ? `/${kind}` : `/inventory/${kind}`;
}

/** The page of a record. @param {string} kind @param {string} key */
export function record_href(kind, key) {
  return page_href(kind === 'organisation' ? '/organisation' : `${folder_of(kind)}/${encodeURIComponent(key)}`);
}

/** The form that changes a record. @param {string} kind @param {string} key */
export function edit_href(kind, key) {
  return page_href(kind === 'organisation' ? '/organisation/edit' : `${folder_of(kind)}/${encodeURIComponent(key)}/edit`);
}

/** The form that adds a record; `from` names one to start from, other parameters fill fields. @param {string} kind @param {Record<string, string>} [parameters] */
export function new_href(kind, parameters = {}) {
  return page_href(`${folder_of(kind)}/new`, parameters);
}
