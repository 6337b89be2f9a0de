// A few words that a page says, once: the next one, "Saved", "Deleted", or the one that stands, "Recorded".

/** @typedef {{ words: string, href?: string, link?: string }} Said */

/** @type {Said | null} */
let notice = null;
/** @type {Set<() => void>} */
const listeners = new Set();

/** Leaves words for the next page, or for this one where it listens. @param {string} words @param {{ href: string, link: string }} [more] where to read on */
export function set_notice(words, more) {
  notice = { words, ...more };
}

/** Says it on the page that stands. @param {string} words @param {{ href: string, link: string }} [more] */
export function show_notice(words, more) {
  set_notice(words, more);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener */
export function watch_notices(listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** What was left for this page; the next one does not say it again. */
export function take_notice() {
  const said = notice;
  notice = null;
  return said;
}
