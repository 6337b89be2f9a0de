// One large figure with what it counts.

import { html } from 'htm/preact/standalone';
import { format_money, format_years } from '../lib/format.js';

/** The letters that a figure holds in its largest type; a longer value is written smaller, so that no number is broken. */
const letters_most = 12;

/** @param {{ label: any, value: any, note?: any, href?: string, tone?: string }} props */
export function Figure({ label, value, note, href, tone }) {
  const is_long = typeof value === 'string' && value.length > letters_most;
  const content = html`<span class="figure_label">${label}</span>
    <span class=${`figure_value${is_long ? ' is_long' : ''}`}>${value}</span>
    ${note && html`<span class="figure_note">${note}</span>`}`;
  const name = `figure${tone ? ` tone_${tone}` : ''}`;
  return href ? html`<a class=${name} href=${href}>${content}</a>` : html`<div class=${name}>${content}</div>`;
}

/** The mean of earlier financial years, with the years it is taken over. @param {{ average: import('../types.js').Average | null | undefined }} props */
export function AverageFigure({ average }) {
  return html`<${Figure} label="Average of earlier years" value=${average ? format_money(average.value) : html`<span class="not_recorded">none</span>`}
    note=${average ? `Over ${format_years(average.years)}` : 'No earlier year has any spend'} />`;
}
