// A text with what was searched for pointed out.

import { html } from 'htm/preact/standalone';
import { split_matches } from '../lib/matches.js';

/** @param {{ text: string, query: string }} props */
export function Matched({ text, query }) {
  return split_matches(text, query).map((piece, index) => (piece.is_match ? html`<mark key=${index}>${piece.text}</mark>` : piece.text));
}
