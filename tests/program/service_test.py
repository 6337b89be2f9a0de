#!/usr/bin/env python3
"""The program under a service manager: what it tells by datagram, and the files of the package that name it.

    service_test.py PROGRAM
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.suite import program_argument, run_suite  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / "config" / "debian"
PROGRAM = None


class NoticeTest(unittest.TestCase):
    """`telestate serve` with a real datagram socket in the place of systemd's."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.listener.settimeout(20)
        self.addCleanup(self.listener.close)

    def serve(self, notify_socket, **environment):
        process = subprocess.Popen(
            [PROGRAM, "serve", "--database", str(self.path / "estate.sqlite"), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "NOTIFY_SOCKET": notify_socket, **environment})
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def next(self):
        return self.listener.recv(4096).decode()

    def check_life(self, process):
        self.assertEqual(self.next(), "READY=1")
        url = re.search(r"http://\S+", process.stdout.readline())[0]
        self.assertEqual(urllib.request.urlopen(url + "/healthz", timeout=20).status, 200)
        for _ in range(3):
            self.assertEqual(self.next(), "WATCHDOG=1")
        process.terminate()
        last = self.next()
        while last == "WATCHDOG=1":
            last = self.next()
        self.assertEqual(last, "STOPPING=1")
        self.assertEqual(process.wait(20), 0)

    def test_it_tells_a_socket_in_a_folder(self):
        self.listener.bind(str(self.path / "notify"))
        self.check_life(self.serve(str(self.path / "notify"), WATCHDOG_USEC="200000"))

    def test_it_tells_a_socket_that_is_in_no_folder(self):
        name = f"telestate-service-test-{os.getpid()}"
        self.listener.bind("\0" + name)
        self.check_life(self.serve("@" + name, WATCHDOG_USEC="200000"))

    def test_it_gives_no_signs_of_life_where_none_are_wanted(self):
        self.listener.bind(str(self.path / "notify"))
        process = self.serve(str(self.path / "notify"))
        self.assertEqual(self.next(), "READY=1")
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.next(), "STOPPING=1")
        self.assertEqual(process.wait(20), 0)

    def test_a_start_that_fails_is_never_ready(self):
        self.listener.bind(str(self.path / "notify"))
        (self.path / "estate.sqlite").write_text("not a database, and long enough to be seen as none" * 20)
        process = self.serve(str(self.path / "notify"))
        self.assertEqual(process.wait(20), 1)
        self.listener.setblocking(False)
        self.assertRaises(BlockingIOError, self.listener.recv, 4096)


class PackagingTest(unittest.TestCase):
    """What can be said of the package's files without making it; script/test-package installs it."""

    SCRIPTS = ["preinst", "postinst", "prerm", "postrm"]

    def test_the_maintainer_scripts_are_sound_shell(self):
        for name in self.SCRIPTS:
            with self.subTest(name):
                script = DEBIAN / name
                self.assertTrue(script.read_text().startswith("#!/bin/sh\n"))
                subprocess.run(["sh", "-n", str(script)], check=True)
                if shutil.which("shellcheck"):
                    subprocess.run(["shellcheck", "-s", "sh", str(script)], check=True)

    def test_the_unit_starts_the_program_with_a_command_it_has(self):
        unit = (DEBIAN / "telestate.service").read_text()
        start = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)[1].split()
        self.assertEqual(start[0], "/usr/bin/telestate")
        subprocess.run([PROGRAM, *start[1:], "--help"], check=True, stdout=subprocess.DEVNULL)

    def test_the_manual_knows_every_command(self):
        manual = (DEBIAN / "telestate.1").read_text()
        told = subprocess.run([PROGRAM, "--help"], check=True, capture_output=True, text=True).stdout
        commands = re.findall(r"^  ([a-z][a-z-]*) ", told.split("Subcommands:")[1], re.MULTILINE)
        self.assertGreater(len(commands), 5)
        for command in commands:
            self.assertRegex(manual, rf'(?m)^\.B[RI]? "?{command}\b', f"telestate.1 does not tell of `{command}`")


if __name__ == "__main__":
    PROGRAM = program_argument()
    run_suite()
