// Recording a decision in two clicks: the first opens it filled in and shows what would follow, the second records it.

import { html, useEffect, useRef, useState } from 'htm/preact/standalone';
import { get_json, kept_etag, send_json } from '../api.js';
import { format_day, format_period, format_sentence } from '../lib/format.js';
import { edit_href, record_url } from '../lib/records.js';
import { show_notice } from '../lib/notice.js';
import { navigate, page_href, use_place } from '../lib/router.js';
import { may } from '../lib/session.js';
import { keep_focus_near } from './focus.js';
import { Modal } from './modal.js';
import { Outcome } from './outcome.js';
import { PersonField } from './person.js';
import { use_id } from './table.js';

/** @typedef {import('../types.js').Position} Position */

/** What each outcome is called over its dialog. @type {Record<string, string>} */
const verbs = { renew: 'Let it run on', leave: 'Leave', extend: 'Take up the extension of', replace: 'Replace' };

/** Which outcomes each kind of decision can have, and what they are called there. @type {Record<string, [string, string][]>} */
const outcomes_of = {
  give_notice: [['renew', 'Renew'], ['leave', 'Leave'], ['replace', 'Replace']],
  exercise_option: [['extend', 'Extend'], ['leave', 'Leave'], ['replace', 'Replace']],
  replace: [['replace', 'Replace'], ['leave', 'Leave']],
  use_break: [['renew', 'Let the break pass'], ['leave', 'Use the break']],
};

/**
 * The buttons for a contract's next decision.
 * @param {{ position: Position, title?: string | null, is_small?: boolean }} props
 */
export function DecideButtons({ position, title = position.title, is_small = false }) {
  const [outcome, set_outcome] = useState('');
  const group = useRef(/** @type {HTMLElement | null} */ (null));
  const decision = position.next_decision;
  if ((!decision && position.status === 'ended') || !may('editor')) return null;
  const choices = decision ? outcomes_of[decision.kind] ?? [] : [['leave', position.status === 'overrun' ? 'Record that it ended' : 'Leave']];
  /** @param {string} code */
  function note_recorded(code) {
    const label = choices.find(([known]) => known === code)?.[1] ?? '';
    set_outcome('');
    show_notice(`Recorded: ${recorded_words(label, title ?? position.contract)}.`, { href: page_href('/history', { kind: 'contracts', id: position.contract }), link: 'See it in the history, where it can be undone' });
    keep_focus_near(group.current);
  }
  return html`<div ref=${group} class=${`decide${is_small ? ' small' : ''}`} role="group" aria-label=${`Decide on ${title ?? position.contract}`}>
    ${choices.map(([code, label]) => html`<button type="button" key=${code} class="button quiet" onClick=${() => set_outcome(code)}>${label}${is_small && html`<span class="visually_hidden"> ${title}</span>`}</button>`)}
    ${outcome && html`<${DecideDialog} position=${position} title=${title ?? position.contract} outcome=${outcome} close=${() => set_outcome('')} on_recorded=${note_recorded} />`}
  </div>`;
}

/** What was recorded, as its button says it: "Renew Desk telephones". @param {string} label @param {string} title */
function recorded_words(label, title) {
  if (label === 'Record that it ended') return `${title} has ended or will end`;
  return label.includes(' ') ? `${label}: ${title}` : `${label} ${title}`;
}

