// The timeline itself: a row for each contract, its terms as bars and its days as marks above them. It is a grid that the
// keyboard goes through as one: a single stop of Tab, then the arrow keys.

import { html, useLayoutEffect, useMemo, useRef } from 'htm/preact/standalone';
import { format_day, format_short_day, format_short_month } from '../lib/format.js';
import { page_href } from '../lib/router.js';
import { has_room, month_cells, time_scale, year_cells } from '../lib/timeline_scale.js';
import { StatusBadge } from './badges.js';
import { use_width } from './chart.js';
import { MarkShape, lines_of_row, renewal_fill, supplier_name, words_of_decision, words_of_mark, words_of_span } from './timeline_words.js';
import { Tip } from './tip.js';

/** @typedef {import('../types.js').Timeline} Timeline */
/** @typedef {import('../types.js').TimelineRow} TimelineRow */
/** @typedef {import('../types.js').TimelineMark} TimelineMark */

/** How many pixels wide a mark's target is, and how wide the drawing is taken to be until it is measured. */
const target_width = 24;
const usual_width = 800;
const page_rows = 10;

/**
 * @param {{
 *   timeline: Timeline, offset: number, label: string, suppliers: Record<string, string> | null, is_today: boolean,
 *   zoom: (step: 'in' | 'out' | 'earlier' | 'later' | 'reset') => void,
 * }} props
 */
export function TimelineChart({ timeline, offset, label, suppliers, is_today, zoom }) {
  const area = useRef(/** @type {HTMLElement | null} */ (null));
  const [head, measured] = use_width();
  const width = measured || usual_width;
  use_roving(area);

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.ctrlKey && !['Home', 'End'].includes(event.key) || event.metaKey || event.altKey) return;
    const step = event.shiftKey && event.key === 'ArrowLeft' ? 'earlier' : event.shiftKey && event.key === 'ArrowRight' ? 'later'
      : event.key === '+' || event.key === '=' ? 'in' : event.key === '-' ? 'out' : event.key === '0' ? 'reset' : null;
    if (step) {
      event.preventDefault();
      zoom(step);
      return;
    }
    const target = area.current && stop_for(area.current, event);
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  return html`<div class="timeline" ref=${area} onKeyDown=${press}>
    <table role="grid" class="timeline_table" aria-label=${label} aria-rowcount=${timeline.total + 1}>
      <thead role="rowgroup"><tr role="row" aria-rowindex="1">
        <th role="columnheader" scope="col" class="timeline_corner">Contract</th>
        <th role="columnheader" scope="col" class="timeline_axis"><span class="visually_hidden">${format_day(timeline.from)} to ${format_day(timeline.until)}</span>
          <div class="timeline_track" ref=${head}><${Axis} timeline=${timeline} width=${width} is_today=${is_today} /></div></th>
      </tr></thead>
      <tbody role="rowgroup">
        ${timeline.items.map((row, index) => html`<${Row} key=${row.contract} row=${row} index=${offset + index + 2} timeline=${timeline} width=${width}
          supplier=${supplier_name(row, suppliers)} />`)}
      </tbody>
    </table>
    <${Tip} within=${area} />
  </div>`;
}

/** Years above quarters or months, and the day of the figures. @param {{ timeline: Timeline, width: number, is_today: boolean }} props */
function Axis({ timeline, width, is_today }) {
  const { on, from, until } = timeline;
  const left = time_scale(timeline).at(on);
  return html`<div class="axis" aria-hidden="true">
    ${year_cells(timeline).map((cell) => html`<span key=${cell.day} class="axis_year" style=${place(cell)}>${has_room({ ...cell, is_year: true }, width) && cell.day.slice(0, 4)}</span>`)}
    ${month_cells(timeline, width).map((cell) => html`<span key=${cell.day} class="axis_month" style=${place(cell)}>${has_room({ ...cell, is_year: false }, width) && format_short_month(cell.day)}</span>`)}
    ${on >= from && on <= until && html`<span class=${`axis_today${left > 85 ? ' is_late' : ''}`} style=${{ left: `${left}%` }}>${is_today ? 'Today' : format_short_day(on)}</span>`}
  </div>`;
}

/** @param {{ left: number, width: number }} cell */
function place({ left, width }) {
  return { left: `${left}%`, width: `${width}%` };
}

/** @param {{ row: TimelineRow, index: number, timeline: Timeline, width: number, supplier: string }} props */
function Row({ row, index, timeline, width, supplier }) {
  return useMemo(() => {
    const href = page_href(`/contracts/${encodeURIComponent(row.contract)}`);
    const lines = lines_of_row(row, supplier);
    return html`<tr role="row" aria-rowindex=${index}>
      <th role="rowheader" scope="row" class="timeline_name">
        <a href=${href} tabindex="-1" data-stop="" data-tip=${lines.join('\n')} aria-label=${lines.join('. ')}>${row.title ?? row.contract}</a>
        <span class="aside">${supplier}${row.status !== 'active' && html` <${StatusBadge} status=${row.status} />`}</span>
        <span class="aside timeline_next">${words_of_decision(row)}</span>
      </th>
      <td role="gridcell" class="timeline_cell"><div class="timeline_track">
        <${Bars} row=${row} timeline=${timeline} />
        <${Marks} row=${row} timeline=${timeline} width=${width} href=${href} />
      </div></td>
    </tr>`;
  }, [row, index, timeline, width, supplier]);
}

