// Brings in a document or a sheet. What it would do is shown first, with every problem at its row; nothing is stored
// unless all of it can be.

import { html, useEffect, useRef, useState } from 'htm/preact/standalone';
import { api_url, send_json } from '../api.js';
import { format_how_many } from '../lib/format.js';
import { guess_kind, media_types, read_file, sheet_kinds } from '../lib/import_file.js';
import { page_href, use_place } from '../lib/router.js';
import { field_label } from '../lib/words.js';
import { PageHeader } from '../components/page_header.js';
import { PersonField } from '../components/person.js';
import { announce_later } from '../components/states.js';
import { use_id } from '../components/table.js';
import { ImportProblems, ImportReport } from './import_report.js';
import { Templates } from './import_templates.js';

/** @typedef {import('../lib/import_file.js').Chosen} Chosen */

export function ImportView() {
  const asked = use_place().query.get('kind') ?? '';
  const [chosen, set_chosen] = useState(/** @type {Chosen | null} */ (null));
  const [kind, set_kind] = useState(sheet_kinds.includes(asked) ? asked : '');
  const [outcome, set_outcome] = useState(/** @type {{ report?: any, error?: any, is_done?: boolean } | null} */ (null));
  const [is_busy, set_busy] = useState(false);
  const result = useRef(/** @type {HTMLElement | null} */ (null));
  // What somebody said of a file holds for that file, also when it is chosen again; empty before any is chosen.
  const said_of = useRef(/** @type {string | null} */ (null));
  const is_ready = chosen !== null && !chosen.refusal && (!chosen.is_sheet || kind !== '');

  /** @param {boolean} is_trial @param {AbortSignal} [signal] */
  async function send(is_trial, signal) {
    if (!chosen) return;
    set_busy(true);
    try {
      const url = api_url('import', { dry_run: is_trial ? 'true' : null, kind: chosen.is_sheet ? kind : null });
      const sent = await send_json('POST', url, chosen.content, { content_type: chosen.media_type, changes_nothing: is_trial, signal });
      set_outcome({ report: sent.body, is_done: !is_trial });
      if (!is_trial) announce_later('Imported.');
    } catch (error) {
      if (signal?.aborted) return;
      set_outcome({ error });
    }
    set_busy(false);
    requestAnimationFrame(() => result.current?.focus());
  }

  // What the file would do is worked out as soon as it is known what it holds.
  useEffect(() => {
    set_outcome(chosen?.refusal ? { error: { message: chosen.refusal } } : null);
    if (chosen?.refusal) requestAnimationFrame(() => result.current?.focus());
    if (!is_ready) return undefined;
    const controller = new AbortController();
    send(true, controller.signal);
    return () => controller.abort();
  }, [chosen, chosen?.is_sheet ? kind : '']);

  /** @param {File | undefined} file */
  async function choose(file) {
    if (!file) return;
    try {
      const read = await read_file(file);
      const is_said = said_of.current !== null && [read.name, ''].includes(said_of.current);
      if (is_said) said_of.current = read.name;
      else {
        said_of.current = null;
        if (read.is_sheet && !read.refusal) set_kind(guess_kind(read) || (sheet_kinds.includes(asked) ? asked : ''));
      }
      // What another file would do never stands under this one's name.
      set_outcome(null);
      set_chosen(read);
    } catch (error) {
      set_chosen({ name: file.name, content: new Blob(), media_type: media_types.csv, is_sheet: true, headings: [], refusal: /** @type {Error} */ (error).message });
    }
  }

  /** @param {string} said */
  function say_kind(said) {
    said_of.current = chosen?.name ?? '';
    set_outcome(null);
    set_kind(said);
  }

  return html`
    <${PageHeader} title="Import" lead="Bring in an estate document (JSON), or a sheet (XLSX or CSV) of one kind of record. First you see what it would do; nothing is stored unless all of it can be." />
    <${FileChoice} chosen=${chosen} kind=${kind} choose=${choose} set_kind=${say_kind} />
    ${is_busy && !outcome && html`<p class="loading" role="status">Reading it…</p>`}
    ${chosen?.is_sheet && !chosen.refusal && !kind && html`<p class="import_report">Choose what the sheet holds, and what it would do is shown here.</p>`}
    ${outcome && html`<section class="import_report panel" aria-labelledby="outcome">
      <h2 id="outcome" tabindex="-1" ref=${result}>${title_of(outcome, chosen)}</h2>
      ${outcome.error && html`<${ImportProblems} error=${outcome.error} />`}
      ${outcome.report && html`<${ImportReport} report=${outcome.report} is_done=${outcome.is_done === true} />`}
      ${outcome.report && !outcome.is_done && html`<${PersonField} />
        <p class="actions"><button type="button" class="button" disabled=${is_busy || nothing_to_do(outcome.report)} onClick=${() => send(false)}>${is_busy ? 'Importing…' : 'Import'}</button>
          <span class="aside">${nothing_to_do(outcome.report) ? 'Everything in it is recorded already.' : 'It is one change in the history, and can be undone as one.'}</span></p>`}
      ${outcome.is_done && html`<p class="actions"><a class="button" href=${page_href('/')}>Go to the overview</a>
        <a class="button quiet" href=${page_href(`/history/${outcome.report.revision}`)}>See it in the history, where it can be undone</a></p>`}
    </section>`}
    <${Templates} kinds=${sheet_kinds} />`;
}

