#!/usr/bin/env python3
"""Holds the source tree to its layers: what may include what, and what may stand only in one place.

Every rule is first shown a breach of itself, so that a rule which has stopped seeing anything fails too.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {".cpp", ".hpp", ".js", ".css", ".html", ".py", ".sql", ".txt", ".cmake", ".toml", ".ts"}
OWN_FOLDERS = ("model", "server", "web", "migrations", "tests", "config")
NOT_OURS = {"node_modules", "__pycache__", "build"}

LONGEST = 350
# Files that may be longer, and why.
LONGER = {}

# A layer may include itself and these. `server/main.cpp` is a layer of its own.
MAY_INCLUDE = {
    "model": [],
    "server/clock": ["model"],
    "server/http": ["model/error.hpp"],
    "server/storage": ["model"],
    "server/document": ["model"],
    "server/mail": ["model"],
    "server/assets": [],
    "server/auth": ["model", "server/clock", "server/storage", "server/http/request.hpp", "server/http/utf8.hpp"],
    "server/alerts": ["model", "server/clock", "server/storage", "server/document", "server/mail"],
    "server/backups": ["model", "server/clock", "server/storage"],
    "server/api": ["model", "server/clock", "server/http", "server/document", "server/storage", "server/alerts",
                   "server/auth", "server/backups"],
    "server/command": ["model", "server/clock", "server/api", "server/document", "server/storage", "server/alerts",
                       "server/auth", "server/backups",
                       "server/mail", "server/assets"],
    "server/app": ["model", "server"],
    "server/main.cpp": ["server/app", "server/command"],
}

# A library stands behind one layer.
ONLY_IN = [
    ("SQLiteCpp and SQLite", r"SQLiteCpp/.*|sqlite3\.h", "server/storage"),
    ("nlohmann", r"nlohmann/.*", "server/document"),
    ("libzip and expat", r"zip\.h|expat\.h", "server/document"),
    ("Asio and Beast", r"boost/(asio|beast)\b.*", "server/http"),
    ("CLI11", r"CLI/.*", "server/command"),
    ("OpenSSL", r"openssl/.*", ("server/http", "server/command/certificate.cpp")),
    ("libcurl", r"curl/.*", "server/mail"),
    ("GMime", r"gmime/.*", "server/mail"),
    ("liboath", r"liboath/.*", "server/auth"),
    ("libqrencode", r"qrencode\.h", "server/auth"),
    ("libzxcvbn", r"zxcvbn\.h", "server/auth"),
]

STANDARD = set(
    """algorithm any array atomic bit bitset cassert cctype cerrno charconv chrono climits cmath compare concepts
    condition_variable csignal cstddef cstdint cstdio cstdlib cstring ctime deque exception filesystem forward_list
    fstream functional future initializer_list iomanip ios iosfwd iostream istream iterator limits list locale map
    memory mutex new numbers numeric optional ostream queue random ranges ratio regex set shared_mutex source_location
    span sstream stack stdexcept stop_token streambuf string string_view system_error thread tuple type_traits typeindex
    typeinfo unordered_map unordered_set utility valarray variant vector version""".split())
# What belongs to the outside world has no place in the model, standard or not.
OUTSIDE_WORLD = {"cerrno", "chrono", "condition_variable", "csignal", "cstdio", "cstdlib", "ctime", "filesystem",
                 "fstream", "future", "iomanip", "iostream", "istream", "mutex", "ostream", "random", "shared_mutex",
                 "stop_token", "streambuf", "thread"}
MODEL_LIBRARIES = {"date/date.h", "boost/system/result.hpp"}


def read_tree():
    tree = {}
    for folder in OWN_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.suffix in SOURCES and path.is_file() and not NOT_OURS.intersection(parts):
                tree["/".join(parts)] = path.read_text(encoding="utf-8")
    return tree


def is_under(path, place):
    return path == place or path.startswith(place + "/")


def is_cpp(path):
    return path.endswith((".cpp", ".hpp"))


def layer_of(path):
    """The layer a file under model/ or server/ is part of, or None."""
    return next((layer for layer in MAY_INCLUDE if is_under(path, layer)), None)


def includes_of(text):
    """(line number, name, whether it is written with quotes) of each include."""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
        if found:
            yield number, found[1] or found[2], found[1] is not None


def without_comments_and_texts(text):
    """The code alone, line by line: comments, strings and characters blanked, so that line numbers stay."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.S)


