// Signing in with the real program: the first account, the way in and out, the second factor, and a session that ends
// while somebody is typing.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit } from './support/browser.mjs';
import { estates } from './support/program.mjs';
import { add_person, administrator, ask_well, code_of, open_page_as, set_up, sign_in, start_closed_program } from './support/sign_in.mjs';

/** What went wrong apart from answers that say that somebody is not let in. */
const real_faults = (page) => page.faults.filter((fault) => !/ 40[139] | 42[29] |status of 4/.test(fault));

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

describe('where there is no account yet', () => {
  let program;
  before(async () => { program = await start_closed_program(estates.northmoor); });
  after(() => program?.stop());

  test('the first administrator is made with the code from the console, and comes to the page asked for', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts/hosted-voice');
    assert.equal(await page.locator('h1').innerText(), 'Set up telestate');
    assert.match(await page.locator('main').innerText(), /printed where telestate was started/);
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByLabel('Set-up code').fill('AAAAA-AAAAA-AAAAA-AAAAA');
    await page.getByLabel('Your name').fill(administrator.name);
    await page.getByLabel('E-mail address').fill(administrator.email);
    await page.getByLabel('Password', { exact: true }).fill(administrator.password);
    const button = page.getByRole('button', { name: 'Make the first account' });
    await button.click();
    await page.locator('[name="code"][aria-invalid]').waitFor();
    assert.equal(await page.getByRole('alert').innerText(), 'This is not the one that telestate showed when it started.');
    await page.getByLabel('Set-up code').fill(program.set_up_code);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await button.click();
    await page.locator('[name="password"][aria-invalid]').waitFor();
    assert.ok(await page.locator('[name="password"]').evaluate((input) => input === document.activeElement), 'the field that is wrong has the focus');
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByLabel('Password', { exact: true }).fill(administrator.password);
    await button.click();
    await page.getByRole('heading', { level: 1, name: 'Hosted voice for all offices' }).waitFor();
    await settle(page);
    await page.getByRole('button', { name: 'Signed in as Amina Rahman' }).click();
    assert.match(await page.locator('#who_menu').innerText(), /Amina Rahman\s+Administrator/);
    // What the open menu lies over is out of reach for the moment, which is no fault of it.
    assert.deepEqual((await accessibility_faults(page)).filter((fault) => !/partially obscured/.test(fault)), []);
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });
});

