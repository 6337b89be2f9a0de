// The form of a contract, grouped the way people think of one.

/** @typedef {import('./form_fields.js').FormField} FormField */

import { format_money, format_period, format_day, is_day } from '../lib/format.js';
import { decision_words, outcome_words } from '../lib/words.js';
import { service_choices } from './choices.js';

/** @param {...string} kinds @returns {(contract: any) => boolean} */
const term_is = (...kinds) => (contract) => kinds.includes(contract.term?.kind ?? 'unknown');

/** @type {FormField[]} */
const price_rise_fields = [
  { path: 'on', label: 'From', kind: 'date' },
  { path: 'percent', label: 'By percent', kind: 'percent', hint: '3.9%', when: (rise) => rise.price === undefined },
  { path: 'price', label: 'Or to the price', kind: 'money', when: (rise) => rise.percent === undefined },
  { path: 'rounding', label: 'Rounded', kind: 'choice', choices: [['half_up', 'To the nearest penny'], ['up', 'Up']], when: (rise) => rise.percent !== undefined },
];

/** @type {FormField[]} */
const charge_fields = [
  { path: 'description', label: 'What for', hint: 'Rental, support, installation' },
  { path: 'kind', label: 'How often', kind: 'choice', choices: [['recurring', 'Again and again'], ['one_off', 'Once']] },
  { path: 'amount', label: 'Amount', kind: 'money', hint: '£14,400, or −£50 for a credit', when: (charge) => charge.unit_price === undefined },
  { path: 'every', label: 'Every', kind: 'period', hint: '1 month, quarterly, annually', when: (charge) => charge.kind !== 'one_off' },
  { path: 'on', label: 'On', kind: 'date', when: (charge) => charge.kind === 'one_off' },
  { path: 'quantity', label: 'How many', kind: 'money', hint: 'Instead of an amount', when: (charge) => charge.amount === undefined },
  { path: 'unit_price', label: 'Price each', kind: 'money', when: (charge) => charge.amount === undefined },
  { path: 'from', label: 'From', kind: 'date', hint: 'Blank: from the start', when: (charge) => charge.kind !== 'one_off' },
  { path: 'to', label: 'To', kind: 'date', hint: 'Blank: until the end', when: (charge) => charge.kind !== 'one_off' },
  { path: 'vat.basis', label: 'VAT', kind: 'choice', choices: [['exclusive', 'Before VAT'], ['inclusive', 'Including VAT'], ['unknown', 'Not known which']] },
  { path: 'vat.rate', label: 'VAT rate', kind: 'percent', hint: '20%' },
  { path: 'cost_centre', label: 'Cost centre', hint: 'Where it is not the contract’s', is_rare: true },
  { path: 'account_code', label: 'Account code', is_rare: true },
  { path: 'site', label: 'Site', kind: 'reference', of: 'sites', is_rare: true },
  { path: 'notes', label: 'Notes', kind: 'long', is_wide: true, is_rare: true },
  {
    path: 'price_rises', label: 'Price rises', kind: 'list', item: 'Price rise', fields: price_rise_fields, is_wide: true,
    when: (charge) => charge.kind !== 'one_off',
  },
];

/** @type {FormField[]} */
const decision_fields = [
  { path: 'kind', label: 'Which decision', kind: 'choice', choices: Object.entries(decision_words).map(([code, words]) => [code, words.label]) },
  { path: 'takes_effect', label: 'Taking effect on', kind: 'date' },
  { path: 'outcome', label: 'What was decided', kind: 'choice', choices: Object.entries(outcome_words) },
  { path: 'decided_on', label: 'Decided on', kind: 'date' },
  { path: 'leaves_on', label: 'Leaving on', kind: 'date', when: (decision) => ['leave', 'replace'].includes(decision.outcome) },
  { path: 'note', label: 'Note', kind: 'long', is_wide: true },
];

/** @param {any} charge */
function charge_title(charge) {
  const amount = charge.amount && /^-?[\d.]+$/.test(charge.amount) ? format_money(charge.amount) : charge.amount;
  return [charge.description, amount].filter(Boolean).join(', ');
}

