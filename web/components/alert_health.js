// Whether alerts are checked and reach somebody; silent while all is well.

import { html } from 'htm/preact/standalone';
import { health_url } from '../api.js';
import { format_day, format_how_many, format_sentence } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href } from '../lib/router.js';

/** @param {any} alerts as /healthz and the status of alerts tell it */
export function late_words({ is_late, late_since }) {
  return is_late ? `Alerts have not been checked since before ${format_day(late_since)}.` : '';
}

/** What waits and why; a call of the webhook is not counted among the alerts. @param {any} alerts */
export function waiting_words({ pending_count, pending_error }) {
  if (pending_count === 0 && !pending_error) return '';
  return format_sentence(`${pending_count > 0 ? `${format_how_many(pending_count, 'alert waits', 'alerts wait')} to be sent` : 'A call of the webhook waits'}${pending_error ? `: ${pending_error}` : ''}`);
}

/** What is wrong, in a note that leads to the alerts. */
export function AlertNote() {
  const { data } = use_resources({ health: health_url });
  const alerts = data?.health.alerts;
  if (!alerts) return null;
  const nobody = alerts.nobody_to_tell_count;
  const words = [late_words(alerts), waiting_words(alerts),
    nobody > 0 && `${format_how_many(nobody, 'alert has', 'alerts have')} nobody to go to.`].filter(Boolean);
  if (words.length === 0) return null;
  return html`<p class=${`note alert_note ${alerts.is_late ? 'alarm' : 'warn'}`} role=${alerts.is_late ? 'alert' : undefined}>${words.join(' ')} <a href=${page_href('/alerts')}>See the alerts</a></p>`;
}
