// Who is at this browser, as far as it was told: the name that changes are recorded under.

import { useEffect, useState } from 'htm/preact/standalone';

const key = 'telestate_person';

/** @type {Set<(name: string) => void>} */
const listeners = new Set();
/** Kept here too, for a browser that keeps nothing. */
let name = read_name();

function read_name() {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** The name, or nothing when none was given. */
export function person_name() {
  return name;
}

/** @param {string} given */
export function set_person_name(given) {
  name = given.trim().slice(0, 200);
  try {
    if (name) localStorage.setItem(key, name);
    else localStorage.removeItem(key);
  } catch {
    // The name then lasts as long as the page.
  }
  for (const listener of listeners) listener(name);
}

/** @returns {string} the name, following it as it changes */
export function use_person_name() {
  const [current, set_current] = useState(name);
  useEffect(() => {
    listeners.add(set_current);
    set_current(name);
    return () => {
      listeners.delete(set_current);
    };
  }, []);
  return current;
}
