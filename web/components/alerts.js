// Alerts as a table: what is coming up, who was told of it and when, and what can be done about it.

import { html, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_day, format_days_left, format_how_many, format_instant, format_list, format_sentence, format_short_day, format_telephone } from '../lib/format.js';
import { person_name } from '../lib/person.js';
import { edit_href, record_href } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { page_href } from '../lib/router.js';
import { may } from '../lib/session.js';
import { decision_words } from '../lib/words.js';
import { Modal } from './modal.js';
import { PersonField } from './person.js';
import { Loaded, announce_later } from './states.js';
import { DataTable, use_id } from './table.js';

/** @typedef {import('../types.js').Alert} Alert */

/** How many are asked for at once: lines come by the hundred and are shown as one. */
export const alerts_most = 500;

/** @type {Record<string, string>} */
const milestone_words = { decide_by: 'Decide', start_by: 'Start preparing', price_rise: 'Price rise', end_of_support: 'End of support', pstn_switch_off: 'PSTN switch-off' };

/** @type {Record<string, [string, string]>} */
const state_words = { missed: ['alarm', 'Missed'], superseded: ['plain', 'Superseded'], ended: ['plain', 'Ended'], nobody_to_tell: ['alarm', 'Nobody to tell'] };

/** @param {Alert} alert */
export function what_words({ milestone, decision_kind }) {
  return (milestone === 'decide_by' && decision_kind && decision_words[decision_kind]?.short) || milestone_words[milestone] || milestone;
}

/** How long before a day alerts of it go out. @param {number[]} days */
export function ahead_words(days) {
  const before = days.filter((count) => count > 0);
  return [before.length > 0 && `${format_list(before.map(String))} days before`, days.includes(0) && 'on the day'].filter(Boolean).join(' and ');
}

/** @param {{ alert: Alert }} props */
export function SubjectLink({ alert }) {
  return html`<a href=${record_href(alert.subject_kind, alert.subject)}>${alert.subject_kind === 'lines' ? format_telephone(alert.title) : alert.title}</a>`;
}

/** What is one row: the alerts about one day of a record; of lines, of all whose day of that kind it is. @param {Alert[]} alerts */
function rows_of(alerts) {
  /** @type {Map<string, Alert[]>} */
  const rows = new Map();
  for (const alert of alerts) {
    const key = [alert.subject_kind === 'lines' ? '' : alert.subject, alert.subject_kind, alert.milestone, alert.milestone_on].join(' ');
    rows.set(key, [...rows.get(key) ?? [], alert]);
  }
  return [...rows.values()];
}

/** The newest of each record, which is the one to act on. @param {Alert[]} alerts */
function newest_of(alerts) {
  /** @type {Map<string, Alert>} */
  const newest = new Map();
  for (const alert of alerts) {
    const known = newest.get(alert.subject);
    if (!known || alert.offset_days < known.offset_days) newest.set(alert.subject, alert);
  }
  return [...newest.values()];
}

/**
 * @param {{ alerts: Alert[], caption: string, is_caption_hidden?: boolean, empty: string, is_preview?: boolean, has_subject?: boolean }} props
 *   What would be sent cannot be acted on yet.
 */
export function AlertTable({ alerts, caption, is_caption_hidden, empty, is_preview = false, has_subject = true }) {
  /** @type {import('./table.js').Column[]} */
  const columns = [
    { key: 'day', label: 'Day', show: ([alert]) => html`<time class="day" datetime=${alert.milestone_on}>${format_short_day(alert.milestone_on)}</time>
      <span class="aside block">${format_days_left(alert.days_left)}</span>` },
    { key: 'what', label: 'What', is_wide: true, show: (row) => html`<${What} alerts=${row} has_subject=${has_subject} />` },
    is_preview ? { key: 'told', label: 'Would be told', is_wide: true, show: (row) => html`<${Recipients} alerts=${row} />` }
      : { key: 'told', label: 'Told', is_wide: true, show: (row) => html`<${Told} alerts=${row} />` },
  ];
  if (!is_preview) columns.push({ key: 'seen', label: 'Seen by', is_wide: true, show: (row) => html`<${Seen} alerts=${newest_of(row)} />` });
  return html`<${DataTable} caption=${caption} is_caption_hidden=${is_caption_hidden} rows=${rows_of(alerts)} columns=${columns} empty=${empty} row_key=${(/** @type {Alert[]} */ row) => row[0].key} />`;
}

