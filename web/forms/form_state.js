// What a form holds and does: what is typed, what the server makes of it, keeping it, and saving it.

import { useEffect, useMemo, useRef, useState } from 'htm/preact/standalone';
import { api_url, get_json, kept_etag, send_json } from '../api.js';
import { set_notice } from '../lib/notice.js';
import { key_of, record_href, record_kinds, record_url } from '../lib/records.js';
import { navigate, set_leave_guard } from '../lib/router.js';
import { announce } from '../components/states.js';
import { drop_draft, keep_draft, read_draft } from './draft_store.js';
import { is_same, value_at, with_value } from './paths.js';
import { id_from } from './new_id.js';

/** How long typing must rest before the server is asked, and before what it understood is read out, in milliseconds. */
const draft_rest = 250;
const reading_rest = 1200;
/** How long after a field is left its error appears, so that the button being pressed does not move away. */
const leaving_rest = 300;

/**
 * What the server makes of what is typed.
 * @typedef {object} Draft
 * @property {any} record in canonical shape; null while there are errors
 * @property {{ pointer: string, value: any, text: string }[]} understood
 * @property {{ pointer: string, detail: string }[]} errors
 * @property {{ pointer: string, detail: string }[]} warnings
 * @property {any} [position]
 * @property {any} [spend]
 * @property {string | null} [decision_note]
 * @property {any} [before]
 */

/** @typedef {{ kind: 'lost' | 'refused' | 'gone', error: any }} Trouble */
/** @typedef {{ theirs: any, etag: string | null, mine: any }} Conflict */

/**
 * @param {string} kind
 * @param {string | null} id null for a new record
 * @param {{ record: any, etag: string | null }} loaded the record as it is recorded; for a new one what it starts from
 * @param {string | null} on
 * @param {import('../types.js').Names | null} names
 */
