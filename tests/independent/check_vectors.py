#!/usr/bin/env python3
"""Runs every worked case against the independent calculation; exits with 1 where one fails."""

import json
import sys
from pathlib import Path

import calculation as c

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"
HOLIDAYS = json.loads((ROOT / "config" / "bank-holidays.json").read_text(encoding="utf-8"))


def vectors(name):
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def checks():
    """Yields a name, the expected and the computed value of every worked case."""
    dates = vectors("dates.json")
    for case in dates["partial_dates"]:
        span = c.partial_date(case["text"])
        yield "date " + case["text"], (case["first"], case["last"]), (span.first.isoformat(), span.last.isoformat())
    for text in dates["not_dates"]:
        try:
            found = c.partial_date(text)
        except c.NotADate:
            found = None
        yield "not a date " + repr(text), None, found
    for case in dates["foi"]:
        yield "foi " + case["received"], case["foi_due"], c.foi_due(c.day(case["received"]), HOLIDAYS).isoformat()
    for case in vectors("months.json")["cases"]:
        total = c.add_months(c.day(case["start"]), case["months"])
        name = "months %s %d" % (case["start"], case["months"])
        yield name, (case["sum"], case["last_day"]), (total.isoformat(), (total - c.DAY).isoformat())
    money = vectors("money.json")
    for number, case in enumerate(money["shares"]):
        charge = {"kind": "recurring", **case["charge"]}
        found = c.share(charge, c.day(case["from"]), c.day(case["to"]))
        yield "share %d" % number, case["share"], c.shown_pence(found)
    for number, case in enumerate(money["vat"]):
        figures = c.vat(c.pence(c.exact(case["stated"])), case["basis"], case["rate"])
        expected = (case["net"], case["vat"], case["gross"])
        yield "vat %d" % number, expected, tuple(c.shown_pence(figure) for figure in figures)
    calendar = c.Calendar(HOLIDAYS, ["england-and-wales"])
    for case in vectors("contracts.json")["cases"]:
        contract, on = case["contract"], c.day(case["on"])
        found = c.position(contract, on, {}, calendar)
        for key, expected in case["position"].items():
            if found[key] != expected:
                yield "contract %s on %s: %s" % (contract["id"], on, key), expected, found[key]
                break
        else:
            yield "contract " + contract["id"], None, None
        expected = {key: case["spend"][key] for key in ("committed", "continuing", "total")}
        found = c.contract_spend(contract, case["spend"]["financial_year"], on, {}, calendar)
        yield "spend of " + contract["id"], expected, {key: found[key] for key in expected}


def main():
    passed = failed = 0
    for name, expected, found in checks():
        if expected == found:
            passed += 1
        else:
            failed += 1
            print("%s: expected %s, found %s" % (name, expected, found))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
