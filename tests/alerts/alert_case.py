"""An estate with alerts to send, the program that sends them, and mail servers to send them to."""

import email
import email.policy
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "mail"))

import mail_servers  # noqa: E402

DAY = "2026-02-11"


def contract(name, owner, start="2025-08-28", notice="P2M", **more):
    """One that renews each year; with the defaults notice is due by 26 June 2026."""
    return {"id": name, "title": f"Contract {name}", "supplier": "bt", "service": "telephony", "owner": owner,
            "term": {"kind": "auto_renew", "start": start, "length": "P1Y", "renews_for": "P1Y", "notice": notice},
            "charges": [{"id": "a", "kind": "recurring", "every": "P1Y", "amount": "14400.00"}], **more}


def person(name):
    return {"id": name, "name": name.title(), "email": f"{name}@trust.example"}


def estate(contracts, people=("ann", "bob"), **more):
    return {"format": "telestate/1",
            "organisation": {"name": "Trust", "alert_recipients": ["it@trust.example"], **more.pop("organisation", {})},
            "people": [person(name) for name in people], "suppliers": [{"id": "bt", "name": "BT"}],
            "contracts": contracts, **more}


class AlertCase(unittest.TestCase):
    program = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.database = self.folder / "estate.sqlite"
        self.settings = {}

    def load(self, document):
        file = self.folder / "estate.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        self.run_program("import", file)

    def smtp(self, port, **more):
        self.settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none",
                         "SMTP_FROM": "telestate@trust.example", "SMTP_TIMEOUT": "3",
                         **{key.upper(): str(value) for key, value in more.items()}}

    def environment(self):
        return {"PATH": "/usr/bin:/bin", "TELESTATE_SERVER_SIGN_IN": "off", **{f"TELESTATE_{key}": value for key, value in self.settings.items()}}

    def start_program(self, *arguments, **more):
        return subprocess.Popen([self.program, *map(str, arguments), "--database", str(self.database)],
                                env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                **more)

    def run_program(self, *arguments, status=0):
        process = self.start_program(*arguments)
        out, err = process.communicate(timeout=120)
        if status is not None:
            self.assertEqual(process.returncode, status, f"{arguments}: {out}{err}")
        return out + err

    def preview(self, on=DAY):
        process = self.start_program("alerts", "preview", "--json", "--on", on)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        return json.loads(out)["alerts"]

    def send(self, on=DAY, status=0):
        return self.run_program("alerts", "send", "--on", on, status=status)

    def server(self, answers=None, **options):
        server = mail_servers.aiosmtpd_server(self, answers, **options)
        self.smtp(server.port)
        return server

    def query(self, sql):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def waiting(self):
        return self.query("SELECT count(*) FROM alert_deliveries WHERE channel = 'mail' AND sent_at IS NULL")[0][0]


def parsed(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def told(server):
    """(recipient, mail) of each mail that an aiosmtpd server took, in order."""
    return [(recipients[0], parsed(content)) for _, recipients, content, _ in server.inbox.mails]


def recipients_of(server):
    return [recipient for recipient, _ in told(server)]


def plain_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def is_root():
    return os.geteuid() == 0
