"""The real program for tests that run it from outside: a database in a folder of its own, and a server on a free port."""

import http.client
import json
import os
import re
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
SAMPLE = TESTS / "estates" / "kchft-2021.json"


class Server:
    """`telestate serve` on the sample estate, on an empty database, or on one that is there; nobody signs in unless told so."""

    def __init__(self, program, document=SAMPLE, database=None, environment=None, sign_in=False):
        self.program = str(program)
        self.folder = tempfile.TemporaryDirectory()
        self.database = Path(database or Path(self.folder.name) / "estate.sqlite")
        if document is not None:
            subprocess.run([self.program, "import", str(document), "--database", str(self.database)], check=True,
                           stdout=subprocess.DEVNULL)
        self.log = open(Path(self.folder.name) / "log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([self.program, "serve", "--database", str(self.database), "--port", "0"],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env={**os.environ, "TELESTATE_SERVER_SIGN_IN": "required" if sign_in else "off",
                                             **(environment or {})})
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            self.log.seek(0)
            raise AssertionError(f"the server did not start: {line!r} {self.log.read()}")
        self.port = urllib.parse.urlsplit(found[0]).port

    def set_up_code(self):
        """What the console shows while there is no account."""
        for line in self.process.stdout:
            if line.startswith("Set-up code: "):
                return line.split(": ")[1].strip()
        raise AssertionError("no set-up code was shown")

    def stop(self):
        self.process.terminate()
        status = self.process.wait(20)
        self.process.stdout.close()
        self.log.seek(0)
        text = self.log.read()
        self.log.close()
        self.folder.cleanup()
        return status, text

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def ask(self, method, target, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, target, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.ask("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)
