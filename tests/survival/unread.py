#!/usr/bin/env python3
"""Clients that ask for large answers and never read them: memory stays bounded, they are cut, others are served.

    unread.py PROGRAM [--full]
"""

import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import SurvivalCase, figure, large_estate, latency_text, scale, write_document  # noqa: E402

LARGE = ["/api/v1/export", "/api/v1/contracts.csv", "/api/v1/history.csv", "/api/v1/renewals.csv",
         "/api/v1/contracts?limit=1000"]


class Unread(SurvivalCase):
    def ask_and_never_read(self, count):
        clients = []
        for index in range(count):
            client = socket.socket()
            self.addCleanup(client.close)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.connect(("127.0.0.1", self.served.port))
            client.sendall(f"GET {LARGE[index % len(LARGE)]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            clients.append(client)
        return clients

    def ask_others(self, requests):
        seconds = []
        with self.served.client() as client:
            for turn in range(requests):
                began = time.monotonic()
                if turn % 4 == 3:
                    # Writing goes on though the answers hold views of the estate as it was.
                    answer = client.ask("PUT", "/api/v1/suppliers/s1", {"id": "s1", "name": f"Turn {turn}"},
                                        {"If-Match": "*"})
                else:
                    answer = client.ask("GET", ["/api/v1/contracts/c5", "/healthz", "/api/v1/suppliers"][turn % 4])
                seconds.append(time.monotonic() - began)
                self.assertEqual(answer.status, 200, answer.body[:300])
        return seconds

    def test_answers_that_are_not_read_are_cut_and_cost_bounded_memory(self):
        count = scale(10, 200)
        served = self.serve(document=write_document(self.folder, large_estate(scale(100, 20_000), scale(3000, 300))))
        size = len(served.ask("GET", "/api/v1/export", timeout=300).body)
        for target in LARGE:
            self.assertEqual(served.ask("GET", target, timeout=300).status, 200)
        self.ask_others(scale(8, 100))
        before, sockets = served.resident_bytes(), served.socket_count()
        began = time.monotonic()
        clients = self.ask_and_never_read(count)
        seconds = self.ask_others(scale(16, 300))
        grown = served.resident_bytes() - before
        figure("an export", f"{size / 1048576:.1f} MiB")
        figure(f"memory for {count} answers that are not read", f"{grown / 1048576:.0f} MiB")
        figure("others meanwhile", latency_text(seconds))
        log_size = (served.folder / "estate.sqlite-wal").stat().st_size
        figure("the database's log", f"{log_size / 1048576:.1f} MiB")
        if survival_case.FULL:
            self.assertLess(grown, 768 * 1048576)
            self.wait_until_given_up(sockets, began)
            # SQLite keeps the descriptors of readers that are closed, for those that come.
            figure("open files at the end", served.descriptor_count())
        else:
            self.assertLess(grown, 400 * 1048576)
            for client in clients:
                client.close()
        # What the cut ones held is free again.
        self.ask_others(scale(8, 100))
        self.assertEqual(served.problems(), [])
        self.end()

    def wait_until_given_up(self, sockets, began):
        """An answer that went into the kernel whole is one that was written: its connection is idle, and then closed."""
        most, half_at = self.served.socket_count(), None
        while self.served.socket_count() > sockets and time.monotonic() - began < 180:
            if half_at is None and self.served.socket_count() < (most + sockets) / 2:
                half_at = time.monotonic() - began
            time.sleep(0.25)
        self.assertLessEqual(self.served.socket_count(), sockets, "answers that nobody reads are kept")
        took = time.monotonic() - began
        figure("given up", f"half of them after {half_at or took:.0f} s, all after {took:.0f} s")


if __name__ == "__main__":
    survival_case.begin()
