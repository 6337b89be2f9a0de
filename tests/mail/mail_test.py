#!/usr/bin/env python3
"""Mails as a real mail server receives them, read by a MIME parser that is not ours.

    mail_test.py MAIL_PROBE
"""

import email
import email.policy
import re
import sys
from datetime import datetime, timezone
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mail_case import CALENDAR, MESSAGE, MailTest, run_mail_suite  # noqa: E402
from mail_servers import aiosmtpd_server  # noqa: E402


def parsed(text):
    return email.message_from_bytes(text, policy=email.policy.default)


def mailboxes(text, name):
    """(display name, address) of each mailbox. The parser of structured headers puts a space between encoded words
    that follow one another, which RFC 2047 forbids; the older one does not."""
    header = email.message_from_bytes(text, policy=email.policy.compat32)[name]
    return [(str(make_header(decode_header(shown))), address) for shown, address in getaddresses([header])]


class TheMail(MailTest):
    def assert_is_the_message(self, mail):
        self.assertEqual([part.defects for part in mail.walk() if part.defects], [])
        for name in mail.keys():
            self.assertEqual(list(getattr(mail[name], "defects", ())), [], name)
        self.assertEqual(mail["Subject"], MESSAGE["subject"])
        for name in ["From", "To"]:
            [address] = mail[name].addresses
            self.assertEqual((address.display_name, address.addr_spec),
                             (MESSAGE[name.lower()]["name"], MESSAGE[name.lower()]["address"]))
        self.assertEqual(mail["Date"].datetime, datetime.fromtimestamp(MESSAGE["date"], timezone.utc))
        self.assertEqual(mail["Message-ID"], f"<{MESSAGE['message_id']}>")
        self.assertEqual(mail["List-Id"], f"{MESSAGE['list_name']} <{MESSAGE['list_id']}>")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail["X-Auto-Response-Suppress"], "All")
        self.assertEqual(mail["MIME-Version"], "1.0")
        for name, value in MESSAGE["more_headers"]:
            self.assertEqual(mail[name], value)
        self.assertEqual(mail.get_content_type(), "multipart/mixed")
        [texts, attachment] = mail.iter_parts()
        self.assertEqual(texts.get_content_type(), "multipart/alternative")
        self.assertEqual([part.get_content_type() for part in texts.iter_parts()], ["text/plain", "text/html"])
        for name in ["plain", "html"]:
            part = mail.get_body((name,))
            self.assertEqual(part.get_content_charset(), "utf-8")
            self.assertEqual(part.get_content().replace("\r\n", "\n"), MESSAGE[name])
        self.assertEqual(attachment.get_content_type(), "text/calendar")
        self.assertEqual(attachment["Content-Type"].params["method"], "PUBLISH")
        self.assertEqual(attachment["Content-Type"].params["charset"], "utf-8")
        self.assertEqual(attachment.get_content_disposition(), "attachment")
        self.assertEqual(attachment.get_filename(), "decisions.ics")
        self.assertEqual(attachment.get_payload(decode=True), CALENDAR.encode())

    def test_it_arrives_as_it_was_meant(self):
        server = aiosmtpd_server(self)
        self.open(server)
        self.assert_outcome(self.send(), "accepted", 250, "Taken as 1")
        [(sender, recipients, content, _)] = server.inbox.mails
        self.assertEqual((sender, recipients), ("telestate@example.org", ["zoe@example.org"]))
        self.assert_is_the_message(parsed(content))
        self.assertEqual(server.inbox.names, ["example.org"])
        self.assertEqual(content.decode("ascii"), self.probe.ask("format", message=MESSAGE)["text"])

    def test_dots_at_the_beginning_of_lines_are_kept(self):
        server = aiosmtpd_server(self)
        self.open(server)
        raw = "Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n...\r\n" + ("x" * 60 + "\r\n.y\r\n") * 3000 + ".\r\n"
        self.assert_outcome(self.send(raw=raw), "accepted", 250)
        self.assertEqual(server.inbox.mails[0][2].decode(), raw)

    def test_what_names_and_texts_hold_stays_where_it_is(self):
        server = aiosmtpd_server(self)
        self.open(server)
        attempts = ["x\r\nBcc: thief@example.net", "=?utf-8?q?x=0D=0ABcc:_thief@example.net?=",
                    "\" <thief@example.net>, \"", "<thief@example.net>,", "a\\\"b", "x\u2028Bcc: y", "(comment)",
                    "=?utf-8?b?eA==?= =?utf-8?b?eQ==?=", "a, b; c: d", "x" * 500, "😀" * 200]
        for attempt in attempts:
            with self.subTest(attempt):
                mail = {**MESSAGE, "subject": attempt, "list_name": attempt,
                        "from": {"name": attempt, "address": "telestate@example.org"},
                        "to": {"name": attempt, "address": "zoe@example.org"},
                        "more_headers": [["X-Telestate-Run", attempt]], "plain": attempt, "html": attempt,
                        "attachments": [{**MESSAGE["attachments"][0], "name": attempt}]}
                self.assert_outcome(self.send(message=mail), "accepted", 250)
                received = parsed(server.inbox.mails[-1][2])
                shown = attempt.replace("\r\n", "  ").replace("\u2028", " ")
                self.assertEqual(received["Subject"], shown)
                self.assertEqual(received["X-Telestate-Run"], shown)
                self.assertEqual([address.addr_spec for address in received["To"].addresses], ["zoe@example.org"])
                self.assertEqual(mailboxes(server.inbox.mails[-1][2], "To"), [(shown, "zoe@example.org")])
                self.assertEqual(mailboxes(server.inbox.mails[-1][2], "From"), [(shown, "telestate@example.org")])
                self.assertIsNone(received["Bcc"])
                self.assertEqual(len(list(received.walk())), 5)
                self.assertEqual(received.get_body(("plain",)).get_content().strip().replace("\r\n", "  "),
                                 attempt.replace("\r\n", "  ").replace("\u2028", "  "))
                [attachment] = received.iter_attachments()
                self.assertEqual(attachment["Content-Disposition"].params["filename"],
                                 re.sub(r'["*/:<>?\\|]', "_", shown).strip())

    def test_no_address_brings_another_with_it(self):
        server = aiosmtpd_server(self)
        self.open(server)
        for address in ["a@example.org>\r\nRCPT TO:<b@example.net", "", "a", "a@b@c", "<a@example.org>",
                        "a@example.org,b@example.net"]:
            self.assert_outcome(self.probe.ask("send", to=address, raw="\r\n"), "refused")
        self.assertEqual(server.inbox.names, [])
        self.open(server, **{"from": "no address"})
        self.assert_outcome(self.send(), "unavailable")
        self.assert_outcome(self.probe.ask("probe"), "unavailable")


if __name__ == "__main__":
    run_mail_suite()
