// What is recorded about a contract: key facts, term, decisions taken, charges, documents.

import { html } from 'htm/preact/standalone';
import { format_day, format_every, format_money, format_notice, format_number, format_percent, format_period } from '../lib/format.js';
import { field_state } from '../lib/fields.js';
import { field_label, outcome_words, term_kind_words, vat_basis_words, decision_words } from '../lib/words.js';
import { DataTable } from '../components/table.js';
import { Field, NotRecorded, Silence, Value, Withheld } from '../components/value.js';

/** @typedef {import('../types.js').Contract} Contract */
/** @typedef {import('../types.js').EstateRecord} EstateRecord */
/** @typedef {import('../types.js').Names} Names */

/** @param {{ label: any, is_wide?: boolean, children?: any }} props */
function Fact({ label, is_wide = false, children }) {
  return html`<div class=${is_wide ? 'wide' : undefined}><dt>${label}</dt><dd>${children}</dd></div>`;
}

const fact_paths = ['supplier', 'service', 'reference', 'owner', 'deputies', 'site', 'framework.name', 'framework.lot',
  'cost_centre', 'account_code', 'lead_time', 'ended_on', 'notes'];
/** @type {Record<string, string>} */
const fact_labels = { 'framework.name': 'Framework', 'framework.lot': 'Framework lot' };

