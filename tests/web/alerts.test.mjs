// Alerts: whether they go out, who was told of what, acknowledging and putting off, the mails as sent, the calendars.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit, wait_for } from './support/browser.mjs';
import { start_mail_server, start_program } from './support/program.mjs';

/** The day it is for the organisation; the program's clock is the real one. */
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date());
const in_days = (days) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
const text_of = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();
const hostile = '<img src=x onerror="window.hostile_ran=1"> & Sons £';

/** What is about to end, whose lines are about to be switched off, and what nobody answers for. */
const estate = {
  format: 'telestate/1',
  organisation: { name: 'Northmoor Borough Council', time_zone: 'Europe/London' },
  people: [{ id: 'jo', name: 'Jo O’Neill', email: 'jo@example.org' }, { id: 'sam', name: 'Sam Field', email: 'sam@example.org' }],
  contracts: [
    { id: 'voice', title: `Hosted voice ${hostile}`, owner: 'jo', term: { kind: 'fixed', start: in_days(-300), end: in_days(45) } },
    { id: 'radio', title: 'Radio', term: { kind: 'fixed', start: in_days(-300), end: in_days(20) } },
  ],
  platforms: [{ id: 'pbx', product: 'MD110', contract: 'voice', end_of_support: in_days(60) }],
  lines: Array.from({ length: 12 }, (_, index) => ({ id: `line-${index}`, technology: 'pstn', number: `+4416329602${String(index).padStart(2, '0')}`, contract: 'voice', count: 1 })),
};

