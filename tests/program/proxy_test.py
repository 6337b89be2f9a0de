#!/usr/bin/env python3
"""The README's blocks for nginx and for single sign-on, as they stand there but for ports and certificates, in a real
nginx before the program; and before a server that tells what reached it.

    proxy_test.py PROGRAM
"""

import contextlib
import http.client
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.suite import program_argument, run_suite  # noqa: E402

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
HOST = "telestate.example.nhs.uk"
PROGRAM = None


def block(language, holding, without="\0"):
    """The one block of the README in a language that holds one text and not another."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
             if holding in text and without not in text]
    if len(found) != 1:
        raise AssertionError(f"the README has {len(found)} blocks of {language} with {holding}")
    return found[0]


BLOCKS = {"plain": block("nginx", "proxy_pass", without="auth_request"), "signing on": block("nginx", "auth_request")}
BEHIND_A_PROXY = block("toml", "trusted_proxies = ")
SIGNING_ON = block("toml", "proxy_header = ")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Telling(Answering):
    """In the program's place: answers with what reached it."""

    def do_GET(self):
        headers = [[name, value] for name, value in self.headers.items()]
        self.answer(200, json.dumps({"path": self.path, "headers": headers}).encode())


class SigningOn(Answering):
    """In oauth2-proxy's place, as its documentation has it: 202 and the address, or 401."""

    def do_GET(self):
        signed_on = re.search(r"signed_on=(\S+)", self.headers.get("Cookie", ""))
        if self.path != "/oauth2/auth":
            self.answer(200, b"the sign-on page")
        elif signed_on:
            self.answer(202, X_Auth_Request_Email=signed_on[1])
        else:
            self.answer(401)