def lines_with(pattern, text):
    return [number for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]


# Rules: each takes the tree and gives the breaches of it, one sentence each.

def layers_keep_to_their_own(tree):
    for path, text in tree.items():
        if not is_cpp(path) or not path.startswith(("model/", "server/")):
            continue
        layer = layer_of(path)
        if layer is None:
            yield f"{path}: is in no layer that is known of"
            continue
        for number, name, is_quoted in includes_of(text):
            if is_quoted and not any(is_under(name, place) for place in [layer, *MAY_INCLUDE[layer]]):
                yield f"{path}:{number}: {layer} may not include {name}"


def own_headers_are_named_from_the_top(tree):
    for path, text in tree.items():
        if not is_cpp(path):
            continue
        for number, name, is_quoted in includes_of(text):
            if is_quoted and not name.startswith(("model/", "server/", "tests/")):
                yield f'{path}:{number}: "{name}" is not named from the top of the tree'
            elif not is_quoted and name.startswith(("model/", "server/", "tests/")):
                yield f"{path}:{number}: <{name}> is ours and stands in quotes"


def the_model_is_pure(tree):
    for path, text in tree.items():
        if not is_cpp(path) or not is_under(path, "model"):
            continue
        for number, name, is_quoted in includes_of(text):
            if is_quoted or name in MODEL_LIBRARIES:
                continue
            if name not in STANDARD or name in OUTSIDE_WORLD:
                yield f"{path}:{number}: the model may not include <{name}>"
        code = without_comments_and_texts(text)
        for number in lines_with(r"\b(double|float)\b", code):
            yield f"{path}:{number}: binary floating point in the model"
        for number in lines_with(r"\bnow\s*\(|\bgetenv\b", code):
            yield f"{path}:{number}: the model reads no clock and no environment"


def libraries_stand_behind_one_layer(tree):
    for path, text in tree.items():
        if not is_cpp(path) or is_under(path, "tests"):
            continue
        for number, name, _ in includes_of(text):
            for library, pattern, place in ONLY_IN:
                places = (place,) if isinstance(place, str) else place
                if re.fullmatch(pattern, name) and not any(is_under(path, each) for each in places):
                    yield f"{path}:{number}: {library} belongs in {' or '.join(places)}"


def coroutines_stay_in_http(tree):
    for path, text in tree.items():
        if is_cpp(path) and not is_under(path, "server/http"):
            for number in lines_with(r"\bco_(await|return|yield)\b", without_comments_and_texts(text)):
                yield f"{path}:{number}: coroutines belong in server/http"


def only_one_module_fetches(tree):
    for path, text in tree.items():
        if path.startswith("web/") and path.endswith((".js", ".html")) and path != "web/api.js":
            for number in lines_with(r"\bfetch\s*\(|\bXMLHttpRequest\b|\bsendBeacon\b", text):
                yield f"{path}:{number}: only web/api.js talks to the server"


def files_stay_short(tree):
    for path, text in tree.items():
        if not path.startswith(("model/", "server/", "web/")):
            continue
        count = text.count("\n")
        if count > LONGEST and path not in LONGER:
            yield f"{path}: has {count} lines, more than {LONGEST}"
        if path in LONGER and count <= LONGEST:
            yield f"{path}: is short enough by now and need not be excused"
    for path in LONGER:
        if path not in tree:
            yield f"{path}: is excused but not there"


def nothing_is_left_undone(tree):
    pattern = r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b"
    for path, text in tree.items():
        for number in lines_with(pattern, text):
            yield f"{path}:{number}: something is left undone"


