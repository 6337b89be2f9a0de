#!/usr/bin/env python3
"""The figures of the overview and the timeline, worked out by hand on a small estate.

    overview_test.py PROGRAM
"""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
ON = "2025-06-15"  # a Sunday in the financial year 2025-26


def monthly(amount, **more):
    return {"id": "monthly", "kind": "recurring", "every": "P1M", "amount": amount,
            "vat": {"basis": "exclusive", "rate": "20"}, **more}


def renewing(start):
    return {"kind": "auto_renew", "start": start, "length": "P1Y", "renews_for": "P1Y", "notice": "P1M"}


ESTATE = {
    "format": "telestate/1",
    "organisation": {"name": "Little Council"},
    "people": [{"id": "ann", "name": "Ann Example"}],
    "suppliers": [{"id": "acme", "name": "Acme Telecoms"}, {"id": "borough", "name": "Borough Networks"}],
    "contracts": [
        # Term 1 ends on 30 June 2025; notice was to arrive by Friday 30 May 2025, 16 days ago.
        {"id": "renewing", "title": "Phone system", "reference": "CT/42", "supplier": "acme", "service": "telephony",
         "owner": "ann", "term": renewing("2024-07-01"),
         "charges": [monthly("100.00", price_rises=[{"on": "2026-07-01", "price": "200.00"}])]},
        # Ended on 30 April 2025, a Wednesday, 46 days ago.
        {"id": "overrun-one", "title": "Wide area network", "supplier": "borough", "service": "networks",
         "term": {"kind": "fixed", "start": "2023-05-01", "length": "P2Y"}, "charges": [monthly("300.00")]},
        # The option had to be taken by Monday 31 March 2025, 76 days ago. It costs nobody knows what.
        {"id": "lapsed", "title": "Call recording", "service": "telephony",
         "term": {"kind": "fixed", "start": "2024-04-01", "length": "P2Y", "extensions": [{"length": "P1Y", "notice": "P12M"}]}},
        {"id": "decided", "title": "Answering service", "supplier": "borough", "service": "telephony",
         "term": renewing("2024-07-01"), "charges": [monthly("10.00")],
         "decisions": [{"kind": "give_notice", "takes_effect": "2025-06-30", "outcome": "renew", "decided_on": "2025-05-01"}]},
        {"id": "left", "title": "Pagers", "service": "mobile", "ended_on": "2024-09-30",
         "term": {"kind": "fixed", "start": "2022-10-01", "length": "P2Y"}},
        {"id": "rolling-one", "title": "Mobiles", "supplier": "acme", "service": "mobile",
         "term": {"kind": "rolling", "start": "2024-01-01", "period": "P1M", "notice": "P30D"},
         "charges": [{"id": "seats", "kind": "recurring", "every": "P1M", "quantity": "100", "unit_price": "2.00"},
                     {"id": "support", "kind": "recurring", "every": "P1M", "amount": "50.00"}]},
        {"id": "rolling-two", "title": "Broadband", "service": "mobile",
         "term": {"kind": "rolling", "start": "2024-01-01", "period": "P1M"}},
    ],
    "platforms": [{"id": "contact-centre", "service": "telephony", "contract": "overrun-one"}],
    "licences": [
        {"id": "softphones", "product": "Softphone", "contract": "rolling-one", "purchased": 100, "assigned": 95, "in_use": 60},
        {"id": "agents", "platform": "contact-centre", "purchased": 10, "assigned": 9},
        {"id": "desk", "contract": "renewing", "purchased": 3, "in_use": 1},
        {"id": "uncounted", "purchased": 5},
        {"id": "all-used", "purchased": 5, "in_use": {"value": 5, "qualifier": "approximately"}},
        {"id": "not-bought", "in_use": 7},
    ],
    "lines": [
        {"id": "desks", "technology": "pstn", "count": 12},
        {"id": "lift", "technology": "pstn"},
        {"id": "last-day", "technology": "isdn30", "count": 30, "ceased_on": "2025-06-15"},
        {"id": "gone", "technology": "isdn30", "count": 30, "ceased_on": "2025-06-14"},
        {"id": "fibre", "technology": "fttp", "count": 9},
    ],
}


