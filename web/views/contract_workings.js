// How a contract's dates and sums were worked out, and what they come to.

import { html } from 'htm/preact/standalone';
import { format_day, format_money, format_sentence } from '../lib/format.js';
import { sees_money } from '../lib/session.js';
import { AtStake, Consequence, DecideBy, StartBy, decision_label } from '../components/decision.js';
import { SpendChart } from '../components/chart.js';
import { SpendFlags, has_charges, spend_columns } from '../components/spend_table.js';
import { DataTable } from '../components/table.js';
import { Field } from '../components/value.js';

/** @typedef {import('../types.js').Workings} Workings */
/** @typedef {import('../types.js').NextDecision} NextDecision */

/** @param {{ warnings: Workings['warnings'] }} props */
export function Warnings({ warnings }) {
  if (warnings.length === 0) return null;
  return html`<div class="note warn">
    <h3>Kept as recorded, but worth checking</h3>
    <ul>${warnings.map((warning, index) => html`<li key=${index}>${format_sentence(warning.message)}${warning.pointer && html` <code class="aside">${warning.pointer}</code>`}</li>`)}</ul>
  </div>`;
}

/** @param {{ workings: Workings }} props */
export function OpenDecisions({ workings }) {
  const { open_decisions, on } = workings;
  if (open_decisions.length === 0) return null;
  return html`<section class="panel" aria-labelledby="open_decisions">
    <h2 id="open_decisions">Decisions still open</h2>
    <${DataTable} caption="Decisions still open, soonest first" is_caption_hidden rows=${open_decisions} columns=${[
      { key: 'decide_by', label: 'Decide by', show: (/** @type {NextDecision} */ decision) => html`<${DecideBy} decision=${decision} />` },
      { key: 'what', label: 'What', show: (/** @type {NextDecision} */ decision) => html`${decision_label(decision)} <span class="aside block"><${Consequence} decision=${decision} term_end=${workings.position.term_end} /></span>` },
      { key: 'start_by', label: 'Begin work by', show: (/** @type {NextDecision} */ decision) => html`<${StartBy} decision=${decision} on=${on} />` },
      { key: 'at_stake', label: 'At stake', is_numeric: true, is_money: true, show: (/** @type {NextDecision} */ decision) => html`<${AtStake} decision=${decision} flags=${workings.position.flags} />` },
    ]} />
  </section>`;
}

/** @param {{ workings: Workings, contract: import('../types.js').Contract }} props */
export function SpendPerYear({ workings, contract }) {
  if (!sees_money()) return null;
  const { spend, on } = workings;
  const priced = spend.filter(has_charges);
  const title = `Spend per financial year, as at ${format_day(on)}`;
  return html`<section class="panel" aria-labelledby="spend">
    <h2 id="spend">Spend per year</h2>
    ${priced.length > 0 && html`<${SpendChart} title=${title} bars=${priced.map((year) => ({ ...year, label: year.financial_year }))}
      description=${priced.map((year) => `${year.financial_year}: ${format_money(year.committed)} committed, ${format_money(year.continuing)} continuing.`).join(' ')} />`}
    ${priced.length === 0 && spend.length > 0 ? html`<p class="empty_line">No spend can be worked out. <span class="empty_label">Charges</span> <${Field} of=${contract} path="charges" /></p>`
      : html`<${DataTable} caption=${title} is_caption_hidden rows=${spend} row_key=${(/** @type {any} */ year) => year.financial_year} empty="No spend can be worked out."
      columns=${[
        { key: 'year', label: 'Financial year', show: (/** @type {any} */ year) => html`${year.financial_year}<${SpendFlags} flags=${year.flags} />` },
        ...spend_columns(),
      ]} />`}
  </section>`;
}

/** @type {import('../components/table.js').Column[]} */
const step_columns = [
  { key: 'title', label: 'What', show: (step) => step.title },
  { key: 'working', label: 'From what is recorded', is_wide: true, show: (step) => step.working },
  { key: 'result', label: 'Result', show: (step) => html`<strong>${step.result}</strong>` },
];

/** @param {{ workings: Workings }} props */
export function WorkingsSection({ workings }) {
  const { steps, spend_steps, on } = workings;
  return html`<section class="panel" aria-labelledby="workings">
    <h2 id="workings">How this was worked out</h2>
    <p class="section_lead">Each step follows from the one before and from what is recorded, as at ${format_day(on)}.</p>
    <${DataTable} caption="Dates and decisions" rows=${steps} columns=${step_columns} empty="There is nothing to work out." />
    ${spend_steps.length > 0 && sees_money() && html`<${DataTable} caption="Spend this year" rows=${spend_steps} columns=${step_columns} />`}
  </section>`;
}
