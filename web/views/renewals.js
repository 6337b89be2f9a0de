// Every contract's position as at a day, soonest decision first.

import { html, useMemo } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_code, format_day, format_how_many, format_short_day, format_short_interval } from '../lib/format.js';
import { use_list_state } from '../lib/list_state.js';
import { use_resources } from '../lib/resources.js';
import { here_with, page_href } from '../lib/router.js';
import { status_words } from '../lib/words.js';
import { FlagBadges, FlagKey, StatusBadge } from '../components/badges.js';
import { DecideButtons } from '../components/decide.js';
import { AtStake, Consequence, DecideBy, decision_short_label } from '../components/decision.js';
import { ListTools, sort_choices } from '../components/list_tools.js';
import { Notice } from '../components/notice.js';
import { NothingYet } from '../components/record_list.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from '../components/paging.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { Silence } from '../components/value.js';

/** @typedef {import('../types.js').Position} Position */

/** The list comes by the soonest decision unless asked otherwise. */
const usual = 'decide_by';
const filters = ['supplier', 'service'];

export function RenewalsView() {
  const list = use_list_state([...filters, 'status'], { is_dated: true });
  const status = list.values.status ?? null;
  const offset = use_offset();
  const { sort: _, ...narrowing } = list.parameters;
  const resources = use_resources({
    renewals: api_url('renewals', { ...list.parameters, limit: page_size, offset }),
    names: api_url('names'),
    // What there is to choose from under the other filters comes with the list of contracts.
    choices: api_url('contracts', { ...narrowing, limit: 1, facets: 'true' }),
  });
  const renewals = resources.data?.renewals;
  const names = resources.data?.names;
  const on = renewals?.on;
  const total = renewals && !resources.error ? renewals.total ?? renewals.positions.length : null;
  const is_bare = total === 0 && !list.is_narrowed;
  const shown = useMemo(() => columns(names?.suppliers ?? {}, on ?? ''), [names, on]);
  // The rows are drawn when they have come, and not each time something is typed above them.
  const results = useMemo(() => renewals && html`<${Results} renewals=${renewals} shown=${shown} list=${list} />`, [renewals, shown, list.sort, JSON.stringify(list.values)]);
  return html`
    <${PageHeader} title="Renewals" lead="Where every contract stands, and the day by which somebody must act."><${AsAt} on=${on} /><//>
    <${Notice} />
    ${!is_bare && html`<${StatusFilter} status=${status} />
      <${ListTools} list=${list} filters=${filters} facets=${resources.data?.choices.facets} nouns="renewals" hint="Title, reference, supplier…" sorts=${sort_choices(shown, usual)}
        words=${total === null ? undefined : `${format_how_many(total, 'contract')}${list.is_narrowed ? (total === 1 ? ' matches' : ' match') : ''}`}
        csv=${api_url('renewals.csv', list.parameters)} />`}
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => `${result_words(data.renewals)}, as at ${format_day(data.renewals.on)}`}>
      ${() => (is_bare ? html`<${NothingYet} kind="contracts" />` : results)}
    <//>`;
}

/** @param {any} renewals */
function result_words(renewals) {
  return shown_words(renewals.offset ?? 0, renewals.positions.length, renewals.total ?? renewals.positions.length, 'contracts');
}

/** @param {{ status: string | null }} props */
function StatusFilter({ status }) {
  const choices = [{ code: null, label: 'All' }, ...Object.entries(status_words).map(([code, words]) => ({ code, label: words.label }))];
  return html`<nav class="choices" aria-label="Status">
    ${choices.map(({ code, label }) => html`<a key=${label} href=${here_with({ status: code, offset: null })} aria-current=${code === status ? 'true' : undefined}>${label}</a>`)}
  </nav>`;
}