describe('where there are accounts', () => {
  let program;
  let cookie;
  before(async () => {
    program = await start_closed_program(estates.northmoor);
    cookie = await set_up(program);
  });
  after(() => program?.stop());

  test('whoever is not signed in sees nothing but the way in, and comes to the page asked for', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/suppliers/calder?on=2026-11-22');
    assert.equal(await page.locator('h1').innerText(), 'Sign in');
    assert.equal(await page.getByRole('navigation').count(), 0);
    assert.equal(await page.getByLabel('E-mail address').getAttribute('autocomplete'), 'username');
    const password = page.getByLabel('Password', { exact: true });
    assert.equal(await password.getAttribute('autocomplete'), 'current-password');
    assert.deepEqual(await accessibility_faults(page), []);

    await password.fill('pasted');
    await page.getByRole('button', { name: 'Show password' }).click();
    assert.equal(await password.getAttribute('type'), 'text');
    await page.getByRole('button', { name: 'Hide password' }).click();
    assert.equal(await password.getAttribute('type'), 'password');

    await sign_in(page, { email: administrator.email, password: 'not the password' });
    await page.getByRole('alert').waitFor();
    const wrong = await page.getByRole('alert').innerText();
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/session') && response.request().method() === 'POST');
    await sign_in(page, { email: 'nobody@example.org', password: 'not the password' });
    assert.equal((await answered).status(), 401);
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByRole('alert').innerText(), wrong, 'an address nobody has is answered the same');
    assert.deepEqual(await accessibility_faults(page), []);

    await sign_in(page, administrator);
    await page.getByRole('heading', { level: 1, name: 'Calder Voice' }).waitFor();
    assert.ok(page.url().endsWith('/suppliers/calder?on=2026-11-22'));
    await settle(page);

    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    assert.doesNotMatch(await page.locator('body').innerText(), /Calder/);
    assert.equal(new URL(page.url()).pathname, '/');
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });

  test('what is typed stays when the session ends, and is saved once the same person has signed in again', async () => {
    const page = await open_page_as(browser, program, (await ask_well(program, 'POST', 'session', { email: administrator.email, password: administrator.password })).cookie);
    await visit(page, '/contracts/hosted-voice/edit');
    await page.getByLabel('Title', { exact: true }).fill('Hosted voice for every office');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    assert.equal(await dialog.getByLabel('E-mail address').inputValue(), administrator.email);
    assert.equal(await page.getByLabel('Title', { exact: true }).inputValue(), 'Hosted voice for every office');

    // Whoever would rather not is told, and loses nothing either.
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.match(await page.getByRole('alert').first().innerText(), /not signed in any more/);
    assert.equal(await page.getByLabel('Title', { exact: true }).inputValue(), 'Hosted voice for every office');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor();
    await sign_in(page, { password: administrator.password });
    await page.getByRole('heading', { level: 1, name: 'Hosted voice for every office' }).waitFor();
    await settle(page);
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });

  test('a page that asks again after the session ended goes on where it was', async () => {
    const { cookie: own } = await ask_well(program, 'POST', 'session', { email: administrator.email, password: administrator.password });
    const page = await open_page_as(browser, program, own, { width: 390, height: 800, theme: 'dark' });
    await visit(page, '/renewals');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Suppliers', exact: true }).click();
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    assert.equal(await sideways_scroll(page), 0);
    await sign_in(page, { password: administrator.password });
    await page.getByRole('link', { name: 'Calder Voice', exact: true }).waitFor();
    await settle(page);
    assert.equal(await page.getByRole('alert').count(), 0);

    // Signed out in another tab: this one asks as soon as it is looked at again, and keeps what stands on it.
    await page.context().clearCookies();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
    assert.equal(await page.locator('h1').innerText(), 'Suppliers');
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });

  test('whoever was invited chooses a password with the link, which works once', async () => {
    const { body } = await ask_well(program, 'POST', 'accounts', { name: 'Ben Okafor', email: 'ben@example.org', role: 'viewer' }, { cookie });
    const page = await open_page(browser, program.url);
    await visit(page, `/sign-in/invitation#${body.invitation.code}`);
    assert.equal(await page.locator('h1').innerText(), 'Choose a password');
    assert.equal(await page.getByLabel('Password', { exact: true }).getAttribute('autocomplete'), 'new-password');
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByLabel('Password', { exact: true }).fill('passwordpassword');
    const button = page.getByRole('button', { name: 'Choose it and sign in' });
    await button.click();
    await page.locator('[aria-invalid]').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('nine slow otters swimming');
    await button.click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await settle(page);
    assert.equal(new URL(page.url()).hash, '', 'the code does not stay in the address');
    await visit(page, `/sign-in/invitation#${body.invitation.code}`);
    await page.getByLabel('Password', { exact: true }).fill('nine slow otters swimming');
    await button.click();
    await page.getByRole('alert').waitFor();
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });

  test('with a second factor the code is asked for after the password, and a recovery code does as well', async () => {
    const person = await add_person(program, cookie, { name: 'Cara Singh', email: 'cara@example.org', role: 'editor' });
    const { body } = await ask_well(program, 'POST', 'account/second-factor', { password: person.password }, { cookie: person.cookie });
    const { body: on } = await ask_well(program, 'PUT', 'account/second-factor', { code: code_of(body.secret) }, { cookie: person.cookie });
    const page = await open_page(browser, program.url);
    await visit(page, '/contracts');
    await sign_in(page, person);
    const code = page.getByLabel('Code', { exact: true });
    await code.waitFor();
    assert.equal(await code.getAttribute('autocomplete'), 'one-time-code');
    assert.deepEqual(await accessibility_faults(page), []);
    const button = page.getByRole('button', { name: 'Sign in', exact: true });
    await code.fill('000000');
    await button.click();
    await page.getByRole('alert').waitFor();
    // The code of this moment was used to switch it on; the next one is good already.
    await code.fill(code_of(body.secret, 1));
    await button.click();
    await page.getByRole('heading', { level: 1, name: 'Contracts' }).waitFor();
    await settle(page);
    await page.getByRole('button', { name: /^Signed in as Cara/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await sign_in(page, person);
    await code.fill(on.recovery_codes[0]);
    await button.click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await settle(page);
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });

  test('after too many attempts the page says for how long to wait', async () => {
    const page = await open_page(browser, program.url);
    await visit(page, '/');
    await page.getByLabel('E-mail address').fill('guessed@example.org');
    await page.getByLabel('Password', { exact: true }).fill('a wrong one');
    let status = 0;
    for (let attempt = 0; attempt < 40 && status !== 429; attempt += 1) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/session') && response.request().method() === 'POST');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      status = (await answered).status();
    }
    assert.equal(status, 429);
    await page.getByText('Too many attempts').waitFor();
    assert.match(await page.getByRole('alert').innerText(), /^Too many attempts. Try again in [\d,]+ (second|minute)s?\.$/);
    assert.deepEqual(await accessibility_faults(page), []);
    await page.context().close();
  });
});
