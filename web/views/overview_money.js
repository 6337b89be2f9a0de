// What the estate costs over two years, what is paid for and not used, and what stops working at the switch-off.

import { html } from 'htm/preact/standalone';
import { format_code, format_day, format_days_left, format_how_many, format_list, format_money, format_number } from '../lib/format.js';
import { field_label } from '../lib/words.js';
import { sees_money } from '../lib/session.js';
import { page_href } from '../lib/router.js';
import { SpendChart, YearsChart } from '../components/chart.js';
import { SpendFlags, has_charges, spend_columns } from '../components/spend_table.js';
import { DataTable } from '../components/table.js';
import { Field, NotRecorded, Silence } from '../components/value.js';

/** @typedef {import('../types.js').Overview} Overview */
/** @typedef {import('../types.js').Names} Names */
/** @typedef {import('../types.js').UnusedLicence} UnusedLicence */
/** @typedef {import('../types.js').YearsRow} YearsRow */

/** How many lines are named; the rest is a page away. */
const lines_most = 8;

/** @param {{ overview: Overview }} props */
export function SpendByYear({ overview }) {
  const { this_year, next_year, by_supplier, supplier_count, by_service, service_count, left_out_count } = overview.spend;
  const is_known = by_supplier.some(has_charges);
  const years = [this_year, next_year];
  return html`<section class="panel" aria-labelledby="spend">
    <h2 id="spend">What is spent</h2>
    <p class="section_lead">Committed is what cannot be avoided any more, as at ${format_day(overview.on)}. Continuing is the rest, if services go on at their charges. Sums are as the charges state them, with or without VAT.</p>
    <div class="split">
      ${is_known && html`<${SpendChart} title=${`Spend in ${this_year.financial_year} and ${next_year.financial_year}, committed and continuing`}
        description=${years.map((year) => `${year.financial_year}: ${format_money(year.committed)} committed, ${format_money(year.continuing)} continuing.`).join(' ')}
        bars=${years.map((year) => ({ ...year, label: year.financial_year }))} />`}
      <${DataTable} is_compact caption="Spend this year and next" is_caption_hidden rows=${years} row_key=${(/** @type {any} */ year) => year.financial_year}
        columns=${[
          { key: 'year', label: 'Financial year', show: (/** @type {any} */ year) => html`<a href=${page_href('/spend', { year: year.financial_year })}>${year.financial_year}</a><${SpendFlags} flags=${year.flags} />` },
          ...spend_columns({ has_vat: false }),
        ]} />
    </div>
    <${Grouped} rows=${by_supplier} count=${supplier_count} by="supplier" years=${[this_year.financial_year, next_year.financial_year]} />
    <${Grouped} rows=${by_service} count=${service_count} by="service" years=${[this_year.financial_year, next_year.financial_year]} />
    <p class="panel_links">
      ${left_out_count > 0 && html`<span>${format_how_many(left_out_count, 'contract is', 'contracts are')} left out, because nothing is recorded to add up. </span>`}
      <a href=${page_href('/spend')}>All spend</a>
    </p>
  </section>`;
}

/** @param {{ rows: YearsRow[], count: number, by: 'supplier' | 'service', years: [string, string] }} props `count` is how many rows there are in all. */
function Grouped({ rows, count, by, years }) {
  const priced = rows.filter(has_charges);
  if (rows.length === 0) return html`<p class="empty_line">No spend by ${by} is recorded for ${years[0]} or ${years[1]}.</p>`;
  const title = `Spend by ${by}, ${years[0]} and ${years[1]}${count > rows.length ? `: the ${rows.length} largest of ${format_number(count)}` : ''}`;
  /** @param {YearsRow} row @param {'this_year' | 'next_year'} year */
  const sum = (row, year) => (has_charges(row) ? html`<span class="money">${format_money(row[year])}</span>` : html`<${NotRecorded} />`);
  return html`<div class="split">
    ${priced.length > 0 && html`<${YearsChart} title=${title} years=${years}
      description=${priced.map((row) => `${row_title(row, by)}: ${format_money(row.this_year)}, then ${format_money(row.next_year)}.`).join(' ')}
      rows=${priced.map((row) => ({ label: row_title(row, by), this_year: row.this_year, next_year: row.next_year }))} />`}
    <div>
      <${DataTable} is_compact caption=${title} is_caption_hidden rows=${rows} row_key=${(/** @type {YearsRow} */ row, /** @type {number} */ index) => row.key ?? index}
        columns=${[
          { key: by, label: field_label(by), show: (/** @type {YearsRow} */ row) => html`<${RowTitle} row=${row} by=${by} /><${SpendFlags} flags=${row.flags} />` },
          { key: 'this_year', label: years[0], is_numeric: true, show: (/** @type {YearsRow} */ row) => sum(row, 'this_year') },
          { key: 'next_year', label: years[1], is_numeric: true, show: (/** @type {YearsRow} */ row) => sum(row, 'next_year') },
        ]} />
      <p class="panel_links"><a href=${page_href('/spend', { by })}>All spend by ${by}</a></p>
    </div>
  </div>`;
}

/** @param {YearsRow} row @param {'supplier' | 'service'} by */
function row_title(row, by) {
  if (row.key === null) return row.title || 'not recorded';
  return by === 'service' ? format_code(row.title || row.key) : row.title || row.key;
}

