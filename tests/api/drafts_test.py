#!/usr/bin/env python3
"""Drafts: what is typed, how it is understood, and what would follow, over real sockets against the real program.

    drafts_test.py PROGRAM
"""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
ON = "2026-02-11"


class Drafts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop()
        assert status == 0, f"the server ended with {status}: {log}"

    def post(self, kind, record, query="", **headers):
        body = record if isinstance(record, str) else json.dumps(record)
        return self.server.ask("POST", f"/api/v1/drafts/{kind}{query}", body,
                               {"Content-Type": "application/json", **headers})

    def draft(self, kind, record, query=""):
        answer = self.post(kind, record, query)
        self.assertEqual(answer.status, 200, answer.body)
        draft = answer.json()
        self.assertEqual(draft["record"] is None, bool(draft["errors"]), draft)
        return draft

    def contract(self, query="", **fields):
        record = {"title": "Telephones", "supplier": "bt", "term": {
            "kind": "auto_renew", "start": "28/8/2023", "length": "3 years", "renews_for": "a year",
            "notice": "2 months' notice"}, "charges": [{"kind": "recurring", "amount": "£14,400", "every": "annually"}]}
        return self.draft("contracts", {**record, **fields}, query or f"?on={ON}")

    def pointers(self, draft, name="errors"):
        return [entry["pointer"] for entry in draft[name]]

    def test_a_contract_is_understood_as_it_was_typed_and_put_in_document_shape(self):
        draft = self.contract(alert_days=["90", ""], ended_on="", owner=" ")
        self.assertEqual(draft["errors"], [])
        self.assertEqual(draft["record"], {
            "title": "Telephones", "supplier": "bt",
            "term": {"kind": "auto_renew", "start": "2023-08-28", "length": "P3Y", "renews_for": "P1Y", "notice": "P2M"},
            "charges": [{"kind": "recurring", "amount": "14400", "every": "P1Y"}], "alert_days": [90]})
        self.assertIn({"pointer": "/term/start", "value": "2023-08-28", "text": "28 August 2023"}, draft["understood"])
        self.assertIn({"pointer": "/charges/0/amount", "value": "14400", "text": "£14,400.00"}, draft["understood"])

    def test_what_would_follow_from_a_contract_is_said_with_it(self):
        draft = self.contract()
        self.assertEqual(draft["position"]["next_decision"]["decide_by"], "2026-06-26")
        self.assertEqual(draft["position"]["contract"], "")
        self.assertEqual(draft["decision_note"],
                         "Give notice by 26 June 2026 or it renews to 27 August 2027 at a cost of £14,400.00.")
        self.assertEqual(draft["spend"]["this_year"]["financial_year"], "2025-26")
        self.assertEqual(draft["spend"]["next_year"]["total"], "14400.00")
        self.assertIsNone(draft["before"])

    def test_a_term_with_options_is_spelt_out(self):
        draft = self.contract(term={"kind": "fixed", "start": "Oct 24", "length": "3 years + 1 + 1"})
        self.assertEqual(draft["record"]["term"], {
            "kind": "fixed", "start": "2024-10", "length": "P3Y", "extensions": [{"length": "P1Y"}, {"length": "P1Y"}]})
        texts = {entry["pointer"]: entry["text"] for entry in draft["understood"]}
        self.assertEqual(texts["/term/start"], "October 2024 (1 to 31 October 2024)")
        self.assertEqual(texts["/term/length"], "3 years, with options of 1 year and 1 year")
        self.assertTrue(draft["decision_note"].startswith("Exercise the option by "))

    def test_what_is_wrong_is_said_at_the_field_that_was_typed(self):
        draft = self.contract(term={"kind": "fixed", "start": "24 Oct", "length": "3"},
                              charges=[{"amount": ""}, {"kind": "recurring", "amount": "14,40", "every": "monthly"}])
        self.assertEqual(self.pointers(draft), ["/term/start", "/term/length", "/charges/1/amount"])
        self.assertIn("say the year", draft["errors"][0]["detail"])
        self.assertEqual([draft[name] for name in ["record", "position", "spend", "decision_note"]], [None] * 4)

    def test_what_would_follow_is_said_while_other_fields_are_wrong(self):
        draft = self.contract(supplier="nobody", title="")
        self.assertEqual(sorted(self.pointers(draft)), ["/supplier", "/title"])
        self.assertIn("nobody", json.dumps(draft["errors"]))
        self.assertEqual(draft["position"]["next_decision"]["decide_by"], "2026-06-26")
        self.assertIsNotNone(draft["spend"])

    def test_what_is_odd_is_a_warning(self):
        draft = self.contract(term={"kind": "fixed", "start": "1 April 2024", "length": "1 year", "end": "31/12/2026"})
        self.assertEqual(draft["errors"], [])
        self.assertEqual(len(draft["warnings"]), 1)
        self.assertTrue(draft["warnings"][0]["pointer"].startswith("/term"))

    def test_amounts_past_all_sense_are_an_error_of_the_charges(self):
        charges = [{"kind": "recurring", "quantity": "999999999999999", "unit_price": "999999999999999", "every": "daily"}]
        draft = self.contract(charges=charges)
        self.assertTrue(all(pointer.startswith("/charges") for pointer in self.pointers(draft)), draft["errors"])
        self.assertTrue(draft["errors"])
        self.assertIsNone(draft["spend"])

    def test_a_charge_half_typed_takes_nothing_from_the_dates(self):
        draft = self.contract(charges=[{"kind": "recurring", "every": "monthly"}])
        self.assertTrue(all(pointer.startswith("/charges") for pointer in self.pointers(draft)), draft["errors"])
        self.assertEqual(draft["position"]["next_decision"]["decide_by"], "2026-06-26")
        self.assertIsNone(draft["position"]["next_decision"]["cost_at_stake"])
        self.assertIsNone(draft["spend"])

    def test_an_edited_contract_is_shown_beside_what_is_recorded(self):
        recorded = self.server.get("/api/v1/contracts/8x8-phone-system").json()
        draft = self.draft("contracts", recorded, f"?id=8x8-phone-system&on={ON}")
        self.assertEqual(draft["record"], recorded)
        self.assertEqual(draft["before"]["position"], draft["position"])
        self.assertEqual(draft["before"]["spend"], draft["spend"])
        recorded["charges"][0]["amount"] = "£500k"
        edited = self.draft("contracts", recorded, f"?id=8x8-phone-system&on={ON}")
        self.assertEqual(edited["before"]["spend"], draft["spend"])
        self.assertNotEqual(edited["spend"], draft["spend"])
        del recorded["id"]
        self.assertEqual(self.draft("contracts", recorded, "?id=8x8-phone-system")["record"]["id"], "8x8-phone-system")
        recorded["id"] = "another"
        self.assertEqual(self.pointers(self.draft("contracts", recorded, "?id=8x8-phone-system")), ["/id"])

    def test_every_record_of_the_estate_is_understood_as_itself(self):
        kinds = ["sites", "people", "suppliers", "contracts", "platforms", "lines", "licences", "numbers", "usage"]
        for kind in kinds:
            for record in self.server.get(f"/api/v1/{kind}?limit=1000").json()["items"]:
                with self.subTest(kind=kind, id=record["id"]):
                    draft = self.draft(kind, record, f"?id={record['id']}")
                    self.assertEqual(draft["errors"], [])
                    self.assertEqual(draft["record"], record)
        for record in self.server.get("/api/v1/responsibilities?limit=1000").json()["items"]:
            self.assertEqual(self.draft("responsibilities", record)["record"], record)
        organisation = self.server.get("/api/v1/organisation").json()
        self.assertEqual(self.draft("organisation", organisation)["record"], organisation)

    def test_counts_numbers_and_yes_or_no_are_understood(self):
        draft = self.draft("licences", {"kind": "softphone", "purchased": "1,900", "in_use": "approx 190"})
        self.assertEqual(draft["record"]["purchased"], 1900)
        self.assertEqual(draft["record"]["in_use"],
                         {"value": 190, "qualifier": "approximately", "literal": "approx 190"})
        self.assertIn({"pointer": "/in_use", "value": draft["record"]["in_use"], "text": "about 190"},
                      draft["understood"])
        draft = self.draft("numbers", {"number": "3001231234", "public_facing": "yes"})
        self.assertEqual(draft["record"], {"number": "+443001231234", "public_facing": True})
        self.assertIn({"pointer": "/number", "value": "+443001231234", "text": "0300 123 1234"}, draft["understood"])
        self.assertEqual(self.pointers(draft, "warnings"), ["/number"])
        self.assertNotIn("position", draft)
        organisation = self.draft("organisation", {"name": "T", "financial_year_start": "1 August"})
        self.assertEqual(organisation["record"]["financial_year_start"], "08-01")
        organisation = self.draft("organisation", {"name": "T", "alert_days": ["60", "", " 14 "]})
        self.assertEqual(organisation["record"]["alert_days"], [60, 14])
        self.assertEqual(self.pointers(self.draft("organisation", {"name": "T", "alert_days": ["soon"]})), ["/alert_days/0"])

    def test_numbers_that_another_record_holds_are_refused(self):
        block = json.dumps({"format": "telestate/1", "numbers": [
            {"id": "ddi", "first": "01622 211900", "last": "01622 211999"}]})
        answer = self.server.ask("POST", "/api/v1/import", block, {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 200, answer.body)
        draft = self.draft("numbers", {"first": "01622 211950", "last": "01622 212049"})
        self.assertEqual(self.pointers(draft), ["/first"])
        self.assertIn("ddi", draft["errors"][0]["detail"])
        own = self.draft("numbers", {"first": "01622 211900", "last": "01622 211949"}, "?id=ddi")
        self.assertEqual(own["errors"], [])

    def test_today_is_the_day_it_is(self):
        draft = self.contract(f"?on={ON}", ended_on="today")
        (day,) = [entry["value"] for entry in draft["understood"] if entry["pointer"] == "/ended_on"]
        self.assertRegex(day, r"^\d{4}-\d{2}-\d{2}$")
        self.assertNotEqual(day, ON)

    def test_nothing_is_kept(self):
        before = self.server.get("/healthz").json()["revision"]
        self.contract()
        self.draft("sites", {"name": "New"})
        self.assertEqual(self.server.get("/healthz").json()["revision"], before)

    def test_what_is_no_draft_is_refused(self):
        self.assertEqual(self.post("things", {}).status, 404)
        self.assertEqual(self.post("contracts", {}, "?id=nobody").status, 404)
        self.assertEqual(self.post("contracts", "{").status, 400)
        self.assertEqual(self.post("contracts", {}, "?on=soon").status, 422)
        self.assertEqual(self.post("contracts", {}, "?color=red").status, 422)
        self.assertEqual(self.post("contracts", "a=b", **{"Content-Type": "text/plain"}).status, 415)
        self.assertEqual(self.draft("sites", "[]")["record"], None)
        self.assertEqual(self.draft("sites", "5")["record"], None)
        self.assertEqual(self.draft("contracts", {"term": "x" * 10_000})["position"], None)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
