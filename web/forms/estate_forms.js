// The forms of every kind of record but a contract.

import { class_choices, hosting_choices, measure_choices, number_status_choices, platform_kind_choices, purpose_choices, role_choices, service_choices, technology_choices, usage_choices } from './choices.js';
import { contract_form } from './contract_form.js';

/** @typedef {import('./form_fields.js').Form} Form */
/** @typedef {import('./form_fields.js').FormField} FormField */

/** @type {FormField} */
const notes = { path: 'notes', label: 'Notes', kind: 'long', is_wide: true };
/** @param {string} path @param {string} label @param {string} of @returns {FormField} */
const reference = (path, label, of) => ({ path, label, kind: 'reference', of });
const contract = reference('contract', 'Contract', 'contracts');
const platform = reference('platform', 'Platform', 'platforms');
const site = reference('site', 'Site', 'sites');
const provider = reference('provider', 'Provider', 'suppliers');

/** A count with what was counted and when. @param {string} path @param {string} label @returns {FormField[]} */
const count = (path, label) => [
  { path, label, kind: 'count', hint: '190, about 190, at least 200' },
  { path: `${path}.measure`, label: `${label}: counted in`, kind: 'code', choices: measure_choices, when: (record) => has_count(record[path]) },
  { path: `${path}.as_at`, label: `${label}: counted on`, kind: 'date', when: (record) => has_count(record[path]) },
];

/** @param {any} value */
const has_count = (value) => value !== undefined && value !== '';

/** @param {string} path @param {string} label @returns {FormField[]} */
const contact = (path, label) => [
  { path: `${path}.name`, label, hint: 'Name' },
  { path: `${path}.email`, label: `${label}: mail address` },
  { path: `${path}.phone`, label: `${label}: telephone` },
];

