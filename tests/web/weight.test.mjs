// How much JavaScript the whole dashboard sends: every page is opened, and every script that came is weighed as it came.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open_page, settle, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const bytes_most = 150 * 1024;
const addresses = ['/', '/renewals', '/timeline', '/contracts', '/contracts/new', '/contracts/hosted-voice', '/contracts/hosted-voice/edit', '/suppliers', '/suppliers/calder',
  '/inventory/lines', '/inventory/sites/town-hall', '/inventory/people', '/organisation', '/spend', '/history', '/history/1', '/import', '/search?q=voice', '/no/such/page'];

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

test('all the JavaScript of all pages is under 150 KB as it is sent', async () => {
  const page = await open_page(browser, program.url);
  /** What each script weighs compressed; one that is cached does not come again. */
  const weights = new Map();
  const weighing = [];
  page.on('requestfinished', (request) => {
    const path = new URL(request.url()).pathname;
    if (!path.endsWith('.js')) return;
    weighing.push((async () => {
      const response = await request.response();
      if (response?.status() !== 200) return;
      const { responseBodySize } = await request.sizes();
      // Compressing a few lines would make them longer.
      if (responseBodySize > 1024) assert.equal(response.headers()['content-encoding'], 'gzip', `${path} comes compressed`);
      weights.set(path, Math.max(weights.get(path) ?? 0, responseBodySize));
    })());
  });
  for (const address of addresses) {
    await visit(page, address);
    await settle(page);
  }
  await Promise.all(weighing);
  const bytes = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const heaviest = [...weights].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([path, weight]) => `${path} ${weight}`).join(', ');
  console.log(`${weights.size} scripts, ${bytes} bytes compressed; the heaviest: ${heaviest}`);
  assert.ok(weights.size > 20 && bytes > 20_000, 'the scripts were seen');
  assert.ok(bytes < bytes_most, `${bytes} bytes: ${heaviest}`);
});
