"""Packages of other versions of the program: an earlier one, and a later one that changes the database."""

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def edit(path, *changes):
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        changed = re.sub(before, after, text, flags=re.MULTILINE)
        if changed == text:
            raise AssertionError(f"{path} does not hold {before}")
        text = changed
    path.write_text(text, encoding="utf-8")


def set_version(tree, version):
    edit(tree / "CMakeLists.txt", (r"^project\(telestate VERSION [0-9.]+", f"project(telestate VERSION {version}"))


def make_package(tree):
    """The package of a tree. Takes what was compiled before from ccache."""
    # The dashboard's modules are those of this tree where they are the same, else fetched by the tree's own script.
    if (tree / "web/package-lock.json").read_bytes() == (ROOT / "web/package-lock.json").read_bytes():
        shutil.rmtree(tree / "web/node_modules", ignore_errors=True)
        shutil.copytree(ROOT / "web/node_modules", tree / "web/node_modules", symlinks=True)
    made = subprocess.run(["script/package"], cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    if made.returncode != 0:
        raise AssertionError(f"no package of {tree}:\n{made.stdout[-4000:]}")
    return next((tree / "build/package").glob("*.deb"))


def empty_tree(folder, name):
    """An empty folder, but for what was built in it before."""
    tree = folder / name
    tree.mkdir(parents=True, exist_ok=True)
    for path in tree.iterdir():
        if path.name != "build":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return tree


def unpack(archive, tree):
    subprocess.run(["tar", "-x", "-C", str(tree)], input=archive, check=True)


def earlier_package(folder, commit):
    """The package of a commit. One from before there were packages is given this tree's packaging."""
    tree = empty_tree(folder, "earlier")
    unpack(subprocess.run(["git", "archive", commit], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout, tree)
    set_version(tree, "0.0.9")
    if not (tree / "config/debian").exists():
        shutil.copytree(ROOT / "config/debian", tree / "config/debian")
        for script in ("common", "package"):
            shutil.copy(ROOT / "script" / script, tree / "script" / script)
        edit(tree / "CMakeLists.txt",
             (r"^add_subdirectory\(server/app\)$", "add_subdirectory(server/app)\ninclude(config/debian/package.cmake)"))
        # It knew nothing of backups nor of service managers.
        edit(tree / "config/debian/package.cmake", (r'^ +\[\[# directory = .*\]\]\)$', ")"))
        edit(tree / "config/debian/telestate.service", (r"^Type=notify$", "Type=simple"), (r"^WatchdogSec=.*\n", ""))
    return make_package(tree)


def later_package(folder):
    """This tree, uncommitted changes and all, one migration and one version later."""
    tree = empty_tree(folder, "later")
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            stdout=subprocess.PIPE, check=True).stdout
    present = b"\0".join(name for name in listed.split(b"\0") if name and (ROOT / name.decode()).exists())
    unpack(subprocess.run(["tar", "-c", "--null", "-T", "-"], cwd=ROOT, input=present, stdout=subprocess.PIPE,
                          check=True).stdout, tree)
    set_version(tree, "99.0.0")
    numbers = [int(path.name[:4]) for path in (tree / "migrations").glob("*.sql")]
    (tree / f"migrations/{max(numbers) + 1:04}_probe.sql").write_text(
        "CREATE TABLE probe (number INTEGER PRIMARY KEY) STRICT;\nINSERT INTO probe (number) VALUES (42);\n")
    # A setting explained anew, so that the new version brings another configuration file than the old.
    edit(tree / "config/telestate.toml", (r"\A# telestate's configuration\.", "# telestate's configuration, version 99."))
    return make_package(tree)
