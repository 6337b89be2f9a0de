// Columns of spend, the same wherever spend is listed.

import { html } from 'htm/preact/standalone';
import { format_money, format_years } from '../lib/format.js';
import { sees_money } from '../lib/session.js';
import { words_of_flag } from '../lib/words.js';
import { NotRecorded, Silence } from './value.js';

/** @typedef {import('./table.js').Column} Column */

/** @param {{ amount: string | null | undefined, is_strong?: boolean }} props */
export function Money({ amount, is_strong = false }) {
  if (amount === null || amount === undefined) return sees_money() ? html`<${NotRecorded} />` : html`<${Silence} silence="not_shown" />`;
  return html`<span class=${is_strong ? 'money strong' : 'money'}>${format_money(amount)}</span>`;
}

const sums = /** @type {const} */ ([
  ['committed', 'Committed'], ['continuing', 'Continuing'], ['total', 'Total'],
]);
const vat_sums = /** @type {const} */ ([
  ['net', 'Net'], ['vat', 'VAT'], ['gross', 'Gross'], ['unknown_vat_basis', 'VAT basis not known'],
]);

/** Whether anything is recorded to add up; without it a zero would be no zero. @param {{ flags?: string[] }} row */
export function has_charges(row) {
  return !row.flags?.includes('no_charges');
}

/** One sum of a row; never a zero where it is not known. @param {{ row: any, part: string }} props */
function Sum({ row, part }) {
  if (!has_charges(row)) return html`<${NotRecorded} />`;
  const is_all_unknown = row.unknown_vat_basis === row.total && Number(row.total) !== 0;
  if (is_all_unknown && ['net', 'vat', 'gross'].includes(part)) return html`<${Silence} silence="unknown" />`;
  return html`<${Money} amount=${row[part]} is_strong=${part === 'total'} />`;
}

/**
 * The columns after the first, which the caller heads.
 * @param {{ has_vat?: boolean, has_average?: boolean, usual_years?: string[] }} [options]
 *   An average over the usual years does not name them again.
 * @returns {Column[]}
 */
export function spend_columns({ has_vat = true, has_average = false, usual_years } = {}) {
  const wanted = has_vat ? [...sums, ...vat_sums] : [...sums];
  /** @type {Column[]} */
  const columns = wanted.map(([key, label]) => ({
    key, label, is_numeric: true,
    show: (row) => html`<${Sum} row=${row} part=${key} />`,
  }));
  if (has_average) columns.push({ key: 'average', label: 'Average of earlier years', is_numeric: true, show: (row) => html`<${AverageOf} average=${row.average} usual_years=${usual_years} />` });
  return columns;
}

/** @param {{ average: import('../types.js').Average | null | undefined, usual_years?: string[] }} props */
export function AverageOf({ average, usual_years }) {
  if (!average) return html`<span class="not_recorded">no earlier spend</span>`;
  const years = format_years(average.years);
  return html`<span class="money">${format_money(average.value)}</span>
    ${(!usual_years || years !== format_years(usual_years)) && html` <span class="aside day">${years}</span>`}`;
}

/** The flags of a row of spend in words. @param {{ flags?: string[] }} props */
export function SpendFlags({ flags = [] }) {
  return flags.map((flag) => html` <span key=${flag} class=${`badge flag tone_${words_of_flag(flag).tone}`}>${words_of_flag(flag).label}</span>`);
}