class OnTheSmallEstate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as document:
            json.dump(ESTATE, document)
            document.flush()
            cls.server = Server(PROGRAM, document.name)
        cls.overview = cls.server.get(f"/api/v1/overview?on={ON}").json()

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop()
        assert status == 0, f"the server ended with {status}: {log}"

    def timeline(self, query=""):
        answer = self.server.get(f"/api/v1/timeline?on={ON}{query}")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def order(self, query=""):
        return [item["contract"] for item in self.timeline(query)["items"]]


class Overview(OnTheSmallEstate):
    def test_decisions_name_who_answers_for_the_contract(self):
        decisions = self.overview["decisions"]
        self.assertEqual(decisions["count"], 4)
        # rolling-one by 1 July 2025 (30 days before the 31st), lapsed by the end of its term, the renewed by Friday
        # 29 May 2026, the working day on or before a month ahead of 30 June.
        self.assertEqual([(item["contract"], item["next_decision"]["decide_by"], item["owner"]) for item in decisions["items"]],
                         [("rolling-one", "2025-07-01", None), ("lapsed", "2026-03-31", None),
                          ("decided", "2026-05-29", None), ("renewing", "2026-05-29", "ann")])

    def test_what_was_missed_is_told_with_what_it_now_costs_the_latest_first(self):
        missed = self.overview["missed"]
        self.assertEqual(missed["count"], 3)
        self.assertEqual([(item["contract"], item["missed"]) for item in missed["items"]], [
            # 12 months at 100.00; the rise comes the day after.
            ("renewing", {"kind": "give_notice", "decide_by": "2025-05-30", "days_ago": 16, "now_runs_until": "2026-06-30",
                          "out_of_contract_since": None, "cost": "1200.00"}),
            # All of May and 15 of the 30 days of June.
            ("overrun-one", {"kind": "replace", "decide_by": "2025-04-30", "days_ago": 46, "now_runs_until": None,
                             "out_of_contract_since": "2025-05-01", "cost": "450.00"}),
            ("lapsed", {"kind": "exercise_option", "decide_by": "2025-03-31", "days_ago": 76, "now_runs_until": "2026-03-31",
                        "out_of_contract_since": None, "cost": None}),
        ])
        self.assertEqual(missed["items"][0]["owner"], "ann")
        self.assertEqual(missed["items"][0]["flags"], ["deadline_passed"])

    def test_what_is_out_of_contract_has_a_cost_since_its_end(self):
        self.assertEqual([(item["contract"], item["cost_since_end"]) for item in self.overview["overrun"]],
                         [("overrun-one", "450.00")])
        self.assertEqual(self.overview["overrun_count"], 1)

    def test_rolling_contracts_have_a_yearly_cost_where_one_is_recorded(self):
        rolling = self.overview["rolling"]
        # 12 x (200.00 + 50.00).
        self.assertEqual((rolling["count"], rolling["yearly"]), (2, "3000.00"))
        self.assertEqual([(item["contract"], item["yearly"]) for item in rolling["items"]],
                         [("rolling-one", "3000.00"), ("rolling-two", None)])
        self.assertEqual(self.overview["rolling_count"], 2)

    def test_licences_show_what_lies_idle_and_its_cost(self):
        licences = self.overview["licences"]
        rows = [(item["licence"], item["title"], item["purchased"], item["used"], item["unused"], item["cost_of_unused"])
                for item in licences["items"]]
        self.assertEqual(rows, [
            # 40 of 100 of 12 x 100 x 2.00.
            ("softphones", "Softphone", 100, 60, 40, "960.00"),
            # 2 of 3 of 12 x 100.00: nothing else hangs on the contract.
            ("desk", "desk", 3, 1, 2, "800.00"),
            # Through its platform it belongs to a contract that pays for the platform too.
            ("agents", "agents", 10, 9, 1, None),
            ("all-used", "all-used", 5, 5, 0, "0.00"),
            ("uncounted", "uncounted", 5, None, None, None),
        ])
        self.assertEqual([item["basis"] for item in licences["items"]],
                         ["its charge", "the contract's only use", "the contract pays for other things too", "none is unused",
                          "how many are used is not recorded"])
        self.assertEqual([item["is_exact"] for item in licences["items"]], [True, True, True, False, True])
        self.assertEqual((licences["count"], licences["with_unused_count"], licences["unused_cost"]), (5, 3, "1760.00"))

    def test_lines_on_the_pstn_are_counted_down(self):
        pstn = self.overview["pstn"]
        # 365 days to 15 June 2026, 214 to 15 January 2027, 16 more.
        self.assertEqual((pstn["switch_off"], pstn["days_left"]), ("2027-01-31", 595))
        self.assertEqual((pstn["line_count"], pstn["record_count"], pstn["uncounted_count"]), (43, 3, 1))
        self.assertEqual(pstn["by_technology"],
                         [{"technology": "pstn", "count": 13, "record_count": 2, "uncounted_count": 1},
                          {"technology": "isdn30", "count": 30, "record_count": 1, "uncounted_count": 0}])
        self.assertEqual([line["id"] for line in pstn["items"]], ["desks", "lift", "last-day"])
        self.assertEqual(pstn["items"][0], ESTATE["lines"][0])

    def test_spend_is_told_by_supplier_and_service_for_this_year_and_the_next(self):
        spend = self.overview["spend"]
        # 100 x 12 and 300 x 12 and 10 x 12 and 250 x 12; next year the phone system costs 3 x 100 and 9 x 200.
        self.assertEqual((spend["this_year"]["total"], spend["next_year"]["total"]), ("7920.00", "8820.00"))
        self.assertEqual([(row["key"], row["title"], row["total"], row["this_year"], row["next_year"]) for row in spend["by_supplier"]],
                         [("acme", "Acme Telecoms", "4200.00", "4200.00", "5100.00"),
                          ("borough", "Borough Networks", "3720.00", "3720.00", "3720.00")])
        self.assertEqual([(row["key"], row["title"], row["this_year"], row["next_year"]) for row in spend["by_service"]],
                         [("networks", "Networks", "3600.00", "3600.00"), ("mobile", "Mobile", "3000.00", "3000.00"),
                          ("telephony", "Telephony", "1320.00", "2220.00")])
        self.assertEqual((spend["supplier_count"], spend["service_count"], spend["left_out_count"]), (2, 3, 3))

    def test_on_another_day_it_is_another_story(self):
        overview = self.server.get("/api/v1/overview?on=2025-03-31").json()
        self.assertEqual((overview["missed"]["count"], overview["overrun"], overview["pstn"]["record_count"]), (0, [], 4))


