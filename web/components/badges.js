// Short labels for a contract's status and flags, and what they mean.

import { html } from 'htm/preact/standalone';
import { status_words, words_of_flag } from '../lib/words.js';

/** @param {{ status: string }} props */
export function StatusBadge({ status }) {
  return html`<span class=${`badge status_${status}`}>${status_words[status]?.label ?? status}</span>`;
}

/** Flags as labels alone. The status already says `overrun`. @param {{ flags: string[] }} props */
export function FlagBadges({ flags }) {
  const shown = flags.filter((flag) => flag !== 'overrun');
  if (shown.length === 0) return null;
  return html`<ul class="badges">
    ${shown.map((flag) => html`<li key=${flag}><span class=${`badge flag tone_${words_of_flag(flag).tone}`}>${words_of_flag(flag).label}</span></li>`)}
  </ul>`;
}

/**
 * Flags with what each means.
 * @param {{ flags: string[], labels?: Record<string, string> }} props `labels` says some of them more exactly
 */
export function FlagNotes({ flags, labels = {} }) {
  if (flags.length === 0) return null;
  return html`<dl class="flag_notes">
    ${flags.map((flag) => html`<div key=${flag}>
      <dt><span class=${`badge flag tone_${words_of_flag(flag).tone}`}>${labels[flag] ?? words_of_flag(flag).label}</span></dt>
      <dd>${words_of_flag(flag).meaning}</dd>
    </div>`)}
  </dl>`;
}

/** The meaning of every flag on a page, folded away. @param {{ flags: string[] }} props */
export function FlagKey({ flags }) {
  const once = [...new Set(flags)].sort();
  if (once.length === 0) return null;
  return html`<details class="flag_key"><summary>What the labels mean</summary><${FlagNotes} flags=${once} /></details>`;
}
