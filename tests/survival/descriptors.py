#!/usr/bin/env python3
"""No file descriptor left: those who are connected are served or told to wait, and when there is room all is as before.

    descriptors.py PROGRAM [--full]
"""

import resource
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import Broken, SurvivalCase, figure, scale  # noqa: E402


class Descriptors(SurvivalCase):
    def connect_many(self, count):
        """Connections without a request; those beyond what the program takes wait in the kernel."""
        connections = []
        for _ in range(count):
            connection = socket.socket()
            self.addCleanup(connection.close)
            connection.setblocking(False)
            connection.connect_ex(("127.0.0.1", self.served.port))
            connections.append(connection)
        return connections

    def wait_until(self, what, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if what():
                return True
            time.sleep(0.02)
        return False

    def is_served(self):
        try:
            return self.served.ask("GET", "/api/v1/suppliers", timeout=2).status == 200
        except (Broken, OSError):
            return False

    def clients(self, count):
        clients = [self.served.client() for _ in range(count)]
        for client in clients:
            self.addCleanup(client.close)
        return clients

    def work(self, clients, rounds, meanwhile=lambda: None):
        """Reads and writes over connections that are there already; what they were answered once `meanwhile` is done."""
        statuses = {}
        begun = threading.Event()
        lock = threading.Lock()

        def ask(index, client):
            done = 0
            turn = -1
            while done < rounds:
                turn += 1
                is_counted = begun.is_set()
                done += is_counted
                if turn % 2 == 0:
                    answer = client.ask("GET", f"/api/v1/suppliers?limit={1 + turn % 50}&offset={index}")
                else:
                    answer = client.ask("PUT", "/api/v1/suppliers/bt", {"id": "bt", "name": f"BT {index} {turn}"},
                                        {"If-Match": "*"})
                with lock:
                    if not is_counted:
                        continue
                    statuses[answer.status] = statuses.get(answer.status, 0) + 1
                    if answer.status == 503:
                        self.assertIn("retry-after", answer.headers)

        threads = [threading.Thread(target=ask, args=each) for each in enumerate(clients)]
        for thread in threads:
            thread.start()
        try:
            meanwhile()
        finally:
            begun.set()
            for thread in threads:
                thread.join()
        self.assertEqual(sum(statuses.values()), rounds * len(clients), "a connection was lost")
        return statuses

    def test_a_process_that_may_open_few_files_serves_as_many_as_it_can(self):
        self.serve(descriptors=(64, 64))
        clients = self.clients(6)
        crowd = []

        def fill():
            crowd.extend(self.connect_many(300))
            # All that fit have been accepted when the number no longer grows.
            seen = []
            self.wait_until(lambda: seen.append(self.served.descriptor_count()) or
                            (len(seen) > 20 and len(set(seen[-20:])) == 1))
            figure("open files of 64", self.served.descriptor_count())

        statuses = self.work(clients, scale(10, 200), fill)
        figure("answers meanwhile", statuses)
        self.assertEqual(set(statuses), {200}, statuses)
        for connection in crowd:
            connection.close()
        self.assertTrue(self.wait_until(self.is_served), "nobody is served though there is room again")
        self.end_quietly()

    def test_a_process_that_runs_out_of_descriptors_answers_503_and_recovers(self):
        if survival_case.is_sanitized():
            self.skipTest("the sanitizer needs descriptors of its own to see whether an object is what it is called")
        self.serve()
        pid = self.served.process.pid
        clients = self.clients(6)
        self.assertEqual(set(self.work(clients, 2)), {200})
        usual = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        crowd = []

        def use_up():
            # From now on it can open nothing at all: no connection, no lock, no database.
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, usual[1]))
            crowd.extend(self.connect_many(100))

        statuses = self.work(clients, scale(10, 500), use_up)
        figure("answers with nothing left to open", statuses)
        self.assertLessEqual(set(statuses), {200, 503}, statuses)
        self.assertIn(200, statuses)
        self.assertIn(503, statuses)
        self.assertFalse(self.is_served(), "it could not be accepted")
        resource.prlimit(pid, resource.RLIMIT_NOFILE, usual)
        for connection in crowd:
            connection.close()
        self.assertTrue(self.wait_until(self.is_served), "nobody is served though there is room again")
        self.assertEqual(set(self.work(self.clients(4), 4)), {200})
        self.end_quietly()

    def end_quietly(self):
        """Not a line for each attempt: beside the requests that were answered there is hardly anything in the log."""
        lines = self.served.log_text().splitlines()
        others = [line for line in lines if '"event":"request"' not in line and "request_id" not in line]
        figure("lines of the log beside requests", len(others))
        self.assertLess(len(others), 12, "\n".join(others[:20]))
        self.assertEqual(self.served.problems(), [])
        self.end(allow_errors=True)


if __name__ == "__main__":
    survival_case.begin()
