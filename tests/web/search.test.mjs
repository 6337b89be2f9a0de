// Finding: one box over everything, by keyboard alone, tolerant of accents and of spaces in telephone numbers.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { join } from 'node:path';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit, wait_for } from './support/browser.mjs';
import { estates, repository, start_program } from './support/program.mjs';

const { split_matches } = await import(join(repository, 'web/lib/matches.js'));

/** The parts of a text that match, between brackets. */
function marked(text, query) {
  return split_matches(text, query).map((piece) => (piece.is_match ? `[${piece.text}]` : piece.text)).join('');
}

describe('what matched is pointed out', () => {
  for (const { text, query, expected, description } of [
    { text: 'Hosted voice for all offices', query: 'voi', expected: 'Hosted [voi]ce for all offices', description: 'the beginning of a word' },
    { text: 'Hosted voice for all offices', query: 'off hos', expected: '[Hos]ted voice for all [off]ices', description: 'each word of several' },
    { text: 'Café Zürich', query: 'cafe zur', expected: '[Café] [Zür]ich', description: 'letters with accents, found without' },
    { text: 'Cafe\u0301', query: 'café', expected: '[Cafe\u0301]'.replace('\u0301]', ']\u0301'), description: 'accents that are letters of their own' },
    { text: '01632 960301', query: '0163296', expected: '[01632 96]0301', description: 'a telephone number in any spacing' },
    { text: '0300 123 1234', query: '+44 300 123', expected: '[0300 123] 1234', description: 'a telephone number in international form' },
    { text: 'involved', query: 'vol', expected: 'involved', description: 'nothing within a word' },
    { text: '<b>Bold</b>', query: '<b>', expected: '[<b>]Bold</b>', description: 'markup, as the text it is' },
    { text: '😀 smile', query: 'smi', expected: '😀 [smi]le', description: 'text after an emoji' },
    { text: 'anything', query: '', expected: 'anything', description: 'nothing for nothing' },
  ]) {
    test(description, () => assert.equal(marked(text, query), expected));
  }
});

describe('the search box', () => {
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

  const box = (page) => page.getByRole('combobox', { name: 'Search everything' });
  const options = (page) => page.locator('#site_search_list [role="option"]');

  async function type(page, text) {
    await page.keyboard.type(text);
    await wait_for(page, (wanted) => [...document.querySelectorAll('#site_search_list mark, #site_search_list .search_all')].length > 0
      && document.querySelector('#site_search')?.value === wanted, text);
    await page.waitForTimeout(250);
  }

  test('leads by keyboard alone from any page to a record', async () => {
    const page = await open_page(browser, program.url);
    for (const address of ['/', '/spend', '/inventory/lines', '/no/such/page']) {
      await visit(page, address);
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'site_search', address);
    }
    await type(page, 'hosted v');
    assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
    assert.ok((await options(page).count()) >= 2);
    assert.equal(await page.locator('#site_search_list [role="group"]').first().getAttribute('aria-labelledby').then((id) => page.locator(`#${id}`).innerText()), 'Contracts');
    assert.deepEqual(await page.locator('#site_search_list mark').first().innerText(), 'Hosted');
    await page.keyboard.press('ArrowDown');
    const active = await box(page).getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'site_search', 'the focus stays in the box');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/contracts/hosted-voice');
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Hosted voice for all offices');
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    assert.equal(await box(page).inputValue(), '');
    assert.deepEqual(page.faults.filter((fault) => !fault.includes('/no/such/page')), []);
  });

  test('closes on Escape, and empties on the next', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts');
    await page.keyboard.press('/');
    await type(page, 'voice');
    await page.keyboard.press('Escape');
    assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
    assert.equal(await box(page).inputValue(), 'voice');
    await page.keyboard.press('Escape');
    assert.equal(await box(page).inputValue(), '');
  });

  test('a slash that is typed into a field stays there', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts');
    await page.getByLabel('Filter contracts').fill('');
    await page.getByLabel('Filter contracts').press('/');
    assert.equal(await page.getByLabel('Filter contracts').inputValue(), '/');
  });

  test('finds a telephone number in any spacing, and inside a block', async () => {
    const page = await open_page(browser, program.url);
    for (const typed of ['0300 1231234', '03001231234', '+44 300 123 1234', '01632960345', '01632 960 345']) {
      await visit(page, `/search?q=${encodeURIComponent(typed)}`);
      assert.equal(await page.locator('section[aria-labelledby="found_numbers"] li').count(), 1, typed);
    }
  });

  test('shows all results on a page of their own, by kind, with an address that can be sent', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    await page.keyboard.press('/');
    await type(page, 'calder');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=calder');
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Search for “calder”');
    assert.equal(await box(page).inputValue(), 'calder');
    assert.ok((await page.locator('main section h2').allInnerTexts()).includes('Suppliers'));
    const links = await page.locator('main .search_hits a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    assert.ok(links.includes('/suppliers/calder'), links.join(' '));
    await page.reload();
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), 'Search for “calder”');
    await visit(page, '/search?q=xyzzy');
    assert.match(await page.locator('main').innerText(), /Nothing was found/);
    assert.deepEqual(page.faults, []);
  });

  test('shows hostile text as text, typed or found', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/search?q=${encodeURIComponent('<img src=x onerror="window.hostile_ran=1">')}`);
    await visit(page, '/');
    await page.keyboard.press('/');
    await type(page, 'bold');
    assert.match(await options(page).first().innerText(), /<b onmouseover/);
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    assert.equal(await page.locator('main img, #site_search_list img, #site_search_list b').count(), 0);
    await visit(page, `/search?q=${encodeURIComponent(`\u202e"'${'x'.repeat(150)}`)}`);
    assert.equal(await sideways_scroll(page), 0);
    assert.deepEqual(page.faults, []);
  });

  test('meets WCAG 2.2 AA with its list open, in both themes and on a telephone', async () => {
    for (const [width, theme] of [[1440, 'light'], [1440, 'dark'], [375, 'light'], [320, 'dark']]) {
      const page = await open_page(browser, program.url, { width, height: 800, theme });
      await visit(page, '/contracts');
      await page.keyboard.press('/');
      await type(page, 'vo');
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await accessibility_faults(page), [], `${width} pixels, ${theme}`);
      assert.equal(await sideways_scroll(page), 0);
      await page.context().close();
    }
  });
});
