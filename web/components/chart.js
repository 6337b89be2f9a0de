// Bars of committed and continuing spend, as SVG drawn to the width there is. The table beside it holds the figures.

import { html, useEffect, useRef, useState } from 'htm/preact/standalone';
import { format_money } from '../lib/format.js';
import { use_id } from './table.js';

/** @typedef {{ label: string, committed: string, continuing: string, total: string }} Bar */

const row_height = 52;
const bar_height = 20;
const bar_top = 24;

const ruler = document.createElement('canvas').getContext('2d');

/** The width in pixels that an element has. */
function use_width() {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
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

/**
 * Where a bar's two parts lie; credits lie to the left of nothing. Numbers here only place pixels.
 * @param {Bar} bar
 */
function parts_of(bar) {
  let right = 0;
  let left = 0;
  return /** @type {const} */ (['committed', 'continuing']).map((part) => {
    const amount = Number(bar[part]) || 0;
    const from = amount >= 0 ? right : left + amount;
    if (amount >= 0) right += amount;
    else left += amount;
    return { part, from, to: from + Math.abs(amount) };
  });
}

/**
 * @param {{ title: string, description: string, bars: Bar[] }} props The title says what the chart shows.
 */
export function SpendChart({ title, description, bars }) {
  const [ref, width] = use_width();
  const title_id = use_id('chart_title');
  const description_id = use_id('chart_description');
  const pattern_id = use_id('chart_pattern');
  const all_parts = bars.map(parts_of);
  const highest = Math.max(0, ...all_parts.flat().map((part) => part.to));
  const lowest = Math.min(0, ...all_parts.flat().map((part) => part.from));
  const span = highest - lowest;
  /** @param {number} amount */
  const place_of = (amount) => (span > 0 ? ((amount - lowest) / span) * Math.max(0, width - 1) : 0);
  const height = bars.length * row_height;

  return html`<figure class="chart">
    <figcaption>
      <span class="chart_title">${title}</span>
      <span class="chart_key"><span class="key committed">Committed</span><span class="key continuing">Continuing</span></span>
    </figcaption>
    <div class="chart_canvas" ref=${ref}>
      ${width > 0 && html`<svg role="img" aria-labelledby=${`${title_id} ${description_id}`} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}>
        <title id=${title_id}>${title}</title>
        <desc id=${description_id}>${description}</desc>
        <defs><pattern id=${pattern_id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch_ground" width="6" height="6" /><rect class="hatch_line" width="2" height="6" />
        </pattern></defs>
        ${bars.map((bar, index) => {
          const y = index * row_height;
          const amount = format_money(bar.total);
          return html`<g key=${index}>
            <text class="chart_label" x="0" y=${y + 15}>${fit(bar.label, width - width_of(amount) - 16)}</text>
            <text class="chart_amount" x=${width} y=${y + 15} text-anchor="end">${amount}</text>
            <rect class="chart_track" x="0" y=${y + bar_top} width=${width} height=${bar_height} rx="3" />
            ${all_parts[index].map(({ part, from, to }) => to > from && html`<rect key=${part} class=${`bar ${part}`}
              x=${place_of(from)} y=${y + bar_top} width=${Math.max(1, place_of(to) - place_of(from))} height=${bar_height}
              fill=${part === 'continuing' ? `url(#${pattern_id})` : undefined} />`)}
            ${lowest < 0 && html`<line class="chart_zero" x1=${place_of(0)} x2=${place_of(0)} y1=${y + bar_top - 3} y2=${y + bar_top + bar_height + 3} />`}
          </g>`;
        })}
      </svg>`}
    </div>
  </figure>`;
}
