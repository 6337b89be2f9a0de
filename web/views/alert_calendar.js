// The calendars to subscribe to: their addresses, made, copied, renewed and deleted.

import { html, useRef, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_day, format_sentence } from '../lib/format.js';
import { may } from '../lib/session.js';
import { Combobox } from '../components/combobox.js';
import { copy_from } from '../components/copied.js';
import { Modal } from '../components/modal.js';
import { announce_later } from '../components/states.js';

/** @param {{ feeds: any[] }} props */
export function CalendarFeeds({ feeds }) {
  const [person, set_person] = useState('');
  const [error, set_error] = useState('');
  /** @param {Event} event */
  function make(event) {
    event.preventDefault();
    set_error('');
    send_json('POST', api_url('calendar/feeds'), person ? { owner: person } : {}).then(
      () => { set_person(''); announce_later('The calendar was made.'); },
      (fault) => set_error(fault.problems[0]?.detail || fault.detail || fault.message),
    );
  }
  return html`<section class="panel" aria-labelledby="calendar">
    <h2 id="calendar" tabindex="-1">Calendar feed</h2>
    <p class="section_lead">Every day that something has to be decided, as a calendar in Outlook, Google or Apple. Who knows the address can read it.</p>
    ${feeds.length > 0 && html`<ul class="feeds">${feeds.map((feed) => html`<li key=${feed.id}><${Feed} feed=${feed} /></li>`)}</ul>`}
    ${may('editor') && html`<form class="field_row feed_form" onSubmit=${make}>
      <div class="field"><${Combobox} kind="people" label="Whose contracts; blank for everything" value=${person} on_change=${set_person} /></div>
      <button class="button quiet">Make a calendar</button>
    </form>`}
    ${error && html`<p class="field_error" role="alert">${format_sentence(error)}</p>`}
    <details class="more"><summary>How to subscribe</summary>
      <ul class="tight_list">
        <li><strong>Outlook:</strong> Calendar, Add calendar, Subscribe from web; paste the address.</li>
        <li><strong>Google:</strong> Other calendars, +, From URL; paste the address. Google must be able to reach this server.</li>
        <li><strong>Apple:</strong> File, New Calendar Subscription; paste the address.</li>
      </ul></details>
  </section>`;
}

/** @param {{ feed: any }} props */
function Feed({ feed }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [asked, set_asked] = useState('');
  const [error, set_error] = useState('');
  const name = feed.owner ? feed.owner_name ?? feed.owner : 'Everything';
  const about = html`<span class="visually_hidden"> the calendar of ${name}</span>`;
  const is_renewal = asked === 'POST';

  function go_on() {
    send_json(asked, api_url(`calendar/feeds/${feed.id}${is_renewal ? '/renewal' : ''}`), is_renewal ? {} : undefined).then(() => set_asked(''), (fault) => set_error(fault.message));
  }
  return html`<label><span class="strong">${name}</span> <span class="aside">${feed.renewed_at ? `address of ${format_day(feed.renewed_at.slice(0, 10))}` : `made on ${format_day(feed.created_at.slice(0, 10))}`}</span>
      <input ref=${input} readonly value=${new URL(feed.url, location.href).href} /></label>
    <div class="record_actions small">
      <button type="button" class="text_button" onClick=${() => copy_from(input.current, 'The address was copied.')}>Copy${about}</button>
      ${may('editor') && html`<button type="button" class="text_button" onClick=${() => set_asked('POST')}>Renew${about}</button>
        <button type="button" class="text_button danger" onClick=${() => set_asked('DELETE')}>Delete${about}</button>`}
    </div>
    ${asked && html`<${Modal} title=${is_renewal ? 'Give it a new address?' : 'Delete this calendar?'} close=${() => set_asked('')}>
      <p>The old address stops working at once. Whoever subscribed to it ${is_renewal ? 'has to subscribe to the new one' : 'sees nothing more'}.</p>
      ${error && html`<p class="field_error" role="alert">${error}</p>`}
      <p class="actions"><button type="button" class=${`button${is_renewal ? '' : ' danger'}`} onClick=${go_on}>${is_renewal ? 'Renew' : 'Delete'}</button>
        <button type="button" class="button quiet" onClick=${() => set_asked('')}>Leave it as it is</button></p>
    <//>`}`;
}