/** @type {Record<string, Form>} */
export const forms = {
  contracts: contract_form,
  organisation: {
    kind: 'organisation', has_annotations: true, groups: [
      { title: 'Who you are', fields: [{ path: 'name', label: 'Name', is_wide: true }, { path: 'address', label: 'Address', kind: 'long', is_wide: true }, { path: 'public_body', label: 'Public body', kind: 'yes_no', hint: 'Public bodies should not open 084, 087 or 09 numbers to the public' }] },
      { title: 'How figures are worked out', fields: [
        { path: 'financial_year_start', label: 'The financial year starts on', hint: 'Month and day: 04-01' },
        { path: 'bank_holidays', label: 'Bank holidays', kind: 'choice', choices: [['england-and-wales', 'England and Wales'], ['scotland', 'Scotland'], ['northern-ireland', 'Northern Ireland']] },
        { path: 'currency', label: 'Currency', hint: 'GBP' },
        { path: 'time_zone', label: 'Time zone', hint: 'Europe/London' },
      ] },
      { title: 'Who is told', fields: [{ path: 'alert_recipients', label: 'Mail addresses for alerts nobody else gets', kind: 'texts', hint: 'One on each line' },
        { path: 'alert_days', label: 'Alert how many days before', kind: 'days', hint: '180, 90, 30; replaces the usual days, and a contract may state its own' }, notes] },
    ],
  },
  suppliers: {
    kind: 'suppliers', has_annotations: true, groups: [
      { title: 'Who is it', fields: [{ path: 'name', label: 'Name' }, { path: 'company_number', label: 'Company number' }, { path: 'also_known_as', label: 'Also known as', kind: 'texts', hint: 'One on each line' }] },
      { title: 'Whom to ask', fields: [...contact('account_manager', 'Account manager'), ...contact('support', 'Support')] },
      { title: 'Notes', fields: [notes] },
    ],
  },
  sites: {
    kind: 'sites', has_annotations: true, groups: [
      { title: 'Where is it', fields: [{ path: 'name', label: 'Name' }, { path: 'postcode', label: 'Postcode' }, { path: 'address', label: 'Address', kind: 'long', is_wide: true }, notes] },
    ],
  },
  people: {
    kind: 'people', has_annotations: true, groups: [
      { title: 'Who is it', fields: [{ path: 'name', label: 'Name' }, { path: 'job_title', label: 'Job title' }, { path: 'email', label: 'Mail address' }, { path: 'phone', label: 'Telephone' },
        { path: 'executive', label: 'Executive', kind: 'yes_no', hint: 'A director or the like' }, notes] },
    ],
  },
  responsibilities: {
    kind: 'responsibilities', has_annotations: false, groups: [
      { title: 'Who answers for what', fields: [reference('person', 'Person', 'people'), { path: 'service', label: 'Service', kind: 'code', choices: service_choices }, { path: 'role', label: 'Role', kind: 'code', choices: role_choices }, notes] },
    ],
  },
  platforms: {
    kind: 'platforms', has_annotations: true, groups: [
      { title: 'What is it', fields: [{ path: 'product', label: 'Product' }, { path: 'kind', label: 'Kind', kind: 'code', choices: platform_kind_choices }, { path: 'service', label: 'Service', kind: 'code', choices: service_choices },
        reference('maker', 'Maker', 'suppliers'), { path: 'version', label: 'Version' }, { path: 'end_of_support', label: 'End of support', kind: 'date' }] },
      { title: 'Where and under what', fields: [{ path: 'hosting', label: 'Hosting', kind: 'code', choices: hosting_choices }, site, contract] },
      { title: 'Notes', fields: [notes] },
    ],
  },
  lines: {
    kind: 'lines', has_annotations: true, groups: [
      { title: 'What is it', fields: [{ path: 'technology', label: 'Technology', kind: 'choice', choices: technology_choices }, { path: 'purpose', label: 'Purpose', kind: 'choice', choices: purpose_choices },
        { path: 'number', label: 'Number', kind: 'telephone' }, ...count('count', 'How many'), { path: 'features', label: 'Features', kind: 'texts', hint: 'One on each line' }] },
      { title: 'Where and under what', fields: [site, contract, platform, provider, { path: 'ceased_on', label: 'Ceased on', kind: 'date', hint: 'Only when it is gone' }] },
      { title: 'Notes', fields: [notes] },
    ],
  },
  licences: {
    kind: 'licences', has_annotations: true, groups: [
      { title: 'What is it', fields: [{ path: 'product', label: 'Product' }, { path: 'kind', label: 'Kind', kind: 'code', choices: [] }, platform, contract, site] },
      { title: 'How many', fields: [...count('purchased', 'Bought'), ...count('assigned', 'Given out'), ...count('in_use', 'In use')] },
      { title: 'Notes', fields: [notes] },
    ],
  },
  numbers: {
    kind: 'numbers', has_annotations: true, groups: [
      { title: 'Which numbers', lead: 'One number, or a block from its first to its last.', fields: [
        { path: 'number', label: 'Number', kind: 'telephone', when: (record) => !record.first && !record.last },
        { path: 'first', label: 'First of a block', kind: 'telephone', when: (record) => !record.number },
        { path: 'last', label: 'Last of the block', kind: 'telephone', when: (record) => !record.number },
        { path: 'class', label: 'Class', kind: 'code', choices: class_choices, hint: 'Follows from the number where it is blank' },
        ...count('count', 'How many'),
      ] },
      { title: 'What for', fields: [{ path: 'destination', label: 'Where it leads' }, { path: 'public_facing', label: 'Open to the public', kind: 'yes_no' }, { path: 'status', label: 'Status', kind: 'code', choices: number_status_choices }, provider, contract, platform, site] },
      { title: 'Notes', fields: [notes] },
    ],
  },
  usage: {
    kind: 'usage', has_annotations: true, groups: [
      { title: 'What is counted', fields: [{ path: 'measure', label: 'Measure', kind: 'code', choices: usage_choices }, ...count('count', 'How many'), { path: 'per', label: 'Per', kind: 'period', hint: '1 month, annually' },
        { path: 'from', label: 'From', kind: 'date' }, { path: 'to', label: 'To', kind: 'date' }] },
      { title: 'Of what', fields: [platform, contract] },
      { title: 'Notes', fields: [notes] },
    ],
  },
};
