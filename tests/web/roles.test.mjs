// What each role sees: every page is walked as each of them, and nothing is offered that would be refused.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, start_browser, visit } from './support/browser.mjs';
import { estates } from './support/program.mjs';
import { add_person, open_page_as, set_up, start_closed_program } from './support/sign_in.mjs';

const everybody = ['/', '/renewals', '/timeline', '/timeline?view=table', '/contracts', '/contracts/hosted-voice', '/suppliers', '/suppliers/calder',
  '/inventory/platforms', '/inventory/lines', '/inventory/licences', '/inventory/numbers', '/inventory/usage', '/inventory/sites', '/inventory/people', '/inventory/sites/town-hall',
  '/organisation', '/alerts', '/alerts/preview', '/search?q=voice', '/account', '/no/such/page'];
const finance = ['/spend', '/history', '/history/1', '/alerts/mails'];
const editor = ['/contracts/new', '/contracts/hosted-voice/edit', '/inventory/sites/new', '/import'];

/** Everything that changes the estate, by what its buttons are called. */
const changes = /^(Add|Edit|Duplicate|Delete|Renew(?!als)|Leave|Replace|Extend|Record|Quick edit|Undo|Acknowledge|Snooze|Import|Let the break|Use the break|Clear|Decide(?! by)|Change the days|Name somebody)/;

const people = [
  { role: 'viewer', name: 'Vera View', email: 'vera@example.org', sees: everybody, never: [...finance, ...editor, '/accounts'], nav: 7 },
  { role: 'finance', name: 'Finn Money', email: 'finn@example.org', sees: [...everybody, ...finance], never: [...editor, '/accounts'], nav: 9 },
  { role: 'editor', name: 'Edda Change', email: 'edda@example.org', sees: ['/', '/contracts/hosted-voice', '/alerts', ...finance, ...editor], never: ['/accounts'], nav: 10 },
];

let browser;
let program;
before(async () => {
  browser = await start_browser();
  program = await start_closed_program(estates.northmoor);
  const cookie = await set_up(program);
  for (const person of people) person.cookie = (await add_person(program, cookie, person)).cookie;
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

for (const person of people) {
  describe(`as ${person.role}`, () => {
    let page;
    before(async () => { page = await open_page_as(browser, program, person.cookie); });
    after(() => page?.context().close());

    test('every page there is for them stands, with nothing on it that they may not have', async () => {
      for (const path of person.sees) {
        await visit(page, path);
        const main = page.locator('main');
        const text = await main.innerText();
        assert.doesNotMatch(text, /\b(null|undefined|NaN)\b/, path);
        assert.equal(await main.getByRole('alert').count(), 0, `${path}: ${text.slice(0, 300)}`);
        if (person.role === 'viewer') assert.doesNotMatch(text, /£\s?\d/, path);
        const offered = await main.locator('button:visible, a:visible').evaluateAll((elements) => elements.map((element) => element.innerText.trim()));
        if (person.role !== 'editor') assert.deepEqual(offered.filter((words) => changes.test(words)), [], path);
        // No link leads to where they are not let in.
        const links = await page.locator('a[href]').evaluateAll((elements) => elements.map((element) => element.getAttribute('href')));
        const refused = links.filter((href) => person.never.some((never) => new URL(href, 'http://x').pathname === never)
          || (person.role === 'viewer' && /^\/api\/v1\/(export|(contracts|suppliers|renewals|history|spend)\.csv)|^\/history|^\/spend|^\/alerts\/mails/.test(href)));
        assert.deepEqual(refused, [], path);
      }
      assert.equal(await page.locator('#site_nav li').count(), person.nav);
      assert.equal(await page.getByText('recorded as').count(), 0, 'nobody is asked under which name changes are recorded');
      assert.deepEqual(page.faults, [], 'nothing was asked for that was refused');
    });

    test('a page without the right says which is needed, and shows the way back', async () => {
      for (const path of person.never) {
        await visit(page, path);
        assert.match(await page.locator('main').innerText(), /not allowed[\s\S]*role/i, path);
        if (path === person.never[0] || path === '/accounts') assert.deepEqual(await accessibility_faults(page), [], path);
        assert.ok((await page.getByRole('link', { name: 'Go to the overview' }).count()) > 0, path);
      }
      page.faults.length = 0;
    });
  });
}

test('a viewer’s pages hold up for everybody', async () => {
  for (const options of [{}, { width: 390, height: 800, theme: 'dark' }]) {
    const page = await open_page_as(browser, program, people[0].cookie, options);
    for (const path of ['/', '/contracts/hosted-voice', '/renewals']) {
      await visit(page, path);
      assert.deepEqual(await accessibility_faults(page), [], path);
    }
    assert.match(await page.locator('main').innerText(), /Decide by/);
    await visit(page, '/contracts/hosted-voice');
    assert.ok((await page.getByText('not shown').count()) > 0, 'where money is recorded that is said');
    await page.context().close();
  }
});
