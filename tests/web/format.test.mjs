// How days, periods, money, counts and numbers are written.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../web/lib/format.js';
import { exemptions_of, field_state, kind_of_field } from '../../web/lib/fields.js';

/** Checks a table of [what is given, what is written, what it is about]. */
function check(write, cases) {
  for (const [given, written, about] of cases) assert.equal(write(given), written, about ?? JSON.stringify(given));
}

test('days are written in full, imprecise ones as people say them', () => {
  check(format.format_day, [
    ['2024-12-31', '31 December 2024'], ['2024-02-01', '1 February 2024'], ['2024-10', 'October 2024'],
    ['2024-Q4', 'October to December 2024'], ['FY2020-21-Q4', 'financial year 2020-21, quarter 4'],
    ['FY2020-21', 'financial year 2020-21'], ['2024', '2024'], ['soon', 'soon', 'what is no day stays as it is'],
  ]);
  check(format.format_short_day, [['2024-09-05', '5 Sep 2024'], ['2024-10', 'October 2024']]);
});

test('ends are one day, a month, a year, or the two days they lie between', () => {
  check(format.format_interval, [
    [{ first: '2026-08-27', last: '2026-08-27' }, '27 August 2026'],
    [{ first: '2024-10-01', last: '2024-10-31' }, 'October 2024'],
    [{ first: '2024-02-01', last: '2024-02-29' }, 'February 2024', 'a leap year'],
    [{ first: '2023-02-01', last: '2023-02-27' }, 'between 1 February 2023 and 27 February 2023', 'not the whole month'],
    [{ first: '2024-01-01', last: '2024-12-31' }, 'some time in 2024'],
    [{ first: '2024-10-01', last: '2024-12-31' }, 'between 1 October 2024 and 31 December 2024'],
  ]);
  check(format.format_short_interval, [
    [{ first: '2024-10-01', last: '2024-12-31' }, '1 Oct to 31 Dec 2024'],
    [{ first: '2024-10-01', last: '2025-03-31' }, '1 Oct 2024 to 31 Mar 2025'],
    [{ first: '2024-10-01', last: '2024-10-31' }, 'October 2024'],
  ]);
});

test('days left are said from the day asked about', () => {
  check(format.format_days_left, [[135, 'in 135 days'], [1, 'tomorrow'], [0, 'today'], [-1, 'yesterday'], [-5, '5 days ago'], [1865, 'in 1,865 days']]);
});

test('periods and notices are in words', () => {
  check(format.format_period, [['P3Y', '3 years'], ['P1Y6M', '1 year 6 months'], ['P6W', '6 weeks'], ['P1D', '1 day'], ['P', 'P', 'nothing is no period']]);
  check(format.format_every, [['P1M', 'every month'], ['P3M', 'every 3 months'], ['P1Y', 'every year'], ['P1Y6M', 'every 1 year 6 months']]);
  check(format.format_notice, [
    ['P90D', '90 days'], ['P0D', 'none needed'], [{ length: 'P10D', days: 'working' }, '10 working days'], [{ length: 'P1D', days: 'working' }, '1 working day'],
  ]);
});

test('terms are said in a few words', () => {
  check(format.format_term, [
    [{ kind: 'fixed', end: '2024-10' }, 'Fixed, ending October 2024'],
    [{ kind: 'fixed', start: '2022-07-01', length: 'P3Y' }, 'Fixed, 3 years from 1 July 2022'],
    [{ kind: 'auto_renew', start: '2023-04-01', length: 'P3Y', renews_for: 'P1Y' }, 'Renews itself every year; first term 3 years from 1 April 2023'],
    [{ kind: 'rolling', period: 'P1M' }, 'Rolling month to month'], [{ kind: 'rolling', period: 'P6M' }, 'Rolling, 6 months at a time'],
    [{ kind: 'perpetual' }, 'Perpetual'], [{ kind: 'unknown' }, 'Term not known'], [undefined, 'Term not recorded'],
  ]);
});

