"""Fit the four models of linking to the gold and write the numbers that the program ships.

    python bench/fit_confidence.py [--gold ../shared/gold] [--limit N]

For each gold thread the posts are taken as the gold gives them. Four logistic regressions are fitted, one after the
other, since each is used by the next: is a candidate a quote of that origin (`link`), was the beginning of the thread
cut away (`cut`), is a run of unexplained lines a quote whose origin is not in the archive: told by its post alone
(`absent`), and once it is known how often the thread's other posts have such quotes (`absent_in_thread`)? The first
is fitted twice, since what counts as a quote decides what later posts are held against.

The threads of each set are halved by their names; one half is held back while the reliability tables are made, and the
numbers shipped are then fitted to both. Pure Python; the same input gives the same file. What was said and what was
right on the half held back stands in docs/measurements.md, which this script writes too.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.evaluate import table, write_between_marks  # noqa: E402
from generator.linking import confidence  # noqa: E402
from generator.linking.absent import ABSENT_NAMES  # noqa: E402
from generator.linking.features import FEATURE_NAMES, Features  # noqa: E402
from generator.linking.opening import OPENING_NAMES  # noqa: E402
from generator.linking.scan import Scan  # noqa: E402
from generator.linking.second_look import weighed_runs  # noqa: E402
from generator.records import Guess, Post, PostId, Span, Thread, ThreadId  # noqa: E402

WEAK = {"corpus-inferred", "alignment", "headers-unconfirmed", "too short", "none"}  # answers that a matcher gave
# A candidate that the gold does not mark is wrong by the gold. Read by hand, whole lines of prose are nearly always
# true quotes that the writer pasted without the button; code, parts of lines and posts without a reply mostly are not.
LOOSE_WEIGHT = 0.5
LOOSE_PROSE_WEIGHT = 0.1
CUTS = (0.3, 0.65)  # shares of a thread's beginning that are taken away, for more threads that lack theirs
NEGATIVES = 4  # of so many runs that are no quotes, one is looked at and counts for all of them
RIDGE = 0.3
ROUNDS = 12
OUTPUT = ROOT / "generator" / "linking" / "confidence.json"


@dataclass(frozen=True, slots=True)
class Example:
    """One case: its features, 1 or 0 for true or false, its weight, and if the gold judges it."""

    values: tuple[float, ...]
    label: float
    weight: float
    is_judged: bool
    is_held_back: bool
    group: str


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold thread. `quotes` by post id, in offsets of the dump."""

    group: str
    name: str
    thread: Thread
    quotes: dict[str, list[dict[str, Any]]]

    @property
    def is_held_back(self) -> bool:
        return zlib.crc32(self.name.encode()) % 2 == 1  # the same half for a thread and for its second page


def read_gold(path: Path) -> Gold:
    """Return a gold thread, its posts exactly as marked there."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
    posts = tuple(
        Post(
            id=PostId(str(post["i"])),
            ordinal=number,
            author=Guess(post["author"], 1.0) if "author_span" in post else Guess(None, 0.0),
            when=Guess(None, 0.0),
            text=text[post["start"] : post["end"]],
            body=(),
            source_span=Span(post["start"], post["end"]),
        )
        for number, post in enumerate(gold["posts"], start=1)
    )
    title = gold.get("title")
    is_shown = isinstance(title, str) and text.startswith(title)
    thread = Thread(ThreadId(path.name), Guess(title, 1.0) if is_shown else Guess(None, 0.0), (), posts)
    quotes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for quote in gold["quotes"]:
        quotes[str(quote["post"])].append(quote)
    return Gold(path.parent.name, path.name, thread, quotes)


def read_sets(folder: Path, limit: int | None) -> list[Gold]:
    """Return all gold threads. Left out: the seed, and the sets that show the threads of xenforo.seed once more."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    kept = [name for name in names if name != "seed" and not name.endswith((".copy", ".innertext"))]
    golds = [read_gold(path) for name in kept for path in sorted((folder / name).glob("*.gold.json"))[:limit]]
    later = [without_beginning(gold, share) for gold in golds for share in CUTS if gold.group.endswith(".seed")]
    return golds + [gold for gold in later if gold is not None]


