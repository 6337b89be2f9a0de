// The page of one record of the inventory: everything recorded about it, and its counts over time.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_count, format_day } from '../lib/format.js';
import { key_of, record_href, record_kinds, record_url, title_of } from '../lib/records.js';
import { use_resources } from '../lib/resources.js';
import { may } from '../lib/session.js';
import { field_label } from '../lib/words.js';
import { AlertsSection } from '../components/alerts.js';
import { Notice } from '../components/notice.js';
import { PageHeader } from '../components/page_header.js';
import { AddButton, HistoryLink, RecordActions } from '../components/record_actions.js';
import { RecordFields } from '../components/record_fields.js';
import { ErrorNote, Loaded } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { NotFoundView, RecordNotFound } from './not_found.js';

const counted = ['lines', 'licences', 'numbers', 'usage'];

/** @param {{ kind: string, id?: string }} props */
export function RecordView({ kind, id = '' }) {
  if (!Object.hasOwn(record_kinds, kind)) return html`<${NotFoundView} />`;
  return html`<${Record} kind=${kind} id=${id} />`;
}

/** @param {{ kind: string, id: string }} props */
function Record({ kind, id }) {
  /** @type {Record<string, string>} */
  const urls = { record: record_url(kind, id), names: api_url('names') };
  if (counted.includes(kind)) urls.observations = record_url(kind, id, { after: '/observations' });
  if (kind === 'people') urls.responsibilities = api_url('responsibilities', { limit: 1000 });
  const resources = use_resources(urls);
  const { data, error, retry } = resources;
  const { noun, home } = record_kinds[kind];
  const heading = noun.charAt(0).toUpperCase() + noun.slice(1);
  if (error?.status === 404) return html`<${RecordNotFound} what=${noun} id=${id} list=${home} />`;
  if (error) return html`<${PageHeader} title=${heading} /><${ErrorNote} error=${error} retry=${retry} />`;
  const title = data ? title_of(kind, data.record) : heading;
  return html`
    <${PageHeader} title=${title} is_pending=${!data} eyebrow=${heading}>${data && html`<${RecordActions} kind=${kind} id=${id} title=${title} />`}<//>
    <${Notice} />
    <${Loaded} resources=${resources} say=${() => title}>
      ${(/** @type {any} */ loaded) => html`
        <section class="panel" aria-labelledby="recorded">
          <h2 id="recorded">What is recorded</h2>
          <${RecordFields} record=${loaded.record} names=${loaded.names} />
          <${HistoryLink} kind=${kind} id=${kind === 'organisation' ? null : id} />
        </section>
        ${['platforms', 'lines'].includes(kind) && html`<${AlertsSection} kind=${kind} id=${id} />`}
        ${loaded.responsibilities && html`<${Responsibilities} person=${id} all=${loaded.responsibilities.items} />`}
        ${loaded.observations?.items.length > 0 && html`<${Observations} items=${loaded.observations.items} />`}`}
    <//>`;
}

/** @param {{ items: { field: string, count: import('../types.js').Count }[] }} props */
function Observations({ items }) {
  return html`<section class="panel" aria-labelledby="observations">
    <h2 id="observations">Counted over time</h2>
    <${DataTable} is_compact caption="Every count, with the day it was taken" is_caption_hidden rows=${items} columns=${[
      { key: 'as_at', label: 'As at', show: (/** @type {any} */ entry) => (entry.count.as_at ? format_day(entry.count.as_at) : html`<span class="not_recorded">no day recorded</span>`) },
      { key: 'field', label: 'Field', show: (/** @type {any} */ entry) => field_label(entry.field) },
      { key: 'count', label: 'Count', is_numeric: true, show: (/** @type {any} */ entry) => format_count(entry.count) },
    ]} />
  </section>`;
}

/** @param {{ person: string, all: any[] }} props */
function Responsibilities({ person, all }) {
  const own = all.filter((entry) => entry.person === person);
  return html`<section class="panel" aria-labelledby="answers_for">
    <h2 id="answers_for">Answers for</h2>
    <${DataTable} is_compact caption="Responsibilities" is_caption_hidden rows=${own} row_key=${(/** @type {any} */ entry) => key_of('responsibilities', entry)} empty="Nothing is recorded." columns=${[
      { key: 'title', label: 'Responsibility', show: (/** @type {any} */ entry) => html`<a href=${record_href('responsibilities', key_of('responsibilities', entry))}>${title_of('responsibilities', entry)}</a>` },
      { key: 'actions', label: 'Change', show: (/** @type {any} */ entry) => html`<${RecordActions} kind="responsibilities" id=${key_of('responsibilities', entry)} title=${title_of('responsibilities', entry)} is_small />` },
    ].slice(0, may('editor') ? 2 : 1)} />
    <p><${AddButton} kind="responsibilities" parameters=${{ person }} is_quiet /></p>
  </section>`;
}
