// Says on a page what has just been done, and says it aloud.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { take_notice, watch_notices } from '../lib/notice.js';
import { announce_later } from './states.js';

/** What was done on the page itself stays in sight, however far down that was. */
export function Notice() {
  const [said, set_said] = useState(/** @type {import('../lib/notice.js').Said | null} */ (null));
  const [stays, set_stays] = useState(false);
  useEffect(() => {
    const take = () => {
      const taken = take_notice();
      if (!taken) return;
      set_said(taken);
      // The words are read a moment after the page's own, which would otherwise talk over them.
      announce_later(taken.words);
    };
    take();
    return watch_notices(() => {
      set_stays(true);
      take();
    });
  }, []);
  if (!said) return null;
  return html`<p id="notice" class=${`notice${stays ? ' stays' : ''}`} tabindex="-1">${said.words}${said.href && html` <a href=${said.href}>${said.link}</a>`}
    ${stays && html` <button type="button" class="text_button" onClick=${() => set_said(null)}>Close<span class="visually_hidden"> this notice</span></button>`}</p>`;
}
