#!/usr/bin/env python3
"""Setting up, signing in and out, second factors, sessions, tokens and what nobody may learn from it, over real sockets
against the real program.

    sign_in_test.py PROGRAM
"""

import base64
import hashlib
import hmac
import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.accounts import PASSWORD, Browser, add_token, add_user, telestate  # noqa: E402
from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
OTHER = "a horse that counts to seven"


def totp(secret, at=None):
    """RFC 6238, by the letter."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at or time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class WithServer(unittest.TestCase):
    settings = {}

    def setUp(self):
        self.server = Server(PROGRAM, None, sign_in=True, environment=self.settings)
        self.addCleanup(self.stop)

    def stop(self):
        status, self.log = self.server.stop()
        self.assertEqual(status, 0, self.log)

    def user(self, role="administrator", **more):
        return add_user(PROGRAM, self.server.database, role, **more)

    def signed_in(self, email, **more):
        browser = Browser(self.server)
        answer = browser.sign_in(email, **more)
        self.assertEqual(answer.status, 200, answer.body)
        return browser

    def status_of(self, browser, target="/api/v1/contracts"):
        return browser.ask("GET", target).status


class SettingUp(WithServer):
    person = {"name": "Ada Byron", "email": "Ada@example.nhs.uk", "password": PASSWORD}

    def test_the_code_of_the_console_makes_the_first_administrator_once(self):
        browser = Browser(self.server)
        self.assertEqual(browser.ask("GET", "/api/v1/session").json()["state"], "set_up")
        self.assertEqual(self.status_of(browser), 401)
        code = self.server.set_up_code()
        self.assertRegex(code, r"^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$")
        wrong = browser.ask("POST", "/api/v1/set-up", {"code": "AAAAA-AAAAA-AAAAA-AAAAA", **self.person})
        self.assertEqual((wrong.status, wrong.json()["errors"][0]["pointer"]), (403, "/code"))
        answer = browser.ask("POST", "/api/v1/set-up", {"code": code.lower().replace("-", " "), **self.person})
        self.assertEqual(answer.status, 201, answer.body)
        session = answer.json()
        self.assertEqual((session["state"], session["role"], session["account"]["email"]),
                         ("signed_in", "administrator", "ada@example.nhs.uk"))
        self.assertEqual(self.status_of(browser), 200)
        again = Browser(self.server).ask("POST", "/api/v1/set-up", {"code": code, **self.person, "email": "b@example.org"})
        self.assertEqual(again.status, 409, again.body)
        self.assertEqual(Browser(self.server).ask("GET", "/api/v1/session").json()["state"], "signed_out")

    def test_fields_are_refused_by_name_and_weak_passwords_with_a_reason(self):
        browser = Browser(self.server)
        code = self.server.set_up_code()
        for change, pointer in [({"email": "nowhere"}, "/email"), ({"name": " "}, "/name"),
                                ({"password": "short"}, "/password"), ({"password": "password1234"}, "/password"),
                                ({"password": "Ada@example.nhs.uk"}, "/password"), ({"role": "viewer"}, "/role")]:
            answer = browser.ask("POST", "/api/v1/set-up", {"code": code, **self.person, **change})
            self.assertEqual(answer.status, 422, (change, answer.body))
            self.assertEqual([error["pointer"] for error in answer.json()["errors"]], [pointer])
        self.assertEqual(browser.ask("POST", "/api/v1/set-up", {"code": code, **self.person}).status, 201)

    def test_the_code_is_void_once_the_command_line_made_an_account_and_never_in_the_log(self):
        code = self.server.set_up_code()
        self.user()
        answer = Browser(self.server).ask("POST", "/api/v1/set-up", {"code": code, **self.person})
        self.assertEqual(answer.status, 409, answer.body)
        self.stop()
        self.assertNotIn(code, self.log)
        self.server = Server(PROGRAM, None, sign_in=True)


class SigningIn(WithServer):
    def test_in_and_out_with_a_cookie_that_scripts_and_other_sites_do_not_get(self):
        email = self.user()
        browser = Browser(self.server)
        answer = browser.sign_in(email.upper())
        self.assertEqual(answer.status, 200, answer.body)
        cookies = {cookie.split("=")[0]: cookie for cookie in answer.headers.get_all("Set-Cookie")}
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"]:
            self.assertIn(part, cookies["telestate"])
            self.assertIn(part, cookies["telestate-device"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(self.status_of(browser), 200)
        token = browser.cookies["telestate"]
        self.assertEqual(browser.ask("DELETE", "/api/v1/session").status, 204)
        self.assertNotIn("telestate", browser.cookies)
        browser.cookies["telestate"] = token
        self.assertEqual(self.status_of(browser), 401)

    def test_an_unknown_address_and_a_wrong_password_are_answered_alike(self):
        email = self.user()
        seen = []
        for address, password in [(email, "not the right password"), ("nobody@example.nhs.uk", PASSWORD)]:
            began = time.monotonic()
            answer = Browser(self.server).sign_in(address, password)
            seen.append((answer.status, answer.json()["detail"], time.monotonic() - began))
        self.assertEqual(seen[0][:2], seen[1][:2])
        self.assertEqual(seen[0][0], 401)
        self.assertLess(max(seen[0][2], seen[1][2]), 10 * min(seen[0][2], seen[1][2]))

    def test_nothing_to_sign_in_with_stands_in_the_database_or_the_log(self):
        email = self.user()
        browser = self.signed_in(email)
        token = browser.ask("POST", "/api/v1/tokens", {"name": "t", "role": "viewer", "expires_on": day_from_now(30)})
        secrets = [browser.cookies["telestate"], browser.cookies["telestate-device"], token.json()["token"], PASSWORD]
        self.stop()
        for path in self.database_files():
            content = path.read_bytes()
            for secret in secrets:
                self.assertNotIn(secret.encode(), content, path)
        for secret in secrets:
            self.assertNotIn(secret, self.log)
        self.server = Server(PROGRAM, None, sign_in=True)

    def database_files(self):
        # The folder is gone with the server, so the copy was made before.
        return [Path(self.copy)] if hasattr(self, "copy") else []

    def stop(self):
        if self.server.database.exists():
            self.copy = f"/tmp/telestate-copy-{os.getpid()}.sqlite"
            source = sqlite3.connect(self.server.database)
            target = sqlite3.connect(self.copy)
            source.backup(target)
            source.close()
            target.close()
        super().stop()

    def tearDown(self):
        if hasattr(self, "copy"):
            Path(self.copy).unlink(missing_ok=True)

    def test_who_guesses_waits_and_the_owner_does_not(self):
        email = self.user()
        owner = self.signed_in(email)
        thief = Browser(self.server)
        statuses = [thief.sign_in(email, f"guess number {number}").status for number in range(8)]
        self.assertEqual(statuses[:5], [401] * 5)
        self.assertIn(429, statuses)
        refused = thief.sign_in(email, PASSWORD)
        self.assertEqual(refused.status, 429, refused.body)
        self.assertGreaterEqual(int(refused.headers["Retry-After"]), 1)
        # From another address, and from the browser that signed in before at the same address.
        elsewhere = Browser(self.server)
        self.assertEqual(sign_in_from("127.0.0.2", self.server, elsewhere, email).status, 200)
        owner.ask("DELETE", "/api/v1/session")
        self.assertEqual(owner.sign_in(email).status, 200)

    def test_a_disabled_or_deleted_account_is_out_at_once(self):
        self.user()
        email = self.user("viewer")
        browser = self.signed_in(email)
        token = browser.ask("POST", "/api/v1/tokens", {"name": "t", "role": "viewer", "expires_on": day_from_now(30)}).json()["token"]
        telestate(PROGRAM, self.server.database, "user", "disable", email)
        self.assertTrue(wait_until(lambda: self.status_of(browser) == 401))
        self.assertEqual(self.server.ask("GET", "/api/v1/contracts", headers={"Authorization": f"Bearer {token}"}).status, 401)
        self.assertEqual(Browser(self.server).sign_in(email).status, 401)
        telestate(PROGRAM, self.server.database, "user", "enable", email)
        self.assertEqual(Browser(self.server).sign_in(email).status, 200)
        telestate(PROGRAM, self.server.database, "user", "remove", email)
        self.assertEqual(Browser(self.server).sign_in(email).status, 401)


def sign_in_from(address, server, browser, email):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(address, 0))
    connection.request("POST", "/api/v1/session", json.dumps({"email": email, "password": PASSWORD}),
                       {"Content-Type": "application/json", "Origin": browser.origin, "Telestate-Client": "page"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def day_from_now(days):
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86400))


def wait_until(condition, seconds=5):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


class Limits(WithServer):
    settings = {"TELESTATE_SIGN_IN_IDLE_MINUTES": "5", "TELESTATE_SIGN_IN_LONGEST_HOURS": "2"}

    def age(self, column, seconds):
        """Sets an instant of all sessions back, as time would."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))
        database = sqlite3.connect(self.server.database)
        database.execute(f"UPDATE sessions SET {column} = ?", (at,))
        database.commit()
        database.close()

    def test_a_session_that_began_too_long_ago_is_over_however_busy(self):
        browser = self.signed_in(self.user())
        self.age("created_at", 2 * 3600 - 60)
        self.assertEqual(self.status_of(browser), 200)
        self.age("created_at", 2 * 3600 + 60)
        self.assertTrue(wait_until(lambda: self.status_of(browser) == 401))

    def test_a_session_that_was_not_used_is_over(self):
        email = self.user()
        browser = self.signed_in(email)
        database = self.server.database
        saved = Path(str(database) + ".kept")
        source = sqlite3.connect(database)
        target = sqlite3.connect(saved)
        source.backup(target)
        for connection in (source, target):
            connection.close()
        stale = sqlite3.connect(saved)
        stale.execute("UPDATE sessions SET seen_at = ?",
                      (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 301)),))
        stale.commit()
        stale.close()
        # Another start, which has not seen it used.
        other = Server(PROGRAM, None, database=saved, sign_in=True, environment=self.settings)
        try:
            again = Browser(other)
            again.cookies = dict(browser.cookies)
            self.assertEqual(again.ask("GET", "/api/v1/contracts").status, 401)
        finally:
            other.stop()
        self.assertEqual(self.status_of(browser), 200)


