#!/usr/bin/env python3
"""Alerts while the program serves: its own scheduler, what its pages' API says and does, webhooks, and the check of the
mail set-up."""

import fcntl
import hashlib
import hmac
import http.server
import json
import re
import sqlite3
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from alert_case import AlertCase, contract, estate, parsed, recipients_of, told  # noqa: E402
from mail_servers import HANG, ScriptedServer  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402


def due_in(days):
    """A contract's end whose notice of no days is due in so many days: on a working day before the end."""
    return str(date.today() + timedelta(days=days))


def ending(name, owner, days, **more):
    """A contract that has to be replaced in about `days` days."""
    made = contract(name, owner, **more)
    made["term"] = {"kind": "fixed", "start": str(date.today() - timedelta(days=700)), "end": due_in(days)}
    return made


class ServingCase(AlertCase):
    def serve(self, **settings):
        self.settings.update({key.upper(): str(value) for key, value in settings.items()})
        self.log = open(self.folder / "log", "a", encoding="utf-8")
        self.addCleanup(self.log.close)
        process = subprocess.Popen([self.program, "serve", "--port", "0", "--database", str(self.database)],
                                   env=self.environment(), stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.process = process
        self.addCleanup(self.end)
        self.base = re.search(r"http://\S+", process.stdout.readline())[0]

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(20)
        self.process.stdout.close()
        self.assertEqual(status, 0)

    def ask(self, method, path, body=None, status=None, raw=False):
        request = urllib.request.Request(self.base + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json", "Telestate-Person": "Ann"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                code, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            code, text = error.code, error.read()
        if status is not None:
            self.assertEqual(code, status, text)
        return text if raw else json.loads(text)

    def get(self, path, **more):
        return self.ask("GET", path, status=200, **more)

    def wait_until(self, holds, most=20):
        give_up = time.monotonic() + most
        while not holds():
            self.assertLess(time.monotonic(), give_up, "it never came to be")
            time.sleep(0.05)


class Serving(ServingCase):
    def test_a_start_after_the_hour_checks_alerts_once_and_a_second_start_not_again(self):
        self.load(estate([ending("one", "ann", 20), ending("two", "bob", 5)]))
        server = self.server()
        self.serve(alerts_run_at="00:00")
        self.wait_until(lambda: len(server.inbox.mails) == 2)
        self.wait_until(lambda: self.get("/api/v1/alerts/status")["last_run"]["finished_at"])
        health = self.get("/healthz")
        self.assertIsNotNone(health["alerts_last_checked_at"])
        self.assertEqual((health["alerts"]["is_late"], health["alerts"]["pending_count"]), (False, 0))
        status = self.get("/api/v1/alerts/status")
        self.assertEqual((status["last_run"]["trigger"], status["last_run"]["raised_count"]), ("schedule", 2))
        self.end()
        self.serve()
        time.sleep(2.5)
        self.assertEqual(len(server.inbox.mails), 2)

    def test_before_the_hour_nothing_is_sent_until_somebody_asks(self):
        self.load(estate([ending("one", "ann", 20)]))
        server = self.server()
        self.serve(alerts_run_at="23:59")
        time.sleep(2)
        self.assertEqual(server.inbox.mails, [])
        self.assertIsNone(self.get("/healthz")["alerts_last_checked_at"])
        self.ask("POST", "/api/v1/alerts/runs", {}, status=202)
        self.wait_until(lambda: len(server.inbox.mails) == 1)
        self.wait_until(lambda: self.get("/api/v1/alerts/status")["last_checked_at"])
        self.assertEqual(self.get("/api/v1/alerts/status")["last_run"]["trigger"], "page")

    def test_what_was_sent_can_be_read_as_it_was_sent(self):
        self.load(estate([ending("one", "ann", 20)]))
        server = self.server()
        self.serve(alerts_run_at="00:00")
        self.wait_until(lambda: self.get("/api/v1/alerts/mails?state=sent")["total"] == 1)
        (mail,) = self.get("/api/v1/alerts/mails")["mails"]
        self.assertEqual((mail["address"], mail["state"], mail["alert_count"]), ("ann@trust.example", "sent", 1))
        self.assertRegex(mail["reply"], "Taken as 1")
        whole = self.get(f"/api/v1/alerts/mails/{mail['id']}")
        self.assertIn("Contract one", whole["plain"])
        self.assertIn("Contract one", whole["html"])
        self.assertEqual([alert["subject"] for alert in whole["alerts"]], ["one"])
        message = self.get(f"/api/v1/alerts/mails/{mail['id']}/message", raw=True)
        ((_, sent),) = told(server)
        self.assertEqual(parsed(message)["message-id"], sent["message-id"])
        self.assertEqual(message.rstrip(), bytes(server.inbox.mails[0][2]).rstrip())
        self.ask("GET", "/api/v1/alerts/mails/99", status=404)

    def test_what_waits_is_said_with_its_error_and_tried_again_by_itself_when_asked(self):
        self.load(estate([ending("one", "ann", 20)]))
        answers = {"ann@trust.example": "450 4.2.0 Mailbox busy"}
        server = self.server(answers)
        self.serve(alerts_run_at="00:00")
        self.wait_until(lambda: self.get("/api/v1/alerts?state=pending")["total"] == 1)
        self.wait_until(lambda: self.get("/api/v1/alerts?state=pending")["alerts"][0]["deliveries"][0]["error"])
        (alert,) = self.get("/api/v1/alerts?state=pending")["alerts"]
        (delivery,) = alert["deliveries"]
        self.assertIn("Mailbox busy", delivery["error"])
        self.assertIsNotNone(delivery["next_attempt_at"])
        self.assertIn("Mailbox busy", self.get("/healthz")["alerts"]["pending_error"])
        self.assertEqual(self.get("/healthz")["alerts"]["pending_count"], 1)
        answers.clear()
        self.ask("POST", "/api/v1/alerts/runs", {}, status=202)
        self.wait_until(lambda: len(server.inbox.mails) == 1)

    def test_a_page_is_not_kept_waiting_by_a_mail_server_that_hangs_nor_is_the_end(self):
        self.load(estate([ending("one", "ann", 20)]))
        server = ScriptedServer(self, greeting=HANG)
        self.smtp(server.port, smtp_timeout=60)
        self.serve(alerts_run_at="00:00")
        self.wait_until(lambda: server.connection_count == 1)
        begun = time.monotonic()
        for _ in range(20):
            self.get("/api/v1/renewals")
        self.assertLess(time.monotonic() - begun, 5)
        begun = time.monotonic()
        self.end()
        self.assertLess(time.monotonic() - begun, 8)

    def test_a_decision_taken_in_between_ends_the_alert_without_a_run(self):
        self.load(estate([ending("one", "ann", 20)]))
        self.server()
        self.serve(alerts_run_at="00:00")
        self.wait_until(lambda: self.get("/api/v1/alerts")["total"] == 1)
        (alert,) = self.get("/api/v1/alerts")["alerts"]
        self.assertEqual((alert["decision_kind"], alert["title"]), ("replace", "Contract one"))
        record = self.get("/api/v1/contracts/one")
        record["decisions"] = [{"kind": "replace", "takes_effect": record["term"]["end"], "outcome": "renew",
                                "decided_on": str(date.today())}]
        request = urllib.request.Request(self.base + "/api/v1/contracts/one", method="PUT",
                                         data=json.dumps(record).encode(),
                                         headers={"Content-Type": "application/json", "If-Match": "*"})
        urllib.request.urlopen(request, timeout=20).close()
        self.wait_until(lambda: self.get("/api/v1/alerts")["total"] == 0)
        self.assertEqual(self.get("/api/v1/alerts?state=ended")["total"], 1)

    def test_acknowledging_and_snoozing(self):
        self.load(estate([ending("one", "ann", 20)]))
        self.server()
        self.serve(alerts_run_at="00:00")
        self.wait_until(lambda: self.get("/api/v1/alerts?state=sent")["total"] == 1)
        (alert,) = self.get("/api/v1/alerts?state=unacknowledged")["alerts"]
        path = f"/api/v1/alerts/{alert['id']}"
        seen = self.ask("POST", path + "/acknowledgement", {}, status=200)
        self.assertEqual(seen["acknowledged_by"], "Ann")
        self.assertEqual(self.get("/api/v1/alerts?state=unacknowledged")["total"], 0)
        self.assertIsNone(self.ask("DELETE", path + "/acknowledgement", status=200)["acknowledged_at"])
        until = str(date.today() + timedelta(days=5))
        snoozed = self.ask("POST", path + "/snooze", {"until": until}, status=200)
        self.assertEqual(snoozed["snoozed_until"], until)
        self.assertIsNotNone(snoozed["acknowledged_at"])
        for bad in (str(date.today()), "2031-01-01", "soon", 7, None):
            said = self.ask("POST", path + "/snooze", {"until": bad}, status=422)
            self.assertEqual(said["errors"][0]["pointer"], "/until", said)
        preview = self.get(f"/api/v1/alerts/preview?on={until}")["alerts"]
        self.assertIn("due", [found["state"] for found in preview])
        day_before = str(date.today() + timedelta(days=4))
        self.assertEqual(self.get(f"/api/v1/alerts/preview?on={day_before}")["alerts"], [])
        self.assertIsNone(self.ask("DELETE", path + "/snooze", status=200)["snoozed_until"])
        self.ask("POST", "/api/v1/alerts/99/acknowledgement", {}, status=404)
        self.ask("POST", "/api/v1/alerts/99/snooze", {"until": until}, status=404)

    def test_a_start_that_missed_the_hour_of_another_day_does_not_wait_for_todays(self):
        self.load(estate([ending("one", "ann", 20)]))
        server = self.server()
        self.send(str(date.today() - timedelta(days=12)))
        self.assertEqual(len(server.inbox.mails), 1)
        self.serve(alerts_run_at="23:59")
        self.wait_until(lambda: self.get("/api/v1/alerts/status")["last_checked_on"] == str(date.today()))
        self.assertFalse(self.get("/healthz")["alerts"]["is_late"])

    def test_a_day_that_was_missed_is_said(self):
        self.load(estate([ending("one", "ann", 20)]))
        self.server()
        self.send(str(date.today() - timedelta(days=3)))
        # Another run holds the lock and does not end.
        with open(f"{self.database}-alerts-lock", "r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.serve(alerts_run_at="00:00")
            health = self.get("/healthz")["alerts"]
            self.assertEqual((health["is_late"], health["late_since"]), (True, str(date.today() - timedelta(days=2))))
            self.assertTrue(self.get("/api/v1/alerts/status")["is_late"])
            self.wait_until(lambda: "have not been checked since" in (self.folder / "log").read_text())
            self.assertIn("not checked since", self.run_program("check", status=1))
        self.wait_until(lambda: not self.get("/healthz")["alerts"]["is_late"])

    def test_a_test_mail_reports_the_servers_own_words(self):
        self.load(estate([]))
        answers = {"nobody@trust.example": "550 5.1.1 <nobody@trust.example>: no mailbox here"}
        server = self.server(answers)
        self.serve(alerts_run_at="23:59")
        said = self.ask("POST", "/api/v1/alerts/test-mail", {"to": "ann@trust.example"}, status=200)
        self.assertEqual((said["accepted"], said["code"]), (True, 250))
        self.assertIn("Taken as 1", said["words"])
        self.assertEqual(recipients_of(server), ["ann@trust.example"])
        said = self.ask("POST", "/api/v1/alerts/test-mail", {"to": "nobody@trust.example"}, status=200)
        self.assertEqual((said["accepted"], said["code"]), (False, 550))
        self.assertIn("no mailbox here", said["words"])
        for bad in ("nobody", "a@b\r\nBcc: c@d", ""):
            said = self.ask("POST", "/api/v1/alerts/test-mail", {"to": bad}, status=422)
            self.assertEqual(said["errors"][0]["pointer"], "/to")
        self.end()
        self.settings["SMTP_HOST"] = ""
        self.serve()
        self.assertIn("smtp.host", str(self.ask("POST", "/api/v1/alerts/test-mail", {"to": "a@b.example"}, status=409)))

    def test_check_finds_a_mail_set_up_that_fails(self):
        self.load(estate([]))
        self.server()
        self.assertIn("takes mail from telestate@trust.example", self.run_program("check"))
        self.settings["SMTP_SECURITY"] = "starttls"
        self.assertIn("TROUBLE  mail", self.run_program("check", status=1))
        self.settings.update(SMTP_SECURITY="none", SMTP_PORT="9")
        self.assertIn("TROUBLE  mail", self.run_program("check", status=1))
        self.settings.update(SMTP_FROM="")
        self.assertIn("smtp.from", self.run_program("check", status=1))
        self.settings.update(SMTP_FROM="a@b.example", SMTP_USERNAME="ann")
        self.assertIn("smtp.password_file", self.run_program("check", status=1))


class Listener:
    """A webhook's other end: what it was told, and what it answers."""

    def __init__(self, test):
        listener = self
        self.calls = []
        self.status = 200

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.calls.append((dict(self.headers), body))
                self.send_response(listener.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook/topsecret"
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.server.server_close)
        test.addCleanup(self.server.shutdown)


class Webhooks(ServingCase):
    def test_a_webhook_is_told_of_each_new_alert_once_and_signed(self):
        self.load(estate([ending("one", "ann", 20), ending("two", "bob", 5)]))
        self.server()
        listener = Listener(self)
        secret = self.folder / "secret"
        secret.write_text("s3cret\n", encoding="utf-8")
        self.settings.update(ALERTS_WEBHOOK_URL=listener.url, ALERTS_WEBHOOK_SECRET_FILE=str(secret))
        listener.status = 503
        today = str(date.today())
        self.send(today, status=1)
        self.assertEqual(len(listener.calls), 1)
        listener.status = 204
        self.send(today)
        self.send(today)
        self.assertEqual(len(listener.calls), 2)
        (first, body), (second, same_body) = listener.calls
        self.assertEqual(first["Telestate-Delivery"], second["Telestate-Delivery"])
        for headers, text in listener.calls:
            signed = headers["Telestate-Timestamp"].encode() + b"." + text
            digest = hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
            self.assertEqual(headers["Telestate-Signature"], f"sha256={digest}")
        told_of = json.loads(same_body)
        self.assertEqual(json.loads(body)["alerts"], told_of["alerts"])
        self.assertEqual([(alert["subject"], alert["milestone"], alert["recipients"]) for alert in told_of["alerts"]],
                         [("two", "decide_by", ["bob@trust.example"]), ("one", "decide_by", ["ann@trust.example"])])
        database = sqlite3.connect(self.database)
        try:
            dump = "\n".join(database.iterdump())
        finally:
            database.close()
        self.assertNotIn("topsecret", dump)
        self.assertNotIn("s3cret", dump)

    def test_a_webhook_taken_out_of_the_settings_is_waited_for_no_longer(self):
        self.load(estate([ending("one", "ann", 20)]))
        self.server()
        self.settings["ALERTS_WEBHOOK_URL"] = "http://127.0.0.1:9/hook"
        today = str(date.today())
        self.send(today, status=1)
        del self.settings["ALERTS_WEBHOOK_URL"]
        self.send(today)


if __name__ == "__main__":
    AlertCase.program = program_argument()
    run_suite()
