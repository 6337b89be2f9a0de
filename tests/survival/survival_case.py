"""What the survival tests share: the program with limits of its own, clients on bare sockets, and figures.

Each test is a program: NAME.py PROGRAM [--full]. Without --full it is brief, for every run of the tests; with it, it
is held to the figures that are promised.
"""

import faulthandler
import json
import os
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.suite import program_argument, run_suite  # noqa: E402

TESTS = Path(__file__).resolve().parent.parent
SAMPLE = TESTS / "estates" / "kchft-2021.json"

FULL = False
PROGRAM = None


def begin():
    """Runs the module that was started: PROGRAM [--full]."""
    global FULL, PROGRAM
    FULL = "--full" in sys.argv
    if FULL:
        sys.argv.remove("--full")
    PROGRAM = program_argument()
    # The clients are many, and they are in this process.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    # A test that hangs says where.
    faulthandler.dump_traceback_later(scale(180, 1800), exit=True)
    run_suite()


def scale(brief, full):
    return full if FULL else brief


def figure(name, value):
    print(f"  {name}: {value}", flush=True)


def is_sanitized():
    """Whether the program is built with sanitizers, which take memory of their own."""
    with open(PROGRAM, "rb") as file:
        text = file.read()
    return b"__asan_init" in text or b"__tsan_init" in text


