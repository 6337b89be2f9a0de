// Changes between the light and the dark theme, and remembers the choice in this browser.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { Icon } from './icon.js';

const dark_preference = matchMedia('(prefers-color-scheme: dark)');

function is_dark_now() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : dark_preference.matches;
}

export function ThemeButton() {
  const [is_dark, set_dark] = useState(is_dark_now);
  useEffect(() => {
    const follow = () => set_dark(is_dark_now());
    dark_preference.addEventListener('change', follow);
    return () => dark_preference.removeEventListener('change', follow);
  }, []);

  function change() {
    const theme = is_dark_now() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    set_dark(theme === 'dark');
    try {
      localStorage.setItem('telestate_theme', theme);
    } catch {
      // The choice then lasts until the page is left.
    }
  }

  return html`<button type="button" class="theme_button" onClick=${change}>
    <${Icon} name=${is_dark ? 'sun' : 'moon'} /><span>${is_dark ? 'Light' : 'Dark'}<span class="visually_hidden"> theme</span></span>
  </button>`;
}
