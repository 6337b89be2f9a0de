#!/usr/bin/env python3
"""Measures telestate against yardsticks on the same machine in the same run. Run it through script/bench.

Every comparison takes turns, A B A B, and gives the median of the ratios, so that a machine that slows down half-way
slows both.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build" / "release" / "telestate"
FOLDER = ROOT / "build" / "bench"
ROUNDS = 5
TABLES = ["contracts", "charges", "price_rises", "extensions", "breaks", "decisions", "suppliers", "people"]


def timed(command):
    """Seconds of processor time and of the clock, and the peak memory in MiB, of a whole process."""
    started = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} failed")
    return {"cpu": usage.ru_utime + usage.ru_stime, "clock": time.monotonic() - started,
            "memory": usage.ru_maxrss / 1024}


def compare(name, command, yardstick, most, yardstick_name):
    timed(command), timed(yardstick)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(command))
        theirs.append(timed(yardstick))
    ratio = statistics.median(a["cpu"] / b["cpu"] for a, b in zip(ours, theirs))
    clock = statistics.median(a["clock"] / b["clock"] for a, b in zip(ours, theirs))
    print(f"{name}: {ratio:.2f} times {yardstick_name} in processor time, {clock:.2f} on the clock (at most {most}); "
          f"{statistics.median(a['clock'] for a in ours):.2f} s against "
          f"{statistics.median(b['clock'] for b in theirs):.2f} s, {max(a['memory'] for a in ours):.0f} MiB at most")
    return max(ratio, clock) <= most


def start_server(database, *options):
    process = subprocess.Popen([str(PROGRAM), "serve", "--database", str(database), "--port", "0", *options],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, "TELESTATE_SERVER_SIGN_IN": "off"})
    line = process.stdout.readline()
    return process, re.search(r"http://\S+", line)[0].replace("localhost", "127.0.0.1")


def stop_server(process):
    process.send_signal(signal.SIGTERM)
    process.wait()


def first_answer(database):
    """Milliseconds from the start of the process to the end of its first answer."""
    times = []
    for _ in range(ROUNDS * 2):
        started = time.monotonic()
        process, url = start_server(database)
        with urllib.request.urlopen(url + "/api/v1/overview") as answer:
            answer.read()
        times.append((time.monotonic() - started) * 1000)
        stop_server(process)
    median = statistics.median(times)
    print(f"first answer after start on the sample estate: {median:.0f} ms (at most 100)")
    return median <= 100


def requests_per_second(url):
    output = subprocess.run(["wrk", "-t1", "-c64", "-d3s", url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output:
        sys.exit(f"{url} did not answer 200:\n{output}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", output)[1])


def start_nginx(folder, port):
    configuration = FOLDER / "nginx.conf"
    configuration.write_text(f"""
daemon off; master_process on; worker_processes 2; pid {FOLDER}/nginx.pid; error_log {FOLDER}/nginx.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 100000000; default_type application/json;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
""")
    process = subprocess.Popen(["nginx", "-c", str(configuration), "-p", str(FOLDER)], stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/page.json").read()
            return process
        except OSError:
            time.sleep(0.05)
    sys.exit("nginx did not start")


def compare_with_nginx(database, path, name):
    process, url = start_server(database)
    try:
        served = urllib.request.urlopen(url + path).read()
        folder = FOLDER / "www"
        folder.mkdir(exist_ok=True)
        (folder / "page.json").write_bytes(served)
        os.chmod(FOLDER, 0o755)
        nginx = start_nginx(folder, 18080)
        try:
            ratios, ours, theirs = [], [], []
            for _ in range(3):
                ours.append(requests_per_second(url + path))
                theirs.append(requests_per_second("http://127.0.0.1:18080/page.json"))
                ratios.append(ours[-1] / theirs[-1])
        finally:
            nginx.terminate()
            nginx.wait()
    finally:
        stop_server(process)
    ratio = statistics.median(ratios)
    print(f"{name} again ({len(served)} bytes): {ratio:.0%} of nginx with the same bytes as a file (at least 60%); "
          f"{statistics.median(ours):.0f} against {statistics.median(theirs):.0f} requests a second")
    return ratio >= 0.6


def main():
    contracts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    charges = int(sys.argv[2]) if len(sys.argv) > 2 else 3 * contracts
    FOLDER.mkdir(parents=True, exist_ok=True)
    estate = FOLDER / f"estate-{contracts}-{charges}.json"
    database = FOLDER / f"estate-{contracts}-{charges}.sqlite"
    sample = FOLDER / "sample.sqlite"
    if not estate.exists():
        subprocess.run([sys.executable, ROOT / "tests/bench/generate_estate.py", "--contracts", str(contracts),
                        "--charges", str(charges), "--seed", "1", "--out", estate], check=True)
    for old in [*FOLDER.glob(database.name + "*"), *FOLDER.glob("sample.sqlite*")]:
        old.unlink()
    imported = timed([PROGRAM, "import", estate, "--database", database])
    print(f"import of {contracts:,} contracts and {charges:,} charges: {imported['clock']:.1f} s, "
          f"{imported['memory']:.0f} MiB")
    timed([PROGRAM, "import", ROOT / "tests/estates/kchft-2021.json", "--database", sample])

    scan = [FOLDER / "scan", database, *TABLES]
    common = ["--database", database, "--on", "2026-11-22"]
    is_kept = [
        compare("renewals --json", [PROGRAM, "renewals", "--json", *common], scan, 3, "a bare scan"),
        *(compare(f"spend --by {by} --json",
                  [PROGRAM, "spend", "--financial-year", "2026-27", "--by", by, "--json", *common], scan, 3, "a bare scan")
          for by in ["contract", "supplier"]),
        compare("export", [PROGRAM, "export", "--database", database],
                ["sqlite3", "-json", f"file:{database}?mode=ro", " ".join(f"SELECT * FROM {table};" for table in TABLES)],
                3, "sqlite3 -json"),
        first_answer(sample),
        compare_with_nginx(sample, "/api/v1/renewals?on=2021-11-08", "a view"),
        compare_with_nginx(sample, "/", "the page"),
        compare_with_nginx(database, "/api/v1/contracts?limit=20", "a larger view"),
    ]
    return 0 if all(is_kept) else 1


if __name__ == "__main__":
    sys.exit(main())
