// Small line drawings beside words; never the only label of anything.

import { html } from 'htm/preact/standalone';

/** @type {Record<string, string>} */
const drawings = {
  brand: 'M4 6h16 M4 12h10 M4 18h5 M18 15a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0 -5',
  overview: 'M4 4h7v7h-7z M14 4h6v4h-6z M14 11h6v9h-6z M4 14h7v6h-7z',
  renewals: 'M5 6h14v14h-14z M5 10.5h14 M9 3.5v4 M15 3.5v4',
  contracts: 'M7 3.5h7l4 4v13h-11z M14 3.5v4h4 M10 12.5h5 M10 16h5',
  inventory: 'M4 5h16v5h-16z M4 14h16v5h-16z M7.5 7.5h.01 M7.5 16.5h.01',
  alerts: 'M6 16v-5.5a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z M10 20.5h4',
  spend: 'M5 20v-7 M12 20v-15 M19 20v-10',
  suppliers: 'M4 20v-10l8 -6l8 6v10z M10 20v-6h4v6',
  timeline: 'M4 6h9 M8 12h12 M4 18h7 M16 3v18',
  history: 'M4 12a8 8 0 1 0 2.5 -5.8 M4 4v4h4 M12 8v4.5l3 1.8',
  import: 'M12 15v-11 M7.5 8l4.5 -4.5l4.5 4.5 M5 20h14',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0 -13 M15.5 15.5l5 5',
  sort: 'M8 10l4 -4l4 4 M8 14l4 4l4 -4',
  sort_up: 'M7 14l5 -6l5 6z',
  sort_down: 'M7 10l5 6l5 -6z',
  person: 'M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0 -8 M4.5 20a7.5 6 0 0 1 15 0',
  plus: 'M12 5v14 M5 12h14',
  download: 'M12 4v11 M7.5 11l4.5 4.5l4.5 -4.5 M5 20h14',
  menu: 'M4 7h16 M4 12h16 M4 17h16',
  close: 'M6 6l12 12 M18 6l-12 12',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0 -8 M12 3v1.5 M12 19.5v1.5 M3 12h1.5 M19.5 12h1.5 M5.6 5.6l1.1 1.1 M17.3 17.3l1.1 1.1 M18.4 5.6l-1.1 1.1 M6.7 17.3l-1.1 1.1',
  moon: 'M19 14.5a7.5 7.5 0 1 1 -9.5 -9.5a6 6 0 0 0 9.5 9.5z',
};

/** @param {{ name: string }} props */
export function Icon({ name }) {
  return html`<svg class=${`icon icon_${name}`} viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d=${drawings[name]} fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}
