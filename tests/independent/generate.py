#!/usr/bin/env python3
"""Writes an estate document of random contracts that the definition accepts, the same one for the same seed."""

import argparse
import json
import random
import sys
from datetime import date, timedelta

import calculation as c

SHAPES = ("mixed", "fixed", "auto_renew", "rolling", "perpetual", "unknown", "money")
MONTH_ENDS = ["2019-01-31", "2020-02-29", "2021-08-31", "2022-12-31", "2023-01-31", "2023-10-31", "2024-02-29",
              "2024-05-31", "2024-11-30", "2025-02-28", "2025-08-30", "2026-03-31"]
MONTHS = ["P1M", "P3M", "P6M", "P12M", "P1Y", "P18M", "P1Y6M", "P2Y", "P3Y", "P5Y"]
DAYS = ["P28D", "P4W", "P6W", "P90D", "P365D"]
NOTICES = ["P1M", "P2M", "P3M", "P6M", "P30D", "P60D", "P90D", "P4W", "P12W", "P0D", "P1Y"]
RATES = ["20", "5", "0", "17.5"]
SERVICES = ["telephony", "networks", "email", "contact_centre", "mobile"]
COST_CENTRES = ["cc-100", "cc-200", "cc-300"]
TECHNOLOGIES = ["pstn", "isdn2", "isdn30", "adsl", "fttc", "sip_trunk", "hosted_voip", "sogea", "fttp", "leased_line",
                "mobile", "unknown"]


