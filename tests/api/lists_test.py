#!/usr/bin/env python3
"""Lists that are searched, narrowed, sorted and downloaded, and sheets that are imported, against the real program.

    lists_test.py PROGRAM
"""

import csv
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support import workbook  # noqa: E402
from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
ON = "2024-06-01"


def contract(id, title, supplier=None, term=None, **fields):
    record = {"id": id, "title": title, "term": term or {"kind": "unknown"}, **fields}
    return {**record, "supplier": supplier} if supplier else record


def yearly(amount):
    return [{"kind": "recurring", "amount": amount, "every": "P1Y", "from": "2023-04-01"}]


ESTATE = {
    "format": "telestate/1",
    "organisation": {"name": "Example Council"},
    "sites": [{"id": "hall", "name": "Town Hall"}, {"id": "depot", "name": "Dépôt"}],
    "people": [{"id": "jo", "name": "Jo Smith"}],
    "suppliers": [{"id": "bt", "name": "BT"}, {"id": "cafe", "name": "Café Télécom"}, {"id": "idle", "name": "Idle"}],
    "contracts": [
        contract("c1", "Line 10", "bt", {"kind": "fixed", "start": "2023-04-01", "length": "P2Y"}, service="telephony",
                 owner="jo", charges=yearly("1000.00")),
        contract("c2", "line 2", "cafe", {"kind": "auto_renew", "start": "2023-07-01", "length": "P1Y", "renews_for": "P1Y",
                                          "notice": "P1M"}, service="telephony", charges=yearly("50.00")),
        contract("c3", "Écoute", "bt", {"kind": "fixed", "start": "2020-04-01", "length": "P1Y"}, service="mobile",
                 reference="REF-77", charges=yearly("-20.00")),
        contract("c4", "=HYPERLINK(\"x\")", service="mobile"),
    ],
    "platforms": [{"id": "pbx", "product": "PBX", "contract": "c1", "site": "hall", "maker": "bt"}],
    "lines": [
        {"id": "l1", "platform": "pbx", "technology": "pstn", "number": "01622211900", "provider": "bt",
         "count": {"value": 5, "as_at": "2024-01-01", "qualifier": "exact"}},
        {"id": "l2", "contract": "c2", "site": "depot", "technology": "sogea", "count": 7},
        {"id": "l3", "technology": "pstn", "ceased_on": "2024-05-31"},
    ],
    "numbers": [{"id": "n1", "first": "02079460000", "last": "02079460099", "public_facing": True},
                {"id": "n2", "number": "03001231234", "public_facing": False}],
    "observations": [{"kind": "lines", "record": "l1", "field": "count", "count": {"value": 9, "as_at": "2022-01-01"}}],
}


class OnAnEstate(unittest.TestCase):
    estate = ESTATE

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        document = Path(cls.folder.name) / "estate.json"
        document.write_text(json.dumps(cls.estate), encoding="utf-8")
        cls.server = Server(PROGRAM, document)

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop()
        cls.folder.cleanup()
        assert status == 0, log

    def get(self, target):
        answer = self.server.get("/api/v1/" + target)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def ids(self, target):
        return [item["id"] for item in self.get(target)["items"]]

    def table(self, target):
        answer = self.server.get("/api/v1/" + target)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertTrue(answer.body.endswith(b"\r\n"))
        rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
        return rows, answer

    def send(self, kind, text, dry_run=False, content_type="text/csv; charset=utf-8"):
        target = "/api/v1/import?" + (f"kind={kind}&" if kind else "") + f"dry_run={str(dry_run).lower()}"
        body = text if isinstance(text, bytes) else text.encode()
        return self.server.ask("POST", target, body, {"Content-Type": content_type})


