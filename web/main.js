// Starts the dashboard: which address shows which view. This is the contents page of the pages.

import { html, render, useErrorBoundary } from 'htm/preact/standalone';
import { match_path, page_href, start_router, use_place } from './lib/router.js';
import { ErrorNote } from './components/states.js';
import { PageHeader } from './components/page_header.js';
import { Shell } from './components/shell.js';
import { ContractView } from './views/contract.js';
import { ContractsView } from './views/contracts.js';
import { InventoryView } from './views/inventory.js';
import { NotFoundView } from './views/not_found.js';
import { OverviewView } from './views/overview.js';
import { RenewalsView } from './views/renewals.js';
import { SpendView } from './views/spend.js';
import { SupplierView } from './views/supplier.js';
import { SuppliersView } from './views/suppliers.js';

/** @type {{ pattern: string, view: any }[]} */
const routes = [
  { pattern: '/', view: OverviewView },
  { pattern: '/renewals', view: RenewalsView },
  { pattern: '/contracts', view: ContractsView },
  { pattern: '/contracts/{id}', view: ContractView },
  { pattern: '/inventory', view: InventoryView },
  { pattern: '/inventory/{tab}', view: InventoryView },
  { pattern: '/spend', view: SpendView },
  { pattern: '/suppliers', view: SuppliersView },
  { pattern: '/suppliers/{id}', view: SupplierView },
];

/** @param {string} path */
function find_route(path) {
  for (const { pattern, view } of routes) {
    const values = match_path(pattern, path);
    if (values) return { view, values };
  }
  return { view: NotFoundView, values: {} };
}

/** Keeps a fault in one view from taking the navigation with it. @param {{ children?: any }} props */
function ViewBoundary({ children }) {
  const [error, reset] = useErrorBoundary((fault) => console.error(fault));
  if (!error) return children;
  return html`<${PageHeader} title="Something went wrong" />
    <${ErrorNote} error=${{ problems: [], detail: 'The fault is in this page, not in what is recorded.' }} retry=${reset} />
    <p><a href=${page_href('/')}>Go to the overview</a></p>`;
}

function App() {
  const { path } = use_place();
  const { view: View, values } = find_route(path);
  return html`<${Shell} path=${path}>
    <${ViewBoundary} key=${path}><${View} ...${values} /><//>
  <//>`;
}

start_router();
const root = document.getElementById('app');
if (root) render(html`<${App} />`, root);

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
