// What the overview says while no contract is recorded: three doors into the product.

import { html, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { new_href } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { page_href } from '../lib/router.js';
import { may } from '../lib/session.js';
import { Icon } from '../components/icon.js';
import { EmptyState, ProblemList, announce_later } from '../components/states.js';

export function GettingStarted() {
  const { data } = use_resources({ setup: api_url('setup') });
  const [is_busy, set_busy] = useState(false);
  const [error, set_error] = useState(/** @type {any} */ (null));
  // Until the server says otherwise nothing is recorded at all.
  const may_load_sample = data?.setup.is_empty ?? true;

  async function load_sample() {
    set_busy(true);
    set_error(null);
    try {
      await send_json('POST', api_url('sample'));
      announce_later('The sample is loaded. It can be cleared from every page.');
      document.querySelector('h1')?.focus();
    } catch (fault) {
      set_error(fault);
      set_busy(false);
    }
  }

  if (!may('editor')) return html`<${EmptyState} title="No contracts are recorded yet"><p>Once an editor has recorded some, what must be decided by when stands here.</p><//>`;
  return html`<section aria-labelledby="doors">
    <h2 id="doors">No contracts are recorded yet. How would you like to begin?</h2>
    <ul class="doors">
      <li><${Icon} name="import" /><h3>Import a document or a sheet</h3>
        <p>Bring in what you have: an estate document, or a sheet of contracts, lines or anything else. You see what would be added before anything is.</p>
        <a class="button" href=${page_href('/import')}>Import</a></li>
      ${may_load_sample && html`<li><${Icon} name="overview" /><h3>Start from the sample</h3>
        <p>Look around in a made-up estate and try things out. It is marked on every page, and one click clears it.</p>
        <button type="button" class="button" disabled=${is_busy} onClick=${load_sample}>${is_busy ? 'Loading the sample…' : 'Load the sample'}</button></li>`}
      <li><${Icon} name="contracts" /><h3>Add the first contract</h3>
        <p>A title, how long it lasts and how much notice it needs are enough for its first renewal date.</p>
        <a class="button" href=${new_href('contracts')}>Add a contract</a></li>
    </ul>
    ${error && html`<div class="note alarm" role="alert"><p><strong>The sample was not loaded.</strong></p><${ProblemList} error=${error} /></div>`}
  </section>`;
}
