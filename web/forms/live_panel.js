// Where a contract would stand with what is typed, while it is typed: beside the form, or folded below it on a telephone.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { format_how_many, format_sentence } from '../lib/format.js';
import { Outcome, outcome_words } from '../components/outcome.js';
import { announce } from '../components/states.js';
import { errors_of } from './field.js';

/** How long typing must rest before a changed outcome is read out, in milliseconds. */
const reading_rest = 3000;
const wide = '(min-width: 75rem)';

/** Whether enough is typed for anything to follow from it. @param {any} typed */
function says_something({ term, charges }) {
  if (term?.start || term?.end || (term?.kind && term.kind !== 'unknown')) return true;
  return Array.isArray(charges) && charges.some((charge) => Object.keys(charge ?? {}).some((name) => name !== 'kind'));
}

const nothing_yet = 'Type, and what would follow is shown here';

/** @param {{ state: import('./form_state.js').FormState }} props */
export function LivePanel({ state }) {
  const { draft } = state;
  const [is_wide, set_wide] = useState(() => matchMedia(wide).matches);
  useEffect(() => {
    const query = matchMedia(wide);
    const follow = () => set_wide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const is_blank = state.id === null && !says_something(state.typed ?? {});
  const has_outcome = !is_blank && Boolean(draft?.position);
  const words = has_outcome ? outcome_words(/** @type {any} */ (draft)) : '';
  const [first_words, set_first_words] = useState('');
  useEffect(() => {
    if (!words || words === first_words) return undefined;
    if (!first_words) {
      set_first_words(words);
      return undefined;
    }
    const timer = setTimeout(() => { announce(words); set_first_words(words); }, reading_rest);
    return () => clearTimeout(timer);
  }, [words]);
  const errors = errors_of(state).length;
  return html`<aside class="live_panel" aria-label="What would follow">
    <details open=${is_wide}>
      <summary><span class="live_title">What would follow</span>${!is_wide && html`<span class="live_brief">${words || (is_blank ? nothing_yet : 'Cannot be worked out yet')}</span>`}</summary>
      ${has_outcome ? html`<${Outcome} after=${draft} before=${draft?.before} note=${draft?.decision_note} />`
        : html`<p class="aside">${is_blank ? `${nothing_yet}.` : draft ? `Cannot be worked out yet${errors ? `: ${format_how_many(errors, 'field')} to complete or put right` : ''}.` : 'Working it out…'}</p>`}
      ${draft && draft.warnings.length > 0 && html`<div class="live_warnings"><h3>Worth checking</h3>
        <ul>${draft.warnings.map((warning, index) => html`<li key=${index}>${format_sentence(warning.detail)}</li>`)}</ul></div>`}
    </details>
  </aside>`;
}
