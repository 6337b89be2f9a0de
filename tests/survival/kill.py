#!/usr/bin/env python3
"""The program killed at random moments while it writes: every acknowledged write is there when it starts again.

    kill.py PROGRAM [--full]
"""

import json
import random
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import Broken, SurvivalCase, figure, scale, write_document  # noqa: E402

KINDS = {
    "sites": lambda identity, turn: {"id": identity, "name": f"Site {turn}", "postcode": "ME14 1XQ"},
    "suppliers": lambda identity, turn: {"id": identity, "name": f"Supplier {turn}"},
    "contracts": lambda identity, turn: {
        "id": identity, "title": f"Contract {turn}", "supplier": "kept",
        "term": {"kind": "auto_renew", "start": "2024-04-01", "length": "P1Y", "renews_for": "P1Y", "notice": "P90D"},
        "charges": [{"id": f"charge-{n}", "kind": "recurring", "amount": f"{turn}.00", "every": "P1M"}
                    for n in range(1 + turn % 5)]},
}
RECORDS_EACH = 12  # of one writer and kind, so that records are replaced and deleted as often as made


class Writing:
    """One thread that writes records of its own, and what it knows of them.

    `known` maps (kind, id) to the set of contents that may stand there: one for a write that was acknowledged, two for
    one that was on its way when the program was killed. None stands for "no such record".
    """

    def __init__(self, name, seed):
        self.name = name
        self.random = random.Random(seed)
        self.known = {}
        self.revisions = {}  # of each acknowledged write: what it wrote
        self.turn = 0
        self.acknowledged = 0
        self.refused = []

    def run(self, port):
        try:
            with survival_case.Client(port) as client:
                while True:
                    self.write_one(client)
        except (Broken, OSError):
            pass

    def write_one(self, client):
        self.turn += 1
        kind = self.random.choice(list(KINDS))
        key = (kind, f"{self.name}-{self.random.randrange(RECORDS_EACH)}")
        states = self.known.get(key, {None})
        assert len(states) == 1
        before = next(iter(states))
        target = f"/api/v1/{kind}/{key[1]}"
        if before is None:
            after, method, body, headers = self.content(kind, key[1]), "POST", self.content(kind, key[1]), {}
            target = f"/api/v1/{kind}"
        elif self.random.random() < 0.3:
            after, method, body, headers = None, "DELETE", None, {"If-Match": "*"}
        else:
            after, method, body, headers = self.content(kind, key[1]), "PUT", self.content(kind, key[1]), {"If-Match": "*"}
        # On its way: either may stand there.
        self.known[key] = {before, after}
        answer = client.ask(method, target, body.encode() if body else None, headers)
        if answer.status not in (200, 201, 204):
            self.known[key] = {before}
            self.refused.append((method, target, answer.status, answer.body[:300]))
            return
        self.known[key] = {after}
        self.acknowledged += 1
        revision = int(answer.headers["telestate-revision"])
        if before != after:
            self.revisions[revision] = (kind, key[1], after)

    def content(self, kind, identity):
        return json.dumps(KINDS[kind](identity, self.turn), sort_keys=True)


class Importing:
    """Documents taken in whole or not at all: `count` suppliers that all bear the number of the document."""

    COUNT = 150

    def __init__(self):
        self.number = 0
        self.possible = {0}
        self.acknowledged = 0
        self.refused = []

    def document(self, number):
        return {"format": "telestate/1",
                "suppliers": [{"id": f"imported-{i}", "name": f"Imported {number}"} for i in range(self.COUNT)]}

    def run(self, port):
        try:
            with survival_case.Client(port) as client:
                while True:
                    self.number += 1
                    self.possible = {min(self.possible), self.number}
                    answer = client.ask("POST", "/api/v1/import", self.document(self.number))
                    if answer.status == 200:
                        self.possible = {self.number}
                        self.acknowledged += 1
                    else:
                        self.refused.append((answer.status, answer.body[:300]))
        except (Broken, OSError):
            pass


def canonical(text):
    return json.dumps(json.loads(text), sort_keys=True)