/** @param {{ position: Position, title: string, outcome: string, close: () => void, on_recorded: (outcome: string) => void }} props */
function DecideDialog({ position, title, outcome, close, on_recorded }) {
  const on = use_place().query.get('on');
  const decision = position.next_decision;
  const asks_end = outcome === 'leave';
  const [typed, set_typed] = useState(/** @type {Record<string, string>} */ ({ leaves_on: asks_end ? decision?.takes_effect ?? '' : '', months: '', note: '' }));
  const [contract, set_contract] = useState(/** @type {any} */ (null));
  const [answer, set_answer] = useState(/** @type {any} */ (null));
  const [error, set_error] = useState(/** @type {any} */ (null));
  const [is_busy, set_busy] = useState(false);
  const url = record_url('contracts', position.contract);
  const { months, ...texts } = typed;
  const body = { outcome, ...(months ? { length: `P${months}M` } : {}), ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value.trim() !== '')) };
  const key = JSON.stringify(body);

  const lacks_day = asks_end && !decision && !typed.leaves_on;

  useEffect(() => {
    if (lacks_day) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const record = await get_json(url, controller.signal);
        set_contract(record);
        const sent = await send_json('POST', decision_url({ dry_run: 'true', on }), body, { if_match: kept_etag(url), signal: controller.signal, changes_nothing: true });
        set_answer(sent.body);
        set_error(null);
      } catch (fault) {
        if (controller.signal.aborted) return;
        set_answer(null);
        set_error(fault);
      }
    }, contract ? 250 : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key]);

  /** @param {Record<string, string | null>} parameters */
  function decision_url(parameters) {
    return record_url('contracts', position.contract, { after: '/decisions', parameters });
  }

  /** @param {Event} event */
  async function record(event) {
    event.preventDefault();
    set_busy(true);
    try {
      await send_json('POST', decision_url({ on }), body, { if_match: kept_etag(url) });
      on_recorded(outcome);
    } catch (fault) {
      set_error(fault);
      set_busy(false);
    }
  }

  const option = contract?.term?.extensions?.find((/** @type {any} */ extension) => !extension.exercised_on);
  /** @param {string} name @param {string} value */
  const change = (name, value) => set_typed({ ...typed, [name]: value });
  return html`<${Modal} title=${`${verbs[outcome]} “${title}”`} close=${close}>
    <form onSubmit=${record} class="stack">
      ${decision && html`<p>${lead_words(outcome, decision)}</p>`}
      ${asks_end && html`<${DecisionField} label=${decision ? 'Its last day' : 'The day it ended, or will end'} hint="" type="date" value=${typed.leaves_on} on_change=${(/** @type {string} */ value) => change('leaves_on', value)} />`}
      ${outcome === 'extend' && option?.up_to && html`<${DecisionField} label="For how many months" hint=${`Up to ${format_period(option.length)}; blank for all of it`} type="number" value=${typed.months} on_change=${(/** @type {string} */ value) => change('months', value)} />`}
      <${DecisionField} label="Note" hint="Not needed: who agreed, and why" value=${typed.note} on_change=${(/** @type {string} */ value) => change('note', value)} />
      <section class="would_follow" aria-live="polite">
        <h3>What would follow</h3>
        ${answer ? html`<${Outcome} after=${answer} before=${answer.before} />` : !error && html`<p class="aside">${lacks_day ? 'Give the day first.' : 'Working it out…'}</p>`}
        ${answer?.warnings?.map((/** @type {any} */ warning) => html`<p class="warning_words">${format_sentence(warning.detail ?? warning.message ?? '')}</p>`)}
      </section>
      ${error && html`<div class="note alarm" role="alert"><p><strong>${error.message}</strong> ${format_sentence(error.detail ?? '')}</p>
        ${error.problems?.length > 0 && html`<ul>${error.problems.map((/** @type {any} */ problem) => html`<li>${format_sentence(problem.detail)}</li>`)}</ul>`}</div>`}
      <${PersonField} />
      <p class="actions">
        <button type="submit" class="button" disabled=${is_busy || (!answer && !error)}>${is_busy ? 'Recording…' : 'Record the decision'}</button>
        <button type="button" class="button quiet" onClick=${close}>Cancel</button>
        ${!decision && html`<button type="button" class="text_button" onClick=${() => navigate(edit_href('contracts', position.contract))}>Edit the contract instead</button>`}
      </p>
    </form>
  <//>`;
}

/** @param {string} outcome @param {import('../types.js').NextDecision} decision */
function lead_words(outcome, decision) {
  const runs_until = decision.runs_until ? format_day(decision.runs_until) : null;
  if (outcome === 'renew') return decision.kind === 'use_break' ? 'The break is not used, and the term goes on.' : `No notice is given. It runs on${runs_until ? ` until ${runs_until}` : ''}.`;
  if (outcome === 'extend') return `The next option is taken up${runs_until ? `, and it runs until ${runs_until}` : ''}.`;
  return `Decide by ${format_day(decision.decide_by)}; it then ends on ${format_day(decision.takes_effect)}.`;
}

/** @param {{ label: string, hint: string, type?: string, value: string, on_change: (value: string) => void }} props */
function DecisionField({ label, hint, type = 'text', value, on_change }) {
  const id = use_id('decision');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input id=${id} type=${type} min=${type === 'number' ? 1 : undefined} aria-describedby=${hint ? `${id}_hint` : undefined} value=${value}
      onInput=${(/** @type {any} */ event) => on_change(event.currentTarget.value)} />
    ${hint && html`<p class="hint" id=${`${id}_hint`}>${hint}</p>`}
  </div>`;
}
