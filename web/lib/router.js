// Where the reader is: the address is the only place that page state lives (day, filters, page number), so that every
// view can be sent as a link. Also minds the focus when the page changes.

import { useEffect, useState } from 'htm/preact/standalone';

/**
 * @typedef {object} Place
 * @property {string} path without a trailing slash, except "/" itself
 * @property {URLSearchParams} query
 */

/** @type {Set<(place: Place) => void>} */
const listeners = new Set();
let place = read_place();
/** @type {string | null} the id of the element to focus once the next view stands, or "heading" */
let wanted_focus = null;

/** Asked before a page is left; answers true when it takes the leaving upon itself. @type {((go: () => void) => boolean) | null} */
let leave_guard = null;

/**
 * Lets a page hold the reader back while something on it is unsaved.
 * @param {((go: () => void) => boolean) | null} guard gets what to do once it may go on
 */
export function set_leave_guard(guard) {
  leave_guard = guard;
}

/** Leaves the page in another way than by a link, once whatever is unsaved on it has been asked about. @param {() => void} go */
export function leave_by(go) {
  if (!leave_guard?.(go)) go();
}

/** @returns {Place} */
function read_place() {
  const path = location.pathname.replace(/\/+$/, '') || '/';
  return { path, query: new URLSearchParams(location.search) };
}

/** @param {Place} a @param {Place} b */
function is_same(a, b) {
  return a.path === b.path && a.query.toString() === b.query.toString();
}

function arrive() {
  const next = read_place();
  if (is_same(place, next)) return;
  if (next.path !== place.path) wanted_focus = 'heading';
  place = next;
  for (const listener of listeners) listener(place);
}

/** @returns {Place} the current place, following it as it changes */
export function use_place() {
  const [current, set_current] = useState(place);
  useEffect(() => {
    listeners.add(set_current);
    set_current(place);
    return () => {
      listeners.delete(set_current);
    };
  }, []);
  return current;
}

/**
 * Goes to a page of the dashboard.
 * @param {string} url
 * @param {{ focus?: string, is_replacing?: boolean }} [options] `focus` is the id of the element to focus when only the
 *   query changes; what is being typed replaces the place in the browser's history instead of adding one.
 */
export function navigate(url, options = {}) {
  const leaves = new URL(url, location.origin).pathname !== location.pathname;
  if (leaves && leave_guard?.(() => navigate(url, options))) return;
  const before = place.path;
  if (url !== location.pathname + location.search) {
    if (options.is_replacing) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  }
  if (options.focus) wanted_focus = options.focus;
  arrive();
  if (place.path !== before) scrollTo(0, 0);
  settle_focus();
}

/** Moves the focus if the element that should have it stands already; else the heading takes it when it appears. */
export function settle_focus() {
  requestAnimationFrame(() => {
    if (!wanted_focus) return;
    const target = wanted_focus === 'heading' ? document.querySelector('h1') : document.getElementById(wanted_focus);
    if (!(target instanceof HTMLElement)) return;
    const is_heading = wanted_focus === 'heading';
    wanted_focus = null;
    target.focus({ preventScroll: is_heading });
    if (!is_heading) target.scrollIntoView({ block: 'start' });
  });
}

/**
 * The address of a page; the day asked about goes along to every page until it is dropped.
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [parameters] empty ones are left out; `on: null` drops the day
 */
export function page_href(path, parameters = {}) {
  const query = new URLSearchParams();
  const given = { on: place.query.get('on'), ...parameters };
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * The address of the same page with some of its state changed.
 * @param {Record<string, string | number | null | undefined>} changes
 */
export function here_with(changes) {
  return page_href(place.path, { ...Object.fromEntries(place.query), ...changes });
}

/** @param {MouseEvent} event */
function follow_link(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/')) return;
  const goes_within_page = link.hash && link.pathname === location.pathname && link.search === location.search;
  if (goes_within_page) return;
  event.preventDefault();
  navigate(link.pathname + link.search, { focus: link.dataset.focus });
}

/** Begins to follow links and the back button. */
export function start_router() {
  document.addEventListener('click', follow_link);
  addEventListener('popstate', () => {
    const wanted = location.pathname + location.search;
    const query = place.query.toString();
    if (leave_guard && read_place().path !== place.path && leave_guard(() => navigate(wanted))) {
      history.pushState(null, '', place.path + (query ? `?${query}` : ''));
      return;
    }
    arrive();
    settle_focus();
  });
}

/**
 * The values of a pattern's {names} in a path; null when it does not match.
 * @param {string} pattern
 * @param {string} path
 * @returns {Record<string, string> | null}
 */
export function match_path(pattern, path) {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const values = {};
  for (const [index, segment] of wanted.entries()) {
    if (!segment.startsWith('{')) {
      if (segment !== given[index]) return null;
      continue;
    }
    try {
      values[segment.slice(1, -1)] = decodeURIComponent(given[index]);
    } catch {
      return null;
    }
  }
  return values;
}
