// All contracts over three to five years: their terms, options and the days that matter, drawn or as a table. The stretch
// of time, the filters, the page and the form all stand in the address.

import { html, useMemo } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_code, format_day, format_money, format_short_day } from '../lib/format.js';
import { use_list_state, use_names_of } from '../lib/list_state.js';
import { use_resources } from '../lib/resources.js';
import { here_with, navigate, page_href, use_place } from '../lib/router.js';
import { moved, years_about, zoom_limits, zoomed } from '../lib/timeline_scale.js';
import { StatusBadge } from '../components/badges.js';
import { AtStake, DecideBy, decision_short_label } from '../components/decision.js';
import { ListTools } from '../components/list_tools.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from '../components/paging.js';
import { Loaded, announce } from '../components/states.js';
import { DataTable } from '../components/table.js';
import { TimelineChart } from '../components/timeline_chart.js';
import { TimelineLegend, mark_words, supplier_name, words_of_span } from '../components/timeline_words.js';
import { Silence } from '../components/value.js';

/** @typedef {import('../types.js').Timeline} Timeline */
/** @typedef {import('../types.js').TimelineRow} TimelineRow */

const filters = ['status', 'supplier', 'service'];

/** @type {import('../components/list_tools.js').SortChoice[]} */
const sorts = [
  { value: '', label: 'Soonest decision first' }, { value: 'end', label: 'Term end, soonest first' }, { value: 'title', label: 'Contract, A to Z' },
  { value: 'supplier', label: 'Supplier, A to Z' },
];

/** The list's own name for an order of the timeline's, where they differ. @type {Record<string, string>} */
const list_order = { end: 'term_end' };

const zoom_in_by = 1 / 2;
const zoom_out_by = 2;

export function TimelineView() {
  const { query } = use_place();
  const list = use_list_state(filters, { is_dated: true });
  const offset = use_offset();
  const on = query.get('on');
  const timeline = use_resources({ timeline: api_url('timeline', { ...list.parameters, from: query.get('from'), until: query.get('until'), limit: page_size, offset }) });
  const known = timeline.data?.timeline;
  // What can be chosen and what suppliers are called come by themselves, so that the drawing does not wait for them.
  const facets = use_resources({ page: api_url('contracts', { ...list.parameters, sort: null, limit: 1 }) }).data?.page.facets;
  const names = use_names_of(useMemo(() => known && facets && { items: known.items.map((/** @type {TimelineRow} */ { supplier }) => ({ supplier })), facets }, [known, facets]));
  const is_table = query.get('view') === 'table';
  return html`
    <${PageHeader} title="Timeline" lead="Every contract over the years: what is agreed, what would follow, and the days by which somebody must act."><${AsAt} on=${known?.on} /><//>
    <${ListTools} list=${list} filters=${filters} facets=${facets} nouns="contracts" words=${known && result_words(known, offset)} sorts=${sorts}
      csv=${api_url('renewals.csv', { ...list.parameters, sort: list.sort && (list_order[list.sort] ?? list.sort) })} />
    ${known && html`<${Window} timeline=${known} is_table=${is_table} is_usual=${!query.get('from') && !query.get('until')} />`}
    <${Loaded} resources=${timeline} say=${(/** @type {any} */ data) => say(data.timeline, offset)}>
      ${(/** @type {{ timeline: Timeline }} */ data) => html`<${Results} timeline=${data.timeline} offset=${offset} suppliers=${facets ? names.suppliers : null} is_table=${is_table}
        is_narrowed=${list.is_narrowed} is_today=${!on} />`}
    <//>`;
}

/** @param {Timeline} timeline @param {number} offset */
function result_words(timeline, offset) {
  return shown_words(offset, timeline.items.length, timeline.total, timeline.total === 1 ? 'contract' : 'contracts');
}

/** @param {Timeline} timeline */
function stretch_words({ from, until }) {
  return `${format_day(from)} to ${format_day(until)}`;
}

/** @param {Timeline} timeline @param {number} offset */
function say(timeline, offset) {
  return `${result_words(timeline, offset)}, ${stretch_words(timeline)}`;
}

/** Goes to another stretch of time; the step is not one to go back to. @param {{ from: string | null, until: string | null }} stretch */
function show(stretch) {
  navigate(here_with(stretch), { is_replacing: true });
}

/** @param {Timeline} timeline @param {'in' | 'out' | 'earlier' | 'later' | 'reset'} step */
function zoom(timeline, step) {
  const limits = zoom_limits(timeline);
  if (step === 'reset') show({ from: null, until: null });
  else if (step === 'earlier' || step === 'later') show(moved(timeline, step === 'later' ? 1 : -1));
  else if (step === 'in' ? limits.can_zoom_in : limits.can_zoom_out) show(zoomed(timeline, step === 'in' ? zoom_in_by : zoom_out_by, timeline.on));
  else announce(step === 'in' ? 'This is as near as it goes' : 'This is as far as it goes');
}

