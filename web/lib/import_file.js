// What a chosen file is, as far as its name and its first bytes tell, and which kind of record a sheet seems to hold.

/** The kinds that a sheet may hold. */
export const sheet_kinds = ['contracts', 'suppliers', 'platforms', 'lines', 'licences', 'numbers', 'usage', 'sites', 'people', 'responsibilities'];

export const media_types = {
  document: 'application/json',
  csv: 'text/csv',
  workbook: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * What was chosen, as it was then: a file may change while its report is read.
 * @typedef {object} Chosen
 * @property {string} name
 * @property {Blob} content
 * @property {string} media_type
 * @property {boolean} is_sheet
 * @property {string[]} headings of a sheet that is text
 * @property {string} refusal why it cannot be read at all; empty where it may be
 */

/** How many bytes are looked at. */
const looked_at = 4096;

/** How files begin that hold no records. */
const beginnings = ['\u0089PNG', '\u00ff\u00d8\u00ff', 'GIF8', '%PDF', '\u001f\u008b', 'BZh', '7z\u00bc\u00af', 'Rar!', '{\\rtf', '\u007fELF'];
/** How the workbooks of old begin. */
const old_workbook = '\u00d0\u00cf\u0011\u00e0';

/** @param {File} file @returns {Promise<Chosen>} */
export async function read_file(file) {
  const content = new Blob([await file.arrayBuffer()]);
  const bytes = new Uint8Array(await content.slice(0, looked_at).arrayBuffer());
  const raw = String.fromCharCode(...bytes);
  const start = (await content.slice(0, looked_at).text()).replace(/^\ufeff/, '').trimStart();
  const is_document = start.startsWith('{') || /\.json$/i.test(file.name);
  // The server says which of the older workbooks it cannot read, and what to do with them.
  const is_workbook = raw.startsWith('PK') || raw.startsWith(old_workbook) || (/\.(xlsx?|xls[bm]|ods)$/i.test(file.name) && !is_document);
  const media_type = is_workbook ? media_types.workbook : is_document ? media_types.document : media_types.csv;
  const is_foreign = beginnings.some((beginning) => raw.startsWith(beginning)) || (!is_workbook && bytes.includes(0));
  const is_empty = start === '' && content.size <= looked_at;
  const refusal = is_empty ? 'The file is empty.' : is_foreign ? 'This is neither an estate document (JSON) nor a sheet (XLSX or CSV).' : '';
  return { name: file.name, content, media_type, is_sheet: is_workbook || !is_document, headings: media_type === media_types.csv ? headings_in(start) : [], refusal };
}

/** The headings in the first line of a sheet that is text. @param {string} text */
function headings_in(text) {
  return (text.split(/[\r\n]/, 1)[0] ?? '').split(/[,;\t]/).map((heading) => heading.trim().replace(/^"|"$/g, '').trim().toLowerCase().replace(/[\s-]+/g, '_'));
}

/** Headings that only a sheet of one kind has, or hardly another. @type {[string, RegExp][]} */
const telling_headings = [
  ['contracts', /^(term(\..*)?|title|renews_for|lead_time|ended_on|alert_days|charges?(\..*)?)$/],
  ['responsibilities', /^(role|person)$/],
  ['people', /^(job_title|email|team)$/],
  ['sites', /^(postcode|public_facing)$/],
  ['suppliers', /^(company_number|account_manager(\..*)?|support(\..*)?|also_known_as)$/],
  ['lines', /^technology$/],
  ['licences', /^(purchased|assigned)(\..*)?$/],
  ['numbers', /^(first|last|destination)$/],
  ['usage', /^(measure|per)$/],
  ['platforms', /^(maker|hosting|end_of_support|version)$/],
];

/** The kind of record that a sheet seems to hold; nothing when that cannot be told. @param {Chosen} chosen */
export function guess_kind({ name, headings }) {
  const named = sheet_kinds.find((kind) => name.toLowerCase().includes(kind));
  if (named) return named;
  const counted = telling_headings.map(([kind, pattern]) => ({ kind, count: headings.filter((heading) => pattern.test(heading)).length }));
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most);
  return most > 0 && best.length === 1 ? best[0].kind : '';
}
