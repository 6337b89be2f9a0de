"""A clean Debian 12: made by debootstrap once, copied for each use, and booted with its own systemd as a machine in
namespaces of its own - processes, mounts, control groups and a network that holds only itself. Needs root."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MIRROR = "http://deb.debian.org/debian"

# Units that would reach past the machine to the kernel, or want devices it has not got.
NOT_STARTED = [
    "systemd-sysctl.service", "systemd-modules-load.service", "systemd-remount-fs.service", "systemd-udevd.service",
    "systemd-update-utmp.service", "dev-hugepages.mount", "dev-mqueue.mount", "sys-fs-fuse-connections.mount",
    "sys-kernel-debug.mount", "sys-kernel-config.mount", "sys-kernel-tracing.mount", "apt-daily.timer",
    "apt-daily-upgrade.timer", "dpkg-db-backup.timer",
]


def eventually(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def chroot(root, *command, **options):
    """A command in the root, on this machine's network, with nothing mounted but /proc and seen by nobody else."""
    script = 'mount --make-rprivate / && mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["unshare", "--mount", "bash", "-c", script, str(root), *map(str, command)], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env=environment, **options)


def must(finished):
    if finished.returncode != 0:
        raise AssertionError(f"{finished.args} ended with {finished.returncode}:\n{finished.stdout}")
    return finished.stdout


def make_base(folder):
    """The root all others are copies of: minimal Debian with systemd, and the lists of its mirror."""
    base = folder / "base"
    if (base / ".made").exists():
        return base
    shutil.rmtree(base, ignore_errors=True)
    must(subprocess.run(["debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv", "bookworm", str(base),
                         MIRROR], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False))
    for unit in NOT_STARTED:
        (base / "etc/systemd/system" / unit).symlink_to("/dev/null")
    (base / ".made").touch()
    return base


class Machine:
    """A copy of the base, with what a package needs fetched but not installed."""

    def __init__(self, folder, name, packages):
        self.root = folder / name
        self.boot_process = None
        self.group = None
        shutil.rmtree(self.root, ignore_errors=True)
        must(subprocess.run(["cp", "-a", "--reflink=auto", str(make_base(folder)), str(self.root)], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False))
        for package in packages:
            shutil.copy(package, self.root / "root")
        must(chroot(self.root, "apt-get", "-q", "update"))
        # The machine has no network: apt takes from its cache what it would take from the mirror.
        must(chroot(self.root, "apt-get", "-q", "-y", "--no-install-recommends", "--download-only", "install",
                    *[f"/root/{Path(package).name}" for package in packages[:1]]))

    def boot(self):
        hierarchy = next(line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()
                         if line.split()[2] == "cgroup2")
        self.group = Path(hierarchy) / f"telestate-package-test-{os.getpid()}-{self.root.name}"
        self.group.mkdir(exist_ok=True)
        self.boot_process = subprocess.Popen(
            ["bash", "-c", 'echo $$ > "$0/cgroup.procs" && exec unshare --mount --pid --fork --cgroup --ipc --uts --net '
                           '"$1" "$2"', str(self.group), str(HERE / "boot"), str(self.root)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually("systemd answers", lambda: self.first_process() and self.run(
            "systemctl", "is-system-running", "--wait").stdout.strip() in ("running", "degraded"))

    def first_process(self):
        pid = self.boot_process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0]) if children else None

    def run(self, *command, environment=None, stdin=None):
        """A command in the machine, as root logs in."""
        inner = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
                 **(environment or {})}
        return subprocess.run(
            ["nsenter", "-t", str(self.first_process()), "-m", "-p", "-C", "-i", "-u", "-n", "-r", "-w",
             "/usr/bin/env", "-i", *[f"{name}={value}" for name, value in inner.items()], *map(str, command)],
            text=True, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def must(self, *command, **options):
        return must(self.run(*command, **options))

    def as_telestate(self, *command, stdin=None):
        return self.must("runuser", "-u", "telestate", "--", *command, stdin=stdin)

    def on_its_network(self, *command, **options):
        """A program of this machine, on the other's network."""
        return subprocess.run(["nsenter", "-t", str(self.first_process()), "-n", *map(str, command)], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)

    def apt(self, *arguments, **options):
        return self.run("apt-get", "-q", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold",
                        *arguments, **options)

    def unit(self, field, unit="telestate.service"):
        return self.must("systemctl", "show", "--value", "-p", field, unit).strip()

    def health(self, port=8080):
        """The status of /healthz, or None where nobody answers."""
        asked = self.on_its_network("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
                                    f"http://localhost:{port}/healthz")
        return int(asked.stdout) if asked.returncode == 0 else None

    def path(self, inside):
        return self.root / inside.lstrip("/")

    def stop(self):
        if self.boot_process is None:
            return
        first = self.first_process()
        if first:
            os.kill(first, signal.SIGKILL)  # and with it everything in its namespace
        self.boot_process.wait(20)
        for path in sorted(self.group.rglob("*"), reverse=True):
            if path.is_dir():
                path.rmdir()
        self.group.rmdir()
        self.boot_process = None

    def discard(self):
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)
