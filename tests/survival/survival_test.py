#!/usr/bin/env python3
"""Runs the survival tests and adds them up: briefly for every run of the tests, in full for the promised figures.

    survival_test.py PROGRAM [--full] [NAME...]
"""

import re
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NAMES = ["kill", "connections", "load", "unread", "descriptors", "malformed", "leak"]


def run(program, name, options):
    began = time.monotonic()
    print(f"== {name}", flush=True)
    process = subprocess.Popen([sys.executable, str(FOLDER / f"{name}.py"), program, *options],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace")
    output = ""
    for line in process.stdout:
        output += line
        print(line, end="", flush=True)
    status = process.wait()
    counts = re.findall(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = map(int, counts[-1]) if counts else (0, 0)
    if status != 0 and failed == 0 or passed + failed == 0:
        print(f"{name} ended with status {status}")
        failed += 1
    print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)
    return passed, failed


def main():
    program, *rest = sys.argv[1:]
    options = [each for each in rest if each.startswith("--")]
    names = [each for each in rest if not each.startswith("--")] or NAMES
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"no such test: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    total_passed = total_failed = 0
    for name in names:
        passed, failed = run(str(Path(program).resolve()), name, options)
        total_passed += passed
        total_failed += failed
    print(f"{total_passed} passed, {total_failed} failed")
    sys.exit(1 if total_failed or not total_passed else 0)


if __name__ == "__main__":
    main()
