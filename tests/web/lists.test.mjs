// Every list sorts, filters, pages, keeps its state in the address, and gives away as CSV what it shows.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit, wait_for } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const lists = [
  { address: '/contracts', field: 'Filter contracts', typed: 'voice', sorts: ['Contract', 'Supplier', 'Service', 'Status', 'Next decision', 'Term ends', 'Spend this year', 'Owner'] },
  { address: '/suppliers', field: 'Filter suppliers', typed: 'fern', sorts: ['Supplier', 'Contracts', 'Next decision by', 'Spend this year'] },
  { address: '/renewals', field: 'Filter renewals', typed: 'voice', sorts: ['Contract', 'Status', 'Decide by', 'At stake', 'Term ends'] },
  { address: '/inventory/platforms', field: 'Filter platforms', typed: 'calder', sorts: ['Product', 'Kind'] },
  { address: '/inventory/lines', field: 'Filter lines', typed: '960201', sorts: ['Line', 'Technology', 'Count'] },
  { address: '/inventory/licences', field: 'Filter licences', typed: 'calder', sorts: ['Licence', 'Purchased'] },
  { address: '/inventory/numbers', field: 'Filter numbers', typed: '0300 123', sorts: ['Number'] },
  { address: '/inventory/usage', field: 'Filter usage', typed: 'call', sorts: ['Measure', 'Count'] },
  { address: '/inventory/sites', field: 'Filter sites', typed: 'library', sorts: ['Site'] },
  { address: '/inventory/people', field: 'Filter people', typed: 'priya', sorts: ['Person'] },
];

const rows = (page) => page.locator('.results .data_table tbody tr');
const words = async (page) => (await page.locator('.list_words').innerText()).trim();
const titles = (page) => page.locator('.results .data_table tbody th a').allInnerTexts();
const number_in = (text) => Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));

/** Types into the filter and waits until the list has followed. */
async function type(page, label, text) {
  await page.getByLabel(label, { exact: true }).pressSequentially(text, { delay: 15 });
  await wait_for(page, (wanted) => new URLSearchParams(location.search).get('q') === wanted, text);
  await settle(page);
}

/** The rows of a CSV text, heading and all. */
function csv_rows(text) {
  let is_quoted = false;
  let count = 0;
  for (const letter of text.trimEnd()) {
    if (letter === '"') is_quoted = !is_quoted;
    else if (letter === '\n' && !is_quoted) count += 1;
  }
  return count + 1;
}

async function download_csv(page) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).first().click();
  const download = await waiting;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

