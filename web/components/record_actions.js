// The buttons that add, change, copy and delete a record, for any page that shows one.

import { html, useState } from 'htm/preact/standalone';
import { edit_href, new_href, record_kinds } from '../lib/records.js';
import { page_href } from '../lib/router.js';
import { may } from '../lib/session.js';
import { DeleteDialog } from './delete_dialog.js';

/**
 * A link to the form that adds a record.
 * @param {{ kind: string, parameters?: Record<string, string>, label?: string, is_quiet?: boolean }} props `parameters` fill fields of the form
 */
export function AddButton({ kind, parameters = {}, label, is_quiet = false }) {
  if (!may('editor')) return null;
  const noun = record_kinds[kind].noun;
  return html`<a class=${`button${is_quiet ? ' quiet' : ''}`} href=${new_href(kind, parameters)}>${label ?? `Add ${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`}</a>`;
}

/** The way to all that was changed in a record. @param {{ kind: string, id: string | null }} props */
export function HistoryLink({ kind, id }) {
  return may('finance') && html`<p class="panel_links"><a href=${page_href('/history', { kind, id })}>What was changed, by whom and when</a></p>`;
}

/**
 * What can be done with a record. Without `is_small` buttons, with it plain words for a row of a table.
 * @param {{ kind: string, id: string, title: string, is_small?: boolean, children?: any }} props `id` as key_of gives it
 */
export function RecordActions({ kind, id, title, is_small = false, children }) {
  const [is_deleting, set_deleting] = useState(false);
  if (!may('editor')) return null;
  const name = is_small ? 'text_button' : 'button quiet';
  const about = html`<span class="visually_hidden"> ${title}</span>`;
  return html`<div class=${`record_actions${is_small ? ' small' : ''}`}>
    ${children}
    <a class=${name} href=${edit_href(kind, id)}>Edit${about}</a>
    ${kind !== 'organisation' && html`<a class=${name} href=${new_href(kind, { from: id })}>Duplicate${about}</a>
      <button type="button" class=${`${name} danger`} onClick=${() => set_deleting(true)}>Delete${about}</button>`}
    ${is_deleting && html`<${DeleteDialog} kind=${kind} id=${id} title=${title} close=${() => set_deleting(false)} />`}
  </div>`;
}
