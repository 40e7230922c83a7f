"""Print how often nearly fitting first words name the right post, for several thresholds.

Run as `python tests/corrections/measure_keys.py ../shared/gold`. Edits are taken from life: where a quote differs from
its origin, the origin was edited after it was quoted, so the quote's first letters are a key made before the edit. The
other figure is for posts that are gone: how often another post of the thread would be taken for them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.corrections.finding import bare_letters, similarity

SETS = (
    "xenforo.seed",
    "discourse_delving.seed",
    "discourse_urho3d.seed",
    "phpbb_ssvc.seed",
    "smf_opendcl.seed",
    "iac_4forums.seed",
)
KEY_LETTERS = 60
THREADS = 60  # of each set
POSTS = 40  # of each thread


def threads(gold: Path) -> Iterator[tuple[dict, str]]:
    for name in SETS:
        for path in sorted((gold / name).glob("*.gold.json"))[:THREADS]:
            truth = json.loads(path.read_text(encoding="utf-8"))
            with path.with_name(truth["dump_file"]).open(encoding="utf-8", newline="") as stream:
                yield truth, stream.read()


def edited(truth: dict, text: str) -> Iterator[float]:
    for quote in truth["quotes"]:
        if quote["match"] not in ("altered", "mismatch") or quote.get("source_start") is None:
            continue
        start, length = quote["source_start"], quote["end"] - quote["start"]
        key = bare_letters(text[quote["start"] : quote["end"]])[:KEY_LETTERS]
        origin = bare_letters(text[start : start + 3 * length + 100])
        if len(key) == KEY_LETTERS and not origin.startswith(key):
            yield similarity(key, origin)


def gone(truth: dict, text: str) -> Iterator[float]:
    beginnings = [bare_letters(text[post["start"] : post["end"]][:1500]) for post in truth["posts"]][:POSTS]
    for index, beginning in enumerate(beginnings):
        key = beginning[:KEY_LETTERS]
        if len(key) == KEY_LETTERS and sum(other.startswith(key) for other in beginnings) == 1:
            others = beginnings[:index] + beginnings[index + 1 :]
            yield max((similarity(key, other) for other in others), default=0.0)


def main(gold: Path) -> None:
    same: list[float] = []
    other: list[float] = []
    for truth, text in threads(gold):
        same += edited(truth, text)
        other += gone(truth, text)
    sys.stdout.write(f"{len(same)} edited beginnings, {len(other)} posts taken out of their threads\n")
    for limit in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        right, wrong = (sum(value >= limit for value in values) / len(values) for values in (same, other))
        sys.stdout.write(
            f"at least {limit:.2f}: {right:.1%} of the edited are found; for {wrong:.1%} of the gone another is\n"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
