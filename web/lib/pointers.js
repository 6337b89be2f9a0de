// JSON pointers into records, as people read them.

import { field_label } from './words.js';

/** @param {string} pointer */
function segments_of(pointer) {
  return pointer.split('/').filter(Boolean).map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** @param {string} text */
export function lower_first(text) {
  return /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** @param {string[]} names */
function words_of_path(names) {
  /** @type {string[]} */
  const words = [];
  for (const name of names) {
    if (/^\d+$/.test(name) && words.length > 0) words[words.length - 1] += ` ${Number(name) + 1}`;
    else words.push(words.length === 0 ? field_label(name) : lower_first(field_label(name)));
  }
  return words.join(', ');
}

/**
 * Where in a record a field is: "/charges/1/amount" as "Charges 2, amount", "/silences/term.notice" as
 * "Term, notice: why nothing is recorded".
 * @param {string} pointer
 */
export function pointer_words(pointer) {
  const [first, ...rest] = segments_of(pointer);
  if (first === undefined) return 'The whole record';
  if (first === 'silences' && rest.length > 0) return `${words_of_path(rest[0].split('.'))}: why nothing is recorded`;
  if (first === 'release' && rest.length > 0) return `${words_of_path(rest[0].split('.'))}: withheld from answers`;
  return words_of_path([first, ...rest]);
}

/**
 * The record and the field that a pointer into the whole estate names: "/contracts/wan/term/notice".
 * @param {string} pointer
 * @returns {{ kind: string, id: string, field: string } | null}
 */
export function record_of_pointer(pointer) {
  const [kind, ...rest] = pointer.split('/').slice(1);
  if (!kind) return null;
  // A responsibility is named by three texts, the organisation by none.
  const length = kind === 'organisation' ? 0 : kind === 'responsibilities' ? 3 : 1;
  const field = rest.slice(length);
  return { kind, id: rest.slice(0, length).join('/'), field: field.length > 0 ? `/${field.join('/')}` : '' };
}

/** The name of the field itself: "amount" of "/charges/1/amount". @param {string} pointer */
export function field_of_pointer(pointer) {
  return segments_of(pointer).filter((name) => !/^\d+$/.test(name)).pop() ?? '';
}
