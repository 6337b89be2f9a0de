#!/usr/bin/env python3
"""Webhooks posted to a real HTTP server: what it receives, and what its answers mean.

    webhook_test.py MAIL_PROBE
"""

import hashlib
import hmac
import http.server
import socket
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from mail_servers import Certificates, Probe  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
CERTIFICATES = None
SECRET = "a shared £ secret"
BODY = '{"text": "Give notice: £14,400 😀"}'


class Desk(http.server.BaseHTTPRequestHandler):
    """Answers with the status of its path: /503. Other paths do other things."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        desk = self.server
        name = self.path.strip("/")
        if name == "drop-at-once":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        desk.posts.append((self.path, dict(self.headers), body))
        if name == "hang":
            desk.stopping.wait(30)
        if name in ("hang", "drop"):
            self.close_connection = True
            return
        if name == "cut":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
            self.close_connection = True
            return
        status = int(name)
        said = f"said £ {SECRET}\nand more".encode() if status != 204 else b""
        self.send_response(status, "As it is")
        if 300 <= status < 400:
            self.send_header("Location", "/200")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST

    def log_message(self, *_):
        pass


class WebhookTest(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(PROGRAM)
        self.addCleanup(lambda: self.assertEqual(self.probe.stop(), 0))

    def serve(self, context=None):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        server.posts = []
        server.stopping = threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()

        def stop():
            server.stopping.set()
            server.shutdown()
            server.server_close()
            thread.join(10)
        self.addCleanup(stop)
        scheme = "https" if context else "http"
        server.url = f"{scheme}://127.0.0.1:{server.server_port}"
        return server

    def post(self, url, **values):
        return self.probe.ask("webhook", url=url, **{"body": BODY, "secret": SECRET, "now": 1775023445, **values})

    def assert_outcome(self, outcome, acceptance, code=0):
        self.assertEqual((outcome["acceptance"], outcome["code"]), (acceptance, code), outcome)
        self.assertNotIn(SECRET, outcome["words"])
        self.assertNotIn("\n", outcome["words"])
        self.assertTrue(outcome["words"])

    def test_what_is_posted(self):
        server = self.serve()
        self.assert_outcome(self.post(server.url + "/200", id="delivery-7"), "accepted", 200)
        [(_, headers, body)] = server.posts
        self.assertEqual(body, BODY.encode())
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["Telestate-Delivery"], "delivery-7")
        self.assertEqual(headers["Telestate-Timestamp"], "1775023445")
        expected = hmac.new(SECRET.encode(), b"1775023445." + BODY.encode(), hashlib.sha256).hexdigest()
        self.assertEqual(headers["Telestate-Signature"], "sha256=" + expected)

    def test_without_a_secret_there_is_no_signature(self):
        server = self.serve()
        self.post(server.url + "/200", secret="")
        self.assertNotIn("Telestate-Signature", server.posts[0][1])

    def test_bodies_of_all_sizes(self):
        server = self.serve()
        for size in [0, 1, 100_000, 3_000_000]:
            self.assert_outcome(self.post(server.url + "/200", body="x" * size), "accepted", 200)
            self.assertEqual(len(server.posts[-1][2]), size)

    def test_an_id_cannot_bring_a_header(self):
        server = self.serve()
        self.post(server.url + "/200", id="1\r\nX-Other: 2")
        self.assertNotIn("X-Other", server.posts[0][1])

    def test_each_status(self):
        server = self.serve()
        for status, acceptance in [
            (200, "accepted"), (201, "accepted"), (202, "accepted"), (204, "accepted"),
            (301, "refused"), (302, "refused"), (307, "refused"), (308, "refused"), (304, "refused"),
            (400, "refused"), (401, "refused"), (403, "refused"), (404, "refused"), (410, "refused"),
            (408, "refused_for_now"), (425, "refused_for_now"), (429, "refused_for_now"),
            (500, "refused_for_now"), (502, "refused_for_now"), (503, "refused_for_now"), (504, "refused_for_now"),
        ]:
            with self.subTest(status):
                server.posts.clear()
                outcome = self.post(f"{server.url}/{status}")
                self.assert_outcome(outcome, acceptance, status)
                self.assertEqual([path for path, *_ in server.posts], [f"/{status}"], "no redirect is followed")
                if status not in (204, 304):
                    self.assertEqual(outcome["words"], "As it is: said £ ... and more")

    def test_no_answer(self):
        server = self.serve()
        self.assert_outcome(self.post(server.url + "/drop"), "unknown")
        self.assert_outcome(self.post(server.url + "/cut"), "accepted", 200)
        outcome = self.post(server.url + "/hang", timeout_ms=700)
        self.assert_outcome(outcome, "unknown")
        self.assertLess(outcome["ms"], 2500)
        outcome = self.post(server.url + "/hang", timeout_ms=30000, cancel_after_ms=300)
        self.assert_outcome(outcome, "unknown")
        self.assertIn("stopping", outcome["words"])
        self.assertLess(outcome["ms"], 2500)
        self.assert_outcome(self.post(server.url + "/drop-at-once", body="x" * 30_000_000), "unavailable")
        self.assertEqual(len(server.posts), 4, "nothing is posted twice")

    def test_no_connection(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        for url in [f"http://127.0.0.1:{port}/", "http://nowhere.invalid/", "file:///etc/hostname", "gopher://x/",
                    "", "nonsense", "http://"]:
            with self.subTest(url):
                self.assert_outcome(self.post(url), "unavailable")

    def test_certificates(self):
        for description, context, authority, acceptance in [
            ("good", CERTIFICATES.good, CERTIFICATES.authority, ("accepted", 200)),
            ("not trusted", CERTIFICATES.good, CERTIFICATES.other_authority, ("unavailable", 0)),
            ("another name", CERTIFICATES.wrong_name, CERTIFICATES.authority, ("unavailable", 0)),
            ("expired", CERTIFICATES.expired, CERTIFICATES.authority, ("unavailable", 0)),
        ]:
            with self.subTest(description):
                server = self.serve(context)
                self.assert_outcome(self.post(server.url + "/200", ca_file=str(authority)), *acceptance)
                self.assertEqual(len(server.posts), 1 if description == "good" else 0)


if __name__ == "__main__":
    PROGRAM = program_argument()
    with tempfile.TemporaryDirectory() as folder:
        CERTIFICATES = Certificates(folder)
        run_suite()
