// The overview: its figures are the server's, what was missed stands first, every figure leads to the list behind it, and
// every chart has its title and its table.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const day = '2027-01-15';

let browser;
before(async () => { browser = await start_browser(); });
after(async () => { await browser?.close(); });

async function text_of(locator) {
  return (await locator.innerText()).replace(/\s+/g, ' ').trim();
}

async function answer_of(program, path) {
  const answer = await fetch(`${program.url}/api/v1/${path}`);
  assert.equal(answer.status, 200, path);
  return answer.json();
}

/** "8732.00" as the pages write it. */
function money(amount) {
  const [pounds, pence] = amount.split('.');
  return `£${pounds.replace(/\B(?=(\d{3})+$)/g, ',')}.${pence}`;
}

function figure(page, label) {
  return page.locator('.overview_figures .figure').filter({ has: page.locator('.figure_label', { hasText: new RegExp(`^${label}$`) }) });
}

describe('an estate with every kind of term, after a notice day has passed', () => {
  let program;
  let overview;
  before(async () => {
    program = await start_program(estates.northmoor);
    overview = await answer_of(program, `overview?on=${day}`);
  });
  after(async () => { await program?.stop(); });

  test('the figures at the top are those of the API', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    const { missed, decisions, rolling, spend, licences, pstn } = overview;
    const wanted = {
      'Missed decisions': String(missed.count), 'To decide within 12 months': String(decisions.count), 'Out of contract': String(overview.overrun_count),
      Rolling: String(rolling.count), [`Spend in ${spend.this_year.financial_year}`]: money(spend.this_year.total), [`Spend in ${spend.next_year.financial_year}`]: money(spend.next_year.total),
      'Licences bought and not used': licences.unused_cost === null ? 'not known' : money(licences.unused_cost), 'Lines at risk': String(pstn.line_count),
    };
    for (const [label, value] of Object.entries(wanted)) assert.equal(await text_of(figure(page, label).locator('.figure_value')), value, label);
    assert.match(await text_of(figure(page, 'To decide within 12 months')), new RegExp(`${money(decisions.at_stake).replace('.', '\\.')} at stake`));
    assert.match(await text_of(figure(page, 'Lines at risk')), new RegExp(`in ${pstn.days_left} days`));
    assert.deepEqual(page.faults, []);
  });

  test('what was missed stands before what falls due, and says plainly what it costs now', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    const section = page.locator('section[aria-labelledby="decisions"]');
    assert.equal(await section.locator('.decisions').count(), 2);
    assert.deepEqual(await section.locator('.missed .decision_title').allInnerTexts(), overview.missed.items.map((item) => item.title));
    const first = await section.locator('.missed').boundingBox();
    const second = await section.locator('.decisions').nth(1).boundingBox();
    assert.ok(first.y + first.height <= second.y);
    const slid = overview.missed.items.find((item) => item.contract === 'hosted-voice');
    assert.equal(slid.missed.decide_by, '2026-12-31');
    assert.match(await text_of(section.locator('.missed li').filter({ hasText: 'Hosted voice' })), new RegExp(
      `Notice day passed on 31 December 2026\\. It now runs to 31 March 2028 and costs ${money(slid.missed.cost).replace('.', '\\.')}\\.`,
    ));
    const gone = overview.missed.items.find((item) => item.contract === 'switchboard-support');
    assert.match(await text_of(section.locator('.missed li').filter({ hasText: 'Switchboard support' })), new RegExp(
      `It has been out of contract since 1 January 2025 and has cost ${money(gone.missed.cost).replace('.', '\\.')} since`,
    ));
    assert.deepEqual(await section.locator('.decisions').nth(1).locator('.decision_title').allInnerTexts(), overview.decisions.items.map((item) => item.title));
  });

  test('each figure leads to the list behind it', async () => {
    const page = await open_page(browser, program.url);
    for (const [label, address, count] of [
      ['Out of contract', `/contracts?on=${day}&status=overrun`, overview.overrun_count],
      ['Rolling', `/contracts?on=${day}&status=active&flag=rolling`, overview.rolling.count],
      ['Lines at risk', `/inventory/lines?on=${day}&at_risk=true`, overview.pstn.record_count],
      ['To decide within 12 months', `/renewals?on=${day}`, null],
      [`Spend in ${overview.spend.next_year.financial_year}`, `/spend?on=${day}&year=${overview.spend.next_year.financial_year}`, null],
    ]) {
      await visit(page, `/?on=${day}`);
      await figure(page, label).click();
      await page.waitForURL(`**${address.replaceAll('?', '\\?')}`);
      await settle(page);
      if (count !== null) assert.equal(await page.locator('#results tbody tr').count(), count, label);
      else assert.ok(await page.locator('main tbody tr').count() > 0, label);
    }
    assert.deepEqual(page.faults, []);
  });

  test('the missed ones are a key press away, and a row leads to its contract', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    await figure(page, 'Missed decisions').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'missed');
    await page.keyboard.press('Tab');
    const title = await page.evaluate(() => document.activeElement?.textContent);
    assert.equal(title, overview.missed.items[0].title);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/contracts/${overview.missed.items[0].contract}*`);
    await settle(page);
    assert.equal(await page.locator('h1').innerText(), title);
  });

  test('a decision can be recorded from its row', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    const rows = page.locator('section[aria-labelledby="decisions"] .decisions').nth(1).locator('li');
    assert.equal(await rows.count(), await rows.filter({ has: page.locator('[role="group"] button') }).count());
  });

  test('every chart says what it shows, in words too, and has its table', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    const charts = page.locator('figure.chart');
    assert.equal(await charts.count(), 3);
    for (const chart of await charts.all()) {
      const title = await text_of(chart.locator('.chart_title'));
      assert.match(title, /^Spend (in|by) .*20\d\d-\d\d/);
      assert.equal(await chart.locator('svg[role="img"] title').textContent(), title);
      assert.match(await chart.locator('svg desc').textContent(), /£/);
      assert.equal(await chart.locator('xpath=..').locator('table').count(), 1, title);
    }
    for (const [by, rows] of [['supplier', overview.spend.by_supplier], ['service', overview.spend.by_service]]) {
      const table = page.locator('.data_table').filter({ has: page.locator('caption', { hasText: `Spend by ${by}` }) });
      const priced = rows.filter((row) => !row.flags.includes('no_charges'));
      for (const year of ['this_year', 'next_year']) {
        const label = overview.spend[year].financial_year;
        const cells = await table.locator(`td[data-label="${label}"]`).allInnerTexts();
        assert.deepEqual(cells.map((cell) => cell.trim()).filter((cell) => cell.startsWith('£')), priced.map((row) => money(row[year])), `${by} ${label}`);
      }
    }
  });

  test('licences, lines at risk and gaps are told as the API has them', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    const licences = page.locator('section[aria-labelledby="licences"] tbody tr');
    assert.equal(await licences.count(), overview.licences.items.length);
    const agents = overview.licences.items.find((item) => item.licence === 'agents');
    const row = await text_of(licences.filter({ hasText: 'Contact centre agent' }));
    for (const words of [String(agents.purchased), String(agents.used), `about ${agents.unused}`, agents.basis]) assert.ok(row.includes(words), `${words} in ${row}`);
    assert.ok((await text_of(page.locator('section[aria-labelledby="switch_off"]'))).includes(`${overview.pstn.line_count} line`));
    const gaps = await page.locator('section[aria-labelledby="gaps"] tbody th strong').allInnerTexts();
    assert.deepEqual(gaps, overview.gaps.map((gap) => gap.title));
  });

  test('it can be read by anybody, in either theme, on every screen and on paper', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/?on=${day}`);
    for (const theme of ['light', 'dark']) {
      for (const width of [1440, 375]) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width, height: 900 });
        await settle(page);
        assert.deepEqual(await accessibility_faults(page), [], `${width} ${theme}`);
      }
    }
    for (const width of [1440, 1024, 720, 375, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await settle(page);
      assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
      const broken = await page.locator('.overview_figures .figure_value').evaluateAll((values) => values
        .filter((value) => value.scrollWidth > value.clientWidth || value.getBoundingClientRect().height > 1.5 * Number.parseFloat(getComputedStyle(value).lineHeight)).map((value) => value.textContent));
      assert.deepEqual(broken, [], `${width} pixels`);
    }
    await page.emulateMedia({ forcedColors: 'active' });
    assert.deepEqual(await accessibility_faults(page), []);
    await page.emulateMedia({ forcedColors: 'none', media: 'print' });
    await page.setViewportSize({ width: 718, height: 1000 });
    assert.ok(await sideways_scroll(page) <= 1);
    assert.equal(await page.locator('.decide').first().isVisible(), false);
    assert.deepEqual(page.faults, []);
  });
});

test('an estate where nothing is missed says so section by section, and where to begin', async () => {
  const program = await start_program(estates.kchft);
  try {
    const page = await open_page(browser, program.url);
    await visit(page, '/?on=2021-11-08');
    assert.equal(await page.locator('.missed').count(), 0);
    assert.equal(await figure(page, 'Missed decisions').evaluate((element) => element.tagName), 'DIV');
    assert.match(await text_of(page.locator('section[aria-labelledby="decisions"]')), /No decision falls due by 8 November 2022, as far as the records say\. The gaps in the records may hide some/);
    assert.match(await text_of(page.locator('section[aria-labelledby="out_of_contract"]')), /No contract is past its end/);
    await page.getByRole('link', { name: 'gaps in the records' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'gaps');
    assert.deepEqual(page.faults, []);
  } finally {
    await program.stop();
  }
});
