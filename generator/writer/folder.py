"""The output folder: which folders we refuse, and how a new site takes the place of the old one in one step.

The *spare* tree is the output's twin. It is made like the output by hard links, gets the new pages, and then the two
change places; readers see the whole old site or the whole new one, and the old tree is the next build's spare.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.codec import short_id
from generator.problems import Problem, UnusableInput
from generator.writer.manifest import MANIFEST, Manifest, read_manifest, write_manifest
from generator.writer.pages import is_file_name
from generator.writer.trees import Survey, mirror, survey, survey_again, try_to_remove

_NEEDED = ("content", "themes", ".cache", ".git")  # of the site: a build replaces its output
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class OutputFolder:
    """One output of one site. Made by `check_output` having nothing against it."""

    def __init__(self, output: Path, *, site: Path, cache: Path) -> None:
        """Clear away what a build left behind that was killed while the two trees changed places.

        Raises:
            UnusableInput: the folder is none that we may replace (D501 to D506).
        """
        check_output(output, site)
        self.path = Path(os.path.realpath(output.parent), output.name)
        self.id = short_id(str(self.path))
        self._is_near = _device(cache) == _device(_nearest(self.path.parent))
        self.spare = cache / "spare" / self.id if self._is_near else self.path.parent / f".{self.path.name}.disputatio"
        self._aside = self.spare.with_name(self.spare.name + "-old")
        self._recover()

    def manifest(self) -> Manifest | None:
        """Return what stands in the output, None where there is no output of ours."""
        return read_manifest(self.path)

    def survey(self, manifest: Manifest) -> Survey:
        """Return what tells whether anybody has touched the output's pages, as its manifest names them."""
        return survey(str(self.path), manifest.files)

    def prepare(self, keep: Collection[str] = ()) -> None:
        """Make the spare tree like the output, but for the files in `keep`. From now on it is no site."""
        (self.spare / MANIFEST).unlink(missing_ok=True)
        mirror(str(self.path), str(self.spare), keep)
        (self.spare / MANIFEST).unlink(missing_ok=True)

    def remove(self, urls: Iterable[str]) -> int:
        """Remove pages from the spare tree, with the folders that they leave empty; return how many there were.

        A manifest may have been written by somebody else: what it names outside the tree is left alone.
        """
        removed = 0
        root = os.path.realpath(self.spare)
        for url in urls:
            path = self.spare / url
            is_inside = is_file_name(url) and os.path.realpath(path.parent) == os.path.normpath(f"{root}/{url}/..")
            if not is_inside or not os.path.lexists(path) or (path.is_dir() and not path.is_symlink()):
                continue
            path.unlink()
            removed += 1
            folder = path.parent
            while folder != self.spare and try_to_remove(str(folder)):
                folder = folder.parent
        return removed

    def seal(self, manifest: Manifest) -> None:
        """Put its manifest into the spare tree, which is now a site."""
        unfinished = self.spare / f"{MANIFEST}.part"
        with unfinished.open("wb") as file:
            file.write(write_manifest(manifest))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self.spare / MANIFEST)
        _sync_folder(self.spare)

    def survey_spare(self, manifest: Manifest, before: Survey, changed: Iterable[str]) -> Survey:
        """Return the survey of the spare tree; `before` is the output's, `changed` are the URLs that differ from it."""
        folders = {url.rpartition("/")[0] for url in changed}
        return survey_again(str(self.spare), manifest.files, before, folders)

    def publish(self) -> None:
        """Let the spare tree take the output's place.

        Raises:
            UnusableInput: meanwhile somebody else has put something there that we may not replace.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(self.path.parent):
            if self.path.is_symlink() or (self.path.is_dir() and _is_foreign(self.path)):
                raise UnusableInput(
                    (_refusal("D505", self.path, "it was replaced by something else during the build"),)
                )
            if not self.path.exists():
                self.spare.rename(self.path)
            elif not _exchange(self.spare, self.path):
                self.path.rename(self._aside)
                self.spare.rename(self.path)
                self._aside.rename(self.spare)
            _sync_folder(self.path.parent)
        if not self._is_near:
            self.discard()

    def discard(self) -> None:
        """Remove the spare tree."""
        if self.spare.is_dir():
            shutil.rmtree(self.spare)

    def _recover(self) -> None:
        if self._aside.is_dir() and not self.path.exists():
            self._aside.rename(self.path)  # killed between the two renames: the old site comes back
        elif self._aside.is_dir():
            shutil.rmtree(self._aside)


def check_output(output: Path, site: Path) -> None:
    """Refuse to build into a folder that is not ours to replace, before any work is done.

    Raises:
        UnusableInput: with the reason and the remedy.
    """
    problem = next(_refusals(output, site), None)
    if problem:
        raise UnusableInput((problem,))


def _refusals(output: Path, site: Path) -> Iterator[Problem]:
    if "~" in output.parts:
        yield _refusal("D506", output, "~ stands for your home folder in a shell only", "Write the folder in full.")
    if ".." in output.parts and not output.exists():
        yield _refusal("D506", output, "it does not exist, and .. leads out of it", "Write the folder without ..")
    above = [output, *output.parents] if output.exists() else [*output.parents]
    is_same = {_identity(folder) for folder in above} - {None}
    if output.is_symlink():
        yield _refusal("D503", output, "it is a symbolic link", "A build replaces the folder; name the real one.")
    elif output.exists() and not output.is_dir():
        yield _refusal("D504", output, "it is a file, not a folder")
    if any(_identity(site / name) in is_same or _lies_in(output, site / name) for name in _NEEDED):
        yield _refusal("D502", output, "the site itself needs what is in there")
    if output.exists() and _identity(output) in {_identity(folder) for folder in (site, *site.parents)}:
        yield _refusal("D501", output, "the site itself lies in there")
    if output.exists() and _identity(output) == _identity(_home()):
        yield _refusal("D501", output, "it is your home folder")
    if output.is_dir() and os.path.ismount(output):
        yield _refusal(
            "D506", output, "a file system is mounted there, and it cannot be replaced", "Name a folder in it."
        )
    nearest = _nearest(output.parent)
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        yield _refusal("D506", output, f"nothing can be written into {nearest.name or nearest}")
    if output.is_dir() and not os.access(output, os.R_OK | os.W_OK | os.X_OK):
        yield _refusal("D506", output, "it may not be read or written by this user")
    elif output.is_dir() and _is_foreign(output):
        fix = "Name a new or an empty folder. Nothing in this one was touched."
        yield _refusal("D505", output, f"it holds files that Disputatio did not make (there is no {MANIFEST})", fix)


def _lies_in(output: Path, needed: Path) -> bool:
    """True where the output is that folder or lies in it, whether or not the folder is there yet."""
    real, home = (os.path.realpath(path).casefold() for path in (output, needed))
    return real == home or real.startswith(home + os.sep)


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user without one, in a container
        return Path("/")


def _refusal(
    code: str, output: Path, why: str, fix: str = "Name another folder: --output DIR, or output: in site.yaml."
) -> Problem:
    message = f"the folder {output.name or str(output)!r} cannot be the output"
    return Problem("error", code, output.name or str(output), None, None, message, f"The reason: {why}.", fix)


def _is_foreign(folder: Path) -> bool:
    return read_manifest(folder) is None and any(folder.iterdir())


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _nearest(folder: Path) -> Path:
    """Return the first folder on the way up that exists."""
    return next(above for above in (folder, *folder.parents) if above.exists())


def _device(folder: Path) -> int:
    return _nearest(folder).stat().st_dev


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; return False where the system or the file system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(error, os.strerror(error), str(other))


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep builds of other sites from publishing into the same folder at the same moment."""
    file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
