// What a financial year costs, committed and continuing, grouped as asked, with what the totals leave out.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_day, format_financial_year, format_how_many, format_money, format_number } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { here_with, navigate, page_href, use_place } from '../lib/router.js';
import { field_label, grouping_words } from '../lib/words.js';
import { SpendChart } from '../components/chart.js';
import { AverageFigure, Figure } from '../components/figure.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { AverageOf, SpendFlags, has_charges, spend_columns } from '../components/spend_table.js';
import { Paging, empty_words, page_size, shown_words, use_offset } from '../components/paging.js';
import { Loaded } from '../components/states.js';
import { DataTable, use_id } from '../components/table.js';
import { NotRecorded } from '../components/value.js';

/** @typedef {import('../types.js').SpendReport} SpendReport */
/** @typedef {import('../types.js').SpendRow} SpendRow */

const years_before = 6;
const years_after = 4;
const bars_most = 12;

export function SpendView() {
  const { query } = use_place();
  const on = query.get('on');
  // The server says which year the day lies in.
  const current = use_resources({ overview: api_url('overview', { on }) });
  const this_year = current.data?.overview.spend.this_year.financial_year;
  const year = query.get('year') ?? this_year;
  return html`
    <${PageHeader} title="Spend" lead="What a financial year costs: what is committed to, and what follows if services go on."><${AsAt} on=${current.data?.overview.on} /><//>
    ${year && !current.error
      ? html`<${YearOfSpend} year=${year} this_year=${this_year ?? year} by=${query.get('by') ?? 'supplier'} on=${on} />`
      : html`<${Loaded} resources=${current}>${() => null}<//>`}`;
}

/** @param {{ year: string, this_year: string, by: string, on: string | null }} props */
function YearOfSpend({ year, this_year, by, on }) {
  const resources = use_resources({ report: api_url('spend', { financial_year: year, by, on }) });
  return html`
    <${Choices} year=${year} this_year=${this_year} by=${by} />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ data) => title_of(data.report)}>
      ${(/** @type {any} */ { report }) => html`<${Report} report=${report} />`}
    <//>`;
}

/** @param {{ year: string, this_year: string, by: string }} props */
function Choices({ year, this_year, by }) {
  const id = use_id('year');
  const first = Number(this_year.slice(0, 4));
  const years = [];
  for (let start = first + years_after; start >= first - years_before; start -= 1) years.push(format_financial_year(start));
  if (!years.includes(year)) years.push(year);
  return html`<div class="toolbar">
    <form class="field" onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.currentTarget);
      navigate(here_with({ year: String(new FormData(form).get('year')), offset: null, left_out: null }));
    }}>
      <label for=${id}>Financial year</label>
      <div class="field_row">
        <select id=${id} name="year" key=${year}>${years.map((name) => html`<option key=${name} value=${name} selected=${name === year}>${name}${name === this_year ? ' (this year)' : ''}</option>`)}</select>
        <button type="submit" class="button quiet">Show</button>
      </div>
    </form>
    <nav class="choices" aria-label="Grouped by">
      <span class="choices_label" aria-hidden="true">By</span>
      ${Object.entries(grouping_words).map(([code, label]) => html`<a key=${code} href=${here_with({ by: code, offset: null, left_out: null })} aria-current=${code === by ? 'true' : undefined}>${field_label(label)}</a>`)}
    </nav>
  </div>`;
}

/** @param {SpendReport} report */
function title_of(report) {
  return `Spend by ${grouping_words[report.by] ?? report.by} in ${report.financial_year}, as at ${format_day(report.on)}`;
}