def without_beginning(gold: Gold, share: float) -> Gold | None:
    """Return the thread without that share of its posts: what they were quoted with is absent then. None if too short.

    The gold has few threads that begin in the middle, and people paste any page of a thread.
    """
    posts = gold.thread.posts
    cut = round(len(posts) * share)
    if not cut or len(posts) - cut < 2:
        return None
    gone = {post.id for post in posts[:cut]}
    quotes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for post, mine in gold.quotes.items():
        if post not in gone:
            quotes[post] = [
                {**quote, "status": "absent"} if str(quote["source_post"]) in gone else quote for quote in mine
            ]
    thread = Thread(gold.thread.id, gold.thread.title, (), posts[cut:])
    return Gold(gold.group.removesuffix(".seed") + ".cut", gold.name, thread, quotes)


def overlap(left: Span, right: Span) -> float:
    """Return the intersection of two spans over their union."""
    inside = min(left.end, right.end) - max(left.start, right.start)
    return inside / (max(left.end, right.end) - min(left.start, right.start)) if inside > 0 else 0.0


def nearest(span: Span, quotes: list[dict[str, Any]]) -> tuple[float, dict[str, Any] | None]:
    """Return the gold quote that overlaps most, and how much."""
    scored = [(overlap(span, Span(quote["start"], quote["end"])), index) for index, quote in enumerate(quotes)]
    score, index = max(scored, default=(0.0, -1))
    return score, quotes[index] if index >= 0 else None


# --- the examples ----------------------------------------------------------------------------------------------------


def first_guess(features: Features) -> float:
    """Return a rough probability without any fitted number, so that the fit does not hang on what was shipped."""
    return 0.9 if features.whole_lines and features.changed < 0.2 and features.short < 0.7 else 0.1


def first_link_examples(gold: Gold) -> Iterator[Example]:
    """Yield every candidate of the thread, as it is found when links are guessed."""
    yield from link_examples(gold, judge=first_guess)


def link_examples(gold: Gold, *, judge: Callable[[Features], float] = confidence.link_probability) -> Iterator[Example]:
    """Yield every candidate of the thread. Threads that were cut here would only say the same again."""
    if gold.group.endswith(".cut"):
        return
    for found in Scan(gold.thread, judge).found:
        for each in found:
            post = each.reading.post
            span = in_dump(post, each.candidate.start, each.candidate.end)
            origin = gold.thread.posts[each.candidate.post].id
            label = link_label(span, origin, gold.quotes[post.id], each.features)
            if label is not None:
                yield Example(tuple(each.features), *label, gold.is_held_back, gold.group)


def link_label(
    span: Span, origin: str, quotes: list[dict[str, Any]], features: Features
) -> tuple[float, float, bool] | None:
    """Return (label, weight, is judged) of a candidate, or None where the gold cannot say."""
    score, quote = nearest(span, quotes)
    if quote is None or score < 0.3:
        is_prose = features.whole_lines and features.code < 0.5 and not features.no_reply
        return 0.0, LOOSE_PROSE_WEIGHT if is_prose else LOOSE_WEIGHT, False
    if quote["status"] == "unknown" or quote.get("markup_leak"):
        return None
    is_right = quote["status"] == "in_dump" and str(quote["source_post"]) == origin
    if quote.get("evidence") in WEAK:
        return (1.0, 0.5, False) if is_right else None
    return float(is_right), 1.0, True


def cut_examples(gold: Gold) -> Iterator[Example]:
    """Yield the thread itself. Mail is left out: nobody knows which of its threads are whole."""
    if len(gold.thread.posts) > 1 and not gold.group.startswith(("usenet", "mbox")):
        is_cut = gold.group.endswith((".page2", ".cut"))
        values = tuple(Scan(gold.thread).opening)
        yield Example(values, float(is_cut), 1.0, True, gold.is_held_back, gold.group)


