// The head of every page: its one first-level heading, the document's title, and the day the figures are as at.

import { html, useEffect, useLayoutEffect, useRef } from 'htm/preact/standalone';
import { here_with, navigate, use_place } from '../lib/router.js';
import { format_day, is_day } from '../lib/format.js';
import { use_id } from './table.js';

/**
 * @param {{ title: string, eyebrow?: any, lead?: any, is_pending?: boolean, children?: any }} props
 *   A pending title stands in for one that is on its way, and stays unseen at first so that nothing flashes.
 */
export function PageHeader({ title, eyebrow, lead, is_pending = false, children }) {
  useLayoutEffect(() => {
    document.title = title === 'telestate' ? title : `${title} – telestate`;
  }, [title]);
  return html`<header class="page_header">
    <div class="page_title">
      ${eyebrow && html`<p class="eyebrow">${eyebrow}</p>`}
      <h1 tabindex="-1" class=${is_pending ? 'pending' : undefined}>${title}</h1>
      ${lead && html`<p class="lead">${lead}</p>`}
    </div>
    ${children}
  </header>`;
}

/**
 * Asks for the day that figures are seen from; the day goes into the address.
 * @param {{ on?: string, label?: string }} props the day the figures shown are as at, as the server says
 */
export function AsAt({ on, label = 'Figures as at' }) {
  const asked = use_place().query.get('on') ?? '';
  const id = use_id('as_at');
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const shown = is_day(asked) ? asked : on ?? '';
  // Set only when the day shown changes, so that a day being typed is left alone.
  useEffect(() => {
    if (input.current) input.current.value = shown;
  }, [shown]);
  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const day = String(new FormData(form).get('on') ?? '');
    navigate(here_with({ on: day || null, offset: null }));
  }
  return html`<form class="as_at" onSubmit=${submit}>
    <label for=${id}>${label}</label>
    <div class="as_at_row">
      <input id=${id} type="date" name="on" ref=${input} required />
      <button type="submit" class="button quiet">Show</button>
    </div>
  </form>`;
}

/** Says, on every page, that the figures are not today's. */
export function DayNotice() {
  const asked = use_place().query.get('on');
  if (!asked || !is_day(asked)) return null;
  return html`<p class="day_notice">
    <span>Figures as at <strong>${format_day(asked)}</strong>.</span>
    <a href=${here_with({ on: null, offset: null })}>Back to today</a>
  </p>`;
}
