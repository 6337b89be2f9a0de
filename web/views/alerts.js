// Alerts: whether they are checked and sent, what was raised, what was sent, and what would be sent on another day.

import { html, useState } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_day, format_how_many, format_instant, format_sentence } from '../lib/format.js';
import { edit_href } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { here_with, page_href, use_place } from '../lib/router.js';
import { may } from '../lib/session.js';
import { AlertTable, ahead_words, alerts_most } from '../components/alerts.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { Paging, empty_words, page_size, use_offset } from '../components/paging.js';
import { Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { AlertStatus } from './alert_status.js';
import { CalendarFeeds } from './alert_calendar.js';

/** @param {{ path: string }} props */
function Tabs({ path }) {
  const tabs = [['/alerts', 'What was raised'], ['/alerts/mails', 'Mails', 'finance'], ['/alerts/preview', 'What would be sent']].filter(([, , needs = 'viewer']) => may(needs));
  return html`<nav class="tabs" aria-label="Alerts"><ul>
    ${tabs.map(([href, label]) => html`<li key=${href}><a href=${page_href(href)} aria-current=${href === path ? 'page' : undefined}>${label}</a></li>`)}
  </ul></nav>`;
}

/** A choice of state, kept in the address. @param {{ choices: string[][], state: string }} props the first is the usual one */
function States({ choices, state }) {
  return html`<nav class="choices" aria-label="State">
    ${choices.map(([code, label], index) => html`<a key=${code} href=${here_with({ state: index ? code : null, offset: null })} aria-current=${code === state ? 'true' : undefined}>${label}</a>`)}
  </nav>`;
}

const views = [['open', 'Open'], ['unacknowledged', 'Not acknowledged'], ['pending', 'Waiting'], ['sent', 'Sent'], ['nobody_to_tell', 'Nobody to tell'], ['superseded', 'Superseded'], ['ended', 'Ended'], ['all', 'All']];

export function AlertsView() {
  const state = use_place().query.get('state') ?? 'open';
  const offset = use_offset();
  const [looks, set_looks] = useState(0);
  /** @type {Record<string, string>} */
  const urls = { list: api_url('alerts', { state, limit: alerts_most, offset }), status: api_url('alerts/status') };
  if (may('finance')) urls.feeds = api_url('calendar/feeds');
  const resources = use_resources(urls, String(looks));
  /** @param {any} list */
  const words_of = ({ total }) => `${format_how_many(total, 'alert')}, soonest day first`;
  return html`
    <${PageHeader} title="Alerts" lead="Who is told, and when, of what has to be decided; and whether it reached them." />
    <${Tabs} path="/alerts" />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(data.list)}>
      ${(/** @type {any} */ { list, status, feeds }) => html`
        <${AlertStatus} status=${status} look=${() => set_looks(looks + 1)} />
        <section class="panel" aria-labelledby="raised">
          <h2 id="raised">What was raised</h2>
          <${States} choices=${views} state=${state} />
          <div id="results" tabindex="-1" class="results_plain">
            <${AlertTable} alerts=${list.alerts} caption=${words_of(list)} empty=${empty_words(list.total, state === 'open' ? 'Nothing is open: no alert was raised about a day to come.' : 'There is no such alert.')} />
            <${Paging} offset=${offset} total=${list.total} size=${alerts_most} label="Pages of alerts" results="results" />
          </div>
        </section>
        <section class="panel" aria-labelledby="rules">
          <h2 id="rules">When alerts go out</h2>
          <p>${format_sentence(ahead_words(status.days))} Checked each day at ${status.run_at}, in the organisation’s time zone.</p>
          ${may('editor') && html`<p class="panel_links"><a href=${edit_href('organisation', '')}>Change the days for all</a>; those of one contract are in its own form, under “Edit”.</p>`}
        </section>
        ${feeds && html`<${CalendarFeeds} feeds=${feeds.feeds} />`}`}
    <//>`;
}

export function PreviewView() {
  const on = use_place().query.get('on');
  const resources = use_resources({ plan: api_url('alerts/preview', { on }) });
  const plan = resources.data?.plan;
  /** @param {any} plan */
  const words_of = ({ alerts, on: day }) => `${format_how_many(alerts.length, 'alert')} on ${format_day(day)}`;
  return html`
    <${PageHeader} title="What would be sent" eyebrow="Alerts" lead="What a check on a day would raise, as things are recorded now. Nothing is sent."><${AsAt} on=${plan?.on} label="Checked on" /><//>
    <${Tabs} path="/alerts/preview" />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => words_of(data.plan)}>
      ${(/** @type {any} */ data) => html`<div class="results"><${AlertTable} alerts=${data.plan.alerts} caption=${words_of(data.plan)} empty=${`Nothing would be sent on ${format_day(data.plan.on)}.`} is_preview /></div>`}
    <//>`;
}

/** What becomes of a mail. @type {Record<string, [string, string]>} */
export const mail_words = { waiting: ['warn', 'Waiting'], in_flight: ['warn', 'Under way'], sent: ['plain', 'Sent'], withdrawn: ['plain', 'No longer needed'] };

/** @param {any} mail */
export function mail_title({ subject, channel }) {
  return channel === 'webhook' ? 'Call of the webhook' : subject || 'Not written yet';
}

/** The state of a mail, since when and why. @param {{ mail: any }} props */
export function MailState({ mail }) {
  const [tone, label] = mail_words[mail.state];
  const is_over = ['sent', 'withdrawn'].includes(mail.state);
  return html`<span class=${`badge tone_${tone}`}>${label}</span> <span class="aside">${format_instant(mail.sent_at ?? mail.last_attempt_at ?? mail.created_at)}${mail.attempt_count > 1 && `, ${mail.attempt_count} attempts`}</span>
    ${mail.error && !is_over && html`<span class="aside block">${format_sentence(mail.error)}</span>`}
    ${mail.next_attempt_at && !is_over && html`<span class="aside block">Next try: ${format_instant(mail.next_attempt_at)}</span>`}
    ${mail.reply && html`<span class="aside block">The server said: ${mail.reply}</span>`}`;
}

export function MailsView() {
  const state = use_place().query.get('state') ?? 'all';
  const offset = use_offset();
  const resources = use_resources({ list: api_url('alerts/mails', { state, limit: page_size, offset }) });
  return html`
    <${PageHeader} title="Mails" eyebrow="Alerts" lead="Every mail and call that told somebody of alerts, as it was sent." />
    <${Tabs} path="/alerts/mails" />
    <${States} choices=${[['all', 'All'], ['waiting', 'Waiting'], ['sent', 'Sent']]} state=${state} />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ { list }) => format_how_many(list.total, 'mail')}>
      ${(/** @type {any} */ { list }) => html`<div id="results" tabindex="-1" class="results">
        <${DataTable} caption=${`${format_how_many(list.total, 'mail')}, newest first`} rows=${list.mails} row_key=${(/** @type {any} */ mail) => mail.id} empty=${empty_words(list.total, 'There is no such mail.')} columns=${[
          { key: 'subject', label: 'Mail', show: (/** @type {any} */ mail) => html`<a href=${page_href(`/alerts/mails/${mail.id}`)}>${mail_title(mail)}</a>` },
          { key: 'to', label: 'To', show: (/** @type {any} */ mail) => mail.address },
          { key: 'alerts', label: 'Alerts', is_numeric: true, show: (/** @type {any} */ mail) => mail.alert_count },
          { key: 'state', label: 'State', is_wide: true, show: (/** @type {any} */ mail) => html`<${MailState} mail=${mail} />` },
        ]} />
        <${Paging} offset=${offset} total=${list.total} label="Pages of mails" results="results" />
      </div>`}
    <//>`;
}
