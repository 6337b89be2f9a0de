#!/usr/bin/env python3
"""Handing mails to mail servers, good and bad: connections, TLS, login, refusals, and lines that break anywhere.

    smtp_test.py MAIL_PROBE
"""

import base64
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mail_case import MailTest, run_mail_suite  # noqa: E402
from mail_servers import DROP, HANG, PASSWORD, READ, RESET, USER, ScriptedServer, aiosmtpd_server  # noqa: E402


class Connections(MailTest):
    def test_several_mails_go_over_one_connection(self):
        server = ScriptedServer(self)
        self.open(server)
        for _ in range(5):
            self.assert_outcome(self.send(), "accepted", 250)
        self.assertEqual((server.connection_count, len(server.mails)), (1, 5))
        self.probe.ask("close")
        self.assertEqual(server.commands[-1], b"QUIT")

    def test_the_time_of_a_mail_does_not_begin_with_its_connection(self):
        server = ScriptedServer(self, MAIL=lambda connection, mail: [b"250 OK"])
        self.open(server, timeout_ms=1000)
        self.assert_outcome(self.send(), "accepted", 250)
        server.stopping.wait(1.3)
        self.assert_outcome(self.send(), "accepted", 250)
        self.assertEqual(server.connection_count, 1)

    def test_a_server_that_closes_after_each_mail_gets_them_all(self):
        for end in [DROP, RESET, [b"421 4.4.2 idle too long", DROP], [b"421 idle", RESET]]:
            server = ScriptedServer(self, after_mail=end)
            self.open(server)
            for _ in range(4):
                self.assert_outcome(self.send(), "accepted", 250)
                server.went.acquire(timeout=10)
            self.assertEqual((server.connection_count, len(server.mails)), (4, 4))

    def test_a_kept_connection_that_fails_says_nothing_about_the_next_mail(self):
        for step, end in [("MAIL", DROP), ("MAIL", RESET), ("MAIL", [b"421 Enough", DROP]), ("RCPT", DROP),
                          ("MAIL", b"452 Too many mails on this connection"), ("MAIL", b"503 One mail each"),
                          ("DATA", RESET), ("RCPT", [b"421 Enough", DROP])]:
            def action(connection, mail, step=step, end=end):
                return end if (connection, mail) == (1, 2) else ScriptedServer.STEPS[step]
            with self.subTest(step=step, end=end):
                server = ScriptedServer(self, **{step: action})
                self.open(server)
                for _ in range(3):
                    self.assert_outcome(self.send(), "accepted", 250)
                self.assertEqual((server.connection_count, len(server.mails)), (2, 3))

    def test_a_mail_is_not_sent_twice_when_a_kept_connection_drops_after_it(self):
        server = ScriptedServer(self, end=lambda _, mail: b"250 OK" if mail == 1 else DROP)
        self.open(server)
        self.assert_outcome(self.send(), "accepted", 250)
        self.assert_outcome(self.send(), "unknown")
        self.assertEqual((server.connection_count, len(server.mails)), (1, 2))

    def test_after_trouble_the_next_mail_gets_a_new_connection(self):
        server = ScriptedServer(self, RCPT=lambda connection, _: b"550 No" if connection == 1 else b"250 OK")
        self.open(server)
        self.assert_outcome(self.send(), "refused", 550, "No")
        self.assert_outcome(self.send(), "accepted", 250)
        self.assertEqual(server.connection_count, 2)

    def test_ipv6(self):
        if not socket.has_ipv6:
            self.skipTest("no IPv6 here")
        server = aiosmtpd_server(self, host="::1", tls=self.certificates.good)
        for host in ["::1", "[::1]"]:
            self.open(server, host=host, security="tls")
            self.assert_outcome(self.send(), "accepted", 250)

    def test_no_server(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.open(port)
        self.assert_outcome(self.send(), "unavailable")
        self.assert_outcome(self.probe.ask("probe"), "unavailable")

    def test_names_that_are_no_host(self):
        for host in ["", "no host", "a/b", "user@127.0.0.1", "127.0.0.1\r\n", "nowhere.invalid"]:
            self.open(25, host=host)
            self.assert_outcome(self.send(), "unavailable")


class Security(MailTest):
    def test_starttls_and_tls(self):
        for security in ["starttls", "tls"]:
            server = aiosmtpd_server(self, **{security: self.certificates.good})
            for host in ["localhost", "127.0.0.1"]:
                self.open(server, host=host, security=security)
                self.assert_outcome(self.probe.ask("probe"), "accepted", 250)
                self.assert_outcome(self.send(), "accepted", 250)
                self.assert_outcome(self.send(), "accepted", 250)
            self.assertEqual([is_secure for *_, is_secure in server.inbox.mails], [True] * 4)

    def test_a_server_without_starttls_gets_nothing(self):
        for steps in [{}, {"EHLO": b"500 What?"}, {"EHLO": b"250-here\r\n250 STARTTLS", "STARTTLS": b"454 No"},
                      {"EHLO": b"250-here\r\n250 STARTTLS", "STARTTLS": b"501 No"}]:
            server = ScriptedServer(self, HELO=b"250 here", **steps)
            self.open(server, security="starttls", username=USER, password=PASSWORD)
            for outcome in [self.send(), self.probe.ask("probe")]:
                self.assertEqual(outcome["acceptance"], "unavailable")
            self.assertFalse([line for line in server.commands if line.startswith((b"AUTH", b"MAIL"))])

    def test_a_certificate_that_is_not_good_is_not_accepted(self):
        other = str(self.certificates.other_authority)
        for description, context, settings in [
            ("not trusted", self.certificates.good, {"ca_file": other}),
            ("not of the system's authorities", self.certificates.good, {"ca_file": ""}),
            ("another name", self.certificates.wrong_name, {}),
            ("expired", self.certificates.expired, {}),
            ("no file of authorities", self.certificates.good, {"ca_file": "/nowhere.pem"}),
        ]:
            for security in ["starttls", "tls"]:
                with self.subTest(description, security=security):
                    server = aiosmtpd_server(self, **{security: context})
                    self.open(server, host="localhost", security=security, username=USER, password=PASSWORD,
                              **settings)
                    outcome = self.send()
                    self.assert_outcome(outcome, "unavailable")
                    self.assertRegex(outcome["words"], "(?i)certificate|CAfile")
                    self.assert_outcome(self.probe.ask("probe"), "unavailable")
                    self.assertEqual(server.inbox.mails, [])

    def test_plain_text_where_tls_is_meant_and_the_other_way(self):
        self.open(ScriptedServer(self), security="tls", timeout_ms=2000)
        self.assert_outcome(self.send(), "unavailable")
        self.open(aiosmtpd_server(self, tls=self.certificates.good), timeout_ms=1000)
        self.assert_outcome(self.send(), "unavailable")

    def test_login(self):
        server = aiosmtpd_server(self, starttls=self.certificates.good, auth=True)
        self.open(server, security="starttls", username=USER, password=PASSWORD)
        self.assert_outcome(self.probe.ask("probe"), "accepted", 250)
        self.assert_outcome(self.send(), "accepted", 250)
        for settings in [{"username": USER, "password": PASSWORD + "!"}, {"username": "x", "password": PASSWORD}]:
            self.open(server, security="starttls", **settings)
            self.assert_outcome(self.send(), "unavailable", 535, "credentials invalid")
            self.assert_outcome(self.probe.ask("probe"), "unavailable", 535, "credentials invalid")
        self.open(server, security="starttls")
        self.assert_outcome(self.send(), "unavailable", 530)
        self.assertEqual(len(server.inbox.mails), 1)

    def test_mechanisms_of_login(self):
        for offered in [b"PLAIN", b"LOGIN", b"GSSAPI NTLM LOGIN", b"CRAM-MD5 PLAIN", b"XOAUTH2 LOGIN PLAIN"]:
            server = aiosmtpd_server(self, starttls=self.certificates.good, auth=True,
                                     auth_exclude_mechanism={b"PLAIN": ["LOGIN"], b"LOGIN": ["PLAIN"]}.get(offered))
            self.open(server, security="starttls", username=USER, password=PASSWORD)
            self.assert_outcome(self.send(), "accepted", 250)

    def test_a_login_that_is_not_offered(self):
        server = ScriptedServer(self)
        self.open(server, username=USER, password=PASSWORD)
        self.assert_outcome(self.probe.ask("probe"), "unavailable", words="offers no login")
        self.assert_outcome(self.send(), "unavailable", words="offers no login")
        server = ScriptedServer(self, EHLO=b"250-here\r\n250 AUTH KERBEROS_V4")
        self.open(server, username=USER, password=PASSWORD)
        self.assert_outcome(self.send(), "unavailable")
        server = ScriptedServer(self, EHLO=b"250-here\r\n250 AUTH PLAIN", AUTH=[b"334 ", READ, b"235 Welcome"])
        self.open(server, username=USER, password=PASSWORD)
        for _ in range(3):
            self.assert_outcome(self.send(), "accepted", 250)
        self.assertEqual(server.connection_count, 1)

    def test_a_server_that_repeats_the_password_is_not_repeated(self):
        login = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode())
        for said in [PASSWORD.encode(), base64.b64encode(PASSWORD.encode()), login]:
            server = ScriptedServer(self, EHLO=b"250-here\r\n250 AUTH PLAIN",
                                    AUTH=[b"334 ", READ, b"535-Not known:\r\n535 " + said + b" at all"])
            self.open(server, username=USER, password=PASSWORD)
            self.assert_outcome(self.send(), "unavailable", 535, "Not known: ... at all")


