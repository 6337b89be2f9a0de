// What a list is narrowed to and how it is sorted. All of it is in the address, so that a list can be sent as a link.

import { useMemo } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { use_resources } from './resources.js';
import { use_place } from './router.js';
import { kind_of_filter } from './lists.js';

/** @typedef {import('../types.js').Names} Names */

/**
 * @typedef {object} ListState
 * @property {string} q
 * @property {string | null} sort a field, with a minus before it where the last comes first; null for the usual order
 * @property {Record<string, string>} values of the filters in force
 * @property {Record<string, string | null>} parameters for the server, without the page
 * @property {Record<string, null>} cleared the changes of the address that drop every filter
 * @property {boolean} is_narrowed
 */

/**
 * @param {string[]} filters the names of those that the list has
 * @param {{ is_dated?: boolean }} [options]
 * @returns {ListState}
 */
export function use_list_state(filters, { is_dated = false } = {}) {
  const { query } = use_place();
  /** @type {Record<string, string>} */
  const values = {};
  for (const name of filters) {
    const value = query.get(name);
    if (value) values[name] = value;
  }
  const q = query.get('q') ?? '';
  const sort = query.get('sort') || null;
  return {
    q, sort, values,
    parameters: { on: is_dated ? query.get('on') : null, q, ...values, sort },
    cleared: Object.fromEntries([...filters, 'q', 'offset'].map((name) => [name, null])),
    is_narrowed: q.trim() !== '' || Object.keys(values).length > 0,
  };
}

/** @typedef {{ value: string | boolean | null, label?: string | null, count?: number }} FacetEntry */

/**
 * The names that came with a page of a list.
 * @param {any} page
 * @returns {Names}
 */
function names_within(page) {
  /** @type {any} */
  const names = { suppliers: {}, people: {}, sites: {}, contracts: {}, platforms: {} };
  for (const [filter, entries] of Object.entries(page?.facets ?? {})) {
    const kind = kind_of_filter[filter];
    if (!kind) continue;
    for (const { value, label } of /** @type {FacetEntry[]} */ (entries)) if (value && label) names[kind][String(value)] = label;
  }
  for (const [kind, given] of Object.entries(page?.names ?? {})) Object.assign(names[kind] ??= {}, given);
  return names;
}

/** @param {any[]} items @param {Names} names */
function are_all_named(items, names) {
  return items.every((item) => Object.entries(kind_of_filter).every(([field, kind]) => typeof item[field] !== 'string' || names[kind][item[field]] !== undefined));
}

/**
 * What the records that a page's items refer to are called. All names of the estate are many; they are asked for only
 * when the page does not bring those it needs, and the page does not wait for them.
 * @param {any} page
 * @returns {Names}
 */
export function use_names_of(page) {
  const within = useMemo(() => names_within(page), [page]);
  const is_short = useMemo(() => page && !are_all_named(page.items ?? [], within), [page, within]);
  /** @type {Record<string, string>} */
  const urls = is_short ? { names: api_url('names') } : {};
  const { data } = use_resources(urls);
  return is_short && data?.names ? data.names : within;
}
