// The timeline: it draws what the server says, its stretch of time and filters stand in the address, the keyboard goes
// through it, the table holds the same facts, and it fits telephones and paper.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const day = '2026-11-22';

let browser;
before(async () => { browser = await start_browser(); });
after(async () => { await browser?.close(); });

/** The name that whatever has the focus is read out by. */
function focused(page) {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
}

function stretch_of(page) {
  const query = new URL(page.url()).searchParams;
  return [query.get('from'), query.get('until')];
}

async function press_and_wait(page, key, pattern) {
  await page.keyboard.press(key);
  await page.waitForURL(pattern);
  await settle(page);
}

/** The grid's first stop has the focus. */
async function enter_grid(page) {
  await page.locator('.timeline_tools a').last().focus();
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('.timeline [data-stop]'))) return;
  }
  assert.fail('Tab does not lead into the grid');
}

describe('the timeline of an estate with every kind of term', () => {
  let program;
  let timeline;
  before(async () => {
    program = await start_program(estates.northmoor);
    timeline = await (await fetch(`${program.url}/api/v1/timeline?on=${day}&limit=100`)).json();
  });
  after(async () => { await program?.stop(); });

  test('draws every contract with its terms and days as the API has them', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    const rows = page.locator('.timeline_table tbody tr');
    assert.deepEqual(await rows.locator('.timeline_name a').allInnerTexts(), timeline.items.map((item) => item.title.trim()));
    for (const [index, item] of timeline.items.entries()) {
      assert.deepEqual(await rows.nth(index).locator('.span').evaluateAll((spans) => spans.map((span) => span.classList[1])), item.spans.map((span) => span.kind), item.contract);
      assert.equal(await rows.nth(index).locator('.mark_shape').count(), item.marks.length, item.contract);
    }
    const of_voice = timeline.items.find((item) => item.contract === 'hosted-voice');
    const name = await page.getByRole('rowheader').filter({ hasText: of_voice.title }).locator('a').getAttribute('aria-label');
    assert.match(name, /^Hosted voice for all offices\. Calder Voice, Telephony\. Active\. Give notice by 31 December 2026, in 39 days, £50,933\.76 at stake\. Agreed/);
    assert.equal(await page.locator('.timeline_figure h2').innerText(), 'Contracts from 1 April 2025 to 31 March 2031, as at 22 November 2026');
    assert.deepEqual(page.faults, []);
  });

  test('a day lies where it belongs: the line of today between its neighbours', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}&from=2026-01-01&until=2026-12-31`);
    const place = await page.locator('.bars').first().evaluate((bars) => (bars.querySelector('.today_line').getBoundingClientRect().left - bars.getBoundingClientRect().left) / bars.getBoundingClientRect().width);
    const wanted = (Date.parse(day) - Date.parse('2026-01-01')) / (Date.parse('2027-01-01') - Date.parse('2026-01-01'));
    assert.ok(Math.abs(place - wanted) < 0.002, `${place} instead of ${wanted}`);
    assert.equal(await page.locator('.axis_today').innerText(), '22 Nov 2026');
    assert.deepEqual((await page.locator('.axis_month').allInnerTexts()).slice(0, 4), ['Jan', 'Feb', 'Mar', 'Apr']);
  });

  test('is gone through by keyboard: rows, marks, zoom, time, and into a contract', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    assert.equal(await page.locator('.timeline [tabindex="0"]').count(), 1);
    await enter_grid(page);
    assert.ok((await focused(page)).startsWith(timeline.items[0].title));
    await page.keyboard.press('ArrowDown');
    assert.ok((await focused(page)).startsWith(timeline.items[1].title));
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(page), /\d{4}, (in [\d,]+ days|[\d,]+ days ago|today|tomorrow|yesterday).*Hosted voice|Hosted voice/);
    assert.match(await focused(page), new RegExp(`${timeline.items[1].title}$`));
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    assert.ok((await focused(page)).startsWith(timeline.items[1].title));
    await page.keyboard.press('Control+End');
    assert.ok((await focused(page)).startsWith(timeline.items.at(-1).title.trim().slice(0, 10)));
    await page.keyboard.press('Control+Home');
    assert.ok((await focused(page)).startsWith(timeline.items[0].title));
    await press_and_wait(page, '+', /from=/);
    const near = stretch_of(page);
    assert.ok(near[0] <= day && near[1] >= day);
    assert.ok((await focused(page)).startsWith(timeline.items[0].title), 'the focus stays where it was');
    await press_and_wait(page, 'Shift+ArrowRight', (url) => url.searchParams.get('from') > near[0]);
    await press_and_wait(page, '-', (url) => Date.parse(url.searchParams.get('until')) - Date.parse(url.searchParams.get('from')) > Date.parse(near[1]) - Date.parse(near[0]));
    await press_and_wait(page, '0', (url) => !url.searchParams.has('from'));
    assert.equal(await page.locator('.timeline [tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/contracts/${timeline.items[0].contract}*`);
    assert.deepEqual(page.faults, []);
  });

  test('keeps its stretch of time in the address, by button and after a reload', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForURL(/from=.*until=/);
    await settle(page);
    const stretch = stretch_of(page);
    const title = await page.locator('.timeline_figure h2').innerText();
    await page.reload();
    await settle(page);
    assert.deepEqual(stretch_of(page), stretch);
    assert.equal(await page.locator('.timeline_figure h2').innerText(), title);
    await page.getByRole('link', { name: '3 years', exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('from') !== stretch[0]);
    await settle(page);
    assert.equal(await page.getByRole('link', { name: '3 years', exact: true }).getAttribute('aria-current'), 'true');
    await page.getByRole('link', { name: 'Usual', exact: true }).click();
    await page.waitForURL((url) => !url.searchParams.has('from'));
  });

  test('can be made no shorter than a quarter and no longer than fifteen years', async () => {
    const page = await open_page(browser, program.url);
    for (const [from, until, name] of [['2026-10-01', '2026-12-31', 'Zoom in'], ['2020-01-01', '2034-12-31', 'Zoom out']]) {
      await visit(page, `/timeline?on=${day}&from=${from}&until=${until}`);
      const button = page.getByRole('button', { name });
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      await button.click({ force: true });
      assert.deepEqual(stretch_of(page), [from, until]);
      assert.deepEqual(await accessibility_faults(page), []);
    }
    assert.deepEqual(page.faults, []);
  });

  test('filters by what is typed and chosen, and hands out the same as CSV', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    await page.getByLabel('Filter contracts').fill('voice');
    await page.waitForURL(/q=voice/);
    await settle(page);
    const titles = await page.locator('.timeline_name a').allInnerTexts();
    assert.ok(titles.length > 0 && titles.length < timeline.total);
    await page.getByLabel('Status').selectOption('active');
    await page.waitForURL(/status=active/);
    await settle(page);
    assert.equal(await page.locator('.timeline_name .badge').count(), 0);
    const sheet = await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href');
    assert.match(sheet, /^\/api\/v1\/renewals\.csv\?/);
    for (const part of ['q=voice', 'status=active', `on=${day}`]) assert.ok(sheet.includes(part), part);
    const rows = (await (await fetch(program.url + sheet)).text()).trim().split('\n').length - 1;
    assert.equal(rows, await page.locator('.timeline_table tbody tr').count());
    await visit(page, `/timeline?on=${day}&q=no+such+thing`);
    assert.match(await page.locator('main').innerText(), /No contract matches/);
    assert.deepEqual(page.faults, []);
  });

  test('every order it offers is one that the server and the sheet know', async () => {
    const page = await open_page(browser, program.url);
    for (const sort of ['end', 'title', 'supplier']) {
      await visit(page, `/timeline?on=${day}&sort=${sort}`);
      assert.equal(await page.locator('.timeline_table tbody tr').count(), timeline.total, sort);
      assert.equal((await fetch(program.url + await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href'))).status, 200, sort);
    }
  });

  test('tells the same facts as a table', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    await page.locator('.timeline_tools').getByRole('link', { name: 'Table' }).click();
    await page.waitForURL(/view=table/);
    await settle(page);
    const rows = page.locator('.data_table tbody tr');
    assert.equal(await rows.count(), timeline.total);
    for (const [index, item] of timeline.items.entries()) {
      assert.equal(await rows.nth(index).locator('td[data-label="Terms"] li').count(), item.spans.length, item.contract);
      assert.equal(await rows.nth(index).locator('td[data-label="Days"] li').count(), item.marks.length, item.contract);
    }
    assert.deepEqual(await accessibility_faults(page), []);
  });

  test('says what a bar or mark is beside the pointer and the focus, until Escape', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    await page.locator('.bars .span.term').first().hover();
    assert.match(await page.locator('.tip').innerText(), /^Agreed.*\d{4} to /);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.tip').count(), 0);
    await enter_grid(page);
    assert.match(await page.locator('.tip').innerText(), new RegExp(`^${timeline.items[0].title}`));
    await page.locator('.tip').hover();
    assert.equal(await page.locator('.tip').count(), 1);
  });

  test('kinds differ in drawing as well as in colour, and the legend shows each', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    const drawn = await page.locator('.legend_span rect').evaluateAll((rects) => rects.map((rect) => {
      const style = getComputedStyle(rect);
      return `${style.fill.startsWith('url') ? 'hatched' : style.fill} ${style.strokeDasharray}`;
    }));
    assert.equal(new Set(drawn).size, 4, drawn.join(', '));
    assert.equal(drawn.filter((each) => each.startsWith('hatched')).length, 1);
    const shapes = await page.locator('.legend_mark .mark_shape:not(.is_past)').evaluateAll((paths) => paths.map((path) => path.getAttribute('d') + path.getAttribute('transform')));
    assert.equal(new Set(shapes).size, 8);
  });

  test('marks are targets of 24 pixels that do not cover one another', async () => {
    for (const width of [1440, 375]) {
      const page = await open_page(browser, program.url, { width });
      for (const stretch of ['', '&from=2016-01-01&until=2030-12-31']) {
        await visit(page, `/timeline?on=${day}${stretch}`);
        const faults = await page.locator('.timeline_table tbody tr').evaluateAll((rows) => rows.flatMap((row) => {
          const boxes = [...row.querySelectorAll('.mark')].map((mark) => mark.getBoundingClientRect());
          return boxes.flatMap((box, index) => [...(box.width < 24 || box.height < 24 ? ['small'] : []), ...(index > 0 && boxes[index - 1].right > box.left + 1 ? ['covered'] : [])]);
        }));
        assert.deepEqual(faults, [], `${width} ${stretch}`);
      }
      await page.context().close();
    }
  });

  test('it can be read by anybody, in either theme, on every screen', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
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
    }
    assert.equal(await page.locator('.timeline_table tbody tr').first().evaluate((row) => getComputedStyle(row).display), 'block');
    assert.equal(await page.locator('.timeline_next').first().isVisible(), true);
    await page.emulateMedia({ forcedColors: 'active' });
    assert.deepEqual(await accessibility_faults(page), []);
    assert.deepEqual(page.faults, []);
  });

  test('on paper it lies across the page, with its head on every sheet, its legend, and no row cut', async () => {
    const page = await open_page(browser, program.url, { width: 375 });
    await visit(page, `/timeline?on=${day}`);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1047, height: 720 });
    assert.equal(await page.locator('.timeline_table thead').evaluate((head) => getComputedStyle(head).display), 'table-header-group');
    assert.equal(await page.locator('.timeline_table tbody tr').first().evaluate((row) => getComputedStyle(row).breakInside), 'avoid');
    assert.equal(await page.locator('.timeline_legend li').first().isVisible(), true);
    assert.equal(await page.locator('.timeline_tools').isVisible(), false);
    assert.ok(await sideways_scroll(page) <= 1);
    for (const format of ['A4', 'A3']) {
      const sheet = (await page.pdf({ format, landscape: true })).toString('latin1');
      const [, width, height] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(sheet);
      assert.ok(Number(width) > Number(height), format);
    }
  });
});

