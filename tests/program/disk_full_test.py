#!/usr/bin/env python3
"""A disk that is full while the program writes, backs up, restores and migrates, and then has room again.

    disk_full_test.py PROGRAM
"""

import json
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.older import MIGRATIONS, applied_count, make_older_database  # noqa: E402
from support.program import Server  # noqa: E402
from support.small_disk import SmallDisk, enter_namespace  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None


class FullDisk(unittest.TestCase):
    def setUp(self):
        self.disk = SmallDisk(8)
        self.addCleanup(self.disk.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.elsewhere = Path(folder.name)
        self.database = self.disk.path / "estate.sqlite"

    def run_program(self, *arguments, status=0):
        finished = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
        self.assertEqual(finished.returncode, status, f"{arguments}\n{finished.stdout}\n{finished.stderr}")
        return finished

    def serve(self, database=None, environment=None):
        server = Server(PROGRAM, None, database or self.database, environment)
        self.addCleanup(self.end, server)
        return server

    def end(self, server):
        """Its exit status and its log; nothing where it has ended already."""
        return server.stop() if not server.log.closed else None

    def add_site(self, server, name, notes=""):
        return server.ask("POST", "/api/v1/sites", json.dumps({"name": name, **({"notes": notes} if notes else {})}),
                          {"Content-Type": "application/json", "Telestate-Client": "page"})

    def sites_of(self, server):
        return {site["name"] for site in server.get("/api/v1/export").json().get("sites", [])}

    def names_beside(self, path):
        return sorted(entry.name for entry in path.iterdir() if entry.name != "filler")

    def assert_sound(self, database):
        found = json.loads(subprocess.run([PROGRAM, "check", "--json", "--database", str(database)], capture_output=True,
                                          text=True, check=False).stdout)
        checks = {check["name"]: check for check in found["checks"]}
        self.assertTrue(checks["database"]["ok"], checks["database"])


class WhileWriting(FullDisk):
    def test_what_does_not_fit_is_refused_whole_and_there_is_room_again(self):
        server = self.serve()
        names = {f"Before {i}" for i in range(3)}
        for name in names:
            self.assertEqual(self.add_site(server, name).status, 201)
        self.disk.fill()
        refused = 0
        for i in range(60):
            answer = self.add_site(server, f"Full {i}", "x" * 9000)
            if answer.status == 201:
                names.add(f"Full {i}")
                continue
            refused += 1
            self.assertIn(answer.status, (500, 503, 507))
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
            for secret in ("sqlite", "SQLite", "database or disk", str(self.disk.path)):
                self.assertNotIn(secret, answer.body.decode())
            # Reading goes on.
            self.assertEqual(self.sites_of(server), names)
            self.assertEqual(server.get("/healthz").status, 200)
            if refused == 3:
                break
        self.assertEqual(refused, 3)
        self.disk.make_room()
        for i in range(20):
            self.assertEqual(self.add_site(server, f"After {i}", "x" * 9000).status, 201)
            names.add(f"After {i}")
        self.assertEqual(self.sites_of(server), names)
        status, log = self.end(server)
        self.assertEqual(status, 0)
        self.assertIn("full", log)
        self.assert_sound(self.database)

    def test_an_import_that_does_not_fit_changes_nothing(self):
        self.run_program("import", "-", "--database", self.database, status=1)
        document = self.elsewhere / "big.json"
        document.write_text(json.dumps({"format": "telestate/1", "sites": [
            {"id": f"site-{i}", "name": f"Site {i}", "notes": "x" * 1000} for i in range(3000)]}))
        self.disk.fill(leave=1_500_000)
        finished = self.run_program("import", document, "--database", self.database, status=1)
        self.assertIn("full", finished.stderr)
        exported = json.loads(self.run_program("export", "--database", self.database).stdout)
        self.assertEqual(exported.get("sites", []), [])
        self.assert_sound(self.database)


class WhileBackingUp(FullDisk):
    def test_a_copy_that_does_not_fit_leaves_nothing_and_serving_goes_on(self):
        database = self.elsewhere / "estate.sqlite"
        server = self.serve(database)
        self.assertEqual(self.add_site(server, "Before").status, 201)
        copy = self.disk.path / "copy.sqlite"
        for leave in [0, 8192, 100_000, 300_000]:
            self.disk.fill(leave)
            finished = self.run_program("backup", copy, "--database", database, status=1)
            self.assertIn("is full", finished.stderr)
            self.assertEqual(self.names_beside(self.disk.path), [])
            self.assertEqual(self.add_site(server, f"Meanwhile {leave}").status, 201)
            self.disk.make_room()
        self.run_program("backup", copy, "--database", database)
        self.assert_sound(copy)
        self.assertEqual(len(self.sites_of(server)), 5)

    def test_a_scheduled_backup_that_does_not_fit_is_told_and_removes_no_older_one(self):
        folder = self.disk.path / "backups"
        folder.mkdir(0o700)
        older = folder / "telestate-20200101T020000Z.sqlite"
        older.write_text("old")
        self.disk.fill(leave=20_000)
        server = self.serve(self.elsewhere / "estate.sqlite", {"TELESTATE_BACKUP_DIRECTORY": str(folder),
                                                               "TELESTATE_BACKUP_KEEP": "1"})
        give_up_at = time.monotonic() + 20
        while not server.get("/healthz").json()["backups"]["is_failing"] and time.monotonic() < give_up_at:
            time.sleep(0.05)
        self.assertTrue(server.get("/healthz").json()["backups"]["is_failing"])
        status, log = self.end(server)
        self.assertEqual(status, 0)
        self.assertIn("no backup could be made", log)
        self.assertIn("is full", log)
        self.assertEqual(self.names_beside(folder), [older.name])

    def test_restoring_what_does_not_fit_changes_nothing(self):
        self.end(self.serve())
        big = self.elsewhere / "big.sqlite"
        make_older_database(big, len(MIGRATIONS), 1000)
        before = self.database.read_bytes()
        for leave in [0, 100_000, 1_000_000]:
            self.disk.fill(leave)
            finished = self.run_program("restore", big, "--database", self.database, status=1)
            self.assertIn("full", finished.stderr)
            self.assertEqual(self.database.read_bytes(), before)
            self.assertEqual([name for name in self.names_beside(self.disk.path) if "partial" in name], [])
            self.disk.make_room()
        self.run_program("restore", big, "--database", self.database)
        self.assert_sound(self.database)


class WhileMigrating(FullDisk):
    def test_the_older_database_stays_whole_until_there_is_room(self):
        last = len(MIGRATIONS)
        made = self.elsewhere / "older.sqlite"
        make_older_database(made, last - 1, 400)
        size = made.stat().st_size
        self.database.write_bytes(made.read_bytes())
        self.database.chmod(0o600)
        words = set()
        # From no room at all, over room for the copy but not for the migration, to enough.
        for leave in [0, 20_000, size // 2, size + 40_000, size + 60_000, size + 80_000, size + 100_000]:
            self.disk.fill(leave)
            finished = subprocess.run([PROGRAM, "import", "-", "--database", str(self.database)], capture_output=True,
                                      text=True, check=False, input='{"format": "telestate/1"}')
            self.disk.make_room()
            if finished.returncode == 0:
                words.add("done")
                break
            self.assertEqual(finished.returncode, 1)
            self.assertIn("telestate: ", finished.stderr)
            words.add("copy" if "before a copy of it is made" in finished.stderr else
                      "migration" if "failed" in finished.stderr else
                      "opening" if "disk is full" in finished.stderr else finished.stderr)
            self.assertEqual(applied_count(self.database), last - 1)
            self.assertEqual([name for name in self.names_beside(self.disk.path) if ".before-" in name], [])
        self.assertLessEqual({"copy", "done"}, words)
        self.assertLessEqual(words, {"opening", "copy", "migration", "done"})
        server = self.serve()
        self.assertEqual(len(self.sites_of(server)), 400)
        self.end(server)
        self.assertEqual(applied_count(self.database), last)
        self.assert_sound(self.database)


if __name__ == "__main__":
    enter_namespace()
    PROGRAM = program_argument()
    run_suite()
