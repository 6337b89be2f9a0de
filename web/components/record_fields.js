// Everything recorded about a record, whatever fields it has, so that nothing recorded is ever out of sight.

import { html } from 'htm/preact/standalone';
import { field_label } from '../lib/words.js';
import { kind_of_field } from '../lib/fields.js';
import { Field, Value } from './value.js';

/** @typedef {import('../types.js').EstateRecord} EstateRecord */
/** @typedef {import('../types.js').Names} Names */

const annotations = ['silences', 'release'];

/** @param {unknown} value @returns {value is EstateRecord} */
function is_object(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The field names to show at one level: those with a value and those of which only a silence or a release is kept.
 * @param {EstateRecord} record
 * @param {EstateRecord} annotated the record that carries the silences
 * @param {string} prefix path of `record` within `annotated`
 */
function field_names(record, annotated, prefix) {
  const names = new Set(Object.keys(record).filter((name) => !annotations.includes(name)));
  for (const path of [...Object.keys(annotated.silences ?? {}), ...Object.keys(annotated.release ?? {})]) {
    if (!path.startsWith(prefix)) continue;
    names.add(path.slice(prefix.length).split('.')[0]);
  }
  return [...names];
}

/**
 * @param {{ record: EstateRecord, names?: Names, annotated?: EstateRecord, prefix?: string }} props
 */
export function RecordFields({ record, names, annotated = record, prefix = '' }) {
  return html`<dl class="record_fields">
    ${field_names(record, annotated, prefix).map((name) => html`<div key=${name}>
      <dt>${field_label(name)}</dt>
      <dd><${FieldContent} record=${record} name=${name} names=${names} annotated=${annotated} prefix=${prefix} /></dd>
    </div>`)}
  </dl>`;
}

/** @param {{ record: EstateRecord, name: string, names?: Names, annotated: EstateRecord, prefix: string }} props */
function FieldContent({ record, name, names, annotated, prefix }) {
  const value = record[name];
  const takes_objects = !['count', 'notice'].includes(kind_of_field(name));
  if (takes_objects && is_object(value)) {
    return html`<${RecordFields} record=${value} names=${names} annotated=${annotated} prefix=${`${prefix}${name}.`} />`;
  }
  if (takes_objects && Array.isArray(value) && value.some(is_object)) {
    return html`<ol class="record_list">
      ${value.map((item, index) => html`<li key=${index}>${is_object(item)
        ? html`<${RecordFields} record=${item} names=${names} />`
        : html`<${Value} field=${name} value=${item} names=${names} />`}</li>`)}
    </ol>`;
  }
  const has_inner_silence = value === undefined && !annotated.silences?.[prefix + name] && !annotated.release?.[prefix + name];
  if (has_inner_silence) {
    return html`<${RecordFields} record=${{}} names=${names} annotated=${annotated} prefix=${`${prefix}${name}.`} />`;
  }
  return html`<${Field} of=${annotated} path=${prefix + name} names=${names} />`;
}

/** The same, folded away under a few words. @param {{ record: EstateRecord, names?: Names, label?: string }} props */
export function MoreFields({ record, names, label = 'All fields' }) {
  const what = String(record.name ?? record.title ?? record.product ?? record.id ?? '');
  return html`<details class="more">
    <summary>${label}${what && html`<span class="visually_hidden"> of ${what}</span>`}</summary>
    <${RecordFields} record=${record} names=${names} />
  </details>`;
}