test('money is exact to the penny, however large, and credits have a minus sign', () => {
  check(format.format_money, [
    ['14400.00', '£14,400.00'], ['0.00', '£0.00'], ['-1250.5', '−£1,250.50'], ['90071992547409930.01', '£90,071,992,547,409,930.01', 'more than a float holds'],
    ['6.125', '£6.125', 'a unit price keeps its places'], ['5', '£5.00'], ['n/a', 'n/a'],
  ]);
  format.set_currency('EUR');
  assert.equal(format.format_money('5.00'), '€5.00');
  format.set_currency('CHF');
  assert.equal(format.format_money('5.00'), 'CHF\u00a05.00');
  format.set_currency('GBP');
});

test('counts say how exact they are', () => {
  check(format.format_count, [
    [1117, '1,117'], [0, '0', 'zero is a number'], [{ value: 190, qualifier: 'approximately' }, 'about 190'], [{ value: 40000, qualifier: 'at_least' }, 'at least 40,000'],
    [{ value: 30, qualifier: 'up_to' }, 'up to 30'], [{ value: 1117, qualifier: 'exact' }, '1,117'], [{ value: 5 }, '5'],
  ]);
});

test('telephone numbers are in national form', () => {
  check(format.format_telephone, [
    ['+443001231234', '0300 123 1234'], ['+442079460123', '020 7946 0123'], ['+441632960123', '01632 960123'], ['+441914960123', '0191 496 0123'],
    ['+447700900123', '07700 900123'], ['+448081570123', '0808 157 0123'], ['111', '111', 'short codes stay'], ['Contact centre', 'Contact centre'],
  ]);
});

test('codes become words', () => {
  check(format.format_code, [
    ['sip_trunk', 'SIP trunk'], ['isdn30', 'ISDN30'], ['pbx', 'PBX'], ['hosted_voip', 'Hosted VoIP'], ['contact_centre', 'Contact centre'],
    ['non_geographic_numbers', 'Non-geographic numbers'], ['cms', 'CMS'],
  ]);
});

test('lists and financial years read as in a sentence', () => {
  check(format.format_list, [[[], ''], [['a'], 'a'], [['a', 'b'], 'a and b'], [['a', 'b', 'c'], 'a, b and c']]);
  check(format.format_years, [[['2023-24', '2024-25', '2025-26'], '2023-24 to 2025-26'], [['2021-22', '2023-24'], '2021-22 and 2023-24'], [['2021-22', '2023-24', '2024-25'], '2021-22, 2023-24 and 2024-25']]);
  check(format.format_financial_year, [[2021, '2021-22'], [1999, '1999-00']]);
  assert.equal(format.format_how_many(1, 'contract'), '1 contract');
  assert.equal(format.format_how_many(1200, 'entry', 'entries'), '1,200 entries');
});

test('words of the server become sentences, and a day is known when it is written as one', () => {
  check(format.format_sentence, [['the day is none', 'The day is none.'], ['Done.', 'Done.'], ['', '']]);
  check(format.is_day, [['2026-11-22', true], ['2026-11', false], ['nonsense', false]]);
});

test('a field holds a value, a silence, a release, or nothing; an empty list is nothing and zero is a value', () => {
  const record = {
    price: 0, list: [], term: { kind: 'fixed' }, silences: { 'term.notice': 'unknown' },
    release: { product: { withhold: ['s31(3)', 's36(2)(c)'], reason: 'It would help an attacker.' } },
  };
  assert.equal(field_state(record, 'price').value, 0);
  assert.equal(field_state(record, 'list').value, undefined);
  assert.equal(field_state(record, 'term.kind').value, 'fixed');
  assert.deepEqual(field_state(record, 'term.notice'), { value: undefined, silence: 'unknown', release: null });
  assert.equal(exemptions_of(field_state(record, 'product').release), 's31(3), s36(2)(c)');
  assert.equal(field_state(record, 'term.start.deeper').silence, null);
});

test('a field is read as its name says', () => {
  check(kind_of_field, [['decided_on', 'day'], ['amount', 'money'], ['owner', 'reference'], ['notes', 'text'], ['per', 'period'], ['purchased', 'count']]);
});
