// One mail as it was sent, or one call of the webhook.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_how_many, format_short_day } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { SubjectLink, what_words } from '../components/alerts.js';
import { PageHeader } from '../components/page_header.js';
import { ErrorNote, Loaded } from '../components/states.js';
import { MailState, mail_title } from './alerts.js';
import { RecordNotFound } from './not_found.js';

/** @param {{ id: string }} props */
export function MailView({ id }) {
  const path = `alerts/mails/${encodeURIComponent(id)}`;
  const resources = use_resources({ mail: api_url(path) });
  const { data, error, retry } = resources;
  if (error?.status === 404) return html`<${RecordNotFound} what="mail" id=${id} list="/alerts/mails" />`;
  if (error) return html`<${PageHeader} title="Mail" /><${ErrorNote} error=${error} retry=${retry} />`;
  return html`
    <${PageHeader} title=${data ? mail_title(data.mail) : 'Mail'} is_pending=${!data} eyebrow="Alerts, mail" />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ { mail }) => mail_title(mail)}>
      ${(/** @type {any} */ { mail }) => html`
        <section class="panel" aria-labelledby="envelope">
          <h2 id="envelope" class="visually_hidden">To whom and when</h2>
          <dl class="record_fields">
            <div><dt>To</dt><dd>${mail.address}</dd></div>
            <div><dt>State</dt><dd><${MailState} mail=${mail} /></dd></div>
            <div><dt>Message-ID</dt><dd>${mail.message_id}</dd></div>
            <div><dt>Alerts</dt><dd><details open=${mail.alerts.length <= 12}><summary>${format_how_many(mail.alerts.length, 'alert')}</summary>
              <ul>${mail.alerts.map((/** @type {any} */ alert) => html`<li key=${alert.id}>${format_short_day(alert.milestone_on)}, ${what_words(alert)}: <${SubjectLink} alert=${alert} /></li>`)}</ul></details></dd></div>
          </dl>
          ${mail.channel === 'mail' && mail.subject && html`<p class="panel_links"><a href=${api_url(`${path}/message`)} download>Download the mail (.eml)</a></p>`}
        </section>
        ${mail.html && html`<section class="panel" aria-labelledby="look">
          <h2 id="look">As it looks</h2>
          <iframe class="mail_look" title="The mail as it looks" src=${api_url(`${path}/html`)} sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
        </section>`}
        ${mail.plain && html`<section class="panel" aria-labelledby="text">
          <h2 id="text">${mail.html ? 'As plain text' : 'What is sent'}</h2>
          <pre>${mail.plain}</pre>
        </section>`}`}
    <//>`;
}
