#!/usr/bin/env python3
"""Compares what the program tells, and whom, with the independent calculation of alerts.

Estates of random records live through random days with gaps; between the days people edit them and mail servers refuse
recipients. Of each day the preview counts once, and once more what a mail server then took.
"""

import argparse
import contextlib
import copy
import email
import email.policy
import json
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import alerts
import calculation as c
from compare import ROOT, Tally
from generate import Generator

sys.path.insert(0, str(ROOT / "tests" / "mail"))

from mail_servers import aiosmtpd_server  # noqa: E402

FIRST_DAY = date(2025, 11, 20)
GAPS = [1, 1, 1, 2, 3, 5, 6, 7, 7, 8, 10, 14, 23, 30, 45, 70, 120]
ALERT_DAYS = [[], [0], [30], [120, 60, 14], [365, 31, 30, 29, 28, 7, 1], [90, 0], [800, 400, 180, 3], [27, 14, 0]]
PEOPLE = 9
SERVICES = ["telephony", "networks", "email", "contact_centre", "mobile", "website"]


class AlertEstates(Generator):
    """Estates whose milestones fall into the days of a sequence, with everything that decides who is told."""

    def __init__(self, seed):
        super().__init__(seed, "mixed")
        if self.chance(0.3):
            self.organisation["alert_days"] = self.pick(ALERT_DAYS[2:])
        self.organisation["alert_recipients"] = self.pick([[], ["it@trust.example"], ["IT@trust.example", "Person1@example.org"],
                                                           ["it@trust.example", "board@trust.example"]])

    def soon(self, before=60, after=900):
        return FIRST_DAY + timedelta(days=self.random.randint(-before, after))

    def near(self, contract):
        """Moves a contract that would end years before or after the sequence into it."""
        term = contract["term"]
        if term["kind"] == "fixed" and "decisions" not in contract and self.chance(0.7):
            contract["term"] = term = {"kind": "fixed", "end": self.soon().isoformat()}
            if self.chance(0.6):
                start = date.fromisoformat(term["end"]) - timedelta(days=self.random.randint(5, 900))
                term["start"] = start.isoformat()
            if self.chance(0.6):
                term["extensions"] = [{"length": self.pick(["P1Y", "P6M", "P90D"])} for _ in range(self.random.randint(1, 2))]
                if self.chance(0.6):
                    term["extensions"][0]["notice"] = self.notice()
            if self.chance(0.6):
                term["notice"] = self.notice()
            if self.chance(0.3):
                term["breaks"] = self.breaks(term)
            contract.get("silences", {}).pop("term.notice", None)
            contract.pop("ended_on", None)
            for charge in contract.get("charges", []):
                if "from" not in charge:
                    charge.pop("price_rises", None)
                    charge.pop("to", None)
        if "ended_on" in contract and self.chance(0.5):
            del contract["ended_on"]

    def contract(self, number):
        contract = super().contract(number)
        self.near(contract)
        contract["title"] = "The %dth contract;" % number
        for field in ("owner", "deputies", "alert_days"):
            contract.pop(field, None)
        if self.chance(0.55):
            contract["owner"] = self.person()
        if self.chance(0.3):
            contract["deputies"] = sorted({self.person() for _ in range(self.random.randint(1, 3))})
        if self.chance(0.3):
            contract["alert_days"] = self.pick(ALERT_DAYS)
        return contract

    def person(self):
        return "person-%d" % self.random.randint(1, PEOPLE)

    def people(self):
        found = []
        for number in range(1, PEOPLE + 1):
            person = {"id": "person-%d" % number, "name": "Person %d" % number}
            if number < 6:
                person["email"] = "person%d@example.org" % number
            elif number == 6:
                person["email"] = "PERSON1@example.org"
            found.append(person)
        return found

    def estate(self, count):
        estate = super().estate(count)
        estate["people"] = self.people()
        estate["responsibilities"] = [{"service": service, "role": role, "person": self.person()}
                                      for service in SERVICES[:4] for role in ("lead", "officer")]
        contracts = [contract["id"] for contract in estate["contracts"]]
        estate["platforms"] = [self.platform(number, contracts) for number in range(count // 5)]
        estate["lines"] = [self.line(number, contracts, estate["platforms"]) for number in range(count // 5)]
        return estate

    def platform(self, number, contracts):
        # A platform may have the id of a contract.
        platform = {"id": "contract-%d" % (number + 1), "kind": "pbx", "product": "The %dth platform;" % number}
        if self.chance(0.8):
            platform["end_of_support"] = self.soon().isoformat()
        if self.chance(0.6):
            platform["contract"] = self.pick(contracts)
        if self.chance(0.6):
            platform["service"] = self.pick(SERVICES)
        return platform

    def line(self, number, contracts, platforms):
        line = {"id": "line-%d" % number, "technology": self.pick(["pstn", "isdn2", "isdn30", "adsl", "fttc", "sip_trunk"])}
        if self.chance(0.5):
            line["platform"] = self.pick(platforms)["id"]
        if self.chance(0.4):
            line["contract"] = self.pick(contracts)
        if self.chance(0.3):
            line["ceased_on"] = self.pick(["2027-01-30", "2027-01-31", "2027-02-01", self.soon().isoformat()])
        return line

    # -----------------------------------------------------------------------------------------------------------------

    def edit(self, estate, on, calendar):
        """A changed copy of the estate, as people change one between two days."""
        estate = copy.deepcopy(estate)
        for contract in self.random.sample(estate["contracts"], len(estate["contracts"]) // 6):
            self.pick([self.decide, self.decide, self.decide, self.exercise, self.end, self.move, self.reown, self.reown,
                       self.rerule])(contract, on, calendar)
        if self.chance(0.5):
            person = self.pick(estate["people"])
            if "email" in person and self.chance(0.5):
                del person["email"]
            else:
                person["email"] = self.pick(["new-%s@example.org" % person["id"], "person2@Example.org"])
        if self.chance(0.2):
            estate["organisation"]["alert_recipients"] = self.pick([[], ["it@trust.example"], ["new@trust.example"]])
        if self.chance(0.15):
            estate["organisation"]["alert_days"] = self.pick(ALERT_DAYS[1:])
        if self.chance(0.5):
            self.pick(estate["platforms"])["end_of_support"] = (on + timedelta(days=self.random.randint(0, 200))).isoformat()
        if self.chance(0.3):
            self.pick(estate["lines"])["ceased_on"] = (on - timedelta(days=1)).isoformat()
        return estate

    def decide(self, contract, on, calendar):
        kind = c.effective_kind(contract, self.organisation)
        if kind not in ("fixed", "auto_renew", "rolling"):
            return
        possible = alerts.undecided(contract, on, on - timedelta(days=150), self.organisation, calendar)
        if not possible:
            return
        taken = min(possible, key=lambda one: one.decide_by)
        decisions = contract.setdefault("decisions", [])
        decided_on = (on - timedelta(days=self.random.randint(0, 2))).isoformat()
        if any(one["decided_on"] == decided_on for one in decisions):
            return
        decision = {"kind": taken.kind, "takes_effect": taken.takes_effect.isoformat(), "decided_on": decided_on,
                    "outcome": self.pick(["renew", "renew", "replace", "leave"])}
        start = c.start_of(contract, self.organisation)
        if decision["outcome"] == "leave" and start and taken.takes_effect < start.last:
            decision["outcome"] = "renew"
        decisions.append(decision)

    def exercise(self, contract, on, _calendar):
        for option in contract["term"].get("extensions", []):
            if "exercised_on" not in option:
                option["exercised_on"] = on.isoformat()
                return
            if c.day(option["exercised_on"]) > on:
                return

    def end(self, contract, on, _calendar):
        start = c.start_of(contract, self.organisation)
        when = on + timedelta(days=self.random.randint(-20, 100))
        if self.chance(0.3) and "ended_on" in contract:
            del contract["ended_on"]
        elif self.chance(0.3) and not (start and start.last > when):
            contract["ended_on"] = when.isoformat()

    def move(self, contract, _on, _calendar):
        if contract["term"]["kind"] in ("fixed", "auto_renew", "rolling"):
            contract["term"]["notice"] = self.notice()
            contract.get("silences", {}).pop("term.notice", None)
        contract["lead_time"] = self.pick(["P1M", "P90D"])

    def reown(self, contract, _on, _calendar):
        contract.pop("deputies", None)
        if self.chance(0.7):
            contract["owner"] = self.person()
        else:
            contract.pop("owner", None)
        if self.chance(0.4):
            contract["deputies"] = [self.person()]

    def rerule(self, contract, _on, _calendar):
        contract["alert_days"] = self.pick(ALERT_DAYS)


# ---------------------------------------------------------------------------------------------------------------------


class Program:
    def __init__(self, program, folder, port):
        self.program = program
        self.database = str(Path(folder) / "alerts.db")
        self.document = Path(folder) / "estate.json"
        self.environment = {"PATH": "/usr/bin:/bin", "TELESTATE_SMTP_HOST": "127.0.0.1", "TELESTATE_SMTP_PORT": str(port),
                            "TELESTATE_SMTP_SECURITY": "none", "TELESTATE_SMTP_FROM": "telestate@trust.example"}

    def run(self, *arguments, may_fail=False):
        ran = subprocess.run([self.program, *arguments, "--database", self.database], env=self.environment, text=True,
                             capture_output=True, check=False, timeout=300)
        if ran.returncode not in ((0, 1) if may_fail else (0,)):
            raise RuntimeError("%s: exit %d: %s" % (" ".join(arguments), ran.returncode, ran.stderr + ran.stdout))
        return ran.stdout

    def load(self, estate):
        self.document.write_text(json.dumps(estate), encoding="utf-8")
        self.run("import", str(self.document))

    def preview(self, on):
        return {alerts.Entry(found["subject"], found["milestone"], found["milestone_on"], found["offset_days"], found["state"],
                             tuple(sorted(address.lower() for address in found["recipients"])))
                for found in json.loads(self.run("alerts", "preview", "--json", "--on", on.isoformat()))["alerts"]}


def calendar_of(estate):
    holidays = json.loads((ROOT / "config" / "bank-holidays.json").read_text(encoding="utf-8"))
    return c.calendar_of(holidays, estate["organisation"])


def differences_of(expected, found):
    return (["not listed: %s" % (entry,) for entry in sorted(expected - found)]
            + ["unexpected: %s" % (entry,) for entry in sorted(found - expected)])


def plain_of(mail):
    text = email.message_from_bytes(mail, policy=email.policy.default).get_body(("plain",)).get_content()
    return text.replace("\r\n", "\n")


class Refusals(dict):
    """What a mail server answers an address, however it is written."""

    def __contains__(self, address):
        return super().__contains__(address.lower())

    def __getitem__(self, address):
        return super().__getitem__(address.lower())


class Sequence:
    """One estate through its days."""

    def __init__(self, program, seed, contract_count, day_count, keep):
        self.random = random.Random("days/%s" % seed)
        self.generator = AlertEstates(seed)
        self.estate = self.generator.estate(contract_count)
        self.calendar = calendar_of(self.estate)
        self.titles = {record.get("title") or record.get("product")
                       for kind in ("contracts", "platforms") for record in self.estate[kind]}
        self.name = "sequence %s" % seed
        self.program = program
        self.day_count = day_count
        self.keep = keep
        self.tally = Tally()
        self.listed_count = 0

    def refusals(self):
        if self.random.random() < 0.65:
            return {}
        refused = ["person%d@example.org" % self.random.randint(1, 4) for _ in range(2)]
        if self.random.random() < 0.2:
            refused.append("it@trust.example")
        return {address: "450 4.2.1 Mailbox busy" for address in refused}

    def live(self):
        ledger, on = alerts.Ledger(), FIRST_DAY
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            stack.addCleanup = stack.callback
            answers = Refusals()
            inbox = aiosmtpd_server(stack)
            inbox.inbox.answers = answers
            program = Program(self.program, folder, inbox.port)
            program.load(self.estate)
            for number in range(self.day_count):
                if number and self.random.random() < 0.5:
                    self.estate = self.generator.edit(self.estate, on, self.calendar)
                    program.load(self.estate)
                if self.keep:
                    (Path(self.keep) / ("%s-%s.json" % (self.name.replace(" ", "-"), on))).write_text(json.dumps(self.estate))
                answers.clear()
                refused = self.refusals()
                answers.update(refused)
                self.day(program, ledger, on, set(refused), inbox.inbox)
                on += timedelta(days=self.random.choice(GAPS))
        return self

    def day(self, program, ledger, on, refused, inbox):
        listed = alerts.plan(self.estate, ledger, on, self.calendar)
        expected, found = alerts.shown(listed), program.preview(on)
        self.listed_count += len(expected)
        self.tally.count("%s, preview of %s" % (self.name, on), differences_of(expected, found))
        inbox.mails.clear()
        program.run("alerts", "send", "--on", on.isoformat(), may_fail=bool(refused))
        mails = alerts.deliver(listed, refused)
        differences = []
        took = {}
        for _, recipients, content, _ in inbox.mails:
            for recipient in recipients:
                if recipient.lower() in took:
                    differences.append("a second mail to %s" % recipient)
                took[recipient.lower()] = content
        differences += differences_of(set(mails), set(took))
        for address in set(mails) & set(took):
            text = plain_of(took[address])
            named = {self.title_of(alert.milestone) for alert in mails[address]}
            headings = set(re.findall(r"^[0-9]+\. (.*)$", text, re.MULTILINE))
            differences += ["the mail to %s has no part on %s" % (address, title) for title in named - headings if title]
            others = self.titles - named - self.titles_at_the_foot(mails[address], on)
            differences += ["the mail to %s names %s" % (address, title) for title in others if title in text]
        self.tally.count("%s, mails of %s" % (self.name, on), differences)

    def titles_at_the_foot(self, told, on):
        """Contracts that ran out, and those that platforms and lines it tells of belong to."""
        book, organisation = alerts.AddressBook(self.estate), self.estate["organisation"]
        ran_out = [contract for contract in self.estate["contracts"] if c.status_of(
            contract, on, c.effective_kind(contract, organisation), organisation, self.calendar) == "overrun"]
        theirs = [record for alert in told for record in book.contract_of(alert.milestone) if record]
        return {record.get("title") or record.get("product") for record in ran_out + theirs}

    def title_of(self, milestone):
        record = next(one for one in self.estate[milestone.kind] if one["id"] == milestone.subject)
        return record.get("title") or record.get("product") or ""  # a line has no title


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1,2,3,22")
    parser.add_argument("--contracts", type=int, default=60)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--keep", help="a folder for the estate of each day")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    seeds = options.seeds.split(",")
    with ThreadPoolExecutor(2) as pool:
        lives = list(pool.map(lambda seed: Sequence(program, seed, options.contracts, options.days, options.keep).live(), seeds))
    passed, failed = (sum(getattr(life.tally, name) for life in lives) for name in ("passed", "failed"))
    print("%d alerts listed" % sum(life.listed_count for life in lives))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
