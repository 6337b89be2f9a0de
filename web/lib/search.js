// What a search found, as the pages show it.

import { format_code } from './format.js';
import { key_of, record_href } from './records.js';

/** @typedef {{ kind: string, id: string, title: string, detail?: string | null }} Hit */

/** The fewest letters that are looked for while typing. */
export const letters_fewest = 2;

/** The page of what was found. @param {Hit} hit */
export function hit_href({ kind, id }) {
  if (kind !== 'responsibilities') return record_href(kind, id);
  const [service, role, person] = id.split('/');
  return record_href(kind, key_of(kind, { service, role, person }));
}

/** @param {Hit} hit */
export function hit_title({ kind, id, title }) {
  return title || id || format_code(kind);
}

/**
 * Hits by kind, the kinds in the order in which their first hit came.
 * @param {Hit[]} hits
 * @returns {{ kind: string, hits: Hit[] }[]}
 */
export function group_hits(hits) {
  /** @type {Map<string, Hit[]>} */
  const groups = new Map();
  for (const hit of hits) groups.set(hit.kind, [...groups.get(hit.kind) ?? [], hit]);
  return [...groups].map(([kind, own]) => ({ kind, hits: own }));
}
