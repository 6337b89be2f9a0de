// The first run: three doors, the sample and its clearing, an import with every problem at its row.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit, wait_for } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const tabs = ['platforms', 'lines', 'licences', 'numbers', 'usage', 'sites', 'people'];
const text_of = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();

/** Gives the import page a file. */
async function choose(page, name, content) {
  await page.setInputFiles('input[type="file"]', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
}

const report = (page) => page.locator('.import_report.panel');

describe('an empty database', () => {
  let program;
  let browser;
  before(async () => { browser = await start_browser(); });
  after(async () => { await browser?.close(); });
  beforeEach(async () => { program = await start_program(); });
  afterEach(async () => { await program?.stop(); });

  test('opens on three doors, and every list says what belongs there', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    assert.deepEqual(await page.locator('.doors h3').allInnerTexts(), ['Import a document or a sheet', 'Start from the sample', 'Add the first contract']);
    assert.deepEqual(await accessibility_faults(page), []);
    for (const address of ['/contracts', '/suppliers', '/renewals', ...tabs.map((tab) => `/inventory/${tab}`)]) {
      await visit(page, address);
      const state = page.locator('.empty_state');
      assert.equal(await state.count(), 1, address);
      assert.equal(await state.getByRole('link', { name: /^Add the first/ }).count(), 1, address);
      assert.equal(await state.getByRole('link', { name: /^Import/ }).count(), 1, address);
      assert.equal(await page.locator('.list_tools').count(), 0, `${address} has nothing to narrow down`);
    }
    for (const [width, theme] of [[1440, 'dark'], [375, 'light'], [320, 'dark']]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: theme });
      for (const address of ['/', '/inventory/lines', '/import', '/history']) {
        await visit(page, address);
        assert.deepEqual(await accessibility_faults(page), [], `${address}, ${width} pixels, ${theme}`);
        assert.equal(await sideways_scroll(page), 0, address);
      }
    }
    assert.deepEqual(page.faults, []);
  });

  test('the third door leads to the form of a contract', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    await page.locator('.doors').getByRole('link', { name: 'Add a contract' }).click();
    await page.waitForURL('**/contracts/new');
    await settle(page);
    assert.equal(await page.locator('main form').count() > 0, true);
  });

  test('the sample is one click away, is marked on every page, and is cleared by one click', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    await page.getByRole('button', { name: 'Load the sample' }).click();
    await page.locator('.sample_banner').waitFor();
    await settle(page);
    assert.equal(await page.locator('.doors').count(), 0);
    await wait_for(page, () => /sample is loaded/.test(document.getElementById('announcer')?.textContent ?? ''));
    assert.deepEqual(await accessibility_faults(page), []);
    for (const address of ['/contracts', '/suppliers', '/spend', '/history', '/import', '/search?q=a', '/inventory/lines', '/renewals']) {
      await visit(page, address);
      await page.locator('.sample_banner').waitFor();
    }
    await visit(page, '/contracts');
    assert.ok((await page.locator('.results tbody tr').count()) > 0);
    await page.setViewportSize({ width: 320, height: 800 });
    assert.equal(await sideways_scroll(page), 0);
    await page.getByRole('button', { name: 'Clear the sample' }).click();
    await page.locator('.doors').waitFor();
    await wait_for(page, () => /sample is cleared/.test(document.getElementById('announcer')?.textContent ?? ''));
    assert.equal(await page.locator('.sample_banner').count(), 0);
    assert.deepEqual(page.faults, []);
  });

  test('a sample that own records refer to says which, and stays', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    await page.getByRole('button', { name: 'Load the sample' }).click();
    await page.locator('.sample_banner').waitFor();
    const { items } = await page.request.get(`${program.url}/api/v1/suppliers`).then((answer) => answer.json());
    const made = await page.request.post(`${program.url}/api/v1/contracts`, { data: { title: 'Our own', supplier: items[0].id, term: { kind: 'unknown' } } });
    assert.equal(made.status(), 201, await made.text());
    await page.getByRole('button', { name: 'Clear the sample' }).click();
    await page.locator('.sample_error').waitFor();
    assert.match(await text_of(page.locator('.sample_error')), /was not cleared.*our-own/i);
    assert.equal(await page.locator('.sample_banner').count(), 1);
    assert.deepEqual(await accessibility_faults(page), []);
  });

  test('an estate document is looked at first, then imported, and its import can be undone', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/import');
    await choose(page, 'estate.json', readFileSync(estates.northmoor));
    await report(page).waitFor();
    assert.match(await text_of(report(page)), /What estate\.json would do Would be added \d+/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'outcome');
    assert.deepEqual(await accessibility_faults(page), []);
    assert.equal((await page.request.get(`${program.url}/api/v1/contracts`).then((answer) => answer.json())).total, 0, 'nothing is stored yet');
    await report(page).getByRole('button', { name: 'Import' }).click();
    await page.getByText('estate.json is imported').waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByRole('link', { name: /See it in the history/ }).click();
    await page.waitForURL('**/history/1');
    await settle(page);
    await page.getByRole('button', { name: /^Undo the change/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo it' }).click();
    await wait_for(page, () => !document.querySelector('dialog'));
    await visit(page, '/');
    assert.equal(await page.locator('.doors').count(), 1);
    assert.deepEqual(page.faults, []);
  });

  test('a sheet with problems shows each at its row, and comes in once they are put right', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/inventory/sites');
    await page.getByRole('link', { name: /^Import a sheet/ }).click();
    await page.waitForURL(/\/import\?kind=sites/);
    await settle(page);
    await visit(page, '/import');
    await choose(page, 'our contracts.csv', 'title,term.kind,term.start,term.length,term.notice\nDesk phones,fixed,Oct 24,3 years,90 days\nSIP,auto_renew,1 April 2024,1 year,soonish\n');
    await report(page).waitFor();
    assert.equal(await page.getByLabel('What the sheet holds').inputValue(), 'contracts', 'guessed from the name of the file');
    assert.match(await text_of(report(page)), /cannot be imported yet: \d+ problem/);
    assert.match(await text_of(report(page).locator('tbody tr').first()), /Row 3.*soonish/);
    assert.equal(await report(page).getByRole('button', { name: 'Import' }).count(), 0);
    assert.deepEqual(await accessibility_faults(page), []);
    await choose(page, 'our contracts.csv', 'title,term.kind,term.start,term.length,term.notice\nDesk phones,fixed,Oct 24,3 years,90 days\n');
    await report(page).getByRole('button', { name: 'Import' }).click();
    await page.getByText('our contracts.csv is imported').waitFor();
    await visit(page, '/contracts');
    assert.deepEqual(await page.locator('.results tbody th a').allInnerTexts(), ['Desk phones']);
  });

  test('a damaged workbook, and a file that is nothing known, are turned away in words', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/import');
    await choose(page, 'lines.xlsx', 'PK\u0003\u0004 and more');
    await report(page).waitFor();
    assert.match(await text_of(report(page)), /the workbook is damaged or was cut short/i);
    await choose(page, 'estate.json', '{ "format": ');
    await wait_for(page, () => document.querySelector('.import_report h2')?.textContent?.includes('estate.json'));
    assert.match(await text_of(report(page)), /cannot be imported/);
  });

  test('each file is looked at afresh, unless somebody said what it holds, and what holds no records is turned away at once', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/import');
    const kind = page.getByLabel('What the sheet holds');
    const head = (name) => wait_for(page, (wanted) => document.querySelector('.import_report h2')?.textContent?.includes(wanted), name);
    await choose(page, 'our sites.csv', 'name,postcode\nTown Hall,NM1 1AA\n');
    await head('our sites.csv');
    assert.equal(await kind.inputValue(), 'sites');
    await choose(page, 'export.csv', 'Technology,Number,Site\npstn,01632 960999,\n');
    await head('export.csv');
    assert.equal(await kind.inputValue(), 'lines', 'guessed from the headings');
    await choose(page, 'mystery.csv', 'name\nJo\n');
    await page.getByText('Choose what the sheet holds').waitFor();
    assert.equal(await kind.inputValue(), '');
    await kind.selectOption('people');
    await head('mystery.csv');
    await choose(page, 'mystery.csv', 'name\nJo Ash\n');
    await head('mystery.csv');
    assert.equal(await kind.inputValue(), 'people', 'said of this file');
    for (const [name, content, words] of [['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), /neither an estate document \(JSON\) nor a sheet/],
      ['lines.csv', Buffer.from([65, 0, 66]), /neither/], ['sites.csv', '', /The file is empty\./], ['estate.json', Buffer.alloc(0), /The file is empty\./]]) {
      await choose(page, name, content);
      await head(name);
      assert.match(await text_of(report(page)), words);
      assert.equal(await kind.count(), 0);
      assert.equal(await report(page).getByRole('button', { name: 'Import' }).count(), 0);
    }
    assert.deepEqual(await accessibility_faults(page), []);
    assert.deepEqual(page.faults, []);
  });

  test('the empty sheets hold headings that the import understands', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/import');
    const buttons = page.locator('.templates button');
    for (let index = 0; index < await buttons.count(); index += 1) {
      const waiting = page.waitForEvent('download');
      await buttons.nth(index).click();
      const download = await waiting;
      const kind = download.suggestedFilename().replace('.csv', '');
      const answer = await page.request.post(`${program.url}/api/v1/import?dry_run=true&kind=${kind}`, {
        headers: { 'Content-Type': 'text/csv' }, data: readFileSync(await download.path()),
      });
      const body = await answer.text();
      assert.equal(answer.status(), 200, `${kind}: ${body}`);
    }
  });
});

test('a database with records but no contract offers no sample', async () => {
  const program = await start_program();
  const browser = await start_browser();
  try {
    const page = await open_page(browser, program.url);
    await page.request.post(`${program.url}/api/v1/sites`, { data: { name: 'Town Hall' } });
    await visit(page, '/');
    await page.locator('.doors').waitFor();
    assert.equal(await page.locator('.doors > li').count(), 2);
  } finally {
    await browser.close();
    await program.stop();
  }
});
