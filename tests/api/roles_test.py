#!/usr/bin/env python3
"""Every route with every role and with none, and what people see who are not to see money."""

import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.accounts import ROLES, Browser, add_token, add_user  # noqa: E402
from support.program import SAMPLE, Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None

# The least role of each route, written down here once more by itself: a route that is added has to be added here.
ANYONE = {
    "GET /api/v1/session", "POST /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/set-up",
    "POST /api/v1/invitations/accept", "GET /calendar/{secret}.ics", "GET /api/v1/estate-document.schema.json",
    "GET /api/v1/openapi.json", "GET /healthz",
}
VIEWER_WRITES = {
    "PUT /api/v1/account", "PUT /api/v1/account/password", "POST /api/v1/account/second-factor",
    "PUT /api/v1/account/second-factor", "DELETE /api/v1/account/second-factor", "POST /api/v1/account/recovery-codes",
    "DELETE /api/v1/account/sessions", "DELETE /api/v1/account/sessions/{id}", "POST /api/v1/tokens",
    "DELETE /api/v1/tokens/{id}",
}
FINANCE = {
    "GET /api/v1/spend", "GET /api/v1/spend.csv", "GET /api/v1/renewals.csv", "GET /api/v1/contracts.csv",
    "GET /api/v1/suppliers.csv", "GET /api/v1/export", "GET /api/v1/history", "GET /api/v1/history.csv",
    "GET /api/v1/history/{revision}", "GET /api/v1/alerts/mails", "GET /api/v1/alerts/mails/{id}",
    "GET /api/v1/alerts/mails/{id}/html", "GET /api/v1/alerts/mails/{id}/message", "GET /api/v1/calendar/feeds",
}
ADMINISTRATOR = {
    "POST /api/v1/alerts/test-mail", "GET /api/v1/accounts", "POST /api/v1/accounts", "GET /api/v1/accounts/events",
    "PUT /api/v1/accounts/{id}", "DELETE /api/v1/accounts/{id}", "POST /api/v1/accounts/{id}/invitation",
}


def least_role(route):
    if route in ANYONE:
        return None
    if route in ADMINISTRATOR:
        return "administrator"
    if route in FINANCE:
        return "finance"
    if route.startswith("GET ") or route in VIEWER_WRITES:
        return "viewer"
    return "editor"


