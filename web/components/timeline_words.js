// What the timeline draws, in words and in shapes: stretches of a contract and the days that matter in it.

import { html, useState } from 'htm/preact/standalone';
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolStar, symbolTriangle, symbolWye } from '../lib/d3.js';
import { format_code, format_day, format_days_left, format_money } from '../lib/format.js';
import { decision_words, field_label, status_words } from '../lib/words.js';

/** @typedef {import('../types.js').TimelineRow} TimelineRow */
/** @typedef {import('../types.js').TimelineSpan} TimelineSpan */
/** @typedef {import('../types.js').TimelineMark} TimelineMark */

/** @type {Record<string, { label: string, key: string }>} */
export const span_words = {
  term: { label: 'Agreed', key: 'Agreed' },
  renewal: { label: 'Renewal', key: 'Comes if nobody acts' },
  option: { label: 'Option', key: 'Option that may be taken up' },
  continuing: { label: 'Goes on', key: 'Goes on without a term' },
};

/** @type {Record<string, { label: string, shape: any, turn?: number }>} */
export const mark_words = {
  give_notice: { label: 'Last day for notice', shape: symbolTriangle, turn: 180 },
  exercise_option: { label: 'Last day to take up the option', shape: symbolDiamond },
  replace: { label: 'Replace by', shape: symbolSquare },
  use_break: { label: 'Last day to use the break', shape: symbolStar },
  start_by: { label: 'Work must begin', shape: symbolCircle },
  price_rise: { label: 'Price rise', shape: symbolCross },
  leaves: { label: 'Last day, as decided', shape: symbolCross, turn: 45 },
  ended: { label: 'Ended', shape: symbolWye },
};

/** @type {Map<string, string>} */
const paths = new Map();

/** @param {string} kind */
function path_of(kind) {
  let path = paths.get(kind);
  if (path === undefined) {
    path = symbol(mark_words[kind]?.shape ?? symbolCircle, 72)() ?? '';
    paths.set(kind, path);
  }
  return path;
}

/** The shape of a kind of mark about the middle of nothing. @param {{ kind: string, transform?: string, class?: string }} props */
export function MarkShape({ kind, transform = '', class: name }) {
  const turn = mark_words[kind]?.turn;
  return html`<path class=${name} d=${path_of(kind)} transform=${`${transform}${turn ? ` rotate(${turn})` : ''}`.trim() || undefined} />`;
}

/** @param {TimelineSpan} span @param {(day: string) => string} [format] */
export function words_of_span({ kind, first, last, term_number, option_number, is_assumed }, format = format_day) {
  const label = span_words[kind]?.label ?? field_label(kind);
  const part = option_number ? (kind === 'option' ? ` ${option_number}` : `, option ${option_number}`) : term_number ? `, term ${term_number}` : '';
  return `${label}${part}: ${format(first)} to ${format(last)}${is_assumed ? ', assumed' : ''}`;
}

/** @param {TimelineMark} mark */
export function words_of_mark({ kind, on, days_left }) {
  return `${mark_words[kind]?.label ?? field_label(kind)}: ${format_day(on)}, ${format_days_left(days_left)}`;
}

/** The next decision in a line. @param {TimelineRow} row */
export function words_of_decision({ next_decision, status }) {
  if (!next_decision) return status === 'active' || status === 'pending' ? 'No decision that the records show' : status_words[status]?.meaning ?? '';
  const { kind, decide_by, days_left, cost_at_stake } = next_decision;
  return `${decision_words[kind]?.short ?? field_label(kind)} by ${format_day(decide_by)}, ${format_days_left(days_left)}${cost_at_stake === null ? '' : `, ${format_money(cost_at_stake)} at stake`}`;
}

/** @param {TimelineRow} row @param {Record<string, string> | null} suppliers nothing is said of one until the names are known */
export function supplier_name({ supplier }, suppliers) {
  if (!supplier) return 'No supplier named';
  return suppliers ? suppliers[supplier] ?? supplier : '';
}

/** Everything a row says, a line each. @param {TimelineRow} row @param {string} supplier */
export function lines_of_row(row, supplier) {
  return [
    row.title ?? row.contract,
    [[supplier, row.service && format_code(row.service)].filter(Boolean).join(', '), status_words[row.status]?.label ?? row.status].filter(Boolean).join('. '),
    words_of_decision(row),
    ...row.spans.slice(0, 6).map((span) => words_of_span(span)),
    ...(row.spans.length > 6 ? [`and ${row.spans.length - 6} more terms`] : []),
  ];
}

/** The hatching of renewals, which the legend brings and every row leans on. */
const hatch_id = 'timeline_hatch';
export const renewal_fill = `url(#${hatch_id})`;

/** On a telephone the legend would push everything else off the screen, so there it begins folded. */
const has_room = matchMedia('(min-width: 48rem)');

/** What the drawing means. */
export function TimelineLegend() {
  const [is_open] = useState(has_room.matches);
  return html`
    <svg class="timeline_defs" width="0" height="0" aria-hidden="true"><defs>
      <pattern id=${hatch_id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch_ground" width="7" height="7" /><rect class="hatch_line" width="2.5" height="7" />
      </pattern></defs></svg>
    <details class="timeline_legend" open=${is_open}>
    <summary>What the bars and marks mean</summary>
    <ul>
      ${Object.entries(span_words).map(([kind, words]) => html`<li key=${kind}>
        <svg class="legend_span" width="30" height="14" aria-hidden="true"><rect class=${`span ${kind}`} x="1" y="1" width="28" height="12" fill=${kind === 'renewal' ? renewal_fill : undefined} /></svg>${words.key}</li>`)}
    </ul>
    <ul>
      ${Object.entries(mark_words).map(([kind, words]) => html`<li key=${kind}>
        <svg class="legend_mark" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true"><${MarkShape} kind=${kind} class="mark_shape" /></svg>${words.label}</li>`)}
      <li><svg class="legend_mark" width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true"><${MarkShape} kind="give_notice" class="mark_shape is_past" /></svg>Hollow: passed</li>
      <li><svg class="legend_today" width="10" height="18" aria-hidden="true"><line class="today_line" x1="5" x2="5" y1="0" y2="18" /></svg>The day of the figures</li>
    </ul>
  </details>`;
}