def absent_examples(gold: Gold) -> Iterator[Example]:
    """Yield every run of lines that may be a quote without an origin. Mail is left out: nothing is sought there."""
    if gold.group.startswith(("usenet", "mbox")):
        return
    scan = Scan(gold.thread)
    number = zlib.crc32(gold.name.encode())
    for index, (post, runs) in enumerate(zip(gold.thread.posts, weighed_runs(scan), strict=True)):
        lines = scan.readings[index].lines
        for run, features in runs:
            score, _ = nearest(in_dump(post, lines[run.first].start, lines[run.last].end), gold.quotes[post.id])
            if score >= 0.75:
                yield Example(tuple(features), 1.0, 1.0, True, gold.is_held_back, gold.group)
            elif score < 0.4:
                number += 1
                if features.quoted_whole:  # few, and the hard ones
                    yield Example(tuple(features), 0.0, 1.0, True, gold.is_held_back, gold.group)
                elif number % NEGATIVES == 0:
                    yield Example(tuple(features), 0.0, float(NEGATIVES), True, gold.is_held_back, gold.group)


def absent_examples_alone(gold: Gold) -> Iterator[Example]:
    """Yield the same, each post by itself."""
    silenced = [name.startswith("rate") for name in ABSENT_NAMES]
    for each in absent_examples(gold):
        values = tuple(0.0 if is_silent else value for value, is_silent in zip(each.values, silenced, strict=True))
        yield replace(each, values=values)


def in_dump(post: Post, start: int, end: int) -> Span:
    assert post.source_span is not None
    return Span(start, end).shift(post.source_span.start)


# --- fitting ---------------------------------------------------------------------------------------------------------


