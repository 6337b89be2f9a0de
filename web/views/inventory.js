// What the estate consists of, a tab for each kind of record; the tabs are links.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { use_resources } from '../lib/resources.js';
import { here_with, page_href, use_place } from '../lib/router.js';
import { field_label } from '../lib/words.js';
import { PageHeader } from '../components/page_header.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from '../components/paging.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { EmptyColumns, inventory_columns, split_columns } from './inventory_columns.js';
import { NotFoundView } from './not_found.js';

/** @typedef {import('../types.js').Names} Names */

/** @type {Record<string, { lead: string, noun: string, nouns: string, has_contract_filter?: boolean }>} */
const tabs = {
  platforms: { lead: 'Telephone systems, contact centres and the other products in use.', noun: 'platform', nouns: 'platforms', has_contract_filter: true },
  lines: { lead: 'Lines, trunks and circuits, and what they carry.', noun: 'record of lines', nouns: 'records of lines', has_contract_filter: true },
  licences: { lead: 'Licences bought, given out and in use.', noun: 'record of licences', nouns: 'records of licences', has_contract_filter: true },
  numbers: { lead: 'Telephone numbers and blocks of numbers.', noun: 'record of numbers', nouns: 'records of numbers', has_contract_filter: true },
  usage: { lead: 'How much the estate is used, as counted.', noun: 'measure', nouns: 'measures' },
  sites: { lead: 'Where the estate is.', noun: 'site', nouns: 'sites' },
  people: { lead: 'Who answers for which service.', noun: 'person', nouns: 'people' },
};

/** @param {{ tab?: string }} props */
export function InventoryView({ tab = 'platforms' }) {
  return Object.hasOwn(tabs, tab) ? html`<${InventoryTab} tab=${tab} />` : html`<${NotFoundView} />`;
}

/** @param {{ tab: string }} props */
function InventoryTab({ tab }) {
  const { lead, has_contract_filter } = tabs[tab];
  const offset = use_offset();
  const contract = has_contract_filter ? use_place().query.get('contract') : null;
  /** @type {Record<string, string>} */
  const urls = { page: api_url(tab, { contract, limit: page_size, offset }), names: api_url('names') };
  if (tab === 'people') urls.responsibilities = api_url('responsibilities', { limit: 1000 });
  const resources = use_resources(urls);
  return html`
    <${PageHeader} title=${field_label(tab)} eyebrow="Inventory" lead=${lead} />
    <nav class="tabs" aria-label="Inventory"><ul>
      ${Object.keys(tabs).map((name) => html`<li key=${name}><a href=${page_href(`/inventory/${name}`)} aria-current=${name === tab ? 'page' : undefined}>${field_label(name)}</a></li>`)}
    </ul></nav>
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(tab, data.page)}>
      ${(/** @type {any} */ { page, names, responsibilities }) => {
        const { shown, empty } = split_columns(inventory_columns(tab, names, { responsibilities: responsibilities?.items }), page.items);
        return html`${contract && html`<ul class="filters" aria-label="Filters"><li>Contract: <strong>${names.contracts[contract] ?? contract}</strong>
          <a href=${here_with({ contract: null, offset: null })}>Remove<span class="visually_hidden"> the contract filter</span></a></li></ul>`}
        <div id="results" tabindex="-1" class="results">
          <${DataTable} caption=${words_of(tab, page)} rows=${page.items} row_key=${(/** @type {any} */ record) => record.id}
            columns=${shown}
            empty=${empty_words(page.total, contract ? 'None is recorded against this contract.' : 'None is recorded.')} />
          <${Paging} offset=${page.offset} total=${page.total} label=${`Pages of ${tab}`} results="results" />
          <${EmptyColumns} labels=${empty} />
        </div>`;
      }}
    <//>`;
}

/** @param {string} tab @param {import('../types.js').Page<unknown>} page */
function words_of(tab, page) {
  return shown_words(page.offset, page.items.length, page.total, page.total === 1 ? tabs[tab].noun : tabs[tab].nouns);
}
