// The one search box over everything, on every page. The pattern is ARIA's combobox with a list that it controls; the
// slash key leads to it.

import { html, useEffect, useRef, useState } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_how_many, format_number } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { navigate, page_href, use_place } from '../lib/router.js';
import { group_hits, hit_href, hit_title, letters_fewest } from '../lib/search.js';
import { field_label } from '../lib/words.js';
import { Icon } from './icon.js';
import { Matched } from './matched.js';
import { announce } from './states.js';

/** @typedef {import('../lib/search.js').Hit} Hit */

/** How long typing must pause, in milliseconds, before the server is asked. */
const pause = 120;
const shown_most = 12;

const id = 'site_search';
const list_id = 'site_search_list';

/** @param {EventTarget | null} target */
function takes_typing(target) {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}

export function SearchBox() {
  const { path, query } = use_place();
  const searched = path === '/search' ? query.get('q') ?? '' : '';
  const [typed, set_typed] = useState(searched);
  const [asked, set_asked] = useState('');
  const [is_open, set_open] = useState(false);
  const [active, set_active] = useState(-1);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const is_long_enough = asked.trim().length >= letters_fewest;
  /** @type {Record<string, string>} */
  const urls = is_long_enough ? { found: api_url('search', { q: asked.trim(), limit: shown_most }) } : {};
  const { data } = use_resources(urls);
  const found = is_long_enough ? data?.found : null;
  /** @type {{ kind: string, hits: Hit[] }[]} */
  const groups = found ? group_hits(found.items) : [];
  const hits = groups.flatMap((group) => group.hits);
  const count = found ? hits.length + 1 : 0;
  const shows_list = is_open && found !== null && found !== undefined;

  useEffect(() => {
    set_typed(searched);
    set_open(false);
    set_active(-1);
  }, [path, searched]);

  useEffect(() => {
    const timer = setTimeout(() => set_asked(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);

  useEffect(() => set_active(-1), [found]);
  useEffect(() => {
    if (shows_list) announce(found.total === 0 ? 'Nothing found' : `${format_how_many(found.total, 'result')} found`);
  }, [found, shows_list]);

  useEffect(() => {
    document.getElementById(`${id}_${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  useEffect(() => {
    /** @param {KeyboardEvent} event */
    function find(event) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || takes_typing(event.target) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener('keydown', find);
    return () => document.removeEventListener('keydown', find);
  }, []);

  /** @param {number} index */
  function choose(index) {
    set_open(false);
    set_active(-1);
    if (index < 0 || index >= hits.length) {
      if (typed.trim()) navigate(page_href('/search', { q: typed.trim() }));
      return;
    }
    set_typed('');
    navigate(hit_href(hits[index]));
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!is_open) set_open(true);
      else if (count > 0) set_active(event.key === 'ArrowDown' ? (active + 1) % count : active <= 0 ? count - 1 : active - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(active);
    } else if (event.key === 'Escape' && (is_open || typed)) {
      event.preventDefault();
      if (is_open && shows_list) set_open(false);
      else set_typed('');
      set_active(-1);
    }
  }

  let index = -1;
  return html`<div class="site_search" role="search" aria-label="Everything">
    <label for=${id} class="visually_hidden">Search everything</label>
    <${Icon} name="search" />
    <input id=${id} ref=${input} type="text" role="combobox" autocomplete="off" spellcheck=${false} enterkeyhint="search" placeholder="Search everything" aria-autocomplete="list"
      aria-expanded=${shows_list ? 'true' : 'false'} aria-controls=${list_id} aria-keyshortcuts="/" aria-activedescendant=${shows_list && active >= 0 ? `${id}_${active}` : undefined}
      value=${typed} onKeyDown=${press} onBlur=${() => set_open(false)} onClick=${() => set_open(true)}
      onInput=${(/** @type {any} */ event) => { set_typed(event.currentTarget.value); set_open(true); }} />
    <kbd class="site_search_key" aria-hidden="true">/</kbd>
    <div id=${list_id} class="search_list" role="listbox" aria-label="Found" hidden=${!shows_list}>
      ${shows_list && groups.map(({ kind, hits: own }) => html`<div key=${kind} role="group" aria-labelledby=${`${list_id}_${kind}`}>
        <div id=${`${list_id}_${kind}`} class="search_kind" role="presentation">${field_label(kind)}</div>
        ${own.map((hit) => {
          index += 1;
          return html`<${Option} key=${hit.id} index=${index} is_active=${index === active} choose=${choose}>
            <span class="search_title"><${Matched} text=${hit_title(hit)} query=${found.q} /></span>
            ${hit.detail && html`<span class="search_detail"><${Matched} text=${hit.detail} query=${found.q} /></span>`}
          <//>`;
        })}
      </div>`)}
      ${shows_list && html`<${Option} index=${hits.length} is_active=${active === hits.length} choose=${choose}>
        <span class="search_all">${found.total === 0 ? `Nothing found for “${found.q}”` : found.total === 1 ? 'Show the one result' : `All ${format_number(found.total)} results`}</span>
      <//>`}
    </div>
  </div>`;
}

/** @param {{ index: number, is_active: boolean, choose: (index: number) => void, children?: any }} props */
function Option({ index, is_active, choose, children }) {
  return html`<div id=${`${id}_${index}`} class="search_option" role="option" aria-selected=${is_active ? 'true' : 'false'}
    onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${() => choose(index)}>${children}</div>`;
}
