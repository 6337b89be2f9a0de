-- The organisation's own days before which to alert, and the calendars that people subscribe to.

-- states_alert_days tells an empty list from none, as that of a contract does.
ALTER TABLE organisation ADD COLUMN states_alert_days INTEGER NOT NULL DEFAULT 0 CHECK (states_alert_days IN (0, 1));

CREATE TABLE organisation_alert_days (
    position INTEGER PRIMARY KEY CHECK (position >= 0),
    days INTEGER NOT NULL UNIQUE CHECK (days >= 0)
) STRICT;

-- Beside the estate: none of it moves the estate's revision. A feed is of everything, or of what one person owns or
-- deputises for; the owner is named by id, since a feed outlives its person. Whoever knows the secret may read the feed.
CREATE TABLE calendar_feeds (
    feed INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT CHECK (owner <> '' AND owner NOT GLOB '*[^-a-z0-9]*'),
    secret TEXT NOT NULL UNIQUE CHECK (length(secret) = 43 AND secret NOT GLOB '*[^-_A-Za-z0-9]*'),
    created_at TEXT NOT NULL CHECK (created_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'),
    renewed_at TEXT CHECK (renewed_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z')
) STRICT;

-- One for each owner, and one of everything.
CREATE UNIQUE INDEX calendar_feeds_owner ON calendar_feeds (coalesce(owner, ''));
