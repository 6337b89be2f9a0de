// What the pages claim: no zero or "nothing" where a sum is not known, no number cut or broken, and plain words for what
// follows from acting or not.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open_page, settle, sideways_scroll, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(async () => { await browser?.close(); });

async function text_of(locator) {
  return (await locator.innerText()).replace(/\s+/g, ' ').trim();
}

/** The row of the main table that speaks of something. */
function row_of(page, words) {
  return page.locator('.data_table tbody tr').filter({ hasText: words }).first();
}

/** Serves an estate document that differs from one of the kept ones. */
async function start_changed(estate, change) {
  const folder = mkdtempSync(join(tmpdir(), 'telestate-web-'));
  const document = JSON.parse(readFileSync(estate, 'utf8'));
  change(document);
  const path = join(folder, 'estate.json');
  writeFileSync(path, JSON.stringify(document));
  try {
    return await start_program(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('an estate with every kind of term', () => {
  let program;
  before(async () => { program = await start_program(estates.northmoor); });
  after(async () => { await program?.stop(); });

  test('an option is worth what it costs if it is taken up, not if nobody acts', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/wan?on=2026-11-22');
    const standing = await text_of(page.locator('.standing'));
    assert.match(standing, /To 30 June 2028, if it is taken up/);
    assert.doesNotMatch(standing, /if nobody acts/);
    assert.match(standing, /The option was exercised after the last day for it/);
    assert.match(await text_of(page.locator('section[aria-labelledby="open_decisions"]')), /Without it the contract ends on 30 June 2027; with it, on 30 June 2028/);
    await visit(page, '/?on=2026-11-22');
    assert.match(await text_of(page.locator('section[aria-labelledby="decisions"] > .decisions')), /With notice it ends on 31 March 2027; without, it runs on until 31 March 2028/);
  });

  test('a contract says who answers for it beside where it stands', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/hosted-voice?on=2026-11-22');
    assert.equal(await text_of(page.locator('.standing_owner')), 'Owner Owen Bright');
    await visit(page, '/contracts/lift-lines?on=2026-11-22');
    assert.equal(await text_of(page.locator('.standing_owner')), 'Owner not known');
  });

  test('what cannot be worked out is not “nothing”', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/renewals?on=2026-11-22');
    const at_stake = (words) => text_of(row_of(page, words).locator('td[data-label="At stake"]'));
    assert.equal(await at_stake('Lift and alarm lines'), 'not known');
    assert.equal(await at_stake('Fax to mail'), 'not applicable');
    assert.equal(await at_stake('{{constructor}}'), 'not known');
    assert.match(await text_of(row_of(page, 'Switchboard support').locator('td[data-label="Committed until"]')), /not beyond this day/);
  });

  test('a contract past its end says when it ended and what to do about it', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/switchboard-support?on=2026-11-22');
    const standing = await text_of(page.locator('.standing'));
    assert.match(standing, /renew it, replace it, or record the day it ended/);
    assert.match(standing, /Nothing is committed beyond this day/);
    assert.doesNotMatch(standing, /Term 1 ends/);
    await visit(page, '/?on=2026-11-22');
    assert.match(await text_of(page.locator('section[aria-labelledby="out_of_contract"]')), /Switchboard support ended between 1 October 2024 and 31 December 2024/);
  });

  test('every column of the spend table is seen at 1440 pixels', async () => {
    const page = await open_page(browser, program.url);
    for (const by of ['supplier', 'contract', 'service', 'site', 'cost_centre']) {
      await visit(page, `/spend?on=2026-11-22&by=${by}`);
      assert.equal(await page.locator('.table_region[role="region"], .scroll_hint').count(), 0, by);
    }
  });

  test('a table that is wider than the screen says so', async () => {
    const page = await open_page(browser, program.url, { width: 900 });
    await visit(page, '/spend?on=2026-11-22');
    assert.equal(await page.locator('.scroll_hint').first().isVisible(), true);
    assert.equal(await page.locator('.table_region[role="region"][tabindex="0"]').count() > 0, true);
  });

  test('no figure is broken across lines, however large, nor a long word wider than the screen', async () => {
    const page = await open_page(browser, program.url);
    const long_title = `Contract ${'Donaudampfschifffahrtsgesellschaft'.repeat(6)}`;
    await page.route('**/api/v1/overview**', async (route) => {
      const answer = await route.fetch();
      const overview = await answer.json();
      overview.spend.this_year.total = '677140698.82';
      overview.decisions.items[0].title = long_title;
      overview.overrun[0].title = long_title;
      await route.fulfill({ response: answer, json: overview });
    });
    for (const width of [1440, 1024, 375, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await visit(page, '/?on=2026-11-22');
      const { lines, fits } = await page.locator('.figure_value', { hasText: '£677,140,698.82' }).evaluate((figure) => ({
        lines: Math.round(figure.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(figure).lineHeight)),
        fits: figure.scrollWidth <= figure.clientWidth,
      }));
      assert.deepEqual({ lines, fits }, { lines: 1, fits: true }, `${width} pixels`);
      assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
    }
  });

  test('a page past the last says so, and leads back to the last', async () => {
    const page = await open_page(browser, program.url);
    for (const address of ['/renewals', '/contracts', '/suppliers', '/inventory/sites', '/spend']) {
      await visit(page, `${address}?offset=99900`);
      const text = await text_of(page.locator('main'));
      assert.match(text, /nothing on this page/, address);
      assert.doesNotMatch(text, /No contracts are recorded|No suppliers are recorded|None is recorded|No spend is recorded/, address);
      await page.getByRole('link', { name: 'Previous' }).click();
      await settle(page);
      assert.ok(await page.locator('#results tbody tr').count() > 0, address);
    }
  });

  test('on paper tables stay tables, nothing is cut off, and what was folded is folded again', async () => {
    const page = await open_page(browser, program.url, { width: 718, height: 1000 });
    for (const address of ['/spend?on=2026-11-22', '/renewals?on=2026-11-22', '/contracts/hosted-voice?on=2026-11-22']) {
      await visit(page, address);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.data_table tbody tr').first().evaluate((row) => getComputedStyle(row).display), 'table-row', address);
      assert.ok(await sideways_scroll(page) <= 1, `${address} ${await sideways_scroll(page)}`);
      await page.emulateMedia({ media: 'screen' });
    }
    const open = () => page.locator('main details[open]').count();
    const folded = await open();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok(await open() > folded);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await open(), folded);
  });

  test('a fault of the server’s is told once, in words', async () => {
    const page = await open_page(browser, program.url);
    await page.route('**/api/v1/overview**', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"title":"Internal Server Error","status":500}' }));
    await visit(page, '/');
    assert.equal(await text_of(page.getByRole('alert')), 'The server could not answer. The fault is at its end. Try again');
  });
});

