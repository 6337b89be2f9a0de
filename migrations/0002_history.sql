-- The history of the estate: one row for each revision made from now on, and what became of each record in it. History
-- is written once: nothing in it is changed or taken out.

-- changed_by is NULL where nobody was named. undoes is the revision that this one takes back.
CREATE TABLE history (
    revision INTEGER PRIMARY KEY CHECK (revision > 0),
    changed_at TEXT NOT NULL CHECK (changed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'),
    changed_by TEXT CHECK (changed_by <> ''),
    origin TEXT NOT NULL CHECK (origin IN ('page', 'api', 'import', 'sample', 'undo')),
    note TEXT CHECK (note <> ''),
    undoes INTEGER REFERENCES history (revision) CHECK (undoes < revision),
    record_count INTEGER NOT NULL CHECK (record_count >= 0)
) STRICT;

-- The row of a revision is written when all its changes are known, after them; hence the deferred reference. Before and
-- after are the record as JSON.
CREATE TABLE record_changes (
    revision INTEGER NOT NULL REFERENCES history (revision) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN (
        'organisation', 'sites', 'people', 'responsibilities', 'suppliers', 'contracts',
        'platforms', 'lines', 'licences', 'numbers', 'usage')),
    record_id TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('added', 'changed', 'deleted')),
    title TEXT,
    before_record TEXT CHECK (before_record GLOB '{*}'),
    after_record TEXT CHECK (after_record GLOB '{*}'),
    PRIMARY KEY (revision, position),
    CHECK ((kind = 'organisation') = (record_id = '')),
    CHECK ((before_record IS NULL) = (action = 'added')),
    CHECK ((after_record IS NULL) = (action = 'deleted'))
) STRICT;

CREATE INDEX history_undoes ON history (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX record_changes_record ON record_changes (kind, record_id, revision);

-- INSERT OR REPLACE would take a row out without asking the triggers on DELETE.
CREATE TRIGGER history_not_replaced BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE revision = new.revision) BEGIN
    SELECT RAISE(ABORT, 'history cannot be edited');
END;
CREATE TRIGGER record_changes_not_replaced BEFORE INSERT ON record_changes
WHEN EXISTS (SELECT 1 FROM history WHERE revision = new.revision)
    OR EXISTS (SELECT 1 FROM record_changes WHERE rowid = new.rowid) BEGIN
    SELECT RAISE(ABORT, 'history cannot be edited');
END;
CREATE TRIGGER history_kept BEFORE UPDATE ON history BEGIN
    SELECT RAISE(ABORT, 'history cannot be edited');
END;
CREATE TRIGGER history_not_deleted BEFORE DELETE ON history BEGIN
    SELECT RAISE(ABORT, 'history cannot be edited');
END;
CREATE TRIGGER record_changes_kept BEFORE UPDATE ON record_changes BEGIN
    SELECT RAISE(ABORT, 'history cannot be edited');
END;
CREATE TRIGGER record_changes_not_deleted BEFORE DELETE ON record_changes BEGIN
    SELECT RAISE(ABORT, 'history cannot be edited');
END;