/** @param {Record<string, string>} settings */
async function start(settings) {
  const folder = mkdtempSync(join(tmpdir(), 'telestate-estate-'));
  const path = join(folder, 'estate.json');
  writeFileSync(path, JSON.stringify(estate));
  try {
    return await start_program(path, undefined, { TELESTATE_ALERTS_PSTN_SWITCH_OFF: in_days(70), ...settings });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const row_of = (page, words) => page.getByRole('row').filter({ hasText: words });

async function fits_and_is_accessible(page) {
  for (const theme of ['light', 'dark']) {
    for (const width of [1440, 375]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await settle(page);
      assert.deepEqual(await accessibility_faults(page), [], `${width} pixels, ${theme}`);
      assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
    }
  }
  await page.setViewportSize({ width: 320, height: 900 });
  await settle(page);
  assert.equal(await sideways_scroll(page), 0, '320 pixels');
  await page.setViewportSize({ width: 1440, height: 900 });
}

describe('alerts', () => {
  let mail_server;
  let program;
  let browser;
  before(async () => {
    mail_server = await start_mail_server();
    mail_server.refuse('451 4.3.0 The mailboxes are being moved');
    program = await start({ ...mail_server.settings, TELESTATE_ALERTS_RUN_AT: '00:00' });
    browser = await start_browser();
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    for (let look = 0; look < 100; look += 1) {
      const status = await page.request.get(`${program.url}/api/v1/alerts/status`).then((answer) => answer.json());
      if (status.last_run?.finished_at && status.pending_error) break;
      await new Promise((done) => { setTimeout(done, 100); });
    }
    await page.context().close();
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    await mail_server?.stop();
  });

  test('that the mail server refuses are said to wait, with its words, on the page and on the overview', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    const status = page.locator('section', { has: page.getByRole('heading', { name: 'Are they going out?' }) });
    assert.match(await text_of(status), /Last checked .*, by itself Next check .*Waiting 14 14 alerts wait to be sent: .*The mailboxes are being moved/);
    assert.match(await text_of(status), /Nobody to tell 1 Name an owner/);
    assert.match(await text_of(row_of(page, 'Hosted voice')), /in 45 days Replace Hosted voice .* Alert 90 days before Jo O’Neill Waiting .*The mailboxes are being moved.* Next try: /);
    const nobody = row_of(page, 'Radio');
    assert.match(await text_of(nobody), /Replace Nobody to tell Radio/);
    assert.match(await nobody.getByRole('link', { name: 'Name somebody' }).getAttribute('href') ?? '', /contracts\/radio\/edit/);
    await fits_and_is_accessible(page);
    await visit(page, '/');
    const note = page.locator('.alert_note');
    assert.match(await text_of(note), /14 alerts wait to be sent: .*being moved.* 1 alert has nobody to go to\. See the alerts/);
    await fits_and_is_accessible(page);
    await note.getByRole('link').click();
    await page.waitForURL('**/alerts');
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    assert.deepEqual(page.faults, []);
  });

  test('the lines of one switch-off are one row, which can be opened and acknowledged as one', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    const lines = row_of(page, 'PSTN switch-off');
    assert.equal(await lines.count(), 1);
    await lines.getByText('12 lines', { exact: true }).click();
    assert.equal(await lines.getByRole('link', { name: /^01632 9602/ }).count(), 12);
    await lines.getByRole('button', { name: /^Acknowledge/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await lines.getByRole('button', { name: /^Take back/ }).waitFor();
    const { counts } = await page.request.get(`${program.url}/api/v1/alerts`).then((answer) => answer.json());
    assert.equal(counts.open - counts.unacknowledged, 12);
    await lines.getByRole('button', { name: /^Take back/ }).click();
    await lines.getByRole('button', { name: /^Acknowledge/ }).waitFor();
    assert.deepEqual(page.faults, []);
  });

  test('a test mail tells what the mail server said, good and bad, and a wrong address at its field', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    const field = page.getByLabel('Send me a test mail');
    const form = page.locator('form', { has: field });
    await field.fill('jo@example.org');
    await form.getByRole('button').click();
    await form.getByText('The mail was not taken: 451 4.3.0 The mailboxes are being moved').waitFor();
    mail_server.refuse();
    await form.getByRole('button').click();
    await form.getByText(/The mail server took it: 250 2\.0\.0 Taken as 1/).waitFor();
    assert.match(mail_server.mails()[0], /^Subject: Test mail from telestate$/m);
    assert.deepEqual(page.faults, []);
    await field.fill('not an address');
    await form.getByRole('button').click();
    await form.getByText('This is no mail address').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await accessibility_faults(page), []);
  });

  test('go out when they are checked by hand, and the mail can be read as it was sent', async () => {
    const page = await open_page(browser, program.url);
    mail_server.refuse();
    await visit(page, '/alerts');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Checked just now.').waitFor();
    assert.match(await text_of(page.locator('.alert_figures')), /when asked to .*Waiting 0 Everything raised was sent/);
    assert.doesNotMatch(await text_of(row_of(page, 'Hosted voice')), /Waiting/);
    const taken = mail_server.mails().find((mail) => mail.includes('To: ') && !mail.includes('Subject: Test mail')) ?? '';
    assert.match(taken, /jo@example\.org/);

    await visit(page, '/alerts/mails');
    assert.match(await text_of(page.locator('tbody tr')), /jo@example\.org .*14 Sent .*, 2 attempts.* The server said: 2\.0\.0 Taken as/);
    await fits_and_is_accessible(page);
    await page.locator('tbody a').click();
    await page.waitForURL(/\/alerts\/mails\/\d+$/);
    await settle(page);
    assert.match(await text_of(page.locator('.record_fields')), /To jo@example\.org .*Message-ID \S+@example\.org/);
    assert.match(await page.locator('pre').innerText(), /Hosted voice <img src=x/);
    const framed = page.frameLocator('iframe.mail_look');
    await framed.getByRole('heading', { name: 'Renewal alerts' }).waitFor();
    assert.equal(await framed.locator('script, img').count(), 0);
    const look = (await page.request.get(`${await page.locator('iframe.mail_look').getAttribute('src')}`)).headers();
    assert.match(look['content-security-policy'], /^default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups/);
    assert.equal(look['x-frame-options'], 'SAMEORIGIN');
    const size = await framed.getByRole('heading', { name: 'Renewal alerts' }).evaluate((heading) => getComputedStyle(heading).fontSize);
    assert.equal(size, '24px', 'the mail keeps its own styles');
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    await fits_and_is_accessible(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the mail (.eml)' }).click();
    const eml = readFileSync(await (await waiting).path(), 'utf8');
    const id = /^Message-ID: (.*)$/mi.exec(eml)?.[1].trim();
    assert.ok(id && taken.includes(id), 'the download is the mail that was taken');
    assert.deepEqual(page.faults, []);
  });

  test('one is acknowledged under a name, which is asked for once, and taken back, by keyboard', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    const row = row_of(page, 'Hosted voice');
    const button = row.getByRole('button', { name: /^(Acknowledge|Take back) Replace: Hosted voice/ });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Your name/).fill('Zoë O’Neill');
    assert.deepEqual(await accessibility_faults(page), []);
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await row.getByText('Zoë O’Neill').waitFor();
    assert.equal(await dialog.count(), 0);
    assert.ok(await button.evaluate((element) => element === document.activeElement), 'the focus stays at the button');
    await page.keyboard.press('Enter');
    await wait_for(page, () => !document.querySelector('table')?.textContent?.includes('Zoë'));
    await page.keyboard.press('Enter');
    await row.getByText('Zoë O’Neill').waitFor();
    await visit(page, '/alerts?state=unacknowledged');
    assert.equal(await row_of(page, 'Hosted voice').count(), 0);
    assert.deepEqual(page.faults, []);
  });

  test('one is put off until a day, no later than the day it is about', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    const row = row_of(page, 'MD110');
    await row.getByRole('button', { name: /^Snooze/ }).click();
    const dialog = page.getByRole('dialog');
    const until = dialog.getByLabel('Until');
    assert.equal(await until.inputValue(), in_days(7));
    await until.fill(in_days(61));
    await dialog.getByRole('button', { name: 'Snooze' }).click();
    await dialog.getByText(/^Has to be no later than .*, the day it is about\.$/).waitFor();
    assert.equal(await until.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await accessibility_faults(page), []);
    await until.fill(in_days(30));
    await dialog.getByRole('button', { name: 'Snooze' }).click();
    await row.getByText(/^Snoozed until/).waitFor();
    await row.getByRole('button', { name: /^End snooze/ }).click();
    await row.getByRole('button', { name: /^Snooze/ }).waitFor();
    await visit(page, '/inventory/platforms/pbx#alerts');
    assert.match(await text_of(page.locator('section', { has: page.locator('#alerts') })), /End of support Alert 90 days before Jo O’Neill/);
    await page.reload();
    await settle(page);
    assert.equal(await page.locator('.note.alarm').count(), 0);
  });

  test('what would be sent on another day is shown without being sent', async () => {
    const page = await open_page(browser, program.url);
    const before = mail_server.mails().length;
    await visit(page, '/alerts/preview');
    assert.match(await text_of(page.locator('.results')), /Radio .*Name somebody to tell|Nothing would be sent/);
    await page.getByLabel('Checked on').fill(in_days(15));
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(new RegExp(`on=${in_days(15)}`));
    await settle(page);
    assert.match(await text_of(row_of(page, 'Hosted voice')), /in 30 days .*Alert 30 days before jo@example\.org/);
    await fits_and_is_accessible(page);
    assert.equal(mail_server.mails().length, before);
    assert.deepEqual(page.faults, []);
  });

  test('calendars are made, copied, renewed and deleted', async () => {
    const page = await open_page(browser, program.url);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit(page, '/alerts#calendar');
    const section = page.locator('section', { has: page.locator('#calendar') });
    await wait_for(page, () => (document.getElementById('calendar')?.getBoundingClientRect().top ?? 9999) < innerHeight);
    await section.getByRole('button', { name: 'Make a calendar' }).click();
    const all = section.getByRole('textbox', { name: /^Everything/ });
    await all.waitFor();
    await section.getByLabel(/^Whose contracts/).fill('Jo O’Neill');
    await section.getByRole('button', { name: 'Make a calendar' }).click();
    const jos = section.getByRole('textbox', { name: /^Jo O’Neill/ });
    await jos.waitFor();
    const address = await jos.inputValue();
    await section.getByRole('button', { name: 'Copy the calendar of Jo O’Neill' }).click();
    await wait_for(page, async (wanted) => (await navigator.clipboard.readText()) === wanted, address);
    const answer = await page.request.get(address);
    assert.match(await answer.text(), /^BEGIN:VCALENDAR[\s\S]*Hosted voice/);
    await fits_and_is_accessible(page);
    await section.getByRole('button', { name: 'Renew the calendar of Jo O’Neill' }).click();
    const dialog = page.getByRole('dialog');
    assert.match(await text_of(dialog), /The old address stops working at once/);
    await dialog.getByRole('button', { name: 'Renew' }).click();
    await wait_for(page, (old) => ![...document.querySelectorAll('.feeds input')].some((input) => input.value === old), address);
    assert.equal((await page.request.get(address)).status(), 404);
    assert.equal((await page.request.get(await jos.inputValue())).status(), 200);
    assert.deepEqual(page.faults, []);
    await section.getByRole('button', { name: 'Make a calendar' }).click();
    await section.getByRole('alert').waitFor();
    await section.getByRole('button', { name: 'Delete the calendar of Everything' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await wait_for(page, () => document.querySelectorAll('.feeds > li').length === 1);
  });

  test('a decision is one click away, and the contract’s own page lists what was sent', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    await row_of(page, 'Hosted voice').getByRole('link', { name: /^Decide/ }).click();
    await page.waitForURL(/\/contracts\/voice/);
    await settle(page);
    const section = page.locator('section', { has: page.locator('#alerts') });
    await section.getByRole('row').filter({ hasText: 'Replace' }).waitFor();
    assert.match(await text_of(section), /Replace Alert 90 days before Jo O’Neill \d+ \w+ \d{4} at/);
    await fits_and_is_accessible(page);
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Record the decision', disabled: false }).waitFor();
    await dialog.getByRole('button', { name: 'Record the decision' }).click();
    await wait_for(page, () => !document.querySelector('dialog'));
    await visit(page, '/alerts');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Checked just now.').waitFor();
    assert.equal(await row_of(page, /Replace Hosted voice/).count(), 0);
    await page.getByRole('link', { name: 'Ended', exact: true }).click();
    await settle(page);
    await row_of(page, 'Hosted voice').first().waitFor();
    assert.deepEqual(page.faults, []);
  });
});

