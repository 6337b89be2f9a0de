#!/usr/bin/env python3
"""The calendars that people subscribe to, as a parser of another make reads them.

    calendar_test.py PROGRAM
"""

import datetime
import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import icalendar  # noqa: E402  Debian's python3-icalendar
from support.program import Server  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

PROGRAM = None
DAY = datetime.timedelta(days=1)
TODAY = datetime.date.today()


def day(days):
    """So many days from today."""
    return (TODAY + days * DAY).isoformat()


ODD = "Tel; com, \"Ö\" \\ 🏥📞 a:b=c"
ESTATE = {
    "format": "telestate/1",
    "organisation": {"name": "Example Council"},
    "people": [{"id": "ann", "name": "Ann Ámos", "email": "ann@example.org"}, {"id": "bob", "name": "Bob"}, {"id": "cat", "job_title": "Buyer"}],
    "suppliers": [{"id": "bt", "name": "BT"}, {"id": "odd", "name": ODD}],
    "contracts": [
        {"id": "phones", "title": "Managed telephony", "supplier": "bt", "reference": "ABC-1", "owner": "ann", "lead_time": "P30D",
         "term": {"kind": "auto_renew", "start": day(-300), "length": "P2Y", "renews_for": "P1Y", "notice": "P90D"},
         "charges": [{"kind": "recurring", "amount": "1200", "every": "P1M", "from": day(-300), "description": "Line rental",
                      "price_rises": [{"on": day(-30), "percent": "5"}, {"on": day(40), "percent": "3.9"}]}]},
        {"id": "wires", "title": ODD, "supplier": "odd", "deputies": ["bob", "ann"],
         "term": {"kind": "fixed", "start": day(-300), "length": "P2Y", "extensions": [{"length": "P1Y", "notice": "P3M"}],
                  "breaks": [{"on": day(100), "notice": "P30D"}, {"on": day(100), "notice": "P10D"}, {"on": day(200), "notice": "P30D"}]}},
        {"id": "leaving", "title": "Leaving", "owner": "bob", "ended_on": day(20), "term": {"kind": "perpetual", "start": day(-900)}},
        {"id": "left", "title": "Left", "owner": "bob", "ended_on": day(-20), "term": {"kind": "perpetual", "start": day(-900)}},
        {"id": "nothing", "title": "Unknown", "term": {"kind": "unknown"}},
    ],
    "platforms": [
        {"id": "pbx", "product": "Mitel, 3300", "version": "9.2", "contract": "phones", "end_of_support": day(400)},
        {"id": "old-pbx", "product": "Old", "contract": "phones", "end_of_support": day(-1)},
        {"id": "other", "product": "Other", "end_of_support": day(0)},
    ],
    "lines": [
        {"id": "isdn", "technology": "isdn30", "contract": "phones", "count": 30},
        {"id": "lift", "technology": "pstn", "platform": "other"},
        {"id": "gone", "technology": "pstn", "contract": "phones", "ceased_on": day(-10), "count": 5},
        {"id": "sip", "technology": "sip_trunk", "contract": "phones", "count": 99},
    ],
}


def unfolded(raw):
    return raw.replace(b"\r\n ", b"").decode()


