// Fields that hold several things: charges, options, decisions, documents, and lists of people. Items are added, moved and
// removed by buttons, and the focus stays with what was touched.

import { html, useLayoutEffect, useRef } from 'htm/preact/standalone';
import { Combobox } from '../components/combobox.js';
import { announce } from '../components/states.js';
import { Fields, WhyBlank, error_at } from './field.js';
import { item_name, path_of } from './form_fields.js';
import { element_id, pointer_of, value_at } from './paths.js';

/** @typedef {import('./form_state.js').FormState} FormState */
/** @typedef {import('./form_fields.js').FormField} FormField */
/** @typedef {import('./form_fields.js').Path} Path */
/** @typedef {{ form: FormState, field: FormField, owner_path: Path, about?: string, has_silences: boolean, asks_why: boolean }} ListProps */

/** Changes a list and says which element has the focus afterwards. @param {ListProps} props */
function use_items({ form, field, owner_path }) {
  const path = path_of(field, owner_path);
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = useRef('');
  const held = value_at(form.typed, path);
  /** @type {any[]} */
  const items = Array.isArray(held) ? held : [];
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const target = ref.current?.querySelector(wanted.current) ?? ref.current?.querySelector(':scope > .list_add');
    wanted.current = '';
    if (target instanceof HTMLElement) target.focus();
  });
  return {
    path, ref, items,
    /** @param {any[]} changed @param {string} focus a selector within the list @param {string} words */
    change(changed, focus, words) {
      wanted.current = focus;
      form.change(path, changed);
      announce(words);
    },
  };
}

/** @param {number} index @param {string} [within] */
const item_selector = (index, within = '') => `:scope > ol > li:nth-child(${index + 1}) ${within}`;

/** The buttons of an item, and not those of the lists within it. */
const own_actions = '> fieldset > .item_actions > .';

/** @param {ListProps} props */
export function ListField(props) {
  const { form, field, about, has_silences, asks_why, owner_path } = props;
  const { path, ref, items, change } = use_items(props);
  const pointer = pointer_of(path);
  const id = element_id(pointer);
  const error = error_at(form, pointer);
  const item_noun = (field.item ?? '').toLowerCase();

  function add() {
    change([...items, { ...field.blank_item }], item_selector(items.length, 'input'), `${item_name(field, items.length)} added.`);
  }
  /** @param {number} index */
  function remove(index) {
    const next = Math.min(index, items.length - 2);
    change(items.filter((_, place) => place !== index), next < 0 ? '.list_add' : item_selector(next, `${own_actions}remove`), `${item_name(field, index)} removed.`);
  }
  /** @param {number} index @param {number} by */
  function move(index, by) {
    const moved = [...items];
    moved.splice(index + by, 0, ...moved.splice(index, 1));
    const is_at_end = index + by === 0 || index + by === items.length - 1;
    const button = (by < 0) === is_at_end ? 'move_down' : 'move_up';
    change(moved, item_selector(index + by, own_actions + button), `Moved to place ${index + by + 1} of ${items.length}.`);
  }

  return html`<div class="list_field wide" ref=${ref} id=${id} role="group" aria-labelledby=${`${id}-name`} aria-describedby=${error ? `${id}-error` : undefined} tabindex="-1">
    <p class="list_name" id=${`${id}-name`}>${about && html`<span class="visually_hidden">${about}: </span>`}${field.label}</p>
    ${error && html`<p class="field_error" id=${`${id}-error`}>${error}</p>`}
    ${items.length > 0 && html`<ol class="items">
      ${items.map((item, index) => {
        const name = item_name(field, index);
        const title = field.item_title?.(item ?? {});
        const whole = about ? `${about}, ${name.toLowerCase()}` : name;
        return html`<li key=${index}>
          <fieldset><legend>${name}${title && html`<span class="item_title">: ${title}</span>`}</legend>
            <${Fields} form=${form} fields=${field.fields ?? []} owner_path=${[...path, index]} about=${whole} has_silences=${Boolean(field.has_silences)} asks_why=${asks_why} />
            <div class="item_actions">
              ${index > 0 && html`<button type="button" class="text_button move_up" onClick=${() => move(index, -1)}>Move up<span class="visually_hidden"> ${whole}</span></button>`}
              ${index < items.length - 1 && html`<button type="button" class="text_button move_down" onClick=${() => move(index, 1)}>Move down<span class="visually_hidden"> ${whole}</span></button>`}
              <button type="button" class="text_button danger remove" onClick=${() => remove(index)}>Remove<span class="visually_hidden"> ${whole}</span></button>
            </div>
          </fieldset>
        </li>`;
      })}
    </ol>`}
    <button type="button" class="button quiet list_add" onClick=${add}>Add ${/^[aeio]/.test(item_noun) ? 'an' : 'a'} ${item_noun}${about && html`<span class="visually_hidden"> to ${about}</span>`}</button>
    ${has_silences && html`<${WhyBlank} form=${form} field=${field} owner_path=${owner_path} about=${about} asks_why=${asks_why} />`}
  </div>`;
}

/** Several references to records of one kind. @param {ListProps} props */
export function ReferencesField(props) {
  const { form, field, has_silences, asks_why, owner_path } = props;
  const { path, ref, items, change } = use_items(props);
  const pointer = pointer_of(path);
  const id = element_id(pointer);
  const error = error_at(form, pointer, true);
  /** @param {number} index @param {string} value */
  function put(index, value) {
    form.change(path, items.map((item, place) => (place === index ? value : item)));
  }
  return html`<div class="list_field references" ref=${ref} id=${id} role="group" aria-labelledby=${`${id}-name`} aria-describedby=${error ? `${id}-error` : undefined} tabindex="-1">
    <p class="list_name" id=${`${id}-name`}>${field.label}</p>
    ${items.length > 0 && html`<ol>
      ${items.map((item, index) => html`<li key=${index}>
        <${Combobox} kind=${field.of} names=${form.names} can_add input_id=${element_id(`${pointer}/${index}`)} label=${html`<span class="visually_hidden">${item_name(field, index)}</span>`} value=${item}
          on_change=${(/** @type {string} */ value) => put(index, value)} on_leave=${() => form.leave(pointer)} is_invalid=${Boolean(error)} described_by=${error ? `${id}-error` : undefined} />
        <button type="button" class="text_button danger remove" onClick=${() => change(items.filter((_, place) => place !== index), items.length > 1 ? item_selector(Math.min(index, items.length - 2), '.remove') : '.list_add', `${item_name(field, index)} removed.`)}>
          Remove<span class="visually_hidden"> ${item_name(field, index)}</span></button>
      </li>`)}
    </ol>`}
    ${error && html`<p class="field_error" id=${`${id}-error`}>${error}</p>`}
    <button type="button" class="button quiet list_add" onClick=${() => change([...items, ''], item_selector(items.length, 'input'), `${item_name(field, items.length)} added.`)}>Add a ${(field.item ?? '').toLowerCase()}</button>
    ${has_silences && html`<${WhyBlank} form=${form} field=${field} owner_path=${owner_path} asks_why=${asks_why} />`}
  </div>`;
}
