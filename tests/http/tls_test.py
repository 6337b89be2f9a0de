#!/usr/bin/env python3
"""TLS, proxies in front and host names, as clients of the real program see them.

    tls_test.py PROGRAM
"""

import http.client
import json
import os
import pty
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
PATIENCE = 20
GUARDS = ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
          "Cross-Origin-Resource-Policy", "Permissions-Policy"]
YEAR = "max-age=31536000"


def make_certificate(folder, name="localhost"):
    """cert.pem and key.pem in the folder, replaced in one step each."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", str(folder / "new-key.pem"), "-out", str(folder / "new-cert.pem")], check=True, stderr=subprocess.DEVNULL)
    (folder / "new-key.pem").rename(folder / "key.pem")
    (folder / "new-cert.pem").rename(folder / "cert.pem")


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name)
        make_certificate(cls.path)

    @classmethod
    def environment(cls, **settings):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TELESTATE_")}
        return clean | {f"TELESTATE_{name.upper()}": value for name, value in settings.items()}

    @classmethod
    def tls(cls):
        return {"server_tls_certificate": str(cls.path / "cert.pem"), "server_tls_key": str(cls.path / "key.pem")}

    @classmethod
    def start(cls, *options, **settings):
        """The program, its address, and the file its log goes to."""
        log = cls.path / f"log-{time.monotonic_ns()}"
        with open(log, "w", encoding="utf-8") as error:
            process = subprocess.Popen([PROGRAM, "serve", "--database", f"{log}.sqlite", "--port", "0", *options], stdout=subprocess.PIPE,
                                       stderr=error, text=True, env=cls.environment(**settings))
        cls.addClassCleanup(process.stdout.close)
        cls.addClassCleanup(process.wait)
        cls.addClassCleanup(process.kill)
        found = re.search(r"https?://\S+", process.stdout.readline())
        if not found:
            raise AssertionError("the server did not start: " + log.read_text())
        return process, urllib.parse.urlsplit(found[0]), log

    def context(self):
        return ssl.create_default_context(cafile=self.path / "cert.pem")

    def eventually(self, what, log=None):
        end = time.monotonic() + PATIENCE
        while not what():
            self.assertLess(time.monotonic(), end, log.read_text() if log else None)
            time.sleep(0.05)

    @staticmethod
    def name_at(port):
        """The name in the certificate that is served now."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as plain, context.wrap_socket(plain) as secure:
            text = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject"], input=secure.getpeercert(True),
                                  stdout=subprocess.PIPE, check=True).stdout.decode()
        return text.strip().rpartition("= ")[2] or text.strip().rpartition("=")[2]

    @staticmethod
    def ask(connection, target, method="GET", headers=None):
        connection.request(method, target, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


class Serving(TlsTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process, cls.url, cls.log = cls.start("--address", "0.0.0.0", **cls.tls(), server_public_url="https://telestate.example.org")
        cls.port = cls.url.port

    def connect(self):
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=PATIENCE, context=self.context())
        self.addCleanup(connection.close)
        return connection

    def test_all_addresses_are_served_with_tls_and_the_url_says_so(self):
        self.assertEqual(self.url.scheme, "https")
        status, _, body = self.ask(self.connect(), "/healthz")
        self.assertEqual((status, json.loads(body)["status"]), (200, "ok"))

    def test_tls_1_2_and_1_3_are_spoken_and_1_1_is_not(self):
        for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
            context = self.context()
            context.minimum_version = context.maximum_version = version
            with socket.create_connection(("localhost", self.port)) as plain, context.wrap_socket(plain, server_hostname="localhost") as secure:
                self.assertEqual(secure.version(), version.name.replace("_", "."))
        context = self.context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection(("localhost", self.port)) as plain:
            with self.assertRaisesRegex(ssl.SSLError, "PROTOCOL_VERSION|protocol version"):
                context.wrap_socket(plain, server_hostname="localhost")

    def test_no_cipher_without_forward_secrecy_or_authentication_is_taken(self):
        for cipher in ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "NULL", "aNULL"]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(cipher + ":@SECLEVEL=0")
            with self.subTest(cipher), socket.create_connection(("localhost", self.port)) as plain:
                with self.assertRaises(OSError):
                    context.wrap_socket(plain)

    def test_every_answer_has_its_guards_also_those_to_what_is_no_request(self):
        requests = {
            200: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            404: "GET /api/v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
            405: "DELETE /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            400: "GET / HTTP/1.1\r\n\r\n",
            414: "GET /" + "x" * 9000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            421: "GET / HTTP/1.1\r\nHost: evil.example.org\r\nX-Forwarded-Host: localhost\r\n\r\n",
            431: "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x" * 20000 + "\r\n\r\n",
            501: "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            505: "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n",
        }
        for status, request in requests.items():
            with self.subTest(status), socket.create_connection(("localhost", self.port)) as plain:
                with self.context().wrap_socket(plain, server_hostname="localhost") as secure:
                    secure.settimeout(PATIENCE)
                    secure.sendall(request.encode())
                    response = http.client.HTTPResponse(secure)
                    response.begin()
                    self.assertEqual(response.status, status)
                    for name in GUARDS:
                        self.assertTrue(response.headers[name], name)
                    self.assertEqual(response.headers["Strict-Transport-Security"], YEAR)
                    self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"])
                    self.assertNotIn("unsafe", response.headers["Content-Security-Policy"])

    def test_the_name_in_public_url_is_answered_and_no_other(self):
        connection = self.connect()
        for host, status in [("telestate.example.org", 200), ("Telestate.example.org:8443", 200), ("localhost", 200), ("192.0.2.7", 200),
                             ("example.org", 421), ("telestate.example.org.evil.example", 421)]:
            with self.subTest(host):
                self.assertEqual(self.ask(connection, "/healthz", headers={"Host": host})[0], status)

    def test_plain_http_is_told_to_come_over_tls(self):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        status, _, body = self.ask(connection, "/")
        self.assertEqual(status, 400)
        self.assertIn(b"HTTPS", body)