class Refusals(MailTest):
    def test_recipients_and_mails(self):
        for code, acceptance in [(450, "refused_for_now"), (451, "refused_for_now"), (550, "refused"),
                                 (554, "refused"), (421, "unavailable"), (530, "unavailable")]:
            said = f"{code} 4.2.1 Not £ this one"
            for step in ["zoe@example.org", "DATA", "MAIL"]:
                with self.subTest(code=code, step=step):
                    server = aiosmtpd_server(self, {step: said.replace("£", "a")})
                    self.open(server)
                    outcome = self.send()
                    self.assert_outcome(outcome, acceptance, code, "4.2.1 Not a this one")
                    self.assertEqual(server.inbox.mails, [])
                    if step == "zoe@example.org":
                        self.assert_outcome(self.send("other@example.org"), "accepted", 250)

    def test_refusals_at_other_steps(self):
        for step, said, acceptance, code in [
            ("greeting", b"554 Not you", "unavailable", 554),
            ("greeting", b"421 Not now", "unavailable", 421),
            ("greeting", b"450 Not now", "unavailable", 450),
            ("greeting", b"What?", "unavailable", 0),
            ("DATA", b"451 Not now", "refused_for_now", 451),
            ("DATA", b"554 Not this", "refused", 554),
            ("DATA", b"421 Going", "unavailable", 421),
            ("MAIL", b"550 Not from you", "refused", 550),
            ("MAIL", b"452 Disk full", "refused_for_now", 452),
        ]:
            with self.subTest(step=step, said=said):
                server = ScriptedServer(self, **{step: said if code else [said, DROP]})
                self.open(server)
                self.assert_outcome(self.send(), acceptance, code)
                self.assertEqual(server.mails, [])

    def test_words_of_several_lines_and_odd_bytes(self):
        server = ScriptedServer(self, RCPT=b"550-5.1.1 No \xff\xc3\xa9 such\r\n550-user\x00\x1b[31m\there\r\n"
                                           b"550 " + b"x" * 900)
        self.open(server)
        outcome = self.send()
        self.assert_outcome(outcome, "refused", 550, "5.1.1 No \ufffdé such user")
        self.assertRegex(outcome["words"], r"\A[^\x00-\x1f\x7f]+\Z")
        self.assertLessEqual(len(outcome["words"].encode()), 500)

    def test_what_follows_a_refusal_does_not_undo_it(self):
        server = ScriptedServer(self, RCPT=[b"550 No", b"250 OK", b"250 OK"])
        self.open(server)
        self.assert_outcome(self.send(), "refused", 550, "No")

    def test_a_refusal_is_known_although_the_server_then_hangs(self):
        server = ScriptedServer(self, RCPT=b"550 No", QUIT=HANG)
        self.open(server, timeout_ms=20000)
        outcome = self.send()
        self.assert_outcome(outcome, "refused", 550)
        self.assertLess(outcome["ms"], 5000)


