// A list of records of one kind: narrowed, sorted, gone through page by page, taken away as a sheet.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_how_many } from '../lib/format.js';
import { lists } from '../lib/lists.js';
import { use_list_state, use_names_of } from '../lib/list_state.js';
import { record_kinds } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { page_href } from '../lib/router.js';
import { ListTools, sort_choices } from './list_tools.js';
import { Notice } from './notice.js';
import { AsAt, PageHeader } from './page_header.js';
import { field_label } from '../lib/words.js';
import { may } from '../lib/session.js';
import { AddButton } from './record_actions.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from './paging.js';
import { EmptyState, Loaded } from './states.js';
import { DataTable } from './table.js';

/** @typedef {import('../types.js').Names} Names */

/**
 * @param {{
 *   kind: string, title: string, eyebrow?: string, usual: string, more_urls?: Record<string, string>, hint?: string,
 *   columns: (names: Names, data: any) => import('./table.js').Column[], between?: any, after?: (data: any) => any,
 * }} props
 *   `usual` is the sort in which the list comes unless asked otherwise; `between` stands between the heading and the list.
 */
export function RecordList({ kind, title, eyebrow, usual, more_urls = {}, hint, columns, between, after }) {
  const { noun, nouns, lead, filters, is_dated } = lists[kind];
  const list = use_list_state(filters, { is_dated });
  const offset = use_offset();
  const parameters = { ...list.parameters, sort: list.sort ?? usual };
  const resources = use_resources({ page: api_url(kind, { ...parameters, facets: filters.length > 0 ? 'true' : null, limit: page_size, offset }), ...more_urls });
  const page = resources.data?.page;
  const names = use_names_of(page);
  const shown = page ? columns(names, resources.data) : [];
  const is_bare = page && !list.is_narrowed && page.total === 0;
  /** @param {any} page */
  const words_of = ({ offset, items, total }) => shown_words(offset, items.length, total, total === 1 ? noun : nouns);
  return html`
    <${PageHeader} title=${title} eyebrow=${eyebrow} lead=${lead}>
      <div class="page_actions">
        ${is_dated && html`<${AsAt} on=${page?.on} />`}
        <${AddButton} kind=${kind} />
      </div>
    <//>
    <${Notice} />
    ${between}
    ${!is_bare && html`<${ListTools} list=${list} filters=${filters} facets=${page?.facets} nouns=${field_label(kind).toLowerCase()} hint=${hint} sorts=${sort_choices(shown, usual)}
      words=${page && !resources.error ? (list.is_narrowed ? `${format_how_many(page.total, noun, nouns)} ${page.total === 1 ? 'matches' : 'match'}` : format_how_many(page.total, noun, nouns)) : undefined}
      csv=${api_url(`${kind}.csv`, parameters)} />`}
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(data.page)}>
      ${(/** @type {any} */ data) => (is_bare ? html`<${NothingYet} kind=${kind} />` : html`<div id="results" tabindex="-1" class="results">
        <${DataTable} caption=${words_of(data.page)} is_caption_hidden=${data.page.items.length === data.page.total} rows=${data.page.items} row_key=${(/** @type {any} */ record) => record.id ?? `${record.service}/${record.role}/${record.person}`}
          columns=${shown} sort=${list.sort ?? usual} empty=${empty_words(data.page.total, `No ${noun} matches.`)} />
        <${Paging} offset=${data.page.offset} total=${data.page.total} label=${`Pages of ${nouns}`} results="results" />
        ${after && after(data)}
      </div>`)}
    <//>`;
}

/** What belongs in a list that holds nothing, and the ways to bring it in. @param {{ kind: string }} props */
export function NothingYet({ kind }) {
  const { nouns, belongs } = lists[kind];
  return html`<${EmptyState} title=${`No ${nouns} are recorded yet`}>
    <p>${belongs}</p>
    ${may('editor') && html`<p class="actions">
      <${AddButton} kind=${kind} label=${`Add the first ${record_kinds[kind].noun}`} />
      <a class="button quiet" href=${page_href('/import', { kind })}>Import a sheet of ${nouns.replace(/^records of /, '')}</a>
    </p>`}
  <//>`;
}
