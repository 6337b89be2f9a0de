// The only caller of fetch. Answers are kept with their ETag, so asking again costs a 304 and going back is at once;
// a write makes all of them old, and everything shown is asked for again.

import { person_name, refuse_person_name } from './lib/person.js';
import { ask_to_sign_in, current_session, put_session } from './lib/session.js';

/** How many answers are kept; the oldest go first. */
const kept_most = 60;

/** How long an answer to a write is waited for, in milliseconds. */
const write_wait = 30_000;
/** The same for an import. */
const import_wait = 600_000;
/** How often a write is tried while somebody else is writing. */
const busy_attempts = 8;

/** An old answer is still good for its ETag, and no longer for showing. @type {Map<string, { etag: string, body: any, is_old?: boolean }>} */
const kept = new Map();

/** @type {Set<(count: number) => void>} */
const write_listeners = new Set();
let write_count = 0;

/** Whether the server is well; not part of the versioned API. */
export const health_url = '/healthz';
const session_url = '/api/v1/session';

/** An answer other than the one asked for, told in words. */
export class ApiError extends Error {
  /**
   * @param {string} message what to tell a person
   * @param {{ status?: number, detail?: string, problems?: { pointer: string, detail: string }[], etag?: string | null, problem?: any, wait?: number }} facts
   */
  constructor(message, facts = {}) {
    super(message);
    /** Zero when no answer came at all. */
    this.status = facts.status ?? 0;
    this.detail = facts.detail ?? '';
    this.problems = facts.problems ?? [];
    /** The ETag of what is recorded now, where a write met a newer record. */
    this.etag = facts.etag ?? null;
    /** What is recorded now, under 412. */
    this.current = facts.problem?.current ?? null;
    /** Who refers to a record that was to be deleted, under 409. @type {{ kind: string, id: string, title: string, field: string }[]} */
    this.referrers = facts.problem?.referrers ?? [];
    /** @type {number} */
    this.referrer_count = facts.problem?.referrer_count ?? this.referrers.length;
    /** Whether the password was right, and a code has to come along. */
    this.needs_code = facts.problem?.second_factor === 'required';
    /** For how many seconds the server wants to hear nothing more, under 429. */
    this.wait = facts.wait ?? 0;
  }
}

/** @type {Record<number, string>} */
const messages = {
  400: 'The server could not read what was asked for.',
  401: 'You are not signed in any more.',
  403: 'You are not allowed to do this.',
  404: 'There is nothing at this address.',
  409: 'This cannot be done as things stand.',
  412: 'Somebody else has changed this meanwhile.',
  413: 'This is more than the server takes at once.',
  422: 'The server cannot answer with these values.',
  429: 'Too many requests were made. Wait a moment and try again.',
  503: 'The server is busy or starting. Try again in a moment.',
};

const unreachable = 'The server cannot be reached. It may be stopped, or the network may be down.';

/** @param {number} status */
function message_of(status) {
  if (messages[status]) return messages[status];
  return status >= 500 ? 'The server could not answer. The fault is at its end.' : 'The server refused the request.';
}

/**
 * The URL of an API path with its parameters; those without a value are left out.
 * @param {string} path below /api/v1/
 * @param {Record<string, string | number | null | undefined>} [parameters]
 */
export function api_url(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return `/api/v1/${path}${text ? `?${text}` : ''}`;
}

/**
 * What was last answered for a URL, without asking again; undefined when nothing is kept.
 * @param {string} url
 */
export function kept_answer(url) {
  const known = kept.get(url);
  return known?.is_old ? undefined : known?.body;
}

/**
 * The ETag that came with what was last answered for a URL.
 * @param {string} url
 */
export function kept_etag(url) {
  return kept.get(url)?.etag ?? null;
}

/**
 * Tells whenever something has been written.
 * @param {(count: number) => void} listener
 */
export function watch_writes(listener) {
  write_listeners.add(listener);
  return () => {
    write_listeners.delete(listener);
  };
}

/** How many writes there have been since the page was opened. */
export function count_writes() {
  return write_count;
}

/** Makes every kept answer old. */
function note_write() {
  for (const answer of kept.values()) answer.is_old = true;
  write_count += 1;
  for (const listener of write_listeners) listener(write_count);
}

/**
 * @param {string} url
 * @param {string | null} etag
 * @param {any} body
 */
function keep(url, etag, body) {
  kept.delete(url);
  if (!etag) return;
  kept.set(url, { etag, body });
  if (kept.size > kept_most) kept.delete(/** @type {string} */ (kept.keys().next().value));
}

/** @param {Response} response */
async function error_from(response) {
  const message = message_of(response.status);
  try {
    const problem = await response.json();
    if (response.status === 400 && String(problem.detail ?? '').includes('Telestate-Person')) {
      refuse_person_name('That name cannot be recorded. Change it, or leave it empty.');
      return new ApiError('The name of who makes the change was refused, and nothing was recorded.', { status: response.status });
    }
    const entries = Array.isArray(problem.errors) ? problem.errors : [];
    return new ApiError(message, {
      status: response.status,
      etag: response.headers.get('ETag'),
      problem,
      wait: Number(response.headers.get('Retry-After')) || 0,
      detail: String(problem.detail ?? (response.status < 500 ? problem.title : null) ?? ''),
      problems: entries.map((/** @type {any} */ entry) => ({
        pointer: String(entry.pointer ?? ''),
        detail: String(entry.detail ?? entry.message ?? ''),
      })),
    });
  } catch {
    return new ApiError(message, { status: response.status });
  }
}

