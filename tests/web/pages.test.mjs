// Every page, with two real estates: it is drawn without a fault, anybody can read it, and it fits every screen.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const tabs = ['platforms', 'lines', 'licences', 'numbers', 'usage', 'sites', 'people'];

/** Days are fixed, so that the tests say the same on every day they are run. */
const suites = [
  {
    name: 'the Kent Community Health estate', estate: estates.kchft, on: '2021-11-08',
    contracts: ['8x8-phone-system', 'bt-non-geographic', 'tightvnc-licence'], supplier: '8x8',
  },
  {
    name: 'an estate with every kind of term', estate: estates.northmoor, on: '2026-11-22',
    contracts: ['hosted-voice', 'wan', 'hostile-text'], supplier: 'hostile',
  },
];

function addresses_of({ on, contracts, supplier }) {
  const groupings = ['supplier', 'contract', 'service', 'site', 'cost_centre'];
  return [
    `/?on=${on}`, `/renewals?on=${on}`, `/renewals?on=${on}&status=overrun`, `/timeline?on=${on}`, `/timeline?on=${on}&view=table`, '/contracts', ...contracts.map((id) => `/contracts/${id}?on=${on}`),
    '/inventory', ...tabs.map((tab) => `/inventory/${tab}`), ...groupings.map((by) => `/spend?on=${on}&by=${by}`),
    '/suppliers', `/suppliers/${supplier}?on=${on}`, '/history', '/history/1', '/alerts', '/alerts?state=all', '/alerts/mails', `/alerts/preview?on=${on}`, '/import', '/search?q=voice', '/search?q=no+such+thing', '/search',
    `/contracts?on=${on}&q=phone&sort=-spend&status=active`, `/inventory/lines?on=${on}&at_risk=true`, '/no/such/page',
  ];
}

for (const suite of suites) {
  describe(`every page of ${suite.name}`, () => {
    let program;
    let browser;
    before(async () => {
      program = await start_program(suite.estate);
      browser = await start_browser();
    });
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    for (const address of addresses_of(suite)) {
      test(`${address} is drawn without a fault, meets WCAG 2.2 AA, and fits every screen`, async () => {
        const page = await open_page(browser, program.url);
        await visit(page, address);
        await has_page_furniture(page, address);
        for (const theme of ['light', 'dark']) {
          for (const width of [1440, 375]) {
            await show_at(page, width, theme);
            assert.deepEqual(await accessibility_faults(page), [], `${width} pixels, ${theme}`);
          }
        }
        await fits_every_screen(page, 'folded');
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
        await fits_every_screen(page, 'unfolded');
        await show_at(page, 1440, 'light');
        assert.deepEqual(await accessibility_faults(page), [], 'unfolded');
        assert.deepEqual(page.faults, []);
        await page.context().close();
      });
    }
  });
}

async function show_at(page, width, theme) {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height: 900 });
  await settle(page);
}

async function fits_every_screen(page, state) {
  for (const width of [1440, 1024, 768, 375, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    assert.equal(await sideways_scroll(page), 0, `${width} pixels, ${state}`);
  }
}

async function has_page_furniture(page, address) {
  assert.equal(await page.locator('h1').count(), 1);
  const heading = await page.locator('h1').innerText();
  assert.equal((await page.title()).trim(), `${heading.trim()} – telestate`);
  assert.equal(await page.locator('.note.alarm').count(), 0, 'shows an error');
  assert.equal(await page.locator('main').count(), 1);
  if (!/^\/(no|search)/.test(address)) assert.equal(await page.locator('#site_nav a[aria-current]').count(), 1);
  assert.doesNotMatch(await page.locator('main').innerText(), /undefined|NaN|\[object|\bnull\b/);
}

describe('an empty database', () => {
  let program;
  let browser;
  before(async () => {
    program = await start_program();
    browser = await start_browser();
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  test('says how to bring an estate in, and every other page stands too', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    assert.match(await page.locator('main').innerText(), /No contracts are recorded yet/);
    assert.equal(await page.locator('.doors > li').count(), 3);
    assert.deepEqual(await accessibility_faults(page), []);
    for (const address of ['/renewals', '/alerts', '/alerts/mails', '/alerts/preview', '/contracts', ...tabs.map((tab) => `/inventory/${tab}`), '/spend', '/suppliers']) {
      await visit(page, address);
      await settle(page);
      assert.equal(await page.locator('.note.alarm').count(), 0, address);
    }
    assert.deepEqual(page.faults, []);
  });
});

describe('an organisation with a long name', () => {
  let program;
  let browser;
  const long_name = 'Northmoor and Southmoor Integrated Care NHS Foundation Trust';
  before(async () => {
    program = await start_program(estates.northmoor);
    browser = await start_browser();
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  test('has a header of a few lines at every width, with the search box in it', async () => {
    const page = await open_page(browser, program.url);
    const url = `${program.url}/api/v1/organisation`;
    const answer = await page.request.get(url);
    const sent = await page.request.put(url, { headers: { 'If-Match': answer.headers().etag }, data: { ...await answer.json(), name: long_name } });
    assert.ok(sent.ok(), await sent.text());
    for (const address of ['/?on=2026-11-22', '/contracts/hosted-voice?on=2026-11-22']) {
      await visit(page, address);
      for (const width of [1440, 1100, 1000, 960, 900, 800, 720, 650, 640, 375, 320]) {
        await page.setViewportSize({ width, height: 700 });
        await settle(page);
        const { height, name, search } = await page.evaluate(() => {
          const size = (selector) => document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          return { height: size('.site_header').height, name: size('.site_organisation').width, search: size('.site_search').width };
        });
        assert.ok(height <= 140, `the header is ${height} pixels high at ${width}`);
        assert.ok(name >= 100, `the name is ${name} pixels wide at ${width}`);
        assert.ok(search >= 200, `the search box is ${search} pixels wide at ${width}`);
        assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
      }
    }
    assert.deepEqual(page.faults, []);
  });

  test('has landmarks on its first page that can be told apart, where tables scroll too', async () => {
    const page = await open_page(browser, program.url, { width: 375 });
    await visit(page, '/?on=2026-11-22');
    assert.ok((await page.locator('.table_region[role="region"]').count()) > 0);
    assert.deepEqual(await accessibility_faults(page, ['landmark-unique']), []);
    assert.deepEqual(page.faults, []);
  });
});
