#!/usr/bin/env python3
"""Checks the independent calculation by hand-worked cases that the vectors do not hold."""

import json
import sys
import unittest
from datetime import date

import calculation as c
from check_vectors import HOLIDAYS, checks
from generate import SHAPES, Generator

CALENDAR = c.Calendar(HOLIDAYS, ["england-and-wales"])


def position(on, term, **others):
    return c.position({"id": "x", "title": "X", "term": term, **others}, c.day(on), {}, CALENDAR)


class CalculationTest(unittest.TestCase):
    def test_every_vector(self):
        for name, expected, found in checks():
            self.assertEqual(expected, found, name)

    def test_late_exercise_counts_from_its_day(self):
        term = {"kind": "fixed", "start": "2022-04-01", "length": "P1Y",
                "extensions": [{"length": "P1Y", "exercised_on": "2023-06-01"}]}
        self.assertEqual("overrun", position("2023-05-31", term)["status"])
        self.assertEqual("2024-03-31", position("2023-06-01", term)["term_end"]["last"])

    def test_later_renew_does_not_undo_a_leave(self):
        term = {"kind": "auto_renew", "start": "2022-04-01", "length": "P1Y", "renews_for": "P1Y", "notice": "P1M"}
        leave = {"kind": "give_notice", "takes_effect": "2024-03-31", "outcome": "leave", "decided_on": "2023-06-01"}
        renew = {**leave, "outcome": "renew", "decided_on": "2023-07-01"}
        found = position("2023-08-01", term, decisions=[leave, renew])
        self.assertIsNone(found["next_decision"])
        self.assertEqual("2024-03-31", found["committed_until"])
        self.assertEqual("ended", position("2024-04-01", term, decisions=[leave, renew])["status"])

    def test_rounding_is_away_from_zero(self):
        self.assertEqual(-13, c.pence(c.exact("-0.125")))
        charge = {"kind": "recurring", "every": "P1Y", "from": "2020-04-01", "amount": "-10.01",
                  "price_rises": [{"on": "2021-04-01", "percent": "1", "rounding": "up"}]}
        self.assertEqual(-1012, c.period_amount(charge, date(2021, 4, 1)))

    def test_parts_add_up_to_the_whole(self):
        charge = {"kind": "recurring", "every": "P1M", "from": "2024-01-31", "amount": "100.01"}
        days = [date.fromordinal(number) for number in range(date(2024, 1, 31).toordinal(), date(2025, 1, 31).toordinal())]
        self.assertEqual(12 * 10001, sum(c.share(charge, when, when) for when in days))

    def test_average_leaves_out_years_of_nothing(self):
        self.assertEqual({"value": "0.02", "years": ["2019-20", "2020-21"]},
                         c.average_of([("2018-19", 0), ("2019-20", 1), ("2020-21", 2)]))
        self.assertEqual([2018, 2019, 2020], c.last_three_years(date(2021, 11, 8), {}))
        self.assertEqual([2017, 2018, 2019], c.last_three_years(date(2021, 3, 31), {}))

    def test_generator_repeats_itself(self):
        for shape in SHAPES:
            first, second = (json.dumps(Generator("7", shape).estate(20)) for _ in range(2))
            self.assertEqual(first, second)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)
