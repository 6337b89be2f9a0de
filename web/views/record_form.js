// The pages that add and change records of every kind.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { api_url, get_json, kept_etag } from '../api.js';
import { record_kinds, record_url, title_of } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { use_place } from '../lib/router.js';
import { PageHeader } from '../components/page_header.js';
import { ErrorNote } from '../components/states.js';
import { forms } from '../forms/estate_forms.js';
import { FormView } from '../forms/form_view.js';
import { use_form } from '../forms/form_state.js';
import { with_value } from '../forms/paths.js';
import { NotFoundView, RecordNotFound } from './not_found.js';

/** What a copy does not take from the record it is made of. */
const own_fields = ['id', 'decisions', 'ended_on', 'number', 'first', 'last'];

/** @param {{ kind: string }} props */
export function NewRecordView({ kind }) {
  const { query } = use_place();
  const from = query.get('from');
  if (!Object.hasOwn(forms, kind) || kind === 'organisation') return html`<${NotFoundView} />`;
  const given = [...query].filter(([name]) => !['from', 'on'].includes(name) && /^[a-z_.]+$/.test(name));
  return html`<${Loading} kind=${kind} id=${from} make=${(/** @type {any} */ record, /** @type {string | null} */ etag) => {
    if (!from) return { record: given.reduce((made, [name, value]) => with_value(made, name.split('.'), value), forms[kind].blank ?? {}), etag: null };
    const copied = Object.fromEntries(Object.entries(record).filter(([name]) => !own_fields.includes(name)));
    const { name_field } = record_kinds[kind];
    return { record: name_field && copied[name_field] ? { ...copied, [name_field]: `${copied[name_field]} (copy)` } : copied, etag };
  }} is_new />`;
}

/** @param {{ kind: string, id?: string }} props */
export function EditRecordView({ kind, id = '' }) {
  if (!Object.hasOwn(forms, kind)) return html`<${NotFoundView} />`;
  return html`<${Loading} kind=${kind} id=${id} make=${(/** @type {any} */ record, /** @type {string | null} */ etag) => ({ record, etag })} />`;
}

/**
 * Fetches the record once. It is not followed further: what others change meanwhile is met on saving.
 * @param {{ kind: string, id: string | null, make: (record: any, etag: string | null) => { record: any, etag: string | null }, is_new?: boolean }} props
 */
function Loading({ kind, id, make, is_new = false }) {
  const [loaded, set_loaded] = useState(/** @type {any} */ (id === null ? make({}, null) : null));
  const [error, set_error] = useState(/** @type {any} */ (null));
  const { noun } = record_kinds[kind];
  function load() {
    if (id === null) return;
    set_error(null);
    const url = record_url(kind, id);
    get_json(url).then((record) => set_loaded(make(record, kept_etag(url))), set_error);
  }
  useEffect(load, []);
  if (error?.status === 404) return html`<${RecordNotFound} what=${noun} id=${id} list=${record_kinds[kind].home} />`;
  if (error) return html`<${PageHeader} title=${`Edit ${noun}`} /><${ErrorNote} error=${error} retry=${load} />`;
  if (!loaded) return html`<${PageHeader} title=${`Edit ${noun}`} is_pending /><p class="loading" role="status">Loading…</p>`;
  return html`<${RecordForm} kind=${kind} id=${is_new ? null : id} loaded=${loaded} />`;
}

/** @param {{ kind: string, id: string | null, loaded: { record: any, etag: string | null } }} props */
function RecordForm({ kind, id, loaded }) {
  const on = use_place().query.get('on');
  const { data } = use_resources({ names: api_url('names') });
  const state = use_form(kind, id, loaded, on, data?.names ?? null);
  const { noun } = record_kinds[kind];
  return html`
    <${PageHeader} title=${id === null ? `New ${noun}` : `Edit ${title_of(kind, loaded.record)}`} eyebrow=${id === null ? undefined : noun.charAt(0).toUpperCase() + noun.slice(1)} />
    <${FormView} state=${state} form=${forms[kind]} />`;
}
