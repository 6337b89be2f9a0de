// The shapes of what the server sends, for the type checker alone; nothing of this reaches a browser.

export type Silence = 'unknown' | 'none' | 'not_applicable' | 'not_held' | 'withheld';

export interface Release {
  withhold: string[];
  neither_confirm_nor_deny?: boolean;
  reason?: string;
}

// A record as the estate document holds it. Its fields are read by path, because every kind has its own.
export interface EstateRecord {
  id?: string;
  silences?: Record<string, Silence>;
  release?: Record<string, Release>;
  [field: string]: unknown;
}

export interface Count {
  value: number;
  measure?: string;
  qualifier?: 'exact' | 'approximately' | 'at_least' | 'up_to';
  as_at?: string;
  literal?: string;
}

export type Notice = string | { length: string; days?: string };

export interface Term {
  kind: string;
  start?: string;
  length?: string;
  end?: string;
  renews_for?: string;
  period?: string;
  notice?: Notice;
  notice_expires?: string;
  extensions?: EstateRecord[];
  breaks?: EstateRecord[];
}

export interface Contract extends EstateRecord {
  id: string;
  title: string;
  reference?: string;
  supplier?: string;
  service?: string;
  term?: Term;
  charges?: EstateRecord[];
  decisions?: EstateRecord[];
  documents?: { title?: string; url?: string }[];
}

export interface Interval {
  first: string;
  last: string;
}

export interface NextDecision {
  kind: string;
  decide_by: string;
  days_left: number;
  takes_effect: string;
  start_by: string | null;
  runs_until: string | null;
  cost_at_stake: string | null;
}

export interface Position {
  contract: string;
  title: string | null;
  supplier: string | null;
  service: string | null;
  status: string;
  term_number: number | null;
  term_end: Interval | null;
  last_possible_end: Interval | null;
  committed_until: string | null;
  next_decision: NextDecision | null;
  flags: string[];
}

export interface SpendSums {
  committed: string;
  continuing: string;
  total: string;
  net: string;
  vat: string;
  gross: string;
  unknown_vat_basis: string;
  flags?: string[];
}

export interface YearSpend extends SpendSums {
  financial_year: string;
}

export interface Average {
  value: string;
  years: string[];
}

export interface SpendRow extends SpendSums {
  key: string | null;
  title: string;
  average?: Average | null;
}

export interface SpendReport {
  financial_year: string;
  on: string;
  by: string;
  currency: string;
  rows: SpendRow[];
  totals: SpendSums;
  left_out: { contract: string; reason: string }[];
  average: Average | null;
}

export interface Page<Item> {
  items: Item[];
  total: number;
  offset: number;
  limit: number;
}

export interface Names {
  suppliers: Record<string, string>;
  people: Record<string, string>;
  sites: Record<string, string>;
  contracts: Record<string, string>;
  platforms: Record<string, string>;
}

export interface Organisation extends EstateRecord {
  name: string;
  currency?: string;
}

export interface Gap {
  flag: string;
  title: string;
  contract_count: number;
  spend: string | null;
  contracts: string[];
}

// A row of spend by supplier or by service over two financial years.
export interface YearsRow {
  key: string | null;
  title: string;
  this_year: string;
  next_year: string;
  flags?: string[];
}

export interface MissedPosition extends Position {
  owner?: string | null;
  missed: { kind: string; decide_by: string; days_ago: number; now_runs_until: string | null; out_of_contract_since: string | null; cost: string | null };
}

export interface UnusedLicence {
  licence: string;
  title: string;
  purchased: number;
  used: number | null;
  unused: number | null;
  is_exact: boolean;
  cost_of_unused: string | null;
  basis: string;
}

export interface Overview {
  on: string;
  organisation: Organisation;
  counts: Record<string, number>;
  statuses: Record<string, number>;
  missed: { count: number; items: MissedPosition[] };
  decisions: { until: string; count: number; at_stake: string | null; items: (Position & { owner?: string | null })[] };
  overrun: (Position & { owner?: string | null; cost_since_end?: string | null })[];
  overrun_count: number;
  rolling: { count: number; yearly: string | null; items: (Position & { yearly?: string | null })[] };
  licences: { count: number; with_unused_count: number; items: UnusedLicence[]; unused_cost: string | null };
  pstn: {
    switch_off: string;
    days_left: number;
    line_count: number;
    record_count: number;
    uncounted_count: number;
    by_technology: { technology: string; count: number; record_count: number; uncounted_count: number }[];
    items: EstateRecord[];
  };
  spend: {
    this_year: YearSpend;
    next_year: YearSpend;
    by_supplier: YearsRow[];
    supplier_count: number;
    by_service: YearsRow[];
    service_count: number;
    left_out_count: number;
  };
  gaps: Gap[];
}

export interface TimelineSpan {
  kind: 'term' | 'renewal' | 'option' | 'continuing';
  first: string;
  last: string;
  term_number: number | null;
  option_number: number | null;
  is_assumed: boolean;
}

export interface TimelineMark {
  kind: string;
  on: string;
  days_left: number;
}

export interface TimelineRow {
  contract: string;
  title: string | null;
  supplier: string | null;
  service: string | null;
  status: string;
  flags: string[];
  spans: TimelineSpan[];
  marks: TimelineMark[];
  next_decision: NextDecision | null;
  spend: string | null;
}

export interface Timeline {
  on: string;
  from: string;
  until: string;
  total: number;
  items: TimelineRow[];
}

export interface Step {
  about: string;
  title: string;
  working: string;
  result: string;
}

export interface Workings {
  on: string;
  position: Position;
  sentences: string[];
  steps: Step[];
  open_decisions: NextDecision[];
  spend: YearSpend[];
  spend_steps: Step[];
  warnings: { pointer: string; message: string }[];
}

export interface Delivery {
  address: string;
  name: string | null;
  is_sent: boolean;
  sent_at: string | null;
  is_escalation: boolean;
  mail: number | null;
  error: string | null;
  next_attempt_at: string | null;
}

// An alert as raised, or as it would be: then it has recipients in place of deliveries.
export interface Alert {
  id: number;
  key: string;
  subject: string;
  subject_kind: string;
  title: string;
  milestone: string;
  milestone_on: string;
  days_left: number;
  offset_days: number;
  state: string;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  decision_kind: string | null;
  deliveries: Delivery[];
  recipients: string[];
  escalated?: boolean;
}
