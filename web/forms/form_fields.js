// How a form is described: groups of fields, as data. Here are the kinds a field can have, and a walk over all of them.

import { format_period, format_written_count, format_written_money, format_day, format_notice, format_percent, format_telephone } from '../lib/format.js';
import { is_object, pointer_of, value_at } from './paths.js';

/**
 * @typedef {object} FormField
 * @property {string} path dotted, within the record or within an item of a list
 * @property {string} label
 * @property {string} [kind] text by default: long, date, period, notice, money, percent, number, count, telephone, choice, code, yes_no, reference,
 *   texts, days, references, list
 * @property {string} [hint]
 * @property {[string, string][]} [choices] values and their words
 * @property {string} [blank_choice] which of them says that nothing is known, where the field is never left out
 * @property {string} [of] the kind of record referred to
 * @property {FormField[]} [fields] of each item of a list
 * @property {string} [item] what one item of a list is called
 * @property {(item: any) => string | undefined} [item_title]
 * @property {any} [blank_item] what a new item holds at first
 * @property {(owner: any) => boolean} [when] whether it has a meaning there; shown too wherever something is recorded in it
 * @property {boolean} [is_wide]
 * @property {boolean} [is_rare] folded away while it is blank
 * @property {boolean} [has_silences] items of the list carry their own
 * @property {string} [autocomplete]
 */

/** @typedef {{ title: string, lead?: string, fields: FormField[] }} FormGroup */
/** @typedef {{ kind: string, groups: FormGroup[], has_annotations: boolean, blank?: any }} Form */
/** @typedef {import('./paths.js').Path} Path */

/** @param {FormField} field @param {Path} owner_path @returns {Path} */
export function path_of(field, owner_path) {
  return [...owner_path, ...field.path.split('.')];
}

/** Whether a field is shown: where it has a meaning, and where something stands in it. @param {FormField} field @param {any} owner */
export function is_shown(field, owner) {
  if (!field.when || field.when(owner ?? {})) return true;
  const value = value_at(owner, field.path.split('.'));
  return value !== undefined || owner?.silences?.[field.path] !== undefined;
}

/**
 * Every field that a form shows for a record, items of lists included.
 * @param {FormField[]} fields
 * @param {any} record
 * @param {Path} [owner_path]
 * @param {string} [within] what the item is called that they belong to
 * @returns {{ field: FormField, pointer: string, label: string }[]}
 */
export function list_fields(fields, record, owner_path = [], within = '') {
  const owner = value_at(record, owner_path);
  return fields.filter((field) => is_shown(field, owner)).flatMap((field) => {
    const path = path_of(field, owner_path);
    const own = { field, pointer: pointer_of(path), label: within + field.label };
    const items = field.kind === 'list' ? value_at(record, path) : undefined;
    if (!Array.isArray(items)) return [own];
    return [own, ...items.flatMap((_, index) => list_fields(field.fields ?? [], record, [...path, index], `${within}${item_name(field, index)}: `))];
  });
}

/** @param {FormField} field @param {number} index */
export function item_name(field, index) {
  return `${field.item ?? field.label} ${index + 1}`;
}

/** A recorded value as it stands in its input, to be changed. Text that is being typed comes back as it is. @type {Record<string, (value: any) => string>} */
const shown_as = {
  date: format_day,
  period: format_period,
  notice: format_notice,
  money: format_written_money,
  percent: format_percent,
  count: format_written_count,
  telephone: format_telephone,
};

/** @param {FormField} field @param {any} value */
export function input_text(field, value) {
  if (value === undefined || value === null) return '';
  if (field.kind === 'texts') return Array.isArray(value) ? value.join('\n') : String(value);
  if (field.kind === 'days') return Array.isArray(value) ? value.join(', ') : String(value);
  const show = shown_as[field.kind ?? 'text'];
  if (show) return show(value);
  return is_object(value) ? JSON.stringify(value) : String(value);
}

/** What a typed text is kept as. A count keeps its measure and day; what was said about the old number no longer holds. @param {FormField} field @param {string} text @param {any} before */
export function value_of_text(field, text, before) {
  if (field.kind === 'texts') return text === '' ? undefined : text.split('\n');
  if (field.kind === 'days') return days_of(text);
  if (field.kind === 'count' && is_object(before)) {
    const { value, qualifier, literal, ...others } = before;
    return text === '' ? Object.keys(others).length ? others : undefined : Object.keys(others).length ? { value: text, ...others } : text;
  }
  return text;
}

/** "180, 90, 30" as numbers; anything else stays a text, for the server to say what is wrong. @param {string} text */
function days_of(text) {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  return parts.map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : part));
}