class Routes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM, sign_in=True)
        cls.emails = {}
        for role in reversed(ROLES):
            cls.emails[role] = add_user(PROGRAM, cls.server.database, role)
        cls.tokens = {role: add_token(PROGRAM, cls.server.database, role) for role in ROLES}
        described = cls.server.get("/api/v1/openapi.json").json()
        cls.routes = [(method.upper(), path) for path, methods in described["paths"].items() for method in methods]

    @classmethod
    def tearDownClass(cls):
        status, log = cls.server.stop()
        assert status == 0, log
        assert '"level":"error"' not in log, log

    def ask(self, method, path, headers):
        target = re.sub(r"\{\w+\}", "none", path)
        headers = dict(headers)
        body = None
        if method in ("POST", "PUT"):
            body = b"{}"
            headers["Content-Type"] = "application/json"
        return self.server.ask(method, target, body, headers)

    def hold(self, role, headers_of):
        for method, path in self.routes:
            route = f"{method} {path}"
            least = least_role(route)
            with self.subTest(route=route, role=role):
                answer = self.ask(method, path, headers_of(method))
                if least is None:
                    self.assertNotIn(answer.status, (401,) if "session" not in path and "set-up" not in path else (),
                                     answer.body)
                elif role is None:
                    self.assertEqual(answer.status, 401, answer.body)
                    self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer"))
                elif ROLES.index(role) < ROLES.index(least):
                    self.assertEqual(answer.status, 403, answer.body)
                    self.assertIn(least, answer.json()["detail"])
                elif route == "POST /api/v1/tokens":
                    self.assertIn(answer.status, (403, 422), answer.body)  # tokens make none
                else:
                    self.assertNotIn(answer.status, (401, 403), answer.body)
                    self.assertLess(answer.status, 500, answer.body)

    def test_there_are_routes_to_walk(self):
        self.assertGreater(len(self.routes), 130)

    def test_nobody(self):
        self.hold(None, lambda _: {})

    def test_a_token_that_is_not_good(self):
        self.hold(None, lambda _: {"Authorization": "Bearer tst_" + "A" * 43})

    def test_a_cookie_that_is_not_good(self):
        self.hold(None, lambda _: {"Cookie": "telestate=" + "A" * 43, "Telestate-Client": "page"})

    def test_viewer(self):
        self.hold("viewer", lambda _: {"Authorization": f"Bearer {self.tokens['viewer']}"})

    def test_finance(self):
        self.hold("finance", lambda _: {"Authorization": f"Bearer {self.tokens['finance']}"})

    def test_editor(self):
        self.hold("editor", lambda _: {"Authorization": f"Bearer {self.tokens['editor']}"})

    def test_administrator(self):
        self.hold("administrator", lambda _: {"Authorization": f"Bearer {self.tokens['administrator']}"})

    def test_a_viewer_who_signed_in(self):
        browser = Browser(self.server)
        self.assertEqual(browser.sign_in(self.emails["viewer"]).status, 200)

        def headers(method):
            cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
            return {"Cookie": cookie, "Telestate-Client": "page"}

        # Signing out among them would end the walk.
        self.routes = [route for route in self.routes if route != ("DELETE", "/api/v1/session")]
        self.hold("viewer", headers)

    def test_a_change_that_another_site_has_a_browser_make_is_refused_everywhere(self):
        browser = Browser(self.server)
        self.assertEqual(browser.sign_in(self.emails["administrator"]).status, 200)
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        ways = {
            "another origin": {"Origin": "https://evil.example", "Telestate-Client": "page"},
            "another site": {"Sec-Fetch-Site": "cross-site"},
            "a neighbour": {"Sec-Fetch-Site": "same-site"},
            "a form without an origin": {},
            "an origin that is null": {"Origin": "null"},
        }
        for method, path in self.routes:
            if method == "GET":
                continue
            for way, headers in ways.items():
                if way == "a form without an origin" and f"{method} {path}" in ANYONE:
                    continue
                with self.subTest(route=f"{method} {path}", way=way):
                    answer = self.ask(method, path, {"Cookie": cookie, **headers})
                    self.assertEqual(answer.status, 403, answer.body)

    def test_files_of_the_page_are_for_anyone_and_hold_nothing(self):
        for target in ["/", "/main.js", "/contracts"]:
            answer = self.server.get(target, Accept="text/html,*/*")
            self.assertEqual(answer.status, 200, target)
            self.assertNotIn(b"8x8", answer.body)

    def test_an_address_that_there_is_not_says_nothing_more_to_those_who_are_signed_in(self):
        for headers in [{}, {"Authorization": f"Bearer {self.tokens['viewer']}"}]:
            self.assertEqual(self.server.ask("GET", "/api/v1/nothing", headers=headers).status, 404)


AMOUNT = "31337.31"


