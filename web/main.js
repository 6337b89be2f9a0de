// Starts the dashboard: which address shows which view. This is the contents page of the pages.

import { html, render, useEffect, useErrorBoundary, useState } from 'htm/preact/standalone';
import { load_session } from './api.js';
import { match_path, page_href, settle_focus, start_router, use_place } from './lib/router.js';
import { may, person_key, use_session } from './lib/session.js';
import { ErrorNote } from './components/states.js';
import { PageHeader } from './components/page_header.js';
import { Shell } from './components/shell.js';

/** Brings a view in once its page is asked for. @typedef {() => Promise<any>} Loader */

/** @type {Record<string, Loader>} */
const views = {
  account: () => import('./views/account.js').then((module) => module.AccountView),
  accounts: () => import('./views/accounts.js').then((module) => module.AccountsView),
  alert_mail: () => import('./views/alert_mail.js').then((module) => module.MailView),
  alert_mails: () => import('./views/alerts.js').then((module) => module.MailsView),
  alert_preview: () => import('./views/alerts.js').then((module) => module.PreviewView),
  alerts: () => import('./views/alerts.js').then((module) => module.AlertsView),
  contract: () => import('./views/contract.js').then((module) => module.ContractView),
  contracts: () => import('./views/contracts.js').then((module) => module.ContractsView),
  edit_record: () => import('./views/record_form.js').then((module) => module.EditRecordView),
  history: () => import('./views/history.js').then((module) => module.HistoryView),
  import: () => import('./views/import.js').then((module) => module.ImportView),
  invitation: () => import('./views/sign_in.js').then((module) => module.InvitationView),
  inventory: () => import('./views/inventory.js').then((module) => module.InventoryView),
  new_record: () => import('./views/record_form.js').then((module) => module.NewRecordView),
  not_allowed: () => import('./views/not_found.js').then((module) => module.NotAllowedView),
  not_found: () => import('./views/not_found.js').then((module) => module.NotFoundView),
  overview: () => import('./views/overview.js').then((module) => module.OverviewView),
  record: () => import('./views/record.js').then((module) => module.RecordView),
  renewals: () => import('./views/renewals.js').then((module) => module.RenewalsView),
  revision: () => import('./views/history.js').then((module) => module.RevisionView),
  search: () => import('./views/search.js').then((module) => module.SearchView),
  set_up: () => import('./views/sign_in.js').then((module) => module.SetUpView),
  signed_out: () => import('./views/sign_in.js').then((module) => module.SignInView),
  spend: () => import('./views/spend.js').then((module) => module.SpendView),
  supplier: () => import('./views/supplier.js').then((module) => module.SupplierView),
  suppliers: () => import('./views/suppliers.js').then((module) => module.SuppliersView),
  timeline: () => import('./views/timeline.js').then((module) => module.TimelineView),
};

/** What `needs` says is asked for by the page itself; of other pages the server says it. @type {{ pattern: string, view: string, values?: Record<string, string>, needs?: string }[]} */
const routes = [
  { pattern: '/', view: 'overview' },
  { pattern: '/renewals', view: 'renewals' },
  { pattern: '/alerts', view: 'alerts' },
  { pattern: '/alerts/preview', view: 'alert_preview' },
  { pattern: '/alerts/mails', view: 'alert_mails' },
  { pattern: '/alerts/mails/{id}', view: 'alert_mail' },
  { pattern: '/contracts', view: 'contracts' },
  { pattern: '/contracts/new', view: 'new_record', values: { kind: 'contracts' }, needs: 'editor' },
  { pattern: '/contracts/{id}', view: 'contract' },
  { pattern: '/contracts/{id}/edit', view: 'edit_record', values: { kind: 'contracts' }, needs: 'editor' },
  { pattern: '/inventory', view: 'inventory' },
  { pattern: '/inventory/{tab}', view: 'inventory' },
  { pattern: '/inventory/{kind}/new', view: 'new_record', needs: 'editor' },
  { pattern: '/inventory/{kind}/{id}', view: 'record' },
  { pattern: '/inventory/{kind}/{id}/edit', view: 'edit_record', needs: 'editor' },
  { pattern: '/account', view: 'account' },
  { pattern: '/accounts', view: 'accounts' },
  { pattern: '/sign-in', view: 'overview' },
  { pattern: '/spend', view: 'spend' },
  { pattern: '/history', view: 'history' },
  { pattern: '/history/{revision}', view: 'revision' },
  { pattern: '/import', view: 'import', needs: 'editor' },
  { pattern: '/search', view: 'search' },
  { pattern: '/timeline', view: 'timeline' },
  { pattern: '/suppliers', view: 'suppliers' },
  { pattern: '/suppliers/new', view: 'new_record', values: { kind: 'suppliers' }, needs: 'editor' },
  { pattern: '/suppliers/{id}', view: 'supplier' },
  { pattern: '/suppliers/{id}/edit', view: 'edit_record', values: { kind: 'suppliers' }, needs: 'editor' },
  { pattern: '/organisation', view: 'record', values: { kind: 'organisation' } },
  { pattern: '/organisation/edit', view: 'edit_record', values: { kind: 'organisation' }, needs: 'editor' },
];

