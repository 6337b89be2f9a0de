// A decision that somebody must take: by when, what happens otherwise, and what it is worth.

import { html } from 'htm/preact/standalone';
import { format_day, format_days_left, format_money, format_short_day } from '../lib/format.js';
import { page_href } from '../lib/router.js';
import { sees_money } from '../lib/session.js';
import { decision_words, field_label } from '../lib/words.js';
import { Silence } from './value.js';

/** @typedef {import('../types.js').NextDecision} NextDecision */
/** @typedef {import('../types.js').Position} Position */

/** What is to be decided. @param {NextDecision} decision */
export function decision_label(decision) {
  return decision_words[decision.kind]?.label ?? field_label(decision.kind);
}

/** The same in two words, where room is short. @param {NextDecision} decision */
export function decision_short_label(decision) {
  return decision_words[decision.kind]?.short ?? field_label(decision.kind);
}

/** The day to decide by and how far away it is. @param {{ decision: NextDecision, is_short?: boolean }} props */
export function DecideBy({ decision, is_short = false }) {
  const format = is_short ? format_short_day : format_day;
  return html`<span class="decide_by"><time datetime=${decision.decide_by}>${format(decision.decide_by)}</time>
    <span class="aside">${format_days_left(decision.days_left)}</span></span>`;
}

/**
 * What follows from the decision, in one line.
 * @param {{ decision: NextDecision, term_end?: import('../types.js').Interval | null, is_short?: boolean }} props
 *   `term_end` tells whether the day it takes effect is only the earliest there may be.
 */
export function Consequence({ decision, term_end, is_short = false }) {
  const format = is_short ? format_short_day : format_day;
  const words = decision_words[decision.kind];
  const is_earliest = term_end && term_end.first === decision.takes_effect && term_end.last !== term_end.first;
  const parts = [`${words?.takes_effect ?? 'Takes effect on'} ${format(decision.takes_effect)}${is_earliest ? ' at the earliest' : ''}`];
  if (decision.runs_until && words?.runs_until) parts.push(`${words.runs_until} ${format(decision.runs_until)}`);
  return html`<span class="consequence">${parts.join('; ')}</span>`;
}

/** What the decision is worth. Without charges on record that is not known. @param {{ decision: NextDecision, flags: string[] }} props */
export function AtStake({ decision, flags }) {
  if (!sees_money()) return html`<${Silence} silence="not_shown" />`;
  if (decision.cost_at_stake === null && flags.includes('no_charges')) return html`<${Silence} silence="unknown" />`;
  if (decision.cost_at_stake === null) return html`<span class="not_recorded">no sum at stake</span>`;
  return html`<span class="money strong">${format_money(decision.cost_at_stake)}</span>`;
}

/** When work on it must begin. @param {{ decision: NextDecision, on: string }} props */
export function StartBy({ decision, on }) {
  if (!decision.start_by) return html`<span class="not_recorded">no lead time recorded</span>`;
  const is_late = decision.start_by < on;
  return html`<span class=${is_late ? 'late' : undefined}>${format_day(decision.start_by)}${is_late ? ' (late)' : ''}</span>`;
}

/**
 * The next decisions as a list, soonest first.
 * @param {{ positions: (Position & { owner?: string | null })[], suppliers?: Record<string, string>, people?: Record<string, string>, on: string, actions?: (position: Position) => any }} props
 *   `actions` draws what can be done about each.
 */
export function DecisionList({ positions, suppliers = {}, people = {}, on, actions }) {
  return html`<ol class="decisions">
    ${positions.filter((position) => position.next_decision).map((position) => {
      const decision = /** @type {NextDecision} */ (position.next_decision);
      const supplier = position.supplier ? suppliers[position.supplier] ?? position.supplier : '';
      return html`<li key=${position.contract}>
        <div class="decision_when">
          <time datetime=${decision.decide_by}>${format_day(decision.decide_by)}</time>
          <span class="aside">${format_days_left(decision.days_left)}</span>
        </div>
        <div class="decision_what">
          <a class="decision_title" href=${page_href(`/contracts/${encodeURIComponent(position.contract)}`)}>${position.title ?? position.contract}</a>
          ${supplier && html` <span class="aside">${supplier}</span>`}
          ${position.owner && html` <span class="aside">Owner: ${people[position.owner] ?? position.owner}</span>`}
          <p><strong>${decision_label(decision)}.</strong> <${Consequence} decision=${decision} term_end=${position.term_end} />.
            ${decision.start_by && html` ${decision.start_by < on ? 'Work on it should have begun by' : 'Work on it must begin by'} <${StartBy} decision=${decision} on=${on} />.`}</p>
          ${actions?.(position)}
        </div>
        ${sees_money() && html`<div class="decision_worth">
          <${AtStake} decision=${decision} flags=${position.flags} />
          ${decision.runs_until && html`<span class="aside">${decision_words[decision.kind]?.at_stake ?? ''}</span>`}
        </div>`}
      </li>`;
    })}
  </ol>`;
}
