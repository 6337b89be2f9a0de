#!/usr/bin/env python3
"""Alerts reach everybody once, whatever the mail server, the machine and people do meanwhile: the real program against
real mail servers."""

import json
import random
import resource
import signal
import sys
import time
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import alert_case  # noqa: E402
from alert_case import DAY, AlertCase, contract, estate, parsed, plain_of, recipients_of, told  # noqa: E402
from mail_servers import DROP, HANG, Certificates, ScriptedServer  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402


def days_from(first, count):
    from datetime import date, timedelta
    return [str(date.fromisoformat(first) + timedelta(days=day)) for day in range(count)]


class Sending(AlertCase):
    def test_the_preview_is_what_a_send_then_does_and_a_second_send_does_nothing(self):
        self.load(estate([contract("one", "ann"), contract("two", "bob", deputies=["ann"]),
                          contract("three", "ann", start="2025-04-01", notice="P6M")]))
        server = self.server()
        before = self.database.read_bytes()
        preview = self.preview()
        self.assertEqual(self.database.read_bytes(), before)
        self.assertEqual([(alert["subject"], alert["milestone"], alert["milestone_on"], alert["offset_days"],
                           alert["state"], alert["recipients"]) for alert in preview],
                         [("one", "decide_by", "2026-06-26", 180, "due", ["ann@trust.example"]),
                          ("two", "decide_by", "2026-06-26", 180, "due", ["bob@trust.example", "ann@trust.example"])])
        self.send()
        self.assertEqual(sorted(recipients_of(server)), ["ann@trust.example", "bob@trust.example"])
        kept = self.query("SELECT subject, milestone, milestone_on, offset_days, state FROM alerts ORDER BY alert")
        self.assertEqual(kept, [tuple(alert[key] for key in ("subject", "milestone", "milestone_on", "offset_days",
                                                             "state")) for alert in preview])
        self.send()
        self.assertEqual(len(server.inbox.mails), 2)
        self.assertEqual(self.preview(), [])

    def test_a_mail_says_what_to_do_and_by_when_and_carries_a_calendar(self):
        self.load(estate([contract("one", "ann", title="Lignes <b>téléphoniques</b> & £"), contract("two", "ann"),
                          contract("three", "ann")]))
        server = self.server()
        self.send()
        ((recipient, mail),) = told(server)
        self.assertEqual(mail["subject"], "Give notice to BT by 26 June 2026: £14,400 at stake (+2)")
        self.assertEqual(recipient, "ann@trust.example")
        self.assertIn("Ann", str(mail["to"]))
        self.assertEqual(mail["auto-submitted"], "auto-generated")
        for header in ("date", "message-id", "list-id"):
            self.assertTrue(mail[header])
        self.assertIn("Lignes <b>téléphoniques</b> & £", plain_of(mail))
        html = mail.get_body(("html",)).get_content()
        self.assertIn("Lignes &lt;b&gt;téléphoniques&lt;/b&gt; &amp; £", html)
        self.assertIn("/contracts/one", html)
        (calendar,) = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
        self.assertIn("DTSTART;VALUE=DATE:20260626", calendar.get_content())

    def test_each_day_gives_each_alert_once_and_a_server_that_was_off_catches_up_with_the_tightest(self):
        self.load(estate([contract("one", "ann")]))
        server = self.server()
        for day in days_from("2025-12-20", 60):
            self.send(day)
        self.assertEqual(len(server.inbox.mails), 1)  # 180 days before
        self.send("2026-06-20")  # 90 and 30 passed unseen; 7 is due
        self.assertEqual(len(server.inbox.mails), 2)
        states = self.query("SELECT offset_days, state FROM alerts ORDER BY offset_days")
        self.assertEqual(states, [(7, "due"), (30, "superseded"), (90, "superseded"), (180, "due")])
        for day in days_from("2026-06-21", 6):
            self.send(day)
        self.assertEqual(len(server.inbox.mails), 3)  # and 0 on the day itself

    def test_a_missed_decision_is_told_every_week_until_it_is_decided(self):
        self.load(estate([contract("one", "ann", deputies=["bob"])]))
        server = self.server()
        self.send("2026-06-26")
        count = len(server.inbox.mails)
        sent_on = []
        for day in days_from("2026-06-27", 24):
            before = len(server.inbox.mails)
            self.send(day)
            if len(server.inbox.mails) > before:
                sent_on.append(day)
        self.assertEqual(sent_on, ["2026-06-27", "2026-07-04", "2026-07-11", "2026-07-18"])
        self.assertIn("Missed", told(server)[count][1]["subject"])
        self.assertIn("it@trust.example", recipients_of(server))  # nobody acknowledged it for a week
        self.load(estate([contract("one", "ann", decisions=[
            {"kind": "give_notice", "takes_effect": "2026-08-27", "outcome": "renew", "decided_on": "2026-07-20"}])]))
        count = len(server.inbox.mails)
        for day in days_from("2026-07-21", 20):
            self.send(day)
        self.assertEqual(len(server.inbox.mails), count)

    def test_a_missed_decision_of_an_option_exercised_late_is_in_the_mail_it_is_marked_sent_with(self):
        late = contract("one", "ann", term={"kind": "fixed", "start": "2025-01-01", "end": "2026-01-15", "extensions": [
            {"length": "P31D", "exercised_on": "2026-02-20"}]})
        self.load(estate([late]))
        server = self.server()
        self.send("2026-01-01")
        count = len(server.inbox.mails)
        self.send("2026-03-01")
        ((_, mail),) = told(server)[count:]
        self.assertIn("Missed", mail["subject"])
        self.assertIn("Contract one", plain_of(mail).split("Out of contract")[0])

    def test_an_escalation_of_a_missed_decision_says_since_when_it_was_told(self):
        self.load(estate([contract("one", "ann", term={"kind": "fixed", "start": "2024-02-16", "end": "2026-02-15"})]))
        server = self.server()
        for day in ("2026-02-13", "2026-02-14", "2026-02-21"):
            self.send(day)
        (mail,) = [mail for recipient, mail in told(server) if recipient == "it@trust.example"][:1]
        self.assertIn("since 14 February 2026", plain_of(mail).replace("\n", " ").replace("     ", ""))

    def test_nobody_to_tell_is_told_once_somebody_is_named(self):
        document = estate([contract("one", "ann")], organisation={"alert_recipients": []})
        document["people"] = [{"id": "ann", "name": "Ann"}]
        self.load(document)
        server = self.server()
        self.send()
        self.assertEqual([alert["state"] for alert in self.preview()], ["nobody_to_tell"])
        self.assertEqual(server.inbox.mails, [])
        document["people"] = [alert_case.person("ann")]
        self.load(document)
        self.send()
        self.assertEqual(recipients_of(server), ["ann@trust.example"])


