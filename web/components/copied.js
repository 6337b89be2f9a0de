// A text to take along, with a button that copies it.

import { html, useRef } from 'htm/preact/standalone';
import { announce_later } from './states.js';

/** @param {HTMLInputElement | HTMLTextAreaElement | null} field @param {string} words said once it is copied */
export function copy_from(field, words) {
  field?.select();
  // Without TLS a browser keeps its newer way of copying to itself.
  if (navigator.clipboard) navigator.clipboard.writeText(field?.value ?? '').catch(() => {});
  else document.execCommand('copy');
  announce_later(words);
}

/** @param {{ label: string, text: string, rows?: number, children?: any }} props */
export function Copied({ label, text, rows = 1, children }) {
  const field = useRef(/** @type {any} */ (null));
  return html`<div class="copied">
    <label class="field"><span>${label}</span>
      ${rows > 1 ? html`<textarea ref=${field} readonly class="mono" rows=${rows} value=${text}></textarea>` : html`<input ref=${field} readonly class="mono" value=${text} />`}</label>
    <p class="actions"><button type="button" class="button quiet" onClick=${() => copy_from(field.current, 'Copied.')}>Copy</button>${children}</p>
  </div>`;
}
