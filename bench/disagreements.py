"""Find every place where the program and the gold disagree, exactly as the scorer counts them.

A case is one place, under the kind of fault that the scorer counts there: a post of the gold that was not found, ink
that the gold calls quoted and we do not, ... Gold and scorer are read only (`../shared`).

The draw is fixed: each case has a number that is the hash of the seed and its place, and the smallest come first. So a
case that was judged keeps its place in the draw when the program changes. Ink (kinds quotes_p and quotes_r) is drawn in
proportion to its length, as its shares count it: keys -ln(u)/weight, Efraimidis & Spirakis 2006.
"""

from __future__ import annotations

import collections
import hashlib
import importlib.util
import json
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
sys.path.insert(0, str(REPOSITORY))

from generator.inspection import inspect_dump  # noqa: E402

SEED = "adjudication 1"
SHOWN = 500  # characters of a passage that are printed

# Which figures of the scorer a case of each kind costs.
COSTS = {
    "posts_missed": ("posts_f1",),
    "posts_extra": ("posts_f1",),
    "authors": ("authors",),
    "authors_wrong": ("authors_wrong",),
    "links_r": ("links_r",),
    "links_p": ("links_p", "brier"),
    "absent": ("absent",),
    "absent_linked": ("absent_linked",),
    "quotes_p": ("quotes_p", "quotes_f1"),
    "quotes_r": ("quotes_f1",),
}


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


