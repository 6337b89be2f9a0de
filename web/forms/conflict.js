// Two people changed one record: what it was, what it is now, and what is being saved, side by side, to choose from.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { api_url, get_json } from '../api.js';
import { format_instant, format_money } from '../lib/format.js';
import { kind_of_field } from '../lib/fields.js';
import { silence_words } from '../lib/words.js';
import { field_label } from '../lib/words.js';
import { use_id } from '../components/table.js';
import { RecordFields } from '../components/record_fields.js';
import { Value } from '../components/value.js';
import { differences, element_id, is_object, pointer_of, with_value } from './paths.js';

/** @typedef {import('./form_state.js').FormState} FormState */

/**
 * @param {{ form: FormState, labels: Map<string, string>, names: any }} props `labels` are those of the form, by pointer
 */
export function ConflictView({ form, labels, names }) {
  const { theirs, etag, mine } = /** @type {import('./form_state.js').Conflict} */ (form.conflict);
  const found = differences(form.base.record ?? {}, theirs, mine);
  const [chosen, set_chosen] = useState(() => /** @type {Record<string, string>} */ (Object.fromEntries(found.map((entry) => [pointer_of(entry.path), entry.suggested]))));
  const [is_tried, set_tried] = useState(false);
  const [who, set_who] = useState('');
  const heading = use_id('conflict');

  useEffect(() => {
    document.getElementById(heading)?.focus();
    get_json(api_url('history', { kind: form.kind, id: form.id, limit: 1 })).then(
      (history) => {
        const last = history.items[0];
        if (last) set_who(`${last.changed_by ?? 'somebody who gave no name'}, ${format_instant(last.changed_at)}`);
      },
      () => undefined,
    );
  }, []);

  /** @param {Event} event */
  function save(event) {
    event.preventDefault();
    const open = found.find((entry) => !chosen[pointer_of(entry.path)]);
    if (open) {
      set_tried(true);
      document.getElementById(radio_id(pointer_of(open.path), 'theirs'))?.focus();
      return;
    }
    let record = theirs;
    for (const entry of found) if (chosen[pointer_of(entry.path)] === 'mine') record = with_value(record, entry.path, entry.mine);
    form.save({ record, etag });
  }
  /** Back to the form, at the first field that the two do not agree on. */
  function go_back() {
    form.close_conflict();
    setTimeout(() => {
      const fields = found.map((entry) => document.getElementById(element_id(pointer_of(entry.path)))).filter((element) => element !== null);
      const [first] = fields.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      first?.closest('details')?.setAttribute('open', '');
      (first ?? document.querySelector('h1'))?.focus();
    });
  }
  /** @param {string} pointer @param {string} side */
  const radio_id = (pointer, side) => `choose${pointer.replace(/[^\w-]/g, '-')}-${side}`;

  return html`<section class="panel conflict" aria-labelledby=${heading}>
    <h2 id=${heading} tabindex="-1">Somebody else changed this meanwhile</h2>
    <p>${who ? html`Last changed by <strong>${who}</strong>. ` : ''}Choose what is kept for each field below. What only one of you changed is chosen already.</p>
    <form onSubmit=${save} class="stack">
      ${found.map((entry) => {
        const pointer = pointer_of(entry.path);
        const label = labels.get(pointer) ?? path_label(entry.path);
        const is_open = is_tried && !chosen[pointer];
        return html`<fieldset key=${pointer} class=${`choice_between${is_open ? ' is_open' : ''}`}><legend>${label}${entry.suggested === '' && html` <span class="badge flag tone_warn">both changed it</span>`}</legend>
          ${is_open && html`<p class="field_error">Choose one of the two.</p>`}
          <div class="sides">
            <div class="side"><span class="side_name">When you began</span><${Shown} value=${entry.before} path=${entry.path} names=${names} /></div>
            ${[['theirs', 'Recorded now', entry.theirs], ['mine', 'Yours', entry.mine]].map(([side, words, value]) => html`<div class="side" key=${side}>
              <label class="side_name"><input type="radio" id=${radio_id(pointer, side)} name=${`choose${pointer}`} checked=${chosen[pointer] === side} onChange=${() => set_chosen({ ...chosen, [pointer]: side })} />
                ${words}<span class="visually_hidden"> of ${label}</span></label>
              <${Shown} value=${value} path=${entry.path} names=${names} /></div>`)}
          </div>
        </fieldset>`;
      })}
      <p class="actions"><button type="submit" class="button" disabled=${form.is_saving}>${form.is_saving ? 'Saving…' : 'Save this'}</button>
        <button type="button" class="button quiet" onClick=${go_back}>Back to the form</button></p>
    </form>
  </section>`;
}

/** @param {import('./paths.js').Path} path */
function path_label(path) {
  if (path[0] === 'silences') return `${field_label(String(path[1]).split('.').pop() ?? '')}: why it is blank`;
  if (path[0] === 'release') return `${field_label(String(path[1]).split('.').pop() ?? '')}: withheld`;
  return path.map((step) => field_label(String(step))).join(': ');
}

/** @param {{ value: any, path: import('./paths.js').Path, names: any }} props */
function Shown({ value, path, names }) {
  const field = String(path[path.length - 1]);
  if (value === undefined) return html`<span class="not_recorded">nothing</span>`;
  if (path[0] === 'silences') return html`<span class="silence">${silence_words[value]?.label ?? value}</span>`;
  if (Array.isArray(value) && value.some(is_object)) return html`<ol class="tight_list">${value.map((item, index) => html`<li key=${index}>${is_object(item) ? html`<${RecordFields} record=${item} names=${names} />` : String(item)}</li>`)}</ol>`;
  if (is_object(value) && !['count', 'notice'].includes(kind_of_field(field))) return html`<${RecordFields} record=${value} names=${names} />`;
  if (kind_of_field(field) === 'money') return format_money(value);
  return html`<${Value} field=${field} value=${value} names=${names} />`;
}