class Exchanging(TlsTest):
    def test_a_certificate_is_exchanged_without_a_restart_and_a_bad_one_is_not(self):
        process, url, log = self.start(**self.tls())
        old = http.client.HTTPSConnection("localhost", url.port, timeout=PATIENCE, context=self.context())
        self.addCleanup(old.close)
        self.assertEqual(self.ask(old, "/healthz")[0], 200)

        make_certificate(self.path, "second")
        self.eventually(lambda: self.name_at(url.port) == "second", log)
        self.assertEqual(self.ask(old, "/healthz")[0], 200)

        (self.path / "cert.pem").write_text("rubbish")
        self.eventually(lambda: "not exchanged" in log.read_text(), log)
        self.assertEqual(self.name_at(url.port), "second")

        # SIGHUP does not wait, and says each time what came of it.
        process.send_signal(signal.SIGHUP)
        self.eventually(lambda: log.read_text().count("not exchanged") == 2, log)
        make_certificate(self.path, "third")
        process.send_signal(signal.SIGHUP)
        self.eventually(lambda: self.name_at(url.port) == "third", log)
        process.terminate()
        self.assertEqual(process.wait(PATIENCE), 0)
        errors = [line for line in map(json.loads, log.read_text().splitlines()) if line["level"] == "error"]
        self.assertEqual(len(errors), 2)
        self.assertIn("cert.pem holds no certificate", errors[0]["message"])
        make_certificate(self.path)


class Refusing(TlsTest):
    def test_settings_that_do_not_make_a_certificate_are_refused_before_anything_is_made(self):
        (self.path / "rubbish.pem").write_text("rubbish")
        for part, settings in [
            ("none.pem", {"server_tls_certificate": str(self.path / "none.pem")}),
            ("rubbish.pem", {"server_tls_key": str(self.path / "rubbish.pem")}),
            ("belong together", {"server_tls_key": ""}),
        ]:
            with self.subTest(part):
                database = self.path / "none.sqlite"
                finished = subprocess.run([PROGRAM, "serve", "--database", str(database), "--port", "0"], check=False, text=True, timeout=PATIENCE,
                                          stderr=subprocess.PIPE, env=self.environment(**(self.tls() | settings)))
                self.assertEqual(finished.returncode, 1)
                self.assertIn(part, finished.stderr)
                self.assertFalse(database.exists())


class BehindAProxy(TlsTest):
    def test_a_trusted_proxy_says_for_whom_it_asks_and_answers_bind_browsers_to_tls(self):
        _, url, log = self.start("--address", "0.0.0.0", server_public_url="https://telestate.example.org", log_level="debug",
                                 server_trusted_proxies="127.0.0.1, 192.0.2.10")
        self.assertEqual(url.scheme, "http")
        connection = http.client.HTTPConnection("127.0.0.1", url.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        _, headers, _ = self.ask(connection, "/healthz", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 192.0.2.10"})
        self.assertEqual(headers["Strict-Transport-Security"], YEAR)
        self.ask(connection, "/healthz")

        def addresses():
            lines = map(json.loads, log.read_text().splitlines())
            return [line["remote_address"] for line in lines if line["event"] == "request"]

        self.eventually(lambda: len(addresses()) == 2, log)
        self.assertEqual(addresses(), ["203.0.113.9", "127.0.0.1"])

    def test_nobody_else_is_believed(self):
        _, url, log = self.start(log_level="debug")
        connection = http.client.HTTPConnection("127.0.0.1", url.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        _, headers, _ = self.ask(connection, "/healthz", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
        self.assertIsNone(headers["Strict-Transport-Security"])
        self.eventually(lambda: '"127.0.0.1"' in log.read_text(), log)
        self.assertNotIn("203.0.113.9", log.read_text())


class HangingUp(TlsTest):
    def test_sighup_without_tls_is_no_end_but_the_loss_of_its_terminal_is(self):
        process, _, log = self.start()
        process.send_signal(signal.SIGHUP)
        self.eventually(lambda: "no certificate to read again" in log.read_text(), log)
        self.assertIsNone(process.poll())

        child, terminal = pty.fork()
        if child == 0:
            os.execve(PROGRAM, [PROGRAM, "serve", "--database", str(self.path / "terminal.sqlite"), "--port", "0"], self.environment())
        output = b""
        while b"telestate is at" not in output:
            output += os.read(terminal, 4096)
        os.close(terminal)
        self.assertEqual(os.waitpid(child, 0)[0], child)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
