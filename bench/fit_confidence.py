"""Fit the confidence of links to the gold and write the numbers that the program ships.

    python bench/fit_confidence.py [--gold ../shared/gold] [--limit N]

For each gold thread the posts are taken as the gold gives them, every candidate quote is labelled by the gold, and a
logistic regression is fitted. Half of the threads of each set (every other one) is held back while the reliability
table is made; the numbers shipped are then fitted on all of them. Pure Python; the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from generator.linking.confidence import logistic  # noqa: E402
from generator.linking.features import FEATURE_NAMES  # noqa: E402
from generator.linking.within import Scan  # noqa: E402
from generator.records import Guess, Post, PostId, Span, Thread, ThreadId  # noqa: E402

WEAK = {"corpus-inferred", "alignment", "headers-unconfirmed", "too short", "none"}  # answers that a matcher gave
# A candidate that the gold does not mark is wrong by the gold. Read by hand, whole lines of prose are nearly always true
# quotes that the writer pasted without the button; code, parts of lines and posts without a reply mostly are not.
LOOSE_WEIGHT = 0.5
LOOSE_PROSE_WEIGHT = 0.1
RIDGE = 0.3
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: its features, 1 or 0 for right or wrong, its weight, and if the gold judges it (not loose)."""

    values: tuple[float, ...]
    label: float
    weight: float
    is_judged: bool
    is_held_back: bool


def gold_thread(path: Path) -> tuple[Thread, dict[str, Any]]:
    """Return the thread of a gold file, its posts exactly as marked there, and the gold itself."""
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
    return Thread(ThreadId(path.name), Guess(None, 0.0), (), posts), gold


def overlap(left: Span, right: Span) -> float:
    """Return the intersection of two spans over their union."""
    inside = min(left.end, right.end) - max(left.start, right.start)
    return inside / (max(left.end, right.end) - min(left.start, right.start)) if inside > 0 else 0.0


def link_label(span: Span, origin: str, quotes: list[dict[str, Any]]) -> tuple[float, float, bool] | None:
    """Return (label, weight, is judged) of a candidate, or None where the gold cannot say."""
    score, best = max(
        ((overlap(span, Span(quote["start"], quote["end"])), index) for index, quote in enumerate(quotes)),
        default=(0.0, 0),
    )
    if score < 0.3:
        return 0.0, LOOSE_WEIGHT, False
    quote = quotes[best]
    if quote["status"] == "unknown" or quote.get("markup_leak"):
        return None
    is_right = quote["status"] == "in_dump" and str(quote["source_post"]) == origin
    if quote.get("evidence") in WEAK:
        return (1.0, 0.5, False) if is_right else None
    return float(is_right), 1.0, True


def examples_of(path: Path, *, is_held_back: bool) -> Iterator[Example]:
    thread, gold = gold_thread(path)
    by_post: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for quote in gold["quotes"]:
        by_post[str(quote["post"])].append(quote)
    for found in Scan(thread).found:
        for each in found:
            post = each.reading.post
            assert post.source_span is not None
            span = Span(each.candidate.start, each.candidate.end).shift(post.source_span.start)
            origin = thread.posts[each.candidate.post].id
            label = link_label(span, origin, by_post[post.id])
            if label is not None:
                features = each.features
                if not label[2] and not label[0] and features.whole_lines and features.code < 0.5 and not features.no_reply:
                    label = (0.0, LOOSE_PROSE_WEIGHT, False)
                yield Example(astuple(each.features), *label, is_held_back)


def collect(gold: Path, limit: int | None) -> dict[str, list[Example]]:
    """Return the examples of each set."""
    sets: dict[str, list[Example]] = {}
    for folder in sorted(path for path in gold.iterdir() if path.is_dir()):
        if folder.name.endswith((".copy", ".innertext")) or folder.name == "seed":
            continue  # the same threads as xenforo.seed; and the seed is for showing, not for fitting
        examples: list[Example] = []
        for number, path in enumerate(sorted(folder.glob("*.gold.json"))[:limit]):
            examples += examples_of(path, is_held_back=number % 2 == 1)
        sets[folder.name] = examples
        print(f"{folder.name:26} {len(examples):6} candidates, {sum(e.label for e in examples):6.0f} right", flush=True)
    return sets


def balanced(sets: dict[str, list[Example]]) -> list[tuple[Example, float]]:
    """Return the examples with their weights, so that a set counts by the root of its size."""
    weighted: list[tuple[Example, float]] = []
    for examples in sets.values():
        judged = sum(example.weight for example in examples) or 1.0
        scale = math.sqrt(500 / judged)
        weighted += [(example, example.weight * scale) for example in examples]
    return weighted


def fit(weighted: list[tuple[Example, float]]) -> list[float]:
    """Return bias and weights of the logistic regression with a ridge penalty, by Newton's method."""
    size = len(FEATURE_NAMES) + 1
    weights = [0.0] * size
    for _ in range(ROUNDS):
        gradient = [-RIDGE * w if i else 0.0 for i, w in enumerate(weights)]
        hessian = [[RIDGE if i == j and i else 1e-9 if i == j else 0.0 for j in range(size)] for i in range(size)]
        for example, weight in weighted:
            values = (1.0, *example.values)
            p = logistic(sum(map(float.__mul__, weights, values)))
            error, curve = weight * (example.label - p), weight * max(p * (1 - p), 1e-6)
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


def predict(weights: list[float], example: Example) -> float:
    return logistic(weights[0] + sum(map(float.__mul__, weights[1:], example.values)))


def reliability(pairs: list[tuple[float, float]]) -> list[dict[str, float]]:
    """Return, for each tenth of the scale that is in use, how many links were given it and how many were right."""
    table: list[dict[str, float]] = []
    for low in range(10):
        inside = [(p, label) for p, label in pairs if low <= p * 10 < low + 1 or (low == 9 and p == 1.0)]
        if inside:
            table.append(
                {
                    "from": low / 10,
                    "to": (low + 1) / 10,
                    "links": len(inside),
                    "said": round(sum(p for p, _ in inside) / len(inside), 3),
                    "right": round(sum(label for _, label in inside) / len(inside), 3),
                }
            )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--output", type=Path, default=ROOT / "generator" / "linking" / "confidence.json")
    options = parser.parse_args()
    sets = collect(options.gold, options.limit)
    weights = fit([(e, w) for e, w in balanced(sets) if not e.is_held_back])
    held = {name: [e for e in examples if e.is_held_back and e.is_judged] for name, examples in sets.items()}
    print("\nheld back: judged links above 0.5, share right, Brier score")
    for name, examples in held.items():
        pairs = [(p, e.label) for e in examples if (p := predict(weights, e)) >= 0.5]
        if pairs:
            brier = sum((p - label) ** 2 for p, label in pairs) / len(pairs)
            print(f"{name:26} {len(pairs):6} {sum(label for _, label in pairs) / len(pairs):.3f} {brier:.4f}")
    pairs = [(predict(weights, e), e.label) for examples in held.values() for e in examples]
    table = reliability(pairs)
    for row in table:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    final = fit(balanced(sets))
    for name, weight in sorted(zip(("bias", *FEATURE_NAMES), final, strict=True), key=lambda item: -abs(item[1])):
        print(f"{name:16} {weight:7.2f}")
    data = json.loads(options.output.read_text(encoding="utf-8")) if options.output.exists() else {}
    data["link"] = {
        "bias": round(final[0], 3),
        "weights": {name: round(weight, 3) for name, weight in zip(FEATURE_NAMES, final[1:], strict=True)},
        "reliability": table,
    }
    options.output.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