/** Who is signed in from now on. What others were shown is not kept for them. @param {import('./lib/session.js').Session} session */
function adopt(session) {
  kept.clear();
  put_session(session);
  note_write();
}

/** Where the session has ended: waits until somebody has signed in. Answers whether it is the same person. */
async function wait_for_sign_in() {
  // Signing in may be asked for only since the program was started anew.
  if (current_session().state === 'off') await load_session().catch(() => undefined);
  return ask_to_sign_in();
}

/** Asks who is signed in. Somebody may have signed out or in elsewhere in this browser; the page that stands is kept then. */
export async function load_session() {
  const next = await get_json(session_url);
  const { account } = current_session();
  if (account && next.state === 'signed_out') ask_to_sign_in();
  else if (account && (account.id !== next.account?.id || account.email !== next.account?.email)) adopt(next);
  else put_session(next);
}

/**
 * Signs in, by whatever way: the answer says who it is now.
 * @param {string} method
 * @param {string} path below /api/v1/
 * @param {any} body
 */
export async function sign_in(method, path, body) {
  adopt((await send_json(method, api_url(path), body, { changes_nothing: true, is_sign_in: true })).body);
}

/** Signs out, and shows nothing more of what was asked for before. */
export async function sign_out() {
  await send_json('DELETE', session_url, undefined, { changes_nothing: true, is_sign_in: true });
  adopt({ state: 'signed_out', account: null, role: null, sees_money: false });
}

/**
 * The JSON at a URL. Throws an ApiError for any answer but a good one.
 * @param {string} url
 * @param {AbortSignal} [signal]
 */
export async function get_json(url, signal) {
  try {
    return await ask(url, signal);
  } catch (error) {
    if (/** @type {any} */ (error).status !== 401) throw error;
    // The page that stands waits for whoever signs in, with all that is typed on it.
    await wait_for_sign_in();
    return ask(url, signal);
  }
}

/** @param {string} url @param {AbortSignal} [signal] */
async function ask(url, signal) {
  const known = kept.get(url);
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (known) headers['If-None-Match'] = known.etag;
  let response;
  try {
    response = await fetch(url, { headers, signal, credentials: 'same-origin' });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(unreachable);
  }
  if (response.status === 304 && known) {
    known.is_old = false;
    return known.body;
  }
  if (!response.ok) throw await error_from(response);
  try {
    const body = await response.json();
    keep(url, response.headers.get('ETag'), body);
    return body;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('The server sent something that is not JSON.', { status: response.status });
  }
}

/**
 * What came back from a write.
 * @typedef {object} Sent
 * @property {number} status
 * @property {any} body null where there is none
 * @property {string | null} etag
 * @property {string | null} location
 */

/** @typedef {{ if_match?: string | null, if_none_match?: string, signal?: AbortSignal, changes_nothing?: boolean, content_type?: string, is_sign_in?: boolean }} SendOptions */

/**
 * Sends JSON, or a sheet as it is. Throws an ApiError for any answer but a good one; its status is 0 when no answer came,
 * and then nobody knows whether it was done. Where the session has ended it waits, and sends it again once the same
 * person has signed in.
 * @param {string} method
 * @param {string} url
 * @param {any} [body]
 * @param {SendOptions} [options]
 * @returns {Promise<Sent>}
 */
export async function send_json(method, url, body, options = {}) {
  try {
    return await send(method, url, body, options);
  } catch (error) {
    if (options.is_sign_in || /** @type {any} */ (error).status !== 401 || !(await wait_for_sign_in())) throw error;
    return send(method, url, body, options);
  }
}

/** @param {string} method @param {string} url @param {any} body @param {SendOptions} options @returns {Promise<Sent>} */
async function send(method, url, body, options) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json', 'Telestate-Client': 'page' };
  const name = person_name();
  if (name && current_session().state === 'off') headers['Telestate-Person'] = encodeURIComponent(name);
  if (options.if_match) headers['If-Match'] = options.if_match;
  if (options.if_none_match) headers['If-None-Match'] = options.if_none_match;
  if (body !== undefined) headers['Content-Type'] = options.content_type ?? 'application/json';
  const controller = new AbortController();
  const abort = () => controller.abort();
  options.signal?.addEventListener('abort', abort);
  if (options.signal?.aborted) abort();
  // A large import takes its time.
  const give_up = setTimeout(abort, url.startsWith('/api/v1/import') ? import_wait : write_wait);
  try {
    const content = body === undefined || options.content_type ? body : JSON.stringify(body);
    let response = await fetch(url, { method, headers, body: content, signal: controller.signal, credentials: 'same-origin' });
    // Somebody else was writing, an import perhaps, and nothing was done: it may go well in a moment.
    for (let attempt = 1; response.status === 503 && response.headers.has('Retry-After') && attempt < busy_attempts; attempt += 1) {
      await new Promise((go_on) => { setTimeout(go_on, 500); });
      response = await fetch(url, { method, headers, body: content, signal: controller.signal, credentials: 'same-origin' });
    }
    if (!response.ok) throw await error_from(response);
    const text = await response.text();
    if (!options.changes_nothing) note_write();
    return { status: response.status, body: text ? JSON.parse(text) : null, etag: response.headers.get('ETag'), location: response.headers.get('Location') };
  } catch (error) {
    if (error instanceof ApiError || options.signal?.aborted) throw error;
    throw new ApiError(unreachable);
  } finally {
    clearTimeout(give_up);
    options.signal?.removeEventListener('abort', abort);
  }
}