def fit(examples: list[Example]) -> list[float]:
    """Return bias and weights of the logistic regression with a ridge penalty, by Newton's method."""
    size = len(examples[0].values) + 1
    weights = [0.0] * size
    for _ in range(ROUNDS):
        gradient = [-RIDGE * w if i else 0.0 for i, w in enumerate(weights)]
        hessian = [[(RIDGE if i else 1e-9) if i == j else 0.0 for j in range(size)] for i in range(size)]
        for example in examples:
            values = (1.0, *example.values)
            p = confidence.logistic(sum(map(float.__mul__, weights, values)))
            error, curve = example.weight * (example.label - p), example.weight * max(p * (1 - p), 1e-6)
            nonzero = [(i, value) for i, value in enumerate(values) if value]
            for position, (i, value) in enumerate(nonzero):
                gradient[i] += error * value
                row, scaled = hessian[i], curve * value
                for j, other in nonzero[position:]:
                    row[j] += scaled * other
        for i in range(size):
            for j in range(i):
                hessian[i][j] = hessian[j][i]
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Return x of matrix · x = vector, by elimination with pivots."""
    size = len(vector)
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            if factor:
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    answer = [0.0] * size
    for i in reversed(range(size)):
        answer[i] = (rows[i][size] - sum(rows[i][j] * answer[j] for j in range(i + 1, size))) / rows[i][i]
    return answer


def balanced(examples: list[Example]) -> list[Example]:
    """Return the examples with weights under which a set counts by the root of its size."""
    totals: dict[str, float] = defaultdict(float)
    for example in examples:
        totals[example.group] += example.weight
    return [
        Example(e.values, e.label, e.weight * math.sqrt(500 / totals[e.group]), e.is_judged, e.is_held_back, e.group)
        for e in examples
    ]


def predict(weights: list[float], example: Example) -> float:
    return confidence.logistic(weights[0] + sum(map(float.__mul__, weights[1:], example.values)))


def reliability(judged: list[tuple[float, float, float]]) -> list[dict[str, float]]:
    """Return, for each tenth of the scale that is in use, how many cases were given it and how many were true.

    `judged` are (probability, label, weight): a case that stands for four others like it counts as four.
    """
    rows: list[dict[str, float]] = []
    for low in range(10):
        inside = [each for each in judged if low == min(9, int(each[0] * 10))]
        cases = sum(weight for *_, weight in inside)
        if cases:
            said = sum(p * weight for p, _, weight in inside) / cases
            right = sum(label * weight for _, label, weight in inside) / cases
            rows.append({"from": low / 10, "cases": round(cases), "said": round(said, 3), "right": round(right, 3)})
    return rows


def model_of(name: str, names: tuple[str, ...], examples: list[Example]) -> dict[str, Any]:
    """Fit a model, print how it does on the half held back, and return it as it is shipped."""
    weighted = balanced(examples)
    half = fit([example for example in weighted if not example.is_held_back])
    held = [(predict(half, e), e.label, e.group) for e in examples if e.is_held_back and e.is_judged]
    print(f"\n{name}: {len(examples)} examples; held back, above 0.5: cases, share right, Brier score; recall")
    for group in sorted({group for *_, group in held}):
        above = [(p, label) for p, label, where in held if where == group and p >= 0.5]
        true = sum(label for _, label, where in held if where == group)
        if above:
            right = sum(label for _, label in above)
            brier = sum((p - label) ** 2 for p, label in above) / len(above)
            print(f"{group:26} {len(above):6} {right / len(above):.3f} {brier:.4f} {right / max(1, true):.3f}")
    rows = reliability([(predict(half, e), e.label, e.weight) for e in examples if e.is_held_back and e.is_judged])
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    final = fit(weighted)
    ranked = sorted(zip(("bias", *names), final, strict=True), key=lambda item: -abs(item[1]))
    print("  ".join(f"{feature} {weight:.2f}" for feature, weight in ranked))
    weights = {feature: round(weight, 3) for feature, weight in zip(names, final[1:], strict=True)}
    return {"bias": round(final[0], 3), "weights": weights, "reliability": rows}


STAGES: tuple[tuple[str, tuple[str, ...], Callable[[Gold], Iterator[Example]]], ...] = (
    ("link", FEATURE_NAMES, first_link_examples),
    ("link", FEATURE_NAMES, link_examples),
    ("cut", OPENING_NAMES, cut_examples),
    ("absent", ABSENT_NAMES, absent_examples_alone),
    ("absent_in_thread", ABSENT_NAMES, absent_examples),
)


TOLD = {
    "link": "is this a quote of that origin?",
    "cut": "does the thread lack its beginning?",
    "absent_in_thread": "is this a quote whose origin is missing?",
}


def report(data: dict[str, Any]) -> str:
    """Return the reliability of each model as Markdown: of the cases that were given so much, how many were right?"""
    parts: list[str] = []
    for name, question in TOLD.items():
        rows = data[name]["reliability"]
        cases = sum(row["cases"] for row in rows)
        error = sum(row["cases"] * abs(row["said"] - row["right"]) for row in rows) / cases
        cells = [[f"{row['said']:.3f}", f"{row['right']:.3f}", str(row["cases"])] for row in rows]
        head = f"`{name}`: {question} Expected calibration error {error:.3f}."
        parts.append(f"{head}\n\n{table(['said', 'right', 'cases'], cells, words=0)}")
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--limit", type=int, help="threads of each set, for a quick look")
    parser.add_argument("--only", choices=sorted({name for name, *_ in STAGES}))
    options = parser.parse_args()
    golds = read_sets(options.gold, options.limit)
    for name, names, examples_of in STAGES:
        if options.only in (None, name):
            data = json.loads(OUTPUT.read_text(encoding="utf-8"))
            data[name] = model_of(name, names, [example for gold in golds for example in examples_of(gold)])
            OUTPUT.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
            confidence.forget()  # the next stage works with the new numbers
    if options.limit is None:
        write_between_marks("reliability", report(json.loads(OUTPUT.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
