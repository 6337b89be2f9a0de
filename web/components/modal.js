// A dialog over the page. The focus goes into it, stays there, and comes back to where it was.

import { html, useEffect, useRef } from 'htm/preact/standalone';
import { use_id } from './table.js';

/** @param {{ title: any, close: () => void, children?: any }} props */
export function Modal({ title, close, children }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = use_id('modal');
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector('h2')?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  /** @param {Event} event */
  function cancel(event) {
    event.preventDefault();
    close();
  }
  return html`<dialog ref=${ref} class="modal" aria-labelledby=${id} onCancel=${cancel}>
    <h2 id=${id} tabindex="-1">${title}</h2>
    ${children}
  </dialog>`;
}