/** @param {{ alerts: Alert[], has_subject: boolean }} props */
function What({ alerts, has_subject }) {
  const records = newest_of(alerts);
  const told = alerts.filter((alert) => alert.state !== 'superseded');
  const offsets = [...new Set((told.length > 0 ? told : alerts).map((alert) => alert.offset_days))].sort((a, b) => b - a);
  const ahead = ahead_words(offsets);
  const [state] = [...new Set(records.map((alert) => alert.state))].map((name) => state_words[name]).filter(Boolean);
  return html`<strong>${what_words(records[0])}</strong>${state && html` <span class=${`badge tone_${state[0]}`}>${state[1]}</span>`}
    ${records.length > 1 ? html`<details class="more"><summary>${format_how_many(records.length, 'line')}</summary>
        <ul class="tight_list">${records.map((alert) => html`<li key=${alert.subject}><${SubjectLink} alert=${alert} /></li>`)}</ul></details>`
      : has_subject && html`<span class="block"><${SubjectLink} alert=${records[0]} /></span>`}
    ${ahead && html`<span class="aside block">Alert ${ahead}</span>`}`;
}

/** Where somebody to tell can be named. @param {{ alert: Alert }} props */
function NameSomebody({ alert }) {
  if (!may('editor')) return html`<span class="not_recorded">nobody</span>`;
  return html`<a class="block" href=${alert.subject_kind === 'contracts' ? edit_href('contracts', alert.subject) : edit_href('organisation', '')}>Name somebody to tell</a>`;
}

/** @param {{ alerts: Alert[] }} props */
function Recipients({ alerts }) {
  const addresses = [...new Set(alerts.flatMap((alert) => alert.recipients))];
  if (addresses.length === 0) return alerts[0].state === 'nobody_to_tell' ? html`<${NameSomebody} alert=${alerts[0]} />` : html`<span class="not_recorded">nobody more</span>`;
  return html`<ul class="tight_list">${addresses.map((address) => html`<li key=${address}>${address}</li>`)}</ul>
    ${alerts.some((alert) => alert.escalated) && html`<span class="aside">Not acknowledged, so others are told too</span>`}`;
}

/** To whom it went, and to whom it still has to go. @param {{ alerts: Alert[] }} props */
function Told({ alerts }) {
  const told = new Map(alerts.flatMap((alert) => alert.deliveries.map((delivery) => [`${delivery.mail} ${delivery.address}`, delivery])));
  const nobody = alerts.find((alert) => alert.state === 'nobody_to_tell');
  if (told.size === 0) return nobody ? html`<${NameSomebody} alert=${nobody} />` : html`<span class="not_recorded">nobody</span>`;
  return html`<ul class="tight_list">${[...told].map(([key, { name, address, is_sent, sent_at, is_escalation, mail, error, next_attempt_at }]) => html`<li key=${key}>
    ${mail === null || !may('finance') ? name ?? address : html`<a href=${page_href(`/alerts/mails/${mail}`)}>${name ?? address}</a>`}${is_escalation && ' as a deputy or recipient'}
    ${is_sent && sent_at ? html` <span class="aside">${format_instant(sent_at)}</span>`
      : html` <span class="badge tone_warn">Waiting</span><span class="aside block">${error && format_sentence(error)} ${next_attempt_at && `Next try: ${format_instant(next_attempt_at)}.`}</span>`}
  </li>`)}</ul>`;
}

