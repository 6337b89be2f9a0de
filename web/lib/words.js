// What the server's codes are called on the pages, and what they mean to somebody who has not read the manual.

/** @typedef {{ label: string, meaning: string, tone: 'plain' | 'warn' | 'alarm' }} FlagWords */

/** @type {Record<string, FlagWords>} */
export const flag_words = {
  rolling: { label: 'Rolling', tone: 'plain', meaning: 'It runs on period after period until somebody gives notice.' },
  notice_unknown: { label: 'Notice period not recorded', tone: 'warn', meaning: 'Nobody has recorded how much notice must be given, so no deadline can be worked out.' },
  term_unknown: { label: 'Term not known', tone: 'warn', meaning: 'Nobody has recorded how long it lasts or how it ends, so no decision can be worked out.' },
  end_unknown: { label: 'End not known', tone: 'warn', meaning: 'No end can be worked out from what is recorded.' },
  end_imprecise: { label: 'End not exact', tone: 'plain', meaning: 'The end is recorded as a month, a quarter or a year. What must be done in time counts from its first day.' },
  start_assumed: { label: 'Start assumed', tone: 'warn', meaning: 'No start is recorded, so periods are counted from the calendar.' },
  overrun: { label: 'Out of contract', tone: 'alarm', meaning: 'It is past its end and perhaps still in use.' },
  notice_longer_than_term: { label: 'Notice longer than the term', tone: 'warn', meaning: 'The last day for notice lies before the term it would end.' },
  deadline_passed: { label: 'Deadline passed', tone: 'alarm', meaning: 'The day for notice in this term has passed, so the next term is already committed to.' },
  option_lapsed: { label: 'Option lapsed', tone: 'warn', meaning: 'The day to take up an extension has passed, so that option and those after it are gone.' },
  mixed_vat_bases: { label: 'Mixed VAT', tone: 'warn', meaning: 'Some of these sums include VAT and some do not; they are added up as stated.' },
  no_charges: { label: 'Charges not recorded', tone: 'warn', meaning: 'Nothing is recorded about what it costs, so it is missing from every total.' },
  pstn_at_risk: { label: 'Depends on the old phone network', tone: 'alarm', meaning: 'It pays for lines that stop working when the public switched telephone network is switched off.' },
  holidays_missing: { label: 'Bank holidays missing', tone: 'warn', meaning: 'A date falls outside the bank holidays held, so only weekends were allowed for.' },
};

/** @type {Record<string, { label: string, meaning: string }>} */
export const status_words = {
  pending: { label: 'Not started', meaning: 'Before its first day' },
  active: { label: 'Active', meaning: 'In its term' },
  overrun: { label: 'Out of contract', meaning: 'Past its end and perhaps still in use' },
  ended: { label: 'Ended', meaning: 'Ended by record' },
};

/** @type {Record<string, { label: string, short: string, takes_effect: string, runs_until: string, at_stake: string }>} */
export const decision_words = {
  give_notice: { label: 'Give notice, or let it run on', short: 'Give notice', takes_effect: 'With notice it ends on', runs_until: 'without, it runs on until', at_stake: 'if it runs on' },
  exercise_option: { label: 'Take up the extension, or let it go', short: 'Take up extension', takes_effect: 'Without it the contract ends on', runs_until: 'with it, on', at_stake: 'if it is taken up' },
  replace: { label: 'Replace it, or do without', short: 'Replace', takes_effect: 'It ends by itself on', runs_until: '', at_stake: '' },
  use_break: { label: 'Use the break, or let it pass', short: 'Use break', takes_effect: 'If used, it ends on', runs_until: '', at_stake: '' },
};

/** @type {Record<string, { label: string, meaning: string }>} */
export const silence_words = {
  unknown: { label: 'not known', meaning: 'Recorded as not known' },
  none: { label: 'none', meaning: 'Recorded as nothing at all' },
  not_applicable: { label: 'not applicable', meaning: 'The question does not arise' },
  not_held: { label: 'not held', meaning: 'We hold no record of it' },
  withheld: { label: 'withheld', meaning: 'Held, and exempt from release' },
  not_shown: { label: 'not shown', meaning: 'Your role does not see money' },
};

/** @type {Record<string, string>} */
export const term_kind_words = {
  fixed: 'Fixed: ends by itself unless an option is taken up',
  auto_renew: 'Renews itself unless notice is given in time',
  rolling: 'Rolling: period after period',
  perpetual: 'Perpetual: no end and no renewal',
  unknown: 'Not known',
};