S: Any = _scorer()
Counts = collections.Counter  # the scorer's counts, with ours beside them
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One place where program and gold disagree.

    `place` is its offset in the dump; `weight` is 1, or the ink of the place where ink is counted.
    """

    set: str
    kind: str
    dump: str
    place: int
    weight: int
    view: str
    brier: float = 0.0  # the squared error of a wrong link's confidence

    @property
    def number(self) -> str:
        return self._hash().hex()[:8]

    @property
    def rank(self) -> float:
        """Return where the case stands in the draw, smallest first."""
        uniform = (int.from_bytes(self._hash()[8:16], "big") + 1) / 2**64
        return -math.log(uniform) / self.weight if uniform < 1 else 0.0

    def _hash(self) -> bytes:
        return hashlib.sha256("\n".join((SEED, self.set, self.kind, self.dump, str(self.place))).encode()).digest()


class Reading:
    """One gold dump beside what the program sees in it, matched as the scorer matches them."""

    def __init__(self, gold_path: Path) -> None:
        dump = gold_path.with_name(gold_path.name.replace(".gold.json", ".txt"))
        self.set, self.dump = gold_path.parent.name, dump.name
        self.text = dump.read_bytes().decode("utf-8")
        self.gold: Json = json.loads(gold_path.read_text(encoding="utf-8"))
        self.out = inspect_dump(dump)
        self.ink = S.Ink(self.text)
        self.posts = [post for thread in self.out["threads"] for post in thread["posts"]]
        places = S.index([(tuple(post["span"]), post) for post in self.posts if post.get("span")])
        self.match: dict[int, Json] = {}
        self.loose: dict[int, str] = {}
        used: set[str] = set()
        for post in self.gold["posts"]:
            span = (post["start"], post["end"])
            found, _ = S.best(self.ink, span, *places, 0.95)
            if found and found["id"] not in used:
                self.match[post["i"]] = found
                used.add(found["id"])
            near, _ = S.best(self.ink, span, *places, 0.5)
            if near:
                self.loose[post["i"]] = near["id"]
        self.extra = [post for post in self.posts if post["id"] not in used]
        self.gold_number = {post: number for number, post in self.loose.items()}
        self.said = [(tuple(q["span"]), (p, q)) for p in self.posts for q in p.get("quotes", []) if q.get("span")]
        self.said_index = S.index(self.said)

    def case(self, kind: str, span: tuple[int, int], view: str, *, weight: int = 1, brier: float = 0.0) -> Case:
        head = f"{self.dump} {kind} {span[0]}-{span[1]}"
        return Case(self.set, kind, self.dump, span[0], weight, f"{head}\n{view}", brier)

    def around(self, start: int, end: int, margin: int = 160) -> str:
        before, after = self.text[max(0, start - margin) : start], self.text[end : end + margin]
        middle = self.text[start:end]
        if len(middle) > 2 * SHOWN:
            middle = f"{middle[:SHOWN]}\n  (... {len(middle) - 2 * SHOWN} ...)\n{middle[-SHOWN:]}"
        return f"{before}⟦{middle}⟧{after}"

    def told(self, post: Json, quote: Json) -> str:
        origin = quote.get("origin") or {}
        to = self.gold_number.get(origin.get("post", ""), origin and "?")
        lines = [
            f"SAID {quote['kind']} {quote.get('confidence')} -> {to}: {self.text[slice(*quote['span'])][:SHOWN]!r}"
        ]
        pieces = [piece["origin"] for piece in quote.get("pieces", []) if piece.get("origin")]
        lines += [f"  FROM {self.text[start:end][:SHOWN]!r}" for start, end in pieces[:3]]
        return "\n".join([f"  in post {self.gold_number.get(post['id'], '?')}", *lines])


def cases_of(reading: Reading) -> Iterator[Case]:
    yield from _post_cases(reading)
    yield from _quote_cases(reading)
    yield from _link_cases(reading)
    yield from _ink_cases(reading)


def _post_cases(reading: Reading) -> Iterator[Case]:
    for post in reading.gold["posts"]:
        span = (post["start"], post["end"])
        found = reading.match.get(post["i"])
        said = f"SAID {found.get('author')!r} {found.get('author_confidence')}" if found else "post not found"
        view = f"post {post['i']} GOLD {post.get('author')!r}, {said}\n{reading.around(*span, margin=300)}"
        if not found:
            yield reading.case("posts_missed", span, view)
        is_right = bool(found and S.name(found.get("author")) == S.name(post["author"]))
        if "author_span" in post and not is_right:
            yield reading.case("authors", span, view)
        if found and found.get("author") and post.get("author") and not is_right:
            yield reading.case("authors_wrong", span, view)
    for post in reading.extra:
        view = f"{post['id']} {post.get('author')!r}\n{reading.around(*post['span'], margin=300)}"
        yield reading.case("posts_extra", tuple(post["span"]), view)


def _is_sure(quote: Json) -> bool:
    return quote.get("evidence") not in S.WEAK and not quote.get("markup_leak")


def _quote_cases(reading: Reading) -> Iterator[Case]:
    for quote in reading.gold["quotes"]:
        if quote.get("nested") or not _is_sure(quote):
            continue
        span = (quote["start"], quote["end"])
        hit, _ = S.best(reading.ink, span, *reading.said_index, 0.5)
        near, overlap = S.best(reading.ink, span, *reading.said_index, 0.01)
        origin = hit and hit[1].get("origin")
        is_linked = bool(origin and not origin.get("lost"))
        view = _quote_view(reading, quote, near and (*near, overlap))
        if quote["status"] == "in_dump" and quote.get("match") not in ("mismatch", "empty", "toolong"):
            source = quote["source_post"]
            if not (is_linked and source in reading.loose and origin["post"] == reading.loose[source]):
                yield reading.case("links_r", span, view)
        elif quote["status"] == "absent" and is_linked:
            yield reading.case("absent_linked", span, view)
        if quote["status"] == "absent" and not (hit and not is_linked):
            yield reading.case("absent", span, view)


def _quote_view(reading: Reading, quote: Json, near: tuple[Json, Json, float] | None) -> str:
    facts = " ".join(
        f"{key}={quote.get(key)}" for key in ("post", "source_post", "status", "match", "evidence", "doubt")
    )
    lines = [f"GOLD {facts}", reading.around(quote["start"], quote["end"])]
    if quote.get("source_start") is not None:
        lines.append(f"  TRUE ORIGIN {reading.text[quote['source_start'] : quote['source_end']][:SHOWN]!r}")
    if near:
        lines.append(f"best IoU {near[2]:.2f}\n{reading.told(near[0], near[1])}")
    return "\n".join(lines)


def _link_cases(reading: Reading) -> Iterator[Case]:
    gold = S.index([((quote["start"], quote["end"]), quote) for quote in reading.gold["quotes"]])
    for span, (post, quote) in reading.said:
        origin = quote.get("origin")
        if not origin or origin.get("lost"):
            continue
        found, overlap = S.best(reading.ink, span, *gold, 0.3)
        if found is None or not _is_sure(found) or found["status"] not in ("in_dump", "absent"):
            continue
        if found["status"] == "in_dump" and origin["post"] == reading.loose.get(found["source_post"]):
            continue
        error = float(quote.get("confidence") or 0) ** 2
        yield reading.case("links_p", span, _quote_view(reading, found, (post, quote, overlap)), brier=error)


def _ink_cases(reading: Reading) -> Iterator[Case]:
    gold = S.merged([(quote["start"], quote["end"]) for quote in reading.gold["quotes"]])
    said = S.merged([span for span, _ in reading.said])
    for kind, whole, other in (("quotes_p", said, gold), ("quotes_r", gold, said)):
        for start, end in _without(whole, other):
            weight = reading.ink(start, end)
            if weight:
                view = _ink_view(reading, start, end)
                yield reading.case(kind, (start, end), view, weight=weight)


def _ink_view(reading: Reading, start: int, end: int) -> str:
    post = next((p["i"] for p in reading.gold["posts"] if p["start"] <= start < p["end"]), None)
    lines = [f"post {post}", reading.around(start, end, margin=240)]
    lines += [reading.told(*value) for span, value in reading.said if span[0] < end and start < span[1]][:3]
    for quote in reading.gold["quotes"]:
        if quote["start"] < end and start < quote["end"]:
            facts = " ".join(str(quote.get(key)) for key in ("source_post", "status", "match", "evidence", "nested"))
            lines.append(f"GOLD {facts}: {reading.text[quote['start'] : quote['end']][:SHOWN]!r}")
    return "\n".join(lines)


def _without(whole: list[list[int]], other: list[list[int]]) -> Iterator[tuple[int, int]]:
    """Yield the parts of `whole` that no span of `other` covers; both sorted and merged."""
    first = 0
    for start, end in whole:
        while first < len(other) and other[first][1] <= start:
            first += 1
        place, k = start, first
        while k < len(other) and other[k][0] < end:
            if other[k][0] > place:
                yield place, other[k][0]
            place, k = max(place, other[k][1]), k + 1
        if place < end:
            yield place, end


def measure(name: str) -> tuple[Counts[str], list[Case]]:
    """Return the scorer's counts of a set and every case of disagreement in it, in the order of the draw."""
    counts: Counts[str] = collections.Counter()
    cases: list[Case] = []
    for path in sorted((SHARED / "gold" / name).glob("*.gold.json")):
        reading = Reading(path)
        counts["dumps"] += 1
        S.score_dump(reading.text, reading.gold, reading.out, counts)
        cases += cases_of(reading)
    cases.sort(key=lambda case: case.rank)
    _check(counts, cases)
    return counts, cases


