// A field that narrows a list while it is being typed. What is typed is the field's own until typing pauses, so that it
// never stutters; the address follows.

import { html, useEffect, useRef } from 'htm/preact/standalone';
import { here_with, navigate } from '../lib/router.js';
import { use_id } from './table.js';

/** How long typing must pause, in milliseconds, before the list is asked for. */
const pause = 160;

/**
 * @param {{ name: string, label: string, value: string, type?: string, hint?: string }} props
 *   `value` is the one in the address.
 */
export function TypedField({ name, label, value, type = 'search', hint }) {
  const id = use_id(name);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const sent = useRef(value);
  const timer = useRef(/** @type {any} */ (null));
  // The address changed by itself: by the back button, or by dropping the filters.
  useEffect(() => {
    if (input.current && value !== sent.current) input.current.value = value;
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (input.current) input.current.value = value;
    return () => clearTimeout(timer.current);
  }, []);

  function send() {
    clearTimeout(timer.current);
    if (!input.current?.validity.valid) return;
    const typed = input.current.value;
    if (typed === sent.current) return;
    sent.current = typed;
    navigate(here_with({ [name]: typed || null, offset: null }), { is_replacing: true });
  }

  return html`<div class=${`field field_${type}`}>
    <label for=${id}>${label}</label>
    <input id=${id} ref=${input} type=${type} name=${name} autocomplete="off" spellcheck=${false} placeholder=${hint}
      onInput=${() => {
        clearTimeout(timer.current);
        timer.current = setTimeout(send, type === 'search' ? pause : 4 * pause);
      }}
      onBlur=${send}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        send();
      }} />
  </div>`;
}
