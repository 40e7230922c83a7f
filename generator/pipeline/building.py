"""The score of a build: what there is, what follows from it, the pages, and their publication."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.codec import digest
from generator.config import Config
from generator.engine import open_engine
from generator.pipeline.edition import Edition, Outcome, forget_others
from generator.pipeline.inputs import code_digest, read_inputs
from generator.pipeline.scan import scan_dumps
from generator.pipeline.workshop import Progress, Workshop
from generator.problems import Problem, UnusableInput
from generator.store import DamagedVolume, Store, read_table
from generator.tables.rows import CountRow
from generator.writer import OutputFolder, check_output

if TYPE_CHECKING:
    from generator.pipeline.findings import Findings
    from generator.render import RenderTask

_TRIES = 20  # each damaged file in the cache is found, removed, and made again

R = TypeVar("R")
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `counts` tell of the archive; `tasks` and `seconds` of the work, by stage."""

    output: Path
    written: int  # pages
    removed: int
    kept: int
    problems: tuple[Problem, ...]
    counts: Counts
    tasks: Counts
    seconds: tuple[tuple[str, float], ...]

    @property
    def has_changed(self) -> bool:
        """True where a new site was published."""
        return bool(self.written or self.removed)


@dataclass(frozen=True, slots=True)
class _Last:
    """The last build into an output. The same key: this one would come to the same."""

    key: str
    pages: int
    problems: tuple[Problem, ...]
    counts: Counts


def build(
    config: Config,
    *,
    output: Path | None = None,
    engine: str | None = None,
    strict: bool = False,
    clean: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the output up to date with the site, and return what was done.

    `output` and `engine` go before what site.yaml says. `strict` makes an error of a correction that was not applied.
    `clean` forgets the cache. `progress` is told how far each stage has got.

    Raises:
        UnusableInput: something of the user's cannot be used; the output is as it was.
        TryAgainLater: another build of this site is running.
    """
    folder = (output or config.output).absolute()
    check_output(folder, config.root)

    def build_here(shop: Workshop) -> BuildReport:
        target = OutputFolder(folder, site=config.root, cache=config.cache)
        return _build_once(config, target, shop, strict=strict)

    return with_workshop(config, build_here, engine=engine, progress=progress, clean=clean)


def with_workshop(
    config: Config,
    work: Callable[[Workshop], R],
    *,
    engine: str | None,
    progress: Progress | None,
    clean: bool = False,
) -> R:
    """Return what `work` gives, with the site's store and an engine; done again where the cache proves damaged."""
    with _trouble_as_problem(), closing(Store(str(config.cache))) as store:
        if clean:
            store.clear()
        with closing(open_engine(engine or config.engine, store.folder, code_digest)) as workers:
            for _ in range(_TRIES):
                try:
                    return work(Workshop(store, workers, code_digest(), progress or _tell_nobody))
                except DamagedVolume as damage:
                    store.discard(damage.uri)
            raise RuntimeError("the cache does not hold what is written into it")


def _build_once(config: Config, target: OutputFolder, shop: Workshop, *, strict: bool) -> BuildReport:
    store = shop.store
    with shop.clock("scan"):
        inputs = read_inputs(config, store, shop.code)
        scan = scan_dumps(config, store, shop.code)
        edition = Edition(store, target)
        edition.forget_former()
        key = digest(shop.code, str(strict), inputs.key, scan.digest, scan.problems)
    last = store.fact(f"last:{target.id}", _Last)
    if last is None or last.key != key or not edition.is_untouched:
        from generator.pipeline.findings import find_out  # with all the rooms that read and link, 0.2 s to import

        findings = find_out(config, shop, inputs, scan, strict=strict)
        outcome = _publish(config, (target, edition), findings, shop)
        counts = tuple((row.name, row.value) for row in read_table(store.folder, findings.tables["counts"], CountRow))
        last = _Last(key, outcome.written + outcome.kept, findings.problems, counts)
        store.keep_fact(f"last:{target.id}", last)
        forget_others(store, target)
        shop.tidy((*inputs.uris, *findings.places.inputs.uris))
    else:
        outcome = Outcome(0, 0, last.pages)
    work = (tuple(shop.done.items()), tuple(shop.seconds.items()))
    return BuildReport(target.path, outcome.written, outcome.removed, outcome.kept, last.problems, last.counts, *work)


def _publish(config: Config, place: tuple[OutputFolder, Edition], findings: Findings, shop: Workshop) -> Outcome:
    """Render what has changed into the tree beside the output, and let it take the output's place."""
    from generator.pipeline.beside import plan_beside
    from generator.pipeline.plan import plan_render
    from generator.render import render_batch

    target, edition = place
    stages = (findings.read, findings.linked, findings.tagged)
    tasks = plan_render(stages, findings.attachments, findings.tables, (findings.places, str(target.spare)))
    tasks += plan_beside(config, shop, findings, str(target.spare))
    stale = edition.stale(tasks)
    if stale or edition.has_more_than(tasks):
        with shop.clock("prepare"):
            waiting = edition.prepare(stale)
        with shop.clock("render"):
            for count, receipt in enumerate(shop.engine.map(render_batch, waiting, edition.stage_name), 1):
                edition.stage(receipt)
                shop.progress("render", count, len(waiting))
        shop.done["render"] = len(waiting)
    if findings.secrets:
        with shop.clock("sweep"):
            _sweep(target, edition, findings.secrets, tasks, shop)
            edition.must_forget()
    with shop.clock("write"):
        outcome = edition.publish(tasks)
        edition.forget_former()
        shop.store.keep_fact(_swept(target), findings.secrets or None)
        return outcome


def _sweep(target: OutputFolder, edition: Edition, secrets: str, tasks: list[RenderTask], shop: Workshop) -> None:
    """Look for what must not be published in the files that are new; in all of them where other things must not be."""
    from generator.pipeline.redacting import sweep

    new, old = edition.files(tasks)
    is_same = shop.store.fact(_swept(target), str) == secrets
    sweep(shop, secrets, [(str(target.spare), new), (str(target.path), [] if is_same else old)])


def _swept(target: OutputFolder) -> str:
    """Return the name of the fact that tells for which secrets the whole output was looked through."""
    return f"swept:{target.id}"


def _tell_nobody(stage: str, done: int, total: int) -> None:
    pass


@contextmanager
def _trouble_as_problem() -> Iterator[None]:
    """A disk that is full, a file that may not be read: nothing that a traceback would explain better."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or "the disk")
        raise UnusableInput((_trouble(where, error.strerror or str(error)),)) from error
    except sqlite3.OperationalError as error:
        raise UnusableInput((_trouble(".cache/state.db", str(error)),)) from error


def _trouble(where: str, why: str) -> Problem:
    fix = "The site that was there is as it was. When there is room and permission, build again."
    return Problem("error", "D507", where, None, None, "a file cannot be read or written", f"The reason: {why}.", fix)