/** The stretch of time and the form: what is shown, and the buttons that change it. @param {{ timeline: Timeline, is_table: boolean, is_usual: boolean }} props */
function Window({ timeline, is_table, is_usual }) {
  const { can_zoom_in, can_zoom_out } = zoom_limits(timeline);
  const step = (/** @type {any} */ name) => () => zoom(timeline, name);
  const years = (/** @type {number} */ count) => years_about(timeline.on, count);
  const is_shown = (/** @type {{ from: string, until: string }} */ stretch) => stretch.from === timeline.from && stretch.until === timeline.until;
  return html`<div class="timeline_tools">
    <div class="button_row" role="group" aria-label="Stretch of time">
      <button type="button" class="button quiet" onClick=${step('earlier')}>Earlier</button>
      <button type="button" class="button quiet" onClick=${step('later')}>Later</button>
      <button type="button" class="button quiet" aria-disabled=${can_zoom_in ? undefined : 'true'} onClick=${step('in')}>Zoom in</button>
      <button type="button" class="button quiet" aria-disabled=${can_zoom_out ? undefined : 'true'} onClick=${step('out')}>Zoom out</button>
    </div>
    <nav class="choices" aria-label="Years shown">
      ${[1, 3, 5].map((count) => html`<a key=${count} href=${here_with(years(count))} aria-current=${is_shown(years(count)) ? 'true' : undefined}>${count === 1 ? '1 year' : `${count} years`}</a>`)}
      <a href=${here_with({ from: null, until: null })} aria-current=${is_usual ? 'true' : undefined}>Usual</a>
    </nav>
    <nav class="choices" aria-label="Shown as">
      <a href=${here_with({ view: null })} aria-current=${is_table ? undefined : 'true'}>Drawing</a>
      <a href=${here_with({ view: 'table' })} aria-current=${is_table ? 'true' : undefined}>Table</a>
    </nav>
  </div>`;
}

/** @param {{ timeline: Timeline, offset: number, suppliers: Record<string, string> | null, is_table: boolean, is_narrowed: boolean, is_today: boolean }} props `suppliers` is null until their names are known. */
function Results({ timeline, offset, suppliers, is_table, is_narrowed, is_today }) {
  const title = `Contracts from ${stretch_words(timeline)}, as at ${format_day(timeline.on)}`;
  const empty = empty_words(timeline.total, is_narrowed ? 'No contract matches.' : 'No contracts are recorded.');
  return html`<div id="results" tabindex="-1" class="results timeline_results" aria-busy=${suppliers ? undefined : 'true'}>
    ${is_table || timeline.items.length === 0
      ? html`<${DataTable} caption=${title} rows=${timeline.items} row_key=${(/** @type {TimelineRow} */ row) => row.contract} columns=${columns(suppliers)} empty=${empty} />`
      : html`<figure class="timeline_figure" aria-label=${title}>
          <figcaption><h2 class="timeline_title">${title}</h2></figcaption>
          <${TimelineLegend} />
          <p class="aside timeline_keys">By keyboard: the arrow keys go from row to row and mark to mark, Enter opens the contract, + and − zoom, Shift with ← or → goes through time, 0 shows all.
            The same facts are in the <a href=${here_with({ view: 'table' })}>table</a>.</p>
          <${TimelineChart} timeline=${timeline} offset=${offset} label=${title} suppliers=${suppliers} is_today=${is_today} zoom=${(/** @type {any} */ step) => zoom(timeline, step)} />
        </figure>`}
    <${Paging} offset=${offset} total=${timeline.total} label="Pages of the timeline" results="results" />
  </div>`;
}

/**
 * @param {Record<string, string> | null} suppliers
 * @returns {import('../components/table.js').Column[]}
 */
function columns(suppliers) {
  return [
    { key: 'contract', label: 'Contract', show: (row) => html`<a href=${page_href(`/contracts/${encodeURIComponent(row.contract)}`)}>${row.title ?? row.contract}</a>
      <span class="aside block">${supplier_name(row, suppliers)}${row.service ? ` · ${format_code(row.service)}` : ''}</span>
      <${StatusBadge} status=${row.status} />` },
    { key: 'spans', label: 'Terms', is_wide: true, show: (row) => (row.spans.length === 0 ? html`<span class="not_recorded">none within these years</span>`
      : html`<ul class="tight_list">${row.spans.map((/** @type {any} */ span, /** @type {number} */ index) => html`<li key=${index}>${words_of_span(span, format_short_day)}</li>`)}</ul>`) },
    { key: 'marks', label: 'Days', is_wide: true, show: (row) => (row.marks.length === 0 ? html`<span class="not_recorded">none within these years</span>`
      : html`<ul class="tight_list">${row.marks.map((/** @type {any} */ mark, /** @type {number} */ index) => html`<li key=${index}><span class="day">${format_short_day(mark.on)}</span> ${mark_words[mark.kind]?.label ?? mark.kind}</li>`)}</ul>`) },
    { key: 'next', label: 'Next decision', show: (row) => (row.next_decision
      ? html`${decision_short_label(row.next_decision)} <${DecideBy} decision=${row.next_decision} is_short />` : html`<span class="not_recorded">no decision</span>`) },
    { key: 'at_stake', label: 'At stake', is_numeric: true, is_money: true, show: (row) => (row.next_decision ? html`<${AtStake} decision=${row.next_decision} flags=${row.flags} />` : html`<span class="not_recorded">no sum at stake</span>`) },
    { key: 'spend', label: 'Spend this year', is_numeric: true, is_money: true, show: (row) => (row.spend === null ? html`<${Silence} silence="unknown" />` : html`<span class="money">${format_money(row.spend)}</span>`) },
  ];
}
