"""What suites of mails have in common: the program that sends, certificates, and a mail with everything in it."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mail_servers import PASSWORD, Certificates, Probe  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Give notice: £14\\,400\r\nEND:VCALENDAR\r\n"
MESSAGE = {
    "from": {"name": "Telestate", "address": "telestate@example.org"},
    "to": {"name": "Zoë \"Z\" O'Brien, ICT", "address": "zoe@example.org"},
    "subject": "Give notice to BT by 26 June 2026: £14,400 at stake (+2) 😀",
    "message_id": "0123456789abcdef@example.org",
    "date": 1775023445,
    "list_id": "alerts.example.org",
    "list_name": "Renewal alerts – Kent",
    "more_headers": [["X-Telestate-Run", "7"], ["X-Long", "£ " * 100 + "end"]],
    "plain": ".\n..\n.leading dot\nGive notice: £14,400 — now 😀\nFrom here\n" + "x" * 2000 + "\n trailing \n",
    "html": "<p>Give notice: £14,400 &mdash; now 😀</p>\n<p>" + "y " * 1000 + "</p>\n.\n",
    "attachments": [{"name": "decisions.ics", "content_type": "text/calendar; charset=utf-8; method=PUBLISH",
                     "content": CALENDAR}],
}


class MailTest(unittest.TestCase):
    program = None
    certificates = None

    def setUp(self):
        self.probe = Probe(self.program)
        self.addCleanup(lambda: self.assertEqual(self.probe.stop(), 0))

    def open(self, server_or_port, **settings):
        port = server_or_port if isinstance(server_or_port, int) else server_or_port.port
        self.probe.ask("open", port=port, **{"ca_file": str(self.certificates.authority), **settings})

    def send(self, to="zoe@example.org", **values):
        if "raw" not in values:
            values["message"] = values.get("message", MESSAGE)
        return self.probe.ask("send", to=to, **values)

    def assert_outcome(self, outcome, acceptance, code=0, words=None):
        self.assertEqual((outcome["acceptance"], outcome["code"]), (acceptance, code), outcome)
        self.assertNotIn(PASSWORD, outcome["words"])
        self.assertTrue(outcome["words"] or code, "something is said")
        if words is not None:
            self.assertIn(words, outcome["words"])


def run_mail_suite():
    MailTest.program = program_argument()
    with tempfile.TemporaryDirectory() as folder:
        MailTest.certificates = Certificates(folder)
        run_suite()
