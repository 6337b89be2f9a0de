// Deleting a record: says what refers to it, and moves that elsewhere, empties those fields, or lets the record stand.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { get_json, kept_etag, send_json } from '../api.js';
import { format_how_many, format_sentence } from '../lib/format.js';
import { set_notice } from '../lib/notice.js';
import { key_of_id, record_href, record_kinds, record_url } from '../lib/records.js';
import { navigate, page_href } from '../lib/router.js';
import { field_label } from '../lib/words.js';
import { Combobox } from './combobox.js';
import { Modal } from './modal.js';
import { PersonField } from './person.js';
import { use_id } from './table.js';

/** Fields that may not stand empty, so that what refers through them can only be moved. */
const never_empty = ['responsibilities'];

/** @typedef {{ kind: string, id: string, title: string, field: string }} Referrer */

/** @param {{ kind: string, id: string, title: string, close: () => void }} props */
export function DeleteDialog({ kind, id, title, close }) {
  const [found, set_found] = useState(/** @type {{ etag: string | null, items: Referrer[], total: number } | null} */ (null));
  const [error, set_error] = useState(/** @type {any} */ (null));
  const [way, set_way] = useState('');
  const [move_to, set_move_to] = useState('');
  const [is_busy, set_busy] = useState(false);
  const { noun, home } = record_kinds[kind];
  const radio = use_id('way');

  async function look() {
    set_error(null);
    try {
      const url = record_url(kind, id);
      await get_json(url);
      const referrers = kind === 'responsibilities' ? { items: [], total: 0 } : await get_json(record_url(kind, id, { after: '/referrers' }));
      set_found({ etag: kept_etag(url), ...referrers });
    } catch (fault) {
      set_error(fault);
    }
  }
  useEffect(() => {
    look();
  }, []);

  /** @param {Event} event */
  async function remove(event) {
    event.preventDefault();
    if (!found || (found.total > 0 && !way)) return;
    set_busy(true);
    set_error(null);
    try {
      await send_json('DELETE', record_url(kind, id, { parameters: { move_to: way === 'move' ? move_to : null, unlink: way === 'unlink' ? 'true' : null } }), undefined, { if_match: found.etag });
      close();
      set_notice(`${title} was deleted.`);
      navigate(page_href(home));
    } catch (fault) {
      const { status, referrers, referrer_count } = /** @type {any} */ (fault);
      set_busy(false);
      if (status === 412) await look();
      set_error(fault);
      if (status === 409 && referrers?.length) set_found({ ...found, items: referrers, total: referrer_count });
    }
  }

  const must_choose = Boolean(found && found.total > 0);
  const may_unlink = !found?.items.some((item) => never_empty.includes(item.kind));
  return html`<${Modal} title=${`Delete ${title}?`} close=${close}>
    <form onSubmit=${remove} class="stack">
      ${!found && !error && html`<p role="status">Looking for what refers to it…</p>`}
      ${error && html`<div class="note alarm" role="alert"><p><strong>${error.message}</strong> ${format_sentence(error.detail ?? '')}</p></div>`}
      ${found && !must_choose && html`<p>Nothing else refers to this ${noun}. It can be brought back from the history.</p>`}
      ${found && must_choose && html`<${Referrers} found=${found} noun=${noun} />
        <fieldset class="options"><legend>What shall happen with ${found.total === 1 ? 'that reference' : 'those references'}?</legend>
          <label><input type="radio" name=${radio} checked=${way === 'move'} onChange=${() => set_way('move')} /> Move ${found.total === 1 ? 'it' : 'them'} to another ${noun}</label>
          ${way === 'move' && html`<${Combobox} kind=${kind} label=${`Move to which ${noun}?`} value=${move_to} on_change=${set_move_to} without=${id} />`}
          ${may_unlink && html`<label><input type="radio" name=${radio} checked=${way === 'unlink'} onChange=${() => set_way('unlink')} /> Empty ${found.total === 1 ? 'that field' : 'those fields'}</label>`}
        </fieldset>`}
      ${found && html`<${PersonField} />`}
      <p class="actions">
        <button type="submit" class="button danger" disabled=${is_busy || !found || (must_choose && (!way || (way === 'move' && !move_to)))}>${is_busy ? 'Deleting…' : 'Delete'}</button>
        <button type="button" class="button quiet" onClick=${close}>Keep it</button>
      </p>
    </form>
  <//>`;
}

/** @param {{ found: { items: Referrer[], total: number }, noun: string }} props */
function Referrers({ found, noun }) {
  const more = found.total - found.items.length;
  return html`<p>${format_how_many(found.total, 'record refers', 'records refer')} to this ${noun}:</p>
    <ul class="referrers">
      ${found.items.map((item) => html`<li key=${`${item.kind}/${item.id}/${item.field}`}><a href=${record_href(item.kind, key_of_id(item.kind, item.id))} target="_blank">${item.title || item.id}</a>${' '}
        <span class="aside">${field_label(item.kind)}, ${field_label(item.field.split(/[./]/).filter((part) => /\D/.test(part)).pop() ?? '').toLowerCase()}</span></li>`)}
      ${more > 0 && html`<li>and ${format_how_many(more, 'more', 'more')}</li>`}
    </ul>`;
}

