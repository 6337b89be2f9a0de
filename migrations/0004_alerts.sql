-- Alerts: what was raised, to whom it goes, the mails it goes out in, and the runs that raised it. Beside the estate:
-- none of it moves the estate's revision. Subjects are named by id, since an alert outlives its record.

CREATE TABLE alert_runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT,
    run_on TEXT NOT NULL CHECK (date(run_on, '+0 days') IS run_on),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    trigger TEXT NOT NULL CHECK (trigger IN ('schedule', 'command', 'page')),
    raised_count INTEGER NOT NULL DEFAULT 0 CHECK (raised_count >= 0),
    error TEXT CHECK (error <> '')
) STRICT;

CREATE INDEX alert_runs_day ON alert_runs (run_on);

-- The unique key is what makes an alert this one: a second of the same is impossible. A negative offset is that of a
-- missed decision, so many days after its day.
CREATE TABLE alerts (
    alert INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('contracts', 'platforms', 'lines')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    milestone TEXT NOT NULL CHECK (milestone IN ('decide_by', 'start_by', 'price_rise', 'end_of_support', 'pstn_switch_off')),
    milestone_on TEXT NOT NULL CHECK (date(milestone_on, '+0 days') IS milestone_on),
    offset_days INTEGER NOT NULL CHECK (offset_days >= 0 OR milestone = 'decide_by'),
    state TEXT NOT NULL CHECK (state IN ('due', 'missed', 'superseded', 'nobody_to_tell', 'ended')),
    run INTEGER NOT NULL REFERENCES alert_runs (run),
    raised_on TEXT NOT NULL CHECK (date(raised_on, '+0 days') IS raised_on),
    acknowledged_on TEXT CHECK (date(acknowledged_on, '+0 days') IS acknowledged_on),
    acknowledged_at TEXT,
    acknowledged_by TEXT CHECK (acknowledged_by <> ''),
    escalated_on TEXT CHECK (date(escalated_on, '+0 days') IS escalated_on),
    UNIQUE (subject_kind, subject, milestone, milestone_on, offset_days),
    CHECK ((acknowledged_on IS NULL) = (acknowledged_at IS NULL))
) STRICT;

CREATE INDEX alerts_milestone_on ON alerts (milestone_on);
CREATE INDEX alerts_nobody ON alerts (state) WHERE state = 'nobody_to_tell';

-- One for each run and recipient, kept as it was sent. The last text composed stands in subject, plain, html and message.
CREATE TABLE mails (
    mail INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES alert_runs (run),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
    address TEXT NOT NULL COLLATE NOCASE CHECK (address <> ''),
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'in_flight', 'sent', 'withdrawn')),
    created_at TEXT NOT NULL,
    attempt_count INTEGER NOT NULL DEFAULT 0 CHECK (attempt_count >= 0),
    last_attempt_at TEXT,
    next_attempt_at TEXT,
    sent_at TEXT,
    reply TEXT,
    error TEXT,
    subject TEXT NOT NULL DEFAULT '',
    plain TEXT NOT NULL DEFAULT '',
    html TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    UNIQUE (run, channel, address),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK (state <> 'in_flight' OR message <> '')
) STRICT;

CREATE INDEX mails_waiting ON mails (state) WHERE state IN ('waiting', 'in_flight');

-- One row for each alert and address, whatever the way it was reached, and one for each webhook told. mail is NULL only
-- inside the transaction that adds the row.
CREATE TABLE alert_deliveries (
    alert INTEGER NOT NULL REFERENCES alerts (alert),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
    address TEXT NOT NULL COLLATE NOCASE CHECK (address <> ''),
    mail INTEGER REFERENCES mails (mail),
    is_escalation INTEGER NOT NULL CHECK (is_escalation IN (0, 1)),
    sent_at TEXT,
    PRIMARY KEY (alert, channel, address),
    CHECK (sent_at IS NULL OR mail IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_deliveries_mail ON alert_deliveries (mail);
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (channel, address) WHERE sent_at IS NULL;

CREATE TABLE alert_snoozes (
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('contracts', 'platforms', 'lines')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    milestone TEXT NOT NULL CHECK (milestone IN ('decide_by', 'start_by', 'price_rise', 'end_of_support', 'pstn_switch_off')),
    milestone_on TEXT NOT NULL CHECK (date(milestone_on, '+0 days') IS milestone_on),
    until TEXT NOT NULL CHECK (date(until, '+0 days') IS until),
    snoozed_at TEXT NOT NULL,
    PRIMARY KEY (subject_kind, subject, milestone, milestone_on)
) STRICT, WITHOUT ROWID;