test('many contracts are gone through a hundred at a time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telestate-web-'));
  const document = JSON.parse(readFileSync(estates.northmoor, 'utf8'));
  const pattern = document.contracts.find((contract) => contract.id === 'wan');
  document.contracts.push(...Array.from({ length: 230 }, (_, index) => ({ ...pattern, id: `wan-${index}`, title: `Network ${index}` })));
  const path = join(folder, 'estate.json');
  writeFileSync(path, JSON.stringify(document));
  const program = await start_program(path);
  try {
    const page = await open_page(browser, program.url);
    await visit(page, `/timeline?on=${day}`);
    assert.equal(await page.locator('.timeline_table tbody tr').count(), 100);
    assert.match(await page.locator('.list_words').innerText(), /1 to 100 of 241 contracts/);
    await page.getByRole('link', { name: 'Next' }).click();
    await page.waitForURL(/offset=100/);
    await settle(page);
    assert.equal(await page.locator('.timeline_table tbody tr').first().getAttribute('aria-rowindex'), '102');
    assert.equal(await page.locator('.timeline_table').getAttribute('aria-rowcount'), '242');
    assert.deepEqual(page.faults, []);
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an estate without contracts says so', async () => {
  const program = await start_program();
  try {
    const page = await open_page(browser, program.url);
    await visit(page, '/timeline');
    assert.match(await page.locator('main').innerText(), /No contracts are recorded/);
    assert.deepEqual(await accessibility_faults(page), []);
  } finally {
    await program.stop();
  }
});