class NeverLost(AlertCase):
    def test_one_recipient_refused_waits_while_the_others_are_told(self):
        self.load(estate([contract("one", "ann", deputies=["bob"])]))
        answers = {"bob@trust.example": "550 5.1.1 No such user here"}
        server = self.server(answers)
        said = self.send(status=1)
        self.assertIn("No such user here", said)
        self.assertEqual(recipients_of(server), ["ann@trust.example"])
        self.assertEqual(self.waiting(), 1)
        self.send(status=1)
        answers.clear()
        self.send()
        self.assertEqual(recipients_of(server), ["ann@trust.example", "bob@trust.example"])
        self.assertEqual(self.waiting(), 0)

    def test_refusals_at_every_step_leave_the_alerts_waiting(self):
        for step, answer in (("MAIL", "451 4.3.0 Try later"), ("DATA", "452 4.3.1 No room"), ("DATA", "554 5.7.1 Spam"),
                             ("ann@trust.example", "450 4.2.1 Greylisted")):
            with self.subTest(step=step, answer=answer):
                self.setUp()
                self.load(estate([contract("one", "ann")]))
                answers = {step: answer}
                server = self.server(answers)
                self.assertIn(answer.split(" ", 2)[2], self.send(status=1))
                self.assertEqual(self.waiting(), 1)
                answers.clear()
                self.send()
                self.assertEqual(recipients_of(server), ["ann@trust.example"])

    def test_a_server_down_for_days_costs_no_alert_and_sends_one_mail_when_it_is_back(self):
        self.load(estate([contract("one", "ann"), contract("two", "ann", start="2025-08-31"),
                          contract("three", "bob", start="2025-09-02")]))
        self.smtp(9)  # nobody listens there
        for day in days_from("2025-12-28", 8):
            self.send(day, status=None)
        self.assertEqual(self.waiting(), 3)
        server = self.server()
        self.send("2026-01-05")
        self.assertEqual(sorted(recipients_of(server)), ["ann@trust.example", "bob@trust.example"])
        for recipient, mail in told(server):
            for title in ("Contract one", "Contract two") if recipient.startswith("ann") else ("Contract three",):
                self.assertEqual(plain_of(mail).count(f"{title}\n"), 1, plain_of(mail))
        self.assertEqual(self.waiting(), 0)

    def test_a_line_that_breaks_before_the_end_is_tried_again_and_one_after_it_repeats_the_same_mail(self):
        for steps, copies in (({"DATA": DROP}, 1), ({"end": DROP}, 2), ({"end": HANG}, 2)):
            with self.subTest(steps=list(steps)):
                self.setUp()
                self.load(estate([contract("one", "ann")]))
                broken = ScriptedServer(self, **steps)
                self.smtp(broken.port)
                self.send(status=1)
                server = self.server()
                self.send("2026-02-12")
                self.send("2026-02-13")
                took = [mail.replace(b"\r\n..", b"\r\n.") for mail in broken.mails] + [content for _, _, content, _ in server.inbox.mails]
                self.assertEqual(len(took), copies)
                self.assertEqual(len({bytes(mail).rstrip() for mail in took}), 1)
                self.assertEqual(self.waiting(), 0)

    def test_a_server_that_hangs_or_has_a_bad_certificate_gets_nothing_and_loses_nothing(self):
        certificates = Certificates(self.folder)
        self.load(estate([contract("one", "ann"), contract("two", "bob")]))
        hanging = ScriptedServer(self, greeting=HANG)
        self.smtp(hanging.port)
        begun = time.monotonic()
        self.send(status=1)
        self.assertLess(time.monotonic() - begun, 20)  # the second mail does not wait as long again
        untrusted = self.server(starttls=certificates.good)
        self.settings["SMTP_SECURITY"] = "starttls"
        self.assertRegex(self.send(status=1), "(?i)certificate")
        self.assertEqual(untrusted.inbox.mails, [])
        self.settings["SMTP_CA_FILE"] = str(certificates.authority)
        self.settings["SMTP_HOST"] = "localhost"
        self.send()
        self.assertEqual(sorted(recipients_of(untrusted)), ["ann@trust.example", "bob@trust.example"])
        self.assertTrue(all(encrypted for *_, encrypted in untrusted.inbox.mails))

    def test_a_server_that_answers_no_mail_does_not_keep_all_of_them_waiting_in_turn(self):
        people = [f"p{number}" for number in range(8)]
        self.load(estate([contract(f"c-{name}", name) for name in people], people))
        silent = ScriptedServer(self, end=HANG)
        self.smtp(silent.port, smtp_timeout=2)
        begun = time.monotonic()
        self.send(status=1)
        self.assertLess(time.monotonic() - begun, 12)
        server = self.server()
        self.send()
        self.assertEqual(Counter(recipients_of(server)), {f"{name}@trust.example": 1 for name in people})

    def test_without_a_mail_server_alerts_wait_and_say_why(self):
        self.load(estate([contract("one", "ann")]))
        self.assertIn("smtp.host", self.send(status=1))
        self.assertEqual(self.waiting(), 1)
        server = self.server()
        self.send()
        self.assertEqual(len(server.inbox.mails), 1)

    def test_a_decision_taken_while_the_mail_waits_ends_the_alert(self):
        self.load(estate([contract("one", "ann"), contract("two", "ann", start="2025-08-30")]))
        self.smtp(9)
        self.send(status=1)
        self.load(estate([contract("one", "ann", decisions=[
            {"kind": "give_notice", "takes_effect": "2026-08-27", "outcome": "renew", "decided_on": "2026-02-12"}])]))
        server = self.server()
        self.send("2026-02-12")
        ((_, mail),) = told(server)
        self.assertNotIn("Contract one", plain_of(mail))
        self.assertIn("Contract two", plain_of(mail))

    def test_a_corrected_address_gets_what_waited_for_the_wrong_one(self):
        document = estate([contract("one", "ann")])
        document["people"][0]["email"] = "wrong@trust.example"
        self.load(document)
        server = self.server({"wrong@trust.example": "550 5.1.1 Unknown"})
        self.send(status=1)
        self.load(estate([contract("one", "ann")]))
        self.send()
        self.assertEqual(recipients_of(server), ["ann@trust.example"])
        self.assertEqual(self.waiting(), 0)

    def test_two_processes_at_once_tell_everybody_once(self):
        people = [f"p{number}" for number in range(12)]
        self.load(estate([contract(f"c-{name}", name) for name in people], people))
        server = self.server()
        processes = [self.start_program("alerts", "send", "--on", DAY) for _ in range(4)]
        for process in processes:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, out + err)
        self.assertEqual(Counter(recipients_of(server)), {f"{name}@trust.example": 1 for name in people})

    def test_killed_at_any_instruction_every_alert_arrives_and_only_the_mail_in_flight_repeats(self):
        chance = random.Random(20260211)
        people = [f"p{number}" for number in range(8)]
        rounds, repeats = 12, 0
        for number in range(rounds):
            self.setUp()
            self.load(estate([contract(f"c-{name}", name) for name in people], people))
            server = self.server()
            begun = time.monotonic()
            if number == 0:
                self.send()
                whole = time.monotonic() - begun
                continue
            kills = 0
            while kills < 3:
                process = self.start_program("alerts", "send", "--on", DAY)
                time.sleep(chance.uniform(0, whole * 1.1))
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
                process.communicate(timeout=60)
                if process.returncode == 0:
                    break
            self.send()
            took = Counter((recipient, mail["message-id"]) for recipient, mail in told(server))
            self.assertEqual({recipient for recipient, _ in took}, {f"{name}@trust.example" for name in people})
            self.assertEqual(len(took), len(people), "a repeated mail has its own Message-ID")
            surplus = len(server.inbox.mails) - len(people)
            self.assertLessEqual(surplus, kills)
            repeats += surplus
            self.assertEqual(self.waiting(), 0)
            self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])
        print(f"killed in {rounds - 1} runs: no alert lost, {repeats} mails repeated", file=sys.stderr)

    def test_a_full_disk_loses_nothing(self):
        people = [f"p{number}" for number in range(6)]
        self.load(estate([contract(f"c-{name}", name) for name in people], people))
        server = self.server()
        size = self.database.stat().st_size

        def short_of_room(spare):
            def limit():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (size + spare, resource.RLIM_INFINITY))
            return limit

        failures = 0
        for spare in (-size + 4096, -size + 40_000, -size + 80_000, -size + 160_000, -size + 320_000):
            process = self.start_program("alerts", "send", "--on", DAY, preexec_fn=short_of_room(spare))
            out, err = process.communicate(timeout=60)
            failures += process.returncode != 0
            self.assertNotIn("Sanitizer", err)
        self.assertGreater(failures, 0)
        self.send()
        took = Counter((recipient, mail["message-id"]) for recipient, mail in told(server))
        self.assertEqual({recipient for recipient, _ in took}, {f"{name}@trust.example" for name in people})
        self.assertEqual(len(took), len(people))
        self.assertLessEqual(len(server.inbox.mails) - len(people), failures)
        self.assertEqual(self.waiting(), 0)

    def test_a_clock_that_jumped_ahead_repeats_nothing_and_misses_nothing_when_it_is_right_again(self):
        self.load(estate([contract("one", "ann"), contract("two", "ann", start="2025-05-01")],
                         organisation={"alert_recipients": []}))
        server = self.server()
        self.send("2026-02-11")
        self.send("2027-02-11")  # by mistake
        jumped = len(server.inbox.mails)
        self.assertEqual(jumped, 2)
        sent = {}
        for day in days_from("2026-02-12", 20):
            before = len(server.inbox.mails)
            self.send(day)
            if len(server.inbox.mails) > before:
                sent[day] = told(server)[-1][1]["subject"]
        # Notice for contract two is due by 27 February; 30 days before were told of on the 11th.
        self.assertEqual(list(sent), ["2026-02-20", "2026-02-27", "2026-02-28"], sent)
        self.assertIn("Missed", sent["2026-02-28"])


if __name__ == "__main__":
    AlertCase.program = program_argument()
    run_suite()
