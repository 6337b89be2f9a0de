// The page for an address that leads nowhere.

import { html } from 'htm/preact/standalone';
import { page_href } from '../lib/router.js';
import { current_session } from '../lib/session.js';
import { role_words } from '../lib/words.js';
import { PageHeader } from '../components/page_header.js';

export function NotFoundView() {
  return html`<${PageHeader} title="Page not found" lead="There is nothing at this address. It may have been typed wrongly, or what it named may have been removed." />
    <ul class="plain_links">
      <li><a href=${page_href('/')}>Overview</a></li>
      <li><a href=${page_href('/renewals')}>Renewals</a></li>
      <li><a href=${page_href('/contracts')}>Contracts</a></li>
    </ul>`;
}

/** The same for one record. @param {{ what: string, id: string, list: string }} props */
export function RecordNotFound({ what, id, list }) {
  return html`<${PageHeader} title=${`No such ${what}`} lead=${`No ${what} is recorded as “${id}”. It may have been removed, or the link may be wrong.`} />
    <p><a href=${page_href(list)}>All ${what}s</a></p>`;
}

/** The page for what the role does not reach to. @param {{ needs: string }} props */
export function NotAllowedView({ needs }) {
  const { role } = current_session();
  return html`<${PageHeader} title="You are not allowed to do this" lead=${`This needs the role ${role_words[needs].label.toLowerCase()}; yours is ${role_words[role ?? '']?.label.toLowerCase() ?? 'none'}. An administrator can give you another.`} />
    <p><a href=${page_href('/')}>Go to the overview</a></p>`;
}
