// Every supplier: how many contracts, what must be decided next, what is spent with each this year.

import { html } from 'htm/preact/standalone';
import { format_number, format_short_day } from '../lib/format.js';
import { record_href } from '../lib/records.js';
import { page_href } from '../lib/router.js';
import { RecordList } from '../components/record_list.js';
import { Money } from '../components/spend_table.js';
import { Field } from '../components/value.js';
import { ContactValue } from './supplier.js';

export function SuppliersView() {
  return html`<${RecordList} kind="suppliers" title="Suppliers" usual="name" hint="Name, contact…" columns=${columns} />`;
}

/**
 * @param {import('../types.js').Names} _names
 * @param {any} data
 * @returns {import('../components/table.js').Column[]}
 */
function columns(_names, { page }) {
  /** @param {any} supplier */
  const summary_of = (supplier) => page.summary?.[supplier.id] ?? {};
  return [
    { key: 'name', label: 'Supplier', sort: 'name', show: (supplier) => html`<a href=${record_href('suppliers', supplier.id)}>${supplier.name || supplier.id}</a>
      ${supplier.also_known_as?.length > 0 && html`<span class="aside block">also ${supplier.also_known_as.join(', ')}</span>`}` },
    { key: 'contract_count', label: 'Contracts', sort: 'contract_count', sort_as: 'amount', is_numeric: true, show: (supplier) => {
      const count = summary_of(supplier).contract_count ?? 0;
      return count > 0 ? html`<a href=${page_href('/contracts', { supplier: supplier.id })}>${format_number(count)}<span class="visually_hidden"> contracts with ${supplier.name || supplier.id}</span></a>` : format_number(count);
    } },
    { key: 'next_decide_by', label: 'Next decision by', sort: 'next_decide_by', sort_as: 'day', show: (supplier) => {
      const day = summary_of(supplier).next_decide_by;
      return day ? html`<time class="day" datetime=${day}>${format_short_day(day)}</time>` : html`<span class="not_recorded">no decision</span>`;
    } },
    { key: 'spend', label: 'Spend this year', sort: 'spend', sort_as: 'amount', is_numeric: true, is_money: true, show: (supplier) => html`<${Money} amount=${summary_of(supplier).spend} is_strong />` },
    { key: 'account_manager', label: 'Account manager', is_wide: true, show: (supplier) => html`<${Field} of=${supplier} path="account_manager" show=${(/** @type {any} */ contact) => html`<${ContactValue} contact=${contact} />`} />` },
    { key: 'company_number', label: 'Company number', show: (supplier) => html`<${Field} of=${supplier} path="company_number" />` },
  ];
}
