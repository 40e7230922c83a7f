"""REDACT: between the settled threads and everything that is made of them. The driver's part of it.

Whatever comes later (links, tags, views, exports) is given the volumes, settings and corrections that come out here, so
it cannot show what it never saw. `sweep` looks once more at every byte that is to be published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.codec import decode, digest
from generator.config import Config
from generator.corrections import Corrections
from generator.pipeline.conceal import Concealed, conceal
from generator.pipeline.inputs import Inputs
from generator.pipeline.plan import Receipts
from generator.pipeline.workshop import Workshop
from generator.problems import Problem, UnusableInput
from generator.redactions import Found, Redactions, Secrets, make_secrets, read_key, redaction_problems
from generator.stages import (
    ReadFound,
    RedactTask,
    SiftTask,
    SurveyTask,
    SweepTask,
    Withheld,
    redact_shard,
    sift_shard,
    survey_shard,
    sweep_files,
)
from generator.store import load_shared, share
from generator.views import Settings

_SWEPT_BYTES = 4 << 20  # in one task: some hundred pages
_SIFTED = ("text/plain", "application/zip", "application/gzip", "application/pdf")  # in which words may stand
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Redacted:
    """What the later stages are given. `secrets` is the URI of what no output may hold, "" where there is nothing."""

    read: Receipts
    homes: Mapping[str, str]
    inputs: Inputs
    corrections: Corrections
    corrections_as_written: Mapping[str, str]  # ids of entries by the ids that they have now
    secrets: str
    attachments: frozenset[str]  # digests that are not published
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What READ and SETTLE have given."""

    raw: Receipts
    read: Receipts
    founds: Mapping[str, ReadFound]
    homes: Mapping[str, str]
    withheld: tuple[Withheld, ...]
    weights: Mapping[str, int]


def redact(config: Config, shop: Workshop, inputs: Inputs, shelf: Shelf, *, strict: bool) -> Redacted:
    """Return what the later stages are given: threads, settings and corrections in which no secret stands.

    Raises:
        UnusableInput: the key of the pseudonyms is missing.
    """
    cache = shop.store.folder
    redactions = load_shared(cache, inputs.redactions, Redactions)
    corrections = load_shared(cache, inputs.corrections, Corrections)
    key, problems = read_key(config.key_file, redactions)
    found = _survey(shop, inputs, shelf, redactions)
    words = (word for each in shelf.withheld for word in each.words)
    joined = load_shared(cache, inputs.settings, Settings).joined
    secrets = make_secrets(redactions, found, words, key=key, joined=joined)
    problems = (*problems, *redaction_problems(redactions, found, shelf.homes.keys(), strict=strict))
    if secrets.words:
        secrets = replace(secrets, attachments=(*secrets.attachments, *_sift(shop, shelf, secrets)))
    is_needed = bool(secrets) or any(each.has_posts for each in shelf.withheld)
    uri = share(cache, "secrets", secrets) if is_needed else ""
    tasks = list(_tasks(shop, shelf, uri)) if is_needed else []
    done = shop.map("redact", redact_shard, tasks)
    renamed = dict(pair for receipt in done.values() for pair in decode(receipt.found, tuple[tuple[str, str], ...]))
    homes = {renamed.get(home, home): shard for home, shard in shelf.homes.items()}
    concealed = conceal(cache, config, inputs, secrets) if secrets.words else Concealed(inputs, corrections, {}, ())
    shop.in_use.update(({uri} - {""}) | set(concealed.inputs.uris) | set(concealed.files))
    problems = (*problems, *concealed.problems)
    files = frozenset(secrets.attachments)
    read = {**shelf.read, **done}
    names = (concealed.inputs, concealed.corrections, concealed.as_written)
    return Redacted(read, homes, *names, uri if secrets else "", files, problems)


def _survey(shop: Workshop, inputs: Inputs, shelf: Shelf, redactions: Redactions) -> tuple[Found, ...]:
    tasks = []
    for name, receipt in shelf.read.items() if redactions.entries else ():
        key = digest(shop.code, inputs.redactions, receipt.digest_of("threads"))
        place = (name, key, shelf.weights.get(name, 0), shop.store.folder, receipt.stem)
        tasks.append(SurveyTask(*place, inputs.redactions))
    done = shop.map("survey", survey_shard, tasks)
    return tuple(each for receipt in done.values() for each in decode(receipt.found, tuple[Found, ...]))


def _sift(shop: Workshop, shelf: Shelf, secrets: Secrets) -> Iterator[str]:
    """Yield the digests of attachments in whose bytes a secret stands."""
    uri = share(shop.store.folder, "sifting", secrets)
    tasks = []
    for name, found in shelf.founds.items():
        files = tuple(file for file, media in found.attachments if media in _SIFTED)
        if files:
            key = digest(shop.code, uri, *files)
            tasks.append(SiftTask(name, key, 0, shop.store.folder, shelf.raw[name].stem, files, uri))
    shop.in_use.add(uri)
    for receipt in shop.map("sift", sift_shard, tasks).values():
        yield from decode(receipt.found, tuple[str, ...])


def _tasks(shop: Workshop, shelf: Shelf, secrets: str) -> Iterator[RedactTask]:
    for name, receipt in shelf.read.items():
        key = digest(shop.code, secrets, receipt.digest_of("threads"))
        place = (name, key, shelf.weights.get(name, 0), shop.store.folder, receipt.stem)
        yield RedactTask(*place, secrets, shop.code)


def sweep(shop: Workshop, secrets: str, files: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Look through files (by the folder that they lie in) for secrets.

    Raises:
        UnusableInput: there is one: nothing may be published.
    """
    tasks: list[SweepTask] = []
    for root, urls in files:
        for number in range(0, len(urls), 100):
            batch = tuple(urls[number : number + 100])
            tasks.append(SweepTask(f"{len(tasks)}", _SWEPT_BYTES, shop.store.folder, ((root, batch),), secrets))
    found = [each for receipt in shop.engine.map(sweep_files, tasks, "sweep") for each in receipt.found]
    if found:
        raise UnusableInput(tuple(_left(*each) for each in found[:_MOST_TOLD]))


def _left(url: str, kind: str, instead: str) -> Problem:
    what = "words of a post that its dump withholds" if kind == "withheld" else f"a redacted {kind} ({instead!r})"
    why = "The last look at the finished site found it; nothing was published, and the old site is as it was."
    fix = (
        "If it stands in a text of yours (a page, a topic, site.yaml, a theme), take it out there. A name that is "
        "also a word of the site's own pages cannot be told from it. Otherwise please report it as a fault of ours."
    )
    return Problem("error", "D315", url, None, None, f"the page would show {what}", why, fix)
