#!/usr/bin/env python3
"""Requests that are spoilt at random: the program refuses what is wrong, fails at none, and goes on.

    malformed.py PROGRAM [--full]
"""

import random
import select
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import SurvivalCase, figure, scale  # noqa: E402

CORPUS = survival_case.TESTS / "fuzz" / "corpus" / "request"

SEEDS = [
    b"GET /api/v1/contracts?limit=20&sort=-title HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n",
    b"GET /api/v1/renewals?on=2026-11-22&status=overdue HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"a\"\r\n\r\n",
    b"GET /api/v1/search?q=BT%20lines HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /api/v1/timeline?from=2024-01-01&until=2026-01-01&limit=5 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /api/v1/history?kind=contracts&from=2021-01-01 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /calendar/0123456789abcdef.ics HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"PUT /api/v1/suppliers/bt HTTP/1.1\r\nHost: localhost\r\nIf-Match: *\r\nContent-Type: application/json\r\n"
    b"Content-Length: 24\r\n\r\n{\"id\":\"bt\",\"name\":\"BT 2\"}",
    b"POST /api/v1/sites HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    b"\r\n10\r\n{\"name\":\"A hall\"\r\n1\r\n}\r\n0\r\n\r\n",
    b"POST /api/v1/drafts/contracts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 73\r\n\r\n{\"title\":\"WAN\",\"term\":{\"kind\":\"fixed\",\"length\":\"3 years\",\"start\":\"2024-04\"}}",
    b"POST /api/v1/import?kind=lines HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 40\r\n\r\n"
    b"number,technology\r\n01632 960201,PSTN\r\n\r\n\r\n",
    b"DELETE /api/v1/sites/nowhere?unlink=true HTTP/1.1\r\nHost: localhost\r\nIf-Match: \"x\"\r\n\r\n",
]

WORDS = [b"\r\n", b"\n", b"\0", b" ", b"\t", b":", b"Host: x\r\n", b"Content-Length: 5\r\n", b"Content-Length: -1\r\n",
         b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip\r\n", b"Connection: close\r\n", b"%00", b"%2F", b"../",
         b"%", b"\xff\xfe", b"HTTP/1.0", b"HTTP/2.0", b"0\r\n\r\n", b"FFFFFFFFFFFFFFFF\r\n", b"9" * 30, b"[" * 200,
         b"Expect: 100-continue\r\n", b"Range: bytes=0-1\r\n", b"Cookie: telestate=\"; a=b\r\n", b"{", b"\"", b"null"]


def spoil(text, others, chance):
    """One or two changes, each of them small."""
    text = bytearray(text)
    for _ in range(chance.randint(1, 2)):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.randint(1, 12))
        match chance.randrange(7):
            case 0:
                del text[at:end]
            case 1:
                text[at:at] = text[at:end]
            case 2:
                text[at:at] = chance.choice(WORDS)
            case 3:
                text[at:end] = chance.choice(WORDS)
            case 4 if at < len(text):
                text[at] = chance.randrange(256)
            case 5:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                text[at:at] = other[start:start + chance.randint(1, 60)]
            case 6 if at < len(text):
                text[at] ^= 1 << chance.randrange(8)
    return bytes(text)


class Malformed(SurvivalCase):
    def test_no_spoilt_request_does_harm(self):
        wanted = scale(400, 20_000)
        served = self.serve()
        chance = random.Random(20261122)
        seeds = SEEDS + [path.read_bytes() for path in sorted(CORPUS.iterdir())]
        statuses, bad = {}, []
        began = time.monotonic()
        sent = 0
        while sent < wanted:
            # Some at once, so that none is waited for alone.
            requests = [spoil(chance.choice(seeds), seeds, chance) for _ in range(min(50, wanted - sent))]
            sent += len(requests)
            for request, answer in zip(requests, self.send_all(requests)):
                for status in self.statuses_in(answer):
                    statuses[status] = statuses.get(status, 0) + 1
                    if status >= 500 and status not in (501, 505):
                        bad.append((status, request, answer[:300]))
                if answer and not answer.startswith(b"HTTP/1.1 "):
                    bad.append(("no answer of HTTP", request, answer[:300]))
            self.assertTrue(served.is_running(), f"it ended after {sent}: {served.log_text()[-4000:]}")
        figure("spoilt requests", f"{sent}, {sent / (time.monotonic() - began):.0f} a second")
        figure("answers", dict(sorted(statuses.items())))
        self.assertEqual(bad[:3], [])
        self.assertGreater(statuses.get(400, 0), 0)
        self.assertGreater(statuses.get(200, 0), 0)
        self.assertEqual(served.ask("GET", "/healthz").status, 200)
        self.assertEqual(served.problems(), [])
        self.end()

    def send_all(self, requests):
        """What is answered to each, on a connection of its own that says at once that no more will come."""
        answers = [b"" for _ in requests]
        poller, places = select.poll(), {}
        for place, request in enumerate(requests):
            connection = socket.create_connection(("127.0.0.1", self.served.port), timeout=20)
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # refused before all of it was sent
            places[connection.fileno()] = (connection, place)
            poller.register(connection, select.POLLIN)
        until = time.monotonic() + 30
        while places and time.monotonic() < until:
            for descriptor, _ in poller.poll(1000):
                connection, place = places[descriptor]
                try:
                    data = connection.recv(65536)
                except OSError:
                    data = b""
                answers[place] += data
                if not data:
                    poller.unregister(descriptor)
                    connection.close()
                    del places[descriptor]
        self.assertEqual([requests[place] for _, place in places.values()], [], "not answered, and not closed")
        return answers

    @staticmethod
    def statuses_in(answer):
        """Of the first answer; what follows may be the body."""
        return [int(answer[9:12])] if answer.startswith(b"HTTP/1.1 ") and answer[9:12].isdigit() else []


if __name__ == "__main__":
    survival_case.begin()