def environment_without_sign_in():
    """These tests are of the server and the database; who may do what is tested elsewhere."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TELESTATE_")}
    settings = (TESTS.parent / "config" / "telestate.toml").read_text(encoding="utf-8")
    if re.search(r"^# sign_in = ", settings, re.MULTILINE):
        environment["TELESTATE_SERVER_SIGN_IN"] = "off"
    return environment


def percentile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))] if sorted_values else 0.0


def latency_text(seconds):
    ordered = sorted(seconds)
    return (f"p50 {percentile(ordered, 0.50) * 1000:.1f} ms, p99 {percentile(ordered, 0.99) * 1000:.1f} ms, "
            f"max {ordered[-1] * 1000:.1f} ms ({len(ordered)} requests)")


class Broken(Exception):
    """The connection ended before the answer was whole."""


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)


class Client:
    """One keep-alive connection, made anew where the server said that it ends. Plain enough that the server, not the
    client, is what is measured."""

    def __init__(self, port, timeout=60):
        self.port, self.timeout = port, timeout
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.is_ended = False

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ask(self, method, target, body=None, headers=None):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        lines = [f"{method} {target} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if body is not None:
            if not headers or "Content-Type" not in headers:
                lines.append("Content-Type: application/json")
            lines.append(f"Content-Length: {len(body)}")
        try:
            if self.is_ended:
                self.close()
                self.connect()
            self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))
            return self.read_answer(method)
        except (OSError, TimeoutError) as error:
            raise Broken(str(error)) from error

    def read_answer(self, method):
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        status = int(head[0].split(" ", 2)[1])
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        self.is_ended = headers.get("connection") == "close"
        if method == "HEAD" or status in (204, 304) or status < 200:
            return Answer(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            pieces = []
            while True:
                size = int(self._until(b"\r\n"), 16)
                piece = self._exactly(size + 2)
                if size == 0:
                    return Answer(status, headers, b"".join(pieces))
                pieces.append(piece[:-2])
        return Answer(status, headers, self._exactly(int(headers.get("content-length", "0"))))

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise Broken("the server closed the connection")
        self.buffer += data

    def _until(self, end):
        while end not in self.buffer:
            self._more()
        text, self.buffer = self.buffer.split(end, 1)
        return text

    def _exactly(self, count):
        if len(self.buffer) >= count:
            data, self.buffer = self.buffer[:count], self.buffer[count:]
            return data
        pieces, missing = [self.buffer], count - len(self.buffer)
        self.buffer = b""
        while missing:
            data = self.socket.recv(min(missing, 1 << 20))
            if not data:
                raise Broken("the server closed the connection")
            pieces.append(data)
            missing -= len(data)
        return b"".join(pieces)


class Served:
    """`telestate serve` on a database in a folder that outlives it, so that it can be killed and started again."""

    def __init__(self, folder, document=SAMPLE, settings=None, descriptors=None):
        self.folder = Path(folder)
        self.database = self.folder / "estate.sqlite"
        self.environment = {**environment_without_sign_in(), **(settings or {})}
        self.descriptors = descriptors
        self.process = None
        self.log = open(self.folder / "log", "a+", encoding="utf-8")
        if document is not None:
            self.run("import", document)

    def run(self, *arguments):
        subprocess.run([PROGRAM, *map(str, arguments), "--database", str(self.database)], check=True,
                       stdout=subprocess.DEVNULL, env=self.environment)

    def popen(self, *arguments):
        return subprocess.Popen([PROGRAM, *map(str, arguments), "--database", str(self.database)],
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=self.environment)

    def start(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, self.descriptors)

        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--database", str(self.database), "--port", "0"], stdout=subprocess.PIPE,
            stderr=self.log, text=True, env=self.environment, preexec_fn=limit if self.descriptors else None)
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            raise AssertionError(f"the server did not start: {line!r}\n{self.log_text()[-4000:]}")
        self.port = urllib.parse.urlsplit(found[0]).port
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        status = self.process.wait(30)
        self.process.stdout.close()
        return status

    def is_running(self):
        return self.process.poll() is None

    def client(self, timeout=60):
        return Client(self.port, timeout)

    def ask(self, method, target, body=None, headers=None, timeout=60):
        with self.client(timeout) as client:
            return client.ask(method, target, body, headers)

    def log_text(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def errors(self):
        return [line for line in self.log_text().splitlines() if '"level":"error"' in line]

    def resident_bytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def descriptor_count(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def socket_count(self):
        """Of the descriptors those that are connections, or listen for them."""
        folder, count = f"/proc/{self.process.pid}/fd", 0
        for name in os.listdir(folder):
            try:
                count += os.readlink(f"{folder}/{name}").startswith("socket:")
            except FileNotFoundError:
                pass
        return count

    def query(self, sql, *values):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def problems(self):
        """What SQLite finds wrong with the file."""
        sound = self.query("PRAGMA integrity_check") == [("ok",)]
        dangling = self.query("PRAGMA foreign_key_check")
        return ([] if sound else ["integrity_check"]) + [f"foreign key: {row}" for row in dangling]


class SurvivalCase(unittest.TestCase):
    def setUp(self):
        print(f"{type(self).__name__}.{self._testMethodName}", flush=True)
        self.folder = tempfile.mkdtemp(prefix="telestate-survival-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.started = time.monotonic()
        self.served = None

    def serve(self, **options):
        self.served = Served(self.folder, **options)
        self.addCleanup(self.served.log.close)
        return self.served.start()

    def end(self, allow_errors=False):
        """Stops the server, which must have lived until now and end well."""
        served = self.served
        self.assertTrue(served.is_running(), f"the server ended by itself:\n{served.log_text()[-6000:]}")
        self.assertEqual(served.stop(), 0, served.log_text()[-6000:])
        if not allow_errors:
            self.assertEqual(served.errors()[:5], [])
        figure("seconds", f"{time.monotonic() - self.started:.1f}")

    def tearDown(self):
        if not self.served or not self.served.process:
            return
        if self.served.is_running():
            self.served.kill()
        elif self.served.process.returncode != 0:
            # By itself, or by a sanitizer, which says why.
            lines = [line for line in self.served.log_text().splitlines() if '"level":"info"' not in line]
            print(f"it ended with {self.served.process.returncode}:", *lines[-100:], sep="\n")


def large_estate(contracts, note_bytes=300):
    """An estate document whose export is some hundreds of bytes for each contract."""
    note = "Kept as the supplier wrote it. " * (note_bytes // 31)
    return {
        "format": "telestate/1",
        "organisation": {"name": "Example Trust"},
        "suppliers": [{"id": f"s{i}", "name": f"Supplier {i}"} for i in range(50)],
        "contracts": [
            {"id": f"c{i}", "title": f"Contract {i}", "supplier": f"s{i % 50}", "notes": note,
             "term": {"kind": "auto_renew", "start": "2024-04-01", "length": "P1Y", "renews_for": "P1Y",
                      "notice": "P90D"},
             "charges": [{"id": "rent", "kind": "recurring", "amount": "14400.00", "every": "P1Y"}]}
            for i in range(contracts)
        ],
    }


def write_document(folder, document, name="large.json"):
    path = Path(folder) / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
