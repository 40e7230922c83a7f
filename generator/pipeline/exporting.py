"""What `disputatio export` writes: the archive as it is now, read and linked as far as that is not done yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from generator.codec import decode
from generator.config import Config
from generator.pipeline.building import with_workshop
from generator.pipeline.workshop import Progress, Workshop
from generator.problems import Problem, UnusableInput
from generator.records import Mention, Thread, ThreadLinks
from generator.store import Volume, load_shared, read_table
from generator.tables.rows import ThreadRow

if TYPE_CHECKING:
    from generator.exports import Debate, Export

_OPEN_VOLUMES = 64  # of each stage: threads in the order of their ids jump between shards


def export_archive(
    config: Config, export: Export, target: Path, *, engine: str | None = None, progress: Progress | None = None
) -> tuple[Problem, ...]:
    """Write a data set to `target`, in the place of a former one, and return the problems of the archive.

    Raises:
        UnusableInput: something of the user's cannot be used, or `target` is something else than a former export.
        TryAgainLater: another build of this site is running.
    """
    _check_target(export, target)
    return with_workshop(config, lambda shop: _export(config, shop, export, target), engine=engine, progress=progress)


def _export(config: Config, shop: Workshop, export: Export, target: Path) -> tuple[Problem, ...]:
    from generator.exports import Archive, run_export
    from generator.pipeline.findings import Findings, find_out
    from generator.pipeline.inputs import read_inputs
    from generator.pipeline.scan import scan_dumps
    from generator.views import Settings

    inputs = read_inputs(config, shop.store, shop.code)
    findings: Findings = find_out(config, shop, inputs, scan_dumps(config, shop.store, shop.code))
    cache = shop.store.folder
    threads = read_table(cache, findings.tables["threads"], ThreadRow)
    homes = sorted((row.thread, f"{row.shard:05d}") for row in threads)

    def debates() -> Iterator[Debate]:
        with ExitStack() as opened:
            volumes: dict[str, tuple[Volume, Volume, Volume]] = {}
            for thread, shard in homes:
                if shard not in volumes:
                    if len(volumes) >= _OPEN_VOLUMES:
                        opened.close()
                        volumes.clear()
                    stems = (each[shard].stem for each in (findings.read, findings.linked, findings.tagged))
                    read, link, tag = (opened.enter_context(Volume(cache, stem)) for stem in stems)
                    volumes[shard] = (read, link, tag)
                yield _debate(volumes[shard], thread)

    settings = load_shared(cache, findings.places.inputs.settings, Settings)
    part = target.with_name(f".{target.name}.part")
    _remove(part)
    try:
        run_export(export, Archive(settings, debates), part)
        _remove(target)
        part.replace(target)
    finally:
        _remove(part)
    return findings.problems


def _debate(volumes: tuple[Volume, Volume, Volume], name: str) -> Debate:
    from generator.exports import Debate

    read, link, tag = volumes
    mentions = tag.read("mentions", name)
    return Debate(
        decode(read.read("threads", name), Thread),
        decode(link.read("links", name), ThreadLinks),
        decode(mentions, tuple[Mention, ...]) if mentions else (),
    )


def _check_target(export: Export, target: Path) -> None:
    """Refuse what would be lost by mistake: a folder in the place of a file, or one with other things in it."""
    why = ""
    if not target.parent.is_dir():
        why = f"There is no folder {target.parent}."
    elif target.is_symlink():
        why = "It is a link."
    elif export.ending and target.is_dir():
        why = "It is a folder, and this export is one file."
    elif not export.ending and target.exists() and not target.is_dir():
        why = "It is a file, and this export is a folder."
    elif not export.ending and target.is_dir():
        endings = {each.suffix for each in target.iterdir() if each.is_file()}
        if any(each.is_dir() for each in target.iterdir()) or not endings <= _ENDINGS:
            why = "The folder holds other things, and an export takes the place of all that is in it."
    if why:
        fix = "Name another place with --output."
        problem = Problem("error", "D801", str(target), None, None, "the export cannot be written there", why, fix)
        raise UnusableInput((problem,))


_ENDINGS = {".csv", ".json", ".jsonl", ".parquet"}  # of the files in exports that are folders


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
