// Gives a view what it asked the server for, and says when that is old, refused or on its way. After a write it is asked
// for again.

import { useEffect, useState } from 'htm/preact/standalone';
import { count_writes, get_json, kept_answer, watch_writes } from '../api.js';

/**
 * What a view knows. `data` stays while newer data is on its way, so that a page never goes blank.
 * @typedef {object} Resources
 * @property {any} data by the names asked for; null until all of it has come
 * @property {any} error null unless the last attempt failed
 * @property {boolean} is_refreshing true while what is shown belongs to an earlier question
 * @property {() => void} retry
 */

/** @param {Record<string, string>} urls */
function kept_answers(urls) {
  /** @type {Record<string, any>} */
  const answers = {};
  for (const [name, url] of Object.entries(urls)) {
    const body = kept_answer(url);
    if (body === undefined) return null;
    answers[name] = body;
  }
  return answers;
}

/**
 * Fetches several URLs together, again whenever one of them changes.
 * @param {Record<string, string>} urls by the name each is wanted under
 * @param {string} [occasion] asks again whenever this changes, keeping what is shown meanwhile
 * @returns {Resources}
 */
export function use_resources(urls, occasion = '') {
  const key = JSON.stringify(urls);
  const [attempt, set_attempt] = useState(0);
  const [writes, set_writes] = useState(count_writes);
  const [state, set_state] = useState(() => ({ key, writes, data: /** @type {any} */ (kept_answers(urls)), error: /** @type {any} */ (null) }));
  useEffect(() => watch_writes(set_writes), []);

  useEffect(() => {
    const controller = new AbortController();
    const held = kept_answers(urls);
    if (held) set_state({ key, writes, data: held, error: null });
    const entries = Object.entries(urls);
    Promise.all(entries.map(([, url]) => get_json(url, controller.signal))).then(
      (bodies) => {
        if (controller.signal.aborted) return;
        set_state({ key, writes, data: Object.fromEntries(entries.map(([name], index) => [name, bodies[index]])), error: null });
      },
      (error) => {
        if (!controller.signal.aborted) set_state({ key, writes, data: null, error });
        controller.abort();
      },
    );
    return () => controller.abort();
  }, [key, attempt, occasion, writes]);

  return {
    data: state.data,
    error: state.key === key ? state.error : null,
    is_refreshing: state.key !== key || state.writes !== writes,
    retry: () => {
      set_state({ key, writes, data: null, error: null });
      set_attempt(attempt + 1);
    },
  };
}
