// Goes through a long list a page at a time, by links, so that each page has an address.

import { html } from 'htm/preact/standalone';
import { format_number } from '../lib/format.js';
import { here_with, use_place } from '../lib/router.js';

export const page_size = 100;

/** The offset in the address; 0 when there is none or it is no number. @param {string} [name] what it is called there */
export function use_offset(name = 'offset') {
  const offset = Number(use_place().query.get(name) ?? 0);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}

/** @param {number} offset @param {number} shown @param {number} total @param {string} nouns */
export function shown_words(offset, shown, total, nouns) {
  if (shown === 0) return `No ${nouns}`;
  if (shown === total) return `${format_number(total)} ${nouns}`;
  return `${format_number(offset + 1)} to ${format_number(offset + shown)} of ${format_number(total)} ${nouns}`;
}

/**
 * What stands where a page has no rows: an address may name a page past the last.
 * @param {number} total
 * @param {string} words for a list that has none at all
 */
export function empty_words(total, words) {
  return total > 0 ? 'There is nothing on this page: the list is shorter.' : words;
}

/**
 * @param {{ offset: number, total: number, label: string, results: string, size?: number, name?: string }} props
 *   `results` is the id of the element that takes the focus when the page turns; `name` what the offset is called in the address.
 */
export function Paging({ offset, total, label, results, size = page_size, name = 'offset' }) {
  if (total <= size && offset === 0) return null;
  const page = Math.floor(offset / size) + 1;
  const pages = Math.ceil(total / size);
  const previous = Math.max(0, Math.min(offset, pages * size) - size);
  return html`<nav class="paging" aria-label=${label}>
    ${offset > 0
      ? html`<a class="button quiet" href=${here_with({ [name]: previous || null })} data-focus=${results} rel="prev">Previous</a>`
      : html`<span></span>`}
    <span class="paging_place">${page > pages ? `Past the last page, ${format_number(pages)}` : `Page ${format_number(page)} of ${format_number(pages)}`}</span>
    ${offset + size < total
      ? html`<a class="button quiet" href=${here_with({ [name]: offset + size })} data-focus=${results} rel="next">Next</a>`
      : html`<span></span>`}
  </nav>`;
}