class Breakdowns(MailTest):
    def test_dropped_lines(self):
        for end, is_tls in [(DROP, False), (RESET, False), (DROP, True), (RESET, True)]:
            for step, acceptance in [("greeting", "unavailable"), ("EHLO", "unavailable"), ("MAIL", "unavailable"),
                                     ("RCPT", "unavailable"), ("DATA", "unavailable"), ("end", "unknown")]:
                with self.subTest(step=step):
                    server = ScriptedServer(self, tls=self.certificates.good, is_tls=is_tls, **{step: end})
                    self.open(server, security="tls" if is_tls else "none")
                    self.assert_outcome(self.send(), acceptance)
                    self.assertEqual(server.connection_count, 1)

    def test_dropped_within_the_message(self):
        for security in ["none", "tls"]:
            server = ScriptedServer(self, tls=self.certificates.good, is_tls=security == "tls", body_limit=100_000)
            self.open(server, security=security)
            self.assert_outcome(self.send(raw="Subject: long\r\n\r\n" + ("x" * 70 + "\r\n") * 400_000), "unavailable")
            self.assertEqual(server.mails, [])

    def test_refused_within_the_end(self):
        for said, acceptance, code in [([b"250 OK", DROP], "accepted", 250), ([b"250 OK", RESET], "accepted", 250),
                                       ([b"451 No", DROP], "refused_for_now", 451),
                                       ([b"554 No", RESET], "refused", 554),
                                       ([b"421 Going", DROP], "unavailable", 421), (b"354 Go on", "unknown", 0)]:
            server = ScriptedServer(self, end=said)
            self.open(server, timeout_ms=2000)
            self.assert_outcome(self.send(), acceptance, code)

    def test_a_server_that_hangs(self):
        for step, acceptance in [("greeting", "unavailable"), ("EHLO", "unavailable"), ("MAIL", "unavailable"),
                                 ("RCPT", "unavailable"), ("DATA", "unavailable"), ("end", "unknown")]:
            with self.subTest(step=step):
                server = ScriptedServer(self, **{step: HANG})
                self.open(server, timeout_ms=700)
                outcome = self.send()
                self.assert_outcome(outcome, acceptance)
                self.assertLess(outcome["ms"], 2500)
                self.assertLess(self.probe.ask("close")["ms"], 1000)
        self.open(ScriptedServer(self, NOOP=HANG), timeout_ms=700)
        self.assert_outcome(self.probe.ask("probe"), "unavailable")

    def test_cancelling_while_a_server_hangs(self):
        for step, acceptance in [("greeting", "unavailable"), ("RCPT", "unavailable"), ("end", "unknown")]:
            with self.subTest(step=step):
                for security in ["none", "tls"]:
                    server = ScriptedServer(self, tls=self.certificates.good, is_tls=security == "tls", **{step: HANG})
                    self.open(server, security=security, timeout_ms=30000, cancel_after_ms=300)
                    outcome = self.send()
                    self.assert_outcome(outcome, acceptance, words="stopping")
                    self.assertLess(outcome["ms"], 2500)
                    self.assertLess(self.probe.ask("close")["ms"], 1000)

    def test_taking_leave_of_a_server_that_hangs_does_not_take_long(self):
        for step in ["NOOP", "QUIT"]:
            server = ScriptedServer(self, **{step: HANG})
            self.open(server)
            self.assert_outcome(self.send(), "accepted", 250)
            self.assertLess(self.probe.ask("close")["ms"], 5000)

    def test_taking_leave_makes_no_new_connection(self):
        server = ScriptedServer(self, after_mail=DROP)
        self.open(server)
        self.assert_outcome(self.send(), "accepted", 250)
        server.went.acquire(timeout=10)
        self.probe.ask("close")
        self.assertEqual(server.connection_count, 1)


if __name__ == "__main__":
    run_mail_suite()