/** @param {{ renewals: any, shown: import('../components/table.js').Column[], list: import('../lib/list_state.js').ListState }} props */
function Results({ renewals, shown, list }) {
  /** @type {Position[]} */
  const positions = renewals.positions;
  const offset = renewals.offset ?? 0;
  const total = renewals.total ?? positions.length;
  const { status } = list.values;
  return html`<div id="results" tabindex="-1" class="results">
    <${DataTable} caption=${`${result_words(renewals)}, as at ${format_day(renewals.on)}${list.sort ? '' : ', soonest decision first'}`} rows=${positions}
      row_key=${(/** @type {Position} */ position) => position.contract} columns=${shown} sort=${list.sort ?? usual}
      empty=${empty_words(total, status && Object.keys(list.values).length === 1 && !list.q ? `No contract has the status “${status_words[status]?.label ?? status}” on ${format_day(renewals.on)}.` : 'No contract matches.')} />
    <${Paging} offset=${offset} total=${total} label="Pages of renewals" results="results" />
    <${FlagKey} flags=${positions.flatMap((position) => position.flags)} />
  </div>`;
}

/**
 * @param {Record<string, string>} suppliers
 * @param {string} on
 * @returns {import('../components/table.js').Column[]}
 */
function columns(suppliers, on) {
  return [
    { key: 'contract', label: 'Contract', sort: 'title', show: (position) => html`
      <a href=${page_href(`/contracts/${encodeURIComponent(position.contract)}`)}>${position.title ?? position.contract}</a>
      <span class="aside block">${supplier_words(position, suppliers)}</span>
      <${FlagBadges} flags=${position.flags} />` },
    { key: 'status', label: 'Status', sort: 'status', show: (position) => html`<${StatusBadge} status=${position.status} />` },
    { key: 'decide_by', label: 'Decide by', sort: 'decide_by', sort_as: 'day', show: (position) => (position.next_decision
      ? html`<${DecideBy} decision=${position.next_decision} is_short />`
      : html`<span class="not_recorded">no decision</span>`) },
    { key: 'decision', label: 'What', is_wide: true, show: (position) => (position.next_decision
      ? html`<span>${decision_short_label(position.next_decision)}</span> <span class="aside block"><${Consequence} decision=${position.next_decision} term_end=${position.term_end} is_short /></span>
        <${DecideButtons} position=${position} is_small />`
      : html`<${WhyNone} position=${position} />`) },
    { key: 'at_stake', label: 'At stake', sort: 'cost_at_stake', sort_as: 'amount', is_numeric: true, is_money: true, show: (position) => (position.next_decision
      ? html`<${AtStake} decision=${position.next_decision} flags=${position.flags} />` : html`<${NoStake} position=${position} />`) },
    { key: 'term_end', label: 'Term ends', sort: 'term_end', sort_as: 'day', show: (position) => (position.term_end
      ? html`<${TermEnd} interval=${position.term_end} />` : html`<span class="not_recorded">${position.status === 'ended' ? 'ended' : 'no end recorded'}</span>`) },
    { key: 'committed', label: 'Committed until', show: (position) => (position.committed_until
      ? html`<span class="day">${format_short_day(position.committed_until)}</span>${position.status !== 'ended' && position.committed_until === on && html` <span class="aside block">not beyond this day</span>`}` : html`<span class="not_recorded">no day</span>`) },
  ];
}

/** One day stays on one line; an end that is not exact may take more. @param {{ interval: import('../types.js').Interval }} props */
function TermEnd({ interval }) {
  return html`<span class=${interval.first === interval.last ? 'day' : undefined}>${format_short_interval(interval)}</span>`;
}

/** @param {Position} position @param {Record<string, string>} suppliers */
function supplier_words(position, suppliers) {
  const supplier = position.supplier ? suppliers[position.supplier] ?? position.supplier : 'No supplier named';
  return position.service ? `${supplier} · ${format_code(position.service)}` : supplier;
}

/** What stands where no decision gives a sum; that none can be worked out is not the same as nothing. @param {{ position: Position }} props */
function NoStake({ position }) {
  if (position.status === 'ended') return html`<${Silence} silence="not_applicable" />`;
  if (['notice_unknown', 'end_unknown', 'no_charges'].some((flag) => position.flags.includes(flag))) return html`<${Silence} silence="unknown" />`;
  return html`<span class="not_recorded">no sum at stake</span>`;
}

/** Why a position has no decision, in a few words. @param {{ position: Position }} props */
function WhyNone({ position }) {
  const { status, flags } = position;
  let words = 'None that the records show';
  if (status === 'ended' || status === 'overrun') words = status_words[status].meaning;
  else if (flags.includes('notice_unknown')) words = 'Notice period not recorded';
  else if (flags.includes('end_unknown')) words = 'End not known';
  return html`<span class="aside">${words}</span>`;
}