/** @param {string} path */
function find_route(path) {
  for (const { pattern, view, values: fixed, needs } of routes) {
    const values = match_path(pattern, path);
    if (values && needs && !may(needs)) return { view: 'not_allowed', values: { needs } };
    if (values) return { view, values: { ...values, ...fixed } };
  }
  return { view: 'not_found', values: {} };
}

/** Keeps a fault in one view from taking the navigation with it. @param {{ children?: any }} props */
function ViewBoundary({ children }) {
  const [error, reset] = useErrorBoundary((fault) => console.error(fault));
  if (!error) return children;
  return html`<${PageHeader} title="Something went wrong" />
    <${ErrorNote} error=${{ problems: [], detail: 'The fault is in this page, not in what is recorded.' }} retry=${reset} />
    <p><a href=${page_href('/')}>Go to the overview</a></p>`;
}

/** The views that have come. @type {Map<string, any>} */
const loaded = new Map();

/** @param {string} name */
async function load_view(name) {
  if (!loaded.has(name)) loaded.set(name, await views[name]());
}

/** A view, as soon as it has come; those that came before stand at once. @param {{ name: string, values: Record<string, string> }} props */
function View({ name, values }) {
  const [error, set_error] = useState(/** @type {any} */ (null));
  const [attempt, set_attempt] = useState(0);
  const Shown = loaded.get(name);
  useEffect(() => {
    let is_left = false;
    set_error(null);
    load_view(name).then(
      () => { if (!is_left && !Shown) set_attempt(attempt + 1); },
      () => { if (!is_left) set_error({ status: 0, message: 'This page could not be loaded. The server may be stopped, or the network may be down.' }); },
    );
    return () => { is_left = true; };
  }, [name, attempt]);
  // The heading that takes the focus stands only now.
  useEffect(() => {
    if (Shown) settle_focus();
  }, [Shown]);
  if (Shown) return html`<${Shown} ...${values} />`;
  if (error) return html`<${PageHeader} title="Page not loaded" /><${ErrorNote} error=${error} retry=${() => set_attempt(attempt + 1)} />`;
  return html`<p class="loading" role="status">Loading…</p>`;
}

function App() {
  const { path } = use_place();
  const { state } = use_session();
  const door = path === '/sign-in/invitation' ? 'invitation' : ['signed_out', 'set_up'].includes(state) ? state : null;
  if (door) return html`<${View} key=${door} name=${door} values=${{}} />`;
  const { view, values } = find_route(path);
  return html`<${Shell} path=${path}>
    <${ViewBoundary} key=${[path, person_key(), view].join()}><${View} name=${view} values=${values} /><//>
  <//>`;
}

/** How long after the first page the others are brought in, in milliseconds, so that going on is at once. */
const quiet = 1500;

// What this page shows comes along with what every page needs.
load_view(find_route(location.pathname.replace(/\/+$/, '') || '/').view).catch(() => {});
setTimeout(async () => {
  for (const name of Object.keys(views)) await load_view(name).catch(() => {});
}, quiet);

/** How long to wait before asking again who has signed in, when no answer came, in milliseconds. */
const ask_again = 5000;

/** Until there is an answer each page says for itself what went wrong. */
function ask_who() {
  return load_session().catch(() => { setTimeout(ask_who, ask_again); });
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) load_session().catch(() => undefined);
});

start_router();
const root = document.getElementById('app');
ask_who().then(() => {
  if (root) render(html`<${App} />`, root);
});

// What is folded away on the screen is printed too, and folded again afterwards.
/** @type {Element[]} */
let unfolded = [];
addEventListener('beforeprint', () => {
  unfolded = [...document.querySelectorAll('main details:not([open])')];
  for (const details of unfolded) details.setAttribute('open', '');
});
addEventListener('afterprint', () => {
  for (const details of unfolded) details.removeAttribute('open');
  unfolded = [];
});