class Sorting(OnAnEstate):
    def test_rows_are_sorted_as_people_sort_and_the_absent_come_last_either_way(self):
        for sort, expected in [
            ("title", ["c4", "c3", "c2", "c1"]), ("-title", ["c1", "c2", "c3", "c4"]),
            ("supplier", ["c1", "c3", "c2", "c4"]), ("-supplier", ["c2", "c1", "c3", "c4"]),
            ("service", ["c3", "c4", "c1", "c2"]), ("status", ["c1", "c2", "c4", "c3"]),
            ("term_end", ["c3", "c2", "c1", "c4"]), ("-term_end", ["c1", "c2", "c3", "c4"]),
            ("decide_by", ["c1", "c2", "c3", "c4"]), ("-spend", ["c1", "c2", "c3", "c4"]),
            ("spend", ["c3", "c2", "c1", "c4"]), ("owner", ["c1", "c2", "c3", "c4"]),
            ("reference", ["c3", "c1", "c2", "c4"]), ("cost_at_stake", ["c2", "c1", "c3", "c4"]),
        ]:
            with self.subTest(sort):
                self.assertEqual(self.ids(f"contracts?sort={sort}&on=2024-07-15"
                                          if sort in ("decide_by", "cost_at_stake") else f"contracts?sort={sort}&on={ON}"),
                                 expected)

    def test_pages_of_a_sorted_list_make_up_the_list(self):
        whole = self.ids(f"contracts?sort=-spend&on={ON}")
        pages = [self.ids(f"contracts?sort=-spend&on={ON}&limit=1&offset={i}") for i in range(5)]
        self.assertEqual(sum(pages, []), whole)

    def test_suppliers_are_sorted_by_what_their_contracts_come_to(self):
        answer = self.get(f"suppliers?sort=-spend&on={ON}")
        self.assertEqual([item["id"] for item in answer["items"]], ["bt", "cafe", "idle"])
        self.assertEqual(answer["summary"]["bt"],
                         {"contract_count": 2, "spend": "980.00", "next_decide_by": "2025-03-31"})
        self.assertEqual(answer["summary"]["idle"], {"contract_count": 0, "spend": None, "next_decide_by": None})
        self.assertEqual(self.ids(f"suppliers?sort=contract_count&on={ON}"), ["idle", "cafe", "bt"])

    def test_without_a_sort_records_come_as_they_were_stored(self):
        self.assertEqual(self.ids("contracts"), ["c1", "c2", "c3", "c4"])


