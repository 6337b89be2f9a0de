#!/usr/bin/env python3
"""Backups by hand and by the clock, restoring, and what `check` says of it all, with the real program.

    backup_test.py PROGRAM
"""

import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.older import applied_count, make_older_database  # noqa: E402
from support.older import MIGRATIONS  # noqa: E402
from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


class Backups(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name)
        self.database = self.path / "estate.sqlite"
        self.backup = self.path / "copy.sqlite"

    def run_program(self, *arguments, status=0, environment=None):
        finished = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False,
                                  env={**os.environ, **(environment or {})})
        self.assertEqual(finished.returncode, status, f"{arguments}\n{finished.stdout}\n{finished.stderr}")
        return finished

    def serve(self, **options):
        server = Server(PROGRAM, None, self.database, **options)
        self.addCleanup(self.end, server)
        return server

    def end(self, server):
        """Its exit status and its log; nothing where it has ended already."""
        return server.stop() if not server.log.closed else None

    def check(self, status=0, environment=None, **more):
        finished = self.run_program("check", "--json", "--database", self.database, status=status,
                                    environment={**(environment or {}), **more})
        return {check["name"]: check for check in json.loads(finished.stdout)["checks"]}

    def add_site(self, server, name):
        answer = server.ask("POST", "/api/v1/sites", json.dumps({"name": name}),
                            {"Content-Type": "application/json", "Telestate-Client": "page"})
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json()["id"]

    def sites_in(self, database):
        document = json.loads(self.run_program("export", "--database", database).stdout)
        return {site["id"] for site in document.get("sites", [])}


class ByHand(Backups):
    def test_a_backup_taken_while_others_write_holds_all_that_was_acknowledged_before_it(self):
        server = self.serve()
        acknowledged = []
        waits = []
        is_done = threading.Event()

        def write():
            while not is_done.is_set():
                started = time.monotonic()
                acknowledged.append(self.add_site(server, f"Site {len(acknowledged)}"))
                waits.append(time.monotonic() - started)

        writer = threading.Thread(target=write)
        writer.start()
        copies = []
        for number in range(3):
            while len(acknowledged) < 20 * (number + 1):
                time.sleep(0.01)
            before = set(acknowledged)
            copy = self.path / f"copy-{number}.sqlite"
            said = self.run_program("backup", copy, "--database", self.database).stdout
            self.assertIn("checked and sound", said)
            copies.append((copy, before, set(acknowledged)))
        is_done.set()
        writer.join()
        print(f"    {len(waits)} writes, the longest took {max(waits) * 1000:.0f} ms")
        status, log = server.stop()
        self.assertEqual(status, 0)
        self.assertNotIn('"level":"error"', log)
        for copy, before, after in copies:
            self.assertEqual(mode_of(copy), 0o600)
            held = self.sites_in(copy)
            self.assertLessEqual(before, held)
            # One more may have been written and not been answered yet.
            self.assertLessEqual(len(held - after), 1)

    def test_what_is_there_already_is_not_overwritten(self):
        self.run_program("import", "-", "--database", self.database, status=1)
        self.backup.write_text("mine")
        finished = self.run_program("backup", self.backup, "--database", self.database, status=1)
        self.assertIn("is not overwritten", finished.stderr)
        self.assertEqual(self.backup.read_text(), "mine")

    def test_a_backup_without_a_database_or_directory_says_which(self):
        finished = self.run_program("backup", self.backup, "--database", self.database, status=1)
        self.assertIn("There is no database", finished.stderr)
        self.assertFalse(self.database.exists())
        self.serve().stop()
        finished = self.run_program("backup", self.path / "missing" / "copy", "--database", self.database, status=1)
        self.assertIn("There is no directory", finished.stderr)
        self.run_program("backup", status=2)
        self.run_program("restore", status=2)


