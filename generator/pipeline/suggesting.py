"""What `disputatio topics suggest` shows: phrases of the archive's own words that may be topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.codec import decode
from generator.config import Config
from generator.languages import ENGLISH
from generator.pipeline.building import with_workshop
from generator.pipeline.workshop import Progress, Workshop
from generator.records import Span, Thread, ThreadLinks, Topic
from generator.store import Volume, load_shared

if TYPE_CHECKING:
    from generator.topics import Suggestion


def suggest_topics(config: Config, limit: int, *, progress: Progress | None = None) -> tuple[Suggestion, ...]:
    """Return phrases that may be topics, the most telling first. Reads and links what has changed; builds nothing.

    Raises:
        UnusableInput: something of the user's cannot be used.
        TryAgainLater: another build of this site is running.
    """
    return with_workshop(config, lambda shop: _suggest(config, shop, limit), engine=None, progress=progress)


def _suggest(config: Config, shop: Workshop, limit: int) -> tuple[Suggestion, ...]:
    from generator.pipeline.findings import find_out
    from generator.pipeline.inputs import read_inputs
    from generator.pipeline.scan import scan_dumps
    from generator.topics import Phrases

    inputs = read_inputs(config, shop.store, shop.code)
    findings = find_out(config, shop, inputs, scan_dumps(config, shop.store, shop.code))
    phrases = Phrases()
    cache = str(config.cache)
    for name, receipt in findings.read.items():
        with Volume(cache, receipt.stem) as read, Volume(cache, findings.linked[name].stem) as linked:
            for thread_name in read.sections("threads"):
                thread = decode(read.read("threads", thread_name), Thread)
                links = decode(linked.read("links", thread_name), ThreadLinks)
                quoted: dict[str, list[Span]] = {}
                for quote in links.quotes:
                    quoted.setdefault(quote.post, []).append(quote.span)
                for post in thread.posts:
                    phrases.add(post.text, (*quoted.get(post.id, ()), *post.furniture))
    topics = load_shared(cache, inputs.topics, tuple[Topic, ...])
    names = [name for topic in topics for name in (topic.label, *topic.aliases)]
    return phrases.suggestions((*names, *ENGLISH.calendar.months), limit)  # months are in the index by dates
