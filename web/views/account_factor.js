// The second factor: switched on with a code from an app, its recovery codes shown once, switched off.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_number } from '../lib/format.js';
import { Copied } from '../components/copied.js';
import { Modal } from '../components/modal.js';
import { PlainForm } from '../components/plain_form.js';

const url = api_url('account/second-factor');
/** @type {import('../components/plain_form.js').PlainField} */
const password = { name: 'password', label: 'Your password', type: 'password', autocomplete: 'current-password' };

/** What a password is asked for: by which request, and what the dialog says. @type {Record<string, { method: string, url: string, title: string, words: string, button: string, is_danger?: boolean }>} */
const steps = {
  begin: { method: 'POST', url, title: 'Switch the second factor on', words: 'From then on signing in takes a code from an app on your telephone as well, such as Microsoft or Google Authenticator.', button: 'Go on' },
  renew: { method: 'POST', url: api_url('account/recovery-codes'), title: 'New recovery codes', words: 'The codes you have now stop working.', button: 'Make new codes' },
  end: { method: 'DELETE', url, title: 'Switch the second factor off', words: 'From then on the password alone is enough to sign in.', button: 'Switch it off', is_danger: true },
};

/** @param {{ account: any }} props */
export function SecondFactor({ account }) {
  const [step, set_step] = useState('');
  const [begun, set_begun] = useState(/** @type {{ secret: string, qr_svg: string } | null} */ (null));
  const [codes, set_codes] = useState(/** @type {string[] | null} */ (null));
  const asked = steps[step];
  /** @param {Record<string, string>} typed */
  async function go_on(typed) {
    const { body } = await send_json(asked.method, asked.url, typed, { changes_nothing: step === 'begin' });
    set_step('');
    if (step === 'begin') set_begun(body);
    if (step === 'renew') set_codes(body.recovery_codes);
    if (step === 'end') set_codes(null);
  }
  /** @param {Record<string, string>} typed */
  async function confirm(typed) {
    set_codes((await send_json('PUT', url, { code: typed.code.replace(/\s/g, '') })).body.recovery_codes);
    set_begun(null);
  }
  const left = account.recovery_codes_left;
  return html`<section class="panel" aria-labelledby="second_factor">
    <h2 id="second_factor">Second factor</h2>
    ${codes && html`<${RecoveryCodes} codes=${codes} close=${() => set_codes(null)} />`}
    ${begun ? html`<${Begun} begun=${begun} confirm=${confirm} cancel=${() => set_begun(null)} />`
      : account.has_second_factor ? html`
        <p>It is on: signing in takes a code from your app. ${left === 0 ? html`<strong>No recovery code is left.</strong>` : `${format_number(left)} recovery ${left === 1 ? 'code is' : 'codes are'} left, for when the app is not at hand.`}</p>
        <p class="actions"><button type="button" class="button quiet" onClick=${() => set_step('renew')}>New recovery codes</button>
          <button type="button" class="button quiet danger" onClick=${() => set_step('end')}>Switch it off</button></p>`
        : html`<p>It is off: the password alone is enough to sign in.</p>
          <p class="actions"><button type="button" class="button quiet" onClick=${() => set_step('begin')}>Switch it on</button></p>`}
    ${asked && html`<${Modal} title=${asked.title} close=${() => set_step('')}>
      <p>${asked.words}</p>
      <${PlainForm} fields=${[password]} button=${asked.button} is_danger=${asked.is_danger} send=${go_on} close=${() => set_step('')} takes_focus />
    <//>`}
  </section>`;
}

/** @param {{ begun: { secret: string, qr_svg: string }, confirm: (typed: Record<string, string>) => Promise<void>, cancel: () => void }} props */
function Begun({ begun, confirm, cancel }) {
  return html`<ol class="factor_steps">
    <li><p>Scan this with your authenticator app, or type the key into it.</p>
      <img class="qr" alt="QR code of the key" src=${`data:image/svg+xml,${encodeURIComponent(begun.qr_svg)}`} />
      <${Copied} label="Key" text=${begun.secret.replace(/(.{4})(?=.)/g, '$1 ')} /></li>
    <li><p>Type the six digits that the app shows.</p>
      <${PlainForm} fields=${[{ name: 'code', label: 'Code', autocomplete: 'one-time-code', inputmode: 'numeric', is_mono: true }]} button="Switch it on" send=${confirm} close=${cancel} takes_focus /></li>
  </ol>`;
}

/** Shown once: who keeps none of them is locked out with a lost telephone. @param {{ codes: string[], close: () => void }} props */
function RecoveryCodes({ codes, close }) {
  useEffect(() => document.getElementById('recovery_codes')?.focus(), []);
  return html`<div class="note warn recovery_codes">
    <h3 id="recovery_codes" tabindex="-1">Your recovery codes</h3>
    <p>Each lets you in once without the app. Keep them where you find them without your telephone. They are not shown again.</p>
    <${Copied} label="Recovery codes" text=${codes.join('\n')} rows=${codes.length}>
      <button type="button" class="button quiet" onClick=${() => print()}>Print</button>
      <button type="button" class="button" onClick=${close}>I have kept them</button><//>
  </div>`;
}
