"""Start the one-folder program where there is no Python: ``python -m tests.support.bare_root dist/zbyj-duty``.

A new root holds the bundle, the dynamic loader and the system libraries the bundle names, and nothing else. Where
changing the root is not allowed, the program runs with an empty PATH in its place, and that is said.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "zbyj-duty"
HOME = "/tmp/h"
_DEVICES = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9)}


@dataclass(frozen=True)
class Place:
    """Where the program is started.

    Attributes:
        words: what is said about it.
        prefix: command that goes before the program.
        program: the program's path as seen from there.
        home: the duty room's folder as seen from there.
        outside: the folder that is ``/`` there.
    """

    words: str
    prefix: tuple[str, ...]
    program: str
    home: str
    outside: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Start the program with next to no environment."""
        environment = {"PATH": "", "HOME": "/tmp", "TMPDIR": "/tmp", "QT_QPA_PLATFORM": "offscreen"}
        command = [*self.prefix, self.program, "--home", self.home, *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", errors="replace", timeout=300
        )


def main(arguments: list[str]) -> int:
    """Check a bundle; returns the exit code."""
    if len(arguments) != 1 or not (Path(arguments[0]) / PROGRAM).is_file():
        print(f"usage: python -m tests.support.bare_root FOLDER_WITH_{PROGRAM}", file=sys.stderr)
        return 2
    bundle = Path(arguments[0]).resolve()
    print(f"bundle: {bundle}, {size_of(bundle) / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(prefix="zbyj-bare-") as folder:
        place = bare_place(bundle, Path(folder))
        print(place.words)
        return 0 if all(check(place)) else 1


def check(place: Place) -> Iterator[bool]:
    """Play the demonstration, verify store and paper; a line for each."""
    played = place.run("demo", "--no-window")
    yield _told("demo --no-window", played)
    if played.returncode:
        return
    yield _told("verify", place.run("verify"))
    for paper in sorted((place.outside / place.home.lstrip("/")).glob("*.pdf")):
        yield _told(f"verify {paper.name}", place.run("verify", f"{place.home}/{paper.name}"))
    yield _told("log list", place.run("log", "list"))


def _told(what: str, done: subprocess.CompletedProcess[str]) -> bool:
    print(
        f"{'ok    ' if done.returncode == 0 else 'FAILED'} {what} (exit code {done.returncode})", flush=True
    )
    if done.returncode:
        print(done.stdout[-2000:] + done.stderr[-4000:], file=sys.stderr)
    return done.returncode == 0


def bare_place(bundle: Path, root: Path) -> Place:
    """Fill ``root`` and return how to start the program in it, or beside it where that is not allowed."""
    prefix = change_root()
    if prefix is None:
        home = root / "h"
        words = (
            "changing the root is not allowed here: run in place, with an empty PATH and no Python variables"
        )
        return Place(words, (), str(bundle / PROGRAM), str(home), Path("/"))
    shutil.copytree(bundle, root / "opt" / PROGRAM, symlinks=True)
    copied = [library for library in system_libraries(bundle)]
    for library in copied:
        target = root / library.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
    (root / "tmp").mkdir()
    _make_devices(root / "dev")
    if found := pythons(root, root / "opt"):
        raise SystemExit(f"there is a Python in the bare root: {found}")
    words = f"bare root: the bundle and {len(copied)} system libraries; no Python, no shell, no fonts"
    return Place(words, (*prefix, str(root)), f"/opt/{PROGRAM}/{PROGRAM}", HOME, root)


def change_root() -> tuple[str, ...] | None:
    """Return the command that changes the root, None where there is none."""
    chroot, unshare = shutil.which("chroot", path=_PATH), shutil.which("unshare", path=_PATH)
    for prefix in ((chroot,), (unshare, "--map-root-user", chroot)):
        if None in prefix:
            continue
        command = tuple(part for part in prefix if part)
        if subprocess.run([*command, "/", "/bin/true"], capture_output=True).returncode == 0:
            return command
    return None


_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def system_libraries(bundle: Path) -> list[str]:
    """Return the libraries outside the bundle, loader included, that its ELF files ask for; names what is lacking."""
    found: set[str] = set()
    lacking: set[str] = set()
    inside = {**os.environ, "LD_LIBRARY_PATH": str(bundle / "_internal")}
    first = (
        [str(bundle / PROGRAM)],
        dict(os.environ),
    )  # the starter itself runs before the bundle is searched
    for batch, environment in (first, *((batch, inside) for batch in _batches(elf_files(bundle)))):
        listed = subprocess.run(["ldd", *batch], capture_output=True, text=True, env=environment).stdout
        for line in listed.splitlines():
            words = line.split()
            if "not found" in line:
                lacking.add(words[0])
            paths = [word for word in words if word.startswith("/") and not word.endswith(":")]
            found |= {path for path in paths if not Path(path).resolve().is_relative_to(bundle)}
    if lacking:
        print(f"not on this machine, so not there either: {', '.join(sorted(lacking))}")
    return sorted(found)


def elf_files(bundle: Path) -> Iterator[str]:
    """Return every program and library of the bundle."""
    for file in sorted(bundle.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                if opened.read(4) == b"\x7fELF":
                    yield str(file)


def pythons(root: Path, bundle: Path) -> list[str]:
    """Return what looks like a Python outside the bundle."""
    files = (file for file in root.rglob("*python*") if not file.is_relative_to(bundle))
    return [str(file) for file in files]


def size_of(folder: Path) -> int:
    """Return the bytes of every file in a folder, links not counted."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())


def _batches(files: Iterable[str], size: int = 100) -> Iterator[list[str]]:
    listed = list(files)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _make_devices(folder: Path) -> None:
    folder.mkdir()
    for name, (major, minor) in _DEVICES.items():
        try:
            os.mknod(folder / name, 0o666 | stat.S_IFCHR, os.makedev(major, minor))
        except PermissionError:
            (folder / name).write_bytes(b"")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
