"""What goes wrong on a machine, tried on a build: killed, no room, no memory, no descriptors, another build, readers.

    python bench/faults.py [--points N] [--only NAME ...]

Each trial begins with a site that was built before and a change to it. Afterwards the output must be the whole old site
or the whole new one, the next build must give what a clean one gives, and nothing may be left behind. Prints a line a
trial, and how many of them failed.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SITE = ("content", "site.yaml")
NEW_POST = "Faults in the dark\n\nA post that came later, and that quotes nobody at all.\n\u00a0\n"
FITTING = {0, 1, 2, 3, 75}  # exit codes that a build may have; 3 only where the system takes away what it gave
Tree = dict[str, bytes]
Setup = Callable[[], None]


@dataclass(frozen=True)
class Done:
    code: int
    output: bytes


@dataclass(frozen=True)
class Ground:
    """A site to spoil: as it was built, how it looks after the change, and where it lies."""

    root: Path
    old: Tree
    new: Tree
    seconds: float

    @property
    def public(self) -> Path:
        return self.root / "public"


def tree(folder: Path) -> Tree:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file()) if folder.is_dir() else ()
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def start(root: Path, *, before: Setup | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "generator", "build", "--site", str(root), "--engine", "local:2"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=REPOSITORY, stdout=pipe, stderr=subprocess.STDOUT, preexec_fn=before, start_new_session=True
    )


def build(root: Path, *, before: Setup | None = None) -> Done:
    running = start(root, before=before)
    output, _ = running.communicate()
    return Done(running.returncode, output)


def lay_ground(folder: Path) -> Ground:
    """Build the sample archive, and once more with a new thread."""
    root, changed = folder / "site", folder / "changed"
    root.mkdir(parents=True)
    for name in SITE:
        source = REPOSITORY / name
        shutil.copytree(source, root / name) if source.is_dir() else shutil.copy2(source, root / name)
    assert build(root).code == 0
    shutil.copytree(root, changed, symlinks=True)
    change(changed)
    began = time.monotonic()
    assert build(changed).code == 0
    return Ground(root, tree(root / "public"), tree(changed / "public"), time.monotonic() - began)


def change(root: Path) -> None:
    (root / "content/threads/faults.txt").write_text(NEW_POST, encoding="utf-8")


@contextlib.contextmanager
def spoiled(ground: Ground) -> Iterator[Path]:
    """Yield a copy of the site, built before and changed since."""
    with tempfile.TemporaryDirectory(dir=ground.root.parent) as folder:
        root = Path(folder) / "site"
        shutil.copytree(ground.root, root, symlinks=True)
        change(root)
        yield root


def faults_of(ground: Ground, root: Path, done: Done | None = None) -> list[str]:
    """Return what is wrong after a trial."""
    found = []
    if tree(root / "public") not in (ground.old, ground.new):
        found.append("neither the old site nor the new one")
    if done is not None and done.code >= 0 and done.code not in FITTING:
        found.append(f"exit code {done.code}")
    if done is not None and b"Traceback" in done.output:
        found.append("a traceback")
    again = build(root)
    if again.code != 0 or tree(root / "public") != ground.new:
        found.append(f"the next build (exit {again.code}) gives another site than a clean one")
    left = [path.name for path in root.rglob("*") if path.name.endswith((".part", "-old", ".unfinished"))]
    if left:
        found.append(f"left behind: {', '.join(sorted(left)[:3])}")
    return found


# --- the trials ----------------------------------------------------------------------------------------------------


def killed(ground: Ground, points: int) -> Iterator[tuple[str, list[str]]]:
    """Kill a build and all its workers at so many moments, spread over the time that it takes."""
    for point in range(points):
        with spoiled(ground) as root:
            running = start(root)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(ground.seconds * (point + 0.5) / points * 1.1)
            subprocess.run(["kill", "-9", "--", f"-{running.pid}"], check=False, capture_output=True)
            running.communicate()
            yield f"kill -9 at {100 * (point + 0.5) / points:.0f} %", faults_of(ground, root)


def limited(ground: Ground) -> Iterator[tuple[str, list[str]]]:
    limits = {
        "files of at most 8 kB": (resource.RLIMIT_FSIZE, 8_000),
        "files of at most 100 kB": (resource.RLIMIT_FSIZE, 100_000),
        "64 descriptors": (resource.RLIMIT_NOFILE, 64),
        "24 descriptors": (resource.RLIMIT_NOFILE, 24),
        "400 MB of addresses": (resource.RLIMIT_AS, 400 << 20),
        "150 MB of addresses": (resource.RLIMIT_AS, 150 << 20),
    }
    for name, (what, size) in limits.items():
        with spoiled(ground) as root:
            done = build(root, before=lambda what=what, size=size: resource.setrlimit(what, (size, size)))  # type: ignore[misc]
            yield f"{name} (exit {done.code})", faults_of(ground, root, done)


def full(ground: Ground) -> Iterator[tuple[str, list[str]]]:
    """A disk that is full: a small tmpfs, which needs root."""
    for size_kb in (200, 1000, 3000):
        with tempfile.TemporaryDirectory() as folder:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", folder]
            if subprocess.run(mount, check=False, capture_output=True).returncode:
                yield "full disk: no right to mount one, not tried", []
                return
            try:
                with spoiled(ground) as root:
                    output = Path(folder) / "public"
                    command = [sys.executable, "-m", "generator", "build", "--site", str(root), "--output", str(output)]
                    done = subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True)
                    found = ["a traceback"] if b"Traceback" in done.stderr else []
                    found += [] if done.returncode in (0, 2) else [f"exit code {done.returncode}"]
                    held = tree(output)
                    found += [] if held in ({}, ground.new) else ["half a site"]
                    yield f"a disk of {size_kb} kB (exit {done.returncode})", found
            finally:
                subprocess.run(["umount", folder], check=False)


def crowded(ground: Ground) -> Iterator[tuple[str, list[str]]]:
    for count in (2, 4):
        with spoiled(ground) as root:
            running = [start(root) for _ in range(count)]
            for each in running:
                each.communicate()
            codes = sorted(each.returncode for each in running)
            fine = codes[0] == 0 and set(codes) <= {0, 75}
            yield (
                f"{count} builds at once (exits {codes})",
                [*([] if fine else ["exit codes"]), *faults_of(ground, root)],
            )


def read(ground: Ground) -> Iterator[tuple[str, list[str]]]:
    """Four rebuilds while a reader asks for all pages again and again: none is missing, none is cut."""
    with spoiled(ground) as root:
        wanted, reads, bad, stop = sorted(ground.old.keys() & ground.new.keys()), [0], [], threading.Event()

        def look() -> None:
            while not stop.is_set():
                for name in wanted:
                    try:
                        data = (root / "public" / name).read_bytes()
                    except OSError:
                        bad.append(f"missing: {name}")
                        continue
                    reads[0] += 1
                    if data not in (ground.old[name], ground.new[name]):
                        bad.append(f"cut: {name}")

        reader = threading.Thread(target=look)
        reader.start()
        for number in range(4):
            file = root / "content/threads/faults.txt"
            file.unlink() if number % 2 else change(root)
            build(root)
        stop.set()
        reader.join()
        change(root)
        yield f"4 rebuilds under {reads[0]:,} reads", [*bad[:3], *faults_of(ground, root)]


TRIALS: dict[str, Callable[[Ground], Iterator[tuple[str, list[str]]]]] = {
    "limits": limited,
    "full": full,
    "crowd": crowded,
    "readers": read,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=24, help="moments at which a build is killed")
    parser.add_argument("--only", nargs="*", default=["kills", *TRIALS])
    options = parser.parse_args()
    failed = trials = 0
    with tempfile.TemporaryDirectory() as folder:
        ground = lay_ground(Path(folder))
        chosen = [killed(ground, options.points)] if "kills" in options.only else []
        chosen += [trial(ground) for name, trial in TRIALS.items() if name in options.only]
        for name, faults in (result for trial in chosen for result in trial):
            trials, failed = trials + 1, failed + bool(faults)
            print(f"{'FAILED' if faults else 'ok':6}  {name}{': ' if faults else ''}{'; '.join(faults)}", flush=True)
    print(f"{trials} trials, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