class Money(unittest.TestCase):
    """An estate in which every amount can be told."""

    @classmethod
    def setUpClass(cls):
        document = json.loads(SAMPLE.read_text(encoding="utf-8"))
        for contract in document["contracts"]:
            contract["notes"] = "Rises by £41,414 a year, and £ 41414.41 to leave."
            for charge in contract.get("charges", []):
                for key in ("amount", "unit_price"):
                    if key in charge:
                        charge[key] = AMOUNT
        cls.folder = tempfile.TemporaryDirectory()
        path = Path(cls.folder.name) / "estate.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        cls.server = Server(PROGRAM, path, sign_in=True)
        add_user(PROGRAM, cls.server.database, "administrator")
        cls.tokens = {role: add_token(PROGRAM, cls.server.database, role) for role in ROLES}
        described = cls.server.get("/api/v1/openapi.json").json()
        cls.contract = document["contracts"][0]["id"]
        cls.supplier = document["suppliers"][0]["id"]
        cls.targets = []
        for path, methods in described["paths"].items():
            # What is told of the program itself is not of the estate.
            if "get" not in methods or least_role(f"GET {path}") != "viewer" or path == "/metrics":
                continue
            kind = path.split("/")[3] if path.startswith("/api/v1/") else ""
            ids = {record: values[0]["id"] for record, values in document.items()
                   if isinstance(values, list) and values and "id" in values[0]}
            cls.targets.append(re.sub(r"\{id\}", ids.get(kind, "1"), path))

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.folder.cleanup()

    def get(self, target, role, **headers):
        return self.server.ask("GET", target, headers={"Authorization": f"Bearer {self.tokens[role]}", **headers})

    def test_no_answer_to_a_viewer_holds_an_amount(self):
        looked_at = 0
        for target in [*self.targets, "/api/v1/overview?on=2021-11-08",
                       f"/api/v1/contracts/{self.contract}/workings?on=2021-11-08"]:
            with self.subTest(target):
                answer = self.get(target, "viewer")
                self.assertLess(answer.status, 500, answer.body)
                text = answer.body.decode()
                self.assertNotRegex(text, r"(31,?337|41,?414)")
                self.assertNotRegex(text, r'"-?\d+\.\d\d+"')
                self.assertNotRegex(text, r"£ ?\d")
                looked_at += answer.status == 200
        self.assertGreater(looked_at, 40)

    def test_no_search_finds_an_amount(self):
        self.assertEqual(self.get("/api/v1/search?q=31337", "viewer").json()["items"], [])

    def test_whoever_sees_money_sees_it_there(self):
        for target in [f"/api/v1/contracts/{self.contract}", "/api/v1/contracts", "/api/v1/overview?on=2021-11-08",
                       f"/api/v1/contracts/{self.contract}/workings?on=2021-11-08"]:
            for role in ROLES[1:]:
                with self.subTest(target, role=role):
                    self.assertRegex(self.get(target, role).body.decode(), r'"-?\d+\.\d\d"|£\d|31337')

    def test_what_is_kept_for_one_is_not_given_to_the_other(self):
        target = f"/api/v1/contracts/{self.contract}"
        for _ in range(3):
            self.assertIn(AMOUNT, self.get(target, "finance").body.decode())
            self.assertNotIn(AMOUNT, self.get(target, "viewer").body.decode())
        self.assertNotEqual(self.get(target, "finance").headers["ETag"], self.get(target, "viewer").headers["ETag"])

    def test_an_unchanged_answer_is_known_again_in_either_form(self):
        for target in ["/api/v1/renewals", f"/api/v1/contracts/{self.contract}", "/api/v1/overview"]:
            for role in ["viewer", "finance"]:
                tag = self.get(target, role).headers["ETag"]
                self.assertEqual(self.get(target, role, **{"If-None-Match": tag}).status, 304, (target, role))
            tag = self.get(target, "finance").headers["ETag"]
            self.assertEqual(self.get(target, "viewer", **{"If-None-Match": tag}).status, 200, target)

    def test_a_viewer_cannot_sort_by_money(self):
        for target in ["/api/v1/contracts?sort=spend", "/api/v1/contracts?sort=-cost_at_stake",
                       "/api/v1/suppliers?sort=-spend"]:
            self.assertEqual(self.get(target, "viewer").status, 403, target)
            self.assertEqual(self.get(target, "finance").status, 200, target)

    def test_an_editor_keeps_the_amounts_and_a_viewer_changes_nothing(self):
        target = f"/api/v1/contracts/{self.contract}"
        record = self.get(target, "editor")
        headers = {"Authorization": f"Bearer {self.tokens['editor']}", "Content-Type": "application/json",
                   "If-Match": record.headers["ETag"]}
        self.assertEqual(self.server.ask("PUT", target, record.body, headers).status, 200)
        self.assertIn(AMOUNT, self.get(target, "finance").body.decode())
        headers["Authorization"] = f"Bearer {self.tokens['viewer']}"
        self.assertEqual(self.server.ask("PUT", target, record.body, headers).status, 403)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
