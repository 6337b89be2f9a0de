// One field of a form: its label, its input, how it was understood or what is wrong with it, and why it is blank.

import { html, useState } from 'htm/preact/standalone';
import { format_list } from '../lib/format.js';
import { silence_words, words_of_fault } from '../lib/words.js';
import { element_id, is_blank, pointer_of, value_at } from './paths.js';
import { is_shown, path_of } from './form_fields.js';
import { control_of } from './controls.js';
import { ListField, ReferencesField } from './list_field.js';

/** @typedef {import('./form_fields.js').FormField} FormField */
/** @typedef {import('./form_fields.js').Path} Path */
/** @typedef {import('./form_state.js').FormState} FormState */

/**
 * The fields of a group or of an item of a list.
 * @param {{ form: FormState, fields: FormField[], owner_path?: Path, about?: string, has_silences: boolean, asks_why: boolean }} props
 *   `about` names the item in the labels of its fields; `asks_why` offers to say why a field is blank
 */
export function Fields({ form, fields, owner_path = [], about, has_silences, asks_why }) {
  const owner = value_at(form.typed, owner_path);
  const shown = fields.filter((field) => is_shown(field, owner));
  const rare = shown.filter((field) => field.is_rare);
  /** @param {FormField} field */
  const draw = (field) => {
    const props = { key: field.path, form, field, owner_path, about, has_silences, asks_why };
    if (field.kind === 'list') return html`<${ListField} ...${props} />`;
    if (field.kind === 'references') return html`<${ReferencesField} ...${props} />`;
    return html`<${Field} ...${props} />`;
  };
  // What is seldom needed is folded away until something stands in it.
  const [is_unfolded] = useState(() => rare.some((field) => !is_blank(value_at(owner, field.path.split('.'))) || owner?.silences?.[field.path]));
  const is_open = is_unfolded || asks_why || rare.some((field) => error_at(form, pointer_of(path_of(field, owner_path))));
  return html`<div class="fields">
    ${shown.filter((field) => !field.is_rare).map(draw)}
    ${rare.length > 0 && html`<details class="rare wide" open=${is_open}><summary>More<span class="visually_hidden"> of ${about ?? ''}</span>: ${format_list(rare.map((field) => field.label.toLowerCase()))}</summary>
      <div class="fields">${rare.map(draw)}</div></details>`}
  </div>`;
}

/** What is wrong with a field, once it was left or saving was tried. @param {FormState} form @param {string} pointer @param {boolean} is_list */
export function error_at(form, pointer, is_list = false) {
  if (!form.is_left(pointer)) return '';
  const found = errors_of(form).filter((error) => error.pointer === pointer || (is_list && error.pointer.startsWith(`${pointer}/`)));
  return [...new Set(found.map((error) => error.detail))].join('; ');
}

/** What the server holds against the whole. @param {FormState} form */
export function errors_of(form) {
  const refused = form.trouble?.kind === 'refused' ? form.trouble.error?.problems ?? [] : [];
  return [...(form.draft?.errors ?? []), ...refused].map((/** @type {{ pointer: string, detail: string }} */ error) => ({ ...error, detail: words_of_fault(error.detail) }));
}

/** Kinds whose value may be wrong in one of its parts. */
const with_parts = ['texts', 'days', 'notice', 'count'];

/** @param {{ form: FormState, field: FormField, owner_path: Path, about?: string, has_silences: boolean, asks_why: boolean }} props */
function Field({ form, field, owner_path, about, has_silences, asks_why }) {
  const path = path_of(field, owner_path);
  const pointer = pointer_of(path);
  const id = element_id(pointer);
  const value = value_at(form.typed, path);
  const error = error_at(form, pointer, with_parts.includes(field.kind ?? ''));
  const understood = form.draft?.understood.filter((entry) => entry.pointer === pointer || (field.kind === 'count' && entry.pointer === `${pointer}/value`)).map((entry) => entry.text)[0];
  const warning = form.draft?.warnings.filter((entry) => entry.pointer === pointer).map((entry) => entry.detail)[0];
  const says = error ? 'error' : understood && !is_blank(value) ? 'understood' : field.hint ? 'hint' : '';
  const Control = control_of(field);
  return html`<div class=${`field kind_${field.kind ?? 'text'}${field.is_wide ? ' wide' : ''}`}>
    <label for=${id}>${about && html`<span class="visually_hidden">${about}: </span>`}${field.label}</label>
    <${Control} form=${form} field=${field} path=${path} id=${id} value=${value} described_by=${says ? `${id}-${says}` : undefined} is_invalid=${Boolean(error)}
      on_leave=${() => form.leave(pointer)} />
    ${says && html`<p class=${says === 'error' ? 'field_error' : says} id=${`${id}-${says}`}>${error || (says === 'hint' ? field.hint : understood)}</p>`}
    ${warning && html`<p class="warning_words">${warning}</p>`}
    ${has_silences && html`<${WhyBlank} form=${form} field=${field} owner_path=${owner_path} about=${about} asks_why=${asks_why} />`}
  </div>`;
}

/** Says why a field is blank. @param {{ form: FormState, field: FormField, owner_path: Path, about?: string, asks_why: boolean }} props */
export function WhyBlank({ form, field, owner_path, about, asks_why }) {
  const silence_path = [...owner_path, 'silences', field.path];
  const silence = value_at(form.typed, silence_path);
  const is_empty = is_blank(value_at(form.typed, path_of(field, owner_path)));
  if (silence === undefined && !(asks_why && is_empty)) return null;
  const id = element_id(pointer_of(silence_path));
  return html`<div class="why_blank">
    <label for=${id}><span class="visually_hidden">${about ? `${about}: ` : ''}${field.label}: </span>Blank because</label>
    <select id=${id} value=${silence ?? ''} onChange=${(/** @type {any} */ event) => form.change(silence_path, event.currentTarget.value)}>
      <option value="">not said</option>
      ${Object.entries(silence_words).map(([code, words]) => html`<option key=${code} value=${code}>${words.label}</option>`)}
    </select>
  </div>`;
}
