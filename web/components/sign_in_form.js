// Signing in: address and password, and the second factor where it is asked for.

import { html, useState } from 'htm/preact/standalone';
import { sign_in } from '../api.js';
import { PlainForm } from './plain_form.js';

/** @typedef {import('./plain_form.js').PlainField} PlainField */

/** @type {PlainField[]} */
export const who = [
  { name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', inputmode: 'email' },
  { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
];
/** @type {PlainField} */
const code = {
  name: 'second_factor', label: 'Code', autocomplete: 'one-time-code', hint: 'The six digits that your authenticator app shows now, or one of your recovery codes.', is_mono: true,
};

/** Asks who it is, and for the code where one is needed. @param {{ email?: string, close?: () => void }} props */
export function SignInForm({ email, close }) {
  const [known, set_known] = useState(/** @type {Record<string, string> | null} */ (null));
  /** @param {Record<string, string>} typed */
  async function send(typed) {
    const whole = { ...known, ...typed };
    try {
      await sign_in('POST', 'session', whole);
    } catch (fault) {
      if (known || !(/** @type {any} */ (fault).needs_code)) throw fault;
      set_known(whole);
    }
  }
  if (!known) return html`<${PlainForm} key="who" fields=${who.map((field) => (field.name === 'email' ? { ...field, value: email } : field))} button="Sign in" send=${send} close=${close} takes_focus />`;
  return html`<${PlainForm} key="code" fields=${[code]} button="Sign in" send=${send} takes_focus>
    <p>The password is right. <button type="button" class="text_button" onClick=${() => set_known(null)}>Sign in as somebody else</button></p>
  <//>`;
}