describe('alerts that were not checked for days', () => {
  let program;
  let browser;
  let hung;
  before(async () => {
    program = await start({ TELESTATE_ALERTS_RUN_AT: '23:59' });
    browser = await start_browser();
    await program.kill();
    execFileSync('sqlite3', [program.database, `INSERT INTO alert_runs (run_on, started_at, finished_at, trigger)
      VALUES ('${in_days(-4)}', '${in_days(-4)}T07:00:00Z', '${in_days(-4)}T07:00:01Z', 'schedule')`]);
    // A run elsewhere that never ends: days that were missed would be made up for at once.
    hung = spawn('flock', ['--no-fork', `${program.database}-alerts-lock`, 'sh', '-c', 'echo held; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((held) => { hung.stdout.once('data', held); });
    await program.start_again();
  });
  after(async () => {
    hung?.kill();
    await browser?.close();
    await program?.stop();
  });

  test('are said to be late in red on every page, until somebody checks them', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/alerts');
    assert.match(await text_of(page.getByRole('alert')), /^Alerts have not been checked since before \d+ \w+ \d{4}\./);
    assert.match(await text_of(page.locator('main')), /No mail can be sent: .*smtp\.host/);
    assert.match(await text_of(page.getByRole('contentinfo').getByRole('status')), /not been checked/);
    await fits_and_is_accessible(page);
    await visit(page, '/');
    assert.match(await text_of(page.locator('.alert_note.alarm')), /^Alerts have not been checked since before/);
    await page.locator('.alert_note.alarm a').click();
    await page.waitForURL('**/alerts');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('button', { name: 'Checking…' }).waitFor();
    hung.kill();
    await page.getByText('Checked just now.').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.match(await text_of(page.locator('.alert_figures')), /Waiting 14/);
    assert.deepEqual(page.faults, []);
  });
});
