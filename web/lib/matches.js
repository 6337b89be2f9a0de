// Which parts of a text are what somebody searched for, so that they can be pointed out. Accents, case and the spaces of
// telephone numbers make no difference, as they make none to the server.

/**
 * A text with accents and case folded away, and where each letter of it came from.
 * @param {string} text
 * @param {(letter: string) => boolean} is_kept
 */
function fold(text, is_kept) {
  let folded = '';
  /** @type {{ start: number, end: number }[]} */
  const sources = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    for (const unit of plain) {
      if (!is_kept(unit)) continue;
      folded += unit;
      for (let count = 0; count < unit.length; count += 1) sources.push({ start: at, end: at + letter.length });
    }
    at += letter.length;
  }
  return { folded, sources };
}

/** @param {string} letter */
const is_digit = (letter) => letter >= '0' && letter <= '9';

/** Adds the places where a word begins a word of the text. @param {boolean[]} marks @param {string} text @param {string} word */
function mark_word(marks, text, word) {
  const { folded, sources } = fold(text, () => true);
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(folded[at - 1])) continue;
    for (let index = at; index < at + word.length; index += 1) marks.fill(true, sources[index].start, sources[index].end);
  }
}

/** Adds the places where digits stand, whatever spaces are between them. @param {boolean[]} marks @param {string} text @param {string} digits */
function mark_digits(marks, text, digits) {
  const { folded, sources } = fold(text, is_digit);
  for (let at = folded.indexOf(digits); at >= 0; at = folded.indexOf(digits, at + 1)) {
    marks.fill(true, sources[at].start, sources[at + digits.length - 1].end);
  }
}

/**
 * A text in pieces, those that match marked as such.
 * @param {string} text
 * @param {string} query
 * @returns {{ text: string, is_match: boolean }[]}
 */
export function split_matches(text, query) {
  const marks = new Array(text.length).fill(false);
  const digits = fold(query, is_digit).folded;
  if (digits.length >= 3 && /^[\d\s+()-]+$/.test(query.trim())) {
    mark_digits(marks, text, digits);
    if (digits.startsWith('44')) mark_digits(marks, text, `0${digits.slice(2)}`);
  }
  if (!marks.includes(true)) {
    for (const word of query.split(/\s+/).map((part) => fold(part, () => true).folded).filter(Boolean)) mark_word(marks, text, word);
  }
  /** @type {{ text: string, is_match: boolean }[]} */
  const pieces = [];
  for (let start = 0; start < text.length;) {
    let end = start + 1;
    while (end < text.length && marks[end] === marks[start]) end += 1;
    pieces.push({ text: text.slice(start, end), is_match: marks[start] });
    start = end;
  }
  return pieces;
}