/** Who has seen it, and what can be done. @param {{ alerts: Alert[] }} props the newest of each record */
function Seen({ alerts }) {
  const [asked, set_asked] = useState(/** @type {'' | 'acknowledgement' | 'snooze'} */ (''));
  const [error, set_error] = useState('');
  const [alert] = alerts;
  const seen = alerts.every((each) => each.acknowledged_at) && alert.acknowledged_at;
  const until = alert.snoozed_until;
  const about = html`<span class="visually_hidden"> ${what_words(alert)}: ${alerts.length > 1 ? format_how_many(alerts.length, 'line') : alert.title}</span>`;

  /** @param {string} method @param {string} what @param {any} [body] */
  async function act(method, what, body) {
    for (const [index, { id }] of alerts.entries()) {
      await send_json(method, api_url(`alerts/${id}/${what}`), body, { changes_nothing: index + 1 < alerts.length });
    }
    set_error('');
    announce_later(method === 'DELETE' ? 'Taken back.' : 'Recorded.');
  }
  /** @param {string} method @param {string} what @param {any} [body] */
  const try_to = (method, what, body) => act(method, what, body).catch((fault) => set_error(fault.detail || fault.message));

  return html`${seen && html`<span>${alert.acknowledged_by ?? 'Yes'} <span class="aside">${format_instant(seen)}</span></span>`}
    ${until && html`<span class="aside block">Snoozed until ${format_day(until)}</span>`}
    ${error && html`<p class="field_error" role="alert">${format_sentence(error)}</p>`}
    ${!may('editor') ? !seen && html`<span class="not_recorded">nobody</span>` : ['superseded', 'ended'].includes(alert.state) ? !seen && html`<span class="not_recorded">not needed</span>` : html`<div class="record_actions small">
      ${alert.decision_kind && html`<a class="text_button" href=${`${record_href('contracts', alert.subject)}#position`}>Decide${about}</a>`}
      <button type="button" class="text_button" onClick=${() => (seen ? try_to('DELETE', 'acknowledgement') : person_name() ? try_to('POST', 'acknowledgement', {}) : set_asked('acknowledgement'))}>${seen ? 'Take back' : 'Acknowledge'}${about}</button>
      <button type="button" class="text_button" onClick=${() => (until ? try_to('DELETE', 'snooze') : set_asked('snooze'))}>${until ? 'End snooze' : 'Snooze'}${about}</button>
    </div>`}
    ${asked && html`<${ActDialog} alert=${alert} what=${asked} act=${act} close=${() => set_asked('')} />`}`;
}

/** @param {string} day @param {number} days */
function days_after(day, days) {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** @param {{ alert: Alert, what: string, act: (method: string, what: string, body: any) => Promise<void>, close: () => void }} props */
function ActDialog({ alert, what, act, close }) {
  const is_snooze = what === 'snooze';
  const { milestone_on, days_left } = alert;
  const [until, set_until] = useState(days_after(milestone_on, (days_left > 0 ? Math.min(days_left, 7) : 7) - days_left));
  const [error, set_error] = useState(/** @type {any} */ (null));
  const id = use_id('until');
  const at_field = is_snooze && error?.problems?.[0]?.detail;
  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    act('POST', what, is_snooze ? { until } : {}).then(close, set_error);
  }
  return html`<${Modal} title=${`${is_snooze ? 'Snooze' : 'Acknowledge'}: ${what_words(alert)}`} close=${close}>
    <form class="stack" onSubmit=${submit} noValidate>
      <p>${is_snooze ? 'Nothing more is sent about it until that day. It counts as acknowledged.' : 'It says that somebody has seen it. The next alert about the same day goes out all the same.'}</p>
      ${is_snooze && html`<div class="field">
        <label for=${id}>Until</label>
        <input id=${id} type="date" value=${until} aria-invalid=${at_field ? 'true' : undefined} aria-describedby=${at_field ? `${id}_error` : undefined} onInput=${(/** @type {any} */ event) => set_until(event.currentTarget.value)} />
        ${at_field && html`<p class="field_error" id=${`${id}_error`} role="alert">${format_sentence(at_field)}</p>`}
      </div>`}
      ${error && !at_field && html`<div class="note alarm" role="alert"><p><strong>${error.message}</strong> ${format_sentence(error.detail ?? '')}</p></div>`}
      <${PersonField} />
      <p class="actions"><button class="button">${is_snooze ? 'Snooze' : 'Acknowledge'}</button>
        <button type="button" class="button quiet" onClick=${close}>Cancel</button></p>
    </form>
  <//>`;
}

/** What was raised about one record. @param {{ kind: string, id: string }} props */
export function AlertsSection({ kind, id }) {
  const resources = use_resources({ list: api_url('alerts', { kind, id, state: 'all', limit: alerts_most }) });
  return html`<section class="panel" aria-labelledby="alerts">
    <h2 id="alerts">Alerts</h2>
    <${Loaded} resources=${resources}>
      ${(/** @type {any} */ data) => html`<${AlertTable} alerts=${data.list.alerts} caption="Alerts about this record" is_caption_hidden empty="Nobody has been told of anything yet." has_subject=${false} />`}
    <//>
    <p class="panel_links"><a href=${page_href('/alerts')}>All alerts, and how they are sent</a></p>
  </section>`;
}
