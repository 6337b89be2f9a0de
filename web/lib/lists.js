// The lists of records: what each holds and how it can be narrowed down.

/**
 * @typedef {object} ListWords
 * @property {string} noun
 * @property {string} nouns
 * @property {string} lead what the list is
 * @property {string} belongs what belongs there, said where there is nothing yet
 * @property {string[]} filters
 * @property {boolean} [is_dated] whether it is told as at a day
 */

/** @type {Record<string, ListWords>} */
export const lists = {
  contracts: {
    noun: 'contract', nouns: 'contracts', is_dated: true, lead: 'Every contract: where it stands, and what must be decided next.',
    belongs: 'Agreements with suppliers: how long each lasts, how much notice it needs, what it costs and who owns it.',
    filters: ['supplier', 'service', 'status', 'owner', 'kind', 'flag'],
  },
  suppliers: {
    noun: 'supplier', nouns: 'suppliers', is_dated: true, lead: 'Who supplies the estate, and with how many contracts.',
    belongs: 'The companies that the estate is bought from, with their account managers and support.', filters: [],
  },
  platforms: {
    noun: 'platform', nouns: 'platforms', lead: 'Telephone systems, contact centres and the other products in use.',
    belongs: 'Telephone systems, contact centres and other products, with their version and where they run.',
    filters: ['contract', 'site', 'kind', 'service', 'supplier'],
  },
  lines: {
    noun: 'record of lines', nouns: 'records of lines', is_dated: true, lead: 'Lines, trunks and circuits, and what they carry.',
    belongs: 'Lines, trunks and circuits: their technology, what they carry, and where they end.',
    filters: ['contract', 'platform', 'site', 'technology', 'purpose', 'provider', 'at_risk'],
  },
  licences: {
    noun: 'record of licences', nouns: 'records of licences', is_dated: true, lead: 'Licences bought, given out and in use.',
    belongs: 'Licences: how many are bought, given out and in use.', filters: ['contract', 'platform', 'site', 'kind'],
  },
  numbers: {
    noun: 'record of numbers', nouns: 'records of numbers', is_dated: true, lead: 'Telephone numbers and blocks of numbers.',
    belongs: 'Telephone numbers and blocks of numbers, and where each one leads.',
    filters: ['contract', 'platform', 'site', 'class', 'provider', 'public_facing'],
  },
  usage: {
    noun: 'measure', nouns: 'measures', is_dated: true, lead: 'How much the estate is used, as counted.',
    belongs: 'How much the estate is used: calls, minutes and whatever else is counted.', filters: ['contract', 'platform', 'measure'],
  },
  sites: { noun: 'site', nouns: 'sites', lead: 'Where the estate is.', belongs: 'The buildings and places that lines and platforms are at.', filters: [] },
  people: {
    noun: 'person', nouns: 'people', lead: 'Who answers for which service.', belongs: 'The people who own contracts and answer for services.', filters: [],
  },
};

/** The kinds that are tabs of the inventory. */
export const inventory_kinds = ['platforms', 'lines', 'licences', 'numbers', 'usage', 'sites', 'people'];

/** Which kind of record a filter's values are ids of. @type {Record<string, keyof import('../types.js').Names>} */
export const kind_of_filter = {
  supplier: 'suppliers', provider: 'suppliers', maker: 'suppliers', owner: 'people', contract: 'contracts', site: 'sites', platform: 'platforms',
};
