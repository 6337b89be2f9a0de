// The first page: what must be decided, by when and worth how much; what is spent; what is out of contract; and which
// gaps in the records have the most money behind them.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_day, format_how_many, format_interval, format_money, format_number } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href, use_place } from '../lib/router.js';
import { field_label, flag_words, status_words } from '../lib/words.js';
import { DecisionList } from '../components/decision.js';
import { Figure } from '../components/figure.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { SpendChart } from '../components/chart.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { SpendFlags, has_charges, spend_columns } from '../components/spend_table.js';
import { NotRecorded } from '../components/value.js';
import { GettingStarted } from './getting_started.js';

/** @typedef {import('../types.js').Overview} Overview */
/** @typedef {import('../types.js').Names} Names */

export function OverviewView() {
  const on = use_place().query.get('on');
  const resources = use_resources({ overview: api_url('overview', { on }), names: api_url('names') });
  const overview = resources.data?.overview;
  return html`
    <${PageHeader} title="Overview" eyebrow=${overview?.organisation.name}><${AsAt} on=${overview?.on} /><//>
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => `Figures as at ${format_day(data.overview.on)}`}>
      ${(/** @type {{ overview: Overview, names: Names }} */ data) => (data.overview.counts.contracts === 0
        ? html`<${GettingStarted} />`
        : html`<${OverviewBody} overview=${data.overview} names=${data.names} />`)}
    <//>`;
}

/** @param {{ overview: Overview, names: Names }} props */
function OverviewBody({ overview, names }) {
  const { decisions, spend } = overview;
  return html`
    <div class="figures">
      <${Figure} label=${`Decisions due by ${format_day(decisions.until)}`} value=${format_number(decisions.count)}
        note=${at_stake_words(decisions)} href=${page_href('/renewals')} />
      <${Figure} label="Out of contract" value=${format_number(overview.overrun_count)} tone=${overview.overrun_count > 0 ? 'alarm' : undefined}
        note="Past their end, perhaps still in use" href=${page_href('/renewals', { status: 'overrun' })} />
      <${SpendFigure} year=${spend.this_year} is_known=${spend.by_supplier.some(has_charges)} />
      <${SpendFigure} year=${spend.next_year} is_known=${spend.by_supplier.some(has_charges)} />
    </div>
    <${Decisions} overview=${overview} names=${names} />
    <${Spend} overview=${overview} />
    <${OutOfContract} overview=${overview} names=${names} />
    <${Gaps} overview=${overview} names=${names} />
    <${Estate} overview=${overview} />`;
}

/** @param {Overview['decisions']} decisions */
function at_stake_words({ count, at_stake }) {
  if (count === 0) return 'None that the records show';
  return at_stake === null ? 'No sum can be put on them' : `${format_money(at_stake)} at stake`;
}

/** @param {{ year: import('../types.js').YearSpend, is_known: boolean }} props Where no charge is recorded, a zero would be no zero. */
function SpendFigure({ year, is_known }) {
  if (!is_known && Number(year.total) === 0) return html`<${Figure} label=${`Spend in ${year.financial_year}`} value=${html`<${NotRecorded} />`} note="No charges are recorded" />`;
  return html`<${Figure} label=${`Spend in ${year.financial_year}`} value=${format_money(year.total)}
    note=${`${format_money(year.committed)} committed, ${format_money(year.continuing)} if services go on`}
    href=${page_href('/spend', { year: year.financial_year })} />`;
}