/** @param {any} report */
function nothing_to_do({ added, changed }) {
  return added + changed === 0;
}

/** @param {{ report?: any, error?: any, is_done?: boolean }} outcome @param {Chosen | null} chosen */
function title_of({ report, error, is_done }, chosen) {
  const name = chosen?.name ?? 'The file';
  if (!report) return error.problems?.length > 0 ? `${name} cannot be imported yet: ${format_how_many(error.problems.length, 'problem')}` : `${name} cannot be imported`;
  return is_done ? `${name} is imported` : `What ${name} would do`;
}

/** @param {{ chosen: Chosen | null, kind: string, choose: (file: File | undefined) => void, set_kind: (kind: string) => void }} props */
function FileChoice({ chosen, kind, choose, set_kind }) {
  const [is_over, set_over] = useState(false);
  const file_id = use_id('file');
  const kind_id = use_id('kind');
  return html`<div class=${`drop${is_over ? ' is_over' : ''}`}
    onDragOver=${(/** @type {DragEvent} */ event) => { event.preventDefault(); set_over(true); }} onDragLeave=${() => set_over(false)}
    onDrop=${(/** @type {DragEvent} */ event) => { event.preventDefault(); set_over(false); choose(event.dataTransfer?.files[0]); }}>
    <div class="field">
      <label for=${file_id}>Choose a file, or drop it here</label>
      <input id=${file_id} type="file" accept=${`.json,.csv,.xlsx,${Object.values(media_types).join(',')}`} onChange=${(/** @type {any} */ event) => { choose(event.currentTarget.files[0]); event.currentTarget.value = ''; }} />
    </div>
    ${chosen && html`<p>Chosen: <strong>${chosen.name}</strong>${chosen.refusal ? '' : chosen.is_sheet ? ', a sheet' : ', an estate document'}.</p>`}
    ${((chosen?.is_sheet && !chosen.refusal) || (!chosen && kind)) && html`<div class="field">
      <label for=${kind_id}>What the sheet holds</label>
      <select id=${kind_id} value=${kind} onChange=${(/** @type {any} */ event) => set_kind(event.currentTarget.value)}>
        <option value="">Choose…</option>
        ${sheet_kinds.map((name) => html`<option key=${name} value=${name}>${field_label(name)}</option>`)}
      </select>
    </div>`}
  </div>`;
}
