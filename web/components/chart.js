// Bars of spend, as SVG drawn to the width there is. The table beside each holds the figures.

import { html, useEffect, useRef, useState } from 'htm/preact/standalone';
import { max, min, scaleLinear, stack, stackOffsetDiverging } from '../lib/d3.js';
import { format_money } from '../lib/format.js';
import { use_id } from './table.js';

/** @typedef {{ label: string, committed: string, continuing: string, total: string }} Bar */
/** @typedef {{ label: string, this_year: string, next_year: string }} PairOfBars */

const row_height = 52;
const bar_height = 20;
const bar_top = 24;
const label_line = 15;

const pair_bar_height = 14;
const pair_step = 19;
const pair_height = bar_top + 2 * pair_step + 12;

const ruler = document.createElement('canvas').getContext('2d');

/** The width in pixels that an element has. */
export function use_width() {
  const ref = useRef(/** @type {any} */ (null));
  const [width, set_width] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => set_width(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return /** @type {const} */ ([ref, width]);
}

/** The width of a text in the chart's own letters. @param {string} text */
function width_of(text) {
  if (!ruler) return text.length * 9;
  ruler.font = `600 14px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

/** A text cut short, with an ellipsis, to what fits. @param {string} text @param {number} width */
function fit(text, width) {
  if (width_of(text) <= width) return text;
  let letters = [...text].slice(0, 200);
  while (letters.length > 1 && width_of(`${letters.join('')}…`) > width) letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}

/** An amount as a length to draw, and as nothing else. @param {string} amount */
function length_of(amount) {
  return Number(amount) || 0;
}

/**
 * From amounts to places across a width; nothing lies within it, so that credits lie to its left.
 * @param {number[]} amounts
 * @param {number} width
 */
function scale_of(amounts, width) {
  const lowest = Math.min(0, min(amounts) ?? 0);
  const highest = Math.max(0, max(amounts) ?? 0);
  return scaleLinear([lowest, Math.max(highest, lowest + 1)], [0, Math.max(0, width - 1)]);
}

/**
 * The frame every chart has: a title that says what it shows, a key, and a drawing with the same told in words.
 * @param {{ title: string, description: string, keys: { name: string, label: string }[], height: number, draw: (width: number, hatch: string) => any }} props
 */
function Chart({ title, description, keys, height, draw }) {
  const [ref, width] = use_width();
  const title_id = use_id('chart_title');
  const description_id = use_id('chart_description');
  const hatch_id = use_id('chart_hatch');
  return html`<figure class="chart">
    <figcaption>
      <span class="chart_title">${title}</span>
      <span class="chart_key">${keys.map(({ name, label }) => html`<span key=${name} class=${`key ${name}`}>${label}</span>`)}</span>
    </figcaption>
    <div class="chart_canvas" ref=${ref}>
      ${width > 0 && html`<svg role="img" aria-labelledby=${`${title_id} ${description_id}`} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}>
        <title id=${title_id}>${title}</title>
        <desc id=${description_id}>${description}</desc>
        <defs><pattern id=${hatch_id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch_ground" width="6" height="6" /><rect class="hatch_line" width="2" height="6" />
        </pattern></defs>
        ${draw(width, `url(#${hatch_id})`)}
      </svg>`}
    </div>
  </figure>`;
}

/**
 * One bar a row, of what is committed and what continues.
 * @param {{ title: string, description: string, bars: Bar[] }} props The title says what the chart shows.
 */
export function SpendChart({ title, description, bars }) {
  const parts = stack().keys(['committed', 'continuing']).offset(stackOffsetDiverging).value((bar, part) => length_of(/** @type {any} */ (bar)[part]))(/** @type {any} */ (bars));
  const ends = parts.flatMap((part) => part.flatMap(([from, to]) => [from, to]));
  return html`<${Chart} title=${title} description=${description} height=${bars.length * row_height}
    keys=${[{ name: 'committed', label: 'Committed' }, { name: 'continuing', label: 'Continuing' }]}
    draw=${(/** @type {number} */ width, /** @type {string} */ hatch) => {
      const place = scale_of(ends, width);
      return bars.map((bar, index) => {
        const y = index * row_height;
        const amount = format_money(bar.total);
        return html`<g key=${index}>
          <text class="chart_label" x="0" y=${y + label_line}>${fit(bar.label, width - width_of(amount) - 16)}</text>
          <text class="chart_amount" x=${width} y=${y + label_line} text-anchor="end">${amount}</text>
          <rect class="chart_track" x="0" y=${y + bar_top} width=${width} height=${bar_height} rx="3" />
          ${parts.map((part) => {
            const [from, to] = part[index];
            return to > from && html`<rect key=${part.key} class=${`bar ${part.key}`} x=${place(from)} y=${y + bar_top}
              width=${Math.max(1, place(to) - place(from))} height=${bar_height} fill=${part.key === 'continuing' ? hatch : undefined} />`;
          })}
          <${Zero} place=${place} y=${y + bar_top} height=${bar_height} />
        </g>`;
      });
    }} />`;
}

/**
 * Two bars a row: this financial year's total above the next one's.
 * @param {{ title: string, description: string, years: [string, string], rows: PairOfBars[] }} props
 */
export function YearsChart({ title, description, years, rows }) {
  const amounts = rows.flatMap((row) => [length_of(row.this_year), length_of(row.next_year)]);
  return html`<${Chart} title=${title} description=${description} height=${rows.length * pair_height}
    keys=${[{ name: 'committed', label: years[0] }, { name: 'next_year', label: years[1] }]}
    draw=${(/** @type {number} */ width) => {
      const room = Math.max(0, ...rows.flatMap((row) => [row.this_year, row.next_year]).map((amount) => width_of(format_money(amount)))) + 12;
      const place = scale_of(amounts, width - room);
      return rows.map((row, index) => {
        const y = index * pair_height;
        return html`<g key=${index}>
          <text class="chart_label" x="0" y=${y + label_line}>${fit(row.label, width)}</text>
          ${/** @type {const} */ (['this_year', 'next_year']).map((year, position) => {
            const top = y + bar_top + position * pair_step;
            const to = place(length_of(row[year]));
            return html`<g key=${year}>
              <rect class="chart_track" x="0" y=${top} width=${Math.max(0, width - room)} height=${pair_bar_height} rx="2" />
              ${to !== place(0) && html`<rect class=${`bar ${position === 0 ? 'committed' : 'next_year'}`} x=${Math.min(to, place(0)) + position / 2} y=${top + position / 2}
                width=${Math.max(1, Math.abs(to - place(0)) - position)} height=${pair_bar_height - position} />`}
              <${Zero} place=${place} y=${top} height=${pair_bar_height} />
              <text class=${`chart_amount${position === 1 ? ' is_next' : ''}`} x=${width} y=${top + 12} text-anchor="end">${format_money(row[year])}</text>
            </g>`;
          })}
        </g>`;
      });
    }} />`;
}

/** Where nothing lies, drawn only beside credits. @param {{ place: any, y: number, height: number }} props */
function Zero({ place, y, height }) {
  if (place.domain()[0] >= 0) return null;
  return html`<line class="chart_zero" x1=${place(0)} x2=${place(0)} y1=${y - 3} y2=${y + height + 3} />`;
}
