// One large figure with what it counts.

import { html } from 'htm/preact/standalone';
import { format_money, format_years } from '../lib/format.js';

/** @param {{ label: any, value: any, note?: any, href?: string, tone?: string }} props */
export function Figure({ label, value, note, href, tone }) {
  const content = html`<span class="figure_label">${label}</span>
    <span class="figure_value">${value}</span>
    ${note && html`<span class="figure_note">${note}</span>`}`;
  const name = `figure${tone ? ` tone_${tone}` : ''}`;
  return href ? html`<a class=${name} href=${href}>${content}</a>` : html`<div class=${name}>${content}</div>`;
}

/** The mean of earlier financial years, with the years it is taken over. @param {{ average: import('../types.js').Average | null | undefined }} props */
export function AverageFigure({ average }) {
  return html`<${Figure} label="Average of earlier years" value=${average ? format_money(average.value) : html`<span class="silence">none</span>`}
    note=${average ? `Over ${format_years(average.years)}` : 'No earlier year has any spend'} />`;
}
