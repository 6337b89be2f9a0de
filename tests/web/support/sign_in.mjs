// People with accounts: made through the API, so that a test can begin where its own story does.

import { createHmac } from 'node:crypto';
import { open_page } from './browser.mjs';
import { start_program } from './program.mjs';

export const administrator = { name: 'Amina Rahman', email: 'amina@example.org', password: 'four blue kettles singing' };

/** The program with signing in required, as it is unless somebody says otherwise. */
export function start_closed_program(estate, settings = {}) {
  return start_program(estate, undefined, { TELESTATE_SERVER_SIGN_IN: 'required', ...settings });
}

/** Asks the API as whoever a cookie or a token names, and as nobody without one. */
export async function ask(program, method, path, body, { cookie, token } = {}) {
  const headers = { Accept: 'application/json', 'Telestate-Client': 'page' };
  if (cookie) headers.Cookie = cookie;
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await fetch(`${program.url}/api/v1/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null, cookie: response.headers.getSetCookie().map((set) => set.split(';')[0]).find((set) => /^(__Host-)?telestate=/.test(set)) };
}

/** The same, where anything but a good answer is a fault of the test. */
export async function ask_well(program, method, path, body, as) {
  const answer = await ask(program, method, path, body, as);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Makes the first administrator; answers the cookie. */
export async function set_up(program) {
  return (await ask_well(program, 'POST', 'set-up', { code: program.set_up_code, ...administrator })).cookie;
}

/** Somebody with a role, who has chosen a password. */
export async function add_person(program, cookie, { name, email, role, password = 'seven grey ferries waiting' }) {
  const { body } = await ask_well(program, 'POST', 'accounts', { name, email, role }, { cookie });
  const accepted = await ask_well(program, 'POST', 'invitations/accept', { code: body.invitation.code, password });
  return { id: body.id, name, email, role, password, cookie: accepted.cookie };
}

/** A page of somebody who has signed in already. */
export async function open_page_as(browser, program, cookie, options) {
  const page = await open_page(browser, program.url, options);
  const [name, value] = cookie.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: program.url, httpOnly: true, sameSite: 'Lax' }]);
  return page;
}

/** Fills in what the page asks for to sign in. */
export async function sign_in(page, { email, password }) {
  if (email) await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The code that an authenticator app shows for a key (RFC 6238), some steps of 30 seconds from now. */
export function code_of(secret, steps = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[^A-Z2-7]/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
