#!/usr/bin/env python3
"""The Debian package, installed, run, upgraded, removed and purged in a clean Debian 12 that runs its own systemd.

    package_test.py PACKAGE [--earlier COMMIT]

Needs root, namespaces and a Debian mirror. What takes long (the base system, packages of other versions) is kept in
build/package-test. Tests of one class tell one story, in the order of their names.
"""

import gzip
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from package import variants  # noqa: E402
from package.clean_root import Machine, chroot, eventually, must  # noqa: E402
from support.suite import run_suite  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "package-test"
SETTINGS = "/etc/telestate/telestate.toml"
DATA = "/var/lib/telestate"
DATABASE = f"{DATA}/telestate.sqlite"
SAMPLE = (ROOT / "tests/estates/kchft-2021.json").read_text(encoding="utf-8")
PACKAGE = None
EARLIER = None


def version_of(package):
    return subprocess.run(["dpkg-deb", "-f", str(package), "Version"], check=True, capture_output=True,
                          text=True).stdout.strip()


class Story(unittest.TestCase):
    """A machine for all tests of the class. When one fails, those after it would only repeat it."""

    machine = None
    is_chained = True
    has_failed = False

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(FOLDER, cls.__name__, cls.given_packages())
        cls.addClassCleanup(cls.machine.discard)
        cls.machine.boot()

    @classmethod
    def given_packages(cls):
        return [PACKAGE]

    def setUp(self):
        if self.is_chained and self.has_failed:
            self.fail("the story broke off before")

    def run(self, result=None):
        before = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > before:
            type(self).has_failed = True

    def install(self, package, **options):
        return self.machine.apt("install", f"/root/{Path(package).name}", **options)

    def assert_serving(self):
        eventually("the service answers", lambda: self.machine.health() == 200)
        self.assertEqual(self.machine.unit("ActiveState"), "active")

    def mode(self, inside):
        """"drwx------ telestate:telestate", with names as the machine has them."""
        return self.machine.must("stat", "-c", "%A %U:%G", inside).strip()

    def estate(self):
        """What the database holds, but for when it was told."""
        document = json.loads(self.machine.as_telestate("telestate", "export"))
        return {key: value for key, value in document.items() if key != "exported_at"}


