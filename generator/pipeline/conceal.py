"""What the archivist wrote (settings, topics, corrections, pages), without what the redactions forbid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.codec import digest
from generator.config import Config
from generator.corrections import Correction, Corrections, PostKey
from generator.linking import person_id
from generator.pipeline.inputs import Inputs
from generator.problems import Problem
from generator.records import Person, Topic, TopicId
from generator.redactions import Secrets, Watch
from generator.render import PageFile
from generator.store import load_shared, share, write_file
from generator.views import Settings


@dataclass(frozen=True, slots=True)
class Concealed:
    """The inputs as the later stages may know them; `as_written` leads from the ids of corrections to their own.

    `files` are the URIs of texts that stand in the cache for pages of content/pages/.
    """

    inputs: Inputs
    corrections: Corrections
    as_written: Mapping[str, str]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()


def conceal(cache: str, config: Config, inputs: Inputs, secrets: Secrets) -> Concealed:
    """Return the inputs in which no secret stands, and a warning for each text that had to be changed for it."""
    watch = Watch(secrets)
    settings = load_shared(cache, inputs.settings, Settings)
    corrections = load_shared(cache, inputs.corrections, Corrections)
    shown, told = _settings(settings, watch), _corrections(corrections, watch)
    pages = tuple(_page(cache, config, page, watch) for page in inputs.pages)
    changed = {"site.yaml": shown.site != settings.site, "content/topics.yaml": shown.topics != settings.topics}
    changed |= {page.path: new != page for page, new in zip(inputs.pages, pages, strict=True)}
    new = replace(
        inputs,
        settings=share(cache, "settings", shown),
        topics=share(cache, "topics", shown.topics),
        corrections=share(cache, "corrections", told),
        pages=pages,
    )
    names = {one.id: other.id for one, other in zip(told.entries, corrections.entries, strict=True)}
    problems = tuple(_changed(file) for file, is_changed in changed.items() if is_changed)
    files = tuple(page.path.removeprefix(f"{cache}/") for page in pages if page.path.startswith(cache))
    return Concealed(new, told, names, problems, files)


def _settings(settings: Settings, watch: Watch) -> Settings:
    site = replace(
        settings.site,
        title=watch.text(settings.site.title),
        description=watch.text(settings.site.description),
        licence=watch.text(settings.site.licence),
        archivist=watch.text(settings.site.archivist),
        navigation=tuple((watch.text(label), url) for label, url in settings.site.navigation),
    )
    return replace(
        settings,
        site=site,
        topics=tuple(_topic(topic, watch) for topic in settings.topics),
        joined=tuple(_people(settings.joined, watch)),
    )


def _topic(topic: Topic, watch: Watch) -> Topic:
    return replace(
        topic,
        id=TopicId(watch.id(topic.id)),
        label=watch.text(topic.label),
        aliases=tuple(alias for alias in topic.aliases if not watch.holds(alias)),
        patterns=tuple(pattern for pattern in topic.patterns if not watch.holds(pattern)),
        broader=TopicId(watch.id(topic.broader)) if topic.broader else topic.broader,
        description=watch.text(topic.description),
    )


def _people(people: tuple[Person, ...], watch: Watch) -> Iterator[Person]:
    for person in people:
        also = tuple(name for name in person.also if not watch.holds(name))
        name = watch.text(person.name)
        if name == person.name or also:
            yield Person(person_id(name), name, also)


def _corrections(corrections: Corrections, watch: Watch) -> Corrections:
    return replace(corrections, entries=tuple(_correction(entry, watch) for entry in corrections.entries))


def _correction(entry: Correction, watch: Watch) -> Correction:
    return replace(entry, why=watch.text(entry.why), key=_key(entry.key, watch), origin=_key(entry.origin, watch))


def _key(key: PostKey, watch: Watch) -> PostKey:
    return replace(key, thread=watch.id(key.thread), post=watch.id(key.post))


def _page(cache: str, config: Config, page: PageFile, watch: Watch) -> PageFile:
    """Return where the text of a page lies: where it was written, or in the cache without what it may not say."""
    data = (config.root / page.path).read_bytes()
    text = data.decode("utf-8", "replace")
    cuts = watch.cuts(text)
    if not cuts:
        return page
    for cut in reversed(cuts):
        text = text[: cut.span.start] + cut.instead + text[cut.span.end :]
    shown = text.encode()
    path = f"{cache}/shards/page-{digest(shown)}"
    write_file(path, shown)
    return PageFile(page.name, path, digest(shown))


def _changed(file: str) -> Problem:
    message = "this text holds what is redacted; the site shows it without"
    fix = "Take it out here too: who works on the archive after you reads this file."
    return Problem("warning", "D314", file, None, None, message, "The words stand in content/redactions.yaml.", fix)
