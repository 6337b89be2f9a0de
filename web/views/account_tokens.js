// Tokens, with which programs use the API in somebody's place.

import { html, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_day, format_instant } from '../lib/format.js';
import { current_session, may, roles } from '../lib/session.js';
import { role_words } from '../lib/words.js';
import { Copied } from '../components/copied.js';
import { Modal } from '../components/modal.js';
import { PlainForm } from '../components/plain_form.js';
import { DataTable } from '../components/table.js';

/** A year from now, which a token lasts unless said otherwise. */
function in_a_year() {
  const day = new Date();
  day.setFullYear(day.getFullYear() + 1);
  return day.toISOString().slice(0, 10);
}

/** The roles to choose from, up to one's own or all. @param {boolean} [has_all] @returns {[string, string][]} */
export function role_choices(has_all = false) {
  return roles.filter((role) => has_all || may(role)).map((role) => [role, `${role_words[role].label}: ${role_words[role].meaning}`]);
}

/** @param {{ tokens: any[], own: number }} props administrators see everybody’s */
export function Tokens({ tokens, own }) {
  const [is_making, set_making] = useState(false);
  const [made, set_made] = useState(/** @type {any} */ (null));
  const [revoked, set_revoked] = useState(/** @type {any} */ (null));
  /** @param {Record<string, string>} typed */
  async function make(typed) {
    set_made((await send_json('POST', api_url('tokens'), typed)).body);
    set_making(false);
  }
  const revoke = () => send_json('DELETE', api_url(`tokens/${revoked.id}`)).then(() => set_revoked(null));
  return html`<section class="panel" aria-labelledby="tokens">
    <h2 id="tokens">API tokens</h2>
    <p class="section_lead">With one a program uses the API in your place. Whoever holds it may do what its role may, until it expires.</p>
    ${made && html`<div class="note warn"><h3>The token “${made.name}”</h3>
      <p>Copy it now: it is not shown again.</p>
      <${Copied} label="Token" text=${made.token}><button type="button" class="button" onClick=${() => set_made(null)}>I have kept it</button><//></div>`}
    <${DataTable} caption="API tokens" is_caption_hidden rows=${tokens} empty="There is none." row_key=${(/** @type {any} */ token) => token.id} columns=${[
      { key: 'name', label: 'Token', show: (/** @type {any} */ token) => html`${token.name} <span class="aside block">made on ${format_day(token.created_at.slice(0, 10))}${token.account?.id !== own && `, ${token.account ? `of ${token.account.name}` : 'of nobody'}`}</span>` },
      { key: 'role', label: 'Role', show: (/** @type {any} */ token) => role_words[token.role].label },
      { key: 'used', label: 'Last used', show: (/** @type {any} */ token) => (token.last_used_at ? format_instant(token.last_used_at) : html`<span class="not_recorded">never</span>`) },
      { key: 'expires', label: 'Expires', show: (/** @type {any} */ token) => html`${format_day(token.expires_at.slice(0, 10))} ${token.is_expired && html`<span class="badge tone_warn">Expired</span>`}` },
      { key: 'revoke', label: 'Revoke', show: (/** @type {any} */ token) => html`<button type="button" class="text_button danger" onClick=${() => set_revoked(token)}>Revoke<span class="visually_hidden"> ${token.name}</span></button>` },
    ]} />
    <p class="actions"><button type="button" class="button quiet" onClick=${() => set_making(true)}>Make a token</button></p>
    ${is_making && html`<${Modal} title="Make a token" close=${() => set_making(false)}>
      <${PlainForm} button="Make it" send=${make} close=${() => set_making(false)} takes_focus fields=${[
        { name: 'name', label: 'What for', hint: 'Such as “Power BI”' },
        { name: 'role', label: 'Role', value: current_session().role === 'viewer' ? 'viewer' : 'finance', choices: role_choices() },
        { name: 'expires_on', label: 'Expires on', type: 'date', value: in_a_year(), hint: 'Within two years.' }]} />
    <//>`}
    ${revoked && html`<${Modal} title=${`Revoke “${revoked.name}”?`} close=${() => set_revoked(null)}>
      <p>Whatever uses it is refused from then on.</p>
      <${PlainForm} fields=${[]} button="Revoke" is_danger send=${revoke} close=${() => set_revoked(null)} />
    <//>`}
  </section>`;
}