class InstallingTest(Story):
    is_chained = False

    def test_01_apt_installs_it_with_what_it_needs(self):
        finished = self.install(PACKAGE)
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assertEqual(self.machine.must("dpkg-query", "-W", "-f=${db:Status-Abbrev}", "telestate").strip(), "ii")
        self.assertNotIn("not found", self.machine.must("ldd", "/usr/bin/telestate"))
        self.assertIn("http://localhost:8080", finished.stdout)

    def test_02_files_are_where_they_belong_and_whose_they_should_be(self):
        for path, expected in {
            "/usr/bin/telestate": "-rwxr-xr-x root:root",
            "/lib/systemd/system/telestate.service": "-rw-r--r-- root:root",
            "/etc/telestate": "drwxr-x--- root:telestate",
            SETTINGS: "-rw-r----- root:telestate",
            DATA: "drwx------ telestate:telestate",
            f"{DATA}/backups": "drwx------ telestate:telestate",
            "/usr/share/doc/telestate/copyright": "-rw-r--r-- root:root",
            "/usr/share/man/man1/telestate.1.gz": "-rw-r--r-- root:root",
        }.items():
            self.assertEqual(self.mode(path), expected, path)
        passwd = self.machine.must("getent", "passwd", "telestate").strip().split(":")
        self.assertLess(int(passwd[2]), 1000)
        self.assertEqual(passwd[5:], [DATA, "/usr/sbin/nologin"])
        changed = self.machine.run("dpkg", "--verify", "telestate")
        self.assertEqual(changed.stdout, "")
        self.assertEqual(self.machine.must("dpkg-query", "-W", "-f=${Conffiles}", "telestate").split()[0], SETTINGS)

    def test_03_the_service_is_up_and_enabled(self):
        self.assert_serving()
        self.assertEqual(self.machine.must("systemctl", "is-enabled", "telestate").strip(), "enabled")
        pid = self.machine.unit("MainPID")
        kernel = self.machine.must("cat", f"/proc/{pid}/status")
        self.assertRegex(kernel, r"NoNewPrivs:\s+1")
        self.assertRegex(kernel, r"Seccomp:\s+2")
        self.assertRegex(kernel, r"CapEff:\s+0{16}")
        self.assertRegex(kernel, r"CapBnd:\s+0{16}")
        uid = self.machine.must("id", "-u", "telestate").strip()
        self.assertRegex(kernel, rf"Uid:\s+{uid}\s+{uid}\s+{uid}\s+{uid}")
        self.assertEqual(self.mode(DATABASE), "-rw------- telestate:telestate")

    def test_04_the_page_comes_from_inside_the_program(self):
        page = self.machine.on_its_network("curl", "-s", "http://localhost:8080/")
        self.assertIn("<!doctype html>", page.stdout.lower())
        script = re.search(r'src="(/[^"]+\.js)"', page.stdout)[1]
        status = self.machine.on_its_network("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
                                             f"http://localhost:8080{script}")
        self.assertEqual(status.stdout, "200")

    def test_05_systemd_finds_nothing_wrong_with_the_unit(self):
        self.assertEqual(self.machine.must("systemd-analyze", "verify", "--man=no", "telestate.service").strip(), "")
        told = self.machine.must("systemd-analyze", "security", "--no-pager", "telestate.service")
        exposure = float(re.search(r"Overall exposure level for telestate.service: ([0-9.]+)", told)[1])
        print(f"systemd-analyze security: exposure {exposure}")
        self.assertLess(exposure, 2.0)

    def test_06_it_may_write_nowhere_else(self):
        """The sandbox of the unit itself, with a shell in the program's place."""
        unit = self.machine.path("/lib/systemd/system/telestate.service").read_text()
        unit = re.sub(r"^Type=.*$", "Type=oneshot", unit, flags=re.M)
        unit = re.sub(r"^(WatchdogSec|Restart|RestartSec|NotifyAccess)=.*\n", "", unit, flags=re.M)
        places = f"/usr /etc /etc/telestate /var/log /home /root /opt /var/lib {DATA} {DATA}/backups /tmp"
        script = f"for place in {places}; do if touch $place/probe 2>/dev/null; then echo $place; fi; done > {DATA}/probed"
        unit = re.sub(r"^ExecStart=.*$", f"ExecStart=/bin/sh -c '{script.replace('$', '$$')}'", unit, flags=re.M)
        self.machine.must("tee", "/run/systemd/system/probe.service", stdin=unit)
        self.machine.must("systemctl", "daemon-reload")
        self.machine.must("systemctl", "start", "probe.service")
        written = self.machine.must("cat", f"{DATA}/probed").split()
        self.assertEqual(written, [DATA, f"{DATA}/backups", "/tmp"])
        self.assertFalse(self.machine.path("/tmp/probe").exists(), "its /tmp is everybody's")
        self.machine.must("rm", f"{DATA}/probe", f"{DATA}/backups/probe", f"{DATA}/probed")

    def test_07_one_that_is_killed_is_started_anew(self):
        before = self.machine.unit("MainPID")
        self.machine.must("systemctl", "kill", "-s", "KILL", "telestate")
        eventually("another process", lambda: self.machine.unit("MainPID") not in ("0", before))
        self.assert_serving()

    def test_08_one_that_hangs_is_started_anew(self):
        self.machine.must("mkdir", "-p", "/run/systemd/system/telestate.service.d")
        self.machine.must("tee", "/run/systemd/system/telestate.service.d/soon.conf", stdin="[Service]\nWatchdogSec=1\n")
        self.machine.must("systemctl", "daemon-reload")
        self.machine.must("systemctl", "restart", "telestate")
        self.assert_serving()
        before = self.machine.unit("MainPID")
        first = self.machine.unit("WatchdogTimestampMonotonic")
        eventually("signs of life", lambda: self.machine.unit("WatchdogTimestampMonotonic") != first)
        self.assertEqual(self.machine.unit("MainPID"), before)
        self.machine.must("systemctl", "kill", "-s", "STOP", "telestate")
        eventually("another process", lambda: self.machine.unit("MainPID") not in ("0", before))
        self.assert_serving()
        self.assertIn("Watchdog timeout", self.machine.must("journalctl", "--no-pager", "-u", "telestate"))
        self.machine.must("rm", "-r", "/run/systemd/system/telestate.service.d")
        self.machine.must("systemctl", "daemon-reload")
        self.machine.must("systemctl", "restart", "telestate")
        self.assert_serving()

    def test_09_its_papers_are_in_order(self):
        """What lintian would ask, as far as it concerns this package."""
        listed = subprocess.run(["dpkg-deb", "-c", str(PACKAGE)], check=True, capture_output=True, text=True).stdout
        for line in listed.splitlines():
            self.assertRegex(line, r"^\S+ root/root ", line)
            self.assertNotRegex(line, r"^.{5}w|^.{8}w|^...[sS]|^......[sS]", line)
            self.assertNotIn("/usr/local", line)
        fields = subprocess.run(["dpkg-deb", "-f", str(PACKAGE)], check=True, capture_output=True, text=True).stdout
        for field in ("Maintainer", "Section", "Priority", "Installed-Size", "Depends", "Description"):
            self.assertRegex(fields, rf"(?m)^{field}: \S")
        for line in fields.split("Description:")[1].splitlines():
            self.assertLessEqual(len(line), 81, line)
        symbols = subprocess.run(["readelf", "-S", str(self.machine.path("/usr/bin/telestate"))], check=True,
                                 capture_output=True, text=True).stdout
        self.assertNotIn(".debug_info", symbols)
        self.assertNotIn(".symtab", symbols)
        documents = Path(tempfile.mkdtemp(dir=FOLDER))
        self.addCleanup(shutil.rmtree, documents)
        subprocess.run(["dpkg-deb", "-x", str(PACKAGE), str(documents)], check=True)
        changes = gzip.decompress((documents / "usr/share/doc/telestate/changelog.Debian.gz").read_bytes()).decode()
        self.assertTrue(changes.startswith(f"telestate ({version_of(PACKAGE)}) "), changes)
        manual = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8",
                                 str(documents / "usr/share/man/man1/telestate.1.gz")],
                                check=True, capture_output=True, text=True, env={**os.environ, "MANWIDTH": "80"})
        self.assertEqual(manual.stderr, "")
        self.assertIn("telestate check", manual.stdout)

    def test_10_settings_it_cannot_start_with_are_told(self):
        settings = self.machine.path(SETTINGS)
        kept = settings.read_text()
        settings.write_text(kept.replace('# port = 8080', 'prt = 8080'))
        self.machine.run("systemctl", "restart", "telestate")
        eventually("systemd gives up", lambda: self.machine.unit("ActiveState") == "failed")
        self.assertIn("prt", self.machine.must("journalctl", "--no-pager", "-u", "telestate"))
        settings.write_text(kept)
        self.machine.must("systemctl", "reset-failed", "telestate")
        self.machine.must("systemctl", "start", "telestate")
        self.assert_serving()

    def test_11_port_443_is_had_as_the_unit_says(self):
        unit = self.machine.path("/lib/systemd/system/telestate.service").read_text()
        lines = re.search(r"^#   \[Service\]\n(?:#   .*\n)+", unit, flags=re.M)[0]
        self.machine.must("mkdir", "-p", "/etc/systemd/system/telestate.service.d")
        drop_in = "/etc/systemd/system/telestate.service.d/override.conf"
        self.machine.must("tee", drop_in, stdin=re.sub(r"^# +", "", lines, flags=re.M))
        settings = self.machine.path(SETTINGS)
        kept = settings.read_text()
        settings.write_text(kept.replace("# port = 8080", "port = 443"))
        self.machine.must("systemctl", "daemon-reload")
        self.machine.must("systemctl", "restart", "telestate")
        eventually("the service answers", lambda: self.machine.health(443) == 200)
        self.assertRegex(self.machine.must("cat", f"/proc/{self.machine.unit('MainPID')}/status"),
                         r"CapEff:\s+0{13}400\n")
        settings.write_text(kept)
        self.machine.must("rm", "-r", "/etc/systemd/system/telestate.service.d")
        self.machine.must("systemctl", "daemon-reload")
        self.machine.must("systemctl", "restart", "telestate")
        self.assert_serving()


