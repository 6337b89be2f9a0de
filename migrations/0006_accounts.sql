-- Who may sign in, and what they carry to show it. Beside the estate: none of it moves the estate's revision, and none
-- of it is in an export. Passwords stand as Argon2id hashes, everything random as its SHA-256, so that whoever reads
-- this file learns nothing to sign in with; the secret of a second factor has to stand as it is (RFC 6238).

CREATE TABLE accounts (
    account INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (email LIKE '_%@_%'),
    role TEXT NOT NULL CHECK (role IN ('viewer', 'finance', 'editor', 'administrator')),
    is_disabled INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
    password_hash TEXT CHECK (password_hash GLOB '$argon2id$*'),
    password_changed_at TEXT,
    totp_secret TEXT CHECK (totp_secret <> ''),
    totp_confirmed_at TEXT,
    totp_last_step INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    signed_in_at TEXT,
    CHECK (totp_confirmed_at IS NULL OR totp_secret IS NOT NULL)
) STRICT;

-- Each opens the second factor once; a used one is deleted.
CREATE TABLE recovery_codes (
    account INTEGER NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
    code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
    PRIMARY KEY (account, code_hash)
) STRICT, WITHOUT ROWID;

-- With its code a person chooses a password: a new one, or one who forgot. One for each at a time.
CREATE TABLE invitations (
    account INTEGER PRIMARY KEY REFERENCES accounts (account) ON DELETE CASCADE,
    code_hash TEXT NOT NULL UNIQUE CHECK (length(code_hash) = 64),
    expires_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    session INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    account INTEGER NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_account ON sessions (account);

-- Browsers that signed in to an account before: nobody else's wrong passwords keep them waiting.
CREATE TABLE known_devices (
    account INTEGER NOT NULL REFERENCES accounts (account) ON DELETE CASCADE,
    device_hash TEXT NOT NULL CHECK (length(device_hash) = 64),
    seen_at TEXT NOT NULL,
    PRIMARY KEY (account, device_hash)
) STRICT, WITHOUT ROWID;

-- Tokens made on the command line belong to no account.
CREATE TABLE api_tokens (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    account INTEGER REFERENCES accounts (account) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('viewer', 'finance', 'editor', 'administrator')),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    last_used_at TEXT
) STRICT;

CREATE INDEX api_tokens_account ON api_tokens (account);

-- What was done to accounts, and by whom; kept when the account is gone.
CREATE TABLE account_events (
    event INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    by TEXT CHECK (by <> ''),
    what TEXT NOT NULL CHECK (what <> ''),
    about TEXT CHECK (about <> ''),
    address TEXT CHECK (address <> '')
) STRICT;

CREATE TRIGGER account_events_stay BEFORE DELETE ON account_events
BEGIN
    SELECT RAISE(ABORT, 'account events are never deleted');
END;

CREATE TRIGGER account_events_are_final BEFORE UPDATE ON account_events
BEGIN
    SELECT RAISE(ABORT, 'account events are never changed');
END;
