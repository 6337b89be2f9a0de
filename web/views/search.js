// Everything that a search found, by kind of record.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_how_many, format_number } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href, use_place } from '../lib/router.js';
import { group_hits, hit_href, hit_title } from '../lib/search.js';
import { field_label } from '../lib/words.js';
import { Matched } from '../components/matched.js';
import { PageHeader } from '../components/page_header.js';
import { Loaded } from '../components/states.js';

/** @typedef {import('../lib/search.js').Hit} Hit */

const hits_most = 100;

export function SearchView() {
  const q = (use_place().query.get('q') ?? '').trim();
  return html`<${PageHeader} title=${q ? `Search for “${q}”` : 'Search'} />
    ${q ? html`<${Results} q=${q} />` : html`<p>Type what you look for into the box at the top of the page: a name, a reference, a telephone number.</p>`}`;
}

/** @param {{ q: string }} props */
function Results({ q }) {
  const resources = use_resources({ found: api_url('search', { q, limit: hits_most }) });
  return html`<${Loaded} resources=${resources} say=${(/** @type {any} */ { found }) => words_of(found.total)}>
    ${(/** @type {any} */ { found }) => html`<p class="search_words">${words_of(found.total)}${found.total > found.items.length && `, of which these are the best ${format_number(found.items.length)}`}.</p>
      ${found.total === 0 && html`<p>Fewer letters or another spelling may find it; parts of words and telephone numbers in any spacing are looked for too.</p>
        <p class="panel_links"><a href=${page_href('/contracts')}>All contracts</a> · <a href=${page_href('/suppliers')}>All suppliers</a></p>`}
      ${group_hits(found.items).map(({ kind, hits }) => html`<section key=${kind} class="panel" aria-labelledby=${`found_${kind}`}>
        <h2 id=${`found_${kind}`}>${field_label(kind)}</h2>
        <ul class="search_hits">${hits.map((hit) => html`<${HitItem} key=${hit.id} hit=${hit} q=${found.q} />`)}</ul>
      </section>`)}`}
  <//>`;
}

/** @param {number} total */
function words_of(total) {
  return total === 0 ? 'Nothing was found' : `${format_how_many(total, 'record')} found`;
}

/** @param {{ hit: Hit, q: string }} props */
function HitItem({ hit, q }) {
  return html`<li><a href=${hit_href(hit)}><${Matched} text=${hit_title(hit)} query=${q} /></a>
    ${hit.detail && html`<span class="aside"><${Matched} text=${hit.detail} query=${q} /></span>`}</li>`;
}
