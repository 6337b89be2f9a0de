// Ten thousand contracts: every page shows its first content within 300 ms, and typing in a filter never stutters.
//
// The program is often a slow one with sanitizers, and the machine is busy with other tests. So what counts against the
// 300 ms is the median of several visits; with the sanitizers it is the dashboard's own share, without what it waited for
// the server. Whether typing stutters is the browser's own affair, and measured the same with both.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { open_page, settle, start_browser, wait_for } from './support/browser.mjs';
import { repository, start_program } from './support/program.mjs';

const contracts = 10_000;
const visits = 5;
const first_content_most = 300;
const long_task_most = 100;

const pages = [
  { address: '/', content: '.overview_figures .figure_value' },
  { address: '/renewals', content: '.results tbody tr' },
  { address: '/timeline', content: 'main svg, main table' },
  { address: '/contracts', content: '.results tbody tr' },
  { address: '/contracts/contract-77', content: 'main .panel' },
  { address: '/contracts/new', content: 'main form' },
  { address: '/suppliers', content: '.results tbody tr' },
  { address: '/suppliers/supplier-7', content: 'main .panel' },
  { address: '/spend', content: '.figure_value' },
  { address: '/inventory/lines', content: '.empty_state, .results tbody tr' },
  { address: '/history', content: '.history_entry' },
  { address: '/search?q=contract+77', content: '.search_hits li' },
  { address: '/import', content: 'input[type="file"]' },
];

/** The program built for use, when it is there and not from before the pages that are measured. */
async function start_fastest(estate) {
  const release = join(repository, 'build/release/telestate');
  const is_chosen = process.env.TELESTATE_PROGRAM !== undefined;
  if (!is_chosen && existsSync(release)) {
    const program = await start_program(estate, release);
    const answer = await fetch(`${program.url}/api/v1/setup`);
    if (answer.ok) return { program, is_fast: true };
    await program.stop();
  }
  return { program: await start_program(estate), is_fast: /release/.test(process.env.TELESTATE_PROGRAM ?? '') };
}

/** Notes in the page when the first content stood, how long the server was waited for until then, and every long task. */
function watch(selector) {
  globalThis.long_tasks = [];
  new PerformanceObserver((list) => globalThis.long_tasks.push(...list.getEntries().map((entry) => ({ start: entry.startTime, length: entry.duration }))))
    .observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (globalThis.first_content === undefined && document.querySelector(selector)) requestAnimationFrame(() => { globalThis.first_content ??= performance.now(); });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** The milliseconds before `until` in which at least one answer of the program was waited for. */
function waited(entries, until) {
  let sum = 0;
  let reached = 0;
  for (const { start, end } of entries.filter((entry) => entry.start < until).sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, reached);
    const to = Math.min(end, until);
    if (to > from) sum += to - from;
    reached = Math.max(reached, to);
  }
  return sum;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

describe('with ten thousand contracts', () => {
  let folder;
  let program;
  let is_fast;
  let browser;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'telestate-web-'));
    const estate = join(folder, 'estate.json');
    execFileSync('python3', [join(repository, 'tests/bench/generate_estate.py'), '--contracts', String(contracts), '--out', estate]);
    ({ program, is_fast } = await start_fastest(estate));
    browser = await start_browser();
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { address, content } of pages) {
    test(`${address} shows its first content within ${first_content_most} ms`, async () => {
      const page = await open_page(browser, program.url);
      page.setDefaultTimeout(60_000);
      await page.addInitScript(watch, content);
      const times = [];
      for (let visit = 0; visit <= visits; visit += 1) {
        await page.goto(address);
        await wait_for(page, () => globalThis.first_content !== undefined, undefined, 120_000);
        const seen = await page.evaluate(() => ({
          at: globalThis.first_content,
          answers: performance.getEntriesByType('resource')
            .concat(performance.getEntriesByType('navigation')).map((entry) => ({ start: entry.startTime, end: entry.responseEnd || Infinity })),
        }));
        // The first visit warms the program's cache and the browser's.
        if (visit > 0) times.push(is_fast ? seen.at : seen.at - waited(seen.answers, seen.at));
      }
      const taken = median(times);
      console.log(`${address}: ${Math.round(taken)} ms${is_fast ? '' : ' without the server'} (${times.map(Math.round).join(', ')})`);
      assert.ok(taken < first_content_most, `${Math.round(taken)} ms`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  for (const { address, field, text } of [
    { address: '/contracts', field: 'Filter contracts', text: 'contract 12 mobile' },
    { address: '/renewals', field: 'Filter renewals', text: 'contract 34' },
    { address: '/contracts', field: 'Search everything', text: 'contract 56' },
  ]) {
    test(`typing into “${field}” never stutters, and loses no letter and no focus`, async () => {
      const page = await open_page(browser, program.url);
      page.setDefaultTimeout(60_000);
      await page.addInitScript(watch, '.results tbody tr');
      await page.goto(address);
      await settle(page);
      const begun = await page.evaluate(() => performance.now());
      const input = page.getByLabel(field, { exact: true });
      await input.pressSequentially(text, { delay: 60 });
      assert.equal(await input.inputValue(), text);
      await page.waitForTimeout(500);
      await settle(page);
      assert.equal(await input.inputValue(), text);
      assert.ok(await input.evaluate((element) => element === document.activeElement));
      const long = await page.evaluate((from) => globalThis.long_tasks.filter((task) => task.start >= from).map((task) => Math.round(task.length)), begun);
      console.log(`${field}: tasks over 50 ms: ${long.join(', ') || 'none'}`);
      // A single hiccup of a busy machine is no stutter.
      const sorted = long.sort((a, b) => b - a);
      assert.ok((sorted[1] ?? 0) < long_task_most, `tasks of ${sorted.join(', ')} ms`);
      await page.context().close();
    });
  }
});
