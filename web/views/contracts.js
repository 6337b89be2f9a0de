// Every contract as it is recorded, by title; the renewals page says where each stands.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_code, format_term } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { here_with, page_href, use_place } from '../lib/router.js';
import { PageHeader } from '../components/page_header.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from '../components/paging.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { Field } from '../components/value.js';

/** @typedef {import('../types.js').Contract} Contract */
/** @typedef {import('../types.js').Names} Names */

export function ContractsView() {
  const { query } = use_place();
  const supplier = query.get('supplier');
  const service = query.get('service');
  const offset = use_offset();
  const resources = use_resources({
    page: api_url('contracts', { supplier, service, limit: page_size, offset }),
    names: api_url('names'),
  });
  return html`
    <${PageHeader} title="Contracts" lead="What is recorded of every contract. Where each stands is under Renewals." />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(data.page)}>
      ${(/** @type {{ page: import('../types.js').Page<Contract>, names: Names }} */ { page, names }) => html`
        <${Filters} supplier=${supplier && (names.suppliers[supplier] ?? supplier)} service=${service && format_code(service)} />
        <div id="results" tabindex="-1" class="results">
          <${DataTable} caption=${words_of(page)} rows=${page.items} row_key=${(/** @type {Contract} */ contract) => contract.id} columns=${columns(names)}
            empty=${empty_words(page.total, supplier || service ? 'No contract matches.' : 'No contracts are recorded.')} />
          <${Paging} offset=${page.offset} total=${page.total} label="Pages of contracts" results="results" />
        </div>`}
    <//>`;
}

/** @param {import('../types.js').Page<unknown>} page */
function words_of(page) {
  return shown_words(page.offset, page.items.length, page.total, page.total === 1 ? 'contract' : 'contracts');
}

/** The filters in force, each with a way out. @param {{ supplier: string | null, service: string | null }} props */
function Filters({ supplier, service }) {
  if (!supplier && !service) return null;
  return html`<ul class="filters" aria-label="Filters">
    ${supplier && html`<li>Supplier: <strong>${supplier}</strong> <a href=${here_with({ supplier: null, offset: null })}>Remove<span class="visually_hidden"> the supplier filter</span></a></li>`}
    ${service && html`<li>Service: <strong>${service}</strong> <a href=${here_with({ service: null, offset: null })}>Remove<span class="visually_hidden"> the service filter</span></a></li>`}
  </ul>`;
}

/**
 * @param {Names} names
 * @returns {import('../components/table.js').Column[]}
 */
function columns(names) {
  return [
    { key: 'title', label: 'Contract', show: (contract) => html`
      <a href=${page_href(`/contracts/${encodeURIComponent(contract.id)}`)}>${contract.title || contract.id}</a>
      ${contract.reference && html`<span class="aside block">${contract.reference}</span>`}` },
    { key: 'supplier', label: 'Supplier', show: (contract) => html`<${Field} of=${contract} path="supplier" names=${names} />` },
    { key: 'service', label: 'Service', show: (contract) => html`<${Field} of=${contract} path="service"
      show=${(/** @type {string} */ service) => html`<a href=${here_with({ service, offset: null })}>${format_code(service)}</a>`} />` },
    { key: 'term', label: 'Term', show: (contract) => html`<${Field} of=${contract} path="term" show=${format_term} />` },
    { key: 'owner', label: 'Owner', show: (contract) => html`<${Field} of=${contract} path="owner" names=${names} />` },
  ];
}
