-- Search over the records of every kind: what each can be found by, and two indexes of it, one by word and one by any
-- part of a telephone number.

-- What a record can be found by. Telephone numbers are written from 0 and from 44, without spaces; postcodes with the
-- space and without. Nothing of other records is in it, so that renaming one touches no other.
CREATE VIEW searchable AS
    SELECT 'sites' AS kind, sites.record_key AS record_key,
        id AS id,
        coalesce(name, address, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(address || ' ', '')
            || coalesce(postcode || ' ', '')
            || coalesce(replace(postcode, ' ', '') || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        '' AS digits
    FROM sites
    UNION ALL
    SELECT 'people' AS kind, people.record_key AS record_key,
        id AS id,
        coalesce(name, job_title, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(job_title || ' ', '')
            || coalesce(email || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        coalesce((
            SELECT group_concat(CASE
                WHEN bare GLOB '+44*' THEN '0' || substr(bare, 4) || ' ' || substr(bare, 2)
                WHEN bare GLOB '0044*' THEN '0' || substr(bare, 5) || ' ' || substr(bare, 3)
                WHEN bare GLOB '0[1-9]*' THEN bare || ' 44' || substr(bare, 2)
                ELSE ltrim(bare, '+')
            END, ' ')
            FROM (
                SELECT replace(replace(replace(
                    replace(replace(replace(phone, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '') AS bare
            )), '') AS digits
    FROM people
    UNION ALL
    SELECT 'responsibilities' AS kind, responsibilities.record_key AS record_key,
        responsibilities.service || '/' || responsibilities.role || '/' || people.id AS id,
        responsibilities.service || ', ' || responsibilities.role AS title,
        trim(coalesce(responsibilities.service || ' ', '')
            || coalesce(responsibilities.role || ' ', '')
            || coalesce(people.id || ' ', '')
            || coalesce(responsibilities.notes || ' ', '')) AS words,
        '' AS digits
    FROM responsibilities
    JOIN people ON people.record_key = responsibilities.person_key
    UNION ALL
    SELECT 'suppliers' AS kind, suppliers.record_key AS record_key,
        id AS id,
        coalesce(name, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce((
                SELECT group_concat(name, ' ')
                FROM also_known_as
                WHERE also_known_as.supplier_key = suppliers.record_key) || ' ', '')
            || coalesce(company_number || ' ', '')
            || coalesce(account_manager_name || ' ', '')
            || coalesce(account_manager_email || ' ', '')
            || coalesce(support_name || ' ', '')
            || coalesce(support_email || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        coalesce((
            SELECT group_concat(CASE
                WHEN bare GLOB '+44*' THEN '0' || substr(bare, 4) || ' ' || substr(bare, 2)
                WHEN bare GLOB '0044*' THEN '0' || substr(bare, 5) || ' ' || substr(bare, 3)
                WHEN bare GLOB '0[1-9]*' THEN bare || ' 44' || substr(bare, 2)
                ELSE ltrim(bare, '+')
            END, ' ')
            FROM (
                SELECT replace(replace(replace(
                    replace(replace(replace(account_manager_phone, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '') AS bare
                UNION ALL
                SELECT replace(replace(replace(
                    replace(replace(replace(support_phone, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '')
            )), '') AS digits
    FROM suppliers
    UNION ALL
    SELECT 'contracts' AS kind, contracts.record_key AS record_key,
        id AS id,
        coalesce(title, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(service || ' ', '')
            || coalesce(reference || ' ', '')
            || coalesce(framework_name || ' ', '')
            || coalesce(framework_lot || ' ', '')
            || coalesce(framework_reference || ' ', '')
            || coalesce(cost_centre || ' ', '')
            || coalesce(account_code || ' ', '')
            || coalesce((
                SELECT group_concat(coalesce(description || ' ', '') || coalesce(cost_centre || ' ', '')
                    || coalesce(account_code || ' ', '') || coalesce(notes, ''), ' ')
                FROM charges
                WHERE charges.contract_key = contracts.record_key) || ' ', '')
            || coalesce((
                SELECT group_concat(title, ' ')
                FROM documents
                WHERE documents.contract_key = contracts.record_key) || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        '' AS digits
    FROM contracts
    UNION ALL
    SELECT 'platforms' AS kind, platforms.record_key AS record_key,
        id AS id,
        coalesce(product, kind, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(service || ' ', '')
            || coalesce(kind || ' ', '')
            || coalesce(version || ' ', '')
            || coalesce(hosting || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        '' AS digits
    FROM platforms
    UNION ALL
    SELECT 'lines' AS kind, lines.record_key AS record_key,
        id AS id,
        coalesce(number, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(technology || ' ', '')
            || coalesce(purpose || ' ', '')
            || coalesce((
                SELECT group_concat(feature, ' ')
                FROM features
                WHERE features.line_key = lines.record_key) || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        coalesce((
            SELECT group_concat(CASE
                WHEN bare GLOB '+44*' THEN '0' || substr(bare, 4) || ' ' || substr(bare, 2)
                WHEN bare GLOB '0044*' THEN '0' || substr(bare, 5) || ' ' || substr(bare, 3)
                WHEN bare GLOB '0[1-9]*' THEN bare || ' 44' || substr(bare, 2)
                ELSE ltrim(bare, '+')
            END, ' ')
            FROM (
                SELECT replace(replace(replace(
                    replace(replace(replace(number, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '') AS bare
            )), '') AS digits
    FROM lines
    UNION ALL
    SELECT 'licences' AS kind, licences.record_key AS record_key,
        id AS id,
        coalesce(product, kind, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(kind || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        '' AS digits
    FROM licences
    UNION ALL
    SELECT 'numbers' AS kind, numbers.record_key AS record_key,
        id AS id,
        coalesce(number, first || ' to ' || last, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(number_class || ' ', '')
            || coalesce(destination || ' ', '')
            || coalesce(status || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        coalesce((
            SELECT group_concat(CASE
                WHEN bare GLOB '+44*' THEN '0' || substr(bare, 4) || ' ' || substr(bare, 2)
                WHEN bare GLOB '0044*' THEN '0' || substr(bare, 5) || ' ' || substr(bare, 3)
                WHEN bare GLOB '0[1-9]*' THEN bare || ' 44' || substr(bare, 2)
                ELSE ltrim(bare, '+')
            END, ' ')
            FROM (
                SELECT replace(replace(replace(
                    replace(replace(replace(number, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '') AS bare
                UNION ALL
                SELECT replace(replace(replace(
                    replace(replace(replace(first, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '')
                UNION ALL
                SELECT replace(replace(replace(
                    replace(replace(replace(last, '(0)', ''), ' ', ''), '(', ''),
                    ')', ''), '-', ''), '.', '')
            )), '') AS digits
    FROM numbers
    UNION ALL
    SELECT 'usage' AS kind, usage.record_key AS record_key,
        id AS id,
        coalesce(measure, id) AS title,
        trim(coalesce(id || ' ', '')
            || coalesce(notes || ' ', '')) AS words,
        '' AS digits
    FROM usage;

-- The same, kept. The writer of a record renews its row and both indexes: triggers may not, because the schema is not
-- trusted with virtual tables.
CREATE TABLE search_entries (
    entry_key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN (
        'sites', 'people', 'responsibilities', 'suppliers', 'contracts',
        'platforms', 'lines', 'licences', 'numbers', 'usage')),
    record_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,
    digits TEXT NOT NULL,
    UNIQUE (kind, record_key)
) STRICT;

CREATE INDEX search_entries_id ON search_entries (id);

CREATE VIRTUAL TABLE search_words USING fts5 (
    title, words, kind, content = 'search_entries', content_rowid = 'entry_key',
    tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE search_digits USING fts5 (
    digits, content = 'search_entries', content_rowid = 'entry_key', tokenize = 'trigram');

INSERT INTO search_entries (kind, record_key, id, title, words, digits)
SELECT kind, record_key, id, title, words, digits FROM searchable;

INSERT INTO search_words (search_words) VALUES ('rebuild');
INSERT INTO search_digits (search_digits) VALUES ('rebuild');