/** @type {import('./form_fields.js').Form} */
export const contract_form = {
  kind: 'contracts',
  has_annotations: true,
  blank: { term: { kind: 'unknown' } },
  groups: [
    {
      title: 'What is it',
      fields: [
        { path: 'title', label: 'Title', is_wide: true, hint: 'What your organisation calls it' },
        { path: 'supplier', label: 'Supplier', kind: 'reference', of: 'suppliers' },
        { path: 'service', label: 'Service', kind: 'code', choices: service_choices },
        { path: 'reference', label: 'Reference', hint: 'Yours or the supplier’s contract number' },
        { path: 'site', label: 'Site', kind: 'reference', of: 'sites', hint: 'Where it is for one site alone' },
        { path: 'framework.name', label: 'Framework' },
        { path: 'framework.lot', label: 'Framework lot' },
        { path: 'framework.reference', label: 'Framework reference' },
      ],
    },
    {
      title: 'How long',
      lead: 'Write dates and periods as you would say them: Oct 24, 3 years + 1 + 1, 90 days, Q4 2020-21.',
      fields: [
        {
          path: 'term.kind', label: 'How does it end?', kind: 'choice', is_wide: true, blank_choice: 'unknown', choices: [
            ['fixed', 'Ends by itself'], ['auto_renew', 'Renews itself unless we give notice'], ['rolling', 'Runs on period by period'],
            ['perpetual', 'No end'], ['unknown', 'Not known'],
          ],
        },
        { path: 'term.start', label: 'Start', kind: 'date', hint: '1 April 2023, Oct 24' },
        { path: 'term.length', label: 'Length', kind: 'period', hint: '3 years, or 3 years + 1 + 1 with options', when: term_is('fixed', 'auto_renew', 'unknown') },
        { path: 'term.end', label: 'End', kind: 'date', hint: 'Where it is stated; else it follows from start and length', when: term_is('fixed', 'auto_renew', 'unknown') },
        { path: 'term.renews_for', label: 'Renews for', kind: 'period', hint: '1 year', when: term_is('auto_renew') },
        { path: 'term.period', label: 'Period', kind: 'period', hint: '1 month, quarterly', when: term_is('rolling') },
        { path: 'term.notice', label: 'Notice', kind: 'notice', hint: '90 days, 3 months, 10 working days, none', when: term_is('fixed', 'auto_renew', 'rolling', 'unknown') },
        { path: 'term.notice_expires', label: 'Notice may run out', kind: 'choice', choices: [['term_end', 'At the end of a period'], ['any_day', 'On any day']], when: term_is('rolling') },
        {
          path: 'term.extensions', label: 'Options to extend', kind: 'list', item: 'Option', is_wide: true, when: term_is('fixed'),
          item_title: (option) => option.length && format_period(option.length),
          fields: [
            { path: 'length', label: 'Length', kind: 'period', hint: '1 year' },
            { path: 'up_to', label: 'May be shorter', kind: 'yes_no' },
            { path: 'notice', label: 'Notice', kind: 'notice', hint: 'Where it is not the contract’s' },
            { path: 'exercised_on', label: 'Taken up on', kind: 'date' },
            { path: 'exercised_length', label: 'Taken up for', kind: 'period', when: (option) => option.up_to === true },
          ],
        },
        {
          path: 'term.breaks', label: 'Breaks', kind: 'list', item: 'Break', is_wide: true, when: term_is('fixed', 'auto_renew'),
          item_title: (entry) => entry.on && is_day(entry.on) && format_day(entry.on),
          fields: [{ path: 'on', label: 'Last day if it is used', kind: 'date' }, { path: 'notice', label: 'Notice', kind: 'notice' }],
        },
        { path: 'lead_time', label: 'Time needed to replace it', kind: 'period', hint: '6 months' },
        { path: 'ended_on', label: 'Ended on', kind: 'date', hint: 'Only when it is over' },
      ],
    },
    {
      title: 'What does it cost',
      fields: [
        {
          path: 'charges', label: 'Charges', kind: 'list', item: 'Charge', item_title: charge_title, fields: charge_fields, is_wide: true, has_silences: true,
          blank_item: { kind: 'recurring' },
        },
        { path: 'cost_centre', label: 'Cost centre' },
        { path: 'account_code', label: 'Account code' },
      ],
    },
    {
      title: 'Who owns it',
      fields: [
        { path: 'owner', label: 'Owner', kind: 'reference', of: 'people' },
        { path: 'deputies', label: 'Deputies', kind: 'references', of: 'people', item: 'Deputy' },
        { path: 'alert_days', label: 'Alert how many days before', kind: 'days', hint: '180, 90, 30; blank for the usual days' },
      ],
    },
    {
      title: 'Decisions taken',
      fields: [{ path: 'decisions', label: 'Decisions taken', kind: 'list', item: 'Decision', fields: decision_fields, is_wide: true }],
    },
    {
      title: 'Papers and notes',
      fields: [
        {
          path: 'documents', label: 'Documents', kind: 'list', item: 'Document', is_wide: true, item_title: (document) => document.title,
          fields: [{ path: 'title', label: 'Title' }, { path: 'url', label: 'Web address', hint: 'Beginning with https' }],
        },
        { path: 'notes', label: 'Notes', kind: 'long', is_wide: true },
      ],
    },
  ],
};
