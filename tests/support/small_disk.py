"""A disk of a few megabytes that can be filled, for tests of what happens then.

Mounting it needs rights of its own: where the user has none, the test starts itself again in a namespace where it does.
"""

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

MARK = "TELESTATE_TEST_NAMESPACE"


def may_mount():
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted


def enter_namespace():
    """Returns when disks can be mounted; ends the test with a reason where that is not to be had."""
    if may_mount():
        return
    if MARK in os.environ:
        sys.exit("no small disk can be mounted here")
    os.execvpe("unshare", ["unshare", "--map-root-user", "--mount", sys.executable, *sys.argv], {**os.environ, MARK: "1"})


class SmallDisk:
    def __init__(self, mebibytes):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=0700", "tmpfs", self.path], check=True)

    def close(self):
        subprocess.run(["umount", "--lazy", self.path], check=True)
        self.folder.cleanup()

    def free(self):
        state = os.statvfs(self.path)
        return state.f_bavail * state.f_frsize

    def fill(self, leave=0):
        """Leaves so many bytes free, to the page."""
        with open(self.path / "filler", "ab") as filler:
            block = bytes(4096)
            try:
                while self.free() > leave:
                    filler.write(block)
                    filler.flush()
            except OSError as failure:
                if failure.errno != errno.ENOSPC:
                    raise

    def make_room(self):
        (self.path / "filler").unlink(missing_ok=True)
