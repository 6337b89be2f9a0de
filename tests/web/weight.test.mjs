// How much JavaScript the whole dashboard sends: every page is opened, and every script that came is weighed as it came.

import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { open_page, settle, start_browser, visit } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const bytes_most = 150 * 1024;
const addresses = ['/', '/renewals', '/timeline', '/contracts', '/contracts/new', '/contracts/hosted-voice', '/contracts/hosted-voice/edit', '/suppliers', '/suppliers/calder',
  '/inventory/lines', '/inventory/sites/town-hall', '/inventory/people', '/organisation', '/spend', '/history', '/history/1', '/alerts', '/alerts/mails', '/alerts/mails/1', '/alerts/preview', '/import', '/search?q=voice', '/account', '/accounts', '/sign-in/invitation', '/no/such/page'];

/** A file as it is sent to a client that takes these codings. */
function fetch_sent(path, accepted) {
  return new Promise((resolve, reject) => {
    get(new URL(path, program.url), { headers: { 'Accept-Encoding': accepted } }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ coding: response.headers['content-encoding'], body: Buffer.concat(chunks) });
    }).on('error', reject);
  });
}

const unpacked = ({ coding, body }) => (coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body);
const sum_of = (weights) => [...weights.values()].reduce((sum, weight) => sum + weight, 0);

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
      if (responseBodySize > 1024) assert.equal(response.headers()['content-encoding'], 'br', `${path} comes compressed`);
      weights.set(path, Math.max(weights.get(path) ?? 0, responseBodySize));
    })());
  });
  for (const address of addresses) {
    await visit(page, address);
    await settle(page);
  }
  await Promise.all(weighing);
  const bytes = sum_of(weights);
  const heaviest = [...weights].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([path, weight]) => `${path} ${weight}`).join(', ');
  console.log(`${weights.size} scripts, ${bytes} bytes with Brotli; the heaviest: ${heaviest}`);
  assert.ok(weights.size > 20 && bytes > 20_000, 'the scripts were seen');
  assert.ok(bytes < bytes_most, `${bytes} bytes: ${heaviest}`);

  // Browsers take Brotli over TLS and from this machine only; all others get gzip, which has to keep to the same.
  const gzip_weights = new Map();
  for (const path of weights.keys()) {
    const plain = await fetch_sent(path, 'identity');
    const brotli = await fetch_sent(path, 'gzip, deflate, br');
    const gzip = await fetch_sent(path, 'gzip');
    assert.equal(plain.coding, undefined, path);
    assert.equal(brotli.body.length, weights.get(path), `${path} is weighed the same by the browser`);
    if (gzip.body.length > 1024) assert.equal(gzip.coding, 'gzip', `${path} comes compressed`);
    for (const form of [brotli, gzip]) assert.ok(unpacked(form).equals(plain.body), `${path} is the same as ${form.coding}`);
    gzip_weights.set(path, gzip.body.length);
  }
  const gzip_bytes = sum_of(gzip_weights);
  console.log(`${gzip_bytes} bytes with gzip`);
  assert.ok(gzip_bytes < bytes_most, `${gzip_bytes} bytes with gzip`);
});