@contextlib.contextmanager
def serving(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class ProxyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
                        "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(cls.path / "key.pem"),
                        "-out", str(cls.path / "certificate.pem")], check=True, stderr=subprocess.DEVNULL)

    def start_nginx(self, which, program_port, sign_on_port=9):
        port = free_port()
        text = BLOCKS[which]
        for before, after in {
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "/etc/ssl/private/telestate.pem": str(self.path / "certificate.pem"),
            "/etc/ssl/private/telestate.key": str(self.path / "key.pem"),
            "http://127.0.0.1:8080": f"http://127.0.0.1:{program_port}",
        }.items():
            self.assertIn(before, text)
            text = text.replace(before, after)
        text = text.replace("http://127.0.0.1:4180", f"http://127.0.0.1:{sign_on_port}")
        places = "".join(f"{kind}_temp_path {self.path}/{kind};\n"
                         for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;\n" if os.geteuid() == 0 else ""
        (self.path / "nginx.conf").write_text(
            f"{user}daemon off;\npid {self.path}/nginx.pid;\nerror_log {self.path}/nginx.log;\n"
            f"events {{}}\nhttp {{\naccess_log off;\n{places}{text}\n}}\n")
        process = subprocess.Popen(["/usr/sbin/nginx", "-e", str(self.path / "nginx.log"), "-c",
                                    str(self.path / "nginx.conf")], stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.port = port
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    self.fail((self.path / "nginx.log").read_text())
                time.sleep(0.02)

    def start_program(self, settings):
        (self.path / "telestate.toml").write_text(settings)
        log = open(self.path / "log", "w+", encoding="utf-8")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [PROGRAM, "serve", "--config", str(self.path / "telestate.toml"), "--port", "0",
             "--database", str(self.path / f"{self.id()}.sqlite")],
            stdout=subprocess.PIPE, stderr=log, text=True,
            env={**os.environ, "TELESTATE_SERVER_SIGN_IN": "required"})
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        found = re.search(r"http://\S+:(\d+)", process.stdout.readline())
        if not found:
            self.fail((self.path / "log").read_text())
        return int(found[1])

    def ask(self, path, host=HOST, headers=None, body=None):
        """The status, the headers and the body, over TLS with the certificate checked."""
        context = ssl.create_default_context(cafile=str(self.path / "certificate.pem"))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
        connection.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 30),
                                              server_hostname=HOST)
        with contextlib.closing(connection):
            connection.request("POST" if body else "GET", path, body, {"Host": host, **(headers or {})})
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()

    def reached(self, path, **options):
        """The headers that reached the server behind, by name in small letters; each value once."""
        status, _, body = self.ask(path, **options)
        self.assertEqual(status, 200, body)
        headers = {}
        for name, value in json.loads(body)["headers"]:
            self.assertNotIn(name.lower(), headers)
            headers[name.lower()] = value
        return headers

    CLAIMS = {"X-Forwarded-For": "192.0.2.66", "X-Forwarded-Proto": "http", "X-Forwarded-Email": "mallory@example.org",
              "X_Forwarded_Email": "mallory@example.org", "x-forwarded-EMAIL": "mallory@example.org"}

    def test_the_program_answers_through_it(self):
        port = self.start_program(BEHIND_A_PROXY)
        self.start_nginx("plain", port)
        self.assertEqual(self.ask("/healthz")[0], 200)
        status, headers, page = self.ask("/", headers={"Accept-Encoding": "identity"})
        self.assertEqual(status, 200)
        self.assertIn("content-security-policy", {name.lower() for name in headers})
        script = re.search(r'src="(/[^"]+\.js)"', page)[1]
        self.assertEqual(self.ask(script)[0], 200)
        self.assertEqual(self.ask("/healthz", host="elsewhere.example.org")[0], 421)

    def test_what_clients_claim_is_dropped(self):
        with serving(Telling) as port:
            self.start_nginx("plain", port)
            headers = self.reached("/api/v1/renewals?on=2026-11-22", headers=self.CLAIMS)
            self.assertEqual(headers["host"], HOST)
            self.assertEqual(headers["x-forwarded-for"], "127.0.0.1")
            self.assertEqual(headers["x-forwarded-proto"], "https")
            self.assertNotIn("mallory@example.org", headers.values())

    def test_who_signed_on_is_told_and_nobody_else(self):
        with serving(Telling) as port, serving(SigningOn) as sign_on_port:
            self.start_nginx("signing on", port, sign_on_port)
            headers = self.reached("/api/v1/renewals", headers={**self.CLAIMS, "Cookie": "signed_on=ann@example.nhs.uk"})
            self.assertEqual(headers["x-forwarded-email"], "ann@example.nhs.uk")
            self.assertNotIn("mallory@example.org", headers.values())
            self.assertEqual(headers["x-forwarded-for"], "127.0.0.1")

            status, answered, _ = self.ask("/contracts/c1?on=2026-11-22", headers=self.CLAIMS)
            self.assertEqual(status, 302)
            self.assertTrue(answered["Location"].endswith(f"/oauth2/start?rd=https://{HOST}/contracts/c1?on=2026-11-22"))
            self.assertEqual(self.ask("/oauth2/start")[2], "the sign-on page")
            self.assertEqual(self.ask("/oauth2/auth")[0], 404)

            for path in ("/calendar/secret.ics", "/healthz"):
                headers = self.reached(path, headers={**self.CLAIMS, "Cookie": "signed_on=ann@example.nhs.uk"})
                self.assertNotIn("x-forwarded-email", headers)
                self.assertNotIn("mallory@example.org", headers.values())

    def test_the_settings_for_signing_on_are_settings(self):
        port = self.start_program(BEHIND_A_PROXY + SIGNING_ON)
        with serving(SigningOn) as sign_on_port:
            self.start_nginx("signing on", port, sign_on_port)
            self.assertEqual(self.ask("/healthz")[0], 200)
            # The role of those who have no account is that of the settings.
            cookie = {"Cookie": "signed_on=ann@example.nhs.uk"}
            status, _, body = self.ask("/api/v1/session", headers={**self.CLAIMS, **cookie})
            self.assertEqual((status, json.loads(body)["role"], json.loads(body)["account"]["email"]),
                             (200, "viewer", "ann@example.nhs.uk"))
            self.assertEqual(self.ask("/api/v1/contracts", headers=cookie)[0], 200)
            self.assertEqual(self.ask("/api/v1/spend", headers=cookie)[0], 403)
            # Whoever did not sign on there is sent to do so, whatever is claimed.
            self.assertEqual(self.ask("/api/v1/contracts", headers=self.CLAIMS)[0], 302)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
