// The only formatter: how days, periods, money, counts and telephone numbers are written for people. It never works
// anything out; what it is given comes computed from the server.

/** @typedef {import('../types.js').Count} Count */
/** @typedef {import('../types.js').Interval} Interval */
/** @typedef {import('../types.js').Notice} Notice */

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];
const quarters = ['January to March', 'April to June', 'July to September', 'October to December'];

let currency_symbol = '£';

/**
 * Sets the organisation's currency, an ISO 4217 code.
 * @param {string} code
 */
export function set_currency(code) {
  try {
    const parts = new Intl.NumberFormat('en-GB', { style: 'currency', currency: code }).formatToParts(0);
    currency_symbol = parts.find((part) => part.type === 'currency')?.value ?? code;
    if (/[A-Za-z]$/.test(currency_symbol)) currency_symbol += '\u00a0';
  } catch {
    currency_symbol = `${code}\u00a0`;
  }
}

/** @param {string} digits */
function group_thousands(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * "2024-12-31" as "31 December 2024", and the imprecise ones as people say them: "October 2024", "October to
 * December 2024", "financial year 2020-21, quarter 4". Anything else is returned as it is.
 * @param {string} day
 */
export function format_day(day) {
  let match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match) return `${Number(match[3])} ${months[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
  match = /^(\d{4})-(\d{2})$/.exec(day);
  if (match) return `${months[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
  match = /^(\d{4})-Q([1-4])$/.exec(day);
  if (match) return `${quarters[Number(match[2]) - 1]} ${match[1]}`;
  match = /^FY(\d{4}-\d{2})-Q([1-4])$/.exec(day);
  if (match) return `financial year ${match[1]}, quarter ${match[2]}`;
  match = /^FY(\d{4}-\d{2})$/.exec(day);
  if (match) return `financial year ${match[1]}`;
  return String(day);
}

/**
 * An instant in the reader's own time zone: "22 November 2026 at 07:00".
 * @param {string} instant
 */
export function format_instant(instant) {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return String(instant);
  const two_digits = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${time.getDate()} ${months[time.getMonth()]} ${time.getFullYear()} at ${two_digits(time.getHours())}:${two_digits(time.getMinutes())}`;
}

/**
 * A day in few letters, "31 Dec 2024", where room is short.
 * @param {string} day
 */
export function format_short_day(day) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return format_day(day);
  return `${Number(match[3])} ${(months[Number(match[2]) - 1] ?? match[2]).slice(0, 3)} ${match[1]}`;
}

/**
 * The month of a day in three letters: "2024-12-31" as "Dec".
 * @param {string} day
 */
export function format_short_month(day) {
  return (months[Number(day.slice(5, 7)) - 1] ?? day).slice(0, 3);
}

/**
 * An end in few letters: "31 Dec 2024", "October 2024", "1 Oct to 31 Dec 2024".
 * @param {Interval} interval
 */
export function format_short_interval({ first, last }) {
  const words = format_interval({ first, last });
  if (first === last) return format_short_day(first);
  if (!words.startsWith('between ')) return words;
  const from = format_short_day(first);
  return `${first.slice(0, 4) === last.slice(0, 4) ? from.slice(0, -5) : from} to ${format_short_day(last)}`;
}

/** @param {number} year @param {number} month from 1 */
function last_day_of(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * An end as the server gives it, first and last day: one day, a whole month, or the two days it lies between.
 * @param {Interval} interval
 */
export function format_interval({ first, last }) {
  if (first === last) return format_day(first);
  const year = Number(first.slice(0, 4));
  const month = Number(first.slice(5, 7));
  const is_month = first.slice(0, 7) === last.slice(0, 7) && first.endsWith('-01') && Number(last.slice(8)) === last_day_of(year, month);
  if (is_month) return format_day(first.slice(0, 7));
  if (first === `${last.slice(0, 4)}-01-01` && last.endsWith('-12-31')) return `some time in ${year}`;
  return `between ${format_day(first)} and ${format_day(last)}`;
}

/**
 * How far away a day is, in words: "in 135 days", "today", "5 days ago".
 * @param {number} days
 */
export function format_days_left(days) {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  const amount = group_thousands(String(Math.abs(days)));
  return days > 0 ? `in ${amount} days` : `${amount} days ago`;
}

/** @param {string} amount @param {string} unit */
function plural(amount, unit) {
  return `${group_thousands(amount)} ${unit}${amount === '1' ? '' : 's'}`;
}

/**
 * An ISO 8601 period: "P1Y6M" as "1 year 6 months".
 * @param {string} period
 */
export function format_period(period) {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period);
  if (!match || period === 'P') return String(period);
  const units = ['year', 'month', 'week', 'day'];
  const parts = units.flatMap((unit, index) => (match[index + 1] ? [plural(match[index + 1], unit)] : []));
  return parts.join(' ');
}

/**
 * How often something comes round: "P1M" as "every month", "P3M" as "every 3 months".
 * @param {string} period
 */
export function format_every(period) {
  const words = format_period(period);
  return words.startsWith('1 ') && !/\d/.test(words.slice(1)) ? `every ${words.slice(2)}` : `every ${words}`;
}

/**
 * A notice: a period, or a number of working days.
 * @param {Notice} notice
 */
export function format_notice(notice) {
  if (typeof notice !== 'string') {
    const words = format_period(notice.length);
    return notice.days === 'working' ? words.replace(/day/, 'working day') : words;
  }
  return /^P0[DWMY]$/.test(notice) ? 'none needed' : format_period(notice);
}

/**
 * A contract's term in a few words, as recorded: "Fixed, ending October 2024", "Rolling month to month".
 * @param {import('../types.js').Term | undefined} term
 */
export function format_term(term) {
  if (!term) return 'Term not recorded';
  const end = term.end ? `ending ${format_day(term.end)}` : term.start && term.length ? `${format_period(term.length)} from ${format_day(term.start)}` : '';
  switch (term.kind) {
    case 'fixed': return end ? `Fixed, ${end}` : 'Fixed';
    case 'auto_renew': return `Renews itself${term.renews_for ? ` ${format_every(term.renews_for)}` : ''}${end ? `; first term ${end}` : ''}`;
    case 'rolling': return format_rolling(term.period);
    case 'perpetual': return 'Perpetual';
    default: return 'Term not known';
  }
}

/** @param {string | undefined} period */
function format_rolling(period) {
  /** @type {Record<string, string>} */
  const words = { P1M: 'month to month', P1Y: 'year to year', P3M: 'quarter to quarter', P1W: 'week to week' };
  if (!period) return 'Rolling';
  return words[period] ? `Rolling ${words[period]}` : `Rolling, ${format_period(period)} at a time`;
}

/**
 * Exact decimal money, "14400.00" as "£14,400.00". Never goes through binary floating point. What a reader may not see
 * comes as null.
 * @param {string | null} amount
 */
export function format_money(amount) {
  if (amount === null) return 'not shown';
  const match = /^([-+]?)(\d+)(?:\.(\d+))?$/.exec(String(amount));
  if (!match) return String(amount);
  const pence = (match[3] ?? '').padEnd(2, '0');
  return `${match[1] === '-' ? '\u2212' : ''}${currency_symbol}${group_thousands(match[2])}.${pence}`;
}

/**
 * How many, with what is known of its exactness: "1,117", "about 190", "at least 40,000", "up to 30".
 * @param {Count | number} count
 */
export function format_count(count) {
  if (typeof count === 'number') return format_number(count);
  const words = { exact: '', approximately: 'about ', at_least: 'at least ', up_to: 'up to ' };
  return `${words[count.qualifier ?? 'exact'] ?? `${count.qualifier} `}${format_number(count.value)}`;
}

/**
 * The same to be changed in a form: "14,400.00", "6.125", without the currency.
 * @param {string | number} amount
 */
export function format_written_money(amount) {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(String(amount));
  return match ? `${match[1]}${group_thousands(match[2])}${match[3] ?? ''}` : String(amount);
}

/**
 * A count to be changed in a form: "about 190".
 * @param {Count | number | string} count
 */
export function format_written_count(count) {
  if (typeof count === 'string') return count;
  if (typeof count === 'number') return format_number(count);
  return typeof count.value === 'number' ? format_count(count) : String(count.value ?? '');
}

/** @param {number | string} number */
export function format_number(number) {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(String(number));
  return match ? `${match[1] ? '\u2212' : ''}${group_thousands(match[2])}${match[3] ?? ''}` : String(number);
}

/** @param {string | number | null} percent */
export function format_percent(percent) {
  return percent === null ? 'not shown' : `${format_number(percent)}%`;
}

/**
 * A count and its noun: "1 contract", "12 contracts".
 * @param {number} count
 * @param {string} noun
 * @param {string} [nouns] the plural, when it is not the noun with an s
 */
export function format_how_many(count, noun, nouns = `${noun}s`) {
  return `${format_number(count)} ${count === 1 ? noun : nouns}`;
}

/**
 * A telephone number in national form, spaced as it is printed: "+443001231234" as "0300 123 1234".
 * @param {string} number
 */
export function format_telephone(number) {
  const national = number.startsWith('+44') ? `0${number.slice(3)}` : number;
  if (!/^0\d{9,10}$/.test(national)) return number;
  if (/^02/.test(national)) return national.replace(/^(\d{3})(\d{4})(\d+)$/, '$1 $2 $3');
  if (/^01(1\d|\d1)/.test(national) || /^0[389]/.test(national)) return national.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3');
  return national.replace(/^(\d{5})(\d+)$/, '$1 $2');
}

/**
 * Financial years, those that follow one another as a span: "2023-24 to 2025-26", "2021-22 and 2023-24".
 * @param {string[]} years earliest first
 */
export function format_years(years) {
  const starts = years.map((year) => Number(year.slice(0, 4)));
  const is_span = years.length > 2 && starts.every((start, index) => start === starts[0] + index);
  return is_span ? `${years[0]} to ${years[years.length - 1]}` : format_list(years);
}

/** Words of the server's as a sentence: a capital letter before and a full stop after. @param {string} words */
export function format_sentence(words) {
  const text = words.trim();
  return text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}` : '';
}

/** Whether a text is written as a full day is. @param {string} text */
export function is_day(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** @param {string[]} words joined as in a sentence: "a, b and c" */
export function format_list(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

const acronyms = ['pbx', 'isdn2', 'isdn30', 'sip', 'pstn', 'fttp', 'fttc', 'adsl', 'cms', 'it', 'sms', 'vpn', 'wan', 'lan', 'crm', 'id', 'vat', 'nhs', 'ip'];
/** @type {Record<string, string>} */
const spellings = { voip: 'VoIP', sogea: 'SOGEA', hscn: 'HSCN', wifi: 'Wi-Fi', non: 'non-' };

/**
 * A code of the estate document in words: "sip_trunk" as "SIP trunk", "contact_centre" as "Contact centre".
 * @param {string} code
 */
export function format_code(code) {
  const words = String(code).split('_').map((word) => spellings[word] ?? (acronyms.includes(word) ? word.toUpperCase() : word));
  const text = words.join(' ').replace('- ', '-');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The financial year that begins in a year: 2021 as "2021-22".
 * @param {number} year
 */
export function format_financial_year(year) {
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}
