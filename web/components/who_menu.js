// Who has signed in, with their role, and the way to their account and out.

import { html, useEffect, useRef, useState } from 'htm/preact/standalone';
import { sign_out } from '../api.js';
import { leave_by, navigate, page_href } from '../lib/router.js';
import { may, use_session } from '../lib/session.js';
import { role_words } from '../lib/words.js';
import { Icon } from './icon.js';
import { announce } from './states.js';

export function WhoMenu() {
  const { account } = use_session();
  const [is_open, set_open] = useState(false);
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!is_open) return undefined;
    /** @param {Event} event */
    const close = (event) => {
      const { key, type, target } = /** @type {any} */ (event);
      if (type === 'keydown' ? key === 'Escape' : !ref.current?.contains(target) || (type === 'click' && target.closest('a'))) set_open(false);
      if (key === 'Escape') ref.current?.querySelector('button')?.focus();
    };
    const kinds = ['click', 'keydown', 'focusin'];
    for (const kind of kinds) addEventListener(kind, close);
    return () => { for (const kind of kinds) removeEventListener(kind, close); };
  }, [is_open]);
  if (!account) return null;

  const leave = () => {
    sign_out().then(() => navigate('/', { is_replacing: true }), (/** @type {Error} */ fault) => announce(fault.message));
  };
  return html`<div class="who" ref=${ref}>
    <button type="button" class="theme_button" aria-expanded=${is_open ? 'true' : 'false'} aria-controls="who_menu" onClick=${() => set_open(!is_open)}>
      <${Icon} name="person" /><span class="who_name"><span class="visually_hidden">Signed in as </span>${account.name}</span></button>
    <div id="who_menu" class="who_menu" hidden=${!is_open}>
      <p><strong>${account.name}</strong><span class="aside block">${role_words[account.role]?.label ?? account.role}</span></p>
      <ul>
        ${account.id !== null && html`<li><a href=${page_href('/account')}>My account</a></li>`}
        ${may('administrator') && html`<li><a href=${page_href('/accounts')}>Accounts</a></li>`}
        ${account.via === 'password' && html`<li><button type="button" class="text_button" onClick=${() => leave_by(leave)}>Sign out</button></li>`}
      </ul>
    </div>
  </div>`;
}