export function use_form(kind, id, loaded, on, names) {
  const store_key = `${kind}/${id ?? 'new'}`;
  const restored = useMemo(() => read_draft(store_key), []);
  const [base, set_base] = useState(() => (restored ? { record: restored.base, etag: restored.etag } : { record: id === null ? null : loaded.record, etag: loaded.etag }));
  const [typed, set_typed] = useState(/** @type {any} */ (restored?.typed ?? loaded.record));
  const [restored_at, set_restored_at] = useState(restored?.at ?? null);
  const [draft, set_draft] = useState(/** @type {Draft | null} */ (null));
  const [left, set_left] = useState(/** @type {Record<string, boolean>} */ ({}));
  const [is_tried, set_tried] = useState(false);
  const [is_saving, set_saving] = useState(false);
  const [trouble, set_trouble] = useState(/** @type {Trouble | null} */ (null));
  const [conflict, set_conflict] = useState(/** @type {Conflict | null} */ (null));
  const [leaving, set_leaving] = useState(/** @type {{ go: () => void } | null} */ (null));
  const started = useRef(loaded.record);
  // What was last sent without an answer: the server may have it.
  const sent = useRef(/** @type {{ record: any, id: string } | null} */ (null));
  const is_over = useRef(false);
  const is_dirty = !is_same(typed, base.record ?? started.current);

  const draft_url = api_url(`drafts/${kind}`, { id: id !== null && kind !== 'organisation' ? id : null, on });

  // Asks what is made of it, a moment after typing rests; an older question is dropped.
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      send_json('POST', draft_url, typed, { signal: controller.signal, changes_nothing: true }).then(
        (answer) => set_draft(answer.body),
        () => undefined,
      );
    }, draft ? draft_rest : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [typed]);

  // Keeps what is typed, a moment after each change and whenever the page goes away.
  useEffect(() => {
    const keep = () => {
      if (is_over.current) return;
      if (is_dirty) keep_draft(store_key, { typed, base: base.record, etag: base.etag });
      else drop_draft(store_key);
    };
    const timer = setTimeout(keep, draft_rest);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [typed, base]);

  // Asks before unsaved changes are left.
  useEffect(() => {
    if (!is_dirty) return undefined;
    /** @param {Event} event */
    const warn = (event) => event.preventDefault();
    addEventListener('beforeunload', warn);
    set_leave_guard((go) => {
      if (is_over.current) return false;
      set_leaving({ go });
      return true;
    });
    return () => {
      removeEventListener('beforeunload', warn);
      set_leave_guard(null);
    };
  }, [is_dirty]);

  // Reads out how the field that has the focus was understood, once typing has rested.
  useEffect(() => {
    const timer = setTimeout(() => {
      const described = document.activeElement?.getAttribute('aria-describedby') ?? '';
      const words = described.split(' ').map((name) => (/-(understood|error)$/.test(name) ? document.getElementById(name)?.textContent : '')).filter(Boolean).join('. ');
      if (words && draft) announce(words);
    }, reading_rest);
    return () => clearTimeout(timer);
  }, [draft]);

  /** @param {import('./paths.js').Path} path @param {any} value */
  function change(path, value) {
    set_typed((/** @type {any} */ before) => {
      const owner_path = path.slice(0, -1);
      const owner = value_at(before, owner_path);
      // What is said about a count goes with its number.
      const whole = typeof owner === 'string' || typeof owner === 'number' ? with_value(before, owner_path, { value: owner }) : before;
      return with_value(whole, path, value);
    });
  }

  /** @param {any} record @param {string} key */
  function finish(record, key) {
    is_over.current = true;
    set_leave_guard(null);
    drop_draft(store_key);
    set_notice('Saved.');
    navigate(record_href(kind, kind === 'responsibilities' ? key_of(kind, record) : key));
  }

  /** @param {any} error @param {any} record @param {string} key @param {any} sent_record */
  async function meet_newer(error, record, key, sent_record) {
    let theirs = error.current;
    let { etag } = error;
    if (!theirs) {
      const url = record_url(kind, key);
      theirs = await get_json(url);
      etag = kept_etag(url);
    }
    // An earlier try may have been done although its answer was lost.
    if (is_same(theirs, sent_record) || (id !== null && is_same(theirs, record))) finish(theirs, key);
    else set_conflict({ theirs, etag, mine: record });
  }

  /** Creates a record under an identifier of its own, so that trying again never makes it twice. @param {any} record */
  async function create(record) {
    for (let number = 1; ; number += 1) {
      const key = kind === 'responsibilities' ? key_of(kind, record) : sent.current?.id ?? record.id ?? id_from(record_kinds[kind].title(record) ?? '', record_kinds[kind].noun, number);
      const body = kind === 'responsibilities' ? record : { id: key, ...record };
      try {
        const answer = await send_json('PUT', record_url(kind, key), body, { if_none_match: '*' });
        return finish(answer.body, key);
      } catch (fault) {
        const error = /** @type {any} */ (fault);
        if (error.status === 0 || error.status >= 500) sent.current = { record: body, id: key };
        if (error.status !== 412 || number > 99) throw error;
        if (sent.current || kind === 'responsibilities') {
          const theirs = error.current ?? await get_json(record_url(kind, key));
          if (is_same(theirs, body)) return finish(theirs, key);
          if (kind === 'responsibilities') throw error;
          sent.current = null;
        }
        if (record.id) throw error;
      }
    }
  }

  /** Replaces what is recorded. @param {any} record @param {string | null} etag */
  async function replace(record, etag) {
    const key = /** @type {string} */ (id);
    try {
      const answer = await send_json('PUT', record_url(kind, key), record, { if_match: etag });
      finish(answer.body, key);
    } catch (fault) {
      const error = /** @type {any} */ (fault);
      if (error.status === 412) return meet_newer(error, record, key, sent.current?.record);
      if (error.status === 0 || error.status >= 500) sent.current = { record, id: key };
      throw error;
    }
    return undefined;
  }

  /** @param {{ record: any, etag: string | null, is_new?: boolean } | null} [merged] what was chosen where two had changed it */
  async function save(merged = null) {
    if (is_saving) return;
    set_tried(true);
    set_saving(true);
    set_trouble(null);
    try {
      const answer = await send_json('POST', draft_url, merged?.record ?? typed, { changes_nothing: true });
      if (merged) {
        set_typed(merged.record);
        set_base({ record: conflict?.theirs ?? base.record, etag: merged.etag });
        set_conflict(null);
      }
      set_draft(answer.body);
      if (answer.body.errors.length > 0 || !answer.body.record) set_trouble({ kind: 'refused', error: null });
      else if (id === null || merged?.is_new) await create(answer.body.record);
      else await replace(answer.body.record, merged ? merged.etag : base.etag);
    } catch (fault) {
      const error = /** @type {any} */ (fault);
      const is_gone = error.status === 404 && id !== null;
      const is_lost = error.status === 0 || error.status >= 500 || error.status === 429;
      set_trouble({ kind: is_gone ? 'gone' : is_lost ? 'lost' : 'refused', error });
      if (error.status === undefined) console.error(error);
    }
    set_saving(false);
  }

  function discard() {
    drop_draft(store_key);
    set_base({ record: id === null ? null : loaded.record, etag: loaded.etag });
    set_typed(loaded.record);
    set_restored_at(null);
    set_left({});
    set_tried(false);
    set_trouble(null);
  }

  return {
    kind, id, names, base, typed, draft, is_dirty, is_tried, is_saving, trouble, conflict, leaving, restored_at,
    change, save, discard,
    /** @param {string} pointer */
    leave: (pointer) => setTimeout(() => set_left((before) => (before[pointer] ? before : { ...before, [pointer]: true })), leaving_rest),
    /** @param {string} pointer */
    is_left: (pointer) => is_tried || left[pointer] === true,
    close_conflict: () => set_conflict(null),
    stay: () => set_leaving(null),
    /** Leaves for good; what was typed is dropped. */
    go: () => {
      is_over.current = true;
      set_leave_guard(null);
      drop_draft(store_key);
      leaving?.go();
    },
  };
}

/** @typedef {ReturnType<typeof use_form>} FormState */
