#!/usr/bin/env python3
"""What was changed, as a list and as a table, the counts kept, and search, over real sockets against the real program.

    history_test.py PROGRAM
"""

import csv
import io
import json
import sys
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None


class OnChanges(unittest.TestCase):
    """An import, then what a person did in the browser."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM, None)
        cls.revisions = [
            cls.write("POST", "/import", {
                "format": "telestate/1",
                "sites": [{"id": "hq", "name": "Café House", "postcode": "ME16 9NT"}],
                "suppliers": [{"id": "bt", "name": "BT", "also_known_as": ["British Telecommunications"],
                               "support": {"phone": "0800 800150"}}],
                "contracts": [{"id": "phones", "title": "Phone system", "supplier": "bt", "term": {"kind": "unknown"}}],
                "lines": [{"id": "voice", "number": "01622 211901", "count": {"value": 10, "as_at": "2021-01-31"}}],
                "numbers": [{"id": "block", "first": "01622 212000", "last": "01622 212999"}],
            }),
            cls.write("PUT", "/sites/hq", {"name": "=1+1", "postcode": "ME16 9NT"}, If_Match="*",
                      Telestate_Client="page", Telestate_Person="Zo%C3%AB"),
            cls.write("PUT", "/lines/voice", {"number": "01622 211901", "count": {"value": 12, "as_at": "2022-01-31"}},
                      If_Match="*", Telestate_Client="page", Telestate_Person="Ann"),
            cls.write("POST", "/people", {"name": "Bob, \"the\" Builder"}),
            cls.write("DELETE", "/people/bob-the-builder", None, If_Match="*"),
        ]

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop()
        assert status == 0, log
        assert '"level":"error"' not in log, log

    @classmethod
    def write(cls, method, target, body, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Content-Type"] = "application/json"
        answer = cls.server.ask(method, "/api/v1" + target, None if body is None else json.dumps(body).encode(), given)
        assert answer.status in (200, 201, 204), answer.body
        return json.loads(answer.body)["revision"] if target == "/import" else int(answer.headers["Telestate-Revision"])

    def get(self, target, status=200):
        answer = self.server.get("/api/v1" + target)
        self.assertEqual(answer.status, status, answer.body)
        return answer.json()

    def revisions_of(self, query):
        answer = self.get("/history" + query)
        return [item["revision"] for item in answer["items"]], answer["total"]

    def search(self, text):
        answer = self.get("/search?q=" + urllib.parse.quote(text))
        return [f"{item['kind']}/{item['id']}" for item in answer["items"]]


class History(OnChanges):
    def test_every_revision_is_listed_newest_first_with_who_and_from_where(self):
        answer = self.get("/history")
        self.assertEqual([item["revision"] for item in answer["items"]], self.revisions[::-1])
        self.assertEqual((answer["total"], answer["offset"], answer["limit"]), (5, 0, 50))
        self.assertEqual([item["origin"] for item in answer["items"]], ["api", "api", "page", "page", "import"])
        self.assertEqual([item["changed_by"] for item in answer["items"]], [None, None, "Ann", "Zoë", None])
        self.assertEqual([item["record_count"] for item in answer["items"]], [1, 1, 1, 1, 5])
        self.assertRegex(answer["items"][0]["changed_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        for item in answer["items"]:
            self.assertIsNone(item["note"] if item["origin"] != "import" else None)
            self.assertIsNone(item["undoes"])
            self.assertIsNone(item["undone_by"])

    def test_a_change_names_each_field_before_and_after(self):
        site = self.get("/history?kind=sites&id=hq")["items"][0]["records"]
        self.assertEqual(site, [{"kind": "sites", "id": "hq", "title": "=1+1", "action": "changed",
                                 "changes": [{"field": "/name", "before": "Café House", "after": "=1+1"}]}])
        added, = self.get(f"/history/{self.revisions[3]}")["records"]
        self.assertEqual(added["action"], "added")
        self.assertEqual([(change["field"], change["before"]) for change in added["changes"]], [("/id", None), ("/name", None)])
        deleted, = self.get(f"/history/{self.revisions[4]}")["records"]
        self.assertEqual(deleted["action"], "deleted")
        self.assertEqual([(change["field"], change["after"]) for change in deleted["changes"]], [("/id", None), ("/name", None)])

    def test_a_new_count_is_a_change_of_the_record(self):
        line, = self.get(f"/history/{self.revisions[2]}")["records"]
        self.assertEqual({change["field"]: (change["before"], change["after"]) for change in line["changes"]},
                         {"/count/value": (10, 12), "/count/as_at": ("2021-01-31", "2022-01-31")})

    def test_filters_and_pages(self):
        first, site, line, added, deleted = self.revisions
        for query, expected in [
            ("?kind=sites", [site, first]), ("?kind=people&id=bob-the-builder", [deleted, added]),
            ("?person=ann", [line]), (f"?person={urllib.parse.quote('Zoë')}", [site]), ("?origin=import", [first]),
            ("?action=deleted", [deleted]), ("?kind=sites&action=added", [first]), ("?until=2000-01-01", []),
            ("?from=2000-01-01&origin=page", [line, site]),
        ]:
            with self.subTest(query):
                self.assertEqual(self.revisions_of(query), (expected, len(expected)))
        self.assertEqual(self.revisions_of("?limit=2&offset=1"), ([added, line], 5))

    def test_of_a_filtered_revision_the_records_asked_for_are_shown(self):
        item = self.get("/history?kind=numbers")["items"][0]
        self.assertEqual([record["id"] for record in item["records"]], ["block"])
        self.assertEqual(item["record_count"], 5)

    def test_one_revision_comes_with_a_page_of_its_records(self):
        whole = self.get(f"/history/{self.revisions[0]}")
        self.assertEqual(len(whole["records"]), 5)
        page = self.get(f"/history/{self.revisions[0]}?limit=2&offset=1")
        self.assertEqual(page["records"], whole["records"][1:3])
        self.assertEqual((page["offset"], page["limit"], page["record_count"]), (1, 2, 5))

    def test_what_cannot_be_asked_is_refused(self):
        for target in ["/history/999", "/history/0", "/history/x", "/history/99999999999999999999"]:
            with self.subTest(target):
                self.get(target, 404)
        for query in ["kind=birds", "origin=space", "action=moved", "from=yesterday", "limit=0", "colour=red"]:
            with self.subTest(query):
                self.get("/history?" + query, 422)

    def test_the_table_has_a_row_for_each_field_and_runs_nothing_in_a_spreadsheet(self):
        answer = self.server.get("/api/v1/history.csv")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(answer.body.count(b"\n"), answer.body.count(b"\r\n"))
        rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
        named, = [row for row in rows if row["revision"] == str(self.revisions[1])]
        self.assertEqual((named["field"], named["before"], named["after"]), ("/name", "Café House", "'=1+1"))
        self.assertEqual((named["changed_by"], named["origin"]), ("Zoë", "page"))
        self.assertEqual([row["after"] for row in rows if row["revision"] == str(self.revisions[3]) and row["field"] == "/name"],
                         ['Bob, "the" Builder'])
        of_people = self.server.get("/api/v1/history.csv?kind=people").body.decode("utf-8-sig")
        self.assertEqual({row["kind"] for row in csv.DictReader(io.StringIO(of_people, newline=""))}, {"people"})

    def test_the_counts_kept_of_a_record(self):
        answer = self.get("/lines/voice/observations")
        self.assertEqual([(item["field"], item["count"]["value"], item["count"]["as_at"]) for item in answer["items"]],
                         [("count", 10, "2021-01-31"), ("count", 12, "2022-01-31")])
        self.assertEqual(self.get("/numbers/block/observations"), {"items": []})
        self.get("/lines/none/observations", 404)


class Search(OnChanges):
    def test_records_of_every_kind_are_found_as_one_types(self):
        for text, expected in [
            ("phone sy", ["contracts/phones"]), ("british", ["suppliers/bt", "contracts/phones"]), ("me169nt", ["sites/hq"]),
            ("01622 211 901", ["lines/voice"]), ("+44 1622 212500", ["numbers/block"]), ("0800800150", ["suppliers/bt", "contracts/phones"]),
            ("bob", []), ("", []), ("\"", []), ("NEAR(", []), ("📞", []),
        ]:
            with self.subTest(text):
                self.assertEqual(self.search(text), expected)

    def test_a_hit_says_what_it_is(self):
        answer = self.get("/search?q=phone")
        self.assertEqual(answer, {"q": "phone", "items": [{"kind": "contracts", "id": "phones", "title": "Phone system", "detail": "BT"}],
                                  "total": 1})
        self.assertEqual(self.get("/search?q=212500")["total"], 0)
        self.assertEqual(self.get("/search?q=01622211901")["items"][0]["title"], "01622 211901")
        self.assertEqual(self.get("/search?q=01622212500")["items"][0]["title"], "01622 212000 to 01622 212999")
        self.assertEqual(self.get("/search?q=british&limit=1")["total"], 2)
        self.assertEqual(self.get("/search")["items"], [])


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
