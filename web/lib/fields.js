// Reads one field of a record, and which kind of nothing stands there when it has no value.

import { format_code } from './format.js';
import { sees_money } from './session.js';

/** @typedef {import('../types.js').EstateRecord} EstateRecord */
/** @typedef {import('../types.js').Silence} Silence */
/** @typedef {import('../types.js').Release} Release */

/**
 * @typedef {object} FieldState
 * @property {any} value undefined when the field has none
 * @property {Silence | null} silence
 * @property {Release | null} release what an answer under the Freedom of Information Act withholds of it
 */

/** @param {unknown} value */
function is_nothing(value) {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** @param {EstateRecord} record @param {string} path @returns {any} */
function value_at(record, path) {
  /** @type {any} */
  let value = record;
  for (const name of path.split('.')) value = value && typeof value === 'object' ? value[name] : undefined;
  return value;
}

/** Whether there is a value that the reader may not see. @param {EstateRecord} record @param {string} path */
export function is_hidden(record, path) {
  return value_at(record, path) === null && !sees_money();
}

/**
 * @param {EstateRecord} record
 * @param {string} path dotted, as in "term.notice"
 * @returns {FieldState}
 */
export function field_state(record, path) {
  const value = value_at(record, path);
  return {
    value: is_nothing(value) ? undefined : value,
    silence: record.silences?.[path] ?? null,
    release: record.release?.[path] ?? null,
  };
}

/** The exemptions of a release as they are cited: "s31(3)". @param {Release | null} release */
export function exemptions_of(release) {
  return (release?.withhold ?? []).join(', ');
}

/** @type {Record<string, keyof import('../types.js').Names>} */
const references = {
  supplier: 'suppliers', maker: 'suppliers', provider: 'suppliers',
  owner: 'people', person: 'people', deputies: 'people',
  site: 'sites', contract: 'contracts', platform: 'platforms',
};

/** @type {Record<string, string[]>} */
const fields_of_kind = {
  day: ['start', 'end', 'on', 'from', 'to', 'as_at', 'takes_effect', 'end_of_support'],
  period: ['length', 'renews_for', 'period', 'lead_time', 'per', 'exercised_length'],
  every: ['every'],
  notice: ['notice'],
  money: ['amount', 'unit_price', 'price'],
  percent: ['percent', 'rate'],
  count: ['count', 'purchased', 'assigned', 'in_use'],
  telephone: ['number', 'first', 'last', 'destination'],
  code: ['kind', 'service', 'technology', 'purpose', 'hosting', 'class', 'status', 'measure', 'role', 'features', 'outcome', 'rounding', 'basis', 'notice_expires', 'bank_holidays'],
  email: ['email', 'alert_recipients'],
  url: ['url'],
};

/** @type {Map<string, string>} */
const kind_by_field = new Map();
for (const [kind, fields] of Object.entries(fields_of_kind)) for (const field of fields) kind_by_field.set(field, kind);

/**
 * How a field's value is to be read: "day", "money", "count", …, "reference", or "text".
 * @param {string} name
 */
export function kind_of_field(name) {
  if (references[name]) return 'reference';
  return kind_by_field.get(name) ?? (name.endsWith('_on') ? 'day' : 'text');
}

/**
 * What the record that a field refers to is called; its id when no name is known.
 * @param {import('../types.js').Names | undefined} names
 * @param {string} field
 * @param {string} id
 */
export function name_of_reference(names, field, id) {
  return name_of_record(names?.[references[field]], references[field], id);
}

/** Which kind of record a field refers to. @param {string} field */
export function kind_of_reference(field) {
  return references[field];
}

/**
 * The same among the names of one kind of record.
 * @param {Record<string, string> | undefined} names
 * @param {string} kind
 * @param {string} id
 */
export function name_of_record(names, kind, id) {
  const name = names?.[id] ?? id;
  // A platform without a product goes by its kind, which is a code.
  return kind === 'platforms' && /^[a-z][a-z0-9_]*$/.test(name) ? format_code(name) : name;
}