/** @param {{ row: TimelineRow, timeline: Timeline }} props */
function Bars({ row, timeline }) {
  const { at, after } = time_scale(timeline);
  const { on, from, until } = timeline;
  return html`<svg class="bars" width="100%" height="100%" aria-hidden="true">
    ${year_cells(timeline).map((cell) => html`<line key=${cell.day} class="year_line" x1=${`${cell.left}%`} x2=${`${cell.left}%`} y1="0" y2="100%" />`)}
    ${row.spans.map((span, index) => html`<rect key=${index} class=${`span ${span.kind}${span.is_assumed ? ' is_assumed' : ''}`} x=${`${at(span.first)}%`} y="27" height="14"
      width=${`${Math.max(0.15, after(span.last) - at(span.first))}%`} fill=${span.kind === 'renewal' ? renewal_fill : undefined} data-tip=${words_of_span(span)} />`)}
    ${on >= from && on <= until && html`<line class="today_line" x1=${`${at(on)}%`} x2=${`${at(on)}%`} y1="0" y2="100%" />`}
  </svg>`;
}

/**
 * Marks that would cover one another share one target, each drawn where its own day lies.
 * @param {{ row: TimelineRow, timeline: Timeline, width: number, href: string }} props
 */
function Marks({ row, timeline, width, href }) {
  const { at } = time_scale(timeline);
  /** @type {{ mark: TimelineMark, x: number }[][]} */
  const groups = [];
  for (const mark of row.marks) {
    const x = (at(mark.on) / 100) * width;
    const last = groups.at(-1);
    if (last && x - last[last.length - 1].x < target_width) last.push({ mark, x });
    else groups.push([{ mark, x }]);
  }
  const next = row.next_decision;
  return groups.map((group) => {
    const words = group.slice(0, page_rows).map(({ mark }) => words_of_mark(mark));
    if (group.length > page_rows) words.push(`and ${group.length - page_rows} more`);
    const first = group[0];
    const room = group[group.length - 1].x - first.x + target_width;
    const is_next = (/** @type {TimelineMark} */ mark) => next !== null && mark.kind === next.kind && mark.on === next.decide_by;
    // What must be decided next lies on top.
    const drawn = [...group].sort((a, b) => Number(is_next(a.mark)) - Number(is_next(b.mark)));
    return html`<a key=${`${first.mark.kind} ${first.mark.on}`} class="mark" href=${href} tabindex="-1" data-stop="" data-at=${at(first.mark.on)} data-tip=${words.join('\n')}
        aria-label=${`${words.join('; ')}. ${row.title ?? row.contract}`} style=${{ left: `${at(first.mark.on)}%`, width: `${room}px` }}>
      <svg width=${room} height=${target_width} aria-hidden="true">
        ${drawn.map(({ mark, x }, index) => html`<${MarkShape} key=${index} kind=${mark.kind} transform=${`translate(${x - first.x + target_width / 2} ${target_width / 2})`}
          class=${`mark_shape${mark.days_left < 0 ? ' is_past' : ''}${is_next(mark) ? ' is_next' : ''}`} />`)}
      </svg></a>`;
  });
}

/** Lets Tab stop once in the whole grid, at what had the focus last. @param {{ current: HTMLElement | null }} area */
function use_roving(area) {
  const current = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const grid = area.current;
    if (!grid) return;
    const stops = stops_in(grid);
    const kept = current.current && grid.contains(current.current) ? current.current : stops[0] ?? null;
    for (const stop of stops) stop.tabIndex = stop === kept ? 0 : -1;
    current.current = kept;
    /** @param {FocusEvent} event */
    const follow = (event) => {
      const stop = event.target instanceof HTMLElement && event.target.matches('[data-stop]') ? event.target : null;
      if (!stop) return;
      if (current.current) current.current.tabIndex = -1;
      stop.tabIndex = 0;
      current.current = stop;
    };
    grid.addEventListener('focusin', follow);
    return () => grid.removeEventListener('focusin', follow);
  });
}

/** @param {Element} element @returns {HTMLElement[]} */
function stops_in(element) {
  return /** @type {HTMLElement[]} */ ([...element.querySelectorAll('[data-stop]')]);
}

/**
 * Where a key leads from where the focus is.
 * @param {HTMLElement} area
 * @param {KeyboardEvent} event
 */
function stop_for(area, { key, ctrlKey, target }) {
  const here = target instanceof Element ? target.closest('[data-stop]') : null;
  const rows = [...area.querySelectorAll('tbody tr')];
  const row = here ? rows.findIndex((each) => each.contains(here)) : -1;
  if (!(here instanceof HTMLElement) || row < 0) return null;
  const stops = stops_in(rows[row]);
  const column = stops.indexOf(here);
  const in_row = (/** @type {number} */ index) => nearest(stops_in(rows[Math.max(0, Math.min(rows.length - 1, index))]), here);
  switch (key) {
    case 'ArrowRight': return stops[column + 1] ?? null;
    case 'ArrowLeft': return stops[column - 1] ?? null;
    case 'ArrowDown': return in_row(row + 1);
    case 'ArrowUp': return in_row(row - 1);
    case 'PageDown': return in_row(row + page_rows);
    case 'PageUp': return in_row(row - page_rows);
    case 'Home': return ctrlKey ? stops_in(rows[0])[0] : stops[0];
    case 'End': return ctrlKey ? stops_in(rows[rows.length - 1])[0] : stops[stops.length - 1];
    default: return null;
  }
}

/** From a name to a name, and from a mark to the one nearest in time. @param {HTMLElement[]} stops @param {HTMLElement} from */
function nearest(stops, from) {
  if (from.dataset.at === undefined || stops.length === 1) return stops[0];
  const wanted = Number(from.dataset.at);
  const distance = (/** @type {HTMLElement} */ stop) => Math.abs(Number(stop.dataset.at) - wanted);
  return stops.slice(1).reduce((best, stop) => (distance(stop) < distance(best) ? stop : best));
}