/** @param {{ row: YearsRow, by: 'supplier' | 'service' }} props */
function RowTitle({ row, by }) {
  const title = row_title(row, by);
  if (row.key === null) return html`<span class="not_recorded">${title}</span>`;
  return html`<a href=${by === 'supplier' ? page_href(`/suppliers/${encodeURIComponent(row.key)}`) : page_href('/contracts', { service: row.key })}>${title}</a>`;
}

/** @param {{ overview: Overview }} props */
export function Licences({ overview }) {
  const { items, count, unused_cost } = overview.licences;
  const about = (/** @type {UnusedLicence} */ item) => (item.is_exact ? '' : 'about ');
  return html`<section class="panel" aria-labelledby="licences">
    <h2 id="licences">Licences bought against used</h2>
    ${items.length === 0
      ? html`<p>How many licences were bought is not recorded of any, so nothing can be compared.</p>`
      : html`${sees_money() && html`<p class="section_lead">${unused_cost === null
        ? 'What unused ones cost cannot be worked out from what is recorded.'
        : html`The unused ones cost <strong class="money">${format_money(unused_cost)}</strong> in ${overview.spend.this_year.financial_year}.`}</p>`}
      <${DataTable} is_compact caption="Licences bought against used" is_caption_hidden rows=${items.slice(0, lines_most)} row_key=${(/** @type {UnusedLicence} */ item) => item.licence}
        columns=${[
          { key: 'title', label: 'Licence', show: (/** @type {UnusedLicence} */ item) => licence_title(item) },
          { key: 'purchased', label: 'Bought', is_numeric: true, show: (/** @type {UnusedLicence} */ item) => format_number(item.purchased) },
          { key: 'used', label: 'Used', is_numeric: true, show: (/** @type {UnusedLicence} */ item) => (item.used === null ? html`<${NotRecorded} />` : format_number(item.used)) },
          { key: 'unused', label: 'Unused', is_numeric: true, show: (/** @type {UnusedLicence} */ item) => (item.unused === null ? html`<${Silence} silence="unknown" />` : html`<strong>${about(item)}${format_number(item.unused)}</strong>`) },
          { key: 'cost', label: 'Cost of the unused', is_numeric: true, is_money: true, show: (/** @type {UnusedLicence} */ item) => html`${item.cost_of_unused === null
            ? html`<${Silence} silence="unknown" />` : html`<span class="money">${format_money(item.cost_of_unused)}</span>`} <span class="aside">${item.basis}</span>` },
        ]} />`}
    <p class="panel_links"><a href=${page_href('/inventory/licences')}>${count > lines_most ? `All ${format_how_many(count, 'licence record')}` : 'Licences in the inventory'}</a></p>
  </section>`;
}

/** A licence without a product goes by its kind, which is a code. @param {UnusedLicence} item */
function licence_title(item) {
  return /^[a-z][a-z0-9_]*$/.test(item.title) ? format_code(item.title) : item.title;
}

/** @param {{ overview: Overview, names: Names }} props */
export function SwitchOff({ overview, names }) {
  const { switch_off, days_left, line_count, record_count, uncounted_count, by_technology, items } = overview.pstn;
  const is_past = days_left < 0;
  const list = page_href('/inventory/lines', { at_risk: 'true' });
  return html`<section class="panel" aria-labelledby="switch_off">
    <h2 id="switch_off">Lines at risk from the switch-off</h2>
    ${record_count === 0
      ? html`<p>No line in use depends on the public switched telephone network, as far as the records say. It ${is_past ? 'was' : 'is'} switched off on ${format_day(switch_off)}.</p>`
      : html`<p class="section_lead"><strong>${format_how_many(line_count, 'line')}</strong> ${is_past ? 'stopped' : 'stop'} working when the public switched telephone network ${is_past ? 'was' : 'is'} switched off
          on ${format_day(switch_off)}, <strong class=${is_past ? 'late' : undefined}>${format_days_left(days_left)}</strong>.
          ${by_technology.length > 0 && ` By kind: ${format_list(by_technology.map(({ technology, count }) => `${format_number(count)} ${format_code(technology)}`))}.`}
          ${uncounted_count > 0 && ` ${format_how_many(uncounted_count, 'record has', 'records have')} no count and ${uncounted_count === 1 ? 'is' : 'are'} taken for one line each.`}</p>
      <${DataTable} is_compact caption="Lines at risk" is_caption_hidden rows=${items.slice(0, lines_most)} row_key=${(/** @type {any} */ line) => line.id}
        columns=${[
          { key: 'technology', label: 'Line', show: (/** @type {any} */ line) => html`<${Field} of=${line} path="technology" names=${names} />` },
          { key: 'count', label: 'Count', is_numeric: true, show: (/** @type {any} */ line) => html`<${Field} of=${line} path="count" names=${names} />` },
          { key: 'purpose', label: 'Purpose', show: (/** @type {any} */ line) => html`<${Field} of=${line} path="purpose" names=${names} />` },
          { key: 'site', label: 'Site', show: (/** @type {any} */ line) => html`<${Field} of=${line} path="site" names=${names} />` },
        ]} />`}
    <p class="panel_links"><a href=${list}>${record_count > lines_most ? `All ${format_how_many(record_count, 'record')} of lines at risk` : 'These in the inventory'}</a></p>
  </section>`;
}