/** @param {{ overview: Overview, names: Names }} props */
function Decisions({ overview, names }) {
  const { decisions } = overview;
  const more = decisions.count - decisions.items.length;
  return html`<section class="panel" aria-labelledby="decisions">
    <h2 id="decisions">What must be decided</h2>
    ${decisions.items.length === 0
      ? html`<p>No decision falls due by ${format_day(decisions.until)}, as far as the records say.
        ${overview.gaps.length > 0 && ' The gaps below may hide some.'}</p>`
      : html`<${DecisionList} positions=${decisions.items} suppliers=${names.suppliers} on=${overview.on} />`}
    <p class="panel_links">
      ${more > 0 && html`<span>${format_how_many(more, 'more decision')} by ${format_day(decisions.until)}. </span>`}
      ${overview.rolling_count > 0 && html`<span>${format_how_many(overview.rolling_count, 'contract is', 'contracts are')} rolling. </span>`}
      <a href=${page_href('/renewals')}>All renewals, soonest first</a>
    </p>
  </section>`;
}

/** @param {{ overview: Overview }} props */
function Spend({ overview }) {
  const { this_year, next_year, by_supplier, left_out_count } = overview.spend;
  const years = [this_year, next_year];
  const priced = by_supplier.filter(has_charges);
  return html`<section class="panel" aria-labelledby="spend">
    <h2 id="spend">What is spent</h2>
    <p class="section_lead">Committed is what cannot be avoided any more, as at ${format_day(overview.on)}. Continuing is the rest, if services go on at their charges. Sums are as the charges state them, with or without VAT.</p>
    <div class="split">
      <${SpendChart} title=${`Spend in ${this_year.financial_year} and ${next_year.financial_year}`}
        description=${years.map((year) => `${year.financial_year}: ${format_money(year.committed)} committed, ${format_money(year.continuing)} continuing.`).join(' ')}
        bars=${years.map((year) => ({ ...year, label: year.financial_year }))} />
      <${DataTable} is_compact caption="Spend this year and next" is_caption_hidden rows=${years} row_key=${(/** @type {any} */ year) => year.financial_year}
        columns=${[
          { key: 'year', label: 'Financial year', show: (/** @type {any} */ year) => html`<a href=${page_href('/spend', { year: year.financial_year })}>${year.financial_year}</a><${SpendFlags} flags=${year.flags} />` },
          ...spend_columns({ has_vat: false }),
        ]} />
    </div>
    ${by_supplier.length > 0 && html`<div class="split">
        <${SpendChart} title=${`Suppliers with the most spend in ${this_year.financial_year}`}
          description=${priced.map((row) => `${row.title}: ${format_money(row.total)}.`).join(' ')}
          bars=${priced.map((row) => ({ ...row, label: row.title }))} />
        <${DataTable} is_compact caption=${`Suppliers with the most spend in ${this_year.financial_year}`} is_caption_hidden rows=${by_supplier}
          row_key=${(/** @type {any} */ row, /** @type {number} */ index) => row.key ?? index}
          columns=${[{ key: 'supplier', label: 'Supplier', show: supplier_cell }, ...spend_columns({ has_vat: false })]} />
      </div>`}
    <p class="panel_links">
      ${left_out_count > 0 && html`<span>${format_how_many(left_out_count, 'contract is', 'contracts are')} left out, because nothing is recorded to add up. </span>`}
      <a href=${page_href('/spend')}>All spend</a>
    </p>
  </section>`;
}

/** @param {import('../types.js').SpendRow} row */
function supplier_cell(row) {
  if (row.key === null) return html`<span class="not_recorded">${row.title || 'not recorded'}</span>`;
  return html`<a href=${page_href(`/suppliers/${encodeURIComponent(row.key)}`)}>${row.title}</a><${SpendFlags} flags=${row.flags} />`;
}