class Narrowing(OnAnEstate):
    def test_every_word_has_to_occur_whatever_its_case_and_accents(self):
        for target, expected in [
            ("contracts?q=LINE", ["c1", "c2"]), ("contracts?q=line+cafe", ["c2"]), ("contracts?q=ecoute", ["c3"]),
            ("contracts?q=smith", ["c1"]), ("contracts?q=ref-77", ["c3"]), ("contracts?q=line+nothing", []),
            ("lines?q=01622+211900", ["l1"]), ("lines?q=%2B44(0)1622-211", ["l1"]), ("lines?q=town+hall", ["l1"]),
            ("lines?q=depot", ["l2"]), ("numbers?q=0300123", ["n2"]), ("numbers?q=020+7946+0050", ["n1"]),
            ("numbers?q=020+7946+0150", []), ("sites?q=d%C3%A9pot", ["depot"]), ("people?q=jo", ["jo"]),
        ]:
            with self.subTest(target):
                self.assertEqual(self.ids(target), expected)

    def test_filters_are_held_against_what_a_record_hangs_on_and_stands_at(self):
        for target, expected in [
            (f"contracts?status=overrun&on={ON}", ["c3"]), ("contracts?kind=unknown", ["c4"]),
            ("contracts?gap=term_unknown", ["c4"]), (f"contracts?flag=no_charges&on={ON}", ["c4"]),
            (f"contracts?flag=pstn_at_risk&on=2026-01-01", []), ("contracts?owner=jo", ["c1"]),
            ("contracts?supplier=bt&service=mobile", ["c3"]), ("lines?contract=c1", ["l1"]), ("lines?site=hall", ["l1"]),
            (f"lines?at_risk=true&on={ON}", ["l1"]), ("lines?at_risk=true&on=2024-05-31", ["l1", "l3"]),
            ("lines?technology=pstn", ["l1", "l3"]), ("lines?provider=bt&technology=sogea", []),
            ("numbers?public_facing=true", ["n1"]), ("numbers?class=public_body_03", ["n2"]),
            ("platforms?supplier=bt&site=hall&contract=c1", ["pbx"]),
        ]:
            with self.subTest(target):
                self.assertEqual(self.ids(target), expected)

    def test_facets_say_what_each_filter_could_be_under_the_others(self):
        facets = self.get(f"contracts?supplier=bt&on={ON}")["facets"]
        self.assertEqual(facets["supplier"], [{"value": "bt", "label": "BT", "count": 2},
                                              {"value": "cafe", "label": "Café Télécom", "count": 1}])
        self.assertEqual({facet["value"]: facet["count"] for facet in facets["status"]}, {"active": 1, "overrun": 1})
        self.assertEqual([facet["value"] for facet in facets["service"]], ["mobile", "telephony"])
        facets = self.get("lines?q=pbx")["facets"]
        self.assertEqual(facets["technology"], [{"value": "pstn", "label": "PSTN", "count": 1}])
        self.assertEqual(facets["site"], [{"value": "hall", "label": "Town Hall", "count": 1}])
        self.assertEqual(facets["contract"], [{"value": "c1", "label": "Line 10", "count": 1}])

    def test_contracts_come_with_their_positions_and_spend(self):
        answer = self.get(f"contracts?on={ON}&limit=2&offset=1")
        self.assertEqual(sorted(answer["positions"]), ["c2", "c3"])
        renewals = {p["contract"]: p for p in self.get(f"renewals?on={ON}")["positions"]}
        self.assertEqual(answer["positions"]["c3"], renewals["c3"])
        spend = {row["key"]: row["total"] for row in self.get(f"spend?on={ON}")["rows"]}
        self.assertEqual(answer["spend"], {"c2": spend["c2"], "c3": spend["c3"]})
        self.assertIsNone(self.get(f"contracts?on={ON}&service=mobile")["spend"]["c4"])

    def test_counts_are_given_as_at_the_day_asked_for(self):
        def count(target):
            return {item["id"]: item.get("count") for item in self.get(target)["items"]}["l1"]
        self.assertEqual(count("lines")["value"], 5)
        self.assertEqual(count("lines?on=2023-12-31")["value"], 9)
        self.assertIsNone(count("lines?on=2021-01-01"))
        self.assertEqual(self.ids("lines?on=2023-01-01&sort=-count"), ["l1", "l2", "l3"])

    def test_renewals_are_narrowed_and_keep_their_shape_and_order(self):
        whole = self.get(f"renewals?on={ON}")
        order = [p["contract"] for p in whole["positions"]]
        for query, expected in [("supplier=bt", {"c1", "c3"}), ("service=telephony", {"c1", "c2"}), ("q=line", {"c1", "c2"}),
                                ("status=overrun", {"c3"})]:
            with self.subTest(query):
                answer = self.get(f"renewals?on={ON}&{query}")
                self.assertEqual(sorted(answer), ["on", "positions"])
                self.assertEqual(answer["positions"], [p for p in whole["positions"] if p["contract"] in expected])
        self.assertEqual(sorted(order), ["c1", "c2", "c3", "c4"])
        by_title = self.get(f"renewals?on={ON}&sort=title&limit=2")
        self.assertEqual([p["contract"] for p in by_title["positions"]], ["c4", "c3"])
        self.assertEqual(by_title["total"], 4)

    def test_what_cannot_be_asked_is_refused_by_name(self):
        for target, pointer in [
            ("contracts?sort=colour", "sort"), ("contracts?colour=red", "colour"), ("contracts?status=open", "status"),
            ("contracts?flag=x", "flag"), ("lines?technology=tin", "technology"), ("lines?at_risk=perhaps", "at_risk"),
            ("contracts?q=", "q"), ("contracts?on=2024-02-30", "on"), ("contracts.csv?limit=1", "limit"),
            ("sites?supplier=bt", "supplier"), ("renewals?flag=rolling", "flag"), ("lines?sort=--id", "sort"),
        ]:
            with self.subTest(target):
                answer = self.server.get("/api/v1/" + target)
                self.assertEqual(answer.status, 422, answer.body)
                self.assertEqual([error["pointer"] for error in answer.json()["errors"]], [pointer])


