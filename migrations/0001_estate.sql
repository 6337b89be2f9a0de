-- The estate: one organisation, its contracts, and what they pay for.
--
-- record_key is the order in which records were first stored, which is the order they are listed in; references
-- between records are by it. Ids are what people and other programs know records by. Absent is NULL. Days are
-- written YYYY-MM-DD, periods as ISO 8601, amounts as decimals exactly as stated. What is a list in a record is a
-- table here, kept in the order of its owner so that a scan of both is one pass.

-- Every write moves the revision by one. The identity is made once and tells this estate from every other: revisions begin
-- at 0 in all of them.
CREATE TABLE estate (
    estate_key INTEGER PRIMARY KEY CHECK (estate_key = 1),
    identity TEXT NOT NULL CHECK (length(identity) = 16),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    changed_at TEXT
) STRICT;

INSERT INTO estate (estate_key, identity, revision, changed_at) VALUES (1, lower(hex(randomblob(8))), 0, NULL);

CREATE TABLE organisation (
    record_key INTEGER PRIMARY KEY CHECK (record_key = 1),
    name TEXT,
    address TEXT,
    time_zone TEXT NOT NULL,
    bank_holidays TEXT NOT NULL CHECK (bank_holidays IN ('england-and-wales', 'scotland', 'northern-ireland')),
    financial_year_start TEXT NOT NULL CHECK (date('2001-' || financial_year_start, '+0 days') IS '2001-' || financial_year_start),
    currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    public_body INTEGER CHECK (public_body IN (0, 1)),
    notes TEXT
) STRICT;

CREATE TABLE alert_recipients (
    position INTEGER PRIMARY KEY CHECK (position >= 0),
    address TEXT NOT NULL
) STRICT;

CREATE TABLE sites (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    name TEXT,
    address TEXT,
    postcode TEXT,
    notes TEXT
) STRICT;

CREATE TABLE people (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    name TEXT,
    job_title TEXT,
    email TEXT,
    phone TEXT,
    executive INTEGER CHECK (executive IN (0, 1)),
    notes TEXT
) STRICT;

CREATE TABLE responsibilities (
    record_key INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    role TEXT NOT NULL,
    person_key INTEGER NOT NULL REFERENCES people (record_key),
    notes TEXT,
    UNIQUE (service, role, person_key)
) STRICT;

CREATE TABLE suppliers (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    name TEXT,
    company_number TEXT,
    account_manager_name TEXT,
    account_manager_email TEXT,
    account_manager_phone TEXT,
    support_name TEXT,
    support_email TEXT,
    support_phone TEXT,
    notes TEXT
) STRICT;

