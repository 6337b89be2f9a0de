// Starts the real program on a fresh database and a free port.

import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const estates = {
  kchft: join(repository, 'tests/estates/kchft-2021.json'),
  northmoor: join(repository, 'tests/web/estates/northmoor.json'),
};

/** The program under test: TELESTATE_PROGRAM, else the newest usual place it is built at. */
function program_path() {
  const places = [process.env.TELESTATE_PROGRAM, 'build/dev/telestate', 'build/release/telestate'];
  const found = places.filter(Boolean).map((place) => resolve(repository, place)).find(existsSync);
  if (!found) throw new Error('there is no program to test: build it, or name it in TELESTATE_PROGRAM');
  return found;
}

/** What a child prints first that a pattern finds within a whole line. */
function printed(child, pattern) {
  return new Promise((resolve_found, reject) => {
    let output = '';
    let errors = '';
    const give_up = setTimeout(() => reject(new Error(`${pattern} was not printed: ${output}${errors}`)), 20_000);
    child.stderr.on('data', (chunk) => { errors += chunk; });
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const [match] = output.split('\n').slice(0, -1).map((line) => pattern.exec(line)).filter(Boolean);
      if (!match) return;
      clearTimeout(give_up);
      resolve_found(match[1]);
    });
    child.once('exit', (code) => {
      clearTimeout(give_up);
      reject(new Error(`the program ended with ${code}: ${output}${errors}`));
    });
  });
}

/**
 * A real mail server, see tests/support/mail_sink.py. `refuse` says what every recipient is answered from then on; without
 * words all are taken again. `mails` are those it took, as they came.
 */
export async function start_mail_server() {
  const folder = mkdtempSync(join(tmpdir(), 'telestate-mail-'));
  const child = spawn('/usr/bin/python3', [join(repository, 'tests/support/mail_sink.py'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve_end) => child.once('exit', resolve_end));
  const port = await new Promise((resolve_port, reject) => {
    child.stdout.once('data', (chunk) => resolve_port(String(chunk).trim()));
    child.once('exit', (code) => reject(new Error(`the mail server ended with ${code}`)));
  });
  return {
    settings: { TELESTATE_SMTP_HOST: '127.0.0.1', TELESTATE_SMTP_PORT: port, TELESTATE_SMTP_SECURITY: 'none', TELESTATE_SMTP_FROM: 'telestate@example.org' },
    /** @param {string} [words] */
    refuse(words) {
      if (words) writeFileSync(join(folder, 'refuse'), words);
      else rmSync(join(folder, 'refuse'), { force: true });
    },
    mails: () => readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8')),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Serves an estate, or an empty database when none is given. `kill` ends it as a power cut would; `start_again` serves
 * the same database at the same address.
 * @param {string} [estate] path of an estate document
 * @param {string} [program] another than the one under test
 * @param {Record<string, string>} [settings] environment variables that configure it, such as TELESTATE_SMTP_HOST. Nobody has
 *   to sign in unless they say so, and then `set_up_code` is what was printed for the first administrator.
 * @returns {Promise<{ url: string, database: string, set_up_code: string | null, stop: () => Promise<void>, kill: () => Promise<void>, start_again: () => Promise<void> }>}
 */
export async function start_program(estate, program = program_path(), settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'telestate-web-'));
  const database = join(folder, 'telestate.sqlite');
  if (estate) await promisify(execFile)(program, ['import', estate, '--database', database]);
  let child;
  let ended;
  let set_up_code = null;
  const needs_sign_in = settings.TELESTATE_SERVER_SIGN_IN === 'required';
  async function serve(port) {
    child = spawn(program, ['serve', '--port', port, '--database', database],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TELESTATE_SERVER_SIGN_IN: 'off', ...settings } });
    ended = new Promise((resolve_end) => child.once('exit', resolve_end));
    const [address, code] = await Promise.all([printed(child, /(https?:\/\/[^\s"]+)/),
      needs_sign_in && !set_up_code ? printed(child, /Set-up code: ([A-Z0-9-]+)/) : set_up_code]);
    set_up_code = code;
    return address.replace(/\/+$/, '');
  }
  const url = await serve('0');
  return {
    url,
    database,
    set_up_code,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async start_again() {
      await serve(new URL(url).port);
    },
  };
}
