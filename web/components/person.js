// The name that changes are recorded under: asked for once beside the first change, shown and changed from every page.

import { html, useState } from 'htm/preact/standalone';
import { fitting_name, is_too_long, set_person_name, use_person } from '../lib/person.js';
import { current_session } from '../lib/session.js';
import { use_id } from './table.js';

const too_long = 'That name is too long. What fits of it is kept.';

/**
 * The field for the name, which takes no more than can be recorded and says so.
 * @param {{ id: string, value: string, error?: string, on_input: (name: string) => void, on_escape?: () => void, takes_focus?: boolean }} props
 */
function NameInput({ id, value, error = '', on_input, on_escape, takes_focus = false }) {
  const [is_cut, set_cut] = useState(false);
  const words = error || (is_cut ? too_long : '');
  /** @param {any} event */
  function input(event) {
    const { currentTarget } = event;
    const typed = currentTarget.value;
    set_cut(is_too_long(typed));
    // Written back at once, because a name cut to what stood there before is no change to draw.
    if (is_too_long(typed)) currentTarget.value = fitting_name(typed);
    on_input(currentTarget.value);
  }
  return html`<input id=${id} autocomplete="name" value=${value} aria-invalid=${words ? 'true' : undefined} aria-describedby=${words ? `${id}_error` : undefined}
      ref=${takes_focus ? (/** @type {any} */ element) => element?.focus() : undefined} onInput=${input}
      onKeyDown=${(/** @type {any} */ event) => event.key === 'Escape' && on_escape?.()} />
    ${words && html`<p class="field_error" id=${`${id}_error`} role="alert">${words}</p>`}`;
}

/** Asks for the name where none is known. Nothing waits for it; of somebody who has signed in the server knows it. */
export function PersonField() {
  return current_session().state === 'off' ? html`<${AskedName} />` : null;
}

function AskedName() {
  const { name, refused } = use_person();
  const id = use_id('person');
  const [typed, set_typed] = useState(/** @type {string | null} */ (null));
  const [was_unknown] = useState(!name);
  if (!was_unknown && !refused && typed === null) return html`<p class="aside person_words">Recorded as made by ${name}.</p>`;
  /** @param {string} given */
  function keep(given) {
    set_typed(given);
    set_person_name(given);
  }
  return html`<div class="field person_field">
    <label for=${id}>Your name <span class="aside">asked once</span></label>
    <${NameInput} id=${id} value=${refused?.name ?? typed ?? name} error=${refused?.words} on_input=${keep} />
  </div>`;
}

/** Says under which name changes are recorded, and lets it be changed. */
export function PersonNote() {
  const { name } = use_person();
  const id = use_id('person');
  const [typed, set_typed] = useState(/** @type {string | null} */ (null));
  if (typed === null) {
    return html`<p class="person_note"><span>${name ? html`Changes are recorded as <strong>${name}</strong>` : 'Changes are recorded without a name'}</span>${' '}
      <button type="button" class="text_button" onClick=${() => set_typed(name)}>${name ? 'Change' : 'Give one'}<span class="visually_hidden"> (the name changes are recorded under)</span></button></p>`;
  }
  /** @param {Event} event */
  function keep(event) {
    event.preventDefault();
    set_person_name(typed ?? '');
    set_typed(null);
  }
  return html`<form class="person_note field" onSubmit=${keep}>
    <label for=${id}>Changes are recorded as</label>
    <div class="field_row"><${NameInput} id=${id} value=${typed} on_input=${set_typed} on_escape=${() => set_typed(null)} takes_focus />
      <button class="button quiet">Keep</button></div>
  </form>`;
}