CREATE TABLE also_known_as (
    supplier_key INTEGER NOT NULL REFERENCES suppliers (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    name TEXT NOT NULL,
    PRIMARY KEY (supplier_key, position)
) STRICT, WITHOUT ROWID;

-- What positions and spend are worked out from comes first, so that reading it passes the rest by.
-- A framework without a name has the name ''. states_alert_days tells an empty list from none.
CREATE TABLE contracts (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    title TEXT,
    supplier_key INTEGER REFERENCES suppliers (record_key),
    service TEXT,
    site_key INTEGER REFERENCES sites (record_key),
    cost_centre TEXT,
    term_kind TEXT NOT NULL CHECK (term_kind IN ('fixed', 'auto_renew', 'rolling', 'perpetual', 'unknown')),
    term_start TEXT CHECK (
        term_start IS NULL OR date(term_start, '+0 days') IS term_start OR term_start GLOB '[0-9][0-9][0-9][0-9]'
        OR (term_start GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' AND substr(term_start, 6) BETWEEN '01' AND '12')
        OR term_start GLOB '[0-9][0-9][0-9][0-9]-Q[1-4]'
        OR ((term_start GLOB 'FY[0-9][0-9][0-9][0-9]-[0-9][0-9]' OR term_start GLOB 'FY[0-9][0-9][0-9][0-9]-[0-9][0-9]-Q[1-4]')
            AND (CAST(substr(term_start, 3, 4) AS INTEGER) + 1) % 100 = CAST(substr(term_start, 8, 2) AS INTEGER))),
    term_length TEXT CHECK (
        term_length GLOB 'P[0-9]*' AND term_length NOT GLOB '*[^PYMWD0-9]*'
        AND ((term_length GLOB '*[YM]' AND term_length NOT GLOB '*[WD]*') OR (term_length GLOB '*[WD]' AND term_length NOT GLOB '*[YM]*'))),
    term_end TEXT CHECK (
        term_end IS NULL OR date(term_end, '+0 days') IS term_end OR term_end GLOB '[0-9][0-9][0-9][0-9]'
        OR (term_end GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]' AND substr(term_end, 6) BETWEEN '01' AND '12')
        OR term_end GLOB '[0-9][0-9][0-9][0-9]-Q[1-4]'
        OR ((term_end GLOB 'FY[0-9][0-9][0-9][0-9]-[0-9][0-9]' OR term_end GLOB 'FY[0-9][0-9][0-9][0-9]-[0-9][0-9]-Q[1-4]')
            AND (CAST(substr(term_end, 3, 4) AS INTEGER) + 1) % 100 = CAST(substr(term_end, 8, 2) AS INTEGER))),
    term_renews_for TEXT CHECK (
        term_renews_for GLOB 'P[0-9]*' AND term_renews_for NOT GLOB '*[^PYMWD0-9]*'
        AND ((term_renews_for GLOB '*[YM]' AND term_renews_for NOT GLOB '*[WD]*') OR (term_renews_for GLOB '*[WD]' AND term_renews_for NOT GLOB '*[YM]*'))),
    term_period TEXT CHECK (
        term_period GLOB 'P[0-9]*' AND term_period NOT GLOB '*[^PYMWD0-9]*'
        AND ((term_period GLOB '*[YM]' AND term_period NOT GLOB '*[WD]*') OR (term_period GLOB '*[WD]' AND term_period NOT GLOB '*[YM]*'))),
    term_notice TEXT CHECK (
        term_notice GLOB 'P[0-9]*' AND term_notice NOT GLOB '*[^PYMWD0-9]*'
        AND ((term_notice GLOB '*[YM]' AND term_notice NOT GLOB '*[WD]*') OR (term_notice GLOB '*[WD]' AND term_notice NOT GLOB '*[YM]*'))),
    term_notice_working_days INTEGER CHECK (term_notice_working_days IN (0, 1)),
    term_notice_expires TEXT CHECK (term_notice_expires IN ('term_end', 'any_day')),
    lead_time TEXT CHECK (
        lead_time GLOB 'P[0-9]*' AND lead_time NOT GLOB '*[^PYMWD0-9]*'
        AND ((lead_time GLOB '*[YM]' AND lead_time NOT GLOB '*[WD]*') OR (lead_time GLOB '*[WD]' AND lead_time NOT GLOB '*[YM]*'))),
    ended_on TEXT CHECK (date(ended_on, '+0 days') IS ended_on),
    reference TEXT,
    framework_name TEXT,
    framework_lot TEXT,
    framework_reference TEXT,
    owner_key INTEGER REFERENCES people (record_key),
    account_code TEXT,
    states_alert_days INTEGER NOT NULL CHECK (states_alert_days IN (0, 1)),
    notes TEXT,
    CHECK ((term_notice IS NULL) = (term_notice_working_days IS NULL)),
    CHECK (framework_name IS NOT NULL OR (framework_lot IS NULL AND framework_reference IS NULL))
) STRICT;

CREATE TABLE extensions (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    length TEXT NOT NULL CHECK (
        length GLOB 'P[0-9]*' AND length NOT GLOB '*[^PYMWD0-9]*'
        AND ((length GLOB '*[YM]' AND length NOT GLOB '*[WD]*') OR (length GLOB '*[WD]' AND length NOT GLOB '*[YM]*'))),
    up_to INTEGER CHECK (up_to IN (0, 1)),
    notice TEXT CHECK (
        notice GLOB 'P[0-9]*' AND notice NOT GLOB '*[^PYMWD0-9]*'
        AND ((notice GLOB '*[YM]' AND notice NOT GLOB '*[WD]*') OR (notice GLOB '*[WD]' AND notice NOT GLOB '*[YM]*'))),
    notice_working_days INTEGER CHECK (notice_working_days IN (0, 1)),
    exercised_on TEXT CHECK (date(exercised_on, '+0 days') IS exercised_on),
    exercised_length TEXT CHECK (
        exercised_length GLOB 'P[0-9]*' AND exercised_length NOT GLOB '*[^PYMWD0-9]*'
        AND ((exercised_length GLOB '*[YM]' AND exercised_length NOT GLOB '*[WD]*') OR (exercised_length GLOB '*[WD]' AND exercised_length NOT GLOB '*[YM]*'))),
    PRIMARY KEY (contract_key, position),
    CHECK ((notice IS NULL) = (notice_working_days IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE breaks (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    on_day TEXT NOT NULL CHECK (date(on_day, '+0 days') IS on_day),
    notice TEXT CHECK (
        notice GLOB 'P[0-9]*' AND notice NOT GLOB '*[^PYMWD0-9]*'
        AND ((notice GLOB '*[YM]' AND notice NOT GLOB '*[WD]*') OR (notice GLOB '*[WD]' AND notice NOT GLOB '*[YM]*'))),
    notice_working_days INTEGER CHECK (notice_working_days IN (0, 1)),
    PRIMARY KEY (contract_key, position),
    CHECK ((notice IS NULL) = (notice_working_days IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('give_notice', 'exercise_option', 'replace', 'use_break')),
    takes_effect TEXT NOT NULL CHECK (date(takes_effect, '+0 days') IS takes_effect),
    outcome TEXT NOT NULL CHECK (outcome IN ('renew', 'leave', 'replace')),
    decided_on TEXT NOT NULL CHECK (date(decided_on, '+0 days') IS decided_on),
    leaves_on TEXT CHECK (date(leaves_on, '+0 days') IS leaves_on),
    note TEXT,
    PRIMARY KEY (contract_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE charges (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    id TEXT CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    kind TEXT NOT NULL CHECK (kind IN ('recurring', 'one_off')),
    amount TEXT CHECK (
        amount GLOB '*[0-9]' AND amount NOT GLOB '*[^-.0-9]*' AND amount NOT GLOB '?*-*' AND amount NOT GLOB '*.*.*'
        AND amount NOT GLOB '.*' AND amount NOT GLOB '-.*' AND length(amount) <= 17),
    quantity TEXT CHECK (
        quantity GLOB '*[0-9]' AND quantity NOT GLOB '*[^-.0-9]*' AND quantity NOT GLOB '?*-*' AND quantity NOT GLOB '*.*.*'
        AND quantity NOT GLOB '.*' AND quantity NOT GLOB '-.*' AND length(quantity) <= 17),
    unit_price TEXT CHECK (
        unit_price GLOB '*[0-9]' AND unit_price NOT GLOB '*[^-.0-9]*' AND unit_price NOT GLOB '?*-*' AND unit_price NOT GLOB '*.*.*'
        AND unit_price NOT GLOB '.*' AND unit_price NOT GLOB '-.*' AND length(unit_price) <= 17),
    every TEXT CHECK (
        every GLOB 'P[0-9]*' AND every NOT GLOB '*[^PYMWD0-9]*'
        AND ((every GLOB '*[YM]' AND every NOT GLOB '*[WD]*') OR (every GLOB '*[WD]' AND every NOT GLOB '*[YM]*'))),
    from_on TEXT CHECK (date(from_on, '+0 days') IS from_on),
    to_on TEXT CHECK (date(to_on, '+0 days') IS to_on),
    on_day TEXT CHECK (date(on_day, '+0 days') IS on_day),
    vat_basis TEXT CHECK (vat_basis IN ('exclusive', 'inclusive', 'unknown')),
    vat_rate TEXT CHECK (
        vat_rate GLOB '*[0-9]' AND vat_rate NOT GLOB '*[^-.0-9]*' AND vat_rate NOT GLOB '?*-*' AND vat_rate NOT GLOB '*.*.*'
        AND vat_rate NOT GLOB '.*' AND vat_rate NOT GLOB '-.*' AND length(vat_rate) <= 17),
    cost_centre TEXT,
    site_key INTEGER REFERENCES sites (record_key),
    description TEXT,
    account_code TEXT,
    notes TEXT,
    PRIMARY KEY (contract_key, position),
    CHECK (vat_basis IS NOT NULL OR vat_rate IS NULL),
    CHECK (every IS NULL OR kind = 'recurring'),
    CHECK (from_on IS NULL OR to_on IS NULL OR to_on >= from_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_rises (
    contract_key INTEGER NOT NULL,
    charge_position INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    on_day TEXT NOT NULL CHECK (date(on_day, '+0 days') IS on_day),
    percent TEXT CHECK (
        percent GLOB '*[0-9]' AND percent NOT GLOB '*[^-.0-9]*' AND percent NOT GLOB '?*-*' AND percent NOT GLOB '*.*.*'
        AND percent NOT GLOB '.*' AND percent NOT GLOB '-.*' AND length(percent) <= 17),
    price TEXT CHECK (
        price GLOB '*[0-9]' AND price NOT GLOB '*[^-.0-9]*' AND price NOT GLOB '?*-*' AND price NOT GLOB '*.*.*'
        AND price NOT GLOB '.*' AND price NOT GLOB '-.*' AND length(price) <= 17),
    rounding TEXT CHECK (rounding IN ('half_up', 'up')),
    PRIMARY KEY (contract_key, charge_position, position),
    CHECK ((percent IS NULL) <> (price IS NULL)),
    FOREIGN KEY (contract_key, charge_position) REFERENCES charges (contract_key, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE deputies (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    person_key INTEGER NOT NULL REFERENCES people (record_key),
    PRIMARY KEY (contract_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_days (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    days INTEGER NOT NULL,
    PRIMARY KEY (contract_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    contract_key INTEGER NOT NULL REFERENCES contracts (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    title TEXT,
    url TEXT,
    PRIMARY KEY (contract_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE platforms (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    service TEXT,
    kind TEXT,
    product TEXT,
    version TEXT,
    maker_key INTEGER REFERENCES suppliers (record_key),
    contract_key INTEGER REFERENCES contracts (record_key),
    hosting TEXT,
    site_key INTEGER REFERENCES sites (record_key),
    end_of_support TEXT CHECK (date(end_of_support, '+0 days') IS end_of_support),
    notes TEXT
) STRICT;

CREATE TABLE lines (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    platform_key INTEGER REFERENCES platforms (record_key),
    contract_key INTEGER REFERENCES contracts (record_key),
    site_key INTEGER REFERENCES sites (record_key),
    provider_key INTEGER REFERENCES suppliers (record_key),
    technology TEXT CHECK (technology IN (
        'pstn', 'isdn2', 'isdn30', 'sip_trunk', 'hosted_voip', 'sogea', 'fttp', 'fttc', 'adsl', 'leased_line', 'mobile', 'unknown')),
    purpose TEXT CHECK (purpose IN (
        'voice', 'fax', 'lift', 'alarm', 'payment', 'door_entry', 'telecare', 'nurse_call', 'broadband')),
    number TEXT,
    ceased_on TEXT CHECK (date(ceased_on, '+0 days') IS ceased_on),
    notes TEXT
) STRICT;

CREATE TABLE features (
    line_key INTEGER NOT NULL REFERENCES lines (record_key) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    feature TEXT NOT NULL,
    PRIMARY KEY (line_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE licences (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    kind TEXT,
    product TEXT,
    platform_key INTEGER REFERENCES platforms (record_key),
    contract_key INTEGER REFERENCES contracts (record_key),
    site_key INTEGER REFERENCES sites (record_key),
    notes TEXT
) STRICT;

CREATE TABLE numbers (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    number_class TEXT,
    number TEXT,
    first TEXT,
    last TEXT,
    contract_key INTEGER REFERENCES contracts (record_key),
    provider_key INTEGER REFERENCES suppliers (record_key),
    platform_key INTEGER REFERENCES platforms (record_key),
    site_key INTEGER REFERENCES sites (record_key),
    destination TEXT,
    public_facing INTEGER CHECK (public_facing IN (0, 1)),
    status TEXT,
    notes TEXT
) STRICT;

CREATE TABLE usage (
    record_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> '' AND id NOT GLOB '*[^-a-z0-9]*'),
    platform_key INTEGER REFERENCES platforms (record_key),
    contract_key INTEGER REFERENCES contracts (record_key),
    measure TEXT,
    per TEXT CHECK (
        per GLOB 'P[0-9]*' AND per NOT GLOB '*[^PYMWD0-9]*'
        AND ((per GLOB '*[YM]' AND per NOT GLOB '*[WD]*') OR (per GLOB '*[WD]' AND per NOT GLOB '*[YM]*'))),
    from_on TEXT CHECK (date(from_on, '+0 days') IS from_on),
    to_on TEXT CHECK (date(to_on, '+0 days') IS to_on),
    notes TEXT
) STRICT;

-- How many there were, as at which day. sequence is the order they were first written in. At most one of a field is
-- what its record shows now; the others stay readable.
CREATE TABLE observations (
    kind TEXT NOT NULL CHECK (kind IN ('lines', 'licences', 'numbers', 'usage')),
    record_key INTEGER NOT NULL,
    field TEXT NOT NULL CHECK (field IN ('count', 'purchased', 'assigned', 'in_use')),
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    as_at TEXT CHECK (date(as_at, '+0 days') IS as_at),
    value INTEGER NOT NULL CHECK (value >= 0),
    measure TEXT,
    qualifier TEXT NOT NULL CHECK (qualifier IN ('exact', 'approximately', 'at_least', 'up_to')),
    literal TEXT,
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    PRIMARY KEY (kind, record_key, field, sequence),
    CHECK ((kind = 'licences') = (field <> 'count'))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX observations_current ON observations (kind, record_key, field) WHERE is_current = 1;
CREATE UNIQUE INDEX observations_as_at ON observations (kind, record_key, field, as_at) WHERE as_at IS NOT NULL;

-- Silences and releases of records of every kind. Of a charge, record_key is its contract's and part its own position;
-- of everything else part is 0.
CREATE TABLE silences (
    kind TEXT NOT NULL CHECK (kind IN (
        'organisation', 'sites', 'people', 'suppliers', 'contracts', 'charges',
        'platforms', 'lines', 'licences', 'numbers', 'usage')),
    record_key INTEGER NOT NULL,
    part INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    field TEXT NOT NULL,
    silence TEXT NOT NULL CHECK (silence IN ('unknown', 'none', 'not_applicable', 'not_held', 'withheld')),
    PRIMARY KEY (kind, record_key, part, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE releases (
    kind TEXT NOT NULL CHECK (kind IN (
        'organisation', 'sites', 'people', 'suppliers', 'contracts', 'charges',
        'platforms', 'lines', 'licences', 'numbers', 'usage')),
    record_key INTEGER NOT NULL,
    part INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    field TEXT NOT NULL,
    neither_confirm_nor_deny INTEGER NOT NULL CHECK (neither_confirm_nor_deny IN (0, 1)),
    reason TEXT,
    PRIMARY KEY (kind, record_key, part, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE exemptions (
    kind TEXT NOT NULL,
    record_key INTEGER NOT NULL,
    part INTEGER NOT NULL,
    release_position INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    exemption TEXT NOT NULL,
    PRIMARY KEY (kind, record_key, part, release_position, position),
    FOREIGN KEY (kind, record_key, part, release_position) REFERENCES releases (kind, record_key, part, position)
        ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- No table can be the foreign key of records of every kind; these do its work when a record goes.
CREATE TRIGGER sites_deleted AFTER DELETE ON sites BEGIN
    DELETE FROM silences WHERE kind = 'sites' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'sites' AND record_key = old.record_key;
END;
CREATE TRIGGER people_deleted AFTER DELETE ON people BEGIN
    DELETE FROM silences WHERE kind = 'people' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'people' AND record_key = old.record_key;
END;
CREATE TRIGGER suppliers_deleted AFTER DELETE ON suppliers BEGIN
    DELETE FROM silences WHERE kind = 'suppliers' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'suppliers' AND record_key = old.record_key;
END;
CREATE TRIGGER contracts_deleted AFTER DELETE ON contracts BEGIN
    DELETE FROM silences WHERE kind IN ('contracts', 'charges') AND record_key = old.record_key;
    DELETE FROM releases WHERE kind IN ('contracts', 'charges') AND record_key = old.record_key;
END;
CREATE TRIGGER platforms_deleted AFTER DELETE ON platforms BEGIN
    DELETE FROM silences WHERE kind = 'platforms' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'platforms' AND record_key = old.record_key;
END;
CREATE TRIGGER lines_deleted AFTER DELETE ON lines BEGIN
    DELETE FROM silences WHERE kind = 'lines' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'lines' AND record_key = old.record_key;
    DELETE FROM observations WHERE kind = 'lines' AND record_key = old.record_key;
END;
CREATE TRIGGER licences_deleted AFTER DELETE ON licences BEGIN
    DELETE FROM silences WHERE kind = 'licences' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'licences' AND record_key = old.record_key;
    DELETE FROM observations WHERE kind = 'licences' AND record_key = old.record_key;
END;
CREATE TRIGGER numbers_deleted AFTER DELETE ON numbers BEGIN
    DELETE FROM silences WHERE kind = 'numbers' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'numbers' AND record_key = old.record_key;
    DELETE FROM observations WHERE kind = 'numbers' AND record_key = old.record_key;
END;
CREATE TRIGGER usage_deleted AFTER DELETE ON usage BEGIN
    DELETE FROM silences WHERE kind = 'usage' AND record_key = old.record_key;
    DELETE FROM releases WHERE kind = 'usage' AND record_key = old.record_key;
    DELETE FROM observations WHERE kind = 'usage' AND record_key = old.record_key;
END;

-- Who refers to a record: for filters, and for the check that nothing does before it is deleted.
CREATE INDEX responsibilities_person ON responsibilities (person_key);
CREATE INDEX contracts_supplier ON contracts (supplier_key);
CREATE INDEX contracts_service ON contracts (service);
CREATE INDEX contracts_site ON contracts (site_key);
CREATE INDEX contracts_owner ON contracts (owner_key);
CREATE INDEX deputies_person ON deputies (person_key);
CREATE INDEX platforms_maker ON platforms (maker_key);
CREATE INDEX platforms_contract ON platforms (contract_key);
CREATE INDEX platforms_site ON platforms (site_key);
CREATE INDEX lines_platform ON lines (platform_key);
CREATE INDEX lines_contract ON lines (contract_key);
CREATE INDEX lines_site ON lines (site_key);
CREATE INDEX lines_provider ON lines (provider_key);
CREATE INDEX licences_platform ON licences (platform_key);
CREATE INDEX licences_contract ON licences (contract_key);
CREATE INDEX licences_site ON licences (site_key);
CREATE INDEX numbers_contract ON numbers (contract_key);
CREATE INDEX numbers_provider ON numbers (provider_key);
CREATE INDEX numbers_platform ON numbers (platform_key);
CREATE INDEX numbers_site ON numbers (site_key);
CREATE INDEX usage_platform ON usage (platform_key);
CREATE INDEX usage_contract ON usage (contract_key);
CREATE INDEX charges_site ON charges (site_key) WHERE site_key IS NOT NULL;

-- The lines that stop with the PSTN, with who pays for them.
CREATE INDEX lines_technology ON lines (technology, ceased_on, contract_key, platform_key);
