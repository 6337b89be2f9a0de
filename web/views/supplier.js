// One supplier: what is recorded about it, its contracts, and what is spent with it.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_code, format_how_many, format_money, format_term } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href, use_place } from '../lib/router.js';
import { sees_money } from '../lib/session.js';
import { field_label } from '../lib/words.js';
import { AverageFigure, Figure } from '../components/figure.js';
import { Notice } from '../components/notice.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { AddButton, HistoryLink, RecordActions } from '../components/record_actions.js';
import { RecordFields } from '../components/record_fields.js';
import { ErrorNote, Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { Field, Value } from '../components/value.js';
import { RecordNotFound } from './not_found.js';

const contracts_most = 100;

/** @param {{ id: string }} props */
export function SupplierView({ id }) {
  const on = use_place().query.get('on');
  const resources = use_resources({
    supplier: api_url(`suppliers/${encodeURIComponent(id)}`),
    contracts: api_url('contracts', { supplier: id, limit: contracts_most }),
    names: api_url('names'),
    overview: api_url('overview', { on }),
  });
  const { data, error, retry } = resources;
  if (error?.status === 404) return html`<${RecordNotFound} what="supplier" id=${id} list="/suppliers" />`;
  if (error) return html`<${PageHeader} title="Supplier"><${AsAt} /><//><${ErrorNote} error=${error} retry=${retry} />`;
  return html`
    <${PageHeader} title=${data ? data.supplier.name || id : 'Supplier'} is_pending=${!data} eyebrow="Supplier"><div class="page_tools"><${AsAt} on=${data?.overview.on} />
      ${data && html`<${RecordActions} kind="suppliers" id=${id} title=${data.supplier.name || id} />`}</div><//>
    <${Notice} />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ loaded) => loaded.supplier.name || id}>
      ${(/** @type {any} */ loaded) => html`
        ${sees_money() && html`<${SupplierSpend} id=${id} overview=${loaded.overview} on=${on} />`}
        <${Contracts} page=${loaded.contracts} names=${loaded.names} supplier=${id} />
        <section class="panel" aria-labelledby="facts">
          <h2 id="facts">What is recorded</h2>
          <dl class="facts">
            ${['company_number', 'also_known_as', 'account_manager', 'support'].map((path) => html`<div key=${path}><dt>${field_label(path)}</dt>
              <dd><${Field} of=${loaded.supplier} path=${path} show=${path === 'account_manager' || path === 'support' ? (/** @type {any} */ contact) => html`<${ContactValue} contact=${contact} />` : undefined} /></dd></div>`)}
          </dl>
          <${HistoryLink} kind="suppliers" id=${id} />
          <details class="more"><summary>All fields</summary><${RecordFields} record=${loaded.supplier} names=${loaded.names} /></details>
        </section>`}
    <//>`;
}

/** Somebody at a supplier: a plain name, or name, mail and telephone. @param {{ contact: any }} props */
export function ContactValue({ contact }) {
  if (typeof contact === 'string') return contact;
  return html`${contact.name ?? ''}
    ${contact.email && html`<span class="block"><${Value} field="email" value=${contact.email} /></span>`}
    ${contact.phone && html`<span class="block"><${Value} field="number" value=${contact.phone} /></span>`}`;
}

/** @param {{ id: string, overview: import('../types.js').Overview, on: string | null }} props */
function SupplierSpend({ id, overview, on }) {
  const years = [overview.spend.this_year.financial_year, overview.spend.next_year.financial_year];
  const resources = use_resources(Object.fromEntries(years.map((year) => [year, api_url('spend', { financial_year: year, by: 'supplier', on })])));
  return html`<${Loaded} resources=${resources}>
    ${(/** @type {Record<string, import('../types.js').SpendReport>} */ reports) => html`<section class="figures" aria-label="Spend with this supplier">
      ${years.map((year) => {
        const row = reports[year]?.rows.find((entry) => entry.key === id);
        if (!row) return html`<${Figure} key=${year} label=${`Spend in ${year}`} value=${html`<span class="not_recorded">not recorded</span>`} note="No charge is recorded for this year" />`;
        return html`<${Figure} key=${year} label=${`Spend in ${year}`} value=${format_money(row.total)}
          note=${`${format_money(row.committed)} committed, ${format_money(row.continuing)} if services go on`} />`;
      })}
      <${AverageFigure} average=${reports[years[0]]?.rows.find((entry) => entry.key === id)?.average} />
    </section>`}
  <//>`;
}

/** @param {{ page: import('../types.js').Page<any>, names: import('../types.js').Names, supplier: string }} props */
function Contracts({ page, names, supplier }) {
  const more = page.total - page.items.length;
  return html`<section class="panel" aria-labelledby="contracts">
    <h2 id="contracts">Contracts</h2>
    <${DataTable} caption="Contracts with this supplier" is_caption_hidden rows=${page.items} row_key=${(/** @type {any} */ contract) => contract.id}
      empty="No contract with this supplier is recorded." columns=${[
        { key: 'title', label: 'Contract', show: (/** @type {any} */ contract) => html`<a href=${page_href(`/contracts/${encodeURIComponent(contract.id)}`)}>${contract.title || contract.id}</a>` },
        { key: 'service', label: 'Service', show: (/** @type {any} */ contract) => html`<${Field} of=${contract} path="service" show=${format_code} />` },
        { key: 'term', label: 'Term', show: (/** @type {any} */ contract) => html`<${Field} of=${contract} path="term" show=${format_term} />` },
        { key: 'owner', label: 'Owner', show: (/** @type {any} */ contract) => html`<${Field} of=${contract} path="owner" names=${names} />` },
      ]} />
    ${more > 0 && html`<p class="panel_links"><a href=${page_href('/contracts', { supplier })}>${format_how_many(more, 'more contract')}</a></p>`}
    <p><${AddButton} kind="contracts" parameters=${{ supplier }} is_quiet /></p>
  </section>`;
}