class Tables(OnAnEstate):
    def test_a_table_holds_what_the_list_shows_whole_and_in_its_order(self):
        rows, answer = self.table(f"contracts.csv?sort=-spend&on={ON}&service=telephony")
        self.assertEqual([row["ID"] for row in rows], ["c1", "c2"])
        self.assertEqual(answer.headers["Content-Disposition"],
                         f'attachment; filename="telestate-contracts-{ON}.csv"')
        self.assertEqual(rows[0]["Supplier"], "BT")
        self.assertEqual(rows[0]["Owner"], "Jo Smith")
        self.assertEqual(rows[0]["Term ends"], "2025-03-31")
        self.assertEqual(rows[0]["Spend this financial year"], "1000.00")

    def test_nothing_in_a_table_is_run_by_a_spreadsheet(self):
        rows, _ = self.table(f"contracts.csv?on={ON}")
        by_id = {row["ID"]: row for row in rows}
        self.assertEqual(by_id["c4"]["Title"], "'=HYPERLINK(\"x\")")
        self.assertEqual(by_id["c3"]["Spend this financial year"], "-20.00")

    def test_every_kind_has_its_table(self):
        for kind in ["sites", "people", "responsibilities", "suppliers", "contracts", "platforms", "lines", "licences",
                     "numbers", "usage"]:
            with self.subTest(kind):
                rows, _ = self.table(f"{kind}.csv?on={ON}")
                self.assertEqual(len(rows), self.get(kind)["total"])
        lines, _ = self.table("lines.csv?q=pbx")
        self.assertEqual([(row["Number"], row["Platform"]) for row in lines], [("01622 211900", "PBX")])

    def test_renewals_and_spend_have_tables_that_agree_with_their_views(self):
        rows, _ = self.table(f"renewals.csv?on={ON}")
        self.assertEqual([row["ID"] for row in rows],
                         [p["contract"] for p in self.get(f"renewals?on={ON}")["positions"]])
        rows, _ = self.table(f"spend.csv?on={ON}&by=supplier")
        spend = self.get(f"spend?on={ON}&by=supplier")
        self.assertEqual([row["Total"] for row in rows],
                         [row["total"] for row in spend["rows"]] + [spend["totals"]["total"]])

    def test_a_table_is_revalidated_like_its_list(self):
        first = self.server.get("/api/v1/lines.csv")
        self.assertEqual(self.server.get("/api/v1/lines.csv", If_None_Match=first.headers["ETag"]).status, 304)


class Sheets(OnAnEstate):
    def test_a_sheet_imported_twice_changes_nothing_the_second_time(self):
        for kind, text in [
            ("sites", "Name,Postcode\nLibrary,ME1 1AA\nLibrary,ME2 2BB\n"),
            ("people", "Name;Job title;Executive\nAnn Other;Director;yes\n"),
            ("suppliers", "Name\tCompany number\nNew Telecom\t01234567\n"),
            ("contracts", "Title,Supplier,Kind of term,Start,Length,Renews for,Notice,Amount,Every,VAT\n"
                          "Broadband,Café Télécom,auto renew,1 April 2022,3 years,1 year,90 days,\"£14,400\",yearly,excluding\n"),
            ("platforms", "Product,Contract,Site\nSwitch,Line 10,Town Hall\n"),
            ("lines", "Technology,Site,How many,Number\nSIP trunk,Town Hall,approx 30,01622 211901\npstn,Dépôt,2,\n"),
            ("licences", "Product,Purchased,Platform\nSoftphone,190,PBX\n"),
            ("numbers", "Number,Public facing\n0300 123 9999,no\n"),
            ("usage", "Measure,Count,From,To,Platform\ninbound_calls,900,2024-01-01,2024-01-31,PBX\n"),
            ("responsibilities", "Service,Role,Person\ntelephony,technical_lead,Jo Smith\n"),
        ]:
            with self.subTest(kind):
                trial = self.send(kind, text, dry_run=True)
                self.assertEqual(trial.status, 200, trial.body)
                first = self.send(kind, text).json()
                self.assertEqual((trial.json()["added"], first["added"]), (first["added"],) * 2)
                self.assertGreater(first["added"], 0)
                second = self.send(kind, text).json()
                self.assertEqual((second["added"], second["changed"]), (0, 0))
        broadband = self.get("contracts/broadband")
        self.assertEqual(broadband["supplier"], "cafe")
        self.assertEqual(broadband["term"], {"kind": "auto_renew", "start": "2022-04-01", "length": "P3Y",
                                             "renews_for": "P1Y", "notice": "P90D"})
        self.assertEqual(broadband["charges"][0]["amount"], "14400")

    def test_a_downloaded_table_of_lines_can_be_taken_in_again(self):
        table = self.server.get("/api/v1/sites.csv").body.decode("utf-8-sig")
        report = self.send("sites", table).json()
        self.assertEqual((report["added"], report["changed"]), (0, 0))
        table = self.server.get("/api/v1/numbers.csv?q=n2").body.decode("utf-8-sig")
        self.assertEqual(self.send("numbers", table, dry_run=True).status, 200)

    def test_everything_wrong_is_said_by_row_and_column_and_nothing_is_taken_in(self):
        answer = self.send("contracts", "Title,Supplier,Kind of term,Notice,Colour\n"
                                        "New one,BT,rolling,soon,red\n"
                                        "Other,Nobody,unknown,P1M,blue\n")
        self.assertEqual(answer.status, 422)
        problem = answer.json()
        errors = {error["pointer"]: error["detail"] for error in problem["errors"]}
        self.assertLessEqual({"/rows/1/Colour", "/rows/2/term.notice", "/rows/3/supplier"}, set(errors))
        self.assertTrue(errors["/rows/2/term.notice"].startswith('row 2, column "Notice": '))
        self.assertEqual(self.server.get("/api/v1/contracts/new-one").status, 404)
        clash = self.send("numbers", "Number\n020 7946 0001\n0300 123 1234\n")
        self.assertIn("/rows/3/number", [error["pointer"] for error in clash.json()["errors"]])

    def test_what_is_no_sheet_is_refused(self):
        self.assertEqual(self.send("lines", "").status, 400)
        self.assertEqual(self.send("lines", "a\n\"").status, 400)
        self.assertEqual(self.send(None, "Name\nx\n").status, 422)
        self.assertEqual(self.send("cars", "Name\nx\n").status, 422)
        self.assertEqual(self.send("lines", "{}", content_type="application/json").status, 415)


