// What somebody must act on: decisions that were missed, those of the next twelve months, contracts past their end, and
// those that roll on until somebody stops them.

import { html } from 'htm/preact/standalone';
import { format_day, format_days_left, format_how_many, format_interval, format_money, format_number } from '../lib/format.js';
import { page_href } from '../lib/router.js';
import { sees_money } from '../lib/session.js';
import { DecideButtons } from '../components/decide.js';
import { DecisionList } from '../components/decision.js';
import { Silence } from '../components/value.js';

/** @typedef {import('../types.js').Overview} Overview */
/** @typedef {import('../types.js').Names} Names */
/** @typedef {import('../types.js').MissedPosition} MissedPosition */
/** @typedef {import('../types.js').Position} Position */

/** @param {{ overview: Overview, names: Names }} props */
export function Decisions({ overview, names }) {
  const { decisions, missed } = overview;
  const more = decisions.count - decisions.items.length;
  return html`<section class="panel" aria-labelledby="decisions">
    <h2 id="decisions">What must be decided</h2>
    ${missed.items.length > 0 && html`<${Missed} missed=${missed} names=${names} />
      <h3>Due by ${format_day(decisions.until)}</h3>`}
    ${decisions.items.length === 0
      ? html`<p>No decision falls due by ${format_day(decisions.until)}, as far as the records say.
        ${overview.gaps.length > 0 && html` The <a href="#gaps">gaps in the records</a> may hide some: start there.`}</p>`
      : html`<${DecisionList} positions=${decisions.items} suppliers=${names.suppliers} people=${names.people} on=${overview.on}
        actions=${(/** @type {Position} */ position) => html`<${DecideButtons} position=${position} is_small />`} />`}
    <p class="panel_links">
      ${more > 0 && html`<span>${format_how_many(more, 'more decision')} by ${format_day(decisions.until)}. </span>`}
      <a href=${page_href('/renewals')}>All renewals, soonest first</a> <a href=${page_href('/timeline')}>On a timeline</a>
    </p>
  </section>`;
}

/** @param {{ missed: Overview['missed'], names: Names }} props */
function Missed({ missed, names }) {
  const more = missed.count - missed.items.length;
  return html`<div class="missed">
    <h3 id="missed" tabindex="-1">Missed: ${format_how_many(missed.count, 'decision')}</h3>
    <ol class="decisions">
      ${missed.items.map((position) => html`<li key=${position.contract}>
        <div class="decision_when">
          <time datetime=${position.missed.decide_by}>${format_day(position.missed.decide_by)}</time>
          <span class="aside">${format_days_left(-position.missed.days_ago)}</span>
        </div>
        <div class="decision_what">
          <${ContractLink} position=${position} /> <${SupplierName} position=${position} names=${names} />
          <p><strong>${missed_words(position)}</strong> ${now_words(position)}</p>
          ${position.missed.out_of_contract_since && html`<${DecideButtons} position=${position} is_small />`}
        </div>
        ${sees_money() && html`<div class="decision_worth"><${MissedCost} position=${position} /></div>`}
      </li>`)}
    </ol>
    ${more > 0 && html`<p class="panel_links">${format_number(more)} more among <a href=${page_href('/contracts', { flag: 'deadline_passed' })}>those past their notice day</a>,
      <a href=${page_href('/contracts', { flag: 'option_lapsed' })}>those with a lapsed option</a> and <a href=${page_href('/contracts', { status: 'overrun' })}>those out of contract</a>.</p>`}
  </div>`;
}

/** @type {Record<string, string>} */
const missed_labels = { give_notice: 'Notice day passed on', exercise_option: 'The day to take up the extension passed on', replace: 'It was to be replaced by', use_break: 'The day to use the break passed on' };

/** What was missed, plainly. @param {MissedPosition} position */
function missed_words({ missed }) {
  return `${missed_labels[missed.kind] ?? 'The day passed on'} ${format_day(missed.decide_by)}.`;
}

