// Where a contract would stand with what is being typed or decided, beside where it stands as recorded.

import { html } from 'htm/preact/standalone';
import { format_day, format_interval, format_money, format_sentence } from '../lib/format.js';
import { status_words } from '../lib/words.js';
import { decision_short_label } from './decision.js';

/** @typedef {import('../types.js').Position} Position */
/** @typedef {{ position: Position | null, spend: { this_year: import('../types.js').YearSpend, next_year: import('../types.js').YearSpend } | null }} Standing */

/** @param {Position | null | undefined} position */
function decision_words_of(position) {
  const decision = position?.next_decision;
  return decision ? `${decision_short_label(decision)} by ${format_day(decision.decide_by)}` : 'none';
}

/** @type {{ label: (standing: Standing) => string, show: (standing: Standing) => string | null }[]} */
const rows = [
  { label: () => 'Status', show: ({ position }) => position && (status_words[position.status]?.label ?? position.status) },
  { label: () => 'Next decision', show: ({ position }) => position && decision_words_of(position) },
  { label: () => 'At stake', show: ({ position }) => position && stake_words(position) },
  { label: () => 'Term ends', show: ({ position }) => (position?.term_end ? format_interval(position.term_end) : null) },
  { label: () => 'Committed until', show: ({ position }) => (position?.committed_until ? format_day(position.committed_until) : null) },
  { label: ({ spend }) => `Spend ${spend?.this_year.financial_year ?? 'this year'}`, show: ({ position, spend }) => sum_words(position, spend?.this_year) },
  { label: ({ spend }) => `Spend ${spend?.next_year.financial_year ?? 'next year'}`, show: ({ position, spend }) => sum_words(position, spend?.next_year) },
];

/** @param {Position} position */
function stake_words({ next_decision: decision, flags }) {
  if (decision?.cost_at_stake) return format_money(decision.cost_at_stake);
  return decision && flags.includes('no_charges') ? null : 'no sum';
}

/** Without charges a sum is not known, never nothing. @param {Position | null} position @param {import('../types.js').YearSpend | undefined} year */
function sum_words(position, year) {
  return !year || position?.flags.includes('no_charges') ? null : format_money(year.total);
}

/**
 * @param {{ after: Standing, before?: Standing | null, note?: string | null }} props
 */
export function Outcome({ after, before = null, note }) {
  return html`<div class="outcome">
    ${note && html`<p class="outcome_note">${format_sentence(note)}</p>`}
    <dl>
      ${rows.map(({ label, show }, index) => {
        const now = before ? show(before) ?? 'not known' : null;
        const then = show(after) ?? 'not known';
        const is_changed = now !== null && now !== then;
        return html`<div key=${index} class=${is_changed ? 'is_changed' : undefined}>
          <dt>${label(after)}</dt>
          <dd>${then}${is_changed && html` <span class="aside">was ${now}</span>`}</dd>
        </div>`;
      })}
    </dl>
  </div>`;
}

/** The same in one breath, for a screen reader. @param {Standing} standing */
export function outcome_words(standing) {
  if (!standing.position) return '';
  const spend = sum_words(standing.position, standing.spend?.this_year);
  return `Next decision: ${decision_words_of(standing.position)}. Spend this year: ${spend ?? 'not known'}.`;
}
