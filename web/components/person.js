// The name that changes are recorded under: asked for once beside the first change, shown and changed from every page.

import { html, useState } from 'htm/preact/standalone';
import { set_person_name, use_person_name } from '../lib/person.js';
import { use_id } from './table.js';

/** Asks for the name where none is known. Nothing waits for it. */
export function PersonField() {
  const name = use_person_name();
  const id = use_id('person');
  const [was_unknown] = useState(!name);
  if (!was_unknown) return html`<p class="aside person_words">Recorded as made by ${name}.</p>`;
  return html`<div class="field person_field">
    <label for=${id}>Your name <span class="aside">asked once</span></label>
    <input id=${id} autocomplete="name" value=${name} maxlength="200" onInput=${(/** @type {any} */ event) => set_person_name(event.currentTarget.value)} />
  </div>`;
}

/** Says under which name changes are recorded, and lets it be changed. */
export function PersonNote() {
  const name = use_person_name();
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
    <div class="field_row"><input id=${id} autocomplete="name" value=${typed} maxlength="200" ref=${(/** @type {any} */ input) => input?.focus()}
      onInput=${(/** @type {any} */ event) => set_typed(event.currentTarget.value)} onKeyDown=${(/** @type {any} */ event) => event.key === 'Escape' && set_typed(null)} />
      <button class="button quiet">Keep</button></div>
  </form>`;
}
