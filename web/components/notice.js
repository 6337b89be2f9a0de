// Says on a page what has just been done, and says it aloud.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { take_notice } from '../lib/notice.js';
import { announce } from './states.js';

export function Notice() {
  const [words, set_words] = useState('');
  // The words are read a moment after the page's own, which would otherwise talk over them.
  useEffect(() => {
    const taken = take_notice();
    if (!taken) return undefined;
    set_words(taken);
    const timer = setTimeout(() => announce(taken), 700);
    return () => clearTimeout(timer);
  }, []);
  return words ? html`<p class="notice">${words}</p>` : null;
}