describe('the Kent Community Health estate', () => {
  let program;
  before(async () => { program = await start_program(estates.kchft); });
  after(async () => { await program?.stop(); });

  test('an end that is not exact is told as the earliest, and without charges nothing is said of its worth', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/renewals?on=2021-11-08');
    const row = row_of(page, 'Freephone and non-geographic numbers');
    assert.match(await text_of(row), /ends by itself on 1 Oct 2024 at the earliest/);
    assert.equal(await text_of(row.locator('td[data-label="At stake"]')), 'not known');
  });

  test('a contract whose charges are not known has no table of sums, but a line that says so', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/bt-non-geographic?on=2021-11-08');
    const spend = page.locator('section[aria-labelledby="spend"]');
    assert.equal(await spend.locator('table').count(), 0);
    assert.match(await text_of(spend), /No spend can be worked out\. Charges not known/);
    await visit(page, '/contracts/google-analytics?on=2021-11-08');
    assert.match(await text_of(page.locator('section[aria-labelledby="spend"]')), /£0\.00/);
  });
});

test('an estate of which no charge is recorded has no spend of £0.00', async () => {
  const program = await start_changed(estates.kchft, (document) => {
    for (const contract of document.contracts) {
      delete contract.charges;
      contract.silences = { ...contract.silences, charges: 'unknown' };
    }
  });
  try {
    const page = await open_page(browser, program.url);
    for (const address of ['/', '/spend']) {
      await visit(page, address);
      const figures = await text_of(page.locator('.figures').first());
      assert.match(figures, /not recorded/, address);
      assert.doesNotMatch(figures.replace(/£0\.00 at stake/, ''), /£0\.00/, address);
    }
  } finally {
    await program.stop();
  }
});

test('an empty database promises only what the program can do', async () => {
  const program = await start_program();
  try {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    assert.doesNotMatch(await text_of(page.locator('main')), /--kind|CSV|Excel/);
    assert.match(await text_of(page.locator('.site_footer')), /^Telecoms contracts and estate\./);
    await visit(page, '/spend');
    assert.doesNotMatch(await text_of(page.locator('main')), /£0\.00/);
  } finally {
    await program.stop();
  }
});

test('spend by contract is gone through a hundred at a time under the total of all', async () => {
  const program = await start_changed(estates.northmoor, (document) => {
    const pattern = document.contracts.find((contract) => contract.id === 'lift-lines');
    document.contracts.push(...Array.from({ length: 150 }, (_, index) => ({ ...pattern, id: `lift-${index}`, title: `Lift ${index}` })));
  });
  try {
    const page = await open_page(browser, program.url);
    await visit(page, '/spend?on=2026-11-22&by=contract');
    const table = page.locator('#results');
    assert.equal(await table.locator('tbody tr').count(), 100);
    assert.match(await text_of(table.locator('tfoot th')), /^Total of all 1\d\d rows$/);
    const total = await text_of(table.locator('tfoot td[data-label="Total"]'));
    await page.getByRole('link', { name: 'Next' }).click();
    await page.waitForURL(/offset=100/);
    await settle(page);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'results');
    assert.equal(await text_of(table.locator('tfoot td[data-label="Total"]')), total);
    await page.getByRole('link', { name: 'Service', exact: true }).click();
    await page.waitForURL((url) => !url.search.includes('offset'));
  } finally {
    await program.stop();
  }
});
