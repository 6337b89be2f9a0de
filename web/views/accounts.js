// Everybody who may sign in, for administrators: inviting, changing, disabling, deleting, and what happened to accounts.

import { html, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_how_many, format_instant, format_sentence, format_short_day } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { current_session } from '../lib/session.js';
import { role_words } from '../lib/words.js';
import { Copied } from '../components/copied.js';
import { Modal } from '../components/modal.js';
import { PageHeader } from '../components/page_header.js';
import { Paging, page_size, use_offset } from '../components/paging.js';
import { PlainForm } from '../components/plain_form.js';
import { ErrorNote, Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { role_choices } from './account_tokens.js';

const url = api_url('accounts');

/** What an account is given by a form. @param {any} [account] @returns {import('../components/plain_form.js').PlainField[]} */
function fields_of(account) {
  return [
    { name: 'name', label: 'Name', value: account?.name },
    { name: 'email', label: 'E-mail address', type: 'email', inputmode: 'email', value: account?.email },
    { name: 'role', label: 'Role', value: account?.role ?? 'viewer', choices: role_choices(true) },
  ];
}

/** @param {any} account */
function state_of({ is_disabled, has_password }) {
  return is_disabled ? ['warn', 'Disabled'] : has_password ? ['plain', 'Active'] : ['plain', 'Invited'];
}

export function AccountsView() {
  const offset = use_offset();
  const resources = use_resources({ accounts: url, events: api_url('accounts/events', { limit: page_size, offset }) });
  const [asked, set_asked] = useState(/** @type {{ what: string, account?: any } | null} */ (null));
  const [invited, set_invited] = useState(/** @type {{ name: string, invitation: any } | null} */ (null));
  const { data, error } = resources;
  const close = () => set_asked(null);
  /** @param {any} account @param {string} invitation_name */
  const note = (account, invitation_name) => set_invited({ name: invitation_name, invitation: account });
  if (error?.status === 403) return html`<${PageHeader} title="Accounts" /><${ErrorNote} error=${error} />`;
  return html`
    <${PageHeader} title="Accounts" lead="Who may sign in, and what each may do."><div class="page_actions"><button type="button" class="button" onClick=${() => set_asked({ what: 'invite' })}>Invite somebody</button></div><//>
    ${invited && html`<${Invitation} ...${invited} close=${() => set_invited(null)} />`}
    <${Loaded} resources=${resources} say=${() => format_how_many(data.accounts.items.length, 'account')}>
      ${(/** @type {any} */ { accounts, events }) => html`
        <div class="results"><${AccountTable} accounts=${accounts.items} ask=${(/** @type {string} */ what, /** @type {any} */ account) => set_asked({ what, account })} /></div>
        <section class="panel" aria-labelledby="events">
          <h2 id="events">What happened</h2>
          <div id="results" tabindex="-1">
            <${DataTable} caption="What happened to accounts, newest first" is_caption_hidden rows=${events.items} empty="Nothing yet." columns=${[
              { key: 'at', label: 'When', show: (/** @type {any} */ event) => format_instant(event.at) },
              { key: 'by', label: 'Who', show: (/** @type {any} */ event) => html`${event.by || html`<span class="not_recorded">nobody signed in</span>`} <span class="aside block">${event.address}</span>` },
              { key: 'what', label: 'What', is_wide: true, show: (/** @type {any} */ event) => format_sentence(event.what) },
              { key: 'about', label: 'Whose account', show: (/** @type {any} */ event) => event.about || html`<span class="not_recorded">their own</span>` },
            ]} />
            <${Paging} offset=${offset} total=${events.total} label="Pages of what happened" results="results" />
          </div>
        </section>`}
    <//>
    ${asked && html`<${Asked} key=${asked.what} ...${asked} close=${close} on_invited=${note} />`}`;
}

/** @param {{ accounts: any[], ask: (what: string, account: any) => void }} props */
function AccountTable({ accounts, ask }) {
  const own = current_session().account?.id;
  return html`<${DataTable} caption=${format_how_many(accounts.length, 'account')} rows=${accounts} row_key=${(/** @type {any} */ account) => account.id} columns=${[
    { key: 'name', label: 'Name', show: (/** @type {any} */ account) => html`${account.name} ${account.id === own && html`<span class="aside">(you)</span>`} <span class="aside block">${account.email}</span>` },
    { key: 'role', label: 'Role', show: (/** @type {any} */ account) => role_words[account.role].label },
    { key: 'state', label: 'State', show: (/** @type {any} */ account) => html`<span class=${`badge tone_${state_of(account)[0]}`}>${state_of(account)[1]}</span>` },
    { key: 'factor', label: 'Second factor', show: (/** @type {any} */ account) => (account.has_second_factor ? 'On' : html`<span class="not_recorded">off</span>`) },
    { key: 'seen', label: 'Last signed in', show: (/** @type {any} */ account) => (account.signed_in_at ? html`<span class="day">${format_short_day(account.signed_in_at.slice(0, 10))}</span>` : html`<span class="not_recorded">never</span>`) },
    { key: 'actions', label: 'Change', is_wide: true, show: (/** @type {any} */ account) => html`<div class="record_actions small">
      ${[['edit', 'Edit'], ['link', 'New link'], ['disable', account.is_disabled ? 'Enable' : 'Disable'], ['delete', 'Delete']].map(([what, label]) => html`<button type="button" key=${what}
        class=${`text_button${what === 'delete' ? ' danger' : ''}`} onClick=${() => ask(what, account)}>${label}<span class="visually_hidden"> ${account.name}</span></button>`)}</div>` },
  ]} />`;
}

/**
 * The dialog of whatever is to be done.
 * @param {{ what: string, account?: any, close: () => void, on_invited: (invitation: any, name: string) => void }} props
 */
function Asked({ what, account, close, on_invited }) {
  const name = account?.name;
  const own_url = `${url}/${account?.id}`;
  const given = { name, email: account?.email, role: account?.role, is_disabled: account?.is_disabled ?? false };
  /** @type {Record<string, { title: string, words?: string, button: string, fields?: import('../components/plain_form.js').PlainField[], is_danger?: boolean, send: (typed: Record<string, string>) => Promise<any> }>} */
  const dialogs = {
    invite: {
      title: 'Invite somebody', button: 'Make the invitation', fields: fields_of(), words: 'You get a link to pass on. Nothing is mailed.',
      send: async (typed) => {
        const { body } = await send_json('POST', url, typed);
        on_invited(body.invitation, typed.name);
      },
    },
    edit: { title: `Edit ${name}`, button: 'Save', fields: fields_of(account), send: (typed) => send_json('PUT', own_url, { ...given, ...typed }) },
    link: {
      title: `A new link for ${name}`, button: 'Make the link', words: 'For a forgotten password or a lost telephone: with the link a new password is chosen, and the second factor ends. The old password holds until then. Nothing is mailed.',
      send: async () => on_invited((await send_json('POST', `${own_url}/invitation`)).body, name),
    },
    disable: account?.is_disabled
      ? { title: `Enable ${name}?`, button: 'Enable', words: 'They can sign in again.', send: () => send_json('PUT', own_url, { ...given, is_disabled: false }) }
      : { title: `Disable ${name}?`, button: 'Disable', is_danger: true, words: 'They are signed out everywhere, their tokens are refused, and they cannot sign in until they are enabled again.', send: () => send_json('PUT', own_url, { ...given, is_disabled: true }) },
    delete: { title: `Delete ${name}?`, button: 'Delete', is_danger: true, words: 'They are signed out everywhere, and their tokens are refused. What they did stays in the history under their name.', send: () => send_json('DELETE', own_url) },
  };
  const { title, words, button, fields = [], is_danger, send } = dialogs[what];
  return html`<${Modal} title=${title} close=${close}>
    ${words && html`<p>${words}</p>`}
    <${PlainForm} fields=${fields} button=${button} is_danger=${is_danger} close=${close} takes_focus=${fields.length > 0}
      send=${(/** @type {Record<string, string>} */ typed) => send(typed).then(close)} />
  <//>`;
}

/** The link that lets somebody in once. @param {{ name: string, invitation: any, close: () => void }} props */
function Invitation({ name, invitation, close }) {
  return html`<section class="note warn" aria-labelledby="invitation" role="status">
    <h2 id="invitation">The link for ${name}</h2>
    <p>Pass it on yourself: nothing is mailed, and it is not shown again. It works once, until ${format_instant(invitation.expires_at)}.</p>
    <${Copied} label="Link" text=${new URL(invitation.url, location.href).href}><button type="button" class="button" onClick=${close}>I have passed it on</button><//>
  </section>`;
}