describe('every list', () => {
  let program;
  let browser;
  before(async () => {
    program = await start_program(estates.northmoor);
    browser = await start_browser();
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  for (const { address, field, typed, sorts } of lists) {
    test(`${address} filters as you type, sorts by its headings, and downloads what it shows`, async () => {
      const page = await open_page(browser, program.url);
      await visit(page, `${address}?on=2026-11-22`);
      const all = await rows(page).count();
      assert.equal(number_in(await words(page)), all);
      for (const name of sorts) {
        const heading = page.locator('.results thead th').filter({ has: page.getByRole('link', { name, exact: true }) });
        await heading.getByRole('link').focus();
        await page.keyboard.press('Enter');
        await wait_for(page, () => /[?&]sort=/.test(location.search));
        await settle(page);
        const first = await heading.getAttribute('aria-sort');
        assert.ok(['ascending', 'descending'].includes(first), `${name}: ${first}`);
        assert.equal(await page.locator('.results thead th[aria-sort]').count(), 1);
        assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), name, 'the focus stays on the heading');
        await page.keyboard.press('Enter');
        await wait_for(page, (before) => document.querySelector('.results thead th[aria-sort]')?.getAttribute('aria-sort') !== before, first);
        await settle(page);
        assert.equal(await rows(page).count(), all);
      }
      await type(page, field, typed);
      const matching = await rows(page).count();
      assert.ok(matching > 0 && (matching < all || all === 1), `${matching} of ${all}`);
      assert.match(await words(page), /match/);
      assert.equal(number_in(await words(page)), matching);
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'q', 'the focus stays in the field');
      const { name, text } = await download_csv(page);
      assert.match(name, /\.csv$/);
      assert.equal(csv_rows(text) - 1, matching, text);
      await page.getByRole('link', { name: 'Clear filters' }).click();
      await settle(page);
      assert.equal(await rows(page).count(), all);
      assert.equal(await page.getByLabel(field, { exact: true }).inputValue(), '');
      await type(page, field, 'xyzzy');
      assert.match(await page.locator('.results').innerText(), /No .* matche?s?\./);
      assert.deepEqual(await accessibility_faults(page), []);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  test('typing replaces the place in the history, and a choice adds one', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/suppliers');
    await page.locator('#site_nav').getByRole('link', { name: 'Contracts' }).click();
    await settle(page);
    const before = await page.evaluate(() => history.length);
    await type(page, 'Filter contracts', 'voice');
    assert.equal(await page.evaluate(() => history.length), before);
    await page.getByLabel('Supplier', { exact: true }).focus();
    await page.getByLabel('Supplier', { exact: true }).selectOption('calder');
    await page.waitForURL(/supplier=calder/);
    await settle(page);
    assert.match(page.url(), /q=voice/);
    assert.equal(await page.evaluate(() => history.length), before + 1);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'supplier');
    assert.deepEqual(await titles(page), ['Contact centre software', 'Fax to mail', 'Hosted voice for all offices'], 'the supplier’s name is looked in too');
    await page.goBack();
    await settle(page);
    assert.equal(await page.getByLabel('Supplier', { exact: true }).inputValue(), '');
    assert.equal(await page.getByLabel('Filter contracts').inputValue(), 'voice');
    assert.deepEqual(await titles(page), ['Contact centre software', 'Fax to mail', 'Hosted voice for all offices', 'Mobile voice and data']);
    await page.goBack();
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Suppliers');
    await page.goForward();
    await settle(page);
    assert.equal(await page.getByLabel('Filter contracts').inputValue(), 'voice');
  });

  test('a list can be sent as a link, with its filters, its order and its day', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts?on=2026-11-22&status=active&sort=-title&q=o');
    const shown = await titles(page);
    assert.deepEqual(shown, [...shown].sort((a, b) => b.localeCompare(a)));
    assert.equal(await page.getByLabel('Status', { exact: true }).inputValue(), 'active');
    assert.match(await page.locator('.day_notice').innerText(), /22 November 2026/);
    assert.equal(await page.locator('.results .badge.status_active').count(), shown.length);
  });

  test('choices say how many they would leave', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts?on=2026-11-22');
    const options = page.getByLabel('Supplier', { exact: true }).locator('option');
    for (const label of (await options.allInnerTexts()).slice(1)) {
      await page.getByLabel('Supplier', { exact: true }).selectOption({ label });
      await page.waitForURL(/supplier=/);
      await settle(page);
      assert.equal(await rows(page).count(), Number(/\((\d+)\)\s*$/.exec(label)[1]), label);
    }
  });

  test('a contract says where it stands, what comes next, and what it costs this year', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts?on=2026-11-22');
    const row = rows(page).filter({ hasText: 'Hosted voice for all offices' });
    assert.equal(await row.locator('[data-label="Status"]').innerText(), 'Active');
    assert.match(await row.locator('[data-label="Next decision"]').innerText(), /31 Dec 2026\s+in 39 days\s+Give notice/);
    assert.match(await row.locator('[data-label="Spend this year"]').innerText(), /^£[\d,]+\.\d\d$/);
    const unpriced = rows(page).filter({ hasText: '{{constructor}}' });
    assert.equal(await unpriced.locator('[data-label="Spend this year"]').innerText(), 'not recorded');
  });

  test('counts are as at the day in the address', async () => {
    const page = await open_page(browser, program.url);
    for (const count of [{ value: 100, measure: 'channels', as_at: '2025-01-10' }, { value: 80, measure: 'channels', as_at: '2026-06-01' }]) {
      const answer = await page.request.get(`${program.url}/api/v1/lines/trunks`);
      const put = await page.request.put(`${program.url}/api/v1/lines/trunks`, { headers: { 'If-Match': answer.headers().etag }, data: { ...(await answer.json()), count } });
      assert.equal(put.status(), 200, await put.text());
    }
    const count_on = async (day) => {
      await visit(page, `/inventory/lines?on=${day}`);
      return rows(page).filter({ hasText: 'trunks' }).locator('[data-label="Count"]').innerText();
    };
    assert.match(await count_on('2025-03-01'), /100 channels/);
    assert.match(await count_on('2026-07-01'), /80 channels/);
    assert.match(await page.locator('.day_notice').innerText(), /1 July 2026/);
    await page.getByLabel('Technology', { exact: true }).selectOption('sip_trunk');
    await page.waitForURL(/on=2026-07-01/);
  });

  test('on a telephone the table is cards, sorted by a choice, with the filters behind a button', async () => {
    const page = await open_page(browser, program.url, { width: 375, height: 800 });
    await visit(page, '/contracts');
    const filter = page.getByLabel('Supplier', { exact: true });
    assert.equal(await filter.isVisible(), false);
    await page.getByLabel('Sort by').selectOption({ label: 'Contract, Z to A' });
    await page.waitForURL(/sort=-title/);
    await settle(page);
    const shown = await titles(page);
    const button = page.getByRole('button', { name: /^Filters/ });
    await button.click();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    await filter.selectOption('calder');
    await page.waitForURL(/supplier=calder/);
    await settle(page);
    assert.deepEqual(await titles(page), shown.filter((title) => ['Hosted voice for all offices', 'Contact centre software', 'Fax to mail'].includes(title)));
    assert.match(await button.innerText(), /Filters \(1\)/);
    assert.deepEqual(await accessibility_faults(page), []);
    for (const width of [375, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await settle(page);
      assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
    }
  });

  test('hostile text is text in the filter, in the choices and in what is shown', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/contracts?q=${encodeURIComponent('<b onmouseover="window.hostile_ran=1">')}`);
    assert.match(await page.locator('.results').innerText(), /<b onmouseover/);
    assert.match((await page.getByLabel('Supplier', { exact: true }).locator('option').allInnerTexts()).join(' '), /<img src=x/);
    await visit(page, `/inventory/sites?q=${encodeURIComponent(`\u202e😀'"${'w'.repeat(180)}`)}`);
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    assert.equal(await sideways_scroll(page), 0);
    assert.deepEqual(page.faults, []);
  });

  test('an order or a filter that does not exist is said to be so', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts?sort=colour');
    assert.match(await page.getByRole('alert').innerText(), /sort/);
  });
});
