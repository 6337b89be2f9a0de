"""Holds the published schema of the estate document against the importer, both ways.

The corpus is documents, good and spoilt, each with what the importer says about it. Whatever the importer accepts,
the schema must accept. Whatever it refuses, the schema must refuse, unless every reason it gives is one of the rules
below, which a JSON Schema cannot state.
"""

import collections
import json
import re
import subprocess
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("skipped: there is no jsonschema for Python")
    sys.exit(77)

RULES_BEYOND_A_SCHEMA = {
    "a day is a day of the calendar": r'^"[0-9]{4}-[0-9]{2}-[0-9]{2}" is no (full day|date)',
    "an instant is of a day of the calendar": r"^must be an instant in UTC",
    "a period is at most 1,000 years": r'^"P[0-9YMWD]+" is no period; write',
    "2.0 is a whole number to a schema and a number to the importer":
        r"^must be a whole number, not a number$|^is a JSON number; write it as text|^must be a whole number of days",
    "ids are used once in their list": r"is the id of /[a-z]+/[0-9]+ already|^another charge of this contract has the id",
    "a count of one day is stated once": r"^says again what /",
    "a responsibility is stated once": r"^says the same as /responsibilities/",
    "telephone numbers belong to the numbering plan":
        r"^(A telephone number is written|A country code is missing|There are |\+?[0-9]+ (is|has|begins) )",
    "blocks of numbers are blocks": r"^(A block begins|The (first and )?last number|The block )",
    "numbers do not overlap": r"belongs to /numbers/[0-9]+ already$",
    "ends are not before starts": r"before the (first|start)|^is before the charge's first day",
    "an option is exercised after the one ahead of it": r"^the option ahead of this one",
    "an option is exercised for no longer than it lasts": r"^is longer than the option",
    "a price rises after the charge begins": r"^a price rise comes after|^a price rise on or before",
    "amounts fit": r"too large an amount of money to be held$",
}
BEYOND = {rule: re.compile(pattern) for rule, pattern in RULES_BEYOND_A_SCHEMA.items()}


def rule_beyond_schema(message):
    return next((rule for rule, pattern in BEYOND.items() if pattern.search(message)), None)


def main():
    tool = sys.argv[1]
    schema = json.loads(subprocess.run([tool, "--schema"], check=True, capture_output=True).stdout)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    passed = 0
    failures = []
    used_rules = collections.Counter()
    with subprocess.Popen([tool], stdout=subprocess.PIPE) as corpus:
        for line in corpus.stdout:
            case = json.loads(line)
            is_valid = validator.is_valid(case["document"])
            if is_valid == case["accepted"]:
                passed += 1
                continue
            if case["accepted"]:
                error = next(validator.iter_errors(case["document"]))
                where = "/".join(str(step) for step in error.absolute_path)
                failures.append(f"{case['name']}: the importer accepts what the schema refuses: /{where}: {error.message[:200]}")
                continue
            rules = [rule_beyond_schema(message) for message in case["problems"]]
            if rules and all(rules):
                used_rules.update(rules)
                passed += 1
            else:
                failures.append(f"{case['name']}: the schema accepts what the importer refuses: {case['problems'][:3]}")
    if corpus.returncode != 0:
        failures.append(f"the corpus ended with status {corpus.returncode}")
    # A rule that excuses nothing has no place in the list.
    failures += [f"no case needs the rule: {rule}" for rule in RULES_BEYOND_A_SCHEMA if rule not in used_rules]
    for failure in failures[:50]:
        print(failure)
    for rule, count in used_rules.most_common():
        print(f"beyond the schema in {count} cases: {rule}")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
