// A short form: its fields, what the server finds wrong with each, and one button. What stands in a field is read when the
// form is sent, because a password manager fills fields in without a word to anybody.

import { html, useRef, useState } from 'htm/preact/standalone';
import { format_how_many, format_sentence } from '../lib/format.js';
import { use_id } from './table.js';

/**
 * @typedef {object} PlainField
 * @property {string} name
 * @property {string} label
 * @property {string} [type]
 * @property {string} [autocomplete]
 * @property {string} [hint]
 * @property {string} [value] what stands in it at first
 * @property {[string, string][]} [choices]
 * @property {string} [inputmode]
 * @property {boolean} [is_mono]
 */

/** What went wrong, in words. @param {any} error */
export function words_of_error(error) {
  if (error.wait > 0) {
    const minutes = Math.ceil(error.wait / 60);
    return `Too many attempts. Try again in ${error.wait < 90 ? format_how_many(error.wait, 'second') : format_how_many(minutes, 'minute')}.`;
  }
  return format_sentence(error.detail || error.message);
}

/**
 * @param {{
 *   fields: PlainField[], button: string, send: (typed: Record<string, string>) => Promise<any>, takes_focus?: boolean, close?: () => void,
 *   is_danger?: boolean, is_quiet?: boolean, children?: any,
 * }} props `send` throws what went wrong; `close` is the way out without sending.
 */
export function PlainForm({ fields, button, send, takes_focus = false, close, is_danger = false, is_quiet = false, children }) {
  const [error, set_error] = useState(/** @type {any} */ (null));
  const [is_busy, set_busy] = useState(false);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const id = use_id('form');
  /** @param {string} name @returns {string | undefined} */
  const fault_of = (name) => error?.problems?.find((/** @type {any} */ problem) => problem.pointer === `/${name}`)?.detail;
  const first = Math.max(0, fields.findIndex(({ value }) => !value));
  const is_at_fields = fields.some(({ name }) => fault_of(name));

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    if (!form.current || is_busy) return;
    const typed = Object.fromEntries([...new FormData(form.current)].map(([name, value]) => [name, String(value)]));
    set_busy(true);
    set_error(null);
    try {
      await send(typed);
      for (const input of form.current?.querySelectorAll('input[type="password"]') ?? []) /** @type {HTMLInputElement} */ (input).value = '';
    } catch (fault) {
      set_error(fault);
      requestAnimationFrame(() => /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector('[aria-invalid]'))?.focus());
    }
    set_busy(false);
  }

  return html`<form ref=${form} class="stack plain_form" noValidate onSubmit=${submit}>
    ${fields.map((field, index) => html`<${FieldRow} key=${field.name} field=${field} id=${`${id}_${field.name}`} error=${fault_of(field.name)} takes_focus=${takes_focus && index === first} />`)}
    ${children}
    ${error && !is_at_fields && html`<p class="note alarm" role="alert">${words_of_error(error)}</p>`}
    <p class="actions"><button class=${`button${is_danger ? ' danger' : ''}${is_quiet ? ' quiet' : ''}`} disabled=${is_busy}>${button}</button>
      ${close && html`<button type="button" class="button quiet" onClick=${close}>Cancel</button>`}</p>
  </form>`;
}

/** @param {{ field: PlainField, id: string, error?: string, takes_focus: boolean }} props */
function FieldRow({ field, id, error, takes_focus }) {
  const { name, label, type = 'text', hint, value, choices, autocomplete = 'off', inputmode, is_mono } = field;
  const [is_shown, set_shown] = useState(false);
  const input = useRef(/** @type {HTMLElement | null} */ (null));
  const took = useRef(false);
  const is_secret = type === 'password';
  const described = [error && `${id}_error`, hint && `${id}_hint`].filter(Boolean).join(' ') || undefined;
  const named = {
    id, name, autocomplete, 'aria-invalid': error ? 'true' : undefined, 'aria-describedby': described,
    ref: (/** @type {any} */ element) => {
      input.current = element;
      if (element && takes_focus && !took.current) requestAnimationFrame(() => element.focus());
      if (element) took.current = true;
    },
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${choices ? html`<select ...${named}>${choices.map(([code, words]) => html`<option key=${code} value=${code} selected=${code === value}>${words}</option>`)}</select>`
      : html`<div class="field_row"><input ...${named} class=${is_mono ? 'mono' : undefined} type=${is_secret && is_shown ? 'text' : type} inputmode=${inputmode} defaultValue=${value} spellcheck=${false} autocapitalize="none" />
        ${is_secret && html`<button type="button" class="button quiet" aria-pressed=${is_shown ? 'true' : 'false'} onClick=${() => set_shown(!is_shown)}>${is_shown ? 'Hide' : 'Show'}<span class="visually_hidden"> ${label.toLowerCase()}</span></button>`}</div>`}
    ${error && html`<p class="field_error" id=${`${id}_error`} role="alert">${format_sentence(/^[a-z]/.test(error) ? `this ${error}` : error)}</p>`}
    ${hint && html`<p class="hint" id=${`${id}_hint`}>${hint}</p>`}
  </div>`;
}
