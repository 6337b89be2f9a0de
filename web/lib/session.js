// Who is signed in and what they may do, as the server said. It decides; this only spares people what would be refused.

import { useEffect, useState } from 'htm/preact/standalone';

/**
 * @typedef {object} Account
 * @property {number | null} id null for somebody whom a proxy let in and who has no account here
 * @property {string} name
 * @property {string} email
 * @property {string} role
 * @property {boolean} has_second_factor
 * @property {number} recovery_codes_left
 * @property {'password' | 'proxy'} via
 */
/**
 * @typedef {object} Session
 * @property {'signed_in' | 'signed_out' | 'set_up' | 'off'} state
 * @property {Account | null} account
 * @property {string | null} role
 * @property {boolean} sees_money
 * @property {string | null} [organisation]
 * @property {boolean} [has_ended] the page still stands, and its next request waits until somebody has signed in again
 */

/** From the least to the most. */
export const roles = ['viewer', 'finance', 'editor', 'administrator'];

/** Until the server has said more, nothing is held back. @type {Session} */
let session = { state: 'off', account: null, role: 'administrator', sees_money: true };
/** @type {Set<(session: Session) => void>} */
const listeners = new Set();
/** @type {{ answer: Promise<boolean>, settle: (is_same: boolean) => void } | null} */
let waiting = null;

export function current_session() {
  return session;
}

/** Tells one person from another. */
export function person_key() {
  return key_of(session);
}

/** @param {Session} of */
function key_of({ account }) {
  return account ? account.id ?? account.email : '';
}

/** Whether the role is enough. @param {string} least */
export function may(least) {
  return roles.indexOf(session.role ?? '') >= roles.indexOf(least);
}

export function sees_money() {
  return session.sees_money;
}

/** @param {Session} next */
function put(next) {
  if (JSON.stringify(next) === JSON.stringify(session)) return;
  session = next;
  for (const listener of listeners) listener(next);
}

/** Lets what waits go on, if it is the same person who goes on. @param {Session} next */
export function put_session(next) {
  const is_same = next.state === 'off' || (next.account !== null && key_of(next) === key_of(session));
  put(next);
  waiting?.settle(is_same);
  waiting = null;
}

/** Asks over the page to sign in again. Answers whether the same person did. */
export function ask_to_sign_in() {
  if (session.state !== 'signed_in') return Promise.resolve(false);
  if (!waiting) {
    /** @type {any} */
    const made = {};
    made.answer = new Promise((settle) => { made.settle = settle; });
    waiting = made;
    put({ ...session, has_ended: true });
  }
  return /** @type {NonNullable<typeof waiting>} */ (waiting).answer;
}

/** Nobody signs in again for now: what waits has failed. */
export function stay_signed_out() {
  put({ ...session, has_ended: false });
  waiting?.settle(false);
  waiting = null;
}

/** @returns {Session} the session, following it as it changes */
export function use_session() {
  const [current, set_current] = useState(session);
  useEffect(() => {
    listeners.add(set_current);
    set_current(session);
    return () => {
      listeners.delete(set_current);
    };
  }, []);
  return current;
}