class OwnAccount(WithServer):
    def test_a_new_password_ends_the_other_sessions_and_the_old_one(self):
        email = self.user()
        here, there = self.signed_in(email), self.signed_in(email)
        wrong = here.ask("PUT", "/api/v1/account/password", {"current": "wrong password", "password": OTHER})
        self.assertEqual((wrong.status, wrong.json()["errors"][0]["pointer"]), (403, "/current"))
        weak = here.ask("PUT", "/api/v1/account/password", {"current": PASSWORD, "password": "123456789012"})
        self.assertEqual((weak.status, weak.json()["errors"][0]["pointer"]), (422, "/password"))
        answer = here.ask("PUT", "/api/v1/account/password", {"current": PASSWORD, "password": OTHER})
        self.assertEqual(answer.status, 204, answer.body)
        self.assertEqual((self.status_of(here), self.status_of(there)), (200, 401))
        self.assertEqual(Browser(self.server).sign_in(email).status, 401)
        self.assertEqual(Browser(self.server).sign_in(email, OTHER).status, 200)

    def test_sessions_are_listed_and_ended_one_by_one_and_all_together(self):
        email = self.user()
        browsers = [self.signed_in(email) for _ in range(4)]
        sessions = browsers[0].ask("GET", "/api/v1/account").json()["sessions"]
        self.assertEqual(len(sessions), 4)
        self.assertEqual([session["is_current"] for session in sessions].count(True), 1)
        last = max(session["id"] for session in sessions)
        self.assertEqual(browsers[0].ask("DELETE", f"/api/v1/account/sessions/{last}").status, 204)
        self.assertEqual([self.status_of(browser) for browser in browsers], [200, 200, 200, 401])
        self.assertEqual(browsers[0].ask("DELETE", "/api/v1/account/sessions").status, 204)
        self.assertEqual([self.status_of(browser) for browser in browsers], [200, 401, 401, 401])

    def test_nobody_ends_a_session_of_somebody_else(self):
        first = self.signed_in(self.user())
        second = self.signed_in(self.user("viewer"))
        number = second.ask("GET", "/api/v1/account").json()["sessions"][0]["id"]
        self.assertEqual(first.ask("DELETE", f"/api/v1/account/sessions/{number}").status, 404)
        self.assertEqual(self.status_of(second), 200)

    def test_a_second_factor_is_asked_for_once_it_is_on_and_no_code_counts_twice(self):
        email = self.user()
        browser = self.signed_in(email)
        offer = browser.ask("POST", "/api/v1/account/second-factor", {"password": PASSWORD}).json()
        self.assertTrue(offer["uri"].startswith("otpauth://totp/telestate"))
        self.assertTrue(offer["qr_svg"].startswith("<"))
        self.assertEqual(self.signed_in(email).ask("GET", "/api/v1/session").json()["account"]["has_second_factor"], False)
        wrong = browser.ask("PUT", "/api/v1/account/second-factor", {"code": "000000"})
        self.assertEqual((wrong.status, wrong.json()["errors"][0]["pointer"]), (422, "/code"))
        code = totp(offer["secret"], time.time() - 30)
        codes = browser.ask("PUT", "/api/v1/account/second-factor", {"code": code}).json()["recovery_codes"]
        self.assertEqual(len(set(codes)), 10)
        stranger = Browser(self.server)
        asked = stranger.sign_in(email)
        self.assertEqual((asked.status, asked.json()["second_factor"]), (401, "required"))
        self.assertNotIn("second_factor", stranger.sign_in(email, "not the password").json())
        self.assertEqual(stranger.sign_in(email, second_factor=code).status, 401)  # used when it was switched on
        now = totp(offer["secret"])
        self.assertEqual(stranger.sign_in(email, second_factor=now).status, 200)
        self.assertEqual(Browser(self.server).sign_in(email, second_factor=now).status, 401)
        self.assertEqual(Browser(self.server).sign_in(email, second_factor=codes[0].lower()).status, 200)
        self.assertEqual(Browser(self.server).sign_in(email, second_factor=codes[0]).status, 401)
        self.assertEqual(browser.ask("GET", "/api/v1/account").json()["recovery_codes_left"], 9)
        renewed = browser.ask("POST", "/api/v1/account/recovery-codes", {"password": PASSWORD}).json()["recovery_codes"]
        self.assertFalse(set(renewed) & set(codes))
        self.assertEqual(browser.ask("DELETE", "/api/v1/account/second-factor", {"password": PASSWORD}).status, 204)
        self.assertEqual(sign_in_from("127.0.0.3", self.server, browser, email).status, 200)

    def test_a_lost_password_is_set_anew_on_the_command_line(self):
        email = self.user()
        browser = self.signed_in(email)
        telestate(PROGRAM, self.server.database, "user", "passwd", email, text=OTHER + "\n")
        self.assertTrue(wait_until(lambda: self.status_of(browser) == 401))
        self.assertEqual(Browser(self.server).sign_in(email, OTHER).status, 200)
        refused = telestate(PROGRAM, self.server.database, "user", "passwd", email, text="password1234\n", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertNotIn("password1234", refused.stderr)


class Accounts(WithServer):
    def test_an_invitation_lets_a_person_choose_a_password_once(self):
        boss = self.signed_in(self.user())
        answer = boss.ask("POST", "/api/v1/accounts", {"name": "Grace", "email": "grace@example.nhs.uk", "role": "editor"})
        self.assertEqual(answer.status, 201, answer.body)
        invited = answer.json()
        code = invited["invitation"]["code"]
        self.assertTrue(invited["invitation"]["url"].endswith("/sign-in/invitation#" + code))
        self.assertEqual(Browser(self.server).sign_in("grace@example.nhs.uk").status, 401)
        grace = Browser(self.server)
        weak = grace.ask("POST", "/api/v1/invitations/accept", {"code": code, "password": "grace@example"})
        self.assertEqual((weak.status, weak.json()["errors"][0]["pointer"]), (422, "/password"))
        self.assertEqual(grace.ask("POST", "/api/v1/invitations/accept", {"code": code, "password": OTHER}).status, 200)
        self.assertEqual(grace.ask("GET", "/api/v1/session").json()["role"], "editor")
        self.assertEqual(Browser(self.server).ask("POST", "/api/v1/invitations/accept", {"code": code, "password": OTHER}).status, 403)
        renewed = boss.ask("POST", f"/api/v1/accounts/{invited['id']}/invitation").json()["code"]
        self.assertEqual(self.status_of(grace), 200)  # forgotten is not yet gone
        again = Browser(self.server).ask("POST", "/api/v1/invitations/accept", {"code": renewed, "password": PASSWORD})
        self.assertEqual(again.status, 200, again.body)
        self.assertEqual(self.status_of(grace), 401)

    def test_a_role_counts_from_the_next_request_on(self):
        boss = self.signed_in(self.user())
        email = self.user("viewer")
        viewer = self.signed_in(email)
        self.assertEqual(self.status_of(viewer, "/api/v1/spend"), 403)
        account = next(each for each in boss.ask("GET", "/api/v1/accounts").json()["items"] if each["email"] == email)
        changed = boss.ask("PUT", f"/api/v1/accounts/{account['id']}",
                           {"name": account["name"], "email": email, "role": "finance"})
        self.assertEqual(changed.status, 200, changed.body)
        self.assertEqual(self.status_of(viewer, "/api/v1/spend"), 200)

    def test_the_last_administrator_stays(self):
        email = self.user()
        boss = self.signed_in(email)
        number = boss.ask("GET", "/api/v1/accounts").json()["items"][0]["id"]
        for change in [{"role": "editor"}, {"role": "administrator", "is_disabled": True}]:
            answer = boss.ask("PUT", f"/api/v1/accounts/{number}", {"name": "A", "email": email, **change})
            self.assertEqual(answer.status, 409, answer.body)
        self.assertEqual(boss.ask("DELETE", f"/api/v1/accounts/{number}").status, 409)
        refused = telestate(PROGRAM, self.server.database, "user", "role", email, "viewer", check=False)
        self.assertEqual(refused.returncode, 1, refused.stdout)

    def test_an_address_is_one_persons(self):
        boss = self.signed_in(self.user())
        answer = boss.ask("POST", "/api/v1/accounts", {"name": "B", "email": "ADMINISTRATOR@example.nhs.uk", "role": "viewer"})
        self.assertEqual((answer.status, answer.json()["errors"][0]["pointer"]), (409, "/email"))
        answer = boss.ask("POST", "/api/v1/accounts", {"name": "B", "email": "b", "role": "king", "x": 1})
        self.assertEqual({error["pointer"] for error in answer.json()["errors"]}, {"/email", "/role", "/x"})

    def test_what_was_done_is_told_and_the_history_has_names_that_cannot_be_claimed(self):
        boss = self.signed_in(self.user())
        email = self.user("editor", name="grace")
        grace = self.signed_in(email)
        made = grace.ask("POST", "/api/v1/sites", {"id": "hq", "name": "HQ"}, headers={"Telestate-Person": "Somebody%20else"})
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual(boss.ask("GET", "/api/v1/history").json()["items"][0]["changed_by"], "Grace")
        token = grace.ask("POST", "/api/v1/tokens", {"name": "nightly", "role": "editor", "expires_on": day_from_now(9)}).json()["token"]
        self.server.ask("POST", "/api/v1/sites", json.dumps({"id": "two", "name": "Two"}),
                        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        self.assertEqual(boss.ask("GET", "/api/v1/history").json()["items"][0]["changed_by"], "Grace (nightly)")
        events = boss.ask("GET", "/api/v1/accounts/events").json()
        told = [(event["by"], event["what"]) for event in events["items"]]
        self.assertIn(("Grace", "signed in"), told)
        self.assertTrue(any(what.startswith("made an API token") for _, what in told), told)
        database = sqlite3.connect(self.server.database)
        for statement in ["DELETE FROM account_events", "UPDATE account_events SET by = 'x'"]:
            with self.assertRaises(sqlite3.IntegrityError):
                database.execute(statement)
        database.close()


class Tokens(WithServer):
    def ask(self, token, target="/api/v1/contracts", method="GET", body=None, **headers):
        return self.server.ask(method, target, body, {"Authorization": f"Bearer {token}", **headers})

    def test_a_token_is_shown_once_counts_its_use_and_ends_when_it_is_revoked(self):
        boss = self.signed_in(self.user())
        made = boss.ask("POST", "/api/v1/tokens", {"name": "power BI", "role": "finance", "expires_on": day_from_now(30)})
        self.assertEqual(made.status, 201, made.body)
        token = made.json()["token"]
        self.assertRegex(token, r"^tst_[\w-]{43}$")
        listed = boss.ask("GET", "/api/v1/tokens").json()["items"]
        self.assertNotIn("token", listed[0])
        self.assertIsNone(listed[0]["last_used_at"])
        self.assertEqual(self.ask(token, "/api/v1/spend").status, 200)
        self.assertIsNotNone(boss.ask("GET", "/api/v1/tokens").json()["items"][0]["last_used_at"])
        self.assertTrue(wait_until(lambda: json.loads(telestate(PROGRAM, self.server.database, "token", "list", "--json")
                                                      .stdout)["items"][0]["last_used_at"], 15))
        self.assertEqual(self.ask(token, "/api/v1/sites", "POST", "{}", **{"Content-Type": "application/json"}).status, 403)
        self.assertEqual(boss.ask("DELETE", f"/api/v1/tokens/{listed[0]['id']}").status, 204)
        self.assertEqual(self.ask(token).status, 401)

    def test_a_token_may_no_more_than_its_owner_and_makes_no_others(self):
        self.user()
        viewer = self.signed_in(self.user("viewer"))
        answer = viewer.ask("POST", "/api/v1/tokens", {"name": "t", "role": "editor", "expires_on": day_from_now(3)})
        self.assertEqual((answer.status, answer.json()["errors"][0]["pointer"]), (422, "/role"))
        token = viewer.ask("POST", "/api/v1/tokens", {"name": "t", "role": "viewer", "expires_on": day_from_now(3)}).json()["token"]
        body = json.dumps({"name": "t", "role": "viewer", "expires_on": day_from_now(3)})
        self.assertEqual(self.ask(token, "/api/v1/tokens", "POST", body, **{"Content-Type": "application/json"}).status, 403)
        for day in ["2020-01-01", "2099-01-01", "soon"]:
            answer = viewer.ask("POST", "/api/v1/tokens", {"name": "t", "role": "viewer", "expires_on": day})
            self.assertEqual((answer.status, answer.json()["errors"][0]["pointer"]), (422, "/expires_on"), day)

    def test_tokens_of_the_command_line_and_ones_that_ran_out(self):
        self.user()
        token = add_token(PROGRAM, self.server.database, "viewer")
        self.assertEqual(self.ask(token).status, 200)
        listed = json.loads(telestate(PROGRAM, self.server.database, "token", "list", "--json").stdout)["items"]
        database = sqlite3.connect(self.server.database)
        database.execute("UPDATE api_tokens SET expires_at = '2020-01-01T00:00:00Z'")
        database.commit()
        database.close()
        self.assertTrue(wait_until(lambda: self.ask(token).status == 401))
        telestate(PROGRAM, self.server.database, "token", "revoke", str(listed[0]["id"]))
        self.assertEqual(json.loads(telestate(PROGRAM, self.server.database, "token", "list", "--json").stdout)["items"], [])

    def test_figures_for_prometheus_take_a_token(self):
        self.user()
        self.assertEqual(self.server.get("/metrics").status, 401)
        token = add_token(PROGRAM, self.server.database, "viewer")
        self.ask(token)
        text = self.ask(token, "/metrics").body.decode()
        self.assertIn('telestate_http_requests_total{method="GET",route="/api/v1/contracts",status="200"} 1', text)
        for name in ["process_resident_memory_bytes", "telestate_alerts_pending", "telestate_backups_late",
                     "telestate_http_request_duration_seconds_bucket"]:
            self.assertRegex(text, rf"(?m)^{name}")
        for line in text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [-+\d.e]+)$')


class BehindAProxy(WithServer):
    settings = {"TELESTATE_SERVER_TRUSTED_PROXIES": "127.0.0.1", "TELESTATE_SIGN_IN_PROXY_HEADER": "X-Forwarded-Email",
                "TELESTATE_SERVER_PUBLIC_URL": "https://telecoms.example.nhs.uk"}

    def ask(self, method="GET", target="/api/v1/session", email=None, address="127.0.0.1", **headers):
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20, source_address=(address, 0))
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if email:
            sent["X-Forwarded-Email"] = email
        if method == "POST":
            sent["Content-Type"] = "application/json"
        connection.request(method, target, json.dumps({"id": "hq", "name": "HQ"}) if method == "POST" else None, sent)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def test_the_header_counts_from_the_proxy_alone(self):
        email = self.user("administrator")
        self.assertEqual(json.loads(self.ask(email=email.upper())[1])["role"], "administrator")
        self.assertIsNone(json.loads(self.ask(email=email, address="127.0.0.2")[1])["role"])
        self.assertEqual(self.ask(target="/api/v1/contracts", email=email)[0], 200)
        self.assertEqual(self.ask(target="/api/v1/contracts", email=email, address="127.0.0.2")[0], 401)
        self.assertEqual(self.ask(target="/api/v1/contracts", email="nobody@example.org")[0], 401)
        self.assertEqual(self.ask(target="/api/v1/contracts", email=email + ", " + email)[0], 401)

    def test_a_change_has_to_come_from_a_page_of_the_public_address(self):
        email = self.user("administrator")
        public = "https://telecoms.example.nhs.uk"
        self.assertEqual(self.ask("POST", "/api/v1/sites", email)[0], 403)
        self.assertEqual(self.ask("POST", "/api/v1/sites", email, Origin="https://evil.example")[0], 403)
        self.assertEqual(self.ask("POST", "/api/v1/sites", email, Origin=public)[0], 201)

    def test_a_token_of_the_proxys_own_beside_the_header_does_not_matter_and_one_of_ours_counts(self):
        email = self.user("administrator")
        self.assertEqual(self.ask(target="/api/v1/accounts", email=email, Authorization="Bearer eyJhbGciOi.x.y")[0], 200)
        self.assertEqual(self.ask(target="/api/v1/contracts", Authorization="Bearer eyJhbGciOi.x.y")[0], 401)
        token = add_token(PROGRAM, self.server.database, "viewer")
        self.assertEqual(self.ask(target="/api/v1/accounts", email=email, Authorization=f"Bearer {token}")[0], 403)

    def test_cookies_are_bound_to_the_host_where_the_proxy_speaks_tls(self):
        email = self.user("administrator")
        browser = Browser(self.server, origin="https://telecoms.example.nhs.uk")
        answer = browser.ask("POST", "/api/v1/session", {"email": email, "password": PASSWORD},
                             headers={"Host": "telecoms.example.nhs.uk", "X-Forwarded-Proto": "https"})
        self.assertEqual(answer.status, 200, answer.body)
        cookies = answer.headers.get_all("Set-Cookie")
        self.assertTrue(all(cookie.startswith("__Host-") and "; Secure" in cookie for cookie in cookies), cookies)
        self.assertIn("Strict-Transport-Security", answer.headers)


