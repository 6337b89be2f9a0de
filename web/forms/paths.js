// Reading and changing a value deep within a record. A path is a list of names and places: ["charges", 0, "amount"].
// Nothing is changed in place.

/** @typedef {(string | number)[]} Path */

/** @param {any} value @returns {value is Record<string, any>} */
export function is_object(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {any} record @param {Path} path */
export function value_at(record, path) {
  let value = record;
  for (const step of path) value = value === null || value === undefined ? undefined : value[step];
  return value;
}

/** @param {any} value */
export function is_blank(value) {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * The record with a value put at a path; a blank is taken away, and with it the objects that held nothing else. An item
 * of a list stays, even when it is empty.
 * @param {any} record
 * @param {Path} path
 * @param {any} value
 * @returns {any}
 */
export function with_value(record, path, value) {
  if (path.length === 0) return value;
  const [step, ...rest] = path;
  if (typeof step === 'number') {
    const list = Array.isArray(record) ? [...record] : [];
    list[step] = with_value(list[step] ?? {}, rest, value);
    return list;
  }
  const changed = { ...(is_object(record) ? record : {}) };
  const next = with_value(changed[step], rest, value);
  const is_empty = is_blank(next) || (is_object(next) && Object.keys(next).length === 0);
  if (is_empty) delete changed[step];
  else changed[step] = next;
  return changed;
}

/** A path as a JSON pointer (RFC 6901). @param {Path} path */
export function pointer_of(path) {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The id of the element that holds the field at a pointer. @param {string} pointer */
export function element_id(pointer) {
  return `field${pointer.replace(/[^\w-]/g, '-')}`;
}

/** Whether two values of JSON say the same, whatever order their members stand in. @param {any} a @param {any} b @returns {boolean} */
export function is_same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => is_same(item, b[index]));
  if (!is_object(a) || !is_object(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && is_same(a[name], b[name]));
}

/** Fields whose value is an object and yet one thing. */
const whole = ['notice', 'count', 'purchased', 'assigned', 'in_use', 'account_manager', 'support', 'vat'];

/**
 * The paths at which a record holds something: lists and counts as a whole, other objects by their members.
 * @param {any} record
 * @returns {Path[]}
 */
export function leaf_paths(record) {
  return Object.entries(record ?? {}).flatMap(([name, value]) => {
    if (!is_object(value) || whole.includes(name)) return [[name]];
    return leaf_paths(value).map((path) => /** @type {Path} */ ([name, ...path]));
  });
}

/**
 * @typedef {object} Difference
 * @property {Path} path
 * @property {any} before as it was when the change was begun
 * @property {any} theirs as it is recorded now
 * @property {any} mine
 * @property {'theirs' | 'mine' | ''} suggested the one side that changed it; none when both did
 */

/**
 * Where two changes of one record disagree, or only the other side changed something.
 * @param {any} before
 * @param {any} theirs
 * @param {any} mine
 * @returns {Difference[]}
 */
export function differences(before, theirs, mine) {
  /** @type {Map<string, Path>} */
  const paths = new Map();
  for (const record of [before, theirs, mine]) for (const path of leaf_paths(record)) paths.set(pointer_of(path), path);
  /** @type {Difference[]} */
  const found = [];
  for (const path of paths.values()) {
    const [was, now, typed] = [before, theirs, mine].map((record) => value_at(record, path));
    if (is_same(now, typed)) continue;
    const is_theirs = !is_same(was, now);
    const is_mine = !is_same(was, typed);
    found.push({ path, before: was, theirs: now, mine: typed, suggested: is_theirs && is_mine ? '' : is_theirs ? 'theirs' : 'mine' });
  }
  return found;
}
