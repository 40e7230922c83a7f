"""`disputatio import`: copies dumps into content/threads/ and says what was understood of them.

All dumps of one call are read before the first is copied: where one that was named cannot be used, none is copied; of
the files in a folder those are left out, and files that by their nature hold no posts always are. Nothing is
overwritten, and what is there already is not taken again. Pasted pages of one thread go into a folder together; other
formats tell by themselves which thread a page belongs to.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cli.copying import Copy, copy_all, is_same, size_of
from generator.cli.endings import FINE, UNUSABLE
from generator.cli.progress import Report, progress
from generator.cli.report import print_problems, say, warn
from generator.cli.understood import next_steps, show_surveys
from generator.codec import digest
from generator.config import Config, read_config
from generator.files import COMPANIONS, companion, files_below, is_page
from generator.importers import Dump, ReadOptions, claims_folder
from generator.problems import Problem, UnusableInput
from generator.survey import Counter, Survey, survey_dump
from generator.text import safe_name

# Names that mean the same on every machine may stay; others are made anew.
_PORTABLE = re.compile(r"\w[\w .-]{0,99}", re.ASCII)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)  # what Windows keeps for itself
_SCRATCH_FROM_BYTES = 16 << 20  # of a dump: what is smaller is soon read again after a kill


@dataclass(frozen=True, slots=True)
class Arrival:
    """A dump on its way in. `target` is its place below content/threads/; `was_there`: where it lies there already.

    `is_named`: the user named this very dump, and not a folder that it lies in.
    """

    dump: Path
    target: Path
    is_named: bool
    survey: Survey
    was_there: Path | None = None


def take_in(dumps: Sequence[Path], site: Path, format_name: str | None) -> int:
    """Copy the dumps into the site and return the exit code."""
    config = read_config(site)
    _check_place(config)
    options = ReadOptions(format=format_name)
    with progress() as report:
        found = list(_distinct(_expanded(dumps, format_name)))
        total = Counter(config.threads)
        arrivals = [_survey(each, config, replace(options, progress=report), total) for each in found]
        print_problems([problem for arrival in arrivals for problem in arrival.survey.problems])
        usable = [arrival for arrival in arrivals if arrival.survey.threads]
        if not usable or any(arrival.is_named and _is_useless(arrival.survey) for arrival in arrivals):
            warn("Nothing was copied.")
            return UNUSABLE
        placed = list(_placed(_join_pages(usable), config))
        _copy(placed, config, report)
    whole = total.survey()
    show_surveys([(_shown(arrival), arrival.survey) for arrival in placed], whole)
    named = [(arrival.was_there or arrival.target).as_posix() for arrival in placed] if format_name else []
    say(next_steps(whole, [f"{name}: {format_name}" for name in named], site))
    return FINE


def _is_useless(survey: Survey) -> bool:
    """True for what gave no thread and should have; a list of boards among the threads of a forum is no mistake."""
    return not survey.threads and not (survey.problems and all(each.severity == "note" for each in survey.problems))


def _check_place(config: Config) -> None:
    if not config.threads.resolve().is_relative_to(config.root.resolve()):
        message = "content/threads is a link that leads out of the site"
        raise UnusableInput((Problem("error", "D705", str(config.threads), None, None, message),))


# --- what is to be taken in ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A dump, its place below content/threads/ if nothing speaks against it, and whether the user named it."""

    dump: Path
    target: Path
    is_named: bool


def _expanded(dumps: Iterable[Path], format_name: str | None) -> Iterator[_Found]:
    """Yield the dumps, in place of each folder that is no dump itself those that lie in it."""
    for dump in dumps:
        if not dump.is_dir() or _is_dump(dump, format_name):
            yield _Found(dump, Path(_file_name(dump)), is_named=True)
            continue
        for path in _dumps_below(dump, format_name):
            inside = path.relative_to(dump)
            name = Path(_file_name(dump.absolute()), *(_file_name(Path(step)) for step in inside.parts))
            yield _Found(path, name, is_named=False)


def _is_dump(folder: Path, format_name: str | None) -> bool:
    return claims_folder(Dump(folder, str(folder)), ReadOptions(format=format_name))


def _dumps_below(folder: Path, format_name: str | None) -> Iterator[Path]:
    """Yield the dumps in a folder and below it, in natural order, without what a browser saved beside a page."""
    folders: dict[Path, bool] = {}

    def dump_around(path: Path) -> Path | None:
        """Return the outermost folder around a file that is one dump."""
        for parent in reversed(path.parents[: len(path.relative_to(folder).parts) - 1]):
            if parent not in folders:
                folders[parent] = _is_dump(parent, format_name)
            if folders[parent]:
                return parent
        return None

    told: set[Path] = set()
    for name in files_below(folder):
        path = folder / name
        if _is_beside_a_page(path, folder):
            continue
        dump = dump_around(path) or path
        if dump not in told:
            told.add(dump)
            yield dump


def _is_beside_a_page(path: Path, top: Path) -> bool:
    """True where a browser saved the file beside a page."""
    for parent in path.relative_to(top).parents:
        for ending in COMPANIONS:
            if parent.name.endswith(ending) and parent.name != ending:
                stem = parent.name.removesuffix(ending)
                siblings = (top / parent).parent.glob(f"{_escaped(stem)}.*")
                if any(is_page(sibling.name) and sibling.is_file() for sibling in siblings):
                    return True
    return False


