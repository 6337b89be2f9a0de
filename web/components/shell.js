// The frame around every page: skip link, header, navigation, footer.

import { html, useEffect, useState } from 'htm/preact/standalone';
import { api_url, health_url } from '../api.js';
import { format_instant, format_number, set_currency } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { page_href } from '../lib/router.js';
import { may, stay_signed_out, use_session } from '../lib/session.js';
import { late_words } from './alert_health.js';
import { DayNotice } from './page_header.js';
import { Icon } from './icon.js';
import { Modal } from './modal.js';
import { PersonNote } from './person.js';
import { SampleBanner } from './sample_banner.js';
import { SearchBox } from './search_box.js';
import { SignInForm } from './sign_in_form.js';
import { ThemeButton } from './theme_button.js';
import { WhoMenu } from './who_menu.js';

/** @type {{ path: string, label: string, icon: string, section?: string, needs?: string }[]} */
const pages = [
  { path: '/', label: 'Overview', icon: 'overview' },
  { path: '/renewals', label: 'Renewals', icon: 'renewals' },
  { path: '/alerts', label: 'Alerts', icon: 'alerts' },
  { path: '/timeline', label: 'Timeline', icon: 'timeline' },
  { path: '/contracts', label: 'Contracts', icon: 'contracts' },
  { path: '/suppliers', label: 'Suppliers', icon: 'suppliers' },
  { path: '/inventory/platforms', section: '/inventory', label: 'Inventory', icon: 'inventory' },
  { path: '/spend', label: 'Spend', icon: 'spend', needs: 'finance' },
  { path: '/history', label: 'History', icon: 'history', needs: 'finance' },
  { path: '/import', label: 'Import', icon: 'import', needs: 'editor' },
];

/** @param {string} path @param {{ path: string, section?: string }} page */
function is_within(path, page) {
  const section = page.section ?? page.path;
  return path === section || (section !== '/' && path.startsWith(`${section}/`));
}

/** @param {{ path: string, children?: any }} props */
export function Shell({ path, children }) {
  const [is_open, set_open] = useState(false);
  const { data } = use_resources({ organisation: api_url('organisation') });
  const organisation = data?.organisation;
  if (organisation?.currency) set_currency(organisation.currency);
  const { state, has_ended, account } = use_session();
  useEffect(() => set_open(false), [path]);

  return html`
    <a class="skip_link" href="#main">Skip to the content</a>
    <header class="site_header">
      <a class="brand" href=${page_href('/')}><${Icon} name="brand" /><span>telestate</span></a>
      ${organisation?.name ? html`<a class="site_organisation" href=${page_href('/organisation')} title=${organisation.name}>${organisation.name}</a>` : html`<span class="site_organisation"></span>`}
      <${SearchBox} />
      <div class="site_actions">
        <${WhoMenu} />
        <${ThemeButton} />
        <button type="button" class="menu_button" aria-expanded=${is_open ? 'true' : 'false'} aria-controls="site_nav"
          onClick=${() => set_open(!is_open)}><${Icon} name=${is_open ? 'close' : 'menu'} /><span>Menu</span></button>
      </div>
    </header>
    <div class="site_body">
      <nav id="site_nav" class=${`site_nav${is_open ? ' is_open' : ''}`} aria-label="Pages">
        <ul>
          ${pages.filter(({ needs = 'viewer' }) => may(needs)).map((page) => html`<li key=${page.path}>
            <a href=${page_href(page.path)} aria-current=${path === page.path ? 'page' : is_within(path, page) ? 'true' : undefined}>
              <${Icon} name=${page.icon} /><span>${page.label}</span></a>
          </li>`)}
        </ul>
        ${may('finance') && html`<div class="site_nav_foot"><a href="/api/v1/export" download="estate.json"><${Icon} name="download" /><span>Export (JSON)</span></a></div>`}
      </nav>
      <main id="main" tabindex="-1">
        <${SampleBanner} occasion=${path} />
        <${DayNotice} />
        ${children}
      </main>
    </div>
    <footer class="site_footer">
      <p>${organisation?.name ? `${organisation.name}: telecoms` : 'Telecoms'} contracts and estate. Figures are worked out from what is
        recorded; each contract says how.</p>
      ${state === 'off' && html`<${PersonNote} />`}
      <${Health} occasion=${path} />
      <ul>
        ${may('finance') && html`<li><a href="/api/v1/export" download="estate.json">Export (JSON)</a></li>`}
        <li><a href="/api/v1/estate-document.schema.json">Estate document schema</a></li>
        <li><a href="/api/v1/openapi.json">API description</a></li>
      </ul>
    </footer>
    ${has_ended && html`<${Modal} title="Sign in again" close=${stay_signed_out}>
      <p>You were signed out: for a while nothing was done, or it was done from elsewhere. What stands on the page is kept, and goes on once you have signed in.</p>
      <${SignInForm} email=${account?.email} close=${stay_signed_out} />
    <//>`}
    <div id="announcer" class="visually_hidden" aria-live="polite"></div>`;
}

/** Which revision of the estate is shown, and when alerts were last checked. @param {{ occasion: string }} props */
function Health({ occasion }) {
  const { data } = use_resources({ health: health_url }, occasion);
  const health = data?.health;
  if (!health) return null;
  const { alerts_last_checked_at: checked, alerts } = health;
  return html`<p>${health.revision !== undefined && `Revision ${format_number(health.revision)} of the estate. `}
    ${alerts?.is_late ? html`<strong class="late" role="status">${late_words(alerts)}</strong>` : checked ? `Alerts were last checked on ${format_instant(checked)}.` : 'Alerts have not been checked yet.'}</p>`;
}
