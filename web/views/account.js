// One's own account: name, password, second factor, where one is signed in, and tokens for programs.

import { html, useState } from 'htm/preact/standalone';
import { api_url, load_session, send_json } from '../api.js';
import { format_day, format_instant } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { role_words } from '../lib/words.js';
import { PageHeader } from '../components/page_header.js';
import { PlainForm } from '../components/plain_form.js';
import { Loaded, announce_later } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { SecondFactor } from './account_factor.js';
import { Tokens } from './account_tokens.js';
import { new_password } from './sign_in.js';

const account_url = api_url('account');

export function AccountView() {
  const resources = use_resources({ account: account_url, tokens: api_url('tokens') });
  return html`<${PageHeader} title="My account" />
    <${Loaded} resources=${resources} say=${() => 'My account'}>
      ${(/** @type {any} */ { account, tokens }) => html`
        <${Who} account=${account} />
        ${account.via === 'password' && html`<${Password} account=${account} /><${SecondFactor} account=${account} />`}
        <${Sessions} sessions=${account.sessions} />
        <${Tokens} tokens=${tokens.items} own=${account.id} />`}
    <//>`;
}

/** @param {{ account: any }} props */
function Who({ account }) {
  /** @param {Record<string, string>} typed */
  async function send(typed) {
    await send_json('PUT', account_url, typed);
    await load_session();
    announce_later('Saved.');
  }
  const { label, meaning } = role_words[account.role];
  return html`<section class="panel" aria-labelledby="who">
    <h2 id="who">You</h2>
    <dl class="record_fields">
      <div><dt>E-mail address</dt><dd>${account.email}</dd></div>
      <div><dt>Role</dt><dd>${label} <span class="aside">${meaning}</span></dd></div>
      <div><dt>Since</dt><dd>${format_day(account.created_at.slice(0, 10))}</dd></div>
    </dl>
    <${PlainForm} key=${account.name} fields=${[{ name: 'name', label: 'Name', autocomplete: 'name', value: account.name, hint: 'Changes are recorded under it.' }]} button="Save the name" send=${send} is_quiet />
  </section>`;
}

/** @param {{ account: any }} props */
function Password({ account }) {
  const [is_done, set_done] = useState(false);
  /** @param {Record<string, string>} typed */
  async function send(typed) {
    set_done(false);
    await send_json('PUT', api_url('account/password'), typed);
    set_done(true);
  }
  return html`<section class="panel" aria-labelledby="password">
    <h2 id="password">Password</h2>
    ${account.password_changed_at && html`<p class="section_lead">Last changed on ${format_instant(account.password_changed_at)}. With a new one you are signed out everywhere else.</p>`}
    ${is_done && html`<p class="notice" role="status">The password is changed, and you are signed out everywhere else.</p>`}
    <${PlainForm} button="Change the password" send=${send} is_quiet fields=${[
      { name: 'current', label: 'Current password', type: 'password', autocomplete: 'current-password' }, { ...new_password, label: 'New password' }]} />
  </section>`;
}

const browsers = [['Edg/', 'Edge'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac', 'Linux'];

/** What a browser calls itself, in two words. @param {string | null} agent */
function agent_words(agent) {
  const browser = browsers.find(([mark]) => agent?.includes(mark))?.[1];
  const system = systems.find((name) => agent?.includes(name));
  return browser ? `${browser}${system ? ` on ${system}` : ''}` : agent || 'Some program';
}

/** @param {{ sessions: any[] }} props */
function Sessions({ sessions }) {
  const [error, set_error] = useState('');
  /** @param {string} [id] */
  const end = (id) => send_json('DELETE', api_url(`account/sessions${id === undefined ? '' : `/${id}`}`)).then(
    () => { set_error(''); announce_later('Signed out there.'); }, (/** @type {Error} */ fault) => set_error(fault.message));
  return html`<section class="panel" aria-labelledby="sessions">
    <h2 id="sessions">Where you are signed in</h2>
    ${error && html`<p class="field_error" role="alert">${error}</p>`}
    <${DataTable} caption="Where you are signed in" is_caption_hidden rows=${sessions} empty="Your organisation signs you in." row_key=${(/** @type {any} */ session) => session.id} columns=${[
      { key: 'where', label: 'Where', show: (/** @type {any} */ session) => html`<span title=${session.agent}>${agent_words(session.agent)}</span> <span class="aside block">${session.address}</span>` },
      { key: 'seen_at', label: 'Last used', show: (/** @type {any} */ session) => html`${format_instant(session.seen_at)} <span class="aside block">signed in on ${format_instant(session.created_at)}</span>` },
      { key: 'expires_at', label: 'Ends at the latest', show: (/** @type {any} */ session) => format_instant(session.expires_at) },
      { key: 'end', label: 'End', show: (/** @type {any} */ session) => (session.is_current ? html`<span class="badge tone_plain">This one</span>`
        : html`<button type="button" class="text_button danger" onClick=${() => end(session.id)}>Sign out there<span class="visually_hidden">: ${agent_words(session.agent)}, ${session.address}</span></button>`) },
    ]} />
    ${sessions.length > 1 && html`<p class="actions"><button type="button" class="button quiet" onClick=${() => end()}>Sign out everywhere else</button></p>`}
  </section>`;
}
