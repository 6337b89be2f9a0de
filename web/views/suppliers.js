// Every supplier, with what is spent with each this year.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_money } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href, use_place } from '../lib/router.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from '../components/paging.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { has_charges } from '../components/spend_table.js';
import { Field } from '../components/value.js';
import { ContactValue } from './supplier.js';

/** @typedef {import('../types.js').SpendReport} SpendReport */

export function SuppliersView() {
  const on = use_place().query.get('on');
  const offset = use_offset();
  const current = use_resources({ overview: api_url('overview', { on }) });
  const year = current.data?.overview.spend.this_year.financial_year;
  return html`
    <${PageHeader} title="Suppliers" lead="Who supplies the estate, and what is spent with each this year."><${AsAt} on=${current.data?.overview.on} /><//>
    ${year && !current.error ? html`<${SupplierList} year=${year} on=${on} offset=${offset} />` : html`<${Loaded} resources=${current}>${() => null}<//>`}`;
}

/** @param {{ year: string, on: string | null, offset: number }} props */
function SupplierList({ year, on, offset }) {
  const resources = use_resources({
    page: api_url('suppliers', { limit: page_size, offset }),
    report: api_url('spend', { financial_year: year, by: 'supplier', on }),
  });
  return html`<${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(data.page)}>
    ${(/** @type {any} */ { page, report }) => html`<div id="results" tabindex="-1" class="results">
      <${DataTable} caption=${`${words_of(page)}, with spend in ${year}`} rows=${page.items} row_key=${(/** @type {any} */ supplier) => supplier.id}
        columns=${columns(report)} empty=${empty_words(page.total, 'No suppliers are recorded.')} />
      <${Paging} offset=${page.offset} total=${page.total} label="Pages of suppliers" results="results" />
    </div>`}
  <//>`;
}

/** @param {import('../types.js').Page<unknown>} page */
function words_of(page) {
  return shown_words(page.offset, page.items.length, page.total, page.total === 1 ? 'supplier' : 'suppliers');
}

/**
 * @param {SpendReport} report
 * @returns {import('../components/table.js').Column[]}
 */
function columns(report) {
  const rows = new Map(report.rows.map((row) => [row.key, row]));
  return [
    { key: 'name', label: 'Supplier', show: (supplier) => html`<a href=${page_href(`/suppliers/${encodeURIComponent(supplier.id)}`)}>${supplier.name || supplier.id}</a>
      ${supplier.also_known_as?.length > 0 && html`<span class="aside block">also ${supplier.also_known_as.join(', ')}</span>`}` },
    { key: 'company_number', label: 'Company number', show: (supplier) => html`<${Field} of=${supplier} path="company_number" />` },
    { key: 'account_manager', label: 'Account manager', is_wide: true, show: (supplier) => html`<${Field} of=${supplier} path="account_manager" show=${(/** @type {any} */ contact) => html`<${ContactValue} contact=${contact} />`} />` },
    ...['committed', 'continuing', 'total'].map((part) => ({
      key: part, label: part.charAt(0).toUpperCase() + part.slice(1), is_numeric: true,
      show: (/** @type {any} */ supplier) => {
        const row = /** @type {any} */ (rows.get(supplier.id));
        return row && has_charges(row)
          ? html`<span class=${part === 'total' ? 'money strong' : 'money'}>${format_money(row[part])}</span>`
          : html`<span class="not_recorded">not recorded</span>`;
      },
    })),
  ];
}