/** What that leads to. @param {MissedPosition} position */
function now_words({ missed }) {
  const { kind, now_runs_until, out_of_contract_since, cost } = missed;
  if (out_of_contract_since) return `It has been out of contract since ${format_day(out_of_contract_since)}${!sees_money() ? '' : cost === null ? '; what it has cost since is not known' : ` and has cost ${format_money(cost)} since, if still in use`}.`;
  if (!now_runs_until) return '';
  if (kind === 'exercise_option') return `It now ends on ${format_day(now_runs_until)}.`;
  return `It now runs to ${format_day(now_runs_until)}${!sees_money() ? '' : cost === null ? '; what that costs is not known' : ` and costs ${format_money(cost)}`}.`;
}

/** @param {{ position: MissedPosition }} props */
function MissedCost({ position }) {
  const { kind, cost, out_of_contract_since } = position.missed;
  if (cost !== null) return html`<span class="money strong">${format_money(cost)}</span><span class="aside">${out_of_contract_since ? 'since its end' : 'now committed'}</span>`;
  return kind === 'exercise_option' ? html`<span class="not_recorded">no sum at stake</span>` : html`<${Silence} silence="unknown" />`;
}

/** @param {{ overview: Overview, names: Names }} props */
export function OutOfContract({ overview, names }) {
  const more = overview.overrun_count - overview.overrun.length;
  return html`<section class="panel" aria-labelledby="out_of_contract">
    <h2 id="out_of_contract">Out of contract and still in use</h2>
    ${overview.overrun_count === 0
      ? html`<p>No contract is past its end, as far as the records say.</p>`
      : html`<p class="section_lead">Past their end, with no record that they stopped. Renew or replace each, or record the day it ended.</p>
    <ul class="money_list">
      ${overview.overrun.map((position) => html`<li key=${position.contract}>
        <div><${ContractLink} position=${position} />
          ${position.term_end && html` <span>ended ${format_interval(position.term_end)}</span>`}
          <span class="aside block"><${SupplierName} position=${position} names=${names} /></span></div>
        <${Worth} amount=${position.cost_since_end} of="since its end" />
      </li>`)}
    </ul>
    ${more > 0 && html`<p class="panel_links"><a href=${page_href('/contracts', { status: 'overrun' })}>${format_how_many(more, 'more contract')} out of contract</a></p>`}`}
  </section>`;
}

/** @param {{ overview: Overview, names: Names }} props */
export function Rolling({ overview, names }) {
  const { rolling } = overview;
  const more = rolling.count - rolling.items.length;
  return html`<section class="panel" aria-labelledby="rolling">
    <h2 id="rolling">Rolling</h2>
    ${rolling.count === 0
      ? html`<p>No contract rolls on period after period, as far as the records say.</p>`
      : html`<p class="section_lead">These run on until somebody gives notice${rolling.yearly === null ? '' : html`, at <span class="money">${format_money(rolling.yearly)}</span> a year together`}.</p>
    <ul class="money_list">
      ${rolling.items.map((position) => html`<li key=${position.contract}>
        <div><${ContractLink} position=${position} /><span class="aside block"><${SupplierName} position=${position} names=${names} />
          ${position.next_decision ? `, next day for notice ${format_day(position.next_decision.decide_by)}` : ', no notice day known'}</span></div>
        <${Worth} amount=${position.yearly} of="a year" />
      </li>`)}
    </ul>
    ${more > 0 && html`<p class="panel_links"><a href=${page_href('/contracts', { status: 'active', flag: 'rolling' })}>${format_how_many(more, 'more contract')} rolling</a></p>`}`}
  </section>`;
}

/** @param {{ amount?: string | null, of: string }} props */
function Worth({ amount, of }) {
  if (!sees_money()) return null;
  return html`<div class="decision_worth">${amount ? html`<span class="money strong">${format_money(amount)}</span><span class="aside">${of}</span>` : html`<${Silence} silence="unknown" />`}</div>`;
}

/** @param {{ position: Position }} props */
function ContractLink({ position }) {
  return html`<a class="decision_title" href=${page_href(`/contracts/${encodeURIComponent(position.contract)}`)}>${position.title ?? position.contract}</a>`;
}

/** @param {{ position: Position, names: Names }} props */
function SupplierName({ position, names }) {
  return html`<span class="aside">${position.supplier ? names.suppliers[position.supplier] ?? position.supplier : 'no supplier named'}</span>`;
}
