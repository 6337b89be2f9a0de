// The first page: what must be decided, by when and worth how much; what is out of contract, unused or about to stop
// working; what is spent; and which gaps in the records have the most money behind them.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_day, format_days_left, format_how_many, format_money, format_number } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href, use_place } from '../lib/router.js';
import { sees_money } from '../lib/session.js';
import { field_label, flag_words, status_words } from '../lib/words.js';
import { AlertNote } from '../components/alert_health.js';
import { Figure } from '../components/figure.js';
import { Notice } from '../components/notice.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { has_charges } from '../components/spend_table.js';
import { NotRecorded } from '../components/value.js';
import { GettingStarted } from './getting_started.js';
import { Decisions, OutOfContract, Rolling } from './overview_decisions.js';
import { Licences, SpendByYear, SwitchOff } from './overview_money.js';

/** @typedef {import('../types.js').Overview} Overview */
/** @typedef {import('../types.js').Names} Names */

export function OverviewView() {
  const on = use_place().query.get('on');
  const resources = use_resources({ overview: api_url('overview', { on }), names: api_url('names') });
  const overview = resources.data?.overview;
  return html`
    <${PageHeader} title="Overview" eyebrow=${overview?.organisation.name}><${AsAt} on=${overview?.on} /><//>
    <${Notice} />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => `Figures as at ${format_day(data.overview.on)}`}>
      ${(/** @type {{ overview: Overview, names: Names }} */ data) => (data.overview.counts.contracts === 0
        ? html`<${GettingStarted} />`
        : html`<${OverviewBody} overview=${data.overview} names=${data.names} />`)}
    <//>`;
}

/** @param {{ overview: Overview, names: Names }} props */
function OverviewBody({ overview, names }) {
  return html`
    <${AlertNote} />
    <${Figures} overview=${overview} />
    <${Decisions} overview=${overview} names=${names} />
    <div class="panel_pair">
      <${OutOfContract} overview=${overview} names=${names} />
      <${Rolling} overview=${overview} names=${names} />
    </div>
    <div class="panel_pair">
      <${Licences} overview=${overview} />
      <${SwitchOff} overview=${overview} names=${names} />
    </div>
    ${sees_money() && html`<${SpendByYear} overview=${overview} />`}
    <${Gaps} overview=${overview} names=${names} />
    <${Estate} overview=${overview} />`;
}

/** What stands at the top, each figure leading to the list behind it. @param {{ overview: Overview }} props */
function Figures({ overview }) {
  const { missed, decisions, rolling, licences, pstn, spend } = overview;
  const is_priced = spend.by_supplier.some(has_charges);
  return html`<div class="figures overview_figures">
    <${Figure} label="Missed decisions" value=${format_number(missed.count)} tone=${missed.count > 0 ? 'alarm' : undefined}
      note=${missed.count > 0 ? 'Running on, or out of contract' : 'None that the records show'} href=${missed.count > 0 ? '#missed' : undefined} />
    <${Figure} label="To decide within 12 months" value=${format_number(decisions.count)}
      note=${at_stake_words(decisions)} href=${page_href('/renewals')} />
    <${Figure} label="Out of contract" value=${format_number(overview.overrun_count)} tone=${overview.overrun_count > 0 ? 'alarm' : undefined}
      note=${overview.overrun_count > 0 ? 'Past their end, perhaps still in use' : 'None that the records show'} href=${page_href('/contracts', { status: 'overrun' })} />
    <${Figure} label="Rolling" value=${format_number(rolling.count)}
      note=${rolling.count === 0 ? 'None that the records show' : !sees_money() ? 'Until somebody gives notice' : rolling.yearly === null ? 'Nothing is recorded of their cost' : `${format_money(rolling.yearly)} a year, until notice`}
      href=${page_href('/contracts', { status: 'active', flag: 'rolling' })} />
    ${sees_money() && [spend.this_year, spend.next_year].map((year) => html`<${SpendFigure} key=${year.financial_year} year=${year} is_known=${is_priced} />`)}
    <${Figure} label="Licences bought and not used" value=${!sees_money() ? format_number(licences.with_unused_count) : licences.unused_cost === null ? html`<span class="silence">not known</span>` : format_money(licences.unused_cost)}
      note=${licences.count === 0 ? 'No count of licences is recorded' : licences.with_unused_count === 0 ? 'None is seen to be unused' : `${sees_money() ? 'This year, for' : 'On'} ${format_how_many(licences.with_unused_count, 'licence record')}`}
      href=${page_href('/inventory/licences')} />
    <${Figure} label="Lines at risk" value=${format_number(pstn.line_count)} tone=${pstn.line_count > 0 ? 'alarm' : undefined}
      note=${switch_off_words(pstn)} href=${page_href('/inventory/lines', { at_risk: 'true' })} />
  </div>`;
}

/** @param {Overview['pstn']} pstn */
function switch_off_words({ record_count, days_left }) {
  if (record_count === 0) return 'None depends on the old phone network';
  return `Phone network ${days_left < 0 ? 'was switched' : 'is switched'} off ${format_days_left(days_left)}`;
}

/** @param {Overview['decisions']} decisions */
function at_stake_words({ count, at_stake }) {
  if (count === 0) return 'None that the records show';
  if (!sees_money()) return 'Soonest first';
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
function Gaps({ overview, names }) {
  return html`<section class="panel" aria-labelledby="gaps">
    <h2 id="gaps" tabindex="-1">Gaps in the records</h2>
    ${overview.gaps.length === 0
      ? html`<p>Nothing that the dates and totals above need is missing from the contracts.</p>`
      : html`<p class="section_lead">What is missing${sees_money() && ', with the most money behind it first'}. Filling these makes the dates and totals above whole.</p>
    <${DataTable} caption="Gaps in the records" is_caption_hidden rows=${overview.gaps} row_key=${(/** @type {any} */ gap) => gap.flag}
      columns=${[
        { key: 'gap', label: 'Gap', show: (/** @type {any} */ gap) => html`<a href=${page_href('/contracts', { flag: gap.flag })}><strong>${gap.title}</strong></a> <span class="aside block">${flag_words[gap.flag]?.meaning ?? ''}</span>` },
        { key: 'contracts', label: 'Contracts', show: (/** @type {any} */ gap) => html`<${GapContracts} gap=${gap} titles=${names.contracts} />` },
        { key: 'count', label: 'How many', is_numeric: true, show: (/** @type {any} */ gap) => format_number(gap.contract_count) },
        { key: 'spend', label: `Spend behind it in ${overview.spend.this_year.financial_year}`, is_numeric: true, is_money: true, show: (/** @type {any} */ gap) => (gap.spend === null || gap.flag === 'no_charges' ? html`<span class="silence">not known</span>` : html`<span class="money">${format_money(gap.spend)}</span>`) },
      ]} />`}
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
      ${Object.keys(status_words).map((status) => html`<a key=${status} class="tile" href=${page_href('/contracts', { status })}>
        <span class="tile_value">${format_number(statuses[status] ?? 0)}</span>
        <span class="tile_label">${status_words[status].label} <span class="aside">contracts</span></span></a>`)}
      <a class="tile" href=${page_href('/suppliers')}><span class="tile_value">${format_number(counts.suppliers ?? 0)}</span><span class="tile_label">Suppliers</span></a>
      ${inventory_counts.map((kind) => html`<a key=${kind} class="tile" href=${page_href(`/inventory/${kind}`)}>
        <span class="tile_value">${format_number(counts[kind] ?? 0)}</span><span class="tile_label">${field_label(kind)} <span class="aside">records</span></span></a>`)}
    </div>
  </section>`;
}
