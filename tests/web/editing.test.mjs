// Keeping the estate in the browser: adding, changing and deleting every kind of record, how what is typed is understood,
// what would follow, and that nothing typed is lost whatever happens.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibility_faults, open_page, settle, sideways_scroll, start_browser, visit, wait_for } from './support/browser.mjs';
import { estates, start_program } from './support/program.mjs';

const on = '2026-11-22';
const hostile = '<script>window.hostile_ran=1</script>"\'&<img src=x onerror="window.hostile_ran=1"> \u202Etxet\u202C مرحبا 👩‍💻 {{7*7}}';

let browser;
before(async () => { browser = await start_browser(); });
after(async () => { await browser?.close(); });

/** A page whose faults leave out the refusals that a test asks for. */
async function open_form(program, address, options = {}) {
  const page = await open_page(browser, program.url, options);
  page.on('dialog', (dialog) => dialog.accept());
  await visit(page, address);
  return page;
}

/** Faults other than answers with these statuses, which the browser logs too. */
function faults_but(page, ...statuses) {
  return page.faults.filter((fault) => !statuses.some((status) => fault.includes(` ${status} `) || fault.includes(`status of ${status}`)));
}

const text_of = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ').trim();
const field = (page, label) => page.getByLabel(label, { exact: true });
const save = (page) => page.getByRole('button', { name: 'Save', exact: true }).click();

/** Waits until a save has led to a page that says so. */
async function saved(page) {
  await page.waitForSelector('.notice');
  await settle(page);
  assert.equal(await text_of(page.locator('.notice')), 'Saved.');
}

async function api(program, path, options) {
  const answer = await fetch(`${program.url}/api/v1/${path}`, options);
  return { status: answer.status, etag: answer.headers.get('ETag'), body: answer.status === 204 ? null : await answer.json() };
}

