#!/usr/bin/env python3
"""Many who read and some who write the same records at once: nothing fails, and nobody's change is lost.

    load.py PROGRAM [--full]
"""

import json
import multiprocessing
import random
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import SurvivalCase, figure, large_estate, latency_text, scale, write_document  # noqa: E402

# Few, so that the writers are often in one another's way.
COUNTERS = [f"/api/v1/suppliers/counter-{i}" for i in range(4)]
PAGES = ["/api/v1/overview", "/api/v1/renewals?limit=50", "/api/v1/contracts?limit=20", "/api/v1/contracts/c11",
         "/api/v1/spend", "/api/v1/timeline?limit=20", "/api/v1/suppliers?q=counter", "/api/v1/search?q=contract",
         "/api/v1/history?limit=10", "/api/v1/names", "/", "/healthz", *COUNTERS]


def tally_of(record):
    """How often each client counted up, as the record's notes keep it."""
    return json.loads(record.get("notes", "{}"))


class Client(threading.Thread):
    def __init__(self, name, port, until):
        super().__init__()
        self.random = random.Random(name)
        self.client_name, self.port, self.until = name, port, until
        self.seconds, self.bad, self.counts, self.conflicts = [], [], {}, 0

    def ask(self, client, *request):
        began = time.monotonic()
        answer = client.ask(*request)
        self.seconds.append(time.monotonic() - began)
        return answer

    def run(self):
        try:
            with survival_case.Client(self.port, timeout=30) as client:
                while time.monotonic() < self.until:
                    self.turn(client)
        except Exception as error:  # noqa: BLE001 - a connection that was dropped counts as an error too
            self.bad.append(repr(error))


class Reading(Client):
    """Reads pages, half of them under If-None-Match, and sees no counter go back."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.tags, self.seen = {}, {}

    def turn(self, client):
        target = self.random.choice(PAGES)
        held = self.tags.get(target) if self.random.random() < 0.5 else None
        answer = self.ask(client, "GET", target, None, {"If-None-Match": held} if held else None)
        if answer.status == 200:
            self.tags[target] = answer.headers.get("etag")
        elif answer.status != 304 or not held:
            self.bad.append((target, answer.status, answer.body[:200]))
        if answer.status == 200 and target in COUNTERS:
            count = sum(tally_of(answer.json()).values())
            if count < self.seen.get(target, 0):
                self.bad.append((target, f"went back from {self.seen[target]} to {count}"))
            self.seen[target] = count


class Writing(Client):
    """Counts up under If-Match, and begins again from what stands there when somebody else was first."""

    def turn(self, client):
        target = self.random.choice(COUNTERS)
        answer = self.ask(client, "GET", target)
        while True:
            record = answer.json() if answer.status in (200, 201) else answer.json()["current"]
            tally = tally_of(record)
            if tally.get(self.client_name, 0) != self.counts.get(target, 0):
                self.bad.append((target, f"{tally.get(self.client_name)} instead of {self.counts.get(target)}"))
                self.counts[target] = tally.get(self.client_name, 0)
            tally[self.client_name] = tally.get(self.client_name, 0) + 1
            body = {**record, "notes": json.dumps(tally)}
            answer = self.ask(client, "PUT", target, body, {"If-Match": answer.headers["etag"]})
            if answer.status == 412:
                self.conflicts += 1
                continue
            if answer.status != 200:
                self.bad.append((target, answer.status, answer.body[:200]))
                return
            self.counts[target] = self.counts.get(target, 0) + 1
            return


def run_clients(kind, names, port, seconds, results):
    until = time.monotonic() + seconds
    clients = [kind(name, port, until) for name in names]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    results.put((kind.__name__, [second for client in clients for second in client.seconds],
                 [bad for client in clients for bad in client.bad],
                 {client.client_name: client.counts for client in clients},
                 sum(client.conflicts for client in clients)))


class Load(SurvivalCase):
    def test_no_request_fails_and_no_update_is_lost(self):
        readers, writers, seconds = scale((16, 4, 3), (64, 8, 120))
        document = large_estate(scale(20, 1000))
        document["suppliers"] += [{"id": target.rsplit("/", 1)[1], "name": "Counter"} for target in COUNTERS]
        served = self.serve(document=write_document(self.folder, document))
        # In processes of their own, so that the clients do not wait for one another.
        groups = [(Reading, [f"r{i}" for i in range(0, readers, 2)]), (Reading, [f"r{i}" for i in range(1, readers, 2)]),
                  (Writing, [f"w{i}" for i in range(writers)])]
        results = multiprocessing.Queue()
        processes = [multiprocessing.Process(target=run_clients, args=(kind, names, served.port, seconds, results),
                                             daemon=True) for kind, names in groups]
        for process in processes:
            process.start()
        told = [results.get(timeout=seconds + 120) for _ in processes]
        for process in processes:
            process.join()

        reading = [second for kind, each, *_ in told if kind == "Reading" for second in each]
        writing = [second for kind, each, *_ in told if kind == "Writing" for second in each]
        counts = {name: each for *_, tallies, _ in told for name, each in tallies.items()}
        counted = sum(sum(each.values()) for each in counts.values())
        figure("clients", f"{readers} reading, {writers} writing, {seconds} s")
        figure("requests a second", f"{(len(reading) + len(writing)) / seconds:.0f}")
        figure("reading", latency_text(reading))
        figure("writing", latency_text(writing))
        figure("changes acknowledged", f"{counted}, and {sum(each[-1] for each in told)} sent again after a conflict")
        figure("resident memory", f"{served.resident_bytes() / 1048576:.0f} MiB")
        self.assertEqual([bad for _, _, each, *_ in told for bad in each][:10], [])
        for target in COUNTERS:
            tally = tally_of(served.ask("GET", target).json())
            expected = {name: each[target] for name, each in counts.items() if target in each}
            self.assertEqual(tally, expected, target)
        self.assertGreater(counted, writers)
        self.assertEqual(served.problems(), [])
        self.end()


if __name__ == "__main__":
    survival_case.begin()