class Restoring(Backups):
    def test_a_backup_is_restored_once_the_server_has_ended_and_what_was_there_is_kept(self):
        server = self.serve()
        before = self.add_site(server, "Before")
        self.run_program("backup", self.backup, "--database", self.database)
        after = self.add_site(server, "After")
        finished = self.run_program("restore", self.backup, "--database", self.database, status=1)
        self.assertIn("is in use: end whatever has it open, such as telestate serve", finished.stderr)
        self.add_site(server, "Still served")
        # A killed server leaves its log, and no lock.
        server.process.kill()
        server.stop()
        said = self.run_program("restore", self.backup, "--database", self.database).stdout
        kept = Path(re.search(r"kept at (.+)", said)[1])
        self.assertRegex(kept.name, r"^estate\.sqlite\.before-restore-\d{8}T\d{6}Z$")
        self.assertEqual(self.sites_in(self.database), {before})
        self.assertEqual(self.sites_in(kept), {before, after, "still-served"})
        self.assertEqual(mode_of(self.database), 0o600)
        again = self.serve()
        self.assertEqual(self.add_site(again, "After"), after)
        self.assertEqual(again.stop()[0], 0)

    def test_what_is_no_backup_changes_nothing(self):
        self.serve().stop()
        before = self.database.read_bytes()
        self.backup.write_text("Dear all,\n" * 1000)
        finished = self.run_program("restore", self.backup, "--database", self.database, status=1)
        self.assertIn("Nothing was changed", finished.stderr)
        self.assertEqual(self.database.read_bytes(), before)
        self.assertEqual(list(self.path.glob("*.partial*")) + list(self.path.glob("*before*")), [])

    def test_it_moves_to_another_machine_and_to_a_newer_program(self):
        older = self.path / "older.sqlite"
        make_older_database(older, len(MIGRATIONS) - 1, 3)
        said = self.run_program("restore", older, "--database", self.database).stdout
        self.assertIn("brought up to date: 1 migration", said)
        self.assertNotIn("kept at", said)
        self.assertEqual(self.sites_in(self.database), {"site-0", "site-1", "site-2"})
        self.assertEqual(applied_count(older), len(MIGRATIONS) - 1)

    def test_an_older_database_is_copied_before_it_is_brought_up_to_date(self):
        make_older_database(self.database, len(MIGRATIONS) - 1, 3)
        server = self.serve()
        self.assertEqual(server.stop()[0], 0)
        copies = list(self.path.glob("estate.sqlite.before-migration-*"))
        self.assertEqual(len(copies), 1)
        self.assertRegex(copies[0].name, rf"before-migration-{len(MIGRATIONS):04}-\d{{8}}T\d{{6}}Z$")
        self.assertEqual(mode_of(copies[0]), 0o600)
        self.assertEqual(applied_count(copies[0]), len(MIGRATIONS) - 1)
        self.assertEqual(applied_count(self.database), len(MIGRATIONS))


class ByTheClock(Backups):
    def test_a_start_makes_the_backup_that_is_due_and_says_so(self):
        folder = self.path / "backups"
        old = "telestate-20200101T020000Z.sqlite"
        folder.mkdir(0o700)
        for name in [old, "telestate-20200102T020000Z.sqlite", "keep-this.sqlite"]:
            (folder / name).write_text("old")
        environment = {"TELESTATE_BACKUP_DIRECTORY": str(folder), "TELESTATE_BACKUP_KEEP": "2"}
        server = self.serve(environment=environment)
        give_up_at = time.monotonic() + 20
        while (health := server.get("/healthz").json()["backups"])["is_late"] and time.monotonic() < give_up_at:
            time.sleep(0.05)
        self.assertEqual(health["enabled"], True)
        self.assertEqual(health["is_failing"], False)
        made = folder / f"telestate-{re.sub('[-:]', '', health['last_at'])}.sqlite"
        while (folder / old).exists() and time.monotonic() < give_up_at:
            time.sleep(0.05)
        status, log = server.stop()
        self.assertEqual(status, 0)
        self.assertIn("backed up to", log)
        self.assertEqual(mode_of(made), 0o600)
        self.assertEqual(sorted(path.name for path in folder.iterdir()),
                         sorted([made.name, "telestate-20200102T020000Z.sqlite", "keep-this.sqlite"]))
        self.run_program("export", "--database", made)
        checks = self.check(environment=environment)
        self.assertTrue(checks["backups"]["ok"], checks)

    def test_a_folder_that_cannot_be_made_is_told_and_serving_goes_on(self):
        server = self.serve(environment={"TELESTATE_BACKUP_DIRECTORY": str(self.path / "missing" / "backups")})
        give_up_at = time.monotonic() + 20
        while not server.get("/healthz").json()["backups"]["is_failing"] and time.monotonic() < give_up_at:
            time.sleep(0.05)
        self.assertTrue(server.get("/healthz").json()["backups"]["is_failing"])
        self.assertNotIn(str(self.path), server.get("/healthz").body.decode())
        self.add_site(server, "Served")
        status, log = server.stop()
        self.assertEqual(status, 0)
        self.assertIn("no backup could be made", log)
        self.assertIn("tried again in 1 minute", log)