class Workbooks(OnAnEstate):
    def send_workbook(self, kind, content, **options):
        return self.send(kind, content, content_type=workbook.MEDIA_TYPE, **options)

    def test_a_workbook_is_taken_in_as_it_shows_and_the_second_time_changes_nothing(self):
        content = workbook.workbook({
            "Read me": [["Nothing to see"]],
            "Contracts": [
                ["Title", "Supplier", "Kind of term", "Start", "Length", "Renews for", "Notice", "Amount", "Every", "VAT", "VAT rate"],
                [],
                ["Café line", "Café Télécom", "auto renew", ("day", 45580), "3 years", "1 year", "90 days",
                 ("", "14400.000000000002"), "yearly", "excluding", ("percent", "0.2")],
            ],
        })
        trial = self.send_workbook("contracts", content, dry_run=True)
        self.assertEqual((trial.status, trial.json().get("added")), (200, 1), trial.body)
        self.assertEqual(self.send_workbook("contracts", content).json()["added"], 1)
        again = self.send_workbook("contracts", content).json()
        self.assertEqual((again["added"], again["changed"], again["unchanged"]), (0, 0, 1))
        contract = self.get("contracts/cafe-line")
        self.assertEqual(contract["term"], {"kind": "auto_renew", "start": "2024-10-15", "length": "P3Y",
                                            "renews_for": "P1Y", "notice": "P90D"})
        self.assertEqual((contract["charges"][0]["amount"], contract["charges"][0]["vat"]["rate"]), ("14400", "20"))

    def test_a_number_that_lost_its_first_zero_gets_it_back(self):
        content = workbook.workbook({"Sheet1": [["Technology", "Number"], ["SIP trunk", 1622211955]]})
        self.assertEqual(self.send_workbook("lines", content).status, 200)
        found = self.get("lines?q=01622211955")["items"]
        self.assertEqual([line["number"] for line in found], ["+441622211955"])

    def test_every_cell_at_fault_is_named_and_nothing_is_taken_in(self):
        answer = self.send_workbook("sites", workbook.workbook(
            {"Sites": [["Name", "Postcode"], ["New place", ("error", "#N/A")], [("error", "#REF!")]]}))
        self.assertEqual(answer.status, 422, answer.body)
        self.assertEqual(answer.json()["errors"], [
            {"pointer": "/rows/2/B", "detail": "row 2, column B: the cell shows the error #N/A"},
            {"pointer": "/rows/3/A", "detail": "row 3, column A: the cell shows the error #REF!"}])
        answer = self.send_workbook("sites", workbook.workbook({"Sites": [["Name", "Colour"], ["New place", "red"]]}))
        self.assertIn("/rows/1/Colour", [error["pointer"] for error in answer.json()["errors"]])
        self.assertEqual(self.server.get("/api/v1/sites/new-place").status, 404)

    def test_hostile_and_unreadable_workbooks_are_refused_in_words_and_the_server_goes_on(self):
        for what, content, status, said in workbook.hostile():
            with self.subTest(what):
                answer = self.send_workbook("lines", content)
                self.assertEqual(answer.status, status, answer.body)
                self.assertIn(said, answer.body.decode())
        self.assertEqual(self.send("lines", workbook.OLDER).status, 415)
        good = workbook.workbook({"Lines": [["Number"], ["01622 211955"]]})
        self.assertEqual(self.send_workbook(None, good).status, 422)
        self.assertIn("this is a workbook", self.send("lines", good).body.decode())
        self.assertEqual(self.send_workbook("lines", "Number\n01622 211955\n").status, 415)
        self.assertEqual(self.server.get("/healthz").status, 200)