class Generator:
    def __init__(self, seed, shape, line_contracts=False):
        self.random = random.Random("%s/%s" % (seed, shape))
        self.shape = shape
        self.line_contracts = line_contracts
        self.organisation = {
            "name": "Example Trust",
            "time_zone": "Europe/London",
            "bank_holidays": self.pick(["england-and-wales"] * 4 + ["scotland", "northern-ireland"]),
            "financial_year_start": self.pick(["04-01"] * 6 + ["08-01", "01-01", "04-06"]),
            "currency": "GBP",
            "public_body": True,
        }

    def pick(self, choices):
        return self.random.choice(choices)

    def chance(self, part):
        return self.random.random() < part

    def day_between(self, first, last):
        return first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))

    def some_day(self, first_year=2015, last_year=2030):
        if self.chance(0.25):
            year = self.random.randint(first_year, last_year)
            month = self.random.randint(1, 12)
            return date(year, month, c.days_in_month(year, month))
        return self.day_between(date(first_year, 1, 1), date(last_year, 12, 31))

    def precise_start(self):
        return self.pick(MONTH_ENDS) if self.chance(0.35) else self.some_day(2015, 2027).isoformat()

    def imprecise(self, first_year, last_year):
        year = self.random.randint(first_year, last_year)
        return self.pick([
            "%d-%02d" % (year, self.random.randint(1, 12)),
            "%d-Q%d" % (year, self.random.randint(1, 4)),
            "FY%s-Q%d" % (c.financial_year_name(year), self.random.randint(1, 4)),
            "FY%s" % c.financial_year_name(year),
            "%d" % year,
        ])

    def start(self):
        return self.imprecise(2016, 2026) if self.chance(0.2) else self.precise_start()

    def end_after(self, start):
        """An end whose first day is not before the last day of the start."""
        least = c.partial_date(start, self.organisation).last if start else date(2016, 1, 1)
        while True:
            if self.chance(0.3):
                text = self.imprecise(least.year, least.year + 6)
            else:
                text = self.day_between(least, least + timedelta(days=2500)).isoformat()
            if c.partial_date(text, self.organisation).first >= least:
                return text

    def length(self):
        return self.pick(DAYS) if self.chance(0.25) else self.pick(MONTHS)

    def notice(self):
        if self.chance(0.2):
            return {"length": self.pick(["P1D", "P5D", "P10D", "P20D", "P30D", "P0D"]), "days": "working"}
        return self.pick(NOTICES)

    # -----------------------------------------------------------------------------------------------------------------

    def start_and_end(self, term, silences):
        """A start, an end or a length in every combination that gives an end, and now and then one that does not."""
        choice = self.random.random()
        if choice < 0.55:
            term["start"] = self.start()
            term["length"] = self.length()
        elif choice < 0.75:
            term["start"] = self.start()
            term["end"] = self.end_after(term["start"])
        elif choice < 0.85:
            term["start"] = self.start()
            term["length"] = self.length()
            term["end"] = self.end_after(term["start"])
        elif choice < 0.95:
            term["end"] = self.end_after(None)
            if self.chance(0.5):
                silences["term.start"] = "unknown"
        elif choice < 0.975:
            term["start"] = self.start()
        else:
            term["length"] = self.length()

    def maybe_notice(self, term, silences, part):
        if self.chance(part):
            term["notice"] = self.notice()
        elif self.chance(0.3):
            silences["term.notice"] = self.pick(["none", "none", "unknown"])

    def extensions(self, term):
        found, exercised, last = [], self.chance(0.5), None
        end = self.first_end(term)
        for _ in range(self.random.randint(1, 3)):
            option = {"length": self.length()}
            if self.chance(0.4):
                option["up_to"] = True
            if self.chance(0.4):
                option["notice"] = self.notice()
            if exercised:
                anchor = end.first if end else date(2024, 1, 1)
                earliest = max(last, anchor - timedelta(days=500)) if last else anchor - timedelta(days=500)
                last = self.day_between(earliest, max(earliest, anchor + timedelta(days=300)))
                option["exercised_on"] = last.isoformat()
                length = c.period(option["length"])
                if option.get("up_to") and self.chance(0.6):
                    option["exercised_length"] = self.shorter(length)
                    length = c.period(option["exercised_length"])
                if end:
                    end = c.extended(end, length)
                exercised = self.chance(0.5)
            found.append(option)
        return found

    def shorter(self, length):
        if length.months:
            return "P%dM" % self.random.randint(1, length.months)
        return "P%dD" % self.random.randint(1, length.days)

    def first_end(self, term):
        return c.first_end({"term": term}, self.organisation)

    def breaks(self, term):
        end = self.first_end(term)
        middle = end.last if end else date(2024, 1, 1)
        found, days = [], set()
        for _ in range(self.random.randint(1, 3)):
            when = self.day_between(middle - timedelta(days=900), middle + timedelta(days=900))
            if end and self.chance(0.1):
                when = end.last
            if when in days:
                continue
            days.add(when)
            taken = {"on": when.isoformat()}
            if self.chance(0.6):
                taken["notice"] = self.notice()
            found.append(taken)
        return found

    def term(self, kind, silences):
        term = {"kind": kind}
        if kind in ("fixed", "auto_renew"):
            self.start_and_end(term, silences)
            if kind == "auto_renew":
                term["renews_for"] = self.length()
            elif self.chance(0.6):
                term["extensions"] = self.extensions(term)
            self.maybe_notice(term, silences, 0.5 if kind == "fixed" else 0.75)
            if self.chance(0.3):
                term["breaks"] = self.breaks(term)
        elif kind == "rolling":
            if self.chance(0.7):
                term["start"] = self.start()
                term["period"] = self.pick(["P1M", "P1M", "P3M", "P1Y", "P28D", "P4W", "P30D", "P90D"])
            else:
                term["period"] = self.pick(["P1M", "P3M", "P6M", "P1Y", "P5M", "P2Y"])
            self.maybe_notice(term, silences, 0.75)
            if self.chance(0.35):
                term["notice_expires"] = "any_day"
            elif self.chance(0.2):
                term["notice_expires"] = "term_end"
        elif kind == "perpetual":
            if self.chance(0.7):
                term["start"] = self.start()
        elif self.chance(0.4):
            term["start"] = self.start()
            if self.chance(0.3):
                term["end"] = self.end_after(term["start"])
        return term

    # -----------------------------------------------------------------------------------------------------------------

    def decisions(self, contract):
        """Decisions that match those of the contract, decided at any time, and now and then one that matches none."""
        found, kind = [], c.effective_kind(contract, self.organisation)
        possible = []
        if kind == "fixed":
            end = self.first_end(contract["term"])
            ends = [end]
            for option in contract["term"].get("extensions", []):
                ends.append(c.extended(ends[-1], c.extension_length(option, "exercised_on" in option)))
            for end in ends:
                possible.append(("replace", end.first))
                possible.append(("exercise_option", end.first))
        elif kind in ("auto_renew", "rolling"):
            number = 1
            while number < 400 and c.term_end(contract, number, self.organisation).last < date(2017, 1, 1):
                number += 1
            for following in range(number, number + self.pick([4, 12, 60])):
                end = c.term_end(contract, following, self.organisation)
                if end.first.year < 2045:
                    possible.append(("give_notice", end.first))
        for taken in contract["term"].get("breaks", []):
            possible.append(("use_break", c.day(taken["on"])))
        if not possible or self.chance(0.1):
            possible.append((self.pick(["give_notice", "replace", "use_break"]), self.some_day(2018, 2029)))
        used = set()
        for _ in range(self.random.randint(1, 4)):
            which, takes_effect = self.pick(possible)
            decided_on = takes_effect - timedelta(days=self.random.randint(-30, 500))
            if decided_on in used:
                continue
            used.add(decided_on)
            decision = {
                "kind": which,
                "takes_effect": takes_effect.isoformat(),
                "outcome": self.pick(["renew", "renew", "renew", "leave", "leave", "replace"]),
                "decided_on": decided_on.isoformat(),
            }
            if decision["outcome"] == "leave" and self.chance(0.4):
                start = c.start_of(contract, self.organisation)
                leaves_on = takes_effect + timedelta(days=self.random.randint(-60, 120))
                decision["leaves_on"] = (max(leaves_on, start.last) if start else leaves_on).isoformat()
            if self.chance(0.1):
                decision["note"] = "Agreed at the monthly meeting."
            found.append(decision)
        return found

    # -----------------------------------------------------------------------------------------------------------------

    def money(self, places, greatest):
        whole = self.random.randint(0, greatest * 10**places)
        text = "%d.%0*d" % (whole // 10**places, places, whole % 10**places)
        return text

    def price(self, charge):
        sign = "-" if self.chance(0.08) else ""
        if self.chance(0.5):
            charge["amount"] = sign + self.money(self.pick([2, 2, 2, 1]), self.pick([100, 5000, 400000]))
        else:
            charge["quantity"] = self.random.randint(1, 2000)
            charge["unit_price"] = sign + self.money(self.pick([2, 3, 4, 5]), self.pick([1, 10, 100]))

    def vat(self):
        basis = self.pick(["exclusive", "exclusive", "exclusive", "inclusive", "unknown"])
        return {"basis": basis} if basis == "unknown" else {"basis": basis, "rate": self.pick(RATES[:1] * 3 + RATES)}

    def charge(self, number, contract):
        charge = {"id": "charge-%d" % number, "description": "Service"}
        if self.chance(0.15):
            charge.update(kind="one_off", on=self.some_day(2016, 2029).isoformat())
            self.price(charge)
        else:
            charge.update(kind="recurring", every=self.pick(["P1M", "P1M", "P3M", "P1Y", "P4W", "P90D"]))
            self.price(charge)
            self.recurring(charge, contract)
        if self.chance(0.95):
            charge["vat"] = self.vat()
        if self.chance(0.25):
            charge["cost_centre"] = self.pick(COST_CENTRES)
        return charge

    def recurring(self, charge, contract):
        start = c.start_of(contract, self.organisation)
        if self.chance(0.75):
            if start and self.chance(0.6):
                begins = self.pick([start.first, start.last])
            else:
                begins = c.day(self.pick(MONTH_ENDS)) if self.chance(0.4) else self.some_day(2016, 2027)
            charge["from"] = begins.isoformat()
        else:
            begins = start.last if start else date(2015, 1, 1)
        if self.chance(0.25):
            charge["to"] = (begins + timedelta(days=self.random.randint(0, 2500))).isoformat()
        if self.chance(0.45):
            charge["price_rises"] = self.rises(begins)

    def rises(self, begins):
        rises, days = [], set()
        for _ in range(self.random.randint(1, 4)):
            when = begins + timedelta(days=self.random.randint(1, 2000))
            if self.chance(0.6):
                april = date(when.year + 1, 4, 1)
                when = april
            if when in days:
                continue
            days.add(when)
            rise = {"on": when.isoformat()}
            if self.chance(0.25):
                rise["price"] = self.money(self.pick([2, 2, 3, 4]), 100)
            else:
                rise["percent"] = self.pick(["3.2", "9.3", "14.4", "-2.5", "0.333", "10", "7.9", "3.75"])
            if self.chance(0.7):
                rise["rounding"] = self.pick(["half_up", "up"])
            rises.append(rise)
        self.random.shuffle(rises)
        return rises

    # -----------------------------------------------------------------------------------------------------------------

    def contract(self, number):
        silences = {}
        if self.shape == "mixed":
            kind = self.pick(["fixed"] * 4 + ["auto_renew"] * 4 + ["rolling"] * 3 + ["perpetual", "unknown"])
        elif self.shape == "money":
            kind = self.pick(["fixed", "auto_renew", "rolling", "perpetual"])
        else:
            kind = self.shape
        contract = {"id": "contract-%d" % number, "title": "Contract %d" % number}
        if self.chance(0.95):
            contract["supplier"] = "supplier-%d" % self.random.randint(1, 6)
        else:
            silences["supplier"] = "unknown"
        if self.chance(0.9):
            contract["service"] = self.pick(SERVICES)
        contract["term"] = self.term(kind, silences)
        if self.chance(0.5):
            contract["lead_time"] = self.pick(["P90D", "P6M", "P12M", "P1Y", "P8W", "P0D", "P1M"])
        if self.chance(0.3):
            contract["decisions"] = self.decisions(contract)
        if self.chance(0.12):
            start = c.start_of(contract, self.organisation)
            begins = start.last if start else date(2017, 1, 1)
            contract["ended_on"] = (begins + timedelta(days=self.random.randint(0, 2500))).isoformat()
        if self.shape == "money" or self.chance(0.75):
            contract["charges"] = [self.charge(index, contract) for index in range(self.random.randint(1, 4))]
        elif self.chance(0.7):
            silences["charges"] = self.pick(["unknown", "none", "withheld"])
        if self.chance(0.5):
            contract["cost_centre"] = self.pick(COST_CENTRES)
        if self.chance(0.3):
            contract["owner"] = "person-%d" % self.random.randint(1, 4)
        if self.chance(0.2):
            contract["deputies"] = ["person-%d" % self.random.randint(1, 4)]
        if self.chance(0.1):
            contract["alert_days"] = [120, 60, 14]
        if self.chance(0.1):
            contract["reference"] = "REF/%d" % number
        if self.chance(0.1):
            contract["framework"] = {"name": "RM3808", "lot": "4"}
        if self.chance(0.1):
            contract["account_code"] = "52%03d" % number
        if silences:
            contract["silences"] = silences
        return contract

    def estate(self, count):
        contracts = [self.contract(number) for number in range(1, count + 1)]
        platforms, lines = [], []
        for contract in contracts:
            if not self.chance(0.15):
                continue
            platform = {"id": "platform-" + contract["id"], "service": "telephony", "kind": "pbx", "product": "Example",
                        "contract": contract["id"]}
            platforms.append(platform)
            for number in range(self.random.randint(1, 2)):
                line = {"id": "line-%d-%s" % (number, contract["id"]), "technology": self.pick(TECHNOLOGIES)}
                if self.line_contracts and self.chance(0.5):
                    line["contract"] = contract["id"]
                else:
                    line["platform"] = platform["id"]
                if self.chance(0.3):
                    line["ceased_on"] = self.some_day(2019, 2027).isoformat()
                line["count"] = {"value": self.random.randint(1, 60), "measure": "lines", "qualifier": "exact",
                                 "as_at": "2021-08-23"}
                lines.append(line)
        return {
            "format": "telestate/1",
            "organisation": self.organisation,
            "people": [{"id": "person-%d" % number, "name": "Person %d" % number,
                        "email": "person%d@example.org" % number} for number in range(1, 5)],
            "suppliers": [{"id": "supplier-%d" % number, "name": "Supplier %d" % number} for number in range(1, 7)],
            "contracts": contracts,
            "platforms": platforms,
            "lines": lines,
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--shape", choices=SHAPES, default="mixed")
    parser.add_argument("--line-contracts", action="store_true", help="let lines name their contract themselves")
    parser.add_argument("--out", help="the file to write; standard output without it")
    options = parser.parse_args()
    estate = Generator(options.seed, options.shape, options.line_contracts).estate(options.count)
    text = json.dumps(estate, indent=1) + "\n"
    if options.out:
        with open(options.out, "w", encoding="utf-8") as out:
            out.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