/** @param {{ overview: Overview, names: Names }} props */
function OutOfContract({ overview, names }) {
  if (overview.overrun_count === 0) return null;
  const more = overview.overrun_count - overview.overrun.length;
  return html`<section class="panel" aria-labelledby="out_of_contract">
    <h2 id="out_of_contract">Out of contract</h2>
    <p class="section_lead">Fixed contracts past their end, with no record that they stopped. Renew or replace each, or record the day it ended.</p>
    <ul class="simple_list">
      ${overview.overrun.map((position) => html`<li key=${position.contract}>
        <a href=${page_href(`/contracts/${encodeURIComponent(position.contract)}`)}>${position.title ?? position.contract}</a>
        ${position.term_end && html`<span>ended ${format_interval(position.term_end)}</span>`}
        <span class="aside">${position.supplier ? names.suppliers[position.supplier] ?? position.supplier : 'no supplier named'}</span>
      </li>`)}
    </ul>
    ${more > 0 && html`<p class="panel_links"><a href=${page_href('/renewals', { status: 'overrun' })}>${format_how_many(more, 'more contract')} out of contract</a></p>`}
  </section>`;
}

/** @param {{ overview: Overview, names: Names }} props */
function Gaps({ overview, names }) {
  if (overview.gaps.length === 0) return null;
  return html`<section class="panel" aria-labelledby="gaps">
    <h2 id="gaps">Gaps in the records</h2>
    <p class="section_lead">What is missing, with the most money behind it first. Filling these makes the dates and totals above whole.</p>
    <${DataTable} caption="Gaps in the records, by the money behind them" is_caption_hidden rows=${overview.gaps} row_key=${(/** @type {any} */ gap) => gap.flag}
      columns=${[
        { key: 'gap', label: 'Gap', show: (/** @type {any} */ gap) => html`<strong>${gap.title}</strong> <span class="aside block">${flag_words[gap.flag]?.meaning ?? ''}</span>` },
        { key: 'contracts', label: 'Contracts', show: (/** @type {any} */ gap) => html`<${GapContracts} gap=${gap} titles=${names.contracts} />` },
        { key: 'count', label: 'How many', is_numeric: true, show: (/** @type {any} */ gap) => format_number(gap.contract_count) },
        { key: 'spend', label: `Spend behind it in ${overview.spend.this_year.financial_year}`, is_numeric: true, show: (/** @type {any} */ gap) => (gap.spend === null || gap.flag === 'no_charges' ? html`<span class="silence">not known</span>` : html`<span class="money">${format_money(gap.spend)}</span>`) },
      ]} />
  </section>`;
}

/** @param {{ gap: import('../types.js').Gap, titles: Record<string, string> }} props */
function GapContracts({ gap, titles }) {
  const shown = gap.contracts.slice(0, 4);
  const rest = gap.contract_count - shown.length;
  return html`<span>${shown.map((id, index) => html`${index > 0 ? ', ' : ''}<a key=${id} href=${page_href(`/contracts/${encodeURIComponent(id)}`)}>${titles[id] ?? id}</a>`)}
    ${rest > 0 && ` and ${format_number(rest)} more`}</span>`;
}

const inventory_counts = ['platforms', 'lines', 'licences', 'numbers', 'usage', 'sites', 'people'];

/** @param {{ overview: Overview }} props */
function Estate({ overview }) {
  const { counts, statuses } = overview;
  return html`<section class="panel" aria-labelledby="estate">
    <h2 id="estate">The estate as recorded</h2>
    <div class="tiles">
      ${Object.keys(status_words).map((status) => html`<a key=${status} class="tile" href=${page_href('/renewals', { status })}>
        <span class="tile_value">${format_number(statuses[status] ?? 0)}</span>
        <span class="tile_label">${status_words[status].label} <span class="aside">contracts</span></span></a>`)}
      <a class="tile" href=${page_href('/suppliers')}><span class="tile_value">${format_number(counts.suppliers ?? 0)}</span><span class="tile_label">Suppliers</span></a>
      ${inventory_counts.map((kind) => html`<a key=${kind} class="tile" href=${page_href(`/inventory/${kind}`)}>
        <span class="tile_value">${format_number(counts[kind] ?? 0)}</span><span class="tile_label">${field_label(kind)} <span class="aside">records</span></span></a>`)}
    </div>
  </section>`;
}
