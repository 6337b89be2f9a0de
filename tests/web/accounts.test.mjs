// One's own account, and everybody's, with the real program.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, settle, sideways_scroll, start_browser, visit } from './support/browser.mjs';
import { estates } from './support/program.mjs';
import { add_person, administrator, ask, ask_well, code_of, open_page_as, set_up, start_closed_program } from './support/sign_in.mjs';

const real_faults = (page) => page.faults.filter((fault) => !/ 40[139] | 422 |status of 4/.test(fault));
/** A row of a table by what stands in it. */
const row_of = (page, text) => page.getByRole('row').filter({ hasText: text });
const panel = (page, name) => page.getByRole('region', { name, exact: true });

let browser;
let program;
let cookie;
before(async () => {
  browser = await start_browser();
  program = await start_closed_program(estates.northmoor);
  cookie = await set_up(program);
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

describe('my account', () => {
  let person;
  let page;
  before(async () => {
    person = await add_person(program, cookie, { name: 'Dev Patel', email: 'dev@example.org', role: 'finance' });
    page = await open_page_as(browser, program, person.cookie);
    await visit(page, '/account');
  });
  after(() => page?.context().close());

  test('says who one is, and changes the name', async () => {
    assert.deepEqual(await accessibility_faults(page), []);
    assert.match(await panel(page, 'You').innerText(), /dev@example\.org[\s\S]*Finance/);
    await page.getByLabel('Name', { exact: true }).fill('Dev B. Patel');
    await page.getByRole('button', { name: 'Save the name' }).click();
    await page.getByRole('button', { name: 'Signed in as Dev B. Patel' }).waitFor();
  });

  test('shows where one is signed in, and ends it there', async () => {
    const { cookie: other } = await ask_well(program, 'POST', 'session', { email: person.email, password: person.password });
    await visit(page, '/account');
    const sessions = panel(page, 'Where you are signed in');
    assert.equal(await sessions.getByText('This one').count(), 1);
    await sessions.getByRole('button', { name: /Sign out there/ }).first().click();
    await sessions.getByRole('button', { name: /Sign out there/ }).waitFor({ state: 'detached' });
    assert.equal((await ask(program, 'GET', 'account', undefined, { cookie: other })).status, 401);
    const { cookie: another } = await ask_well(program, 'POST', 'session', { email: person.email, password: person.password });
    await visit(page, '/account');
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
    assert.equal((await ask(program, 'GET', 'account', undefined, { cookie: another })).status, 401);
    assert.equal((await ask(program, 'GET', 'account', undefined, { cookie: person.cookie })).status, 200);
  });

  test('changes the password, if one knows the old one', async () => {
    const chosen = 'eleven warm lanterns drifting';
    await page.getByLabel('Current password').fill('not this one at all');
    await page.getByLabel('New password').fill(chosen);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await panel(page, 'Password').getByRole('alert').first().waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0, 'a wrong password is no session that ended');
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByLabel('Current password').fill(person.password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed').waitFor();
    person.password = chosen;
    assert.equal((await ask(program, 'POST', 'session', { email: person.email, password: chosen })).status, 200);
  });

  test('switches the second factor on by scanning or typing, shows recovery codes once, and switches it off', async () => {
    const factor = panel(page, 'Second factor');
    await factor.getByRole('button', { name: 'Switch it on' }).click();
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByLabel('Your password').fill(person.password);
    await page.getByRole('button', { name: 'Go on' }).click();
    const picture = page.getByRole('img', { name: 'QR code of the key' });
    await picture.waitFor();
    assert.ok(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), 'the code can be scanned');
    const secret = await page.getByLabel('Key', { exact: true }).inputValue();
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await factor.getByRole('button', { name: 'Switch it on' }).click();
    await factor.getByRole('alert').first().waitFor();
    await page.getByLabel('Code', { exact: true }).fill(code_of(secret));
    await factor.getByRole('button', { name: 'Switch it on' }).click();
    const codes = page.getByLabel('Recovery codes', { exact: true });
    await codes.waitFor();
    const first = (await codes.inputValue()).split('\n');
    assert.equal(new Set(first).size, 10);
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    assert.match(await factor.innerText(), /It is on[\s\S]*10 recovery codes are left/);

    await factor.getByRole('button', { name: 'New recovery codes' }).click();
    await page.getByLabel('Your password').fill(person.password);
    await page.getByRole('button', { name: 'Make new codes' }).click();
    await codes.waitFor();
    assert.ok(!first.includes((await codes.inputValue()).split('\n')[0]));
    await page.getByRole('button', { name: 'I have kept them' }).click();

    await factor.getByRole('button', { name: 'Switch it off' }).click();
    await page.getByLabel('Your password').fill('a wrong one');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Switch it off' }).click();
    await dialog.getByRole('alert').first().waitFor();
    await page.getByLabel('Your password').fill(person.password);
    await dialog.getByRole('button', { name: 'Switch it off' }).click();
    await factor.getByText('It is off').waitFor();
  });

  test('makes a token that is shown once, up to one’s own role, and revokes it', async () => {
    const tokens = panel(page, 'API tokens');
    await tokens.getByRole('button', { name: 'Make a token' }).click();
    assert.deepEqual(await accessibility_faults(page), []);
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByLabel('Role').locator('option').count(), 2, 'viewer and finance');
    await dialog.getByLabel('What for').fill('Power BI');
    await dialog.getByLabel('Expires on').fill('2099-01-01');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await dialog.getByRole('alert').first().waitFor();
    await dialog.getByLabel('Expires on').fill(new Date(Date.now() + 86_400_000 * 90).toISOString().slice(0, 10));
    await dialog.getByRole('button', { name: 'Make it' }).click();
    const field = page.getByLabel('Token', { exact: true });
    await field.waitFor();
    const token = await field.inputValue();
    assert.deepEqual(await accessibility_faults(page), []);
    assert.equal((await ask(program, 'GET', 'contracts?limit=1', undefined, { token })).status, 200);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    assert.doesNotMatch(await page.content(), new RegExp(token));
    await tokens.getByRole('button', { name: 'Revoke Power BI' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await tokens.getByText('There is none').waitFor();
    assert.equal((await ask(program, 'GET', 'contracts?limit=1', undefined, { token })).status, 401);
    assert.deepEqual(real_faults(page), []);
  });
});

describe('accounts', () => {
  test('somebody is invited with a link to pass on, changed, disabled, given a new link and deleted', async () => {
    const page = await open_page_as(browser, program, cookie);
    await visit(page, '/');
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    await settle(page);
    assert.deepEqual(await accessibility_faults(page), []);

    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog');
    assert.match(await dialog.innerText(), /Nothing is mailed/);
    await dialog.getByLabel('Name', { exact: true }).fill('Efua Mensah');
    await dialog.getByLabel('E-mail address').fill(administrator.email);
    await dialog.getByLabel('Role').selectOption('viewer');
    await dialog.getByRole('button', { name: 'Make the invitation' }).click();
    await dialog.getByRole('alert').first().waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await dialog.getByLabel('E-mail address').fill('efua@example.org');
    await dialog.getByRole('button', { name: 'Make the invitation' }).click();
    await dialog.waitFor({ state: 'detached' });
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    assert.ok(link.startsWith(`${program.url}/sign-in/invitation#`), link);
    assert.deepEqual(await accessibility_faults(page), []);
    assert.match(await row_of(page, 'efua@example.org').first().innerText(), /Viewer[\s\S]*Invited/);
    await page.getByRole('button', { name: 'I have passed it on' }).click();
    const efua = (await ask_well(program, 'POST', 'invitations/accept', { code: link.split('#')[1], password: 'six late trains humming' })).cookie;

    await page.getByRole('button', { name: 'Edit Efua Mensah' }).click();
    await dialog.getByLabel('Role').selectOption('editor');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row_of(page, 'efua@example.org').filter({ hasText: 'Editor' }).first().waitFor();

    await page.getByRole('button', { name: 'New link Efua Mensah' }).click();
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    await page.getByLabel('Link', { exact: true }).waitFor();
    assert.notEqual(await page.getByLabel('Link', { exact: true }).inputValue(), link);

    await page.getByRole('button', { name: 'Disable Efua Mensah' }).click();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await row_of(page, 'efua@example.org').filter({ hasText: 'Disabled' }).first().waitFor();
    assert.equal((await ask(program, 'GET', 'account', undefined, { cookie: efua })).status, 401);

    await page.getByRole('button', { name: 'Delete Efua Mensah' }).click();
    assert.deepEqual(await accessibility_faults(page), []);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete Efua Mensah' }).waitFor({ state: 'detached' });
    assert.match(await panel(page, 'What happened').innerText(), /Efua Mensah/);
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });

  test('the last administrator stays one, and is told so', async () => {
    const page = await open_page_as(browser, program, cookie, { width: 390, height: 800, theme: 'dark' });
    await visit(page, '/accounts');
    assert.equal(await sideways_scroll(page), 0);
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByRole('button', { name: 'Disable Amina Rahman' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await dialog.getByRole('alert').waitFor();
    assert.match(await dialog.getByRole('alert').innerText(), /administrator/i);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await visit(page, '/account');
    assert.equal(await sideways_scroll(page), 0);
    assert.deepEqual(await accessibility_faults(page), []);
    assert.deepEqual(real_faults(page), []);
    await page.context().close();
  });
});
