// Whether alerts are checked and go out: when they last were, what waits and why, and ways to try.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_day, format_instant, format_number, format_sentence } from '../lib/format.js';
import { page_href } from '../lib/router.js';
import { may } from '../lib/session.js';
import { late_words, waiting_words } from '../components/alert_health.js';
import { Figure } from '../components/figure.js';
import { use_id } from '../components/table.js';

/** How often a check that was asked for is looked at, in milliseconds, and how many times. */
const between_looks = 500;
const looks_most = 30;

/** @type {Record<string, string>} */
const trigger_words = { schedule: 'by itself', command: 'by command', page: 'when asked to' };

/** @param {{ status: any, look: () => void }} props `look` asks for everything on the page again */
export function AlertStatus({ status, look }) {
  const [asked, set_asked] = useState(/** @type {{ run: number, looks: number } | null} */ (null));
  const [words, set_words] = useState('');
  const { last_run: run, pending_count, nobody_to_tell_count, mail, webhook } = status;

  useEffect(() => {
    if (!asked) return undefined;
    const is_done = run?.finished_at && run.id !== asked.run;
    if (is_done || asked.looks > looks_most) {
      set_asked(null);
      set_words(is_done ? 'Checked just now.' : 'The check takes longer than usual. Look again in a while.');
      return undefined;
    }
    const timer = setTimeout(() => {
      set_asked({ ...asked, looks: asked.looks + 1 });
      look();
    }, between_looks);
    return () => clearTimeout(timer);
  }, [asked, run]);

  async function check() {
    set_words('');
    try {
      await send_json('POST', api_url('alerts/runs'), {}, { changes_nothing: true });
      set_asked({ run: run?.id, looks: 0 });
    } catch (fault) {
      set_words(/** @type {Error} */ (fault).message);
    }
  }

  return html`<section class="panel" aria-labelledby="working">
    <h2 id="working">Are they going out?</h2>
    ${status.is_late && html`<div class="note alarm" role="alert"><p><strong>${late_words(status)}</strong> Whatever came up since then, nobody was told of it. Check now; what was missed goes out then.</p></div>`}
    ${!status.enabled && html`<div class="note warn"><p>This server does not check by itself (alerts.enabled). Somebody has to run “telestate alerts send” each day.</p></div>`}
    ${mail.problem && html`<div class="note warn"><p><strong>No mail can be sent:</strong> ${format_sentence(mail.problem)} Alerts wait until then.</p></div>`}
    <div class="figures compact alert_figures">
      <${Figure} label="Last checked" tone=${status.is_late ? 'alarm' : undefined} value=${status.last_checked_at ? format_instant(status.last_checked_at) : 'Never'}
        note=${run && `For ${format_day(run.on)}, ${trigger_words[run.trigger]}`} />
      <${Figure} label="Next check" value=${status.next_run_at ? format_instant(status.next_run_at) : html`<span class="not_recorded">none</span>`} />
      <${Figure} label="Waiting" value=${format_number(pending_count)} note=${waiting_words(status) || 'Everything raised was sent'} href=${may('finance') ? page_href('/alerts/mails', { state: 'waiting' }) : undefined} />
      <${Figure} label="Nobody to tell" tone=${nobody_to_tell_count > 0 ? 'alarm' : undefined} value=${format_number(nobody_to_tell_count)} href=${page_href('/alerts', { state: 'nobody_to_tell' })}
        note=${nobody_to_tell_count > 0 ? 'Name an owner, or somebody for all' : 'Every alert has somebody to go to'} />
      <${Figure} label="Mail" value=${mail.is_set ? mail.host : 'Not set up'} note=${mail.is_set ? `Port ${mail.port}, from ${mail.from ?? 'nobody'}` : 'smtp.host in the configuration'} />
      <${Figure} label="Webhook" value=${webhook.is_set ? webhook.host : 'None'} note=${webhook.is_set ? undefined : 'alerts.webhook_url in the configuration'} />
    </div>
    ${may('editor') && html`<div class="alert_tries">
      <div class="actions"><button type="button" class="button" disabled=${Boolean(asked)} onClick=${check}>${asked ? 'Checking…' : 'Check now'}</button><span role="status">${words}</span></div>
      ${may('administrator') && html`<${TestMail} />`}
    </div>`}
  </section>`;
}

/** Sends a mail that says nothing, to see whether it arrives. */
function TestMail() {
  const [to, set_to] = useState('');
  const [is_busy, set_busy] = useState(false);
  const [answer, set_answer] = useState(/** @type {any} */ (null));
  const [error, set_error] = useState(/** @type {any} */ (null));
  const id = use_id('test_mail');
  const at_field = error?.problems?.[0]?.detail;
  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    set_busy(true);
    set_answer(null);
    set_error(null);
    try {
      set_answer((await send_json('POST', api_url('alerts/test-mail'), { to: to.trim() }, { changes_nothing: true })).body);
    } catch (fault) {
      set_error(fault);
    }
    set_busy(false);
  }
  return html`<form class="field" onSubmit=${send}>
    <label for=${id}>Send me a test mail</label>
    <div class="field_row"><input id=${id} autocomplete="email" inputmode="email" spellcheck=${false} value=${to} aria-invalid=${at_field ? 'true' : undefined} aria-describedby=${`${id}_words`}
        onInput=${(/** @type {any} */ event) => set_to(event.currentTarget.value)} />
      <button class="button quiet" disabled=${is_busy}>${is_busy ? 'Sending…' : 'Send'}</button></div>
    <p id=${`${id}_words`} role="status" class=${error || answer?.accepted === false ? 'field_error' : 'hint'}>
      ${error ? (at_field ? `This ${at_field}.` : format_sentence(error.detail || error.message))
        : answer && `${answer.accepted ? 'The mail server took it' : 'The mail was not taken'}: ${answer.code || ''} ${answer.words}`}</p>
  </form>`;
}
