// Who is at this browser: the name that changes are recorded under. Without signing in it is what somebody has said.

import { useEffect, useState } from 'htm/preact/standalone';
import { current_session } from './session.js';

const key = 'telestate_person';

/** As many bytes of UTF-8 as the server takes. */
const bytes_most = 200;
const encoder = new TextEncoder();

/**
 * The name, and what the server said of one that it refused.
 * @typedef {{ name: string, refused: { name: string, words: string } | null }} Person
 */

/** @type {Set<(person: Person) => void>} */
const listeners = new Set();
/** Kept here too, for a browser that keeps nothing. @type {Person} */
let person = { name: fitting_name(read_name()).trim(), refused: null };

function read_name() {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/**
 * As much of a text as can be a name: on one line, and whole characters only.
 * @param {string} text
 */
export function fitting_name(text) {
  let fitting = '';
  let bytes = 0;
  for (const character of text.replace(/\p{Surrogate}/gu, '').replace(/\p{Cc}+/gu, ' ')) {
    bytes += encoder.encode(character).length;
    if (bytes > bytes_most) break;
    fitting += character;
  }
  return fitting;
}

/** Whether a text is longer than a name can be. @param {string} text */
export function is_too_long(text) {
  return encoder.encode(text.trim()).length > bytes_most;
}

/** The name, or nothing when none was given. */
export function person_name() {
  return current_session().account?.name ?? person.name;
}

/** @param {Person} changed */
function put(changed) {
  person = changed;
  try {
    if (person.name) localStorage.setItem(key, person.name);
    else localStorage.removeItem(key);
  } catch {
    // The name then lasts as long as the page.
  }
  for (const listener of listeners) listener(person);
}

/** Keeps as much of it as fits. @param {string} given */
export function set_person_name(given) {
  put({ name: fitting_name(given.trim()).trim(), refused: null });
}

/** Forgets a name that the server refused, and says so wherever names are asked for. @param {string} words */
export function refuse_person_name(words) {
  put({ name: '', refused: { name: person.name, words } });
}

/** @returns {Person} the name, following it as it changes */
export function use_person() {
  const [current, set_current] = useState(person);
  useEffect(() => {
    listeners.add(set_current);
    set_current(person);
    return () => {
      listeners.delete(set_current);
    };
  }, []);
  return current;
}
