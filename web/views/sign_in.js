// The pages in front of all others: signing in, making the first administrator, and choosing a password when invited.

import { html, useState } from 'htm/preact/standalone';
import { sign_in } from '../api.js';
import { navigate } from '../lib/router.js';
import { PageHeader } from '../components/page_header.js';
import { PlainForm } from '../components/plain_form.js';
import { SignInForm, who } from '../components/sign_in_form.js';
import { Icon } from '../components/icon.js';
import { ThemeButton } from '../components/theme_button.js';

/** @typedef {import('../components/plain_form.js').PlainField} PlainField */

/** @type {PlainField} */
export const new_password = {
  name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', hint: 'At least 12 characters. Three or four words are easy to keep in mind.',
};

/** @param {{ title: string, lead?: any, children?: any }} props */
function Door({ title, lead, children }) {
  return html`<header class="site_header">
      <span class="brand"><${Icon} name="brand" /><span>telestate</span></span><span class="site_organisation"></span>
      <div class="site_actions"><${ThemeButton} /></div>
    </header>
    <main class="door"><${PageHeader} title=${title} lead=${lead} /><div class="panel">${children}</div></main>
    <div id="announcer" class="visually_hidden" aria-live="polite"></div>`;
}

/** In place of every page while nobody has signed in; the address stays, and its page comes afterwards. */
export function SignInView() {
  return html`<${Door} title="Sign in">
    <${SignInForm} />
    <p class="aside">Password forgotten? An administrator can send you a link to choose a new one.</p>
  <//>`;
}

/** While there is no account at all. */
export function SetUpView() {
  return html`<${Door} title="Set up telestate" lead="Nobody has an account yet. Yours is the first, and looks after all others.">
    <p>The set-up code was printed where telestate was started: on its console. Without it, “telestate user add” on that machine makes the first account too.</p>
    <${PlainForm} button="Make the first account" takes_focus send=${(/** @type {any} */ typed) => sign_in('POST', 'set-up', typed)} fields=${[
      { name: 'code', label: 'Set-up code', hint: 'Such as 7KQ2M-X0ZRT-9HB4C-WEA6N', is_mono: true },
      { name: 'name', label: 'Your name', autocomplete: 'name', hint: 'Changes are recorded under it.' },
      who[0], new_password]} />
  <//>`;
}

/** Whoever was invited chooses a password, or a new one; the code is in the address where no server and no log sees it. */
export function InvitationView() {
  const [given] = useState(() => location.hash.slice(1));
  /** @param {Record<string, string>} typed */
  async function send(typed) {
    await sign_in('POST', 'invitations/accept', { code: given, ...typed });
    navigate('/', { is_replacing: true });
  }
  return html`<${Door} title="Choose a password" lead="Welcome to telestate. With a password of your own you can sign in from now on.">
    ${given ? html`<${PlainForm} fields=${[new_password]} button="Choose it and sign in" send=${send} takes_focus />`
      : html`<p>This link is not whole: what follows “#” is missing. Copy all of it from where you were sent it.</p>`}
    <p><a href="/">Sign in with the password you have</a></p>
  <//>`;
}