class Timeline(OnTheSmallEstate):
    def test_the_window_begins_with_the_financial_year_before_and_holds_six(self):
        timeline = self.timeline()
        self.assertEqual((timeline["from"], timeline["until"], timeline["total"]), ("2024-04-01", "2030-03-31", 7))
        early = self.timeline("&until=2010-06-30")
        self.assertEqual((early["from"], early["until"]), ("2004-07-01", "2010-06-30"))

    def test_contracts_are_drawn_with_what_falls_due(self):
        items = {item["contract"]: item for item in self.timeline("&from=2025-01-01&until=2026-12-31")["items"]}

        def spans(contract):
            return [(span["kind"], span["first"], span["last"]) for span in items[contract]["spans"]]

        def marks(contract):
            return [(mark["kind"], mark["on"], mark["days_left"]) for mark in items[contract]["marks"]]

        self.assertEqual(spans("renewing"), [("term", "2025-01-01", "2025-06-30"), ("term", "2025-07-01", "2026-06-30"),
                                             ("renewal", "2026-07-01", "2026-12-31")])
        self.assertEqual([span["term_number"] for span in items["renewing"]["spans"]], [1, 2, 3])
        self.assertEqual(marks("renewing"), [("give_notice", "2026-05-29", 348), ("price_rise", "2026-07-01", 381)])
        self.assertEqual(spans("overrun-one"), [("term", "2025-01-01", "2025-04-30"), ("continuing", "2025-05-01", "2025-06-15")])
        self.assertEqual(spans("lapsed"), [("term", "2025-01-01", "2026-03-31")])
        self.assertEqual((spans("left"), marks("left")), ([], []))
        self.assertEqual(spans("rolling-one"), [("term", "2025-01-01", "2025-07-31"), ("continuing", "2025-08-01", "2026-12-31")])
        self.assertEqual([span["is_assumed"] for span in items["rolling-one"]["spans"]], [False, True])
        self.assertEqual(items["renewing"]["flags"], ["deadline_passed"])
        self.assertEqual((items["renewing"]["spend"], items["lapsed"]["spend"]), ("1200.00", None))
        self.assertEqual(items["renewing"]["next_decision"]["decide_by"], "2026-05-29")
        self.assertIsNone(items["overrun-one"]["next_decision"])

    def test_it_says_the_same_as_the_renewals(self):
        positions = {item["contract"]: item for item in self.server.get(f"/api/v1/renewals?on={ON}").json()["positions"]}
        for item in self.timeline()["items"]:
            for field in ["title", "supplier", "service", "status", "flags", "next_decision"]:
                self.assertEqual(item[field], positions[item["contract"]][field])

    def test_it_is_sorted_and_paged(self):
        soonest = ["rolling-one", "lapsed", "decided", "renewing", "left", "overrun-one", "rolling-two"]
        self.assertEqual(self.order(), soonest)
        self.assertEqual(self.order("&limit=2&offset=1"), soonest[1:3])
        self.assertEqual(self.timeline("&limit=2&offset=1")["total"], 7)
        # What has no decision comes last either way.
        self.assertEqual(self.order("&sort=-decide_by"), ["decided", "renewing", "lapsed", "rolling-one", "left", "overrun-one", "rolling-two"])
        self.assertEqual(self.order("&sort=title"), ["decided", "rolling-two", "lapsed", "rolling-one", "left", "renewing", "overrun-one"])
        self.assertEqual(self.order("&sort=supplier&limit=4"), ["renewing", "rolling-one", "decided", "overrun-one"])
        self.assertEqual(self.order("&sort=end&limit=1"), ["overrun-one"])

    def test_it_is_narrowed(self):
        self.assertEqual(self.order("&status=overrun"), ["overrun-one"])
        self.assertEqual(self.order("&supplier=acme"), ["rolling-one", "renewing"])
        self.assertEqual(self.order("&supplier=acme&service=mobile"), ["rolling-one"])
        self.assertEqual(self.order("&supplier=nobody"), [])
        for q, found in [("ACME", ["rolling-one", "renewing"]), ("ct/42", ["renewing"]), ("ECORD", ["lapsed"]),
                         ("ling-t", ["rolling-two"]), ("zzz", [])]:
            self.assertEqual(self.order(f"&q={q}"), found, q)

    def test_what_makes_no_sense_is_refused(self):
        for query, pointer in [("from=2026-01-01&until=2025-12-31", "until"), ("from=2020-01-01&until=2040-01-01", "until"),
                               ("sort=colour", "sort"), ("limit=1001", "limit"), ("status=old", "status"), ("from=2026", "from")]:
            answer = self.server.get(f"/api/v1/timeline?{query}")
            self.assertEqual(answer.status, 422, query)
            self.assertIn(pointer, [error["pointer"] for error in answer.json()["errors"]])
        self.assertEqual(self.server.get("/api/v1/timeline?from=2020-01-01&until=2039-12-31").status, 200)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
