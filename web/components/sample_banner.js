// Says on every page that what is shown is the sample, and clears it.

import { html, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { use_resources } from '../lib/resources.js';
import { navigate } from '../lib/router.js';
import { may } from '../lib/session.js';
import { ProblemList, announce_later } from './states.js';

/** @param {{ occasion: string }} props */
export function SampleBanner({ occasion }) {
  const { data } = use_resources({ setup: api_url('setup') }, occasion);
  const [is_busy, set_busy] = useState(false);
  const [error, set_error] = useState(/** @type {any} */ (null));
  if (!data?.setup.sample) return null;

  async function clear() {
    set_busy(true);
    set_error(null);
    try {
      await send_json('DELETE', api_url('sample'));
      announce_later('The sample is cleared.');
      navigate('/');
    } catch (fault) {
      set_error(fault);
    }
    set_busy(false);
  }

  return html`<section class="sample_banner" aria-label="Sample">
    <p><strong>This is the sample.</strong> Its organisation, contracts and figures are made up, to look around in and to try things out.</p>
    ${may('editor') && html`<button type="button" class="button quiet" disabled=${is_busy} onClick=${clear}>${is_busy ? 'Clearing…' : 'Clear the sample'}</button>`}
    ${error && html`<div class="sample_error" role="alert"><p><strong>The sample was not cleared.</strong></p><${ProblemList} error=${error} /></div>`}
  </section>`;
}
