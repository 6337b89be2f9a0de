// What the estate consists of, a tab for each kind of record; the tabs are links.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { inventory_kinds } from '../lib/lists.js';
import { record_kinds } from '../lib/records.js';
import { page_href } from '../lib/router.js';
import { field_label } from '../lib/words.js';
import { RecordList } from '../components/record_list.js';
import { use_quick_edit } from '../forms/quick_edit.js';
import { EmptyColumns, head_fields, inventory_columns, split_columns } from './inventory_columns.js';
import { NotFoundView } from './not_found.js';

/** @typedef {import('../types.js').Names} Names */

/** @param {{ tab?: string }} props */
export function InventoryView({ tab = 'platforms' }) {
  return inventory_kinds.includes(tab) ? html`<${InventoryTab} tab=${tab} />` : html`<${NotFoundView} />`;
}

/** @param {{ tab: string }} props */
function InventoryTab({ tab }) {
  const quick = use_quick_edit(tab);
  /** @param {Names} names @param {any} data */
  const split = (names, data) => split_columns(inventory_columns(tab, names, { responsibilities: data.responsibilities?.items, is_list: true }), data.page.items);
  return html`<${RecordList} kind=${tab} title=${field_label(tab)} eyebrow="Inventory" usual=${head_fields[tab]} more_urls=${tab === 'people' ? { responsibilities: api_url('responsibilities', { limit: 1000 }) } : {}}
    columns=${(/** @type {Names} */ names, /** @type {any} */ data) => quick.columns(split(names, data).shown)}
    between=${html`<nav class="tabs" aria-label="Inventory"><ul>
      ${inventory_kinds.map((name) => html`<li key=${name}><a href=${page_href(record_kinds[name].home)} aria-current=${name === tab ? 'page' : undefined}>${field_label(name)}</a></li>`)}
    </ul></nav>${quick.button}`}
    after=${(/** @type {any} */ data) => html`<${EmptyColumns} labels=${data.page.items.length > 0 ? split(no_names, data).empty : []} />`} />`;
}

/** @type {Names} */
const no_names = { suppliers: {}, people: {}, sites: {}, contracts: {}, platforms: {} };
