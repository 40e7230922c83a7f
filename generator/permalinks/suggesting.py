"""Where a page that is gone may be now: by its id in another thread, or by its words under another id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from generator.permalinks.marks import shared
from generator.permalinks.records import Gone
from generator.permalinks.standing import place_of
from generator.views import urls

MIN_SHARED = 0.5  # of the marks: an edited post keeps more, and a post that quotes it holds fewer of its own
MIN_LEAD = 0.25  # before the next best


def suggest(gone: Iterable[Gone], newcomers: Mapping[str, str]) -> dict[str, str]:
    """Return for each gone address the new one that is most likely meant; nothing where several are as likely.

    `newcomers` are the marks of the pages that are not held yet, by address. A post is looked for by its id in threads
    that are new, then by its words; a thread is where most of its posts went. O(gone + newcomers).
    """
    lost = list(gone)
    by_id, by_mark = _by_id(newcomers), _by_mark(newcomers)
    found: dict[str, str] = {}
    for page in lost:
        place = place_of(page.address)
        if place is None or place.kind != "post":
            continue
        same = by_id.get(place.item, [])
        target = same[0] if len(same) == 1 else _by_words(page, by_mark, newcomers)
        if target:
            found[page.address] = target
    return found | dict(_threads(lost, found, newcomers))


def _by_id(newcomers: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for address in newcomers:
        place = place_of(address)
        if place and place.kind == "post":
            found.setdefault(place.item, []).append(address)
    return found


def _by_mark(newcomers: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for address, marks in newcomers.items():
        for mark in filter(None, marks.split(".")):
            found.setdefault(mark, []).append(address)
    return found


def _by_words(page: Gone, by_mark: Mapping[str, list[str]], newcomers: Mapping[str, str]) -> str:
    likely = {address for mark in filter(None, page.marks.split(".")) for address in by_mark.get(mark, ())}
    scores = sorted(((shared(page.marks, newcomers[address]), address) for address in likely), reverse=True)
    if not scores or scores[0][0] < MIN_SHARED:
        return ""
    has_rival = len(scores) > 1 and scores[0][0] - scores[1][0] < MIN_LEAD
    return "" if has_rival else scores[0][1]


def _threads(lost: Iterable[Gone], found: Mapping[str, str], newcomers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each gone thread with the new thread that most of its found posts are in, if that is more than half."""
    went: dict[str, Counter[str]] = {}
    for old, new in found.items():
        before, after = place_of(old), place_of(new)
        if before and after:
            went.setdefault(before.thread, Counter())[after.thread] += 1
    for page in lost:
        place = place_of(page.address)
        if place is None or place.kind != "thread" or place.thread not in went:
            continue
        (thread, count), *_ = went[place.thread].most_common(1)
        target = urls.thread_url(thread)
        if 2 * count > went[place.thread].total() and target in newcomers:
            yield page.address, target
