// Every contract: where it stands, what must be decided next, what it costs this year.

import { html } from 'htm/preact/standalone';
import { format_code, format_short_interval, format_term } from '../lib/format.js';
import { record_href } from '../lib/records.js';
import { StatusBadge } from '../components/badges.js';
import { DecideBy, decision_short_label } from '../components/decision.js';
import { RecordList } from '../components/record_list.js';
import { Money } from '../components/spend_table.js';
import { Field } from '../components/value.js';

/** @typedef {import('../types.js').Contract} Contract */
/** @typedef {import('../types.js').Names} Names */
/** @typedef {import('../types.js').Position} Position */

export function ContractsView() {
  return html`<${RecordList} kind="contracts" title="Contracts" usual="title" hint="Title, reference, notes…" columns=${columns} />`;
}

/**
 * @param {Names} names
 * @param {any} data
 * @returns {import('../components/table.js').Column[]}
 */
function columns(names, { page }) {
  /** @param {Contract} contract @returns {Position | undefined} */
  const position_of = (contract) => page.positions?.[contract.id];
  return [
    { key: 'title', label: 'Contract', sort: 'title', show: (contract) => html`
      <a href=${record_href('contracts', contract.id)}>${contract.title || contract.id}</a>
      ${contract.reference && html`<span class="aside block">${contract.reference}</span>`}` },
    { key: 'supplier', label: 'Supplier', sort: 'supplier', show: (contract) => html`<${Field} of=${contract} path="supplier" names=${names} />` },
    { key: 'service', label: 'Service', sort: 'service', show: (contract) => html`<${Field} of=${contract} path="service" show=${format_code} />` },
    { key: 'status', label: 'Status', sort: 'status', show: (contract) => {
      const position = position_of(contract);
      return position ? html`<${StatusBadge} status=${position.status} />` : html`<span class="not_recorded">not known</span>`;
    } },
    { key: 'decide_by', label: 'Next decision', sort: 'decide_by', sort_as: 'day', show: (contract) => {
      const decision = position_of(contract)?.next_decision;
      return decision ? html`<${DecideBy} decision=${decision} is_short /> <span class="aside block">${decision_short_label(decision)}</span>`
        : html`<span class="not_recorded">no decision</span>`;
    } },
    { key: 'term_end', label: 'Term ends', sort: 'term_end', sort_as: 'day', show: (contract) => html`<${TermEnd} contract=${contract} position=${position_of(contract)} />` },
    { key: 'spend', label: 'Spend this year', sort: 'spend', sort_as: 'amount', is_numeric: true, is_money: true, show: (contract) => html`<${Money} amount=${page.spend?.[contract.id]} />` },
    { key: 'owner', label: 'Owner', sort: 'owner', show: (contract) => html`<${Field} of=${contract} path="owner" names=${names} />` },
  ];
}

/** @param {{ contract: Contract, position: Position | undefined }} props */
function TermEnd({ contract, position }) {
  const end = position?.term_end;
  return html`${end && html`<span class=${end.first === end.last ? 'day' : undefined}>${format_short_interval(end)}</span>`}
    <span class="aside block"><${Field} of=${contract} path="term" show=${format_term} /></span>`;
}