class Killed(SurvivalCase):
    def setUp(self):
        super().setUp()
        self.forget_history()

    def forget_history(self):
        self.seen_revision = 0
        self.latest = {}  # of each record: as the history has it

    def test_every_acknowledged_write_is_there_after_the_program_was_killed(self):
        rounds = scale(6, 200)
        moments = random.Random(20261122)
        document = write_document(self.folder, {"format": "telestate/1", "organisation": {
            "name": "Example Trust", "alert_recipients": ["it@trust.example"]},
            "suppliers": [{"id": "kept", "name": "Kept"}]})
        # No mail server listens there: alerts are written down and wait.
        served = self.serve(document=document, settings={
            "TELESTATE_SMTP_HOST": "127.0.0.1", "TELESTATE_SMTP_PORT": "9", "TELESTATE_SMTP_SECURITY": "none",
            "TELESTATE_SMTP_FROM": "telestate@trust.example", "TELESTATE_SMTP_TIMEOUT": "1"})
        writers = [Writing(f"w{i}", i) for i in range(4)]
        importing = Importing()
        sends = restart_seconds = longest_restart = 0.0
        for number in range(rounds):
            threads = [threading.Thread(target=writer.run, args=(served.port,)) for writer in writers]
            if number % 3 == 0:
                threads.append(threading.Thread(target=importing.run, args=(served.port,)))
            for thread in threads:
                thread.start()
            sending = served.popen("alerts", "send", "--on", "2026-02-11") if number % 4 == 1 else None
            # The moment is what is random about this test; nothing is waited for here.
            time.sleep(moments.uniform(0.02, 0.7))
            served.kill()
            if sending:
                sending.kill()
                sending.wait()
                sends += 1
            for thread in threads:
                thread.join()
            began = time.monotonic()
            served.start()
            took = time.monotonic() - began
            restart_seconds += took
            longest_restart = max(longest_restart, took)
            self.check(served, writers, importing)
        self.forget_history()
        self.check(served, writers, importing)
        figure("kills", rounds)
        figure("writes acknowledged", sum(writer.acknowledged for writer in writers))
        figure("imports acknowledged", importing.acknowledged)
        figure("alert runs killed too", int(sends))
        figure("start after a kill", f"{restart_seconds / rounds * 1000:.0f} ms, longest {longest_restart * 1000:.0f} ms")
        refused = importing.refused + [one for writer in writers for one in writer.refused]
        self.assertEqual(refused, [])
        self.assertGreater(sum(writer.acknowledged for writer in writers), rounds)
        self.end()

    def check(self, served, writers, importing):
        self.assertEqual(served.problems(), [])
        with served.client() as client:
            for writer in writers:
                for (kind, identity), possible in writer.known.items():
                    answer = client.ask("GET", f"/api/v1/{kind}/{identity}")
                    self.assertIn(answer.status, (200, 404))
                    found = canonical(answer.body) if answer.status == 200 else None
                    self.assertIn(found, possible, f"{kind}/{identity}")
                    writer.known[kind, identity] = {found}
            names = {row[0] for row in served.query("SELECT name FROM suppliers WHERE id LIKE 'imported-%'")}
            self.assertLessEqual(len(names), 1, "an import was taken in by half")
            taken = int(names.pop().split()[1]) if names else 0
            self.assertIn(taken, importing.possible)
            importing.possible = {taken}
            revision = json.loads(client.ask("GET", "/healthz").body)["revision"]
        self.check_history(served, writers, revision)

    def check_history(self, served, writers, revision):
        """Every revision is there, each record's changes follow on one another, and the last is what is recorded.

        Of the revisions that were looked at before only that they are there; at the end all are looked at once more.
        """
        self.assertEqual(served.query("SELECT count(*), max(revision) FROM history"), [(revision, revision)])
        wrote = {}
        for at, kind, identity, action, before, after in served.query(
                "SELECT revision, kind, record_id, action, before_record, after_record FROM record_changes "
                "WHERE revision > ? ORDER BY revision, position", self.seen_revision):
            self.assertEqual(self.latest.get((kind, identity)), before, f"before revision {at} of {kind}/{identity}")
            self.assertEqual(action, "added" if before is None else "deleted" if after is None else "changed")
            self.latest[kind, identity] = after
            wrote.setdefault(at, []).append((kind, identity, after and canonical(after)))
        for writer in writers:
            for at, written in writer.revisions.items():
                if at > self.seen_revision:
                    self.assertEqual(wrote.get(at), [written], f"revision {at}")
        for kind in KINDS:
            recorded = {row[0] for row in served.query(f"SELECT id FROM {kind}")}
            told = {identity for (of, identity), after in self.latest.items() if of == kind and after is not None}
            self.assertEqual(recorded, told, kind)
        for writer in writers:
            for (kind, identity), possible in writer.known.items():
                after = self.latest.get((kind, identity))
                self.assertEqual({after and canonical(after)}, possible, f"the history of {kind}/{identity}")
        self.seen_revision = revision


if __name__ == "__main__":
    survival_case.begin()
