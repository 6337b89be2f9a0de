// Chooses a record by its name, and adds one at once where none has that name. The pattern is ARIA's editable combobox.

import { html, useMemo, useRef, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { name_of_record } from '../lib/fields.js';
import { use_resources } from '../lib/resources.js';
import { record_kinds } from '../lib/records.js';
import { announce } from './states.js';
import { use_id } from './table.js';

const shown_most = 50;

/** Accents and case make no difference to finding. @param {string} text */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/**
 * @param {{ id: string, name: string, plain: string }[]} entries
 * @param {string} typed
 * @param {string | undefined} without
 */
function find_options(entries, typed, without) {
  const wanted = folded(typed);
  const found = [];
  for (const { id, name, plain } of entries) {
    if (id === without) continue;
    const at = plain.indexOf(wanted);
    if (at >= 0 || id.includes(wanted)) found.push({ id, name, rank: at === 0 ? 0 : at > 0 ? 1 : 2 });
  }
  found.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
  return found.slice(0, shown_most);
}

/**
 * @param {{
 *   kind: string, label?: string, value: string, on_change: (id: string) => void, without?: string, can_add?: boolean,
 *   input_id?: string, described_by?: string, is_invalid?: boolean, on_leave?: () => void,
 *   names?: import('../types.js').Names | null,
 * }} props `names` are fetched where they are left out. Without `label` the label stands elsewhere. A text that names no record is given on as it is, for the server to refuse.
 */
export function Combobox({ kind, label, value, on_change, without, can_add = false, input_id, described_by, is_invalid = false, on_leave, names: given }) {
  const own_id = use_id('choice');
  const id = input_id ?? own_id;
  const { data } = use_resources(/** @type {Record<string, string>} */ (given === undefined ? { names: api_url('names') } : {}));
  const [typed, set_typed] = useState(/** @type {string | null} */ (null));
  const [is_open, set_open] = useState(false);
  const [active, set_active] = useState(-1);
  const [error, set_error] = useState('');
  const [added, set_added] = useState('');
  const is_adding = useRef(false);
  /** @type {Record<string, string>} */
  const names = /** @type {any} */ (given ?? data?.names)?.[kind] ?? {};
  const entries = useMemo(() => Object.keys(names).map((key) => {
    const name = name_of_record(names, kind, key);
    return { id: key, name, plain: folded(name) };
  }), [names]);
  const shown = typed ?? (value ? name_of_record(names, kind, value) : '');
  const options = is_open ? find_options(entries, typed ?? '', without) : [];
  const new_name = (typed ?? '').trim();
  const { noun, name_field } = record_kinds[kind];
  const may_add = can_add && is_open && name_field && new_name !== '' && !options.some((option) => folded(option.name) === folded(new_name));
  const count = options.length + (may_add ? 1 : 0);

  /** @param {string} chosen */
  function choose(chosen) {
    on_change(chosen);
    set_typed(null);
    set_open(false);
    set_active(-1);
    set_error('');
  }

  async function add() {
    if (is_adding.current) return;
    is_adding.current = true;
    set_open(false);
    try {
      const body = { [/** @type {string} */ (name_field)]: new_name, ...(kind === 'contracts' ? { term: { kind: 'unknown' } } : {}) };
      const sent = await send_json('POST', api_url(kind), body);
      choose(String(sent.body.id));
      set_added(new_name);
      announce(`Added ${new_name} as a new ${noun}. It stays recorded also if you cancel.`);
    } catch (fault) {
      set_error(`“${new_name}” was not added. ${/** @type {Error} */ (fault).message}`);
    } finally {
      is_adding.current = false;
    }
  }

  /** @param {number} index */
  function take(index) {
    if (index < options.length) choose(options[index].id);
    else add();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!is_open) set_open(true);
      else if (count > 0) set_active((active + (event.key === 'ArrowDown' ? 1 : active < 0 ? 0 : -1) + count) % count);
    } else if (event.key === 'Enter' && is_open && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape' && is_open) {
      event.preventDefault();
      event.stopPropagation();
      set_open(false);
      set_typed(null);
      set_active(-1);
    }
  }

  /** Leaving with a name in full chooses it; leaving it empty chooses nothing. */
  function leave() {
    set_open(false);
    set_active(-1);
    if (typed !== null && !is_adding.current) {
      const exact = entries.find((entry) => entry.id !== without && entry.plain === folded(typed));
      on_change(exact?.id ?? typed.trim());
      set_typed(null);
    }
    on_leave?.();
  }

  const list_id = `${id}-list`;
  return html`<div class="combobox">
    ${label && html`<label for=${id}>${label}</label>`}
    <input id=${id} role="combobox" autocomplete="off" spellcheck=${false} aria-autocomplete="list" aria-expanded=${is_open ? 'true' : 'false'} aria-controls=${list_id}
      aria-activedescendant=${active >= 0 ? `${id}-${active}` : undefined} aria-describedby=${[described_by, added && `${id}-added`].filter(Boolean).join(' ') || undefined} aria-invalid=${is_invalid ? 'true' : undefined}
      value=${shown} onKeyDown=${press} onBlur=${leave} onClick=${() => set_open(true)}
      onInput=${(/** @type {any} */ event) => { set_typed(event.currentTarget.value); set_open(true); set_active(-1); }} />
    <ul id=${list_id} role="listbox" aria-label=${record_kinds[kind].nouns} hidden=${!is_open || count === 0}>
      ${options.map((option, index) => html`<li key=${option.id} id=${`${id}-${index}`} role="option" aria-selected=${index === active ? 'true' : 'false'}
        onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); take(index); }}>${option.name}</li>`)}
      ${may_add && html`<li key="+" id=${`${id}-${options.length}`} role="option" class="adds" aria-selected=${active === options.length ? 'true' : 'false'}
        onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); add(); }}>Add “${new_name}” as a new ${noun}</li>`}
    </ul>
    ${added && html`<p class="added_words" id=${`${id}-added`}>${added} was added to the ${record_kinds[kind].nouns}. It stays recorded also if you cancel.</p>`}
    ${error && html`<p class="field_error" role="alert">${error}</p>`}
  </div>`;
}
