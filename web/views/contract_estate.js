// The parts of the estate that hang on a contract.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_how_many } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href } from '../lib/router.js';
import { field_label } from '../lib/words.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { EmptyColumns, inventory_columns, split_columns } from './inventory_columns.js';

const kinds = ['platforms', 'lines', 'licences', 'numbers'];
const shown_most = 20;

/** @param {{ contract: import('../types.js').Contract, names: import('../types.js').Names }} props */
export function HangingSection({ contract, names }) {
  const resources = use_resources(Object.fromEntries(kinds.map((kind) => [kind, api_url(kind, { contract: contract.id, limit: shown_most })])));
  return html`<section class="panel" aria-labelledby="estate">
    <h2 id="estate">What hangs on it</h2>
    <${Loaded} resources=${resources}>
      ${(/** @type {Record<string, import('../types.js').Page<any>>} */ pages) => {
        const found = kinds.filter((kind) => pages[kind].total > 0);
        if (found.length === 0) return html`<p class="empty_line">No platform, line, licence or number is recorded against it.</p>`;
        return found.map((kind) => html`<${Hanging} key=${kind} kind=${kind} page=${pages[kind]} contract=${contract.id} names=${names} />`);
      }}
    <//>
  </section>`;
}

/** @param {{ kind: string, page: import('../types.js').Page<any>, contract: string, names: import('../types.js').Names }} props */
function Hanging({ kind, page, contract, names }) {
  const more = page.total - page.items.length;
  const columns = inventory_columns(kind, names).filter((column) => column.key !== 'contract');
  const { shown, empty } = split_columns(columns, page.items);
  return html`<div class="hanging"><${DataTable} caption=${field_label(kind)} rows=${page.items} columns=${shown} row_key=${(/** @type {any} */ record) => record.id} />
    <${EmptyColumns} labels=${empty} />
    ${more > 0 && html`<p class="panel_links"><a href=${page_href(`/inventory/${kind}`, { contract })}>${format_how_many(more, 'more record')}</a></p>`}</div>`;
}
