// What an answer under the Freedom of Information Act withholds of a record, field by field; folded until it is needed.

import { html, useState } from 'htm/preact/standalone';
import { element_id, pointer_of } from './paths.js';
import { errors_of } from './field.js';

/** @typedef {import('./form_state.js').FormState} FormState */

/** @param {{ form: FormState, fields: { path: string, label: string }[] }} props */
export function ReleaseGroup({ form, fields }) {
  const entries = Object.entries(form.typed.release ?? {});
  const [chosen, set_chosen] = useState('');
  const free = fields.filter(({ path }) => !entries.some(([name]) => name === path));
  const chooser = 'release-field';
  const has_errors = errors_of(form).some((error) => error.pointer.startsWith('/release'));
  function add() {
    if (!chosen) return;
    form.change(['release', chosen], { withhold: [], reason: '' });
    set_chosen('');
  }
  return html`<details class="panel release" open=${has_errors || undefined}>
    <summary><h2>Freedom of Information</h2><span class="aside">${entries.length ? `${entries.length} withheld` : 'nothing withheld'}</span></summary>
    <p class="section_lead">What answers to requests leave out, and why. The record itself keeps it.</p>
    ${entries.map(([path, release]) => html`<${ReleaseEntry} key=${path} form=${form} path=${path} release=${release} label=${fields.find((field) => field.path === path)?.label ?? path} />`)}
    <div class="field_row release_add">
      <div class="field"><label for=${chooser}>Withhold</label>
        <select id=${chooser} value=${chosen} onChange=${(/** @type {any} */ event) => set_chosen(event.currentTarget.value)}>
          <option value="">Choose a field</option>
          ${free.map(({ path, label }) => html`<option key=${path} value=${path}>${label}</option>`)}
        </select></div>
      <button type="button" class="button quiet" onClick=${add}>Add</button>
    </div>
  </details>`;
}

/** @param {{ form: FormState, path: string, release: any, label: string }} props */
function ReleaseEntry({ form, path, release, label }) {
  const pointer = pointer_of(['release', path]);
  const id = element_id(pointer);
  const [text, set_text] = useState(/** @type {string | null} */ (null));
  const errors = form.is_left(pointer) ? errors_of(form).filter((error) => error.pointer.startsWith(pointer)) : [];
  /** @param {any} changes */
  const change = (changes) => form.change(['release', path], { ...release, ...changes });
  return html`<fieldset class="release_entry" id=${id} tabindex="-1"><legend>${label}</legend>
    <div class="fields">
      <div class="field"><label for=${`${id}-withhold`}>Exemptions</label>
        <input id=${`${id}-withhold`} aria-describedby=${`${id}-hint`} value=${text ?? (release.withhold ?? []).join(', ')} onBlur=${() => { set_text(null); form.leave(pointer); }}
          onInput=${(/** @type {any} */ event) => { set_text(event.currentTarget.value); change({ withhold: event.currentTarget.value.split(/[,;]\s*/).filter(Boolean) }); }} />
        <p class="hint" id=${`${id}-hint`}>s31(1)(a), s43(2)</p></div>
      <div class="field"><label for=${`${id}-reason`}>Reason</label>
        <input id=${`${id}-reason`} value=${release.reason ?? ''} onBlur=${() => form.leave(pointer)} onInput=${(/** @type {any} */ event) => change({ reason: event.currentTarget.value })} /></div>
      <label class="check wide"><input type="checkbox" checked=${release.neither_confirm_nor_deny === true} onChange=${(/** @type {any} */ event) => change({ neither_confirm_nor_deny: event.currentTarget.checked || undefined })} />
        Neither confirm nor deny that it is held</label>
    </div>
    ${errors.map((error) => html`<p class="field_error">${error.detail}</p>`)}
    <button type="button" class="text_button danger" onClick=${() => form.change(['release', path], undefined)}>Remove<span class="visually_hidden"> what is withheld of ${label}</span></button>
  </fieldset>`;
}