class OnAnEstate(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROGRAM, None)
        self.addCleanup(lambda: self.server.stop())
        self.assertEqual(self.send("POST", "/api/v1/import", ESTATE).status, 200)

    def send(self, method, target, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.server.ask(method, target, None if body is None else json.dumps(body), headers)

    def feed(self, owner=None):
        answer = self.send("POST", "/api/v1/calendar/feeds", {"owner": owner} if owner else {})
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json()

    def raw(self, feed):
        answer = self.server.get(feed["path"])
        self.assertEqual(answer.status, 200, answer.body)
        return answer.body

    def events(self, feed):
        """Events by the part of their uid that is ours to name."""
        calendar = icalendar.Calendar.from_ical(self.raw(feed))
        events = {}
        for event in calendar.walk("VEVENT"):
            name, at, rest = event["UID"].partition("@")
            self.assertRegex(rest, r"^[0-9a-f]{16}\.telestate$")
            self.assertNotIn(name, list(events))
            events[name] = event
        return events

    def change(self, target, **fields):
        record = self.server.get(f"/api/v1/{target}").json()
        record.update(fields)
        answer = self.send("PUT", f"/api/v1/{target}", record, If_Match="*")
        self.assertEqual(answer.status, 200, answer.body)

    def assert_problem(self, answer, status, pointer=None):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        if pointer is not None:
            self.assertEqual([error["pointer"] for error in answer.json()["errors"]], [pointer])


class Feeds(OnAnEstate):
    def test_feeds_are_made_listed_renewed_and_deleted(self):
        self.assertEqual(self.server.get("/api/v1/calendar/feeds").json(), {"feeds": []})
        everything, hers = self.feed(), self.feed("ann")
        self.assertEqual((everything["owner"], everything["owner_name"], everything["renewed_at"]), (None, None, None))
        self.assertEqual((hers["owner"], hers["owner_name"]), ("ann", "Ann Ámos"))
        self.assertRegex(hers["path"], r"^/calendar/[-_A-Za-z0-9]{43}\.ics$")
        self.assertEqual(hers["url"], f"http://localhost:{self.server.port}{hers['path']}")
        self.assertEqual(self.server.get("/api/v1/calendar/feeds").json(), {"feeds": [everything, hers]})

        renewed = self.send("POST", f"/api/v1/calendar/feeds/{hers['id']}/renewal", {})
        self.assertEqual(renewed.status, 200, renewed.body)
        self.assertNotEqual(renewed.json()["path"], hers["path"])
        self.assertTrue(renewed.json()["renewed_at"])
        self.assert_problem(self.server.get(hers["path"]), 404)
        self.assertEqual(self.server.get(renewed.json()["path"]).status, 200)

        self.assertEqual(self.send("DELETE", f"/api/v1/calendar/feeds/{hers['id']}").status, 204)
        self.assert_problem(self.server.get(renewed.json()["path"]), 404)
        self.assertEqual(self.server.get("/api/v1/calendar/feeds").json(), {"feeds": [everything]})
        self.assertNotEqual(self.feed("ann")["id"], hers["id"])

    def test_what_cannot_be_made_is_refused(self):
        self.feed()
        self.feed("ann")
        post = "/api/v1/calendar/feeds"
        for description, method, target, body, status, pointer in [
            ("a second of everything", "POST", post, {}, 409, None),
            ("a second of one person", "POST", post, {"owner": "ann"}, 409, None),
            ("of nobody known", "POST", post, {"owner": "zed"}, 422, "/owner"),
            ("of no id", "POST", post, {"owner": "Ann Ámos"}, 422, "/owner"),
            ("of null", "POST", post, {"owner": None}, 422, "/owner"),
            ("of a number", "POST", post, {"owner": 1}, 422, "/owner"),
            ("with a secret of one's own", "POST", post, {"secret": "A" * 43}, 422, "/secret"),
            ("no object", "POST", post, [], 422, ""),
            ("renewing one there is not", "POST", f"{post}/99/renewal", {}, 404, None),
            ("renewing what is no number", "POST", f"{post}/x/renewal", {}, 404, None),
            ("deleting one there is not", "DELETE", f"{post}/99", None, 404, None),
        ]:
            with self.subTest(description):
                self.assert_problem(self.send(method, target, body), status, pointer)
        self.assertEqual(self.server.ask("POST", post, "{", {"Content-Type": "application/json"}).status, 400)
        self.assertEqual(self.send("POST", post, {"owner": "bob"}, Sec_Fetch_Site="cross-site").status, 403)
        self.assertEqual(self.send("DELETE", f"{post}/1", Origin="http://elsewhere.example").status, 403)
        self.assertEqual(len(self.server.get(post).json()["feeds"]), 2)

    def test_feeds_are_no_part_of_the_estate(self):
        before = self.server.get("/healthz").json()["revision"]
        history = self.server.get("/api/v1/history").body
        feed = self.feed()
        self.send("POST", f"/api/v1/calendar/feeds/{feed['id']}/renewal", {})
        self.assertEqual(self.server.get("/healthz").json()["revision"], before)
        self.assertEqual(self.server.get("/api/v1/history").body, history)
        secret = self.server.get("/api/v1/calendar/feeds").json()["feeds"][0]["path"][10:-4]
        self.assertNotIn(secret.encode(), self.server.get("/api/v1/export").body)

    def test_only_the_whole_secret_opens_a_feed(self):
        path = self.feed()["path"]
        html = {"Accept": "text/html"}
        for target in [path[:-4], path[:-4] + ".txt", path[:-4] + ".icS", path[:-5] + ".ics", path[:-4] + "x.ics", "/calendar/.ics",
                       "/calendar/x.ics", "/calendar/%00.ics", "/calendar/" + "A" * 43 + ".ics", path + "/x"]:
            with self.subTest(target):
                self.assertIn(self.server.get(target).status, (404, 400))
                if target != path + "/x":
                    self.assertIn(self.server.ask("GET", target, headers=html).status, (404, 400))
        unknown = self.server.get("/calendar/" + "A" * 43 + ".ics")
        self.assertEqual(unknown.json(), {"type": "about:blank", "title": "Not Found", "status": 404,
                                          "detail": "There is nothing at this address."})
        self.assertEqual(self.server.ask("POST", path, "{}", {"Content-Type": "application/json"}).status, 405)

    def test_the_log_holds_no_secret(self):
        self.server.stop()
        server = Server(PROGRAM, None)
        feed = json.loads(server.ask("POST", "/api/v1/calendar/feeds", "{}", {"Content-Type": "application/json"}).body)
        path = feed["path"]
        for method, target in [("GET", path), ("HEAD", path), ("POST", path), ("GET", path[:-4]), ("GET", path[:-4] + ".txt"), ("GET", path + "/"),
                               ("GET", "/" + path), ("GET", path + "/x/y"), ("PUT", path[:-4]), ("GET", path + "?token=" + path[10:-4])]:
            server.ask(method, target)
        status, log = server.stop()
        self.assertEqual(status, 0)
        self.assertIn("405", log)
        self.assertNotIn(path[10:-4], log)
        self.server = Server(PROGRAM, None)  # for the clean-up

    def test_a_feed_says_how_it_may_be_kept(self):
        path = self.feed()["path"]
        answer = self.server.get(path)
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertIn("private", answer.headers["Cache-Control"])
        tag = answer.headers["ETag"]
        again = self.server.get(path, If_None_Match=tag)
        self.assertEqual((again.status, again.body, again.headers["ETag"]), (304, b"", tag))
        head = self.server.ask("HEAD", path)
        self.assertEqual((head.status, head.body, head.headers["ETag"]), (200, b"", tag))
        self.assertEqual(int(head.headers["Content-Length"]), len(answer.body))
        self.assertEqual(self.server.get(path).body, answer.body)
        self.change("contracts/phones", title="Telephones")
        changed = self.server.get(path, If_None_Match=tag)
        self.assertEqual(changed.status, 200)
        self.assertNotEqual(changed.headers["ETag"], tag)


class Content(OnAnEstate):
    def test_everything_holds_what_is_coming(self):
        events = self.events(self.feed())
        switch_off = {"lines-pstn_switch_off"} if TODAY <= datetime.date(2027, 1, 31) else set()
        self.assertEqual(set(events), {
            "phones-decide_by-give_notice-1", "phones-start_by-give_notice-1", "phones-price_rise-2",
            "wires-decide_by-exercise_option-1", "wires-decide_by-replace-0", "wires-decide_by-use_break-1",
            "wires-decide_by-use_break-2", "wires-decide_by-use_break-3", "leaving-last_day",
            "pbx-end_of_support", "other-end_of_support"} | switch_off)

    def test_days_are_those_of_the_pages(self):
        events = self.events(self.feed())
        workings = self.server.get("/api/v1/renewals").json()["positions"]
        shown = next(position for position in workings if position["contract"] == "phones")["next_decision"]
        notice = events["phones-decide_by-give_notice-1"]
        self.assertEqual(notice["DTSTART"].dt.isoformat(), shown["decide_by"])
        self.assertEqual(events["phones-start_by-give_notice-1"]["DTSTART"].dt.isoformat(), shown["start_by"])
        amount = f"£{float(shown['cost_at_stake']):,.2f}"
        self.assertEqual(notice["SUMMARY"], f"Give notice to BT: Managed telephony ({amount} at stake)")
        text = str(notice["DESCRIPTION"])
        self.assertIn(f"or it renews to", text)
        self.assertIn(f"at a cost of {amount}.", text)
        for line in ["Contract: Managed telephony", "Supplier: BT", "Reference: ABC-1", f"http://localhost:{self.server.port}/contracts/phones"]:
            self.assertIn(line, text.split("\n"))
        self.assertEqual(notice["URL"], f"http://localhost:{self.server.port}/contracts/phones")
        rise = next(event for name, event in events.items() if "price_rise" in name)
        self.assertEqual(rise["SUMMARY"], "Price rise by BT: Managed telephony")
        self.assertIn("Line rental: £1,260.00 to £1,309.14", rise["DESCRIPTION"])
        self.assertEqual(events["leaving-last_day"]["SUMMARY"], "Last day of the contract: Leaving")
        self.assertEqual(events["leaving-last_day"]["DTSTART"].dt, TODAY + 20 * DAY)

    def test_every_event_is_of_one_whole_day_and_blocks_nothing(self):
        events = self.events(self.feed())
        self.assertGreater(len(events), 9)
        for name, event in events.items():
            with self.subTest(name):
                start, end = event["DTSTART"], event["DTEND"]
                self.assertEqual((start.params["VALUE"], end.params["VALUE"]), ("DATE", "DATE"))
                self.assertIs(type(start.dt), datetime.date)
                self.assertEqual(end.dt - start.dt, DAY)
                self.assertEqual((event["TRANSP"], event["STATUS"]), ("TRANSPARENT", "CONFIRMED"))
                self.assertEqual(event["DTSTAMP"].dt.tzinfo.utcoffset(None), datetime.timedelta(0))
                self.assertEqual(event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt)

    def test_an_owner_sees_what_they_own_or_deputise_for(self):
        hers, his, nothing = (self.events(self.feed(owner)) for owner in ("ann", "bob", "cat"))
        self.assertEqual({name.split("-")[0] for name in hers} - {"lines"}, {"phones", "wires", "pbx"})
        self.assertEqual({name.split("-")[0] for name in his}, {"wires", "leaving"})
        self.assertEqual(nothing, {})
        if TODAY <= datetime.date(2027, 1, 31):
            self.assertEqual(hers["lines-pstn_switch_off"]["SUMMARY"], "PSTN switch-off: 30 lines in service")

    @unittest.skipIf(TODAY > datetime.date(2027, 1, 31), "the network is switched off")
    def test_the_switch_off_is_one_event_that_counts_the_lines(self):
        feed = self.feed()
        event = self.events(feed)["lines-pstn_switch_off"]
        self.assertEqual(event["SUMMARY"], "PSTN switch-off: 31 lines in service")
        self.assertIn("31 lines in 2 records", event["DESCRIPTION"])
        self.change("lines/lift", ceased_on=day(1))
        after = self.events(feed)["lines-pstn_switch_off"]
        self.assertEqual(after["SUMMARY"], "PSTN switch-off: 30 lines in service")
        self.assertGreater(after["SEQUENCE"], event["SEQUENCE"])
        self.change("lines/isdn", technology="sip_trunk")
        self.assertNotIn("lines-pstn_switch_off", self.events(feed))

    def test_a_moved_day_keeps_its_uid_and_raises_its_sequence(self):
        feed = self.feed()
        before = self.events(feed)
        contract = self.server.get("/api/v1/contracts/phones").json()
        self.change("contracts/phones", term={**contract["term"], "notice": "P120D"})
        after = self.events(feed)
        self.assertEqual(set(after), set(before))
        moved = "phones-decide_by-give_notice-1"
        self.assertLess(after[moved]["DTSTART"].dt, before[moved]["DTSTART"].dt)
        self.assertEqual((before[moved]["SEQUENCE"], after[moved]["SEQUENCE"]), (0, 1))
        self.assertEqual(after[moved]["UID"], before[moved]["UID"])
        for name in after:
            if not name.startswith("phones-"):
                self.assertEqual(after[name].to_ical(), before[name].to_ical())

    def test_a_sequence_never_falls(self):
        feed = self.feed()
        name = "leaving-last_day"
        seen = [self.events(feed)[name]["SEQUENCE"]]
        record = self.server.get("/api/v1/contracts/leaving").json()
        self.change("contracts/leaving", notes="x")
        seen.append(self.events(feed)[name]["SEQUENCE"])
        revision = self.server.get("/healthz").json()["revision"]
        self.assertEqual(self.send("POST", f"/api/v1/history/{revision}/undo").status, 200)
        seen.append(self.events(feed)[name]["SEQUENCE"])
        self.assertEqual(self.send("DELETE", "/api/v1/contracts/leaving", If_Match="*").status, 204)
        self.assertNotIn(name, self.events(feed))
        self.assertEqual(self.send("POST", "/api/v1/contracts", record).status, 201)
        seen.append(self.events(feed)[name]["SEQUENCE"])
        self.assertEqual(seen, sorted(set(seen)), "each is more than the one before")

    def test_a_decision_that_is_taken_leaves_the_calendar(self):
        feed = self.feed()
        answer = self.send("POST", "/api/v1/contracts/phones/decisions", {"outcome": "renew"}, If_Match="*")
        self.assertEqual(answer.status, 200, answer.body)
        events = self.events(feed)
        self.assertNotIn("phones-decide_by-give_notice-1", events)
        self.assertIn("phones-decide_by-give_notice-2", events)
        answer = self.send("POST", "/api/v1/contracts/phones/decisions", {"outcome": "leave"}, If_Match="*")
        self.assertEqual(answer.status, 200, answer.body)
        events = self.events(feed)
        self.assertIn("phones-last_day", events)
        self.assertFalse([name for name in events if name.startswith("phones-decide_by")])


class Format(OnAnEstate):
    def test_lines_are_short_whole_and_end_as_they_should(self):
        raw = self.raw(self.feed())
        self.assertTrue(raw.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"))
        self.assertTrue(raw.endswith(b"END:VCALENDAR\r\n"))
        self.assertIn(b"\r\nMETHOD:PUBLISH\r\n", raw)
        self.assertIn(b"\r\n ", raw)
        for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            self.assertTrue(line)
            self.assertNotRegex(line, rb"[\x00-\x1f\x7f]")
            line.decode()  # no character is taken apart
        self.assertIn("X-WR-CALNAME:Example Council: telecoms contracts", unfolded(raw))

    def test_odd_texts_come_through_whole(self):
        feed = self.feed()
        self.assertEqual(self.events(feed)["wires-decide_by-replace-0"]["SUMMARY"], f"Replace the contract with {ODD}: {ODD}")
        # The parser takes an escaped backslash before an n for the end of a line, so this one is looked at as it stands.
        self.change("contracts/leaving", title="a\\nb")
        self.assertIn("\r\nSUMMARY:Last day of the contract: a\\\\nb\r\n", unfolded(self.raw(feed)))

    def test_no_text_makes_properties_or_events_of_its_own(self):
        texts = ["a\r\nATTENDEE:mailto:x@example.org", "a\nEND:VEVENT\nBEGIN:VEVENT\nUID:mine", "x" * 999, "é" * 500, "🏥" * 900,
                 "a\\", ";", ",", ":", "a\u2028b", "\u202eabc", "BEGIN:VALARM"]
        feed = self.feed()
        names = set(self.events(feed))
        for text in texts:
            with self.subTest(text[:20]):
                contract = self.server.get("/api/v1/contracts/leaving").json()
                contract["title"] = text
                answer = self.send("PUT", "/api/v1/contracts/leaving", contract, If_Match="*")
                if answer.status == 422:  # a line of text takes no line breaks in the first place
                    continue
                self.assertEqual(answer.status, 200, answer.body)
                events = self.events(feed)
                self.assertEqual(set(events), names)
                event = events["leaving-last_day"]
                self.assertNotIn("ATTENDEE", event)
                title = text.replace("\u2028", "\n")
                self.assertEqual(event["SUMMARY"], f"Last day of the contract: {title}")
                raw = self.raw(feed)
                self.assertLessEqual(max(len(line) for line in raw.split(b"\r\n")), 75)
                self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))

    def test_an_empty_estate_has_a_calendar(self):
        server = Server(PROGRAM, None)
        self.addCleanup(server.stop)
        feed = json.loads(server.ask("POST", "/api/v1/calendar/feeds", "{}", {"Content-Type": "application/json"}).body)
        answer = server.get(feed["path"])
        self.assertEqual(answer.status, 200)
        calendar = icalendar.Calendar.from_ical(answer.body)
        self.assertEqual(list(calendar.walk("VEVENT")), [])


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
