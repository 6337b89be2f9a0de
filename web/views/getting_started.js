// What the overview says while no contract is recorded: how to bring an estate in.

import { html } from 'htm/preact/standalone';
import { EmptyState } from '../components/states.js';

export function GettingStarted() {
  return html`<${EmptyState} title="No contracts are recorded yet">
    <p>Bring in what you know as an estate document. Nothing is stored unless all of it can be, and a dry run first says what would be
      added and changed.</p>
    <ol class="steps">
      <li><p>Try it, changing nothing:</p><pre><code>telestate import estate.json --dry-run</code></pre></li>
      <li><p>Bring it in:</p><pre><code>telestate import estate.json</code></pre></li>
    </ol>
    <p>The same can be done over the network with <code>POST /api/v1/import</code>. The${' '}
      <a href="/api/v1/estate-document.schema.json">schema of the estate document</a> says what each record may hold.</p>
  <//>`;
}
