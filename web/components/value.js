// Shows one field of a record: its value, or which kind of nothing stands there. A blank is never shown.

import { html } from 'htm/preact/standalone';
import * as format from '../lib/format.js';
import { exemptions_of, field_state, is_hidden, kind_of_field, name_of_reference } from '../lib/fields.js';
import { page_href } from '../lib/router.js';
import { silence_words } from '../lib/words.js';

/** @typedef {import('../types.js').Names} Names */

/** Says that a field holds neither a value nor a silence. */
export function NotRecorded() {
  return html`<span class="not_recorded">not recorded</span>`;
}

/**
 * What stands in place of a value.
 * @param {{ silence: string, release?: import('../types.js').Release | null }} props
 */
export function Silence({ silence, release = null }) {
  if (silence === 'withheld') return html`<${Withheld} release=${release} />`;
  const words = silence_words[silence] ?? { label: silence, meaning: '' };
  return html`<span class="silence" title=${words.meaning}>${words.label}</span>`;
}

/**
 * What is withheld from an answer, with its exemptions and, opened, the reason.
 * @param {{ release: import('../types.js').Release | null }} props
 */
export function Withheld({ release }) {
  const exemptions = exemptions_of(release);
  const label = `withheld${exemptions ? ` (${exemptions})` : ''}`;
  if (!release?.reason && !release?.neither_confirm_nor_deny) return html`<span class="silence">${label}</span>`;
  return html`<details class="reason">
    <summary><span class="silence withheld">${label}</span></summary>
    <p>${release.neither_confirm_nor_deny ? 'Neither confirmed nor denied in an answer. ' : ''}${release.reason ?? ''}</p>
  </details>`;
}

/**
 * A field of a record.
 * @param {{ of: import('../types.js').EstateRecord, path: string, names?: Names, show?: (value: any) => any }} props
 *   `show` turns the value into what is shown; without it the field's own kind decides.
 */
export function Field({ of, path, names, show }) {
  const { value, silence, release } = field_state(of, path);
  const has_value = value !== undefined;
  const name = path.split('.').pop() ?? path;
  return html`
    ${has_value && (show ? show(value) : html`<${Value} field=${name} value=${value} names=${names} />`)}
    ${!has_value && silence && html`<${Silence} silence=${silence} release=${release} />`}
    ${release && silence !== 'withheld' && html` <${Withheld} release=${release} />`}
    ${!has_value && !silence && !release && (is_hidden(of, path) ? html`<${Silence} silence="not_shown" />` : html`<${NotRecorded} />`)}`;
}

/**
 * A record's name as a link to its page, where its kind has one.
 * @param {{ field: string, id: string, names?: Names }} props
 */
export function Reference({ field, id, names }) {
  const name = name_of_reference(names, field, id);
  const is_supplier = ['supplier', 'maker', 'provider'].includes(field);
  if (is_supplier) return html`<a href=${page_href(`/suppliers/${encodeURIComponent(id)}`)}>${name}</a>`;
  if (field === 'contract') return html`<a href=${page_href(`/contracts/${encodeURIComponent(id)}`)}>${name}</a>`;
  return name;
}

/** @param {string} text */
function is_web_address(text) {
  return /^https?:\/\//i.test(text);
}

/**
 * A count with the words and the day it was given in, where these are kept.
 * @param {{ count: import('../types.js').Count | number, measure?: boolean }} props
 */
export function CountValue({ count, measure = true }) {
  if (typeof count === 'number') return html`<span class="count">${format.format_count(count)}</span>`;
  return html`<span class="count">${format.format_count(count)}</span>
    ${measure && count.measure ? ` ${format.format_code(count.measure).toLowerCase()}` : ''}
    ${count.as_at && html` <span class="aside">as at ${format.format_short_day(count.as_at)}</span>`}
    ${count.literal && html` <span class="aside quoted">“${count.literal}”</span>`}`;
}

/** A mail address as a link, which may be broken before the host. @param {{ address: string }} props */
function MailAddress({ address }) {
  const at = address.lastIndexOf('@');
  return html`<a class="mail" href=${`mailto:${encodeURIComponent(address).replace('%40', '@')}`}>${at > 0 ? html`${address.slice(0, at)}<wbr />${address.slice(at)}` : address}</a>`;
}

/**
 * A plain value, written as its field asks.
 * @param {{ field: string, value: any, names?: Names }} props
 */
export function Value({ field, value, names }) {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  const kind = kind_of_field(field);
  if (kind === 'count') return html`<${CountValue} count=${value} />`;
  if (kind === 'notice') return format.format_notice(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => html`${index > 0 ? ', ' : ''}<${Value} field=${field} value=${item} names=${names} />`);
  }
  const text = String(value);
  switch (kind) {
    case 'reference': return html`<${Reference} field=${field} id=${text} names=${names} />`;
    case 'day': return format.format_day(text);
    case 'period': return format.format_period(text);
    case 'every': return format.format_every(text);
    case 'money': return html`<span class="money">${format.format_money(text)}</span>`;
    case 'percent': return format.format_percent(text);
    case 'telephone': return html`<span class="tabular">${format.format_telephone(text)}</span>`;
    case 'code': return format.format_code(text);
    case 'email': return html`<${MailAddress} address=${text} />`;
    case 'url': return is_web_address(text) ? html`<a href=${text} rel="noreferrer">${text}</a>` : text;
    default: return text;
  }
}
