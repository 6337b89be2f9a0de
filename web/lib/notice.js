// A few words that the next page says, once: "Saved", "Deleted".

let notice = '';

/** @param {string} words */
export function set_notice(words) {
  notice = words;
}

/** The words left for this page, without taking them away. */
export function pending_notice() {
  return notice;
}

/** The words left for this page; the next one does not say them again. */
export function take_notice() {
  const words = notice;
  notice = '';
  return words;
}
