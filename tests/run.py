#!/usr/bin/env python3
"""Runs every suite and adds up what they counted.

A suite is a program that prints how many cases passed and failed: doctest's closing line, the summary of node's test
runner, or a plain "N passed, N failed". One that counts nothing has failed, whatever it returns.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "dev"
PYTHON = "/usr/bin/python3"

COUNTS = [
    re.compile(r"test cases:\s*\d+\s*\|\s*(?P<passed>\d+) passed\s*\|\s*(?P<failed>\d+) failed"),
    re.compile(r"^(?:\w+: )?(?P<passed>\d+) passed, (?P<failed>\d+) failed", re.MULTILINE),
    re.compile(r"^(?:#|ℹ) pass (?P<passed>\d+)$(?:.|\n)*?^(?:#|ℹ) fail (?P<failed>\d+)$", re.MULTILINE),
]


def suites():
    """(name, command) of each suite, the quick ones first."""
    yield "layers", [PYTHON, "tests/layers/layers_test.py"]
    for name in ["model", "document", "storage", "http", "auth", "alerts", "backups", "mail", "command", "app"]:
        yield name, [str(BUILD / "tests" / name / f"{name}_test")]
    yield "schema", [PYTHON, "tests/document/check_schema.py", str(BUILD / "tests" / "document" / "schema_corpus")]
    yield "calculation", [PYTHON, "tests/independent/test_calculation.py"]
    yield "vectors", [PYTHON, "tests/independent/check_vectors.py"]
    for seed in ["1", "2"]:
        yield f"independent {seed}", [
            PYTHON, "tests/independent/compare.py", "--program", str(BUILD / "telestate"), "--seed", seed,
            "--count", "150", "--days", "2021-03-31,2024-02-29,2026-11-22",
        ]
    yield "tls", [PYTHON, "tests/http/tls_test.py", str(BUILD / "telestate")]
    yield "api", [PYTHON, "tests/api/api_test.py", str(BUILD / "telestate")]
    yield "writes", [PYTHON, "tests/api/writes_test.py", str(BUILD / "telestate")]
    for name in ["sign_in", "roles"]:
        yield name.replace("_", "-"), [PYTHON, f"tests/api/{name}_test.py", str(BUILD / "telestate")]
    yield "lists", [PYTHON, "tests/api/lists_test.py", str(BUILD / "telestate")]
    yield "calendar", [PYTHON, "tests/api/calendar_test.py", str(BUILD / "telestate")]
    yield "drafts", [PYTHON, "tests/api/drafts_test.py", str(BUILD / "telestate")]
    yield "history", [PYTHON, "tests/api/history_test.py", str(BUILD / "telestate")]
    yield "overview", [PYTHON, "tests/api/overview_test.py", str(BUILD / "telestate")]
    for name in ["mail", "smtp", "webhook"]:
        yield f"{name} servers", [PYTHON, f"tests/mail/{name}_test.py", str(BUILD / "tests" / "mail" / "mail_probe")]
    for name in ["delivery", "serving"]:
        yield f"alert {name}", [PYTHON, f"tests/alerts/{name}_test.py", str(BUILD / "telestate")]
    yield "independent alerts", [PYTHON, "tests/independent/test_alerts.py", str(BUILD / "telestate")]
    yield "program", [PYTHON, "tests/program/program_test.py", str(BUILD / "telestate")]
    for name in ["backup", "disk_full", "service", "proxy"]:
        yield name, [PYTHON, f"tests/program/{name}_test.py", str(BUILD / "telestate")]
    yield "fuzz", [str(BUILD / "tests" / "fuzz" / "fuzz_replay"), "tests/fuzz/corpus"]
    yield "survival", [PYTHON, "tests/survival/survival_test.py", str(BUILD / "telestate")]
    web = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "web").glob("*.test.mjs"))
    yield "web", ["node", "--test", "--test-reporter=spec", *web]


def count_of(output):
    for pattern in COUNTS:
        matches = list(pattern.finditer(output))
        if matches:
            return int(matches[-1]["passed"]), int(matches[-1]["failed"])
    return 0, 0


def run(name, command):
    started = time.monotonic()
    # Suites that are about signing in switch it on for themselves.
    environment = dict(os.environ, TELESTATE_PROGRAM=str(BUILD / "telestate"), TELESTATE_SERVER_SIGN_IN="off")
    finished = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    passed, failed = count_of(finished.stdout)
    if passed + failed == 0:
        print(f"{name}: ran no test")
        failed = 1
    elif finished.returncode != 0 and failed == 0:
        print(f"{name}: ended with status {finished.returncode}")
        failed = 1
    if failed:
        print(finished.stdout)
    print(f"{name}: {passed} passed, {failed} failed ({time.monotonic() - started:.0f} s)", flush=True)
    return passed, failed


def main():
    wanted = sys.argv[1:]
    chosen = [(name, command) for name, command in suites() if not wanted or name.split()[0] in wanted]
    # The browser takes longer than all others together, and much of it is waiting: it has a lane of its own.
    lanes = [[suite for suite in chosen if suite[0] == "web"], [suite for suite in chosen if suite[0] != "web"]]
    with ThreadPoolExecutor(len(lanes)) as pool:
        counts = [count for lane in pool.map(lambda lane: [run(*suite) for suite in lane], lanes) for count in lane]
    total_passed = sum(passed for passed, _ in counts)
    total_failed = sum(failed for _, failed in counts)
    print(f"{total_passed} passed, {total_failed} failed")
    return 1 if total_failed or not total_passed else 0


if __name__ == "__main__":
    sys.exit(main())