/** @type {Record<string, string>} */
export const outcome_words = { renew: 'Let it run on', leave: 'Leave', replace: 'Replace' };

/** @type {Record<string, string>} */
export const vat_basis_words = { exclusive: 'Before VAT', inclusive: 'Including VAT', unknown: 'VAT basis not known' };

/** @type {Record<string, string>} */
export const grouping_words = { supplier: 'supplier', contract: 'contract', service: 'service', site: 'site', cost_centre: 'cost centre' };

/** What a list is narrowed down by, where that is not what the field is called. @type {Record<string, string>} */
export const filter_words = {
  flag: 'Flag', at_risk: 'At risk', owner: 'Owner', kind: 'Kind', origin: 'Where from', action: 'What was done',
};

/** Where a change came from. @type {Record<string, string>} */
export const origin_words = { page: 'on these pages', api: 'through the API', import: 'by import', sample: 'with the sample', undo: 'by undoing' };

/** What became of a record. @type {Record<string, string>} */
export const action_words = { added: 'Added', changed: 'Changed', deleted: 'Deleted', unchanged: 'Unchanged' };

/** @type {Record<string, { label: string, meaning: string }>} */
export const role_words = {
  viewer: { label: 'Viewer', meaning: 'reads everything but money' },
  finance: { label: 'Finance', meaning: 'sees and exports money too' },
  editor: { label: 'Editor', meaning: 'changes the estate' },
  administrator: { label: 'Administrator', meaning: 'looks after accounts, sending and backups' },
};

/** @type {Record<string, string>} */
const field_words = {
  id: 'Identifier', maker: 'Maker', class: 'Class of number', to: 'To', on: 'On', every: 'Charged', per: 'Per', vat: 'VAT',
  term: 'Term', renews_for: 'Renews for', notice: 'Notice', notice_expires: 'Notice may expire', kind: 'Kind',
  also_known_as: 'Also known as', public_facing: 'Open to the public', account_code: 'Account code', up_to: 'May be shorter',
  in_use: 'In use', as_at: 'As at', literal: 'In their words', executive: 'Executive', price_rises: 'Price rises',
  alert_days: 'Alert days before', deputies: 'Deputies', id_of: 'Identifier', first: 'First number', last: 'Last number',
};

/**
 * What a field of the estate document is called: "cost_centre" as "Cost centre".
 * @param {string} name
 */
export function field_label(name) {
  if (field_words[name]) return field_words[name];
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is wrong with a field, where the server says it in words of the document. @type {[RegExp, string][]} */
const fault_words = [
  [/has either "amount" or .* and not both/, 'Give either the amount, or how many and the price each, and not both'],
  [/has an "amount", or a "quantity"/, 'Give either the amount, or how many and the price each'],
  [/^"quantity" and "unit_price" come together/, 'Give both how many and the price each'],
  [/^a recurring charge says how often/, 'Say how often, such as 1 month or 1 year'],
  [/^"on" belongs to a one-off charge/, 'A charge that comes again and again has a first and a last day instead'],
  [/either "percent" or "price", and not both/, 'Give either by how many percent, or the new price'],
  [/^an auto_renew contract says for how long/, 'Say for how long it renews, such as 1 year'],
  [/^a rolling contract says its period/, 'Say how long a period is, such as 1 month'],
  [/^only an option with "up_to"/, 'Only an option that may be shorter can be taken up for a length of its own'],
];

/** Periods as the document writes them, wherever they are given as an example. @type {Record<string, string>} */
const example_words = { P1M: '1 month', P1Y: '1 year', P3M: '3 months', P6M: '6 months', P3Y: '3 years', P90D: '90 days' };

/** What the server found wrong with a field of a form, in the words of the form. @param {string} detail */
export function words_of_fault(detail) {
  const reference = /^"(.*)" cannot be the id of (an? (.+)); ids are /s.exec(detail);
  if (reference) return `No ${reference[3]} is called “${reference[1]}”: choose one from the list or add it`;
  const known = fault_words.find(([pattern]) => pattern.test(detail));
  return known ? known[1] : detail.replace(/"(P\d+[DMWY])"/g, (whole, period) => example_words[period] ?? whole);
}

/** @param {string} code @returns {FlagWords} */
export function words_of_flag(code) {
  return flag_words[code] ?? { label: field_label(code), meaning: '', tone: 'plain' };
}
