#!/usr/bin/env python3
"""Thousands of connections that ask for nothing and hundreds that take for ever, while others are served as always.

    connections.py PROGRAM [--full]
"""

import multiprocessing
import selectors
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import survival_case  # noqa: E402
from survival_case import (SurvivalCase, figure, large_estate, latency_text, percentile, scale,  # noqa: E402
                           write_document)

TARGETS = ["/api/v1/overview", "/api/v1/renewals?limit=50", "/api/v1/contracts/c7", "/", "/api/v1/suppliers?limit=20"]


def connect(port, receive_buffer=None):
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.connect(("127.0.0.1", port))
    return connection


def hold_idle(port, count, told, stop):
    """In a process of its own: `count` connections that were answered once and now ask for nothing."""
    connections = []
    for _ in range(count):
        connection = connect(port)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connections.append(connection)
    answered = sum(connection.recv(4096).startswith(b"HTTP/1.1 200") for connection in connections)
    told.put(answered)
    stop.wait()
    # Those the server still holds: nothing can be read from them, not even their end.
    alive = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            while connection.recv(4096):
                pass
        except BlockingIOError:
            alive += 1
        except OSError:
            pass
    for connection in connections:
        connection.close()
    told.put(alive)


class Drip:
    """A client that sends its header, or reads its answer, a little at a time, and begins again when it is cut."""

    def __init__(self, port, reads, selector):
        self.port = port
        self.reads = reads
        self.selector = selector
        self.began = 0
        self.connection = None
        self.begin()

    def begin(self):
        if self.connection:
            self.selector.unregister(self.connection)
            self.connection.close()
        self.connection = connect(self.port, 4096 if self.reads else None)
        self.connection.setblocking(False)
        self.selector.register(self.connection, selectors.EVENT_READ, self)
        self.sent = 0
        self.began += 1
        if self.reads:
            self.connection.send(b"GET /api/v1/export HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def drip(self):
        try:
            if self.reads:
                if not self.connection.recv(512):
                    self.begin()
                return
            self.connection.send(b"GET /healthz HTTP/1.1\r\nX-Long: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"[
                self.sent % 60:self.sent % 60 + 1])
            self.sent += 1
        except BlockingIOError:
            pass
        except OSError:
            self.begin()


def hold_slow(port, count, told, stop):
    """In a process of its own: half feed their header byte by byte, half read a large answer so."""
    selector = selectors.DefaultSelector()
    clients = [Drip(port, index % 2 == 0, selector) for index in range(count)]
    told.put(count)
    while not stop.wait(0.2):
        for client in clients:
            client.drip()
    for client in clients:
        client.connection.close()
    told.put(sum(client.began for client in clients) - count)


class Asking(threading.Thread):
    def __init__(self, port, until, offset):
        super().__init__()
        self.port, self.until, self.offset = port, until, offset
        self.seconds, self.bad = [], []

    def run(self):
        try:
            with survival_case.Client(self.port) as client:
                turn = self.offset
                while time.monotonic() < self.until:
                    began = time.monotonic()
                    answer = client.ask("GET", TARGETS[turn % len(TARGETS)])
                    self.seconds.append(time.monotonic() - began)
                    if answer.status != 200:
                        self.bad.append(answer.status)
                    turn += 1
        except Exception as error:  # noqa: BLE001 - whatever it was, it is a request that was not served
            self.bad.append(repr(error))


class Connections(SurvivalCase):
    def ask_for(self, seconds):
        threads = [Asking(self.served.port, time.monotonic() + seconds, index) for index in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([bad for thread in threads for bad in thread.bad], [])
        return [second for thread in threads for second in thread.seconds]

    def test_others_are_served_as_always_beside_idle_and_slow_connections(self):
        idle_count, slow_count = scale(200, 2000), scale(20, 200)
        served = self.serve(document=write_document(self.folder, large_estate(scale(50, 3000))))
        self.ask_for(0.2)
        before = self.ask_for(scale(0.5, 15))
        memory_before = served.resident_bytes()

        told, stop = multiprocessing.Queue(), multiprocessing.Event()
        idle = multiprocessing.Process(target=hold_idle, args=(served.port, idle_count, told, stop), daemon=True)
        idle.start()
        self.assertEqual(told.get(timeout=60), idle_count)
        memory_idle = served.resident_bytes()
        beside_idle = self.ask_for(scale(0.5, 15))

        slow_told = multiprocessing.Queue()
        slow = multiprocessing.Process(
            target=hold_slow, args=(served.port, slow_count, slow_told, stop), daemon=True)
        slow.start()
        self.assertEqual(slow_told.get(timeout=60), slow_count)
        beside_all = self.ask_for(scale(1, 25))
        memory_slow = served.resident_bytes()
        stop.set()
        still_there = told.get(timeout=60)
        cut = slow_told.get(timeout=60)
        idle.join()
        slow.join()

        figure("alone", latency_text(before))
        figure(f"beside {idle_count} idle", latency_text(beside_idle))
        figure(f"beside {idle_count} idle and {slow_count} slow", latency_text(beside_all))
        figure("memory for an idle connection", f"{(memory_idle - memory_before) / idle_count / 1024:.1f} KiB")
        figure("memory for all slow ones", f"{(memory_slow - memory_idle) / 1048576:.0f} MiB")
        figure("idle ones still open at the end", still_there)
        figure("slow ones cut for slowness", cut)
        # On a slow machine the first have been idle for longer than the 60 s they are granted.
        self.assertGreaterEqual(still_there, idle_count * 95 // 100)
        usual = percentile(sorted(before), 0.99)
        worst = percentile(sorted(beside_all), 0.99)
        self.assertLess(worst, scale(2.0, 3 * usual + 0.05), "the 99th percentile beside all of them")
        if survival_case.FULL:
            self.assertLess((memory_idle - memory_before) / idle_count, 24 * 1024)
            self.assertGreater(cut, 0)
        self.end()


if __name__ == "__main__":
    survival_case.begin()
