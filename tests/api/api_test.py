#!/usr/bin/env python3
"""The API over real sockets against the real program.

    api_test.py PROGRAM
"""

import datetime
import gzip
import json
import re
import socket
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import jsonschema  # noqa: E402  Debian's python3-jsonschema
from support.program import SAMPLE, Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
KINDS = ["sites", "people", "responsibilities", "suppliers", "contracts", "platforms", "lines", "licences", "numbers",
         "usage"]
VIEWS = ["/api/v1/overview", "/api/v1/timeline", "/api/v1/renewals", "/api/v1/spend", "/api/v1/organisation", "/api/v1/names",
         "/api/v1/contracts/8x8-phone-system/workings", *(f"/api/v1/{kind}" for kind in KINDS)]

# A record of each kind, for the segments of addresses.
IDS = {"sites": "trust-hq", "people": "gordon-flack", "suppliers": "bt", "contracts": "8x8-phone-system",
       "platforms": "pbx-8x8", "lines": "voice-lines", "licences": "softphones", "numbers": "non-geographic",
       "usage": "search-use", "alerts": "1"}
SECRETS = {}  # in addresses, known once the server runs


def address_of(path):
    """A described path with its segments filled in."""
    kind = path.removeprefix("/api/v1/").split("/")[0]
    segments = {"id": IDS.get(kind), "revision": "1", "service": "telephony", "role": "technical_lead",
                "person": "telephony-lead", "secret": SECRETS.get("calendar")}
    return re.sub(r"\{(\w+)\}", lambda found: segments[found[1]], path)


class OnTheSample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop()
        assert status == 0, f"the server ended with {status}: {log}"

    def get(self, target, **headers):
        return self.server.get(target, **headers)

    def assert_problem(self, answer, status, pointer=None):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/problem+json")
        problem = answer.json()
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["title"])
        if pointer is not None:
            self.assertIn(pointer, [error["pointer"] for error in problem["errors"]])
        return problem


