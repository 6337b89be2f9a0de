// What stands on a page while data is on its way, when it did not come, and when there is none.

import { html, useEffect } from 'htm/preact/standalone';
import { format_sentence } from '../lib/format.js';
import { here_with, page_href } from '../lib/router.js';

/**
 * Shows what came, or why nothing did. Old content stays, a little faded, while new content is on its way.
 * @param {{ resources: import('../lib/resources.js').Resources, say?: (data: any) => string, children?: any }} props
 *   `say` is what a screen reader hears once new content stands.
 */
export function Loaded({ resources, say, children }) {
  const { data, error, is_refreshing, retry } = resources;
  const message = data && !error && !is_refreshing && say ? say(data) : '';
  useEffect(() => announce(message), [message]);
  // The browser looked for it before there was anything.
  useEffect(() => {
    if (data && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [!data]);
  if (error) return html`<${ErrorNote} error=${error} retry=${retry} />`;
  if (!data) return html`<p class="loading" role="status">Loading…</p>`;
  return html`<div class=${is_refreshing ? 'is_refreshing' : undefined} aria-busy=${is_refreshing ? 'true' : undefined}>
    ${children(data)}
  </div>`;
}

/** Says something to a screen reader without moving the focus. @param {string} message */
export function announce(message) {
  const region = document.getElementById('announcer');
  if (region && message) region.textContent = message;
}

/** @param {{ error: any, retry?: () => void }} props */
export function ErrorNote({ error, retry }) {
  const is_ours = error.status === undefined;
  const has_day = new URLSearchParams(location.search).has('on');
  return html`<section class="note alarm" role="alert">
    <h2>${is_ours ? 'This page could not be drawn.' : error.message}</h2>
    <${ProblemList} error=${error} />
    <p class="actions">
      ${error.status === 403 ? html`<a class="button" href=${page_href('/')}>Go to the overview</a>` : retry && html`<button type="button" class="button" onClick=${retry}>Try again</button>`}
      ${has_day && html`<a href=${here_with({ on: null })}>Show today instead</a>`}
    </p>
  </section>`;
}

/** The same once the page has said what it shows now, which would talk over it. @param {string} message */
export function announce_later(message) {
  setTimeout(() => announce(message), 700);
}

/** What the server found wrong, in its words. @param {{ error: any }} props */
export function ProblemList({ error }) {
  const problems = error.problems ?? [];
  return html`${error.detail && html`<p>${format_sentence(error.detail)}</p>`}
    ${problems.length > 0 && html`<ul>${problems.map((/** @type {any} */ problem, /** @type {number} */ index) => html`<li key=${index}>${problem.pointer && html`<code>${problem.pointer}</code> `}${problem.detail}</li>`)}</ul>`}`;
}

/** @param {{ title: string, children?: any }} props */
export function EmptyState({ title, children }) {
  return html`<section class="empty_state"><h2>${title}</h2>${children}</section>`;
}