/** @param {{ contract: Contract, names: Names }} props */
export function KeyFacts({ contract, names }) {
  return html`<section class="panel" aria-labelledby="facts">
    <h2 id="facts">Key facts</h2>
    <dl class="facts">
      ${fact_paths.map((path) => html`<${Fact} key=${path} label=${fact_labels[path] ?? field_label(path)} is_wide=${path === 'notes'}>
        <${Field} of=${contract} path=${path} names=${names} /><//>`)}
    </dl>
  </section>`;
}

/** Which fields of a term mean something for its kind. @type {Record<string, string[]>} */
const term_fields = {
  fixed: ['start', 'length', 'end', 'notice'],
  auto_renew: ['start', 'length', 'end', 'renews_for', 'notice'],
  rolling: ['start', 'period', 'notice', 'notice_expires'],
  perpetual: ['start', 'end'],
  unknown: ['start', 'end', 'notice'],
};

/** @param {{ contract: Contract }} props */
export function TermSection({ contract }) {
  const kind = contract.term?.kind ?? 'unknown';
  const recorded = ['start', 'length', 'end', 'renews_for', 'period', 'notice', 'notice_expires']
    .filter((name) => field_state(contract, `term.${name}`).value !== undefined || contract.silences?.[`term.${name}`]);
  const shown = [...new Set([...(term_fields[kind] ?? []), ...recorded])];
  return html`<section class="panel" aria-labelledby="term">
    <h2 id="term">Term</h2>
    <dl class="facts">
      <${Fact} label="Kind"><${Field} of=${contract} path="term.kind" show=${(/** @type {string} */ value) => term_kind_words[value] ?? value} /><//>
      ${shown.map((name) => html`<${Fact} key=${name} label=${field_label(name)}><${Field} of=${contract} path=${`term.${name}`} /><//>`)}
    </dl>
    <${Extensions} contract=${contract} />
    <${Breaks} contract=${contract} />
  </section>`;
}

/** A silence or a plain word where a list of a contract is empty. @param {{ contract: Contract, path: string, label: string }} props */
function EmptyList({ contract, path, label }) {
  const { silence, release } = field_state(contract, path);
  return html`<p class="empty_line"><span class="empty_label">${label}</span> ${silence ? html`<${Silence} silence=${silence} release=${release} />` : release ? html`<${Withheld} release=${release} />` : html`<${NotRecorded} />`}</p>`;
}

/** @param {{ contract: Contract }} props */
function Extensions({ contract }) {
  const extensions = contract.term?.extensions ?? [];
  if (extensions.length === 0) return contract.term?.kind === 'fixed' ? html`<${EmptyList} contract=${contract} path="term.extensions" label="Extensions" />` : null;
  return html`<${DataTable} is_compact caption="Options to extend, in order" rows=${extensions} columns=${[
    { key: 'number', label: 'Option', show: (/** @type {any} */ extension) => `Option ${extensions.indexOf(extension) + 1}` },
    { key: 'length', label: 'Length', show: (/** @type {any} */ extension) => `${extension.up_to ? 'up to ' : ''}${format_period(extension.length)}` },
    { key: 'notice', label: 'Notice', show: (/** @type {any} */ extension) => (extension.notice ? format_notice(extension.notice) : html`<span class="not_recorded">the contract’s</span>`) },
    { key: 'exercised_on', label: 'Taken up', show: (/** @type {any} */ extension) => (extension.exercised_on
      ? `${format_day(extension.exercised_on)}${extension.exercised_length ? `, for ${format_period(extension.exercised_length)}` : ''}`
      : html`<span class="not_recorded">not taken up</span>`) },
  ]} />`;
}

/** @param {{ contract: Contract }} props */
function Breaks({ contract }) {
  const breaks = contract.term?.breaks ?? [];
  if (breaks.length === 0) return ['fixed', 'auto_renew'].includes(contract.term?.kind ?? '') ? html`<${EmptyList} contract=${contract} path="term.breaks" label="Breaks" />` : null;
  return html`<${DataTable} is_compact caption="Breaks" rows=${breaks} columns=${[
    { key: 'on', label: 'Last day if used', show: (/** @type {any} */ entry) => format_day(entry.on) },
    { key: 'notice', label: 'Notice', show: (/** @type {any} */ entry) => (entry.notice ? format_notice(entry.notice) : html`<span class="not_recorded">the contract’s</span>`) },
  ]} />`;
}

/** @param {{ contract: Contract }} props */
export function TakenDecisions({ contract }) {
  const decisions = contract.decisions ?? [];
  return html`<section class="panel" aria-labelledby="decisions_taken">
    <h2 id="decisions_taken">Decisions taken</h2>
    ${decisions.length === 0 ? html`<${EmptyList} contract=${contract} path="decisions" label="Decisions" />`
      : html`<${DataTable} caption="Decisions taken" is_caption_hidden rows=${decisions} columns=${[
        { key: 'decided_on', label: 'Decided', show: (/** @type {any} */ decision) => format_day(decision.decided_on) },
        { key: 'kind', label: 'About', show: (/** @type {any} */ decision) => html`${decision_words[decision.kind]?.label ?? decision.kind}
          <span class="aside block">taking effect ${format_day(decision.takes_effect)}</span>` },
        { key: 'outcome', label: 'Outcome', show: (/** @type {any} */ decision) => html`${outcome_words[decision.outcome] ?? decision.outcome}
          ${decision.leaves_on && html`<span class="aside block">on ${format_day(decision.leaves_on)}</span>`}` },
        { key: 'note', label: 'Note', show: (/** @type {any} */ decision) => decision.note ?? html`<${NotRecorded} />` },
      ]} />`}
  </section>`;
}

/** @param {{ contract: Contract }} props */
export function ChargesSection({ contract }) {
  const charges = contract.charges ?? [];
  return html`<section class="panel" aria-labelledby="charges">
    <h2 id="charges">Charges</h2>
    ${charges.length === 0 ? html`<${EmptyList} contract=${contract} path="charges" label="Charges" />`
      : html`<${DataTable} caption="Charges as recorded" is_caption_hidden rows=${charges} row_key=${(/** @type {any} */ charge, /** @type {number} */ index) => charge.id ?? index} columns=${[
        { key: 'description', label: 'Charge', show: (/** @type {any} */ charge) => html`${charge.description || charge.id}
          ${charge.notes && html`<span class="aside block">${charge.notes}</span>`}` },
        { key: 'price', label: 'Price', is_numeric: true, is_money: true, show: (/** @type {any} */ charge) => html`<${Price} charge=${charge} />` },
        { key: 'when', label: 'When', show: (/** @type {any} */ charge) => html`<${When} charge=${charge} />` },
        { key: 'rises', label: 'Price rises', show: (/** @type {any} */ charge) => html`<${PriceRises} charge=${charge} />` },
        { key: 'vat', label: 'VAT', show: (/** @type {any} */ charge) => html`<${Vat} charge=${charge} />` },
        { key: 'coding', label: 'Cost centre', show: (/** @type {any} */ charge) => (charge.cost_centre
          ? html`<${Value} field="cost_centre" value=${charge.cost_centre} />` : html`<span class="not_recorded">the contract’s</span>`) },
      ]} />`}
  </section>`;
}

/** @param {{ charge: any }} props */
function Price({ charge }) {
  if (charge.quantity !== undefined && charge.unit_price !== undefined) {
    return html`<span class="money">${format_number(charge.quantity)} × ${format_money(charge.unit_price)}</span>`;
  }
  return html`<${Field} of=${charge} path="amount" />`;
}

/** @param {{ charge: any }} props */
function When({ charge }) {
  if (charge.kind === 'one_off') return html`Once, <${Field} of=${charge} path="on" />`;
  const span = [charge.from && `from ${format_day(charge.from)}`, charge.to && `to ${format_day(charge.to)}`].filter(Boolean).join(' ');
  return html`${charge.every ? html`<span class="first_letter">${format_every(charge.every)}</span>` : html`<${Field} of=${charge} path="every" />`}
    <span class="aside block">${span || 'no dates of its own'}</span>`;
}

/** @param {{ charge: any }} props */
function PriceRises({ charge }) {
  const rises = charge.price_rises ?? [];
  if (rises.length === 0 && charge.kind === 'one_off') return html`<${Silence} silence="not_applicable" />`;
  if (rises.length === 0) return html`<${Field} of=${charge} path="price_rises" />`;
  return html`<ul class="tight_list">${rises.map((/** @type {any} */ rise, /** @type {number} */ index) => html`<li key=${index}>
    ${format_day(rise.on)}: ${rise.percent !== undefined ? `${format_percent(rise.percent)}${rise.rounding === 'up' ? ', rounded up' : ''}` : rise.price === null ? 'a new price' : `to ${format_money(rise.price)}`}</li>`)}</ul>`;
}

/** @param {{ charge: any }} props */
function Vat({ charge }) {
  if (!charge.vat) return html`<${Field} of=${charge} path="vat" />`;
  const basis = vat_basis_words[charge.vat.basis] ?? charge.vat.basis;
  const is_unknown = charge.vat.basis === 'unknown';
  return html`<span class=${is_unknown ? 'silence' : undefined}>${basis ?? 'VAT basis not known'}</span>
    ${charge.vat.rate !== undefined && html` <span class="aside block">at ${format_percent(charge.vat.rate)}</span>`}`;
}

/** @param {{ contract: Contract }} props */
export function DocumentsSection({ contract }) {
  const documents = contract.documents ?? [];
  return html`<section class="panel" aria-labelledby="documents">
    <h2 id="documents">Documents</h2>
    ${documents.length === 0 ? html`<${EmptyList} contract=${contract} path="documents" label="Documents" />`
      : html`<ul class="simple_list">${documents.map((document, index) => html`<li key=${index}>
        <span>${document.title || html`<span class="not_recorded">untitled</span>`}</span>
        ${document.url && html`<span class="aside"><${Value} field="url" value=${document.url} /></span>`}</li>`)}</ul>`}
  </section>`;
}
