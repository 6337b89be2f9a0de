#!/usr/bin/env python3
"""Compares the program with the independent calculation over a generated (or a given) estate.

Each contract on each day, and each row of spend, counts once. Differences in flags, and in what a total leaves out, are
counted apart.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import calculation as c
from generate import SHAPES, Generator

ROOT = Path(__file__).resolve().parents[2]
DAYS = "2019-03-31,2021-11-08,2024-02-29,2025-12-24,2026-05-31"
GROUPINGS = ("contract", "supplier", "service", "cost_centre")


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def count(self, name, differences, record=None):
        if not differences:
            self.passed += 1
            return
        self.failed += 1
        print(name)
        for difference in differences:
            print("  " + difference)
        if record is not None:
            print("  " + json.dumps(record))


def differing(expected, found, keys):
    return [
        "%s: expected %s, found %s" % (key, json.dumps(expected.get(key)), json.dumps(found.get(key, "(absent)")))
        for key in keys
        if expected.get(key) != found.get(key, "(absent)")
    ]


class Comparison:
    def __init__(self, program, database, estate, show_flags):
        self.program = program
        self.database = database
        self.estate = estate
        self.show_flags = show_flags
        self.organisation = estate.get("organisation", {})
        holidays = json.loads((ROOT / "config" / "bank-holidays.json").read_text(encoding="utf-8"))
        self.calendar = c.calendar_of(holidays, self.organisation)
        self.remembered = {}
        self.figures = Tally()
        self.flags = Tally()

    def run(self, *arguments):
        command = [self.program, *arguments, "--database", self.database]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        if ran.returncode != 0:
            self.figures.count("%s: exit %d" % (" ".join(arguments), ran.returncode), [(ran.stderr or ran.stdout).strip()])
            return None
        return ran.stdout

    def ask(self, *arguments):
        text = self.run(*arguments, "--json")
        return None if text is None else json.loads(text)

    def positions(self, on):
        answer = self.ask("renewals", "--on", on.isoformat())
        if answer is None:
            return
        found_by_id = {found["contract"]: found for found in answer["positions"]}
        for contract in self.estate["contracts"]:
            name = "position of %s on %s" % (contract["id"], on)
            expected = c.position(
                contract, on, self.organisation, self.calendar, self.estate.get("lines", []), self.estate.get("platforms", [])
            )
            found = found_by_id.pop(contract["id"], None)
            if found is None:
                self.figures.count(name, ["no position"], contract)
                continue
            keys = [key for key in expected if key not in ("flags", "next_decision")]
            differences = differing(expected, found, keys)
            differences += self.decision_differences(expected["next_decision"], found.get("next_decision", "(absent)"))
            self.figures.count(name, differences, contract)
            extra = set(found.get("flags", [])) - set(expected["flags"])
            missing = set(expected["flags"]) - set(found.get("flags", []))
            differences = ["flag missing: " + flag for flag in sorted(missing)]
            differences += ["flag unexpected: " + flag for flag in sorted(extra)]
            if self.show_flags or not differences:
                self.flags.count("flags of %s on %s" % (contract["id"], on), differences, contract)
            else:
                self.flags.failed += 1
        for identity in found_by_id:
            self.figures.count("position of %s on %s" % (identity, on), ["a position of no known contract"])
        order = [found["next_decision"]["decide_by"] if found["next_decision"] else "~" for found in answer["positions"]]
        differences = [] if order == sorted(order) else ["not soonest decision first"]
        self.figures.count("order of positions on %s" % on, differences)

    @staticmethod
    def decision_differences(expected, found):
        if isinstance(expected, dict) and isinstance(found, dict):
            return ["next_decision." + difference for difference in differing(expected, found, expected)]
        if expected == found:
            return []
        return ["next_decision: expected %s, found %s" % (json.dumps(expected), json.dumps(found))]

    def spend_by_charge(self, contract, year, on, organisation, calendar):
        key = (contract["id"], year, on)
        if key not in self.remembered:
            self.remembered[key] = c.spend_by_charge(contract, year, on, organisation, calendar)
        return self.remembered[key]

    def spend(self, on, year, by):
        name = "spend %s by %s on %s" % (year, by, on)
        answer = self.ask("spend", "--financial-year", year, "--by", by, "--on", on.isoformat())
        if answer is None:
            return
        expected = c.estate_spend(self.estate, year, on, by, self.calendar, self.spend_by_charge)
        nothing = dict.fromkeys(c.FIGURES, "0.00")
        records = {contract["id"]: contract for contract in self.estate["contracts"]} if by == "contract" else {}
        found_rows = {}
        for row in answer["rows"]:
            key = row.get("key")
            # A row of a key that no contract has holds what has no key of its own.
            found_rows[key if key in expected["rows"] or key in records else None] = row
        for key in sorted(set(expected["rows"]) | set(found_rows), key=str):
            found = found_rows.get(key, nothing)
            differences = differing(expected["rows"].get(key, nothing), found, c.FIGURES)
            if "average" in found:
                differences += self.average_differences(expected["row_averages"].get(key), found["average"])
            self.figures.count("%s, row %s" % (name, key), differences, records.get(key))
        differences = differing(expected["totals"], answer.get("totals", {}), c.FIGURES)
        self.figures.count(name + ", totals", differences)
        self.figures.count(name + ", average", self.average_differences(expected["average"], answer.get("average")))
        left_out = {left["contract"] for left in answer.get("left_out", []) if "contract" in left}
        missing = sorted(expected["left_out"] - left_out)
        self.flags.count(name + ", left out", ["missing: " + identity for identity in missing])

    @staticmethod
    def average_differences(expected, found):
        if found is not None and not found.get("years"):
            found = None
        if expected == found:
            return []
        return ["average: expected %s, found %s" % (json.dumps(expected), json.dumps(found))]


def years_around(on, organisation):
    first = on.year if c.financial_year(on.year, organisation).first <= on else on.year - 1
    return [c.financial_year_name(year) for year in (first - 1, first, first + 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--shape", choices=SHAPES, default="mixed")
    parser.add_argument("--line-contracts", action="store_true", help="let lines name their contract themselves")
    parser.add_argument("--estate", help="an estate document to compare in place of a generated one")
    parser.add_argument("--days", default=DAYS, help="days with commas between them")
    parser.add_argument("--years", help="financial years with commas; else those around each day")
    parser.add_argument("--hide-flags", action="store_true", help="count differences in flags without printing them")
    options = parser.parse_args()
    program = str(Path(options.program).resolve())
    if options.estate:
        estate = json.loads(Path(options.estate).read_text(encoding="utf-8"))
    else:
        estate = Generator(options.seed, options.shape, options.line_contracts).estate(options.count)
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "estate.json"
        document.write_text(json.dumps(estate), encoding="utf-8")
        comparison = Comparison(program, str(Path(folder) / "compare.db"), estate, not options.hide_flags)
        if comparison.run("import", str(document)) is not None:
            for text in options.days.split(","):
                on = c.day(text)
                comparison.positions(on)
                years = options.years.split(",") if options.years else years_around(on, comparison.organisation)
                for year in years:
                    for by in GROUPINGS:
                        comparison.spend(on, year, by)
    counts = [comparison.figures, comparison.flags]
    passed, failed = sum(count.passed for count in counts), sum(count.failed for count in counts)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
