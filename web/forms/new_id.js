// An identifier for a new record, made from what it is called.

const longest = 60;

/**
 * "Hosted voice (2023)" as "hosted-voice-2023"; a number follows where that one is taken.
 * @param {string} title
 * @param {string} noun stands in for a title without letters
 * @param {number} number 1 for the first try
 */
export function id_from(title, noun, number) {
  /** @param {string} text */
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, longest).replace(/^-+|-+$/g, '');
  const name = plain(title) || plain(noun);
  return number === 1 ? name : `${name}-${number}`;
}