def _escaped(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _distinct(found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield the dumps, each content once."""
    by_size: dict[int, list[Path]] = {}
    for each in found:
        if not each.dump.exists():
            yield each  # its trouble is told when it is read
            continue
        same_size = by_size.setdefault(size_of(each.dump), [])
        twin = next((other for other in same_size if is_same(other, each.dump)), None)
        if twin is None:
            same_size.append(each.dump)
            yield each
        else:
            say(f"{each.dump} is taken once: it is the same as {twin}.")


def _survey(found: _Found, config: Config, options: ReadOptions, total: Counter) -> Arrival:
    scratch = _scratch(found.dump, config)
    survey = survey_dump(found.dump, replace(options, scratch=scratch), total)
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)
        with suppress(OSError):
            scratch.parent.rmdir()  # unless another dump's reading was interrupted
    return Arrival(found.dump, found.target, found.is_named, survey)


def _scratch(dump: Path, config: Config) -> Path | None:
    """Return the folder where the reading of a huge dump may go on if it is killed; it stands for that very file."""
    if not dump.exists() or config.cache.is_symlink() or size_of(dump) < _SCRATCH_FROM_BYTES:
        return None
    status = dump.stat()
    name = digest(str(dump.absolute()), f"{status.st_size} {status.st_mtime_ns} {status.st_ino}")
    return config.cache / "importing" / name


# --- where it goes ---------------------------------------------------------------------------------------------------


def _file_name(dump: Path) -> str:
    suffix = dump.suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", dump.suffix) else ""
    is_portable = _PORTABLE.fullmatch(dump.name) and not dump.name.endswith((" ", "."))
    return dump.name if is_portable and not _DEVICES.fullmatch(dump.name) else safe_name(dump.stem) + suffix


def _join_pages(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Return the arrivals, pasted ones of one thread with a folder of their own; names keep the order of the call."""
    titles = [arrival.survey.title if arrival.survey.is_pasted else "" for arrival in arrivals]
    pages = {title: titles.count(title) for title in titles if title and titles.count(title) > 1}
    joined, numbers = [], dict.fromkeys(pages, 0)
    for arrival, title in zip(arrivals, titles, strict=True):
        target = arrival.target
        if title in numbers:
            numbers[title] += 1
            digits = len(str(pages[title]))
            target = Path(safe_name(title), f"{numbers[title]:0{digits}}-{target.name}")
        elif arrival.survey.is_pasted and len(target.parts) > 1:  # a folder would make one thread of all that is in it
            target = Path("-".join(target.parts))
        joined.append(replace(arrival, target=target))
    return joined


def _placed(arrivals: Sequence[Arrival], config: Config) -> Iterator[Arrival]:
    """Yield the arrivals with where they lie already.

    Raises:
        UnusableInput: another file has the name of a dump, there or in the same call, if only in another case.
    """
    threads = config.threads
    there: dict[int, list[str]] = {}
    taken: dict[str, str] = {}
    for name in files_below(threads) if threads.is_dir() else ():
        there.setdefault((threads / name).stat().st_size, []).append(name)
        parts = Path(name).parts
        taken |= {"/".join(parts[: depth + 1]).casefold(): name for depth in range(len(parts))}
    faults = []
    for arrival in arrivals:
        target = threads / arrival.target
        same = [threads / name for name in there.get(size_of(arrival.dump), ()) if arrival.dump.is_file()]
        twin = next((path for path in [target, *same] if path.exists() and is_same(arrival.dump, path)), None)
        name = arrival.target.as_posix()
        if twin is not None:
            yield replace(arrival, was_there=twin.relative_to(threads))
            continue
        if name.casefold() in taken:
            faults.append(_name_taken(arrival))
        taken[name.casefold()] = name
        yield arrival
    if faults:
        raise UnusableInput(tuple(faults))


def _name_taken(arrival: Arrival) -> Problem:
    name = f"content/threads/{arrival.target.as_posix()}"
    fix = "Rename the dump, or remove the other file if this one replaces it."
    return Problem("error", "D704", str(arrival.dump), None, None, f"another dump is called {name}", "", fix)


def _copy(arrivals: Sequence[Arrival], config: Config, report: Report) -> None:
    copies = []
    for arrival in arrivals:
        if arrival.was_there is None:
            target = config.threads / arrival.target
            copies.append(Copy(arrival.dump, target))
            folder = companion(arrival.dump)
            if folder is not None and arrival.dump.is_file():
                copies.append(Copy(folder, target.with_name(target.stem + _ending(folder))))
    total = sum(size_of(copy.dump) for copy in copies)
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        report("copy", done, total)

    copy_all(copies, told)


def _ending(folder: Path) -> str:
    return next(ending for ending in COMPANIONS if folder.name.endswith(ending))


def _shown(arrival: Arrival) -> str:
    if arrival.was_there is None:
        return arrival.target.as_posix()
    return f"{arrival.was_there.as_posix()} (was there)"