class UpgradingTest(Story):
    """From the earlier version to this one, and from this one to a later one that changes the database."""

    @classmethod
    def given_packages(cls):
        cls.later = variants.later_package(FOLDER)
        cls.earlier = variants.earlier_package(FOLDER, EARLIER)
        # The dependencies of this one are fetched; they are those of all three.
        return [PACKAGE, cls.earlier, cls.later]

    def backups(self):
        return sorted(path.name for path in self.machine.path(f"{DATA}/backups").glob("before-upgrade-*"))

    def makes_backups(self):
        return self.machine.run("telestate", "backup", "--help").returncode == 0

    def check_backup(self, version, schema):
        name = self.backups()[-1]
        self.assertRegex(name, rf"^before-upgrade-{re.escape(version)}-\d{{8}}T\d{{6}}Z\.sqlite$")
        self.assertEqual(self.mode(f"{DATA}/backups/{name}"), "-rw------- telestate:telestate")
        with sqlite3.connect(f"file:{self.machine.path(f'{DATA}/backups/{name}')}?immutable=1", uri=True) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone()[0], "ok")
            self.assertEqual(database.execute("SELECT max(number) FROM migrations").fetchone()[0], schema)
            self.assertGreater(database.execute("SELECT count(*) FROM contracts").fetchone()[0], 0)

    def schema(self):
        """The number of the last migration, read in a copy: a reader would leave files of its own beside the database."""
        self.machine.must("systemctl", "stop", "telestate")
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            for suffix in ("", "-wal"):
                path = self.machine.path(DATABASE + suffix)
                if path.exists():
                    shutil.copy(path, folder)
            with sqlite3.connect(Path(folder) / Path(DATABASE).name) as database:
                number = database.execute("SELECT max(number) FROM migrations").fetchone()[0]
        self.machine.must("systemctl", "start", "telestate")
        self.assert_serving()
        return number

    def test_01_the_earlier_version_is_used(self):
        finished = self.install(self.earlier)
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assert_serving()
        self.machine.must("systemctl", "stop", "telestate")
        self.machine.as_telestate("telestate", "import", "-", stdin=SAMPLE)
        # A setting of one's own, in the package's file.
        settings = self.machine.path(SETTINGS)
        settings.write_text(settings.read_text().replace('# level = "info"', 'level = "debug" # ours'))
        self.machine.must("systemctl", "start", "telestate")
        self.assert_serving()
        type(self).told = self.estate()
        self.assertGreater(len(self.told["contracts"]), 3)
        type(self).first_schema = self.schema()

    def test_02_this_version_keeps_data_and_settings(self):
        could = self.makes_backups()
        finished = self.install(PACKAGE)
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assert_serving()
        self.assertEqual(self.machine.must("dpkg-query", "-W", "-f=${Version}", "telestate"), version_of(PACKAGE))
        self.assertEqual(self.estate(), self.told)
        self.assertIn('level = "debug" # ours', self.machine.path(SETTINGS).read_text())
        self.assertEqual(self.mode(SETTINGS), "-rw-r----- root:telestate")
        if could:
            self.check_backup(version_of(self.earlier), self.first_schema)
        else:
            self.assertIn("makes no backups by itself", finished.stdout)
        type(self).second_schema = self.schema()

    def test_03_without_a_backup_nothing_is_upgraded(self):
        if not self.makes_backups():
            self.skipTest("this version makes no backups")
        self.machine.must("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", f"{DATA}/backups")
        finished = self.install(self.later)
        self.assertNotEqual(finished.returncode, 0)
        self.assertIn("could not be backed up", finished.stdout)
        self.assertIn("The upgrade ends here", finished.stdout)
        self.assertEqual(self.machine.must("dpkg-query", "-W", "-f=${Version} ${db:Status-Abbrev}", "telestate").split(),
                         [version_of(PACKAGE), "ii"])
        self.assert_serving()
        self.machine.must("umount", f"{DATA}/backups")

    def test_04_a_later_version_changes_the_database(self):
        could = self.makes_backups()
        # Settings nobody touched come with the new version's explanations; those that were stay.
        finished = self.install(self.later)
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assert_serving()
        self.assertEqual(self.estate(), self.told)
        self.assertEqual(self.schema(), self.second_schema + 1)
        self.assertIn('level = "debug" # ours', self.machine.path(SETTINGS).read_text())
        self.assertTrue(self.machine.path(SETTINGS + ".dpkg-dist").exists())
        if could:
            self.check_backup(version_of(PACKAGE), self.second_schema)
        self.assertEqual(self.machine.must("systemctl", "is-enabled", "telestate").strip(), "enabled")

    def test_05_the_version_before_refuses_the_database_and_says_so(self):
        finished = self.machine.apt("install", "--allow-downgrades", f"/root/{PACKAGE.name}")
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assertIn("the service did not start", finished.stdout)
        # What it refuses it does not copy either: the way back is without a backup, as the package says.
        finished = self.install(self.later, environment={"TELESTATE_UPGRADE_WITHOUT_BACKUP": "1"})
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assert_serving()
        self.assertEqual(self.estate(), self.told)

    def test_06_one_that_was_switched_off_stays_off(self):
        self.machine.must("systemctl", "disable", "--now", "telestate")
        finished = self.machine.apt("install", "--reinstall", f"/root/{self.later.name}")
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assertEqual(self.machine.unit("ActiveState"), "inactive")
        self.assertEqual(self.machine.run("systemctl", "is-enabled", "telestate").stdout.strip(), "disabled")


