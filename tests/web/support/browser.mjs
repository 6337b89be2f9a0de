// One browser for a test file, and pages that notice whatever goes wrong in them.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from './program.mjs';

const require = createRequire(join(repository, 'web/package.json'));
const { chromium } = require('playwright-core');
const axe_source = require('axe-core').source;

export function start_browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--headless', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--no-first-run', '--disable-gpu', '--lang=en-GB'],
  });
}

/**
 * A page in a context of its own. `faults` gathers console errors, exceptions, policy violations, failed requests and
 * requests to anywhere but the program.
 */
export async function open_page(browser, base, { width = 1440, height = 900, theme = 'light', reduced_motion = 'reduce' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: theme, locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: reduced_motion, baseURL: base,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()} console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${page.url()} exception: ${error.stack ?? error}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${page.url()} ${response.status()} ${response.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) faults.push(`${page.url()} asked elsewhere: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return Object.assign(page, { faults });
}

/** Opens an address of the dashboard and waits until it has drawn what it asked for. */
export async function visit(page, path) {
  await page.goto(path);
  await settle(page);
}

/** Waits until nothing is on its way any more. */
export async function settle(page) {
  await page.waitForSelector('h1:not(.pending)');
  await page.waitForSelector('.loading, [aria-busy="true"]', { state: 'detached' });
  // Charts are drawn once their width is measured, which is a frame later.
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

/** Waits until something holds in the page. The page's own policy forbids the driver's way of asking again and again. */
export async function wait_for(page, holds, argument, most = 15_000) {
  const give_up = Date.now() + most;
  while (!(await page.evaluate(holds, argument))) {
    if (Date.now() > give_up) throw new Error(`never came to be: ${holds} ${argument ?? ''}`);
    await new Promise((done) => { setTimeout(done, 20); });
  }
}

const axe_tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 AA, one line each; or against rules of its own that are named. */
export async function accessibility_faults(page, rules) {
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules ? { type: 'rule', values: rules } : { type: 'tag', values: axe_tags });
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary?.replace(/\s+/g, ' ')}`));
}

/** How many pixels the page can be scrolled sideways. */
export function sideways_scroll(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
