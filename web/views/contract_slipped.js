// A contract that slid past its day says so first of all, with what that costs now.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_day, format_days_left, format_money } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { use_place } from '../lib/router.js';
import { sees_money } from '../lib/session.js';

const slipped_flags = ['deadline_passed', 'option_lapsed', 'overrun'];

/** @param {{ position: import('../types.js').Position, on: string }} props */
export function SlippedNote({ position, on }) {
  const has_slipped = position.status !== 'ended' && position.flags.some((flag) => slipped_flags.includes(flag));
  return has_slipped ? html`<${Slipped} position=${position} on=${on} />` : null;
}

/** @param {{ position: import('../types.js').Position, on: string }} props */
function Slipped({ position }) {
  const asked = use_place().query.get('on');
  const { data } = use_resources({ overview: api_url('overview', { on: asked }) });
  /** @param {any[] | undefined} items */
  const own = (items) => items?.find((item) => item.contract === position.contract);
  const missed = own(data?.overview.missed?.items)?.missed;
  const since_end = own(data?.overview.overrun)?.cost_since_end;
  if (missed) {
    return html`<section class="note alarm slipped" aria-label="A missed day">
      <h2>${missed.out_of_contract_since ? `Out of contract since ${format_day(missed.out_of_contract_since)}` : 'The day for notice has passed'}</h2>
      <p>${missed.decide_by && `It had to be decided by ${format_day(missed.decide_by)}, ${format_days_left(-missed.days_ago)}, and nothing is recorded. `}
        ${missed.now_runs_until && `It now runs until ${format_day(missed.now_runs_until)}`}${missed.now_runs_until && (missed.cost ? html`, at a cost of <strong>${format_money(missed.cost)}</strong>.` : sees_money() ? '; what that costs is not known.' : '.')}
        ${!missed.now_runs_until && missed.cost && html`Since then it has cost <strong>${format_money(missed.cost)}</strong>.`}</p>
    </section>`;
  }
  if (position.flags.includes('overrun')) {
    return html`<section class="note alarm slipped" aria-label="Out of contract">
      <h2>${position.term_end ? `Out of contract since ${format_day(position.term_end.last)}` : 'Out of contract'}</h2>
      <p>It may still be in use and paid for.${since_end ? html` At the recorded charges it has cost <strong>${format_money(since_end)}</strong> since.` : ''}</p>
    </section>`;
  }
  return null;
}