class RemovingTest(Story):
    def test_01_removing_leaves_data_and_settings(self):
        self.assertEqual(self.install(PACKAGE).returncode, 0)
        self.assert_serving()
        self.machine.must("systemctl", "stop", "telestate")
        self.machine.as_telestate("telestate", "import", "-", stdin=SAMPLE)
        type(self).told = self.estate()
        self.machine.must("tee", "/etc/telestate/smtp-password", stdin="secret\n")
        self.machine.must("systemctl", "start", "telestate")
        self.assert_serving()
        finished = self.machine.apt("remove", "telestate")
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assertIsNone(self.machine.health())
        self.assertFalse(self.machine.path("/usr/bin/telestate").exists())
        for path in (SETTINGS, DATABASE, "/etc/telestate/smtp-password"):
            self.assertTrue(self.machine.path(path).exists(), path)
        self.machine.must("getent", "passwd", "telestate")

    def test_02_installed_again_all_is_as_before(self):
        finished = self.install(PACKAGE)
        self.assertEqual(finished.returncode, 0, finished.stdout)
        self.assert_serving()
        self.assertEqual(self.estate(), self.told)

    def test_03_purging_takes_all_of_it(self):
        finished = self.machine.apt("purge", "telestate")
        self.assertEqual(finished.returncode, 0, finished.stdout)
        for path in ("/etc/telestate", DATA, "/usr/bin/telestate", "/lib/systemd/system/telestate.service",
                     "/usr/share/doc/telestate"):
            self.assertFalse(self.machine.path(path).exists(), path)
        left = [path for path in self.machine.path("/etc/systemd").rglob("*telestate*")]
        left += [path for path in self.machine.path("/var/lib/systemd").rglob("*telestate*")]
        self.assertEqual(left, [])
        self.assertNotEqual(self.machine.run("getent", "passwd", "telestate").returncode, 0)
        self.assertNotEqual(self.machine.run("getent", "group", "telestate").returncode, 0)
        self.assertEqual(self.machine.run("dpkg-query", "-W", "telestate").returncode, 1)