KINDS = ["sites", "people", "responsibilities", "suppliers", "contracts", "platforms", "lines", "licences", "numbers", "usage"]


class DownloadedSheets(OnAnEstate):
    """Tables of the sample, taken in again as they are and with changes."""

    estate = {"format": "telestate/1", "organisation": {"name": "Example Council"}}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.stop()
        cls.server = Server(PROGRAM, None)
        answer = cls.server.ask("POST", "/api/v1/sample", b"{}", {"Content-Type": "application/json"})
        assert answer.status in (200, 201), answer.body

    def everything(self, kind):
        document = self.get("export")
        document.pop("exported_at")
        return document, self.get(kind)["items"], self.get("history")["total"]

    def take_in_again(self, kind):
        table = self.server.get(f"/api/v1/{kind}.csv").body
        before = self.everything(kind)
        answer = self.server.ask("POST", f"/api/v1/import?kind={kind}", table, {"Content-Type": "text/csv"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(before, self.everything(kind))
        report = answer.json()
        self.assertEqual((report["added"], report["changed"]), (0, 0), report)
        self.assertEqual(report["unchanged"], len(before[1]))
        return report

    def test_every_table_taken_in_again_changes_nothing(self):
        for kind in KINDS:
            with self.subTest(kind):
                worked_out = [warning["message"] for warning in self.take_in_again(kind)["warnings"]
                              if warning["pointer"] == "/rows/1"]
                if kind == "suppliers":
                    self.assertEqual(worked_out, ['row 1: passed over what is worked out: "Contracts", '
                                                  '"Spend this financial year", "Next decision by"'])
                elif kind == "contracts":
                    self.assertEqual(len(worked_out), 1)
                    for heading in ["Status", "Term ends", "Next decision", "Decide by", "Committed until", "Flags"]:
                        self.assertIn(f'"{heading}"', worked_out[0])
                else:
                    self.assertEqual(worked_out, [])


class ChangedBySheet(OnAnEstate):
    """Known records, of which a sheet says a part."""

    estate = {
        **ESTATE,
        "people": [{"id": "jo", "name": "Jo Smith", "phone": "01622211900", "executive": True, "notes": "Works from home."}],
        "sites": [{"id": "hall", "name": "Town Hall"}, {"id": "depot-1", "name": "Depot"}, {"id": "depot-2", "name": "Depot"},
                  {"id": "council-office", "name": "hall"}, {"id": "town-hall-3", "name": "Town Hall 3", "notes": "New."}],
        "suppliers": [{"id": "bt", "name": "BT", "account_manager": "Al", "also_known_as": ["British Telecom"],
                       "silences": {"support": "unknown", "company_number": "not_held"}}],
        "contracts": [
            {"id": "c1", "title": "Lines", "supplier": "bt", "site": "depot-2",
             "term": {"kind": "fixed", "start": "2023-04-01", "length": "P2Y",
                      "extensions": [{"length": "P1Y"}], "breaks": [{"on": "2024-04-01", "notice": "P1M"}]},
             "silences": {"owner": "unknown", "term.notice": "none"},
             "release": {"charges": {"withhold": ["s43(2)"], "reason": "Commercial."}},
             "charges": [{"kind": "recurring", "amount": "1000", "every": "P1Y", "from": "2023-04-01",
                          "description": "Rental", "vat": {"basis": "exclusive", "rate": "20"}},
                         {"kind": "one_off", "amount": "50", "on": "2023-04-01"}]},
        ],
        "platforms": [{"id": "pbx", "product": "PBX", "site": "council-office"}],
        "lines": [],
        "licences": [{"id": "seats", "product": "Seats",
                      "purchased": {"value": 190, "qualifier": "approximately", "measure": "users", "as_at": "2023-01-01",
                                    "literal": "about 190"},
                      "assigned": 7, "silences": {"in_use": "unknown"}}],
        "numbers": [{"id": "n2", "number": "03001231234", "count": {"value": 3, "as_at": "2024-01-01"}}],
        "observations": [],
    }

    def change(self, target, text):
        """What a sheet of one record made of it, and what the report said."""
        kind = target.split("/")[0]
        before = self.get(target)
        answer = self.send(kind, text)
        self.assertEqual(answer.status, 200, answer.body)
        return before, self.get(target), answer.json()

    def test_a_sheet_changes_only_the_columns_it_has(self):
        for description, target, text, changed in [
            ("a title", "contracts/c1", "ID,Title\nc1,Telephones\n", {"title": "Telephones"}),
            ("the same in other words", "contracts/c1",
             "id,start,length,notice,amount,vat rate,site\nc1,1 April 2023,2 years,no notice,\"£1,000.00\",20%,Depot\n", {}),
            ("a phone written nationally", "people/jo", "id,phone,executive\njo,01622 211900,yes\n", {}),
            ("a record called as another's id", "platforms/pbx", "id,site\npbx,hall\n", {}),
            ("a class that follows from the number", "numbers/n2", "id,class\nn2,public_body_03\n", {}),
            ("a count of the same value", "licences/seats", "id,purchased,assigned\nseats,190,7\n", {}),
            ("an empty cell under a silence", "licences/seats", "id,in use\nseats,\n", {}),
            ("a row that is shorter than the first", "suppliers/bt", "id,also known as\nbt\n", {"also_known_as": None}),
            ("an id that is made from the name", "sites/town-hall-3", "id,name\n,Town Hall 3\n", {}),
            ("an empty cell", "people/jo", "id,notes\njo,\n", {"notes": None}),
            ("a value where there was a silence", "licences/seats", "id,in use\nseats,5\n", {"in_use": 5, "silences": None}),
            ("one contact", "suppliers/bt", "id,support email\nbt,help@bt.example\n",
             {"support": {"email": "help@bt.example"}, "silences": {"company_number": "not_held"}}),
            ("another count", "licences/seats", "id,purchased\nseats,200\n",
             {"purchased": {"value": 200, "measure": "users", "qualifier": "exact"}}),
            ("the day of a count", "numbers/n2", "id,count,count as at\nn2,3,2024-02-01\n",
             {"count": {"value": 3, "qualifier": "exact", "as_at": "2024-02-01"}}),
        ]:
            with self.subTest(description):
                before, after, report = self.change(target, text)
                self.assertEqual(report["unchanged" if not changed else "changed"], 1, report)
                expected = {**before, **changed}
                self.assertEqual(after, {name: value for name, value in expected.items() if value is not None})

    def test_sub_columns_merge_into_what_is_recorded(self):
        before, after, _ = self.change("contracts/c1", "id,term.length,charges.amount,owner\nc1,3 years,1200,jo\n")
        self.assertEqual(after["term"], {**before["term"], "length": "P3Y"})
        self.assertEqual(after["charges"], [{**before["charges"][0], "amount": "1200"}, before["charges"][1]])
        self.assertEqual(after["release"], before["release"])
        self.assertEqual(after["silences"], {"term.notice": "none"})

    def test_an_error_in_a_row_of_a_known_record_is_said_in_its_place_and_changes_nothing(self):
        before = self.get("contracts/c1")
        answer = self.send("contracts", "id,title,start\nc1,,soonish\n")
        self.assertEqual(answer.status, 422)
        self.assertEqual(sorted(error["pointer"] for error in answer.json()["errors"]),
                         ["/rows/2/term.start", "/rows/2/title"])
        self.assertEqual(self.get("contracts/c1"), before)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