class Description(OnTheSample):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = cls.server.ask("POST", "/api/v1/calendar/feeds", "{}", {"Content-Type": "application/json"})
        SECRETS["calendar"] = answer.json()["path"].split("/")[-1].removesuffix(".ics")
        # An alert whose mail waits for a server that is not there.
        end = str(datetime.date.today() + datetime.timedelta(days=20))
        for kind, record in (("people", {"id": "ann", "email": "ann@trust.example"}),
                             ("contracts", {"id": "alerted", "title": "Alerted", "owner": "ann",
                                           "term": {"kind": "fixed", "end": end}})):
            cls.server.ask("POST", f"/api/v1/{kind}", json.dumps(record), {"Content-Type": "application/json"})
        settings = {"TELESTATE_SMTP_HOST": "127.0.0.1", "TELESTATE_SMTP_PORT": "9", "TELESTATE_SMTP_FROM": "it@trust.example"}
        subprocess.run([PROGRAM, "alerts", "send", "--database", str(cls.server.database)], env=settings,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    def test_every_address_described_answers_and_its_answer_is_as_described(self):
        description = self.get("/api/v1/openapi.json").json()
        self.assertEqual(description["openapi"], "3.1.0")
        schema_text = self.get("/api/v1/estate-document.schema.json").json()
        # The description refers to the estate document's schema by its address.
        store = {"/api/v1/estate-document.schema.json": schema_text, schema_text["$id"]: schema_text, "": description}
        resolver = jsonschema.RefResolver("", description, store=store)
        answered = 0
        for path, operations in description["paths"].items():
            for method, operation in operations.items():
                if method != "get":
                    continue
                with self.subTest(path):
                    answer = self.get(address_of(path))
                    if path == "/api/v1/account":  # nobody has one here, where signing in is switched off
                        self.assertEqual(answer.status, 409)
                        continue
                    self.assertEqual(answer.status, 200)
                    (media_type, content), = operation["responses"]["200"]["content"].items()
                    self.assertEqual(answer.headers["Content-Type"].split(";")[0], media_type)
                    validator = jsonschema.Draft202012Validator(content["schema"], resolver=resolver)
                    validator.validate(answer.json() if media_type.endswith("json") else answer.body.decode())
                    answered += 1
        self.assertGreater(answered, 25)

    def test_every_list_and_record_of_the_estate_has_an_address_that_is_described(self):
        paths = self.get("/api/v1/openapi.json").json()["paths"]
        for kind in KINDS:
            self.assertIn(f"/api/v1/{kind}", paths)
            if kind != "responsibilities":
                self.assertIn(f"/api/v1/{kind}/{{id}}", paths)
        self.assertEqual(sorted(paths["/api/v1/import"]), ["post"])

    def test_the_parameters_described_are_those_taken(self):
        paths = self.get("/api/v1/openapi.json").json()["paths"]
        examples = {"on": "2021-11-08", "limit": "1", "offset": "0", "status": "active", "by": "site",
                    "financial_year": "2021-22", "supplier": "bt", "service": "telephony", "contract": "8x8-phone-system",
                    "from": "2021-04-01", "until": "2026-03-31", "q": "phone", "sort": "title"}
        for path, operations in paths.items():
            for parameter in operations.get("get", {}).get("parameters", []):
                if parameter["in"] != "query":
                    continue
                example = parameter["schema"].get("enum", [examples.get(parameter["name"], "true")])[0]
                target = address_of(path) + f"?{parameter['name']}={example}"
                with self.subTest(target):
                    self.assertEqual(self.get(target).status, 200)


class Views(OnTheSample):
    def test_a_list_is_paged_and_counts_all(self):
        page = self.get("/api/v1/platforms?limit=2&offset=1").json()
        self.assertEqual([item["id"] for item in page["items"]], ["pbx-8x8", "pbx-aastra"])
        self.assertEqual((page["total"], page["offset"], page["limit"]), (15, 1, 2))
        self.assertEqual(self.get("/api/v1/platforms?offset=99").json()["items"], [])

    def test_lists_can_be_narrowed(self):
        self.assertEqual([item["id"] for item in self.get("/api/v1/contracts?supplier=bt").json()["items"]],
                         ["bt-non-geographic"])
        licences = self.get("/api/v1/licences?contract=8x8-phone-system&limit=1").json()
        self.assertEqual((len(licences["items"]), licences["total"]), (1, 2))
        # The lines name no contract: they hang on it through their platform.
        lines = self.get("/api/v1/lines?contract=8x8-phone-system").json()
        self.assertEqual([item["id"] for item in lines["items"]], ["voice-lines"])

    def test_a_record_is_as_the_document_has_it(self):
        document = json.loads(SAMPLE.read_text())
        for kind in KINDS:
            if kind == "responsibilities":
                continue
            for record in document[kind]:
                with self.subTest(record["id"]):
                    self.assertEqual(self.get(f"/api/v1/{kind}/{record['id']}").json(), record)

    def test_renewals_are_paged_and_narrowed_on_request(self):
        whole = self.get("/api/v1/renewals?on=2021-11-08").json()
        self.assertEqual(sorted(whole), ["on", "positions"])
        page = self.get("/api/v1/renewals?on=2021-11-08&limit=2&offset=1").json()
        self.assertEqual(page["positions"], whole["positions"][1:3])
        self.assertEqual(page["total"], 6)
        self.assertEqual(self.get("/api/v1/renewals?on=2025-01-01&status=overrun").json()["positions"][0]["contract"],
                         "bt-non-geographic")

    def test_the_overview_agrees_with_the_views_it_sums_up(self):
        overview = self.get("/api/v1/overview?on=2024-06-01").json()
        renewals = self.get("/api/v1/renewals?on=2024-06-01").json()["positions"]
        self.assertEqual(overview["decisions"]["items"], [{**renewals[0], "owner": None}])
        spend = self.get("/api/v1/spend?financial_year=2024-25&by=supplier&on=2024-06-01").json()
        self.assertEqual(overview["spend"]["this_year"]["total"], spend["totals"]["total"])
        self.assertEqual(overview["spend"]["left_out_count"], len(spend["left_out"]))
        self.assertEqual(sum(overview["statuses"].values()), 6)
        gaps = {gap["flag"]: gap for gap in overview["gaps"]}
        self.assertEqual(gaps["notice_unknown"]["spend"], "461605.00")
        self.assertEqual((gaps["no_charges"]["contract_count"], gaps["no_charges"]["spend"]), (4, None))
        self.assertEqual(gaps["term_unknown"]["contracts"], ["nhs-net-email", "website-hosting"])

    def test_workings_end_in_the_position_they_explain(self):
        workings = self.get("/api/v1/contracts/bt-non-geographic/workings?on=2021-11-08").json()
        position = next(position for position in self.get("/api/v1/renewals?on=2021-11-08").json()["positions"]
                        if position["contract"] == "bt-non-geographic")
        self.assertEqual(workings["position"], position)
        results = {step["about"]: step["result"] for step in workings["steps"]}
        self.assertEqual(results["decide_by"], "1 October 2024")
        self.assertEqual(results["committed_until"], "31 October 2024")
        self.assertEqual(len(workings["spend"]), 5)
        self.assertTrue(workings["sentences"])

    def test_bad_parameters_are_refused_by_name_all_at_once(self):
        for target, pointer in [
            ("/api/v1/renewals?on=2021-02-30", "on"), ("/api/v1/renewals?on=", "on"), ("/api/v1/renewals?day=x", "day"),
            ("/api/v1/renewals?limit=0", "limit"), ("/api/v1/renewals?limit=1001", "limit"),
            ("/api/v1/renewals?offset=-1", "offset"), ("/api/v1/renewals?status=open", "status"),
            ("/api/v1/spend?financial_year=2021-23", "financial_year"), ("/api/v1/spend?by=colour", "by"),
            ("/api/v1/contracts?limit=1e3", "limit"), ("/api/v1/names?x=1", "x"),
        ]:
            with self.subTest(target):
                self.assert_problem(self.get(target), 422, pointer)
        problem = self.assert_problem(self.get("/api/v1/spend?by=colour&on=x&financial_year=y"), 422)
        self.assertEqual(len(problem["errors"]), 3)

    def test_what_is_not_there_is_404_and_says_what(self):
        for target in ["/api/v1/contracts/none", "/api/v1/contracts/none/workings", "/api/v1/sites/none",
                       "/api/v1/nothing", "/api/v1/responsibilities/x", "/api/v2/contracts", "/nothing.js"]:
            with self.subTest(target):
                self.assert_problem(self.get(target), 404)

    def test_a_page_of_the_dashboard_is_answered_with_the_application(self):
        page = self.get("/contracts/8x8-phone-system", Accept="text/html")
        self.assertEqual(page.status, 200)
        self.assertEqual(page.body, self.get("/", Accept="text/html").body)

    def test_an_unknown_method_is_405_with_allow(self):
        answer = self.server.ask("DELETE", "/api/v1/renewals")
        self.assert_problem(answer, 405)
        self.assertIn("GET", answer.headers["Allow"])
        self.assertIn("POST", self.server.ask("GET", "/api/v1/import").headers["Allow"])


class Revalidation(OnTheSample):
    def test_every_get_has_an_etag_and_an_unchanged_one_is_304(self):
        for target in [*VIEWS, "/api/v1/export", "/api/v1/openapi.json", "/api/v1/estate-document.schema.json", "/",
                       "/api/v1/contracts/8x8-phone-system"]:
            with self.subTest(target):
                first = self.get(target)
                self.assertEqual(first.status, 200)
                again = self.get(target, If_None_Match=first.headers["ETag"])
                self.assertEqual(again.status, 304)
                self.assertEqual(again.body, b"")
                self.assertEqual(again.headers["ETag"], first.headers["ETag"])
                self.assertEqual(self.get(target, If_None_Match='"other"').status, 200)

    def test_gzip_is_given_where_asked_and_holds_the_same(self):
        for target in ["/api/v1/platforms", "/api/v1/export", "/", "/main.js"]:
            with self.subTest(target):
                plain = self.get(target, Accept_Encoding="identity")
                self.assertIsNone(plain.headers["Content-Encoding"])
                packed = self.get(target, Accept_Encoding="gzip")
                self.assertEqual(packed.headers["Content-Encoding"], "gzip")
                self.assertIn("Accept-Encoding", packed.headers["Vary"])
                without_time = re.compile(rb'"exported_at": "[^"]*"')
                self.assertEqual(without_time.sub(b"", gzip.decompress(packed.body)), without_time.sub(b"", plain.body))
                self.assertIsNone(self.get(target, Accept_Encoding="gzip;q=0").headers["Content-Encoding"])

    def test_head_is_get_without_the_body(self):
        for target in ["/api/v1/renewals", "/", "/healthz"]:
            with self.subTest(target):
                head = self.server.ask("HEAD", target)
                self.assertEqual((head.status, head.body), (200, b""))
                self.assertEqual(head.headers["Content-Length"], self.get(target).headers["Content-Length"])

    def test_answers_carry_strict_security_headers(self):
        for target in ["/", "/api/v1/renewals", "/api/v1/nothing", "/healthz"]:
            with self.subTest(target):
                headers = self.get(target).headers
                policy = headers["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertEqual(headers["Referrer-Policy"], "no-referrer")


class TwoEstates(unittest.TestCase):
    def test_the_tag_of_one_estate_is_never_good_for_another(self):
        first, second = Server(PROGRAM), Server(PROGRAM, SAMPLE.parent.parent / "web" / "estates" / "northmoor.json")
        self.addCleanup(first.stop)
        self.addCleanup(second.stop)
        for target in ["/api/v1/renewals", "/api/v1/export"]:
            tag = first.get(target).headers["ETag"]
            self.assertEqual(first.get(target, If_None_Match=tag).status, 304)
            self.assertEqual(second.get(target, If_None_Match=tag).status, 200)


class Changes(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROGRAM)
        self.addCleanup(self.server.stop)
        self.document = json.loads(SAMPLE.read_text())

    def send(self, document, target="/api/v1/import", **headers):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.server.ask("POST", target, body, {"Content-Type": "application/json", **headers})

    def test_an_import_moves_the_revision_by_one_and_every_view_with_it(self):
        before = self.server.get("/api/v1/spend?financial_year=2021-22")
        revision = self.server.get("/healthz").json()["revision"]
        self.document["contracts"][0]["charges"][0]["amount"] = "500000.00"
        report = self.send(self.document).json()
        self.assertEqual((report["changed"], report["revision"]), (1, revision + 1))
        after = self.server.get("/api/v1/spend?financial_year=2021-22", If_None_Match=before.headers["ETag"])
        self.assertEqual(after.status, 200)
        self.assertEqual(after.json()["totals"]["total"], "500000.00")

    def test_a_dry_run_and_a_document_that_changes_nothing_move_no_revision(self):
        revision = self.server.get("/healthz").json()["revision"]
        self.document["sites"][0]["name"] = "Elsewhere"
        report = self.send(self.document, "/api/v1/import?dry_run=true").json()
        self.assertEqual((report["dry_run"], report["changed"]), (True, 1))
        self.assertEqual(self.send(json.loads(SAMPLE.read_text())).json()["changed"], 0)
        self.assertEqual(self.server.get("/healthz").json()["revision"], revision)

    def test_an_import_may_name_the_state_it_means_to_change(self):
        tag = self.server.get("/api/v1/export").headers["ETag"]
        self.document["sites"][0]["name"] = "Elsewhere"
        self.assertEqual(self.send(self.document, **{"If-Match": tag}).status, 200)
        self.document["sites"][0]["name"] = "Somewhere else again"
        answer = self.send(self.document, **{"If-Match": tag})
        self.assertEqual(answer.status, 412)
        self.assertEqual(self.server.get("/api/v1/sites/trust-hq").json()["name"], "Elsewhere")

    def test_a_parameter_given_twice_is_refused(self):
        answer = self.send(self.document, "/api/v1/import?dry_run=false&dry_run=true")
        self.assertEqual(answer.status, 422)

    def test_bad_documents_are_refused_with_the_right_status(self):
        for description, body, status, pointer in [
            ("not JSON", b"{", 400, None),
            ("bad UTF-8", b'{"format": "telestate/1", "sites": [{"id": "a", "name": "\xff"}]}', 400, None),
            ("nested absurdly", b'{"format": "telestate/1", "sites": ' + b"[" * 10_000, 422, None),
            ("an unknown field", {"format": "telestate/1", "sites": [{"id": "a", "name": "A", "colour": 1}]}, 422,
             "/sites/0/colour"),
            ("a dangling reference", {"format": "telestate/1", "platforms": [
                {"id": "p", "kind": "pbx", "service": "telephony", "contract": "none"}]}, 422, "/platforms/0/contract"),
            ("an unknown zone", {"format": "telestate/1", "organisation": {"name": "A", "time_zone": "Europe/Londres"}},
             422, "/organisation/time_zone"),
        ]:
            with self.subTest(description):
                answer = self.send(body)
                self.assertEqual(answer.status, status, answer.body)
                if pointer:
                    self.assertIn(pointer, [error["pointer"] for error in answer.json()["errors"]])

    def test_an_import_has_to_be_json_from_here(self):
        self.assertEqual(self.send(self.document, **{"Content-Type": "text/plain"}).status, 415)
        self.assertEqual(self.send(self.document, Origin="https://example.org").status, 403)
        self.assertEqual(self.send(self.document, **{"Sec-Fetch-Site": "cross-site"}).status, 403)

    def test_another_name_for_this_host_is_refused(self):
        answer = self.server.get("/api/v1/renewals", Host="rebound.example.org")
        self.assertEqual(answer.status, 421)

    def test_a_body_past_the_limit_is_413(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            connection.sendall(b"POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                               b"Content-Length: 99999999999\r\n\r\n")
            self.assertIn(b" 413 ", connection.recv(4096).split(b"\r\n")[0])

    def test_readers_see_whole_states_while_imports_go_on(self):
        failures = []
        ended = threading.Event()

        def read():
            while not ended.is_set():
                spend = self.server.get("/api/v1/spend?financial_year=2021-22&by=contract").json()
                rows = sum(int(row["total"].replace(".", "")) for row in spend["rows"])
                if rows != int(spend["totals"]["total"].replace(".", "")) or rows not in (46160500, 92321000):
                    failures.append(spend["totals"])

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for turn in range(10):
            for contract in self.document["contracts"][:1]:
                contract["charges"][0]["amount"] = "461605.00" if turn % 2 else "923210.00"
            self.assertEqual(self.send(self.document).status, 200)
        ended.set()
        for reader in readers:
            reader.join()
        self.assertEqual(failures, [])

    def test_a_request_in_flight_is_finished_when_the_server_is_told_to_end(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
            body = json.dumps(self.document).encode()
            head = ("POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n").encode()
            connection.sendall(head + body[:-10])
            time.sleep(0.2)
            self.server.process.terminate()
            time.sleep(0.2)
            connection.sendall(body[-10:])
            self.assertIn(b" 200 ", connection.recv(65536).split(b"\r\n")[0])
        self.assertEqual(self.server.process.wait(10), 0)

    def test_nothing_internal_shows_when_the_database_is_gone(self):
        self.server.database.write_bytes(b"no longer a database" * 5000)
        for target in ["/api/v1/renewals", "/api/v1/contracts", "/healthz"]:
            answer = self.server.get(target)
            self.assertIn(answer.status, (200, 500, 503))
            for word in [b"SQLite", b"sqlite", b".cpp", b"SELECT", b"exception"]:
                self.assertNotIn(word, answer.body)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