class SwitchedOff(unittest.TestCase):
    def test_it_is_for_this_machine_alone(self):
        environment = {**os.environ, "TELESTATE_SERVER_SIGN_IN": "off"}
        for more in [["--address", "0.0.0.0"]]:
            finished = subprocess.run([PROGRAM, "serve", "--database", "/nonexistent/x.sqlite", "--port", "0", *more],
                                      env=environment, capture_output=True, text=True, check=False)
            self.assertEqual(finished.returncode, 1)
            self.assertIn("sign_in", finished.stderr)


class CommandLine(unittest.TestCase):
    def test_the_first_account_is_an_administrators_and_passwords_are_held_to_the_rules(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "new.sqlite"

            def run(*arguments, text="", check=True):
                return telestate(PROGRAM, database, *arguments, text=text, check=check)

            self.assertEqual(run("user", "add", "a@example.org", "--role", "viewer", text=PASSWORD + "\n", check=False).returncode, 1)
            self.assertEqual(run("user", "add", "a@example.org", text="short\n", check=False).returncode, 1)
            self.assertEqual(run("user", "add", "nobody", text=PASSWORD + "\n", check=False).returncode, 1)
            self.assertEqual(run("user", "add", "a@example.org", "--role", "king", check=False).returncode, 2)
            self.assertIn("administrator", run("user", "add", "a@example.org", "--name", "Ada", text=PASSWORD + "\n").stdout)
            secret = Path(folder) / "password"
            secret.write_text(OTHER + "\n", encoding="utf-8")
            run("user", "add", "--email", "b@example.org", "--password-file", str(secret))
            listed = json.loads(run("user", "list", "--json").stdout)["items"]
            self.assertEqual([(each["email"], each["role"]) for each in listed],
                             [("a@example.org", "administrator"), ("b@example.org", "viewer")])
            self.assertIn("a@example.org", run("user", "list").stdout)
            self.assertEqual(run("user", "role", "b@example.org", "finance").returncode, 0)
            self.assertEqual(run("user", "passwd", "nobody@example.org", text=OTHER + "\n", check=False).returncode, 1)
            made = run("token", "add", "reports", "--role", "finance", "--user", "b@example.org", "--expires-on", "2099-01-01")
            self.assertRegex(made.stdout, r"^tst_[\w-]{43}\n$")
            self.assertIn("not shown again", made.stderr)
            self.assertEqual(run("token", "add", "x", "--role", "editor", "--user", "b@example.org", check=False).returncode, 1)
            self.assertIn("reports", run("token", "list").stdout)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
