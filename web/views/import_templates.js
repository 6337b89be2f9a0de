// Empty sheets to fill in: the headings that an import understands, taken from the schema that the server publishes.

import { html, useState } from 'htm/preact/standalone';
import { api_url, get_json } from '../api.js';
import { field_label } from '../lib/words.js';
import { ErrorNote } from '../components/states.js';

/** What no sheet asks for: lists of their own, and what says why a field holds nothing. */
const left_out = ['silences', 'release', 'documents'];
const counts = ['count', 'purchased', 'assigned', 'in_use'];
/** What is written in one cell. */
const in_one_cell = [...counts, 'notice'];

/** @param {any} schema @param {any} part */
function resolve(schema, part) {
  if (!part?.$ref) return part;
  return part.$ref.split('/').slice(1).reduce((/** @type {any} */ at, /** @type {string} */ name) => at?.[name], schema);
}

/**
 * The dotted names of a record's fields that fit into a cell.
 * @param {any} schema
 * @param {any} part
 * @param {string} [prefix]
 * @returns {string[]}
 */
export function headings_of(schema, part, prefix = '') {
  return Object.entries(resolve(schema, part)?.properties ?? {}).flatMap(([name, given]) => {
    const field = resolve(schema, given);
    if (left_out.includes(name)) return [];
    if (field?.properties && !in_one_cell.includes(name)) return headings_of(schema, field, `${prefix}${name}.`);
    const item = resolve(schema, field?.items);
    if (counts.includes(name)) return [`${prefix}${name}`, `${prefix}${name}.as_at`];
    if (!item?.properties) return [`${prefix}${name}`];
    return name === 'charges' ? headings_of(schema, item, `${prefix}${name}.`) : [];
  });
}

/** @param {{ kinds: string[] }} props */
export function Templates({ kinds }) {
  const [error, set_error] = useState(/** @type {any} */ (null));

  /** @param {string} kind */
  async function download(kind) {
    set_error(null);
    try {
      const schema = await get_json(api_url('estate-document.schema.json'));
      const headings = headings_of(schema, schema.properties[kind].items);
      const url = URL.createObjectURL(new Blob([`\ufeff${headings.join(',')}\r\n`], { type: 'text/csv' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${kind}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (fault) {
      set_error(fault);
    }
  }

  return html`<section class="panel" aria-labelledby="templates">
    <h2 id="templates">Empty sheets to fill in</h2>
    <p class="section_lead">One row for each record. Cells may be left empty; dates, periods and money can be written as people write them, and other records be named by name.</p>
    <div class="templates">${kinds.map((kind) => html`<button key=${kind} type="button" class="button quiet" onClick=${() => download(kind)}>${field_label(kind)}</button>`)}</div>
    ${error && html`<${ErrorNote} error=${error} />`}
    <p class="panel_links">A whole estate is an estate document: <a href="/api/v1/export" download="estate.json">the one recorded here</a>,${' '}
      <a href="/api/v1/estate-document.schema.json">its schema</a>. From the command line: <code>telestate import estate.json --dry-run</code>.</p>
  </section>`;
}
