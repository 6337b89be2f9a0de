#!/usr/bin/env python3
"""Records created, replaced, deleted, decided about and undone, over real sockets against the real program.

    writes_test.py PROGRAM
"""

import json
import sys
import threading
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.program import SAMPLE, Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None

# One record of each kind, in an order in which each refers only to those before it.
RECORDS = [
    ("sites", {"name": "Town Hall", "postcode": "NM1 1AA"}, {"name": "City Hall", "postcode": "NM1 1AA"}),
    ("people", {"name": "Priya Natarajan", "email": "p@n.example"}, {"name": "Priya N", "email": "p@n.example"}),
    ("suppliers", {"name": "Fernway Networks"}, {"name": "Fernway", "company_number": "01234567"}),
    ("contracts",
     {"title": "Wide area network", "supplier": "fernway-networks", "owner": "priya-natarajan", "site": "town-hall",
      "term": {"kind": "auto_renew", "start": "2024-04-01", "length": "P1Y", "renews_for": "P1Y", "notice": "P90D"},
      "charges": [{"id": "rent", "kind": "recurring", "amount": "14400.00", "every": "P1Y"}]},
     {"title": "WAN", "term": {"kind": "unknown"}}),
    ("platforms", {"product": "Calder Cloud Voice", "contract": "wide-area-network", "maker": "fernway-networks"},
     {"product": "Calder Cloud Voice", "version": "8"}),
    ("lines", {"number": "+441632960201", "technology": "pstn", "platform": "calder-cloud-voice"},
     {"number": "+441632960201", "technology": "sip_trunk"}),
    ("licences", {"product": "Softphone", "purchased": 640}, {"product": "Softphone", "purchased": 700}),
    ("numbers", {"first": "+441632960300", "last": "+441632960399"}, {"first": "+441632960300", "last": "+441632960499"}),
    ("usage", {"measure": "inbound_calls", "count": 12}, {"measure": "inbound_calls", "count": 13}),
]