class WithoutSystemdTest(unittest.TestCase):
    """As in a container or while an image is made: no service manager runs."""

    def test_it_is_installed_and_removed_and_starts_nothing(self):
        machine = Machine(FOLDER, "WithoutSystemd", [PACKAGE])
        self.addCleanup(machine.discard)
        root = machine.root
        must(chroot(root, "apt-get", "-q", "-y", "--no-install-recommends", "install", f"/root/{PACKAGE.name}"))
        wanted = root / "etc/systemd/system/multi-user.target.wants/telestate.service"
        self.assertTrue(wanted.is_symlink(), "it would not start with the machine")
        self.assertEqual(stat.S_IMODE((root / "var/lib/telestate").stat().st_mode), 0o700)
        self.assertEqual(list((root / "var/lib/telestate").glob("*.sqlite")), [])
        self.assertIn("ready", must(chroot(root, "runuser", "-u", "telestate", "--", "sh", "-c",
                                           "cd /tmp && telestate --help >/dev/null && echo ready")))
        must(chroot(root, "apt-get", "-q", "-y", "purge", "telestate"))
        self.assertFalse((root / "var/lib/telestate").exists())
        self.assertFalse(wanted.is_symlink())


if __name__ == "__main__":
    if "--earlier" in sys.argv:
        EARLIER = sys.argv.pop(sys.argv.index("--earlier") + 1)
        sys.argv.remove("--earlier")
    PACKAGE = Path(sys.argv.pop(1)).resolve()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        sys.exit("package_test.py needs root: it makes a Debian root and boots it")
    run_suite()
