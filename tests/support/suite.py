"""How a suite written with unittest is run: PROGRAM as its argument, and one closing line that tests/run.py reads."""

import sys
import unittest
from pathlib import Path


def program_argument():
    """The program under test, taken from the arguments so that unittest does not see it."""
    return str(Path(sys.argv.pop(1)).resolve())


def run_suite():
    """Runs the tests of the module that was started, and ends with 1 when one failed or none ran."""
    result = unittest.main(module="__main__", exit=False, verbosity=0).result
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)
