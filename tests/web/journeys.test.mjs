// What people do with the dashboard: go about by keyboard, ask about another day, filter, go back, meet an error.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open_page, settle, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(async () => { await browser?.close(); });

/** Text of the main part, on one line. */
async function main_text(page) {
  return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
}

/** Presses Tab until an element that matches has the focus. */
async function tab_to(page, selector, most = 60) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} was not reached by ${most} presses of Tab`);
}

describe('the dashboard of an estate with every kind of term', () => {
  let program;
  before(async () => { program = await start_program(estates.northmoor); });
  after(async () => { await program?.stop(); });

  test('leads by keyboard alone from the overview to a contract and back', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/?on=2026-11-22');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    await tab_to(page, 'a[href^="/contracts/hosted-voice"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/contracts/hosted-voice?on=2026-11-22');
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Hosted voice for all offices');
    assert.equal(await page.title(), 'Hosted voice for all offices – telestate');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    assert.match(await page.locator('#announcer').innerText(), /Hosted voice for all offices, as at 22 November 2026/);
    await page.goBack();
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Overview');
    assert.deepEqual(page.faults, []);
  });

  test('keeps the page number, the status and the day in the address, and a filter keeps the focus where it was', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/renewals?on=2026-11-22');
    const all = await page.locator('.data_table tbody tr').count();
    const filter = page.getByRole('link', { name: 'Ended', exact: true });
    await filter.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/renewals?on=2026-11-22&status=ended');
    await settle(page);
    const ended = await page.locator('.data_table tbody tr').count();
    assert.ok(ended > 0 && ended < all, `${ended} of ${all}`);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Ended');
    assert.equal(await page.locator('.choices [aria-current]').innerText(), 'Ended');
    await page.reload();
    await settle(page);
    assert.equal(await page.locator('.data_table tbody tr').count(), ended);
  });

  test('shows hostile text as text', async () => {
    const page = await open_page(browser, program.url);
    for (const address of ['/?on=2026-11-22', '/renewals', '/contracts', '/contracts/hostile-text', '/contracts/hosted-voice', '/suppliers', '/suppliers/hostile', '/spend?by=contract']) {
      await visit(page, address);
      assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined, address);
      assert.equal(await page.locator('main img, main script, main b, main [onload], main [onerror], main [onmouseover], a[href^="javascript:"]').count(), 0, address);
    }
    await visit(page, '/contracts/hostile-text');
    assert.equal(await page.locator('h1').innerText(), '<b onmouseover="window.hostile_ran=1">Bold</b> {{constructor}} ${7*7} <!--');
    await visit(page, '/suppliers/hostile');
    assert.match(await page.locator('h1').innerText(), /^<img src=x onerror="window\.hostile_ran=1"> & "Sons"$/);
    assert.deepEqual(page.faults, []);
  });

  test('makes no link of an address that is none of the web, should one ever come', async () => {
    const page = await open_page(browser, program.url);
    await page.route(/\/api\/v1\/contracts\/hosted-voice$/, async (route) => {
      const answer = await route.fetch();
      const contract = await answer.json();
      contract.documents = [{ title: 'Old scan', url: 'javascript:window.hostile_ran=1' }, { title: 'Scan', url: ' JavaScript:window.hostile_ran=1' }];
      await route.fulfill({ response: answer, json: contract });
    });
    await visit(page, '/contracts/hosted-voice');
    assert.match(await main_text(page), /Old scan javascript:window\.hostile_ran=1/);
    assert.equal(await page.locator('main a').evaluateAll((links) => links.filter((link) => !/^https?:$/.test(link.protocol)).length), 0);
  });

  test('shows everything that is recorded about a contract', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/hosted-voice?on=2026-11-22');
    const text = await main_text(page);
    for (const words of ['NBC/2023/017', 'Calder Voice', 'Owen Bright', 'Priya Natarajan', 'Town Hall', 'Network Services 3', 'Lot 10b', 'IT-4410', '5210',
      '6 months', '180, 90, 30', '1 April 2023', '90 days', '30 September 2027', '640 × £6.125', '3.9%', 'rounded up', '£8,250.00', '−£1,250.00',
      '15 May 2023', 'Signed order form', 'Out-of-hours diverts', 'Calder Cloud Voice', '0300 123 1234', '01632 960300 to 01632 960699']) {
      assert.ok(text.includes(words), `“${words}” is not shown`);
    }
    assert.ok((await page.locator('#workings').locator('..').locator('tbody tr').count()) > 1, 'the workings have steps');
  });

  test('says which kind of nothing a field holds, and why something is withheld', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/inventory/platforms');
    const firewall = page.locator('.data_table tbody tr').filter({ hasText: 'Firewall' });
    assert.match(await firewall.innerText(), /withheld \(s31\(3\)\)/);
    await firewall.locator('details.reason summary').first().click();
    assert.match(await firewall.innerText(), /Neither confirmed nor denied in an answer\. Naming the product would help an attacker\./);
    const old = page.locator('.data_table tbody tr').filter({ hasText: 'MD110' });
    assert.match(await old.innerText(), /not known/);
    assert.match(await old.innerText(), /none/);
    assert.match(await old.innerText(), /not recorded/);
    await visit(page, '/suppliers');
    assert.match(await page.locator('.data_table').innerText(), /not held/);
  });

  test('can be read in either theme, and remembers the choice', async () => {
    const page = await open_page(browser, program.url);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visit(page, '/');
    const light = await ground();
    await page.getByRole('button', { name: 'Dark theme' }).click();
    const dark = await ground();
    assert.notEqual(light, dark);
    await page.reload();
    await settle(page);
    assert.equal(await ground(), dark);
    assert.equal(await page.getByRole('button', { name: 'Light theme' }).count(), 1);
  });

  test('opens its navigation on a telephone, and closes it on the next page', async () => {
    const page = await open_page(browser, program.url, { width: 375, height: 700 });
    await visit(page, '/');
    const link = page.locator('#site_nav').getByRole('link', { name: 'Spend' });
    assert.equal(await link.isVisible(), false);
    const button = page.getByRole('button', { name: 'Menu' });
    await button.click();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    await link.click();
    await page.waitForURL('**/spend');
    await settle(page);
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    assert.equal(await link.isVisible(), false);
  });

  test('says in words what went wrong, and tries again', async () => {
    const page = await open_page(browser, program.url);
    await page.route('**/api/v1/renewals**', (route) => route.abort());
    await visit(page, '/renewals');
    assert.match(await page.getByRole('alert').innerText(), /The server cannot be reached/);
    await page.unroute('**/api/v1/renewals**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await settle(page);
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.ok((await page.locator('.data_table tbody tr').count()) > 0);
    await page.route('**/api/v1/overview**', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"Internal Server Error","status":500}' }));
    await visit(page, '/');
    assert.match(await page.getByRole('alert').innerText(), /The server could not answer/);
  });

  test('says what is wrong with a day that is none, and with a record that does not exist', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/renewals?on=2026-02-31');
    assert.equal(await page.getByRole('alert').count(), 1);
    await page.getByRole('link', { name: 'Show today instead' }).click();
    await settle(page);
    assert.equal(await page.getByRole('alert').count(), 0);
    await visit(page, '/contracts/no-such-contract');
    assert.equal(await page.locator('h1').innerText(), 'No such contract');
    await visit(page, '/suppliers/no-such-supplier');
    assert.equal(await page.locator('h1').innerText(), 'No such supplier');
    await visit(page, '/inventory/no-such-tab');
    assert.equal(await page.locator('h1').innerText(), 'Page not found');
  });

  test('asks again with an entity tag, and is answered 304', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts');
    await page.locator('#site_nav').getByRole('link', { name: 'Suppliers' }).click();
    await settle(page);
    const answer = page.waitForResponse((response) => response.url().includes('/api/v1/contracts?'));
    await page.locator('#site_nav').getByRole('link', { name: 'Contracts' }).click();
    await settle(page);
    assert.equal((await answer).status(), 304);
  });
});

describe('the dashboard of the Kent Community Health estate', () => {
  let program;
  before(async () => { program = await start_program(estates.kchft); });
  after(async () => { await program?.stop(); });

  test('shows other figures as at another day, with the day in the address', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/spend?year=2021-22&on=2021-11-08');
    assert.match(await main_text(page), /£308,579\.78/);
    assert.match(await main_text(page), /£153,025\.22/);
    assert.match(await main_text(page), /Spend by supplier in 2021-22, as at 8 November 2021/);
    await page.getByLabel('Figures as at').fill('2021-08-08');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[/]spend[?].*on=2021-08-08/);
    await settle(page);
    assert.doesNotMatch(await main_text(page), /£308,579\.78/);
    assert.match(await main_text(page), /£461,605\.00/);
    assert.match(await main_text(page), /Figures as at 8 August 2021/);
    await page.goBack();
    await settle(page);
    assert.match(await main_text(page), /£308,579\.78/);
    assert.equal(await page.getByLabel('Figures as at').inputValue(), '2021-11-08');
  });

  test('takes the day along from page to page until it is dropped', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/renewals?on=2025-01-15');
    await page.getByRole('link', { name: 'Freephone and non-geographic numbers' }).click();
    await page.waitForURL('**/contracts/bt-non-geographic?on=2025-01-15');
    await settle(page);
    assert.match(await main_text(page), /Out of contract/);
    await page.getByLabel('Figures as at').fill('2021-11-08');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/[?]on=2021-11-08$/);
    await settle(page);
    assert.doesNotMatch(await main_text(page), /Out of contract/);
    await page.getByRole('link', { name: 'Back to today' }).click();
    await page.waitForURL('**/contracts/bt-non-geographic');
  });

  test('shows approximate counts as such, and silences as what they are', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/inventory/licences');
    assert.match(await main_text(page), /about 190/);
    assert.match(await main_text(page), /“approximately 190 licenses for the patient facing lines”/);
    await visit(page, '/inventory/usage');
    assert.match(await main_text(page), /at least 40,000/);
    assert.match(await main_text(page), /about 220,000/);
    await visit(page, '/inventory/lines');
    assert.match(await main_text(page), /1,117 lines/);
    await visit(page, '/contracts/bt-non-geographic?on=2021-11-08');
    assert.match(await main_text(page), /Charges not known/);
    assert.match(await main_text(page), /October 2024/);
    await visit(page, '/contracts/google-analytics?on=2021-11-08');
    assert.match(await main_text(page), /Charges none/);
    await visit(page, '/contracts/tightvnc-licence?on=2021-11-08');
    assert.match(await main_text(page), /Supplier not known/);
    assert.match(await main_text(page), /End not applicable/);
    await visit(page, '/inventory/platforms');
    assert.match(await main_text(page), /withheld \(s31\(1\)\(a\)\)/);
  });

  test('explains the flags of a contract in words', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/8x8-phone-system?on=2021-11-08');
    const text = await main_text(page);
    for (const words of ['Rolling month to month', 'until somebody gives notice', 'Notice period not recorded', 'Start assumed']) assert.ok(text.includes(words), words);
    assert.match(text, /Notice not known/);
  });

  test('never shows a zero where a sum is not known', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/spend?year=2021-22&on=2021-11-08');
    const row = page.locator('section[aria-labelledby="spend_rows"] tbody tr').filter({ hasText: '8x8' });
    for (const label of ['Net', 'VAT', 'Gross']) assert.equal(await row.locator(`td[data-label="${label}"]`).innerText(), 'not known');
    assert.equal(await row.locator('td[data-label="VAT basis not known"]').innerText(), '£461,605.00');
  });

  test('names what a total leaves out', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/spend?year=2021-22&on=2021-11-08');
    const left_out = (await page.locator('section[aria-labelledby="left_out"]').innerText()).replace(/\s+/g, ' ');
    assert.match(left_out, /Freephone and non-geographic numbers/);
    assert.match(left_out, /NHS\.net email/);
    assert.doesNotMatch(left_out, /Website analytics/);
  });
});

test('a long list is gone through a hundred at a time, and the focus follows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telestate-web-'));
  const document = JSON.parse(readFileSync(estates.northmoor, 'utf8'));
  document.sites.push(...Array.from({ length: 230 }, (_, index) => ({ id: `office-${String(index + 1).padStart(3, '0')}`, name: `Office ${index + 1}` })));
  const path = join(folder, 'estate.json');
  writeFileSync(path, JSON.stringify(document));
  const program = await start_program(path);
  try {
    const page = await open_page(browser, program.url);
    await visit(page, '/inventory/sites');
    assert.match(await main_text(page), /1 to 100 of 234 sites/);
    await page.getByRole('link', { name: 'Next' }).click();
    await page.waitForURL('**/inventory/sites?offset=100');
    await settle(page);
    assert.match(await main_text(page), /101 to 200 of 234 sites/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'results');
    await page.getByRole('link', { name: 'Next' }).click();
    await page.waitForURL('**/inventory/sites?offset=200');
    await settle(page);
    assert.match(await main_text(page), /201 to 234 of 234 sites/);
    assert.equal(await page.getByRole('link', { name: 'Next' }).count(), 0);
    await page.goBack();
    await settle(page);
    assert.match(await main_text(page), /101 to 200 of 234 sites/);
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
