// Keeps what is being typed in the browser, so that a reload, a crash or a session that ended loses nothing.

import { person_key } from '../lib/session.js';

/** What one person has typed is not put before another. @param {string} key */
function place_of(key) {
  return `telestate_draft:${person_key()}:${key}`;
}

/**
 * @typedef {object} StoredDraft
 * @property {any} typed
 * @property {any} base the record as it was when typing began; null for a new one
 * @property {string | null} etag
 * @property {string} at when it was last kept
 */

/** @param {string} key @returns {StoredDraft | null} */
export function read_draft(key) {
  try {
    const stored = JSON.parse(localStorage.getItem(place_of(key)) ?? 'null');
    return stored && typeof stored.typed === 'object' ? stored : null;
  } catch {
    return null;
  }
}

/** @param {string} key @param {Omit<StoredDraft, 'at'>} draft */
export function keep_draft(key, draft) {
  try {
    localStorage.setItem(place_of(key), JSON.stringify({ ...draft, at: new Date().toISOString() }));
  } catch {
    // A browser that keeps nothing still asks before the page is left.
  }
}

/** @param {string} key */
export function drop_draft(key) {
  try {
    localStorage.removeItem(place_of(key));
  } catch {
    // Nothing was kept.
  }
}