def _check(counts: Counts[str], cases: Iterable[Case]) -> None:
    """Stop where our cases are not exactly those that the scorer counted."""
    ours: Counts[str] = collections.Counter()
    for case in cases:
        ours[case.kind] += case.weight
    scored = {kind: total - right for kind, (right, total) in shares(counts).items()}
    scored |= {
        "posts_missed": counts["g_posts"] - counts["tp_posts"],
        "posts_extra": counts["p_posts"] - counts["tp_posts"],
    }
    wrong = {kind: (ours[kind], scored[kind]) for kind in COSTS if ours[kind] != scored[kind]}
    if wrong:
        raise AssertionError(f"cases and scorer differ: {wrong}")


def shares(counts: Counts[str]) -> dict[str, tuple[int, int]]:
    """Return what is right and what is counted, for each figure that is a plain share."""
    return {
        "authors": (counts["tp_auth"], counts["g_auth"]),
        "authors_wrong": (counts["given_auth"] - counts["wrong_auth"], counts["given_auth"]),
        "links_r": (counts["tp_links"], counts["g_links"]),
        "links_p": (counts["right"], counts["judged"]),
        "absent": (counts["tp_abs"], counts["g_abs"]),
        "absent_linked": (counts["g_abs"] - counts["false_abs"], counts["g_abs"]),
        "quotes_p": (counts["tp_ink"], counts["p_ink"]),
        "quotes_r": (counts["tp_ink"], counts["g_ink"]),
    }