def headers_are_included_once(tree):
    for path, text in tree.items():
        if path.endswith(".hpp") and not text.startswith("#pragma once\n"):
            yield f"{path}: does not begin with #pragma once"


RULES = [
    (layers_keep_to_their_own, [
        {"model/day.cpp": '#include "server/storage/reader.hpp"\n'},
        {"server/http/session.cpp": '#include "model/contract.hpp"\n'},
        {"server/storage/reader.cpp": '#include "server/api/spend.hpp"\n'},
        {"server/document/spend_json.cpp": '#include "server/storage/reader.hpp"\n'},
        {"server/api/spend.cpp": '#include "server/app/app.hpp"\n'},
        {"server/auth/gate.cpp": '#include "server/http/session.hpp"\n'},
        {"server/unheard_of/thing.cpp": "\n"},
    ]),
    (own_headers_are_named_from_the_top, [
        {"model/day.cpp": '#include "day.hpp"\n'},
        {"model/day.cpp": "#include <model/day.hpp>\n"},
    ]),
    (the_model_is_pure, [
        {"model/day.cpp": "#include <boost/json.hpp>\n"},
        {"model/day.cpp": "#include <chrono>\n"},
        {"model/day.hpp": "#pragma once\nfloat share;\n"},
        {"model/day.cpp": "auto today = clock::now();\n"},
    ]),
    (libraries_stand_behind_one_layer, [
        {"server/api/spend.cpp": "#include <nlohmann/json.hpp>\n"},
        {"server/api/spend.cpp": "#include <SQLiteCpp/Database.h>\n"},
        {"server/document/x.cpp": "#include <sqlite3.h>\n"},
        {"server/api/spend.cpp": "#include <zip.h>\n"},
        {"server/api/spend.cpp": "#include <boost/asio/post.hpp>\n"},
        {"server/api/sign_in.cpp": "#include <liboath/oath.h>\n"},
        {"server/api/sign_in.cpp": "#include <qrencode.h>\n"},
        {"server/api/sign_in.cpp": "#include <zxcvbn.h>\n"},
    ]),
    (coroutines_stay_in_http, [{"server/api/spend.cpp": "    co_await read();\n"}]),
    (only_one_module_fetches, [{"web/views/spend.js": "const answer = await fetch(url);\n"}]),
    (files_stay_short, [{"server/api/spend.cpp": "\n" * (LONGEST + 1)}]),
    (nothing_is_left_undone, [{"web/main.js": "// TO" "DO: later\n"}]),
    (headers_are_included_once, [{"model/day.hpp": "// Days.\n#pragma once\n"}]),
]

# What no rule may take for a breach.
INNOCENT = {
    "model/day.cpp": '#include "model/day.hpp"\n\n#include <string>\n\n// No float and no double, "now()" or co_await.\n',
    "model/day.hpp": "#pragma once\n\n#include <date/date.h>\n",
    "server/http/session.cpp": '#include "model/error.hpp"\n#include "server/http/request.hpp"\n#include <boost/asio/post.hpp>\n',
    "server/storage/reader.cpp": '#include "model/contract.hpp"\n#include <SQLiteCpp/Database.h>\n',
    "server/main.cpp": '#include "server/app/app.hpp"\n',
    "web/api.js": "const answer = await fetch(url);\n",
    "tests/model/vectors_test.cpp": '#include "model/day.hpp"\n#include <nlohmann/json.hpp>\n',
}


def main():
    tree = read_tree()
    if not any(path.startswith("model/") for path in tree):
        sys.exit("the source tree was not found")
    passed = failed = 0
    for rule, breaches in RULES:
        problems = list(rule(tree))
        for breach in breaches:
            if not list(rule(breach)):
                problems.append(f"the rule no longer sees {breach}")
        problems += [f"the rule is wrong about: {problem}" for problem in rule(INNOCENT)]
        name = rule.__name__.replace("_", " ")
        if problems:
            failed += 1
            print(f"FAILED: {name}")
            for problem in problems:
                print(f"  {problem}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