/** @param {{ report: SpendReport }} props */
function Report({ report }) {
  const { rows, totals } = report;
  const on = use_place().query.get('on');
  const offset = use_offset();
  const shown = rows.slice(offset, offset + page_size);
  const is_paged = rows.length > shown.length;
  const title = title_of(report);
  const priced = rows.filter(has_charges);
  const bars = priced.slice(0, bars_most);
  const rest = priced.length - bars.length;
  /** @param {string} amount */
  const sum_of = (amount) => (priced.length > 0 ? format_money(amount) : html`<${NotRecorded} />`);
  return html`
    <div class="figures">
      <${Figure} label=${`Total in ${report.financial_year}`} value=${sum_of(totals.total)} note=${`as at ${format_day(report.on)}`} />
      <${Figure} label="Committed" value=${sum_of(totals.committed)} note="Cannot be avoided any more" />
      <${Figure} label="Continuing" value=${sum_of(totals.continuing)} note="If services go on at their charges" />
      <${AverageFigure} average=${report.average} />
    </div>
    <section class="panel" aria-labelledby="spend_rows">
      <h2 id="spend_rows">${title}</h2>
      ${bars.length > 0 && html`<${SpendChart} title=${`Committed and continuing, largest first${rest > 0 ? `, the first ${bars.length} of ${priced.length}` : ''}`}
        description=${`${title}. ${bars.map((row) => `${row.title}: ${format_money(row.total)}.`).join(' ')} The table below holds every figure.`}
        bars=${bars.map((row) => ({ ...row, label: row.title || 'not recorded' }))} />`}
      <div id="results" tabindex="-1"><${DataTable} is_dense caption=${is_paged ? `${title}: ${shown_words(offset, shown.length, rows.length, 'rows')}` : title} is_caption_hidden=${!is_paged}
        rows=${shown} row_key=${(/** @type {SpendRow} */ row, /** @type {number} */ index) => row.key ?? `none_${index}`}
        empty=${empty_words(rows.length, `No spend is recorded for ${report.financial_year}.`)}
        columns=${[{ key: 'title', label: field_label(grouping_words[report.by] ?? report.by), show: (/** @type {SpendRow} */ row) => html`<${RowTitle} row=${row} by=${report.by} />` },
          ...spend_columns({ has_average: true, usual_years: report.average?.years })]}
        footer=${[is_paged ? `Total of all ${format_number(rows.length)} rows` : 'Total', ...spend_columns().map((column) => column.show(totals)), html`<${AverageOf} average=${report.average} />`]} />
        <${Paging} offset=${offset} total=${rows.length} label="Pages of spend" results="results" /></div>
      <p class="section_lead">Committed, continuing and total are sums as the charges state them. Net, VAT and gross leave out charges whose VAT basis is not known; these stand apart.
        ${totals.flags?.includes('mixed_vat_bases') && ' Some charges are stated before VAT and some including it or without saying, so the first three sums mix them.'}</p>
      <p class="panel_links"><a href=${api_url('spend.csv', { financial_year: report.financial_year, by: report.by, on })} download>Download CSV</a> · <a href="/api/v1/export" download="estate.json">Export the whole estate (JSON)</a></p>
    </section>
    <${LeftOut} report=${report} />`;
}

/** @param {{ row: SpendRow, by: string }} props */
function RowTitle({ row, by }) {
  const pages = /** @type {Record<string, string>} */ ({ supplier: '/suppliers', contract: '/contracts' });
  if (row.key === null) return html`<span class="not_recorded">${row.title || 'not recorded'}</span><${SpendFlags} flags=${row.flags} />`;
  const title = row.title || row.key;
  return html`${pages[by] ? html`<a href=${page_href(`${pages[by]}/${encodeURIComponent(row.key)}`)}>${title}</a>` : title}<${SpendFlags} flags=${row.flags} />`;
}

/** @param {{ report: SpendReport }} props */
function LeftOut({ report }) {
  const offset = use_offset('left_out');
  const { left_out } = report;
  const shown = left_out.slice(offset, offset + page_size);
  const is_needed = left_out.length > 0;
  /** @type {Record<string, string>} */
  const urls = is_needed ? { names: api_url('names') } : {};
  const { data } = use_resources(urls);
  if (!is_needed) return null;
  const titles = data?.names?.contracts ?? {};
  return html`<section class="panel" aria-labelledby="left_out">
    <h2 id="left_out">Left out of these totals</h2>
    <p class="section_lead">${format_how_many(left_out.length, 'entry', 'entries')} that the figures above cannot include.</p>
    <div id="left_out_rows" tabindex="-1"><${DataTable} is_compact caption="Left out of these totals" is_caption_hidden rows=${shown} columns=${[
      { key: 'contract', label: 'Contract', show: (/** @type {any} */ entry) => html`<a href=${page_href(`/contracts/${encodeURIComponent(entry.contract)}`)}>${titles[entry.contract] ?? entry.contract}</a>` },
      { key: 'reason', label: 'Why', show: (/** @type {any} */ entry) => html`<span class="first_letter">${entry.reason}</span>` },
    ]} />
    <${Paging} offset=${offset} total=${left_out.length} name="left_out" label="Pages of what is left out" results="left_out_rows" /></div>
  </section>`;
}
