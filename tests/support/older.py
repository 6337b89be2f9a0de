"""A database as an older telestate left it, made from the migrations it had."""

import hashlib
import sqlite3
from pathlib import Path

MIGRATIONS = sorted((Path(__file__).resolve().parents[2] / "migrations").glob("*.sql"))


def make_older_database(path, count, site_count=0):
    """With the first `count` migrations applied, and some sites in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA application_id = 0x54454C45")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY CHECK (number > 0), name TEXT NOT NULL, "
                       "checksum TEXT NOT NULL CHECK (length(checksum) = 64), applied_at TEXT NOT NULL) STRICT")
    for file in MIGRATIONS[:count]:
        sql = file.read_text(encoding="utf-8")
        number, name = file.stem.split("_", 1)
        connection.executescript(sql)
        connection.execute("INSERT INTO migrations VALUES (?, ?, ?, '2021-11-08T09:30:00Z')",
                           (int(number), name, hashlib.sha256(sql.encode()).hexdigest()))
    connection.execute("BEGIN")
    for i in range(site_count):
        connection.execute("INSERT INTO sites (id, name) VALUES (?, ?)", (f"site-{i}", f"Site {i} " + "x" * 1000))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    path.chmod(0o600)


def applied_count(path):
    """How many migrations a database has. Looks at a copy of its moment, and changes nothing."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute("SELECT count(*) FROM migrations").fetchone()[0]
    finally:
        connection.close()