describe('keeping an estate in the browser', () => {
  let program;
  before(async () => { program = await start_program(estates.northmoor); });
  after(async () => { await program?.stop(); });

  test('a new contract is written as people write, understood at once, and stands on its page', async () => {
    const page = await open_form(program, `/contracts/new?on=${on}`);
    await field(page, 'Title').fill('Desk telephones');
    await field(page, 'Service').fill('Contact centre');
    await field(page, 'How does it end?').selectOption('auto_renew');
    await field(page, 'Start').fill('Oct 24');
    await page.waitForSelector('text=October 2024 (1 to 31 October 2024)');
    await field(page, 'Length').fill('3 years');
    await field(page, 'Renews for').fill('12 months');
    await field(page, 'Notice').fill("90 days' notice");
    await page.getByRole('button', { name: 'Add a charge' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-charges-0-description');
    await field(page, 'Charge 1: What for').fill('Rental');
    await field(page, 'Charge 1: Amount').fill('£14,400');
    await field(page, 'Charge 1: Every').fill('annually');
    const panel = page.getByRole('complementary', { name: 'What would follow' });
    await panel.getByText('Give notice by').first().waitFor();
    await panel.getByText('£14,403.23').first().waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await field(page, 'Your name asked once').fill('Owen Bright');
    await save(page);
    await saved(page);
    assert.equal(await page.locator('h1').innerText(), 'Desk telephones');
    const { body } = await api(program, 'contracts/desk-telephones');
    assert.deepEqual(body.term, { kind: 'auto_renew', start: '2024-10', length: 'P3Y', renews_for: 'P12M', notice: 'P90D' });
    assert.deepEqual(body.charges.map(({ amount, every }) => ({ amount, every })), [{ amount: '14400', every: 'P1Y' }]);
    assert.equal(body.service, 'contact_centre');
    const history = await api(program, 'history?kind=contracts&id=desk-telephones');
    assert.equal(history.body.items[0].changed_by, 'Owen Bright');
    assert.equal(history.body.items[0].origin, 'page');
    assert.deepEqual(page.faults, []);
  });

  test('“3 years + 1 + 1” fills the length and the options', async () => {
    const page = await open_form(program, `/contracts/new?on=${on}`);
    await field(page, 'Title').fill('Switchboard');
    await field(page, 'How does it end?').selectOption('fixed');
    await field(page, 'Start').fill('1/4/2025');
    await field(page, 'Length').fill('3 years + 1 + 1');
    await page.waitForSelector('text=3 years, with options of 1 year and 1 year');
    await save(page);
    await saved(page);
    const { body } = await api(program, 'contracts/switchboard');
    assert.equal(body.term.length, 'P3Y');
    assert.deepEqual(body.term.extensions, [{ length: 'P1Y' }, { length: 'P1Y' }]);
    assert.deepEqual(page.faults, []);
  });

  test('what would follow stands beside what follows now, while it is typed', async () => {
    const page = await open_form(program, `/contracts/hosted-voice/edit?on=${on}`);
    const panel = page.getByRole('complementary', { name: 'What would follow' });
    await panel.getByText('Committed until').waitFor();
    assert.equal(await panel.locator('.is_changed').count(), 0);
    await field(page, 'Notice').fill('30 days');
    await panel.locator('.is_changed').first().waitFor();
    assert.match(await text_of(panel), /was Give notice by/);
    assert.equal((await api(program, 'contracts/hosted-voice')).body.term.notice, 'P90D');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Leave and drop it' }).click();
    await page.waitForURL('**/contracts/hosted-voice?on=*');
    assert.deepEqual(page.faults, []);
  });

  test('an error stands at its field once it is left, and the summary takes the focus and leads there', async () => {
    const page = await open_form(program, `/contracts/new?on=${on}`);
    await field(page, 'Start').fill('sometime soon');
    await page.waitForTimeout(700);
    assert.equal(await page.locator('.field_error').count(), 0);
    await field(page, 'Start').press('Tab');
    const error = page.locator('#field-term-start-error');
    await error.waitFor();
    assert.equal(await field(page, 'Start').getAttribute('aria-invalid'), 'true');
    assert.equal(await field(page, 'Start').getAttribute('aria-describedby'), 'field-term-start-error');
    await save(page);
    const summary = page.locator('.error_summary');
    await page.locator('.error_summary:focus').waitFor();
    assert.match(await text_of(summary), /Title:/);
    assert.deepEqual(await accessibility_faults(page), []);
    await summary.getByRole('link', { name: /^Start:/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-term-start');
    assert.equal(await field(page, 'Start').inputValue(), 'sometime soon');
    assert.deepEqual(page.faults, []);
  });

  test('a supplier that is not there yet is added from within the form', async () => {
    const page = await open_form(program, `/contracts/new?on=${on}`);
    const supplier = page.getByRole('combobox', { name: 'Supplier' });
    await supplier.fill('fern');
    await page.getByRole('option', { name: 'Fernway Networks Ltd' }).or(page.getByRole('option').first()).first().waitFor();
    await supplier.press('ArrowDown');
    assert.ok(await supplier.getAttribute('aria-activedescendant'));
    await supplier.fill('Tamar Telecom');
    await page.getByRole('option', { name: 'Add “Tamar Telecom” as a new supplier' }).waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await supplier.press('ArrowDown');
    await supplier.press('Enter');
    await page.locator('#announcer', { hasText: 'Added Tamar Telecom' }).waitFor({ state: 'attached' });
    assert.equal(await supplier.inputValue(), 'Tamar Telecom');
    await page.getByText('Tamar Telecom was added to the suppliers. It stays recorded also if you cancel.', { exact: true }).waitFor();
    await field(page, 'Title').fill('Tamar lines');
    await save(page);
    await saved(page);
    assert.equal((await api(program, 'contracts/tamar-lines')).body.supplier, 'tamar-telecom');
    assert.deepEqual(page.faults, []);
  });

  test('a group’s fields come first by keyboard, then why they are blank; how a contract ends has one “Not known”', async () => {
    const page = await open_form(program, '/contracts/new');
    assert.deepEqual(await field(page, 'How does it end?').locator('option').allInnerTexts(),
      ['Ends by itself', 'Renews itself unless we give notice', 'Runs on period by period', 'No end', 'Not known']);
    assert.equal(await field(page, 'How does it end?').inputValue(), 'unknown');
    for (const group of await page.locator('.form_group').filter({ hasText: 'Say why fields are blank' }).all()) {
      const stops = await group.locator('input, select, textarea, button').evaluateAll((all) => all.map((stop) => stop.textContent?.startsWith('Say why')));
      assert.equal(stops.indexOf(true), stops.length - 1);
    }
    assert.deepEqual(page.faults, []);
  });

  test('a field says why it is blank, and a value takes the place of that', async () => {
    const page = await open_form(program, '/suppliers/new');
    await field(page, 'Name').fill('Silent Ltd');
    await page.getByRole('button', { name: 'Say why fields are blank (Who is it)' }).click();
    await field(page, 'Company number: Blank because').selectOption('not_held');
    assert.deepEqual(await accessibility_faults(page), []);
    await save(page);
    await saved(page);
    assert.deepEqual((await api(program, 'suppliers/silent-ltd')).body.silences, { company_number: 'not_held' });
    await page.getByRole('link', { name: /^Edit/ }).click();
    await settle(page);
    assert.equal(await field(page, 'Company number: Blank because').inputValue(), 'not_held');
    await field(page, 'Company number').fill('01234567');
    await save(page);
    await saved(page);
    const { body } = await api(program, 'suppliers/silent-ltd');
    assert.equal(body.silences, undefined);
    assert.equal(body.company_number, '01234567');
    assert.deepEqual(page.faults, []);
  });

  test('what an answer withholds is kept with its exemptions and reason', async () => {
    const page = await open_form(program, '/inventory/platforms/voice/edit');
    await page.locator('.release > summary').click();
    await page.getByLabel('Withhold', { exact: true }).selectOption('version');
    await page.locator('.release_add').getByRole('button', { name: 'Add' }).click();
    const entry = page.getByRole('group', { name: 'Version' });
    await entry.getByLabel('Exemptions').fill('s31(1)(a), s43(2)');
    await entry.getByLabel('Reason').fill('Helps an attacker');
    assert.deepEqual(await accessibility_faults(page), []);
    await save(page);
    await saved(page);
    assert.deepEqual((await api(program, 'platforms/voice')).body.release.version, { withhold: ['s31(1)(a)', 's43(2)'], neither_confirm_nor_deny: false, reason: 'Helps an attacker' });
    assert.deepEqual(page.faults, []);
  });

  const kinds = [
    { kind: 'sites', key: 'annexe', fill: { Name: 'Annexe', Postcode: 'NM1 1AA' }, change: { Postcode: 'NM2 2BB' }, expect: { postcode: 'NM2 2BB' } },
    { kind: 'people', key: 'ada-field', fill: { Name: 'Ada Field', 'Mail address': 'ada@example.org' }, change: { 'Job title': 'Engineer' }, expect: { job_title: 'Engineer' } },
    { kind: 'suppliers', key: 'acre-ltd', fill: { Name: 'Acre Ltd', 'Also known as': 'Acre\nAcre Telecom' }, change: { 'Company number': '0777' }, expect: { company_number: '0777', also_known_as: ['Acre', 'Acre Telecom'] } },
    { kind: 'platforms', key: 'acre-pbx', fill: { Product: 'Acre PBX', 'End of support': '31 Dec 2029' }, change: { Version: '12' }, expect: { version: '12', end_of_support: '2029-12-31' } },
    { kind: 'lines', key: null, fill: { Number: '01632 960999', 'How many': 'about 12' }, choose: { Technology: 'pstn' }, change: { 'How many': '14' }, expect: { number: '+441632960999', technology: 'pstn' } },
    { kind: 'licences', key: null, fill: { Product: 'Acre seats', Bought: '120', 'In use': 'approx 90' }, change: { Bought: '130' }, expect: { product: 'Acre seats' } },
    { kind: 'numbers', key: null, fill: { 'First of a block': '01632 960100', 'Last of the block': '01632 960149' }, change: { 'Where it leads': 'Switchboard' }, expect: { first: '+441632960100', destination: 'Switchboard' } },
    { kind: 'usage', key: 'outbound-calls', fill: { Measure: 'Outbound calls', 'How many': 'at least 40,000', Per: 'monthly' }, change: { 'How many': '41,000' }, expect: { measure: 'outbound_calls', per: 'P1M' } },
  ];
  for (const { kind, key, fill, choose = {}, change, expect } of kinds) {
    test(`${kind} are added, changed and deleted`, async () => {
      const folder = kind === 'suppliers' ? '/suppliers' : `/inventory/${kind}`;
      const page = await open_form(program, `${folder}/new`);
      for (const [label, value] of Object.entries(fill)) await field(page, label).fill(value);
      for (const [label, value] of Object.entries(choose)) await field(page, label).selectOption(value);
      assert.deepEqual(await accessibility_faults(page), []);
      await save(page);
      await saved(page);
      const id = decodeURIComponent(new URL(page.url()).pathname.split('/').pop());
      if (key) assert.equal(id, key);
      assert.deepEqual(await accessibility_faults(page), []);
      await page.locator('.record_actions').getByRole('link', { name: /^Edit/ }).first().click();
      await page.waitForURL('**/edit');
      await settle(page);
      for (const [label, value] of Object.entries(change)) await field(page, label).fill(value);
      await save(page);
      await saved(page);
      const { body } = await api(program, `${kind}/${encodeURIComponent(id)}`);
      for (const [name, value] of Object.entries(expect)) assert.deepEqual(body[name], value, name);
      await page.locator('.record_actions').getByRole('button', { name: /^Delete/ }).first().click();
      await page.getByText('Nothing else refers to this').waitFor();
      assert.deepEqual(await accessibility_faults(page), []);
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.locator('.notice', { hasText: 'was deleted' }).waitFor();
      assert.equal((await api(program, `${kind}/${encodeURIComponent(id)}`)).status, 404);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  test('a list is changed as in a spreadsheet: Enter opens a cell, Tab keeps it and opens the next, Escape leaves it', async () => {
    const page = await open_form(program, '/inventory/lines');
    await page.getByRole('button', { name: 'Quick edit' }).click();
    const row = page.locator('.data_table tbody tr').filter({ hasText: 'isdn' }).first();
    const technology = row.getByRole('button', { name: /^Change Technology/ });
    await technology.focus();
    assert.deepEqual(await accessibility_faults(page), []);
    await page.keyboard.press('Enter');
    const choice = row.locator('select.quick_input');
    await choice.selectOption('sip_trunk');
    assert.deepEqual(await accessibility_faults(page), []);
    await page.keyboard.press('Tab');
    await page.locator('#announcer', { hasText: 'Technology of' }).waitFor({ state: 'attached' });
    assert.equal((await api(program, 'lines/isdn')).body.technology, 'sip_trunk');
    assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), /^Purpose of/);
    await page.keyboard.press('Escape');
    assert.match(await page.evaluate(() => document.activeElement?.textContent.trim()), /^Change Purpose/);
    const count = row.getByRole('button', { name: /^Change How many/ });
    await count.focus();
    await page.keyboard.press('F2');
    await page.keyboard.type('many');
    await page.keyboard.press('Enter');
    await row.getByRole('alert').waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(page.faults, []);
  });

  test('the organisation and responsibilities are changed too', async () => {
    const page = await open_form(program, '/organisation/edit');
    await field(page, 'Address').fill('1 High Street\nNorthmoor');
    await save(page);
    await saved(page);
    assert.equal((await api(program, 'organisation')).body.address, '1 High Street\nNorthmoor');
    await visit(page, '/inventory/responsibilities/new?person=s151');
    await field(page, 'Service').fill('Networks');
    await field(page, 'Role').fill('Financial decision maker');
    await save(page);
    await saved(page);
    await page.locator('.record_actions').getByRole('link', { name: /^Edit/ }).first().click();
    await page.waitForURL('**/edit');
    await settle(page);
    await field(page, 'Role').fill('Senior officer');
    await save(page);
    await saved(page);
    assert.equal((await api(program, 'responsibilities/networks/financial_decision_maker/s151')).status, 404);
    assert.equal((await api(program, 'responsibilities/networks/senior_officer/s151')).status, 200);
    await page.locator('.record_actions').getByRole('button', { name: /^Delete/ }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('**/inventory/people');
    assert.equal((await api(program, 'responsibilities/networks/senior_officer/s151')).status, 404);
    assert.deepEqual(page.faults, []);
  });

  test('deleting says what refers to the record, and moves it', async () => {
    const page = await open_form(program, '/suppliers/brightline');
    await page.getByRole('button', { name: /^Delete/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Mobile voice and data').waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Delete' }).isDisabled(), true);
    await dialog.getByLabel('Move it to another supplier').check();
    await dialog.getByRole('combobox').fill('calder');
    assert.deepEqual(await accessibility_faults(page), []);
    await dialog.getByRole('option').first().click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('**/suppliers');
    assert.equal((await api(program, 'contracts/mobiles')).body.supplier, 'calder');
    assert.deepEqual(page.faults, []);
  });

  test('closing the dialog leaves everything as it is and gives the focus back', async () => {
    const page = await open_form(program, '/suppliers/calder');
    const button = page.getByRole('button', { name: /^Delete/ });
    await button.click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.ok(await button.evaluate((element) => element === document.activeElement));
    assert.equal((await api(program, 'suppliers/calder')).status, 200);
  });

  test('a reload brings back what was typed, and it can be discarded', async () => {
    const page = await open_form(program, '/contracts/radio/edit');
    await field(page, 'Reference').fill('Half typed');
    await page.waitForTimeout(600);
    await page.reload();
    await settle(page);
    assert.equal(await field(page, 'Reference').inputValue(), 'Half typed');
    assert.match(await text_of(page.locator('.restored')), /Restored what you had typed on/);
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByRole('button', { name: 'Discard it' }).click();
    assert.equal(await field(page, 'Reference').inputValue(), '');
    await page.waitForTimeout(600);
    await page.reload();
    await settle(page);
    assert.equal(await page.locator('.restored').count(), 0);
  });

  test('leaving with unsaved changes asks first, by a link and by the back button', async () => {
    const page = await open_form(program, '/contracts/radio');
    await page.getByRole('link', { name: /^Edit/ }).first().click();
    await page.waitForURL('**/edit');
    await settle(page);
    await field(page, 'Reference').fill('Unsaved');
    await page.locator('#site_nav').getByRole('link', { name: 'Spend' }).click();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await page.getByRole('button', { name: 'Stay here' }).click();
    assert.match(page.url(), /\/contracts\/radio\/edit$/);
    await page.goBack();
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    assert.match(page.url(), /\/contracts\/radio\/edit$/);
    assert.equal(await field(page, 'Reference').inputValue(), 'Unsaved');
    await page.getByRole('button', { name: 'Leave and drop it' }).click();
    await page.waitForURL('**/contracts/radio');
    assert.deepEqual(page.faults, []);
  });

  test('two people at once: the second is shown both, side by side, and chooses', async () => {
    const page = await open_form(program, '/contracts/sip-trunks/edit');
    await field(page, 'Reference').fill('MINE-1');
    await field(page, 'Cost centre').fill('CC-MINE');
    const other = await open_form(program, '/contracts/sip-trunks/edit');
    await field(other, 'Reference').fill('THEIRS-1');
    await field(other, 'Account code').fill('9999');
    await field(other, 'Your name asked once').fill('Priya');
    await save(other);
    await saved(other);
    await save(page);
    const view = page.locator('.conflict');
    await view.waitFor();
    await view.getByText(/Last changed by Priya/).waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await view.getByRole('button', { name: 'Back to the form' }).click();
    await page.locator('#field-reference:focus').waitFor();
    await save(page);
    await view.waitFor();
    const group = (name) => view.getByRole('group', { name });
    assert.match(await text_of(group('Reference')), /THEIRS-1.*MINE-1/);
    assert.equal(await group('Account code').getByLabel(/Recorded now/).isChecked(), true);
    assert.equal(await group('Cost centre').getByLabel(/Yours/).isChecked(), true);
    await view.getByRole('button', { name: 'Save this' }).click();
    assert.match(await text_of(group('Reference')), /Choose one of the two/);
    await group('Reference').getByLabel(/Yours/).check();
    await view.getByRole('button', { name: 'Save this' }).click();
    await saved(page);
    const { body } = await api(program, 'contracts/sip-trunks');
    assert.deepEqual([body.reference, body.account_code, body.cost_centre], ['MINE-1', '9999', 'CC-MINE']);
    assert.deepEqual(faults_but(page, 412), []);
  });

  test('a decision is recorded in two clicks, and every figure on the page follows', async () => {
    const page = await open_form(program, `/contracts/hosted-voice?on=${on}`);
    await page.getByRole('group', { name: /^Decide on/ }).getByRole('button', { name: 'Renew' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Committed until').waitFor();
    assert.deepEqual(await accessibility_faults(page), []);
    await dialog.getByRole('button', { name: 'Record the decision' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('#position:focus').waitFor({ state: 'attached' });
    assert.match(await text_of(page.locator('.notice')), /^Recorded: Renew .+\. See it in the history/);
    await settle(page);
    assert.match(await text_of(page.locator('section[aria-labelledby="decisions_taken"]')), /Let it run on/);
    const { body } = await api(program, 'contracts/hosted-voice');
    assert.equal(body.decisions.at(-1).outcome, 'renew');
    assert.deepEqual(page.faults, []);
  });

  test('the same is done from the list of renewals, and the focus is not lost', async () => {
    const page = await open_form(program, `/renewals?on=${on}`);
    const row = page.locator('.data_table tbody tr').filter({ hasText: 'Contact centre software' });
    await row.getByRole('button', { name: /^Leave/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Committed until').waitFor();
    await dialog.getByRole('button', { name: 'Record the decision' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.locator('th a:focus').waitFor();
    assert.match(await text_of(page.locator('.notice')), /^Recorded: Leave Contact centre software\. See it in the history/);
    await wait_for(page, () => /^Recorded: Leave Contact centre software/.test(document.getElementById('announcer')?.textContent ?? ''));
    assert.ok(await row.locator('th a').evaluate((link) => link === document.activeElement), 'also once fresh figures stand');
    assert.deepEqual(await accessibility_faults(page), []);
    assert.equal((await api(program, 'contracts/contact-centre')).body.decisions.at(-1).outcome, 'leave');
    assert.deepEqual(page.faults, []);
  });

  test('a decision recorded on the overview says so in sight, and the focus is not lost when its row goes', async () => {
    const page = await open_form(program, `/?on=${on}`);
    const list = page.locator('section[aria-labelledby="decisions"] > ol.decisions');
    const row = list.locator(':scope > li').first();
    const title = await row.locator('.decision_title').innerText();
    await row.getByRole('button', { name: /^(Renew|Extend)/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Committed until').waitFor();
    // Nowhere on the way is the focus on nothing.
    await page.evaluate(() => {
      globalThis.focus_lost = 0;
      const look = () => {
        if (!document.querySelector('dialog') && document.activeElement === document.body) globalThis.focus_lost += 1;
        requestAnimationFrame(look);
      };
      look();
    });
    await dialog.getByRole('button', { name: 'Record the decision' }).click();
    await dialog.waitFor({ state: 'detached' });
    const notice = page.locator('.notice');
    await notice.waitFor();
    assert.match(await text_of(notice), new RegExp(`^Recorded: (Renew|Extend) ${title}\\.`));
    await page.waitForTimeout(2500);
    assert.equal(await page.evaluate(() => globalThis.focus_lost), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'decision_title');
    assert.deepEqual(await accessibility_faults(page), []);
    await notice.getByRole('link').click();
    await page.waitForURL('**/history?*kind=contracts*');
    assert.deepEqual(page.faults, []);
  });

  test('a name is at most 200 bytes, whatever letters it is written in, and one that is refused is not kept', async () => {
    const page = await open_form(program, '/inventory/sites/new');
    const name = field(page, 'Your name asked once');
    await name.fill('é'.repeat(150));
    assert.equal(await name.inputValue(), 'é'.repeat(100));
    await page.getByText('That name is too long', { exact: false }).waitFor();
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await accessibility_faults(page), []);
    await name.fill('Zoë Ash');
    assert.equal(await page.getByText('That name is too long', { exact: false }).count(), 0);
    await field(page, 'Name').fill('Named site');
    await page.route('**/api/v1/sites/**', (route) => route.continue({ headers: { ...route.request().headers(), 'telestate-person': 'x'.repeat(300) } }), { times: 1 });
    await save(page);
    await page.getByText('That name cannot be recorded.', { exact: false }).waitFor();
    assert.match(await text_of(page.locator('.error_summary')), /name of who makes the change was refused, and nothing was recorded/);
    assert.equal(await name.inputValue(), 'Zoë Ash');
    assert.equal(await page.evaluate(() => localStorage.getItem('telestate_person')), null);
    await name.fill('Zoe');
    await save(page);
    await saved(page);
    assert.equal((await api(program, 'history?kind=sites&id=named-site')).body.items[0].changed_by, 'Zoe');
    assert.deepEqual(faults_but(page, 400), []);
  });

  test('nothing follows from a blank contract, and what is wrong is said in the words of the form', async () => {
    const page = await open_form(program, `/contracts/new?on=${on}`);
    const panel = page.getByRole('complementary', { name: 'What would follow' });
    await field(page, 'Title').fill('Something new');
    await page.waitForTimeout(600);
    assert.match(await text_of(panel), /Type, and what would follow is shown here\.$/);
    await field(page, 'Start').fill('1 April 2025');
    await panel.getByText('Committed until').waitFor();
    await page.getByRole('combobox', { name: 'Site', exact: true }).first().fill('Nowhere Hall');
    await page.getByRole('combobox', { name: 'Site', exact: true }).first().press('Tab');
    await page.getByRole('button', { name: 'Add a charge' }).click();
    await save(page);
    const summary = page.locator('.error_summary');
    await summary.waitFor();
    const words = await text_of(summary);
    assert.match(words, /No site is called “Nowhere Hall”: choose one from the list or add it/);
    assert.doesNotMatch(words, /unit_price|P1M|"amount"/);
    await page.getByRole('combobox', { name: 'Site', exact: true }).first().fill('');
    await save(page);
    await summary.getByText('Say how often, such as 1 month or 1 year').waitFor();
    assert.match(await text_of(summary), /Give either the amount, or how many and the price each/);
    assert.deepEqual(page.faults, []);
  });

  test('a contract that slid past its day says so first, with what it costs', async () => {
    const page = await open_form(program, `/contracts/switchboard-support?on=${on}`);
    const note = page.locator('.slipped');
    await note.waitFor();
    assert.match(await text_of(note), /Out of contract since 1 January 2025.*it has cost £11,737\.53/);
    await page.getByRole('button', { name: 'Record that it ended' }).click();
    await page.getByRole('dialog').getByLabel('The day it ended, or will end').fill('2026-09-30');
    await page.getByRole('dialog').getByText('was Out of contract').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Record the decision' }).click();
    await note.waitFor({ state: 'detached' });
    assert.equal((await api(program, 'contracts/switchboard-support')).body.ended_on, '2026-09-30');
    assert.deepEqual(page.faults, []);
  });

  test('whatever is typed into a contract is text, and is kept as it was typed', async () => {
    const page = await open_form(program, `/contracts/new?on=${on}`);
    const long = 'x'.repeat(9000) + hostile;
    await page.getByRole('button', { name: 'Add a charge' }).click();
    await page.getByText('More of Charge 1').click();
    await page.getByRole('button', { name: 'Add a document' }).click();
    const texts = { Title: hostile, Service: hostile, Reference: hostile, Framework: hostile, 'Framework lot': hostile, 'Framework reference': hostile,
      'Cost centre': hostile, 'Account code': hostile, Notes: long, 'Charge 1: What for': hostile, 'Charge 1: Cost centre': hostile,
      'Charge 1: Account code': hostile, 'Charge 1: Notes': long, 'Document 1: Title': hostile };
    for (const [label, value] of Object.entries(texts)) await field(page, label).fill(value);
    const dates = ['Start', 'Length', 'End', 'Notice', 'Time needed to replace it', 'Ended on', 'Alert how many days before', 'Charge 1: Amount', 'Charge 1: Every', 'Charge 1: From', 'Charge 1: To', 'Document 1: Web address'];
    for (const label of dates) await field(page, label).fill(hostile);
    await page.getByRole('combobox', { name: 'Owner' }).fill(hostile);
    await page.getByRole('combobox', { name: 'Owner' }).press('Escape');
    await save(page);
    await page.locator('.error_summary').waitFor();
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    assert.equal(await page.locator('main img, main script').count(), 0);
    assert.deepEqual(await accessibility_faults(page), []);
    for (const width of [1440, 375, 320]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await sideways_scroll(page), 0, `${width} pixels`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const label of dates) await field(page, label).fill('');
    await field(page, 'Charge 1: Amount').fill('1');
    await field(page, 'Charge 1: Every').fill('annually');
    await save(page);
    await saved(page);
    assert.equal(await page.locator('h1').innerText(), hostile);
    assert.equal(await page.evaluate(() => globalThis.hostile_ran), undefined);
    const id = new URL(page.url()).pathname.split('/').pop();
    const { body } = await api(program, `contracts/${id}`);
    assert.equal(body.title, hostile);
    assert.equal(body.notes, long);
    assert.equal(body.charges[0].notes, long);
    assert.deepEqual(page.faults, []);
  });

  test('members that the form does not know, and values it does not touch, stay as they were', async () => {
    const before_edit = (await api(program, 'contracts/wan')).body;
    const page = await open_form(program, '/contracts/wan/edit');
    await field(page, 'Account code').fill('7777');
    await save(page);
    await saved(page);
    assert.deepEqual((await api(program, 'contracts/wan')).body, { ...before_edit, account_code: '7777' });
    assert.deepEqual(page.faults, []);
  });

  test('a contract is added, decided upon and deleted by keyboard alone', async () => {
    const page = await open_form(program, `/contracts?on=${on}`);
    const tab_to = async (matches, most = 90) => {
      for (let presses = 0; presses < most; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(matches)) return;
      }
      assert.fail(`${matches} was not reached`);
    };
    await tab_to(() => document.activeElement?.textContent === 'Add a contract');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/contracts/new*');
    await settle(page);
    await tab_to(() => document.activeElement?.id === 'field-title');
    await page.keyboard.type('Keyboard contract');
    await tab_to(() => document.activeElement?.id === 'field-term-kind');
    await page.keyboard.type('Ren');
    await tab_to(() => document.activeElement?.id === 'field-term-start');
    await page.keyboard.type('1 April 2024');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1 year');
    await tab_to(() => document.activeElement?.id === 'field-term-renews_for');
    await page.keyboard.type('1 year');
    await page.keyboard.press('Tab');
    await page.keyboard.type('3 months');
    await page.keyboard.press('Control+Enter');
    await saved(page);
    assert.equal(await page.locator('h1').innerText(), 'Keyboard contract');
    await tab_to(() => /^Leave/.test(document.activeElement?.textContent ?? ''));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Committed until').waitFor();
    await tab_to(() => document.activeElement?.textContent === 'Record the decision');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await settle(page);
    assert.equal((await api(program, 'contracts/keyboard-contract')).body.decisions[0].outcome, 'leave');
    await page.locator('h1').focus();
    await tab_to(() => /^Delete/.test(document.activeElement?.textContent ?? ''));
    await page.keyboard.press('Enter');
    await page.getByText('Nothing else refers').waitFor();
    await tab_to(() => document.activeElement?.textContent === 'Delete');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/contracts?*');
    assert.deepEqual(page.faults, []);
  });

  test('items of a list are moved and removed by keyboard, and the focus stays with them', async () => {
    const page = await open_form(program, '/contracts/hosted-voice/edit');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole('button', { name: 'Move down Charge 1', exact: true }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Move down Charge 2');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Move up Charge 3');
    await page.getByRole('button', { name: 'Remove Charge 3', exact: true }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Remove Charge 2');
    await page.getByRole('button', { name: 'Remove Break 1', exact: true }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Add a break');
  });

  const longest = ['/contracts/new', '/contracts/hosted-voice/edit'];
  const others = ['/suppliers/calder/edit', '/organisation/edit', '/organisation', ...['sites/town-hall', 'people/s151', 'platforms/voice', 'lines/isdn', 'licences/agents', 'numbers/ddi', 'usage/calls'].flatMap((path) => [`/inventory/${path}`, `/inventory/${path}/edit`])];
  for (const [theme, width, addresses] of [['light', 1440, [...longest, ...others]], ['dark', 1440, longest], ['light', 320, [...longest, ...others]], ['dark', 375, longest]]) {
    test(`every form can be read by anybody at ${width} pixels in the ${theme} theme`, async () => {
      const page = await open_page(browser, program.url, { width, theme });
      for (const address of addresses) {
        await visit(page, address);
        await page.waitForTimeout(150);
        assert.deepEqual(await accessibility_faults(page), [], address);
        assert.equal(await sideways_scroll(page), 0, address);
      }
      assert.deepEqual(page.faults, []);
    });
  }
});

describe('a server that stops in mid-save and returns', () => {
  let program;
  before(async () => { program = await start_program(estates.northmoor); });
  after(async () => { await program?.stop(); });

  test('nothing typed is lost, and trying again saves it once', async () => {
    const page = await open_form(program, '/contracts/radio/edit');
    await field(page, 'Reference').fill('After the crash');
    await page.waitForTimeout(500);
    await program.kill();
    await save(page);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    assert.match(await text_of(page.getByRole('alert').first()), /Nothing you typed is lost/);
    assert.equal(await field(page, 'Reference').inputValue(), 'After the crash');
    assert.deepEqual(await accessibility_faults(page), []);
    await program.start_again();
    await page.getByRole('button', { name: 'Try again' }).click();
    await saved(page);
    assert.equal((await api(program, 'contracts/radio')).body.reference, 'After the crash');
  });

  test('a change that was made although its answer was lost counts as saved', async () => {
    const page = await open_form(program, '/contracts/directory/edit');
    await field(page, 'Reference').fill('Made once');
    let lost = 0;
    await page.route('**/api/v1/contracts/directory', async (route) => {
      if (route.request().method() !== 'PUT' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await program.kill();
      return route.abort('connectionreset');
    });
    await save(page);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await program.start_again();
    await page.getByRole('button', { name: 'Try again' }).click();
    await saved(page);
    assert.equal(lost, 1);
    assert.equal((await api(program, 'contracts/directory')).body.reference, 'Made once');
  });

  test('a new record whose answer was lost is not made twice', async () => {
    const page = await open_form(program, '/inventory/sites/new');
    await field(page, 'Name').fill('Once only');
    let lost = 0;
    await page.route('**/api/v1/sites/**', async (route) => {
      if (route.request().method() !== 'PUT' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await save(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await saved(page);
    const { body } = await api(program, 'sites?q=Once');
    assert.equal(body.items.filter((site) => site.name === 'Once only').length, 1);
  });
});