class OnADatabase(unittest.TestCase):
    document = None

    def setUp(self):
        self.server = Server(PROGRAM, self.document)

    def tearDown(self):
        status, log = self.server.stop()
        self.assertEqual(status, 0, log)
        self.assertNotIn('"level":"error"', log)

    def send(self, method, target, body=None, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if body is not None:
            given.setdefault("Content-Type", "application/json")
        return self.server.ask(method, "/api/v1" + target, body.encode() if isinstance(body, str) else body, given)

    def get(self, target):
        answer = self.send("GET", target)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def create(self, kind, record):
        answer = self.send("POST", f"/{kind}", record)
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json()["id"]

    def version(self, target):
        answer = self.send("GET", target)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.headers["ETag"]

    def replace(self, target, record):
        answer = self.send("PUT", target, record, If_Match=self.version(target))
        self.assertEqual(answer.status, 200, answer.body)
        return answer

    def revision(self):
        return json.loads(self.server.get("/healthz").body)["revision"]

    def assert_problem(self, answer, status, pointer=None):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/problem+json")
        problem = answer.json()
        if pointer is not None:
            self.assertIn(pointer, [error["pointer"] for error in problem.get("errors", [])], problem)
        return problem

    def export(self):
        document = self.get("/export")
        document.pop("exported_at")
        return document


class EveryKind(OnADatabase):
    def test_a_record_of_every_kind_is_created_replaced_and_deleted(self):
        made = []
        for kind, record, other in RECORDS:
            with self.subTest(kind):
                answer = self.send("POST", f"/{kind}", record)
                self.assertEqual(answer.status, 201, answer.body)
                created = answer.json()
                self.assertEqual(answer.headers["Location"], f"/api/v1/{kind}/{created['id']}")
                again = self.send("GET", f"/{kind}/{created['id']}")
                self.assertEqual(again.json(), created)
                self.assertEqual(again.headers["ETag"], answer.headers["ETag"])
                self.assertEqual({name: created[name] for name in record}, record)
                made.append((kind, created["id"], other))
        for kind, identity, other in reversed(made):
            with self.subTest(kind):
                target = f"/{kind}/{identity}"
                replaced = self.replace(target, other)
                self.assertEqual(replaced.json(), {"id": identity, **other})
                deleted = self.send("DELETE", target, If_Match=replaced.headers["ETag"])
                self.assertEqual(deleted.status, 204, deleted.body)
                self.assertEqual(self.send("GET", target).status, 404)
        self.assertEqual(self.revision(), 3 * len(RECORDS))
        document = self.export()
        self.assertEqual([name for name, value in document.items() if isinstance(value, list) and value], [])

    def test_a_responsibility_is_created_moved_and_deleted(self):
        person = self.create("people", {"name": "Owen Bright"})
        answer = self.send("POST", "/responsibilities", {"service": "telephony", "role": "technical_lead", "person": person})
        self.assertEqual(answer.status, 201, answer.body)
        target = f"/responsibilities/telephony/technical_lead/{person}"
        moved = self.send("PUT", target, {"service": "networks", "role": "technical_lead", "person": person, "notes": "since May"},
                          If_Match=self.version(target))
        self.assertEqual(moved.status, 200, moved.body)
        self.assertEqual(self.send("GET", target).status, 404)
        target = f"/responsibilities/networks/technical_lead/{person}"
        self.assertEqual(self.get(target)["notes"], "since May")
        self.assertEqual(self.get("/responsibilities")["total"], 1)
        self.assert_problem(self.send("DELETE", f"/people/{person}", If_Match="*"), 409)
        self.assertEqual(self.send("DELETE", target, If_Match=self.version(target)).status, 204)

    def test_responsibilities_have_addresses_whatever_they_are_called(self):
        person = self.create("people", {"name": "Owen Bright"})
        for role in ["technical lead/ops", "a?b#c%d", "..", "~1", "é"]:
            with self.subTest(role):
                answer = self.send("POST", "/responsibilities", {"service": "telephony", "role": role, "person": person})
                self.assertEqual(answer.status, 201, answer.body)
                target = answer.headers["Location"].removeprefix("/api/v1")
                self.assertTrue(target.isascii())
                self.assertEqual(self.get(target)["role"], role)
                self.assertEqual(self.send("DELETE", target, If_Match="*").status, 204)

    def test_the_organisation_is_replaced(self):
        organisation = self.get("/organisation")
        organisation["name"] = "Northmoor Borough Council"
        self.replace("/organisation", organisation)
        self.assertEqual(self.get("/organisation")["name"], "Northmoor Borough Council")
        for days in ([60, 7], []):
            organisation["alert_days"] = days
            self.replace("/organisation", organisation)
            self.assertEqual(self.get("/organisation")["alert_days"], days)
        self.assertEqual(self.send("POST", f"/history/{self.revision()}/undo").status, 200)
        self.assertEqual(self.get("/organisation")["alert_days"], [60, 7])
        organisation["time_zone"] = "Europe/Nowhere"
        self.assert_problem(self.send("PUT", "/organisation", organisation, If_Match="*"), 422, "/time_zone")

    def test_ids_are_made_from_what_a_record_says_and_never_clash(self):
        cases = [("Côte d'Azur & Sons (Ltd)", "cote-dazur-sons-ltd"), ("8x8", "8x8"), ("日本電話", "supplier"),
                 ("日本電話", "supplier-2"), ("8x8", "8x8-2")]
        for name, wanted in cases:
            self.assertEqual(self.create("suppliers", {"name": name}), wanted)
        long_id = self.create("suppliers", {"name": "a very long name " * 20})
        self.assertLessEqual(len(long_id), 60)


class Refusals(OnADatabase):
    document = SAMPLE

    def test_what_cannot_be_kept_is_refused_field_by_field_and_nothing_changes(self):
        before = self.export()
        revision = self.revision()
        contract = self.get("/contracts/8x8-phone-system")
        cases = [
            ("POST", "/contracts", {**contract, "id": "new", "supplier": "nobody"}, {}, 422, "/supplier"),
            ("POST", "/contracts", {**contract, "id": "New"}, {}, 422, "/id"),
            ("POST", "/contracts", {**contract, "id": "new", "colour": "red"}, {}, 422, "/colour"),
            ("POST", "/contracts", contract, {}, 409, "/id"),
            ("PUT", "/contracts/8x8-phone-system", {**contract, "id": "other"}, {"If_Match": "*"}, 422, "/id"),
            ("PUT", "/contracts/8x8-phone-system", {**contract, "term": {"kind": "auto_renew", "start": "2021-04-01", "length": "P1Y"}},
             {"If_Match": "*"}, 422, "/term/renews_for"),
            ("PUT", "/contracts/8x8-phone-system", contract, {}, 428, None),
            ("DELETE", "/contracts/8x8-phone-system", None, {}, 428, None),
            ("PUT", "/contracts/nothing", contract, {"If_Match": "*"}, 404, None),
            ("DELETE", "/contracts/nothing", None, {"If_Match": "*"}, 404, None),
            ("PUT", "/contracts/8x8-phone-system", contract, {"If_Match": '"stale"'}, 412, None),
            ("DELETE", "/contracts/8x8-phone-system", None, {"If_Match": '"stale"'}, 412, None),
            ("PUT", "/contracts/8x8-phone-system", contract, {"If_None_Match": "*"}, 412, None),
            ("POST", "/contracts", "{", {}, 400, None),
            ("POST", "/contracts", "[]", {}, 422, None),
            ("POST", "/contracts?colour=red", contract, {}, 422, "colour"),
            ("POST", "/contracts", contract, {"Content_Type": "text/plain"}, 415, None),
            ("POST", "/contracts", contract, {"Origin": "https://elsewhere.example", "Sec_Fetch_Site": "cross-site"}, 403, None),
            ("POST", "/contracts", {**contract, "id": "new"}, {"Telestate_Person": "%zz"}, 400, None),
            ("POST", "/contracts", {**contract, "id": "new"}, {"Telestate_Person": "a%0d%0ab"}, 400, None),
            ("PATCH", "/contracts/8x8-phone-system", contract, {}, 405, None),
            ("DELETE", "/suppliers/8x8?move_to=8x8", None, {"If_Match": "*"}, 422, "move_to"),
            ("DELETE", "/suppliers/8x8?move_to=nobody", None, {"If_Match": "*"}, 422, "move_to"),
            ("POST", "/history/99/undo", None, {}, 404, None),
            ("POST", "/history/one/undo", None, {}, 404, None),
        ]
        for method, target, body, headers, status, pointer in cases:
            with self.subTest(f"{method} {target} {headers} {status}"):
                self.assert_problem(self.send(method, target, body, **headers), status, pointer)
        self.assertEqual(self.revision(), revision)
        self.assertEqual(self.export(), before)

    def test_a_stale_copy_is_answered_with_the_record_as_it_stands(self):
        version = self.version("/suppliers/8x8")
        supplier = self.get("/suppliers/8x8")
        self.replace("/suppliers/8x8", {**supplier, "notes": "by the first"})
        refused = self.send("PUT", "/suppliers/8x8", {**supplier, "notes": "by the second"}, If_Match=version)
        problem = self.assert_problem(refused, 412)
        self.assertEqual(problem["current"]["notes"], "by the first")
        taken = self.send("PUT", "/suppliers/8x8", {**supplier, "notes": "by both"}, If_Match=refused.headers["ETag"])
        self.assertEqual(taken.status, 200)

    def test_a_change_elsewhere_leaves_the_tag_of_a_record_as_it_is(self):
        version = self.version("/suppliers/8x8")
        self.create("sites", {"name": "Somewhere"})
        self.assertEqual(self.version("/suppliers/8x8"), version)
        self.assertEqual(self.send("PUT", "/suppliers/8x8", self.get("/suppliers/8x8"), If_Match=version).status, 200)

    def test_what_is_as_it_was_moves_no_revision(self):
        revision = self.revision()
        answer = self.replace("/suppliers/8x8", self.get("/suppliers/8x8"))
        self.assertEqual(answer.headers["Telestate-Revision"], str(revision))
        self.assertEqual(self.revision(), revision)

    def test_numbers_that_others_hold_are_refused(self):
        self.create("numbers", {"first": "+441632960300", "last": "+441632960399"})
        self.assert_problem(self.send("POST", "/numbers", {"first": "+441632960350", "last": "+441632960450"}), 422, "/first")

    def test_many_writers_at_once_lose_no_update(self):
        target = "/suppliers/8x8"

        def add(name):
            for _ in range(200):
                answer = self.send("GET", target)
                record = answer.json()
                record["also_known_as"] = record.get("also_known_as", []) + [name]
                if self.send("PUT", target, record, If_Match=answer.headers["ETag"]).status == 200:
                    return
            raise AssertionError("never came through")

        names = [f"name {number}" for number in range(12)]
        threads = [threading.Thread(target=add, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = self.get(target)["also_known_as"]
        self.assertEqual(sorted(name for name in kept if name in names), sorted(names))


class Deletion(OnADatabase):
    def setUp(self):
        super().setUp()
        for kind, record, _ in RECORDS:
            self.create(kind, record)
        self.other = self.create("suppliers", {"name": "Brightline"})

    def test_it_says_what_refers_to_the_record(self):
        problem = self.assert_problem(self.send("DELETE", "/suppliers/fernway-networks", If_Match="*"), 409)
        self.assertEqual(problem["referrer_count"], 2)
        self.assertEqual({(entry["kind"], entry["id"], entry["field"]) for entry in problem["referrers"]},
                         {("contracts", "wide-area-network", "/supplier"), ("platforms", "calder-cloud-voice", "/maker")})
        asked = self.get("/suppliers/fernway-networks/referrers")
        self.assertEqual(asked["items"], problem["referrers"])
        self.assertEqual(asked["total"], 2)

    def test_referrers_are_moved_in_the_same_revision_and_all_of_it_can_be_undone(self):
        before = self.export()
        revision = self.revision()
        answer = self.send("DELETE", f"/suppliers/fernway-networks?move_to={self.other}", If_Match="*")
        self.assertEqual(answer.status, 204, answer.body)
        self.assertEqual(self.revision(), revision + 1)
        self.assertEqual(self.get("/contracts/wide-area-network")["supplier"], self.other)
        self.assertEqual(self.get("/platforms/calder-cloud-voice")["maker"], self.other)
        undone = self.send("POST", f"/history/{revision + 1}/undo")
        self.assertEqual(undone.status, 200, undone.body)
        after = self.export()
        for document in (before, after):
            document["suppliers"].sort(key=lambda record: record["id"])
        self.assertEqual(after, before)

    def test_who_answers_for_a_service_already_keeps_the_notes_of_it(self):
        other = self.create("people", {"name": "Owen Bright"})
        for person, notes in [("priya-natarajan", "hers"), (other, "his own")]:
            self.assertEqual(self.send("POST", "/responsibilities",
                                       {"service": "telephony", "role": "lead", "person": person, "notes": notes}).status, 201)
        self.assertEqual(self.send("DELETE", f"/people/priya-natarajan?move_to={other}", If_Match="*").status, 204)
        self.assertEqual([(entry["person"], entry["notes"]) for entry in self.get("/responsibilities")["items"]], [(other, "his own")])

    def test_fields_are_emptied_where_that_is_asked_for(self):
        self.assertEqual(self.send("DELETE", "/people/priya-natarajan?unlink=true", If_Match="*").status, 204)
        self.assertNotIn("owner", self.get("/contracts/wide-area-network"))

    def test_a_person_who_answers_for_a_service_cannot_be_taken_out_of_it_but_be_replaced(self):
        self.assertEqual(self.send("POST", "/responsibilities",
                                   {"service": "telephony", "role": "lead", "person": "priya-natarajan"}).status, 201)
        other = self.create("people", {"name": "Owen Bright"})
        before = self.export()
        self.assert_problem(self.send("DELETE", "/people/priya-natarajan?unlink=true", If_Match="*"), 409)
        self.assertEqual(self.export(), before)
        self.assertEqual(self.send("DELETE", f"/people/priya-natarajan?move_to={other}", If_Match="*").status, 204)
        self.assertEqual(self.get("/responsibilities")["items"][0]["person"], other)


class Decisions(OnADatabase):
    def contract(self, **term):
        return self.create("contracts", {"title": "Trunks", "term": term,
                                         "charges": [{"id": "rent", "kind": "recurring", "amount": "1200.00", "every": "P1Y"}]})

    def decide(self, contract, on, body, dry_run=False, status=200):
        target = f"/contracts/{contract}"
        answer = self.send("POST", f"{target}/decisions?on={on}&dry_run={str(dry_run).lower()}", body, If_Match=self.version(target))
        self.assertEqual(answer.status, status, answer.body)
        return answer.json()

    def test_renewing_moves_the_next_decision_to_the_next_term(self):
        # Ends 31 March 2027; 90 days back is 31 December 2026, a Thursday and no holiday.
        contract = self.contract(kind="auto_renew", start="2024-04-01", length="P3Y", renews_for="P1Y", notice="P90D")
        tried = self.decide(contract, "2026-11-22", {"outcome": "renew"}, dry_run=True)
        self.assertEqual(tried["before"]["position"]["next_decision"]["decide_by"], "2026-12-31")
        self.assertEqual(tried["before"]["position"]["next_decision"]["cost_at_stake"], "1200.00")
        self.assertEqual(tried["position"]["next_decision"]["decide_by"], "2027-12-31")
        self.assertNotIn("decisions", self.get(f"/contracts/{contract}"))
        done = self.decide(contract, "2026-11-22", {"outcome": "renew", "note": "kept"})
        self.assertEqual(done["record"]["decisions"], [{"kind": "give_notice", "takes_effect": "2027-03-31", "outcome": "renew",
                                                        "decided_on": "2026-11-22", "note": "kept"}])
        self.assertEqual(self.get("/renewals?on=2026-11-22")["positions"][0]["next_decision"]["decide_by"], "2027-12-31")

    def test_leaving_ends_the_contract_on_the_day_it_takes_effect(self):
        contract = self.contract(kind="auto_renew", start="2024-04-01", length="P3Y", renews_for="P1Y", notice="P90D")
        done = self.decide(contract, "2026-11-22", {"outcome": "leave"})
        self.assertIsNone(done["position"]["next_decision"])
        self.assertEqual(done["position"]["committed_until"], "2027-03-31")
        self.assertEqual(done["spend"]["next_year"]["total"], "0.00")

    def test_extending_exercises_the_next_option(self):
        contract = self.contract(kind="fixed", start="2024-04-01", length="P3Y", notice="P3M",
                                 extensions=[{"length": "P1Y"}, {"length": "P2Y", "up_to": True}])
        done = self.decide(contract, "2026-11-22", {"outcome": "extend"})
        self.assertEqual(done["position"]["term_end"]["last"], "2028-03-31")
        done = self.decide(contract, "2026-11-22", {"outcome": "extend", "length": "P6M"})
        self.assertEqual(done["position"]["term_end"]["last"], "2028-09-30")
        self.assert_problem(self.send("POST", f"/contracts/{contract}/decisions", {"outcome": "extend"}, If_Match="*"), 409)

    def test_replacing_closes_the_decision_of_a_fixed_contract(self):
        contract = self.contract(kind="fixed", start="2024-04-01", length="P3Y")
        done = self.decide(contract, "2026-11-22", {"outcome": "replace"})
        self.assertIsNone(done["position"]["next_decision"])

    def test_a_contract_out_of_contract_is_ended_on_a_day(self):
        contract = self.contract(kind="fixed", start="2020-04-01", length="P3Y")
        self.decide(contract, "2026-11-22", {"outcome": "leave"}, status=409)
        done = self.decide(contract, "2026-11-22", {"outcome": "leave", "leaves_on": "2026-12-31"})
        self.assertEqual(done["record"]["ended_on"], "2026-12-31")

    def test_what_makes_no_sense_is_refused(self):
        contract = self.contract(kind="auto_renew", start="2024-04-01", length="P3Y", renews_for="P1Y", notice="P90D")
        for body, pointer in [({"outcome": "leave", "leaves_on": "2020-01-01"}, "/leaves_on"), ({"outcome": "renew", "length": "P6M"}, "/length"),
                              ({"outcome": "renew", "decided_on": "2027-01-01"}, "/decided_on"), ({"outcome": "renew", "leaves_on": "2027-01-01"}, "/leaves_on"),
                              ({"outcome": "extend", "kind": "give_notice", "takes_effect": "2027-03-31"}, "/kind")]:
            with self.subTest(body):
                self.assert_problem(self.send("POST", f"/contracts/{contract}/decisions?on=2026-11-22", body, If_Match="*"), 422, pointer)
        for body, pointer in [({}, "/outcome"), ({"outcome": "stay"}, "/outcome"), ({"outcome": "renew", "colour": "red"}, "/colour"),
                              ({"outcome": "leave", "leaves_on": "2026-02-30"}, "/leaves_on"), ({"outcome": "renew", "kind": "give_notice"}, "/kind")]:
            with self.subTest(body):
                self.assert_problem(self.send("POST", f"/contracts/{contract}/decisions", body, If_Match="*"), 422, pointer)
        self.assert_problem(self.send("POST", f"/contracts/{contract}/decisions", {"outcome": "renew"}), 428)


class Undoing(OnADatabase):
    document = SAMPLE

    def undo(self, revision, status=200, **query):
        answer = self.send("POST", f"/history/{revision}/undo?{urllib.parse.urlencode(query)}")
        self.assertEqual(answer.status, status, answer.body)
        return answer.json()

    def test_who_and_from_where_are_kept(self):
        self.send("POST", "/sites", {"name": "A"}, Telestate_Client="page", Telestate_Person=urllib.parse.quote("Zoë O'Brien"))
        self.send("POST", "/sites", {"name": "B"})
        entries = self.get("/history?limit=3")["items"]
        self.assertEqual([(entry["origin"], entry["changed_by"]) for entry in entries[:2]], [("api", None), ("page", "Zoë O'Brien")])
        self.assertEqual(entries[2]["origin"], "import")
        self.assertEqual(entries[1]["records"][0]["title"], "A")

    def test_a_change_is_undone_and_what_was_changed_since_elsewhere_stays(self):
        supplier = self.get("/suppliers/8x8")
        self.replace("/suppliers/8x8", {**supplier, "notes": "wrong"})
        revision = self.revision()
        self.replace("/suppliers/8x8", {**supplier, "notes": "wrong", "company_number": "01234567"})
        before = self.export()
        self.assertTrue(self.undo(revision, dry_run="true")["dry_run"])
        self.assertEqual(self.export(), before)
        report = self.undo(revision)
        self.assertEqual([(record["kind"], record["id"], record["action"]) for record in report["records"]],
                         [("suppliers", "8x8", "changed")])
        self.assertEqual(self.get("/suppliers/8x8"), {**supplier, "company_number": "01234567"})
        entry = self.get("/history?limit=1")["items"][0]
        self.assertEqual((entry["origin"], entry["undoes"]), ("undo", revision))
        self.assertEqual(self.get(f"/history/{revision}")["undone_by"], entry["revision"])
        # What was undone can be done again the same way.
        self.undo(entry["revision"])
        self.assertEqual(self.get("/suppliers/8x8")["notes"], "wrong")

    def test_a_field_changed_again_contradicts(self):
        supplier = self.get("/suppliers/8x8")
        self.replace("/suppliers/8x8", {**supplier, "notes": "first"})
        revision = self.revision()
        self.replace("/suppliers/8x8", {**supplier, "notes": "second"})
        before = self.export()
        problem = self.assert_problem(self.send("POST", f"/history/{revision}/undo"), 409, "/suppliers/8x8/notes")
        self.assertIn("contradicts", problem["detail"])
        self.assertEqual(self.export(), before)

    def test_a_whole_import_is_undone_unless_something_refers_to_it(self):
        before = self.export()
        document = {"format": "telestate/1", "sites": [{"id": "s-new", "name": "New"}],
                    "suppliers": [{"id": "8x8", "name": "Renamed"}],
                    "contracts": [{"id": "c-new", "title": "New", "site": "s-new", "supplier": "8x8", "term": {"kind": "unknown"}}]}
        imported = self.send("POST", "/import", document)
        self.assertEqual(imported.status, 200, imported.body)
        revision = self.revision()
        line = self.create("lines", {"number": "+441632960201", "contract": "c-new"})
        self.assert_problem(self.send("POST", f"/history/{revision}/undo"), 409, "/contracts/c-new")
        self.assertEqual(self.send("DELETE", f"/lines/{line}", If_Match="*").status, 204)
        self.undo(revision)
        self.assertEqual(self.export(), before)

    def test_one_record_of_an_import_is_undone_alone(self):
        document = {"format": "telestate/1", "sites": [{"id": "one", "name": "One"}, {"id": "two", "name": "Two"}]}
        self.assertEqual(self.send("POST", "/import", document).status, 200)
        revision = self.revision()
        self.undo(revision, kind="sites", id="one")
        self.assertEqual(self.send("GET", "/sites/one").status, 404)
        self.assertEqual(self.get("/sites/two")["name"], "Two")

    def test_what_was_taken_back_already_does_not_stand_in_the_way_of_the_rest(self):
        document = {"format": "telestate/1", "sites": [{"id": name, "name": name} for name in ("one", "two", "three")]}
        self.assertEqual(self.send("POST", "/import", document).status, 200)
        revision = self.revision()
        self.assert_problem(self.send("POST", f"/history/{revision}/undo?kind=sites"), 422, "id")
        self.undo(revision, kind="sites", id="two")
        self.assertIsNone(self.get(f"/history/{revision}")["undone_by"])
        report = self.undo(revision)
        self.assertEqual(sorted(record["id"] for record in report["records"]), ["one", "three"])
        self.assertIsNotNone(self.get(f"/history/{revision}")["undone_by"])
        self.assertEqual(self.undo(revision)["records"], [])

    def test_a_deleted_record_comes_back_with_all_its_counts(self):
        counts = [{"value": value, "as_at": day} for value, day in [(10, "2024-01-01"), (12, "2025-01-01"), (9, "2026-01-01")]]
        line = self.create("lines", {"technology": "pstn", "count": counts[0]})
        for count in counts[1:]:
            self.replace(f"/lines/{line}", {"technology": "pstn", "count": count})
        kept = self.get(f"/lines/{line}/observations")
        self.assertEqual(len(kept["items"]), 3)
        shown = self.get(f"/lines/{line}")
        self.assertEqual(self.send("DELETE", f"/lines/{line}", If_Match="*").status, 204)
        self.undo(self.revision())
        self.assertEqual(self.get(f"/lines/{line}"), shown)
        self.assertEqual(self.get(f"/lines/{line}/observations"), kept)

    def test_a_count_is_taken_back_and_the_earlier_one_shown_again(self):
        line = self.create("lines", {"technology": "pstn", "count": {"value": 10, "as_at": "2024-01-01"}})
        self.replace(f"/lines/{line}", {"technology": "pstn", "count": {"value": 99, "as_at": "2025-01-01"}})
        self.undo(self.revision())
        self.assertEqual(self.get(f"/lines/{line}")["count"]["value"], 10)
        self.assertEqual(len(self.get(f"/lines/{line}/observations")["items"]), 1)
        self.replace(f"/lines/{line}", {"technology": "pstn", "count": {"value": 98, "as_at": "2025-01-01"}})
        target = f"/lines/{line}/observations?field=count&as_at=2025-01-01"
        self.assert_problem(self.send("DELETE", target), 428)
        deleted = self.send("DELETE", target, If_Match=self.version(f"/lines/{line}"))
        self.assertEqual(deleted.status, 204, deleted.body)
        self.assertEqual(self.get(f"/lines/{line}")["count"]["value"], 10)
        self.undo(self.revision())
        self.assertEqual(self.get(f"/lines/{line}")["count"]["value"], 98)


class FirstRun(OnADatabase):
    def test_the_sample_comes_and_goes_as_a_whole(self):
        self.assertEqual(self.get("/setup"), {"is_empty": True, "sample": None})
        self.assertEqual(self.send("POST", "/sample").status, 201)
        setup = self.get("/setup")
        self.assertFalse(setup["is_empty"])
        self.assertGreater(setup["sample"]["record_count"], 20)
        self.assert_problem(self.send("POST", "/sample"), 409)
        contract = self.get("/contracts")["items"][0]
        self.replace(f"/contracts/{contract['id']}", {**contract, "title": "Edited"})
        line = self.create("lines", {"technology": "pstn", "contract": contract["id"]})
        self.assert_problem(self.send("DELETE", "/sample"), 409, f"/contracts/{contract['id']}")
        self.assertEqual(self.send("DELETE", f"/lines/{line}", If_Match="*").status, 204)
        self.assertEqual(self.send("DELETE", "/sample").status, 204)
        self.assertEqual(self.get("/setup"), {"is_empty": True, "sample": None})
        self.assertEqual(self.send("POST", "/sample").status, 201)

    def test_a_sample_brought_back_by_undoing_can_be_cleared_again(self):
        self.assertEqual(self.send("POST", "/sample").status, 201)
        self.create("sites", {"name": "Our own"})
        self.assertEqual(self.send("DELETE", "/sample").status, 204)
        undone = self.send("POST", f"/history/{self.revision()}/undo")
        self.assertEqual(undone.status, 200, undone.body)
        self.assertIsNotNone(self.get("/setup")["sample"])
        self.assertEqual(self.send("DELETE", "/sample").status, 204)
        self.assertEqual(self.get("/sites")["total"], 1)

    def test_an_organisation_of_ones_own_stays_when_the_sample_goes(self):
        self.assertEqual(self.send("POST", "/sample").status, 201)
        self.replace("/organisation", {**self.get("/organisation"), "name": "Our own"})
        self.assertEqual(self.send("DELETE", "/sample").status, 204)
        self.assertEqual(self.get("/organisation")["name"], "Our own")
        self.assertEqual(self.get("/contracts")["total"], 0)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
