// A table of records: a caption, sticky headings, and cards on a narrow screen. The roles are written out, because a
// table laid out as cards loses its own.

import { html, useEffect, useMemo, useRef, useState } from 'htm/preact/standalone';
import { here_with } from '../lib/router.js';
import { sees_money } from '../lib/session.js';
import { Icon } from './icon.js';

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {any} label
 * @property {(row: any) => any} show
 * @property {boolean} [is_numeric] right-aligned, in figures of one width
 * @property {boolean} [is_wide] holds a sentence, so it must not be squeezed
 * @property {string} [sort] the field that the server can sort by it
 * @property {boolean} [is_money] holds money, which not everybody sees
 * @property {'text' | 'day' | 'amount'} [sort_as] what its order is called; the largest amount comes first
 */

let id_count = 0;

/** An id that no other element of the page has. @param {string} prefix */
export function use_id(prefix) {
  return useMemo(() => `${prefix}_${++id_count}`, []);
}

/** Whether the element's content is wider than itself, so that the keyboard must be able to scroll it. */
function use_overflow() {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [overflows, set_overflows] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => set_overflows(element.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return /** @type {const} */ ([ref, overflows]);
}

/** @param {Column} column */
export function is_seen(column) {
  return !column.is_money || sees_money();
}

/** @param {Column} column */
function cell_class(column) {
  return column.is_numeric ? 'numeric' : column.is_wide ? 'wide' : undefined;
}

/**
 * @param {{
 *   caption: any, is_caption_hidden?: boolean, columns: Column[], rows: any[], row_key?: (row: any, index: number) => string | number,
 *   footer?: any[], is_compact?: boolean, is_dense?: boolean, empty?: any, sort?: string,
 * }} props A dense table has many columns of sums. The first column heads its row. `footer` holds one row of totals, whose first cell heads it.
 *   Where `sort` says what the rows are sorted by, as in the address, headings that can be sorted by are links.
 */
export function DataTable({ caption, is_caption_hidden = false, columns: all, rows, row_key, footer, is_compact = false, is_dense = false, empty, sort }) {
  const columns = all.filter(is_seen);
  const [ref, overflows] = use_overflow();
  const caption_id = use_id('caption');
  if (rows.length === 0 && empty) return html`<p class="empty_line">${empty}</p>`;
  return html`${overflows && html`<p class="scroll_hint" aria-hidden="true">This table goes on to the side. Scroll it to see every column.</p>`}
  <div class=${`table_region${is_compact ? ' compact' : ''}${is_dense ? ' dense' : ''}`} ref=${ref} role=${overflows ? 'region' : undefined}
      aria-labelledby=${overflows ? `${caption_id} ${caption_id}_scrolls` : undefined} tabindex=${overflows ? 0 : undefined}>
    <table role="table" class="data_table">
      <caption id=${caption_id}><span class=${is_caption_hidden ? 'visually_hidden' : undefined}>${caption}</span></caption>
      <thead role="rowgroup"><tr role="row">
        ${columns.map((column) => html`<th role="columnheader" scope="col" key=${column.key} class=${cell_class(column)} aria-sort=${direction_of(column, sort)}>
          ${column.sort && sort !== undefined ? html`<${SortLink} column=${column} sort=${sort} />` : column.label}</th>`)}
      </tr></thead>
      <tbody role="rowgroup">
        ${rows.map((row, index) => html`<tr role="row" key=${row_key ? row_key(row, index) : index}>
          ${columns.map((column, position) => html`<${Cell} key=${column.key} column=${column} is_head=${position === 0}>${column.show(row)}<//>`)}
        </tr>`)}
      </tbody>
      ${footer && html`<tfoot role="rowgroup"><tr role="row">
        ${columns.map((column, position) => html`<${Cell} key=${column.key} column=${column} is_head=${position === 0}>${footer[position]}<//>`)}
      </tr></tfoot>`}
    </table>
    ${overflows && html`<span id=${`${caption_id}_scrolls`} hidden>(table that scrolls)</span>`}
  </div>`;
}

/** @param {Column} column @param {string | undefined} sort */
function direction_of({ sort: field }, sort) {
  if (!field || !sort) return undefined;
  return sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;
}

/** A heading that sorts, and turns the order round when it sorts already. @param {{ column: Column, sort: string }} props */
function SortLink({ column, sort }) {
  const direction = direction_of(column, sort);
  const is_largest_first = column.sort_as === 'amount';
  const is_next_descending = direction ? direction === 'ascending' : is_largest_first;
  return html`<a class="sort_link" href=${here_with({ sort: `${is_next_descending ? '-' : ''}${column.sort}`, offset: null })}>${column.label}<${Icon}
    name=${direction === 'ascending' ? 'sort_up' : direction === 'descending' ? 'sort_down' : 'sort'} /></a>`;
}

/** @param {{ column: Column, is_head: boolean, children?: any }} props */
function Cell({ column, is_head, children }) {
  if (is_head) return html`<th role="rowheader" scope="row" class=${cell_class(column)}>${children}</th>`;
  return html`<td role="cell" class=${cell_class(column)} data-label=${column.label}><div class="cell">${children}</div></td>`;
}
