// The inputs, one for each kind of field. What is typed is never held back or corrected; the server says what it makes of it.

import { html, useState } from 'htm/preact/standalone';
import { format_code } from '../lib/format.js';
import { Combobox } from '../components/combobox.js';
import { input_text, value_of_text } from './form_fields.js';
import { value_at } from './paths.js';

/**
 * @typedef {object} ControlProps
 * @property {import('./form_state.js').FormState} form
 * @property {import('./form_fields.js').FormField} field
 * @property {import('./paths.js').Path} path
 * @property {string} id
 * @property {any} value
 * @property {string | undefined} described_by
 * @property {boolean} is_invalid
 * @property {() => void} on_leave
 */

/** What every input needs to be found by those who do not see it. @param {ControlProps} props */
function named({ id, described_by, is_invalid }) {
  return { id, 'aria-describedby': described_by, 'aria-invalid': is_invalid ? 'true' : undefined };
}

/** A value takes the place of why there was none. @param {ControlProps} props @param {any} value */
function put({ form, field, path }, value) {
  form.change(path, value);
  const owner_path = path.slice(0, path.length - field.path.split('.').length);
  const silence_path = [...owner_path, 'silences', field.path];
  if (value !== '' && value !== undefined && value_at(form.typed, silence_path) !== undefined) form.change(silence_path, undefined);
}

/** A text in one line or several; what stands in it while it has the focus is what is typed, not what is made of it. @param {ControlProps} props */
function TextControl(props) {
  const { field, value, on_leave } = props;
  const [text, set_text] = useState(/** @type {string | null} */ (null));
  const is_long = field.kind === 'long' || field.kind === 'texts';
  const shown = text ?? input_text(field, value);
  const events = {
    value: shown,
    onInput: (/** @type {any} */ event) => {
      const typed = event.currentTarget.value;
      set_text(typed);
      put(props, typed === input_text(field, value) && text === null ? value : value_of_text(field, typed, value));
    },
    onBlur: () => {
      set_text(null);
      on_leave();
    },
  };
  if (is_long) return html`<textarea ...${named(props)} ...${events} rows=${Math.min(12, Math.max(field.kind === 'long' ? 3 : 2, shown.split('\n').length))}></textarea>`;
  return html`<input ...${named(props)} ...${events} autocomplete="off" inputmode=${field.kind === 'telephone' ? 'tel' : undefined} />`;
}

/** @param {ControlProps} props */
function ChoiceControl(props) {
  const { field, value, on_leave } = props;
  const choices = field.choices ?? [];
  const is_other = value !== undefined && !choices.some(([code]) => code === value);
  const blank = field.blank_choice ?? '';
  return html`<select ...${named(props)} value=${value ?? blank} onBlur=${on_leave} onChange=${(/** @type {any} */ event) => put(props, event.currentTarget.value)}>
    ${blank === '' && html`<option value="">Not recorded</option>`}
    ${choices.map(([code, words]) => html`<option key=${code} value=${code}>${words}</option>`)}
    ${is_other && html`<option value=${value}>${format_code(String(value))}</option>`}
  </select>`;
}

/** @param {ControlProps} props */
function YesNoControl(props) {
  const { value, on_leave } = props;
  return html`<select ...${named(props)} value=${value === true ? 'yes' : value === false ? 'no' : ''} onBlur=${on_leave}
    onChange=${(/** @type {any} */ event) => put(props, event.currentTarget.value === '' ? undefined : event.currentTarget.value === 'yes')}>
    <option value="">Not recorded</option><option value="yes">Yes</option><option value="no">No</option>
  </select>`;
}

/** The code that words stand for, so that "Contact centre" is kept as others have it; other words are kept as they are. @param {string} words */
export function code_of(words) {
  const code = words.trim().toLowerCase().replace(/[\s-]+/g, '_');
  return /^[a-z][a-z0-9_]*$/.test(code) && format_code(code).toLowerCase() === words.trim().toLowerCase() ? code : words;
}

/** A word of ours or one of the usual ones. @param {ControlProps} props */
function CodeControl(props) {
  const { field, id, value, on_leave } = props;
  const [text, set_text] = useState(/** @type {string | null} */ (null));
  const words = typeof value === 'string' && /^[a-z][a-z0-9_]*$/.test(value) ? format_code(value) : value ?? '';
  return html`<input ...${named(props)} list=${`${id}-list`} autocomplete="off" value=${text ?? words}
      onInput=${(/** @type {any} */ event) => { set_text(event.currentTarget.value); put(props, code_of(event.currentTarget.value)); }}
      onBlur=${() => { set_text(null); on_leave(); }} />
    <datalist id=${`${id}-list`}>${(field.choices ?? []).map(([code, label]) => html`<option key=${code} value=${label}></option>`)}</datalist>`;
}

/** @param {ControlProps} props */
function ReferenceControl(props) {
  const { form, field, id, value, described_by, is_invalid, on_leave } = props;
  return html`<${Combobox} kind=${field.of} names=${form.names} can_add input_id=${id} described_by=${described_by} is_invalid=${is_invalid} value=${value ?? ''}
    on_change=${(/** @type {string} */ chosen) => put(props, chosen)} on_leave=${on_leave} />`;
}

/** @type {Record<string, any>} */
const controls = { choice: ChoiceControl, yes_no: YesNoControl, code: CodeControl, reference: ReferenceControl };

/** @param {import('./form_fields.js').FormField} field */
export function control_of(field) {
  return controls[field.kind ?? 'text'] ?? TextControl;
}
