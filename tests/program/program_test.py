#!/usr/bin/env python3
"""The program as people run it: its commands, their answers, their exit statuses, and what it says to bad input.

    program_test.py PROGRAM
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support import workbook  # noqa: E402
from support.suite import program_argument, run_suite  # noqa: E402

TESTS = Path(__file__).resolve().parent.parent
SAMPLE = TESTS / "estates" / "kchft-2021.json"
PROGRAM = None


def run(*arguments, status=0, stdin=None, environment=None):
    finished = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, text=True,
                              env={**os.environ, **(environment or {})}, check=False)
    if finished.returncode != status:
        raise AssertionError(f"{arguments} ended with {finished.returncode}, not {status}:\n"
                             f"{finished.stdout}\n{finished.stderr}")
    return finished


def estate(**lists):
    return json.dumps({"format": "telestate/1", "organisation": {"name": "Example Council"}, **lists})


def contract(**fields):
    return {"id": "c1", "title": "Lines", "term": {"kind": "unknown"}, **fields}


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name)
        self.database = self.path / "estate.sqlite"

    def write(self, name, text):
        path = self.path / name
        path.write_text(text, encoding="utf-8")
        return path

    def import_text(self, text, *options, status=0):
        return run("import", self.write("estate.json", text), "--database", self.database, *options, status=status)

    def import_sample(self):
        return run("import", SAMPLE, "--database", self.database)


class Usage(ProgramTest):
    def test_help_is_given_anywhere(self):
        for arguments in [["--help"], *([name, "--help"] for name in
                                        ["serve", "import", "export", "renewals", "spend", "check"])]:
            with self.subTest(arguments):
                finished = run(*arguments)
                self.assertIn("Usage", finished.stdout)
                self.assertEqual(finished.stderr, "")

    def test_wrong_usage_is_status_2_and_says_what_is_wrong(self):
        for description, arguments, message in [
            ("nothing", [], "subcommand"),
            ("an unknown command", ["renew"], "renew"),
            ("an unknown option", ["renewals", "--colour"], "--colour"),
            ("no file", ["import"], "file"),
            ("a day that is none", ["renewals", "--on", "2026-02-30"], "2026-02-30"),
            ("a day with something after it", ["renewals", "--on", "2026-02-28x"], "2026-02-28x"),
            ("a year that is none", ["spend", "--financial-year", "2021-23"], "2021-23"),
            ("an unknown grouping", ["spend", "--financial-year", "2021-22", "--by", "colour"], "colour"),
            ("a port out of range", ["serve", "--port", "70000"], "port"),
        ]:
            with self.subTest(description):
                finished = run(*arguments, status=2)
                self.assertEqual(finished.stdout, "")
                self.assertIn(message, finished.stderr)

    def test_reading_a_database_that_is_not_there_fails_and_makes_none(self):
        for command in [["renewals"], ["spend"], ["export"], ["check"]]:
            with self.subTest(command):
                finished = run(*command, "--database", self.database, status=1)
                self.assertIn(str(self.database), finished.stdout + finished.stderr)
                self.assertFalse(self.database.exists())

    def test_a_file_that_is_no_database_is_refused(self):
        text = self.write("notes.txt", "not a database" * 1000)
        for command in [["renewals"], ["import", SAMPLE], ["serve", "--port", "0"]]:
            with self.subTest(command):
                self.assertIn("notes.txt", run(*command, "--database", text, status=1).stderr)
        self.assertEqual(text.read_text(), "not a database" * 1000)


class Configuration(ProgramTest):
    def test_an_unknown_key_is_an_error_that_names_it(self):
        config = self.write("telestate.toml", "[server]\nprot = 8080\n")
        finished = run("renewals", "--config", config, status=1)
        self.assertIn("server.prot", finished.stderr)
        self.assertIn("line 2", finished.stderr)

    def test_the_environment_comes_before_the_file_and_an_option_before_both(self):
        self.import_sample()
        config = self.write("telestate.toml", f'[database]\npath = "{self.path}/none.sqlite"\n')
        run("renewals", "--config", config, status=1)
        environment = {"TELESTATE_DATABASE_PATH": str(self.database)}
        run("renewals", "--config", config, environment=environment)
        environment = {"TELESTATE_DATABASE_PATH": f"{self.path}/none.sqlite"}
        run("renewals", "--config", config, "--database", self.database, environment=environment)

    def test_a_misspelt_variable_is_an_error_that_names_it(self):
        finished = run("renewals", "--database", self.database, status=1,
                       environment={"TELESTATE_SERVER_PROT": "8080"})
        self.assertIn("TELESTATE_SERVER_PROT", finished.stderr)

    def test_the_configuration_that_is_shipped_is_accepted_with_every_key_uncommented(self):
        text = (TESTS.parent / "config" / "telestate.toml").read_text()
        run("import", SAMPLE, "--database", self.database, "--config", self.write("a.toml", text))
        uncommented = re.sub(r"(?m)^# (\w+ = )", r"\1", text)
        self.assertIn('\nport = 8080', uncommented)
        run("renewals", "--database", self.database, "--config", self.write("b.toml", uncommented))


class Import(ProgramTest):
    def test_the_sample_is_imported_and_imported_again_changes_nothing(self):
        first = json.loads(run("import", SAMPLE, "--database", self.database, "--json").stdout)
        self.assertEqual((first["added"], first["changed"]), (50, 0))
        again = json.loads(run("import", SAMPLE, "--database", self.database, "--json").stdout)
        self.assertEqual((again["added"], again["changed"], again["unchanged"]), (0, 0, 50))
        self.assertEqual(again["revision"], first["revision"])

    def test_a_dry_run_says_what_would_change_field_by_field_and_changes_nothing(self):
        self.import_sample()
        before = run("export", "--database", self.database).stdout
        document = json.loads(SAMPLE.read_text())
        document["contracts"][0]["charges"][0]["amount"] = "500000.00"
        document["suppliers"].append({"id": "new-one", "name": "New One"})
        del document["platforms"]
        report = json.loads(self.import_text(json.dumps(document), "--dry-run", "--json").stdout)
        self.assertTrue(report["dry_run"])
        self.assertEqual((report["added"], report["changed"], report["left_alone"]), (1, 1, 15))
        changes = [record for record in report["records"] if record["action"] == "changed"]
        self.assertEqual(changes[0]["id"], "8x8-phone-system")
        self.assertEqual(changes[0]["changes"], [{"field": "/charges/0/amount", "before": "461605.00",
                                                  "after": "500000.00"}])
        after = run("export", "--database", self.database).stdout
        without_time = re.compile(r'"exported_at": "[^"]*"')
        self.assertEqual(without_time.sub("", before), without_time.sub("", after))

    def test_an_export_comes_back_byte_for_byte(self):
        self.import_sample()
        first = run("export", "--database", self.database).stdout
        other = self.path / "other.sqlite"
        run("import", self.write("export.json", first), "--database", other)
        second = run("export", "--database", other).stdout
        without_time = re.compile(r'"exported_at": "[^"]*"')
        self.assertEqual(without_time.sub("", first, 1), without_time.sub("", second, 1))
        self.assertNotEqual(without_time.sub("", first, 1), first)

    def test_problems_are_listed_all_at_once_and_nothing_is_kept(self):
        text = estate(
            suppliers=[{"id": "bt", "name": "BT"}],
            contracts=[
                contract(supplier="nobody"),
                contract(id="c2", term={"kind": "auto_renew", "start": "2024-01-01", "length": "P1Y"}),
                contract(id="c3", term={"kind": "fixed", "start": "2024-01-01", "end": "2023-01-01"}),
                contract(id="c4", term={"kind": "rolling", "period": "P0D"}),
                contract(id="c5", charges=[{"id": "x", "kind": "recurring", "every": "P1M", "amount": 100}]),
                contract(id="c6", colour="red"),
                contract(id="c7", term={"kind": "fixed", "end": "2024-02-30"}),
            ])
        finished = self.import_text(text, status=1)
        for pointer in ["/contracts/1/term/renews_for", "/contracts/2/term/end", "/contracts/3/term/period",
                        "/contracts/4/charges/0/amount", "/contracts/5/colour", "/contracts/6/term/end"]:
            self.assertIn(pointer + ": ", finished.stderr)
        self.assertEqual(finished.stdout, "")
        self.assertEqual(json.loads(run("export", "--database", self.database).stdout)["contracts"], [])

    def test_a_reference_to_nothing_is_refused_and_one_to_what_is_recorded_accepted(self):
        finished = self.import_text(estate(contracts=[contract(supplier="bt")]), status=1)
        self.assertIn('/contracts/0/supplier: no supplier has the id "bt"', finished.stderr)
        self.import_text(estate(suppliers=[{"id": "bt", "name": "BT"}]))
        self.import_text(estate(contracts=[contract(supplier="bt")]))

    def test_texts_that_are_no_documents_are_refused(self):
        for description, text in [
            ("empty", b""), ("blank", b"   "), ("not JSON", b"hello"), ("cut short", b'{"format": "telestate/1"'),
            ("a list", b"[]"), ("bad UTF-8", b'{"format": "telestate/1", "sites": [{"id": "a", "name": "\xff"}]}'),
            ("another format", b'{"format": "telestate/2"}'), ("no format", b"{}"),
            ("something after it", b'{"format": "telestate/1"} x'), ("nested absurdly", b"[" * 100000),
            ("an unknown list", b'{"format": "telestate/1", "phones": []}'),
            ("the same name twice", b'{"format": "telestate/1", "sites": [{"id": "a", "id": "b", "name": "A"}]}'),
        ]:
            with self.subTest(description):
                path = self.path / "bad.json"
                path.write_bytes(text)
                finished = run("import", path, "--database", self.database, status=1)
                self.assertEqual(finished.stdout, "")
                self.assertIn("telestate: ", finished.stderr)

    def test_the_standard_input_can_be_imported(self):
        run("import", "-", "--database", self.database, stdin=SAMPLE.read_text())
        self.assertIn("8x8-phone-system", run("export", "--database", self.database).stdout)

    def test_a_dry_run_on_no_database_makes_none(self):
        report = json.loads(run("import", SAMPLE, "--dry-run", "--json", "--database", self.database).stdout)
        self.assertEqual(report["added"], 50)
        self.assertEqual([path.name for path in self.path.iterdir()], [])

    def test_all_kinds_of_problems_are_listed_together(self):
        self.import_text(estate(numbers=[{"id": "a", "first": "0300 123 1000", "last": "0300 123 1999"}]))
        finished = self.import_text(json.dumps({
            "format": "telestate/1", "organisation": {"name": "A", "time_zone": "Europe/Londres"},
            "contracts": [contract(bogus=1, supplier="nobody", term={"kind": "fixed", "length": "P0D"})],
            "numbers": [{"id": "b", "number": "0300 123 1500"}, {"id": "c", "first": "03001231900", "last": "03001232000"}],
        }), status=1)
        for problem in ["/contracts/0/bogus: ", "/contracts/0/supplier: ", "/contracts/0/term/length: ",
                        "/organisation/time_zone: ", "/numbers/1/first: "]:
            self.assertIn(problem, finished.stderr)

    def test_another_financial_year_may_not_make_recorded_contracts_impossible(self):
        self.import_text(json.dumps({"format": "telestate/1", "organisation": {"name": "A"}, "contracts": [
            contract(term={"kind": "fixed", "start": "FY2020-21", "end": "2021-03"}, ended_on="2020-05-01")]}))
        finished = self.import_text(json.dumps({"format": "telestate/1", "organisation": {
            "name": "A", "financial_year_start": "08-01"}}), status=1)
        self.assertIn('/organisation/financial_year_start: the recorded contract "c1"', finished.stderr)

    def test_counts_kept_beside_the_present_one_are_told_of(self):
        def line(value, day):
            return estate(lines=[{"id": "l", "count": {"value": value, "as_at": day}}])
        self.import_text(line(20, "2022-01-01"))
        report = json.loads(self.import_text(line(10, "2021-01-01"), "--json").stdout)
        changed = [record for record in report["records"] if record["action"] == "changed"]
        self.assertEqual([change["field"] for change in changed[0]["changes"]], ["/observations"])
        exported = json.loads(run("export", "--database", self.database).stdout)
        self.assertEqual(exported["lines"][0]["count"]["value"], 20)
        observation = {"kind": "lines", "record": "l", "field": "count", "count": {"value": 9, "as_at": "2021-01-01"}}
        report = json.loads(self.import_text(json.dumps({"format": "telestate/1", "observations": [observation]}),
                                             "--dry-run", "--json").stdout)
        self.assertEqual(report["records"][0]["changes"], [{"field": "/count/value", "before": 10, "after": 9}])

    def test_an_export_never_replaces_the_database_it_comes_from(self):
        self.import_sample()
        link = self.path / "link"
        link.symlink_to(self.database)
        for target in [self.database, link, str(self.database) + "-wal"]:
            self.assertIn("the database itself", run("export", "--database", self.database, "--out", target,
                                                     status=1).stderr)
        run("renewals", "--database", self.database)
        out = self.path / "estate.json"
        run("export", "--database", self.database, "--out", out)
        self.assertEqual(out.stat().st_mode & 0o777, 0o600)
        run("export", "--database", self.database, "--out", "", status=2)

    def test_overlapping_blocks_of_numbers_are_refused(self):
        finished = self.import_text(estate(numbers=[
            {"id": "a", "first": "0300 123 1000", "last": "0300 123 1999"},
            {"id": "b", "first": "03001231500", "last": "03001232500"}]), status=1)
        self.assertIn("/numbers/1/first", finished.stderr)
        self.assertIn("0300 123 1500", finished.stderr)


class Views(ProgramTest):
    def test_renewals_of_the_sample_for_people(self):
        self.import_sample()
        out = run("renewals", "--database", self.database, "--on", "2021-11-08").stdout
        self.assertIn("Renewals as at 8 November 2021", out)
        self.assertRegex(out, r"1 October 2024 +1058 days +Replace +Freephone and non-geographic numbers +BT +Active")
        self.assertRegex(out, r"8x8 phone system +8x8 +Active +30 November 2021")

    def test_a_position_in_json_has_every_key(self):
        self.import_sample()
        answer = json.loads(run("renewals", "--database", self.database, "--on", "2021-11-08", "--json").stdout)
        self.assertEqual(answer["on"], "2021-11-08")
        self.assertEqual(answer["positions"][0], {
            "contract": "bt-non-geographic", "title": "Freephone and non-geographic numbers", "supplier": "bt",
            "service": "non_geographic_numbers", "status": "active", "term_number": 1,
            "term_end": {"first": "2024-10-01", "last": "2024-10-31"},
            "last_possible_end": {"first": "2024-10-01", "last": "2024-10-31"}, "committed_until": "2024-10-31",
            "next_decision": {"kind": "replace", "decide_by": "2024-10-01", "days_left": 1058,
                              "takes_effect": "2024-10-01", "start_by": None, "runs_until": None,
                              "cost_at_stake": None},
            "flags": ["end_imprecise", "no_charges"]})
        self.assertEqual(len(answer["positions"]), 6)

    def test_spend_of_the_sample_is_right_to_the_penny_and_says_what_it_leaves_out(self):
        self.import_sample()
        answer = json.loads(run("spend", "--financial-year", "2021-22", "--by", "supplier", "--on", "2021-11-08",
                                "--json", "--database", self.database).stdout)
        row = next(row for row in answer["rows"] if row["key"] == "8x8")
        self.assertEqual(row["total"], "461605.00")
        self.assertEqual(row["unknown_vat_basis"], "461605.00")
        self.assertEqual(row["net"], "0.00")
        self.assertEqual(sum(int(row[part].replace(".", "")) for part in ["committed", "continuing"]), 46160500)
        self.assertIn({"contract": "bt-non-geographic", "reason": "charges unknown"}, answer["left_out"])
        self.assertNotIn("google-analytics", [left["contract"] for left in answer["left_out"]])
        self.assertEqual(answer["average"], {"value": "461605.00", "years": ["2018-19", "2019-20", "2020-21"]})

    def test_spend_for_people_shows_pounds_and_what_is_left_out(self):
        self.import_sample()
        out = run("spend", "--financial-year", "2021-22", "--on", "2021-11-08", "--database", self.database).stdout
        self.assertIn("£461,605.00", out)
        self.assertIn("bt-non-geographic: charges unknown", out)
        self.assertIn("not recorded", out)

    def test_every_grouping_adds_up_to_the_same_total(self):
        self.import_sample()
        totals = set()
        for by in ["contract", "supplier", "service", "site", "cost_centre"]:
            answer = json.loads(run("spend", "--financial-year", "2021-22", "--by", by, "--on", "2021-11-08", "--json",
                                    "--database", self.database).stdout)
            totals.add(answer["totals"]["total"])
            self.assertEqual(sum(int(row["total"].replace(".", "")) for row in answer["rows"]),
                             int(answer["totals"]["total"].replace(".", "")))
        self.assertEqual(totals, {"461605.00"})

    def test_an_empty_database_has_views_as_well(self):
        self.import_text(estate())
        self.assertEqual(json.loads(run("renewals", "--database", self.database, "--json").stdout)["positions"], [])
        self.assertIn("No contracts", run("renewals", "--database", self.database).stdout)
        self.assertEqual(json.loads(run("spend", "--database", self.database, "--json").stdout)["rows"], [])

    def test_a_price_past_all_sense_is_refused_before_it_can_spoil_a_sum(self):
        charge = {"id": "x", "kind": "recurring", "every": "P1D", "from": "2020-01-01", "amount": "9999999999999.99"}
        finished = self.import_text(estate(contracts=[contract(charges=[charge])]), status=1)
        self.assertIn("/contracts/0/charges/0: ", finished.stderr)
        self.assertIn("too large", finished.stderr)

    def test_sums_past_what_can_be_held_are_an_error_that_names_the_contract_and_never_wrap(self):
        charge = {"kind": "recurring", "every": "P1Y", "from": "2020-01-01", "amount": "9999999999999.99"}
        contracts = [contract(id=f"c{n}", charges=[{"id": f"x{m}", **charge} for m in range(1000)]) for n in range(10)]
        self.import_text(estate(contracts=contracts))
        finished = run("spend", "--financial-year", "2021-22", "--database", self.database, "--json", status=1)
        self.assertIn('too large to be held, in the contract "c9"', finished.stderr)
        self.assertEqual(finished.stdout, "")

    def test_what_is_withheld_is_no_zero(self):
        charge = {"id": "x", "kind": "recurring", "every": "P1M", "silences": {"amount": "withheld"},
                  "release": {"amount": {"withhold": ["s43(2)"], "reason": "Commercial interests"}}}
        term = {"kind": "auto_renew", "start": "2020-01-01", "length": "P1Y", "renews_for": "P1Y", "notice": "P1M"}
        self.import_text(estate(contracts=[contract(term=term, charges=[charge])]))
        position = json.loads(run("renewals", "--on", "2020-06-01", "--json", "--database", self.database).stdout)
        self.assertIsNone(position["positions"][0]["next_decision"]["cost_at_stake"])
        spend = run("spend", "--on", "2020-06-01", "--database", self.database).stdout
        self.assertIn("not recorded", spend)
        self.assertIn("amount withheld", spend)


class Check(ProgramTest):
    def test_a_sound_installation_passes(self):
        self.import_sample()
        answer = json.loads(run("check", "--database", self.database, "--json").stdout)
        self.assertTrue(answer["ok"])
        self.assertIn("database", [check["name"] for check in answer["checks"]])

    def test_trouble_is_status_1_and_said(self):
        config = self.write("telestate.toml", "[alerts]\nrun_at = \"7 o'clock\"\n")
        finished = run("check", "--database", self.database, "--config", config, status=1)
        self.assertIn("alerts.run_at", finished.stdout)


class Serve(ProgramTest):
    def start(self, *options):
        process = subprocess.Popen([PROGRAM, "serve", "--database", str(self.database), "--port", "0", *options],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        return process, re.search(r"http://\S+", line)[0]

    def test_it_makes_the_database_prints_its_url_serves_and_ends_within_a_second(self):
        process, url = self.start()
        self.assertEqual(json.load(urllib.request.urlopen(url + "/healthz"))["status"], "ok")
        self.assertEqual(self.database.stat().st_mode & 0o777, 0o600)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)
        # The sanitizers take their time at the end; the program itself has a second.
        self.assertLess(time.monotonic() - started, 5)

    def test_an_address_that_others_reach_is_refused_without_tls(self):
        for address in ["0.0.0.0", "::", "192.0.2.1", "example.org", ""]:
            with self.subTest(address):
                finished = run("serve", "--database", self.database, "--port", "0", "--address", address, status=1,
                               environment={"TELESTATE_SERVER_SIGN_IN": "required"})
                self.assertIn("in the clear", finished.stderr)
                self.assertFalse(self.database.exists())

    def test_serving_without_sign_in_is_for_this_machine_only(self):
        environment = {"TELESTATE_SERVER_SIGN_IN": "off", "TELESTATE_SERVER_PUBLIC_URL": "https://telestate.example.org"}
        finished = run("serve", "--database", self.database, "--port", "0", environment=environment, status=1)
        self.assertIn("this machine only", finished.stderr)
        self.assertFalse(self.database.exists())

    def test_a_port_that_is_taken_is_said(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            finished = run("serve", "--database", self.database, "--port", port, status=1)
            self.assertIn(str(port), finished.stderr)

    def test_an_import_by_another_process_is_seen_at_once(self):
        _, url = self.start()
        self.assertEqual(json.load(urllib.request.urlopen(url + "/api/v1/renewals"))["positions"], [])
        self.import_sample()
        self.assertEqual(len(json.load(urllib.request.urlopen(url + "/api/v1/renewals"))["positions"]), 6)

    def test_the_program_and_the_api_give_the_same_views(self):
        self.import_sample()
        _, url = self.start()
        for command, path in [
            (["renewals", "--on", "2021-11-08"], "/api/v1/renewals?on=2021-11-08"),
            (["spend", "--financial-year", "2021-22", "--by", "service", "--on", "2021-11-08"],
             "/api/v1/spend?financial_year=2021-22&by=service&on=2021-11-08"),
        ]:
            with self.subTest(path):
                program = run(*command, "--json", "--database", self.database).stdout
                self.assertEqual(urllib.request.urlopen(url + path).read().decode(), program.rstrip("\n"))


class Sheets(ProgramTest):
    def test_a_sheet_is_imported_as_the_kind_said_and_the_second_time_changes_nothing(self):
        self.import_text(estate(sites=[{"id": "hall", "name": "Town Hall"}]))
        sheet = self.write("lines.csv", "Number,Technology,Site\n01622 211900,SIP trunk,Town Hall\n")
        trial = run("import", sheet, "--kind", "lines", "--dry-run", "--json", "--database", self.database)
        self.assertEqual(json.loads(trial.stdout)["added"], 1)
        self.assertIn("Added 1 record", run("import", sheet, "--kind", "lines", "--database", self.database).stdout)
        again = json.loads(run("import", sheet, "--kind", "lines", "--json", "--database", self.database).stdout)
        self.assertEqual((again["added"], again["changed"], again["unchanged"]), (0, 0, 1))

    def test_what_is_wrong_with_a_sheet_is_said_by_row_and_column(self):
        self.import_text(estate())
        sheet = self.write("lines.csv", "Number,Site\n01622 211900,Nowhere\n")
        finished = run("import", sheet, "--kind", "lines", "--database", self.database, status=1)
        self.assertIn('row 2, column "Site"', finished.stderr)

    def test_a_sheet_without_its_kind_is_wrong_usage_that_says_so(self):
        sheet = self.write("Lines.CSV", "Number\n01622 211900\n")
        finished = run("import", sheet, "--database", self.database, status=2)
        self.assertIn("--kind", finished.stderr)
        self.assertIn("--kind", run("import", sheet, "--kind", "cars", "--database", self.database, status=2).stderr)
        self.assertFalse(self.database.exists())

    def write_bytes(self, name, content):
        path = Path(self.write(name, ""))
        path.write_bytes(content)
        return path

    def test_a_workbook_is_a_sheet_whatever_its_name(self):
        content = workbook.workbook({"Notes": [["x"]], "Lines": [["Number", "Technology"], [1622211900, "SIP trunk"]]})
        for name, added in [("lines.xlsx", 1), ("lines.bin", 0)]:
            file = self.write_bytes(name, content)
            report = run("import", file, "--kind", "lines", "--json", "--database", self.database)
            self.assertEqual(json.loads(report.stdout)["added"], added)
        self.assertIn("--kind", run("import", self.write_bytes("lines.XLSX", content), "--database", self.database, status=2).stderr)
        self.assertIn("--kind", run("import", self.write_bytes("lines.bin", content), "--database", self.database, status=1).stderr)

    def test_what_is_wrong_with_a_workbook_is_said_by_row_and_column(self):
        file = self.write_bytes("lines.xlsx", workbook.workbook({"Lines": [["Number"], [("error", "#N/A")]]}))
        finished = run("import", file, "--kind", "lines", "--database", self.database, status=1)
        self.assertIn("row 2, column A: the cell shows the error #N/A", finished.stderr)
        for what, content, _, said in workbook.hostile():
            with self.subTest(what):
                file = self.write_bytes("hostile.xlsx", content)
                self.assertIn(said, run("import", file, "--kind", "lines", "--database", self.database, status=1).stderr)


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
