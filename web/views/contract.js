// One contract: where it stands, everything recorded about it, and how every figure was worked out.

import { html } from 'htm/preact/standalone';
import { api_url } from '../api.js';
import { format_code, format_day, format_days_left, format_interval, format_term } from '../lib/format.js';
import { use_resources } from '../lib/resources.js';
import { use_place } from '../lib/router.js';
import { sees_money } from '../lib/session.js';
import { decision_words } from '../lib/words.js';
import { AlertsSection } from '../components/alerts.js';
import { FlagNotes, StatusBadge } from '../components/badges.js';
import { DecideButtons } from '../components/decide.js';
import { AtStake, decision_label } from '../components/decision.js';
import { Figure } from '../components/figure.js';
import { Notice } from '../components/notice.js';
import { AsAt, PageHeader } from '../components/page_header.js';
import { HistoryLink, RecordActions } from '../components/record_actions.js';
import { RecordFields } from '../components/record_fields.js';
import { ErrorNote, Loaded } from '../components/states.js';
import { Field, NotRecorded, Silence } from '../components/value.js';
import { ChargesSection, DocumentsSection, KeyFacts, TermSection, TakenDecisions } from './contract_facts.js';
import { OpenDecisions, SpendPerYear, Warnings, WorkingsSection } from './contract_workings.js';
import { HangingSection } from './contract_estate.js';
import { SlippedNote } from './contract_slipped.js';
import { RecordNotFound } from './not_found.js';

/** @typedef {import('../types.js').Contract} Contract */
/** @typedef {import('../types.js').Workings} Workings */
/** @typedef {import('../types.js').Names} Names */

/** @param {{ id: string }} props */
export function ContractView({ id }) {
  const on = use_place().query.get('on');
  const path = `contracts/${encodeURIComponent(id)}`;
  const resources = use_resources({
    contract: api_url(path),
    workings: api_url(`${path}/workings`, { on }),
    names: api_url('names'),
  });
  const { data, error, retry } = resources;
  if (error?.status === 404) return html`<${RecordNotFound} what="contract" id=${id} list="/contracts" />`;
  if (error) return html`<${PageHeader} title="Contract"><${AsAt} /><//><${ErrorNote} error=${error} retry=${retry} />`;
  /** @type {Contract | undefined} */
  const contract = data?.contract;
  return html`
    <${PageHeader} title=${contract ? contract.title || contract.id : 'Contract'} is_pending=${!contract}
        eyebrow=${contract ? eyebrow(contract, data.names) : undefined}><div class="page_tools"><${AsAt} on=${data?.workings.on} />
      ${contract && html`<${RecordActions} kind="contracts" id=${id} title=${contract.title || id} />`}</div><//>
    <${Notice} />
    <${Loaded} resources=${resources} say=${(/** @type {any} */ loaded) => `${loaded.contract.title || loaded.contract.id}, as at ${format_day(loaded.workings.on)}`}>
      ${(/** @type {any} */ loaded) => html`<${ContractBody} ...${loaded} />`}
    <//>`;
}

/** @param {Contract} contract @param {Names} names */
function eyebrow(contract, names) {
  const supplier = contract.supplier ? names.suppliers[contract.supplier] ?? contract.supplier : null;
  return [supplier, contract.service && format_code(contract.service), contract.reference].filter(Boolean).join(' · ');
}

const contents = [
  ['position', 'Where it stands'], ['open_decisions', 'Decisions still open'], ['alerts', 'Alerts'], ['facts', 'Key facts'], ['term', 'Term'], ['decisions_taken', 'Decisions taken'],
  ['charges', 'Charges'], ['spend', 'Spend per year'],
  ['workings', 'How this was worked out'], ['estate', 'What hangs on it'], ['documents', 'Documents'], ['recorded', 'Everything recorded'],
];

