// The only caller of fetch. Answers are kept with their ETag, so asking again costs a 304 and going back is at once.

/** How many answers are kept; the oldest go first. */
const kept_most = 60;

/** @type {Map<string, { etag: string, body: any }>} */
const kept = new Map();

/** Whether the server is well; not part of the versioned API. */
export const health_url = '/healthz';

/** An answer other than the one asked for, told in words. */
export class ApiError extends Error {
  /**
   * @param {string} message what to tell a person
   * @param {{ status?: number, detail?: string, problems?: { pointer: string, detail: string }[] }} facts
   */
  constructor(message, facts = {}) {
    super(message);
    /** Zero when no answer came at all. */
    this.status = facts.status ?? 0;
    this.detail = facts.detail ?? '';
    this.problems = facts.problems ?? [];
  }
}

/** @type {Record<number, string>} */
const messages = {
  400: 'The server could not read what was asked for.',
  401: 'You are not signed in.',
  403: 'You are not allowed to see this.',
  404: 'There is nothing at this address.',
  422: 'The server cannot answer with these values.',
  429: 'Too many requests were made. Wait a moment and try again.',
  503: 'The server is busy or starting. Try again in a moment.',
};

/** @param {number} status */
function message_of(status) {
  if (messages[status]) return messages[status];
  return status >= 500 ? 'The server could not answer. The fault is at its end.' : 'The server refused the request.';
}

/**
 * The URL of an API path with its parameters; those without a value are left out.
 * @param {string} path below /api/v1/
 * @param {Record<string, string | number | null | undefined>} [parameters]
 */
export function api_url(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return `/api/v1/${path}${text ? `?${text}` : ''}`;
}

/**
 * What was last answered for a URL, without asking again; undefined when nothing is kept.
 * @param {string} url
 */
export function kept_answer(url) {
  return kept.get(url)?.body;
}

/**
 * @param {string} url
 * @param {string | null} etag
 * @param {any} body
 */
function keep(url, etag, body) {
  kept.delete(url);
  if (!etag) return;
  kept.set(url, { etag, body });
  if (kept.size > kept_most) kept.delete(/** @type {string} */ (kept.keys().next().value));
}

/** @param {Response} response */
async function error_from(response) {
  const message = message_of(response.status);
  try {
    const problem = await response.json();
    const entries = Array.isArray(problem.errors) ? problem.errors : [];
    return new ApiError(message, {
      status: response.status,
      detail: String(problem.detail ?? (response.status < 500 ? problem.title : null) ?? ''),
      problems: entries.map((/** @type {any} */ entry) => ({
        pointer: String(entry.pointer ?? ''),
        detail: String(entry.detail ?? entry.message ?? ''),
      })),
    });
  } catch {
    return new ApiError(message, { status: response.status });
  }
}

/**
 * The JSON at a URL. Throws an ApiError for any answer but a good one.
 * @param {string} url
 * @param {AbortSignal} [signal]
 */
export async function get_json(url, signal) {
  const known = kept.get(url);
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (known) headers['If-None-Match'] = known.etag;
  let response;
  try {
    response = await fetch(url, { headers, signal, credentials: 'same-origin' });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('The server cannot be reached. It may be stopped, or the network may be down.');
  }
  if (response.status === 304 && known) return known.body;
  if (!response.ok) throw await error_from(response);
  try {
    const body = await response.json();
    keep(url, response.headers.get('ETag'), body);
    return body;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('The server sent something that is not JSON.', { status: response.status });
  }
}
