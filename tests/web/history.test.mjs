// The history: every change with who, when, from where, and each field before and after; undone whole or record by record.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit, wait_for } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

/** Changes a record as a page would, under a name. */
async function change(page, program, path, edit, { person = 'Zoë O’Neill', method = 'PUT' } = {}) {
  const url = `${program.url}/api/v1/${path}`;
  const answer = await page.request.get(url);
  const headers = { 'If-Match': answer.headers().etag, 'Telestate-Client': 'page', 'Telestate-Person': encodeURIComponent(person) };
  const record = await answer.json();
  const sent = await page.request.fetch(url, { method, headers, data: method === 'DELETE' ? undefined : edit(record) });
  assert.ok(sent.ok(), await sent.text());
  return Number(sent.headers()['telestate-revision']);
}

const entries = (page) => page.locator('.history_entry');
const text_of = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();

describe('the history of an estate', () => {
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

  test('begins with the import, of which one page is shown and the rest is a link away', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/history');
    assert.equal(await entries(page).count(), 1);
    assert.match(await text_of(entries(page).first()), /by import/);
    await page.getByRole('link', { name: /^and \d+ more records$/ }).click();
    await page.waitForURL('**/history/1');
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Revision 1');
    assert.ok((await page.locator('.history_records > li').count()) > 20);
    assert.deepEqual(await accessibility_faults(page), []);
    assert.deepEqual(page.faults, []);
  });

  test('says of a change who made it, from where, and each field before and after, in words', async () => {
    const page = await open_page(browser, program.url);
    await change(page, program, 'contracts/hosted-voice', (contract) => ({ ...contract, title: 'Hosted voice & more', owner: 'head-of-it', term: { ...contract.term, notice: 'P120D' } }));
    await visit(page, '/history');
    const entry = entries(page).first();
    const text = await text_of(entry);
    assert.match(text, /Zoë O’Neill on these pages/);
    assert.match(text, /Changed contract Hosted voice & more/);
    assert.match(text, /Title before: Hosted voice for all offices →? ?after: Hosted voice & more/);
    assert.match(text, /Term, notice before: 90 days →? ?after: 120 days/);
    await wait_for(page, () => document.querySelector('.history_entry')?.textContent?.includes('Owen Bright'));
    assert.match(await text_of(entry), /Owner before: Owen Bright →? ?after: Priya Natarajan/);
    for (const [width, theme] of [[1440, 'light'], [1440, 'dark'], [375, 'light']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme });
      assert.deepEqual(await accessibility_faults(page), [], `${width} pixels, ${theme}`);
      assert.equal(await sideways_scroll(page), 0);
    }
    await page.setViewportSize({ width: 320, height: 900 });
    await settle(page);
    assert.equal(await sideways_scroll(page), 0);
  });

  test('is shown what undoing would do before it is done, and undone by keyboard', async () => {
    const page = await open_page(browser, program.url);
    await change(page, program, 'contracts/wan', (contract) => ({ ...contract, title: 'Wider area network' }));
    await visit(page, '/history');
    const undo = entries(page).first().getByRole('button', { name: /^Undo the change/ });
    await undo.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Wide area network').waitFor();
    assert.match(await text_of(dialog), /1 record would be put back as it was/);
    assert.match(await text_of(dialog), /before: Wider area network →? ?after: Wide area network/);
    assert.deepEqual(await accessibility_faults(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await dialog.count(), 0);
    assert.ok(await undo.evaluate((button) => button === document.activeElement), 'the focus comes back to the button');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Undo it' }).click();
    await wait_for(page, () => document.querySelector('.history_entry')?.textContent?.includes('by undoing'));
    assert.equal(await dialog.count(), 0);
    assert.match(await text_of(entries(page).first()), /Undoes revision \d/);
    assert.match(await text_of(entries(page).nth(1)), /Undone by revision \d/);
    await visit(page, '/contracts/wan');
    assert.equal(await page.locator('h1').innerText(), 'Wide area network');
    assert.deepEqual(page.faults, []);
  });

  test('says plainly what later contradicts an undoing', async () => {
    const page = await open_page(browser, program.url);
    await change(page, program, 'suppliers/calder', (supplier) => ({ ...supplier, company_number: '01234567' }));
    await change(page, program, 'suppliers/calder', (supplier) => ({ ...supplier, company_number: '07654321' }));
    await visit(page, '/history?kind=suppliers&id=calder');
    await entries(page).nth(1).getByRole('button', { name: /^Undo/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This can no longer be undone').waitFor();
    // The record's name may come a moment after what stands against it.
    await dialog.getByText(/Calder/).waitFor();
    assert.match(await text_of(dialog), /Calder[^:]*, company number: was changed again since/);
    assert.equal(await dialog.getByRole('button', { name: 'Undo it' }).count(), 0);
    assert.deepEqual(await accessibility_faults(page), []);
    await dialog.getByRole('button', { name: 'Close' }).click();
    assert.equal(await dialog.count(), 0);
  });

  test('is narrowed by kind, person, origin, action and days, with all of it in the address', async () => {
    const page = await open_page(browser, program.url);
    await page.request.post(`${program.url}/api/v1/sites`, { data: { id: 'annexe', name: 'Annexe' } });
    await visit(page, '/history');
    const all = await entries(page).count();
    await page.getByLabel('Kind', { exact: true }).selectOption('sites');
    await page.waitForURL(/kind=sites/);
    await settle(page);
    const of_sites = await entries(page).count();
    assert.ok(of_sites > 0 && of_sites < all);
    await page.getByLabel('Where from', { exact: true }).selectOption('api');
    await page.waitForURL(/origin=api/);
    await settle(page);
    assert.equal(await entries(page).count(), 1);
    assert.match(await text_of(entries(page).first()), /Added site Annexe/);
    await page.reload();
    await settle(page);
    assert.equal(await entries(page).count(), 1);
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await settle(page);
    await page.getByLabel('Person', { exact: true }).pressSequentially('Zoë O’Neill');
    await page.waitForURL(/person=Zo/);
    await settle(page);
    const by_zoe = await entries(page).count();
    assert.ok(by_zoe > 0 && by_zoe < all, `${by_zoe} of ${all}`);
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download CSV' }).click();
    const csv = readFileSync(await (await waiting).path(), 'utf8');
    assert.match(csv, /Zoë O’Neill/);
    assert.doesNotMatch(csv, /Annexe/);
    await visit(page, '/history?until=2001-01-01');
    assert.match(await page.locator('main').innerText(), /No change matches\./);
    assert.deepEqual(page.faults, []);
  });

  test('one record of a larger change can be undone by itself', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/history?kind=usage');
    await entries(page).last().getByRole('link', { name: /^Revision/ }).click();
    await page.waitForURL('**/history/1');
    await settle(page);
    const record = page.locator('.history_records > li').filter({ hasText: /measure/i }).first();
    const before = await page.request.get(`${program.url}/api/v1/usage`).then((answer) => answer.json());
    await record.getByRole('button', { name: /^Undo this record/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Undo it' }).click();
    await wait_for(page, () => !document.querySelector('dialog'));
    const left = await page.request.get(`${program.url}/api/v1/usage`).then((answer) => answer.json());
    assert.equal(left.total, before.total - 1);
  });

  test('nothing on its pages edits it', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/history');
    const names = await page.locator('main button').evaluateAll((buttons) => buttons.map((button) => button.textContent?.trim().split(' ')[0]));
    assert.deepEqual([...new Set(names)].filter((name) => !['Undo', 'Filters'].includes(name)), []);
  });

  test('hostile text in a change is text', async () => {
    const page = await open_page(browser, program.url);
    const hostile = `<script>window.hostile_ran=1</script>"'\u202e😀${'n'.repeat(2000)}`;
    await change(page, program, 'sites/annexe', (site) => ({ ...site, notes: hostile }), { person: '<img src=x onerror="window.hostile_ran=1">' });
    await visit(page, '/history');
    assert.match(await entries(page).first().innerText(), /<script>window\.hostile_ran=1/);
    assert.match(await entries(page).first().innerText(), /<img src=x/);
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    assert.equal(await page.locator('main img, main script').count(), 0);
    await page.setViewportSize({ width: 320, height: 800 });
    await settle(page);
    assert.equal(await sideways_scroll(page), 0);
    assert.deepEqual(page.faults, []);
  });

  test('a title of one endless word fits every screen, in the history and in the dialogs', async () => {
    const page = await open_page(browser, program.url);
    await change(page, program, 'contracts/radio', (contract) => ({ ...contract, title: 'W'.repeat(900) }));
    for (const width of [1440, 720, 375, 320]) {
      await page.setViewportSize({ width, height: 700 });
      await visit(page, '/history');
      assert.match(await text_of(entries(page).first()), /W{900}/);
      assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
      await visit(page, '/contracts/radio');
      assert.equal(await sideways_scroll(page), 0, `the contract at ${width} pixels`);
      await page.getByRole('button', { name: /^Delete/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/It can be brought back|records? refers? to/).first().waitFor();
      for (const name of ['Delete', 'Keep it']) {
        const box = await dialog.getByRole('button', { name, exact: true }).boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= 700, `${name} is in view at ${width} pixels: ${JSON.stringify(box)}`);
      }
      assert.ok(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth), `${width} pixels`);
      await dialog.getByRole('button', { name: 'Keep it' }).click();
    }
    assert.deepEqual(page.faults, []);
  });
});