/** @param {{ contract: Contract, workings: Workings, names: Names }} props */
function ContractBody({ contract, workings, names }) {
  const { position } = workings;
  return html`
    <${SlippedNote} position=${position} on=${workings.on} />
    <section class="panel standing" aria-labelledby="position">
      <h2 id="position" class="visually_hidden" tabindex="-1">Where it stands</h2>
      <div class="standing_words">
        <p class="standing_status"><${StatusBadge} status=${position.status} /> <span class="aside">as at ${format_day(workings.on)}</span>
          <span class="standing_owner"><span class="aside">Owner</span> <${Field} of=${contract} path="owner" names=${names} /></span></p>
        ${workings.sentences.map((sentence, index) => html`<p key=${index} class=${index === 0 ? 'first_sentence' : undefined}>${sentence}</p>`)}
      </div>
      <${PositionFigures} position=${position} kind=${contract.term?.kind} on=${workings.on} />
      <${DecideButtons} position=${position} title=${contract.title || contract.id} />
      <${FlagNotes} flags=${position.flags.filter((flag) => flag !== 'overrun')} labels=${{ rolling: format_term(contract.term) }} />
      <${Warnings} warnings=${workings.warnings} />
    </section>
    <nav class="contents" aria-label="On this page"><ul>
      ${contents.filter(([id]) => (id !== 'open_decisions' || workings.open_decisions.length > 0) && (id !== 'spend' || sees_money())).map(([id, label]) => html`<li key=${id}><a href=${`#${id}`}>${label}</a></li>`)}
    </ul></nav>
    <${OpenDecisions} workings=${workings} />
    <${AlertsSection} kind="contracts" id=${contract.id} />
    <${KeyFacts} contract=${contract} names=${names} />
    <${TermSection} contract=${contract} />
    <${TakenDecisions} contract=${contract} />
    <${ChargesSection} contract=${contract} />
    <${SpendPerYear} workings=${workings} contract=${contract} />
    <${WorkingsSection} workings=${workings} />
    <${HangingSection} contract=${contract} names=${names} />
    <${DocumentsSection} contract=${contract} />
    <section class="panel" aria-labelledby="recorded">
      <h2 id="recorded">Everything recorded</h2>
      <p class="section_lead">Each field as the estate document holds it.</p>
      <${RecordFields} record=${contract} names=${names} />
      <${HistoryLink} kind="contracts" id=${contract.id} />
    </section>`;
}

/** What stands where there is no end. @param {import('../types.js').Position} position @param {string | undefined} kind */
function no_end(position, kind) {
  if (position.status === 'ended') return html`<span class="not_recorded">ended</span>`;
  return html`<${Silence} silence=${kind === 'perpetual' ? 'not_applicable' : 'unknown'} />`;
}

/** What to do where no decision has a day. @param {import('../types.js').Position} position */
function no_decision_words({ status }) {
  if (status === 'overrun') return 'Past its end: renew it, replace it, or record the day it ended';
  return status === 'ended' ? 'It has ended' : 'No decision can be given a day';
}

/** @param {import('../types.js').Position} position @param {string | undefined} kind */
function term_end_label({ status, term_number }, kind) {
  if (status === 'overrun') return 'Ended';
  return term_number === null || kind === 'fixed' ? 'Term ends' : `Term ${term_number} ends`;
}

/** @param {{ position: import('../types.js').Position, kind?: string, on: string }} props */
function PositionFigures({ position, kind, on }) {
  const { next_decision: decision } = position;
  const { last_possible_end: latest } = position;
  const latest_note = latest && latest.last !== position.term_end?.last ? `At the latest, with every option: ${format_interval(latest)}` : undefined;
  return html`<div class="figures compact">
    <${Figure} label="Next decision" value=${decision ? format_day(decision.decide_by) : html`<span class="not_recorded">none</span>`}
      note=${decision ? `${decision_label(decision)}; ${format_days_left(decision.days_left)}` : no_decision_words(position)} />
    ${sees_money() && html`<${Figure} label="At stake" value=${decision ? html`<${AtStake} decision=${decision} flags=${position.flags} />` : html`<span class="not_recorded">no sum</span>`}
      note=${decision?.runs_until ? `To ${format_day(decision.runs_until)}, ${decision_words[decision.kind]?.at_stake ?? ''}` : undefined} />`}
    <${Figure} label=${term_end_label(position, kind)}
      value=${position.term_end ? format_interval(position.term_end) : no_end(position, kind)}
      note=${latest_note} />
    <${Figure} label="Committed until" value=${position.committed_until ? format_day(position.committed_until) : html`<${NotRecorded} />`}
      note=${position.status !== 'ended' && position.committed_until === on ? 'Nothing is committed beyond this day' : undefined} />
  </div>`;
}
