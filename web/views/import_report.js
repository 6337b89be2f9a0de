// What an import would do or has done, and what stands in its way.

import { html } from 'htm/preact/standalone';
import { format_how_many, format_number, format_sentence } from '../lib/format.js';
import { pointer_words } from '../lib/pointers.js';
import { field_label } from '../lib/words.js';
import { ChangeList, RecordLine } from '../components/change_list.js';
import { Figure } from '../components/figure.js';
import { DataTable } from '../components/table.js';

const records_most = 100;
const problems_most = 500;

/** Where in the file a problem is: the row and column of a sheet, the record and field of a document. @param {string} pointer */
function place_words(pointer) {
  const row = /^\/rows\/(\d+)(?:\/(.*))?$/.exec(pointer);
  if (row) return `Row ${format_number(row[1])}${row[2] ? `, ${field_label(row[2].split('.').pop() ?? row[2]).toLowerCase()}` : ''}`;
  return pointer_words(pointer);
}

/** @param {{ problems: { pointer: string, detail?: string, message?: string }[], caption: string }} props */
function ProblemTable({ problems, caption }) {
  const shown = problems.slice(0, problems_most);
  return html`<${DataTable} is_compact caption=${caption} rows=${shown} columns=${[
    { key: 'where', label: 'Where', show: (/** @type {any} */ problem) => html`${place_words(problem.pointer)} <code class="aside block">${problem.pointer}</code>` },
    { key: 'what', label: 'What is wrong', is_wide: true, show: (/** @type {any} */ problem) => format_sentence(problem.detail ?? problem.message ?? '') },
  ]} />
  ${problems.length > shown.length && html`<p>and ${format_number(problems.length - shown.length)} more</p>`}`;
}

/** @param {{ error: any }} props */
export function ImportProblems({ error }) {
  const problems = error.problems ?? [];
  return html`<div role="alert"><p><strong>${problems.length > 0 ? 'Nothing was stored.' : error.message}</strong> ${error.detail && problems.length === 0 ? format_sentence(error.detail) : ''}
    ${problems.length > 0 && 'Put these right in the file and choose it again.'}</p></div>
    ${problems.length > 0 && html`<${ProblemTable} problems=${problems} caption=${format_how_many(problems.length, 'problem')} />`}`;
}

/** @param {{ report: any, is_done: boolean }} props */
export function ImportReport({ report, is_done }) {
  const told = report.records.filter((/** @type {any} */ record) => record.action !== 'unchanged');
  const shown = told.slice(0, records_most);
  const more = told.length - shown.length;
  const warnings = report.warnings ?? [];
  return html`<div class="figures">
      <${Figure} label=${is_done ? 'Added' : 'Would be added'} value=${format_number(report.added)} />
      <${Figure} label=${is_done ? 'Changed' : 'Would be changed'} value=${format_number(report.changed)} />
      <${Figure} label="Recorded already" value=${format_number(report.unchanged)} note="The same in the file" />
      <${Figure} label="Left alone" value=${format_number(report.left_alone)} note="Recorded here and not in the file" />
    </div>
    ${warnings.length > 0 && html`<${ProblemTable} problems=${warnings} caption=${`${format_how_many(warnings.length, 'warning')}, which ${warnings.length === 1 ? 'does' : 'do'} not stand in the way`} />`}
    ${!is_done && shown.length > 0 && html`<h3>Record by record</h3>
      <ul class="history_records">${shown.map((/** @type {any} */ record) => html`<li key=${`${record.kind}/${record.id}`}><${RecordLine} record=${record} is_plain=${record.action === 'added'} /><${ChangeList} record=${record} /></li>`)}</ul>
      ${more > 0 && html`<p>and ${format_how_many(more, 'more record')}</p>`}`}`;
}
