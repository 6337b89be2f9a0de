// What stands above every list: a field to type in, a choice for each facet, how many match, the way out of all filters,
// and the list as a sheet.

import { html, useState } from 'htm/preact/standalone';
import { format_code, format_number } from '../lib/format.js';
import { here_with, navigate } from '../lib/router.js';
import { may } from '../lib/session.js';
import { field_label, filter_words, status_words, words_of_flag } from '../lib/words.js';
import { kind_of_filter } from '../lib/lists.js';
import { Icon } from './icon.js';
import { is_seen, use_id } from './table.js';
import { TypedField } from './typed_field.js';

/** @typedef {import('../lib/list_state.js').ListState} ListState */
/** @typedef {import('../lib/list_state.js').FacetEntry} FacetEntry */
/** @typedef {{ value: string, label: string }} SortChoice */

/** A choice among more than this is no choice; the field to type in narrows it first. */
const options_most = 200;

/** The sheets that hold money, which not everybody may have. */
const priced = /\/(contracts|suppliers|renewals|history)\.csv/;

/** @param {string} filter @param {FacetEntry} entry */
function option_label(filter, { value, label }) {
  const text = String(value);
  if (filter === 'status') return status_words[text]?.label ?? label ?? text;
  if (filter === 'flag') return words_of_flag(text).label;
  if (text === 'true') return 'Yes';
  if (text === 'false') return 'No';
  if (label && label !== text) return label;
  return kind_of_filter[filter] ? text : format_code(text);
}

/**
 * @param {{
 *   list: ListState, filters: string[], facets?: Record<string, FacetEntry[]>, nouns: string, words?: string, csv?: string,
 *   sorts?: SortChoice[], hint?: string, has_text?: boolean, children?: any,
 * }} props
 *   `words` says how many match; `csv` is where all of them can be had; `sorts` are offered where a table has no headings.
 */
export function ListTools({ list, filters, facets = {}, nouns, words, csv, sorts = [], hint, has_text = true, children }) {
  const [is_open, set_open] = useState(false);
  const id = use_id('filters');
  const shown = filters.filter((name) => list.values[name] || (facets[name]?.length ?? 0) > 0);
  const count = Object.keys(list.values).length;
  return html`<div class="list_tools" role="search" aria-label=${`Narrow down ${nouns}`}>
    <div class="list_tools_main">
      ${has_text && html`<${TypedField} name="q" label=${`Filter ${nouns}`} value=${list.q} hint=${hint} />`}
      ${sorts.length > 0 && html`<${SortSelect} sort=${list.sort} sorts=${sorts} />`}
      ${(shown.length > 0 || children) && html`<button type="button" class="button quiet filters_button" aria-expanded=${is_open ? 'true' : 'false'} aria-controls=${id}
        onClick=${() => set_open(!is_open)}>Filters${count > 0 ? ` (${count})` : ''}</button>`}
    </div>
    <div id=${id} class=${`list_filters${is_open ? ' is_open' : ''}`}>
      ${shown.map((name) => html`<${FacetSelect} key=${name} name=${name} value=${list.values[name] ?? ''} entries=${facets[name] ?? []} />`)}
      ${children}
    </div>
    <p class="list_line">
      ${words && html`<span class="list_words">${words}</span>`}
      ${list.is_narrowed && html`<a href=${here_with(list.cleared)}>Clear filters</a>`}
      ${csv && may(priced.test(csv) ? 'finance' : 'viewer') && html`<a class="list_csv" href=${csv} download><${Icon} name="download" />Download CSV</a>`}
    </p>
  </div>`;
}

/** @param {{ name: string, value: string, entries: FacetEntry[] }} props */
function FacetSelect({ name, value, entries }) {
  const id = use_id(name);
  const known = entries.filter((entry) => entry.value !== null && entry.value !== '');
  const options = known.slice(0, options_most);
  const rest = known.length - options.length;
  const chosen = value && !options.some((entry) => String(entry.value) === value) ? known.find((entry) => String(entry.value) === value) ?? { value } : null;
  if (chosen) options.unshift(chosen);
  return html`<div class="field">
    <label for=${id}>${filter_words[name] ?? field_label(name)}</label>
    <select id=${id} name=${name} value=${value} class=${value ? 'is_set' : undefined}
      onChange=${(/** @type {any} */ event) => navigate(here_with({ [name]: event.currentTarget.value || null, offset: null }))}>
      <option value="">Any</option>
      ${options.map((entry) => html`<option key=${entry.value} value=${String(entry.value)}>
        ${option_label(name, entry)}${entry.count === undefined ? '' : ` (${format_number(entry.count)})`}</option>`)}
      ${rest > 0 && html`<option disabled>and ${format_number(rest)} more: type to narrow them down</option>`}
    </select>
  </div>`;
}

/** Shown where the table is cards, which have no headings to sort by. @param {{ sort: string | null, sorts: SortChoice[] }} props */
function SortSelect({ sort, sorts }) {
  const id = use_id('sort');
  return html`<div class="field field_sort">
    <label for=${id}>Sort by</label>
    <select id=${id} name="sort" value=${sort ?? sorts[0].value}
      onChange=${(/** @type {any} */ event) => navigate(here_with({ sort: event.currentTarget.value, offset: null }))}>
      ${sorts.map(({ value, label }) => html`<option key=${value} value=${value}>${label}</option>`)}
    </select>
  </div>`;
}

/** @type {Record<string, [string, string]>} */
const order_words = { text: ['A to Z', 'Z to A'], day: ['soonest first', 'latest first'], amount: ['smallest first', 'largest first'] };

/**
 * The orders that a table's columns offer, the usual one first.
 * @param {import('./table.js').Column[]} columns
 * @param {string | null} usual
 * @returns {SortChoice[]}
 */
export function sort_choices(columns, usual) {
  const choices = columns.filter(is_seen).flatMap(({ label, sort, sort_as = 'text' }) => (sort
    ? [{ value: sort, label: `${label}, ${order_words[sort_as][0]}` }, { value: `-${sort}`, label: `${label}, ${order_words[sort_as][1]}` }] : []));
  const first = choices.find(({ value }) => value === usual);
  return first ? [first, ...choices.filter((choice) => choice !== first)] : choices;
}