class Checking(Backups):
    def setUp(self):
        super().setUp()
        self.serve().stop()

    def test_backups_that_stopped_are_trouble(self):
        self.assertIn("no scheduled backups are set up", self.check()["backups"]["detail"])
        folder = self.path / "backups"
        environment = {"TELESTATE_BACKUP_DIRECTORY": str(folder)}
        # A database some seconds old has missed nothing.
        self.assertTrue(self.check(environment=environment)["backups"]["ok"])
        now = datetime.now(timezone.utc)
        folder.mkdir(0o700)
        for hours, is_ok in [(48, False), (27, False), (25, True)]:
            (folder / f"telestate-{now - timedelta(hours=hours):%Y%m%dT%H%M%SZ}.sqlite").touch()
            checks = self.check(status=0 if is_ok else 1, environment=environment)
            self.assertEqual(checks["backups"]["ok"], is_ok, checks["backups"])

    def test_a_certificate_near_its_end_is_trouble(self):
        key = self.path / "key.pem"
        certificate = self.path / "certificate.pem"
        environment = {"TELESTATE_SERVER_TLS_CERTIFICATE": str(certificate), "TELESTATE_SERVER_TLS_KEY": str(key)}
        for days, is_ok, words in [(90, True, "holds until"), (13, False, "time to renew"), (None, False, "PEM")]:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-keyout", key, "-out", certificate, "-subj", "/CN=telestate", "-days", str(days or 1)],
                           check=True, capture_output=True)
            key.chmod(0o600)
            if days is None:
                certificate.write_text("none")
            found = self.check(status=0 if is_ok else 1, environment=environment)["certificate"]
            self.assertEqual(found["ok"], is_ok, found)
            self.assertIn(words, found["detail"])
        certificate.unlink()
        self.assertIn("cannot be read", self.check(status=1, environment=environment)["certificate"]["detail"])

    def test_files_that_others_may_read_are_trouble(self):
        secret = self.path / "password"
        secret.write_text("secret")
        environment = {"TELESTATE_SMTP_PASSWORD_FILE": str(secret)}
        secret.chmod(0o640)
        self.assertTrue(self.check(environment=environment)["secret files"]["ok"])
        secret.chmod(0o644)
        found = self.check(status=1, environment=environment)["secret files"]
        self.assertIn(f"everybody may read {secret}", found["detail"])
        self.database.chmod(0o644)
        found = self.check(status=1)["database files"]
        self.assertIn(str(self.database), found["detail"])
        # Opening it made it private again.
        self.assertEqual(mode_of(self.database), 0o600)
        self.assertTrue(self.check()["database files"]["ok"])

    def test_without_a_database_that_opens_the_rest_is_still_looked_at(self):
        self.database.write_bytes(b"x" * 8192)
        checks = self.check(status=1)
        self.assertFalse(checks["database"]["ok"])
        for name in ["configuration", "certificate", "clock", "disk", "mail", "secret files", "backups"]:
            self.assertIn(name, checks)
        words = self.run_program("check", "--database", self.database, status=1).stdout
        self.assertIn("TROUBLE  database:", words)
        self.assertIn("ok       disk:", words)

    def test_without_bank_holidays_the_database_is_still_looked_at(self):
        checks = self.check(status=1, TELESTATE_CALENDAR_BANK_HOLIDAYS=str(self.path / "missing.json"))
        self.assertFalse(checks["bank holidays"]["ok"])
        self.assertTrue(checks["database"]["ok"])
        self.assertTrue(checks["migrations"]["ok"])

    def test_rows_that_break_a_rule_are_trouble(self):
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO deputies (contract_key, position, person_key) VALUES (99, 0, 99)")
        connection.commit()
        connection.close()
        checks = self.check(status=1)
        self.assertIn("refer to nothing", checks["database"]["detail"])
        self.assertTrue(checks["migrations"]["ok"])


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
