"""What truth.yaml says of the sample archive. The words of its quotes are looked up without the program's help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
DUMPS = sorted((REPOSITORY / "content" / "threads").glob("*.txt"))
END_OF_A_POST = "\n\u00a0\n"


@dataclass(frozen=True)
class TrueQuote:
    """A quote as it was written: `row` is its line in truth.yaml, `words` are its words in the dump."""

    thread: str
    post: int
    words: str
    row: dict[str, Any]

    @property
    def is_absent(self) -> bool:
        return "of" not in self.row and "lost" not in self.row

    @property
    def origins(self) -> set[tuple[str, int]]:
        """Thread and ordinal of each post that may be meant; none for lost and absent ones."""
        of = self.row.get("of", [])
        places = of if isinstance(of, list) else [of]
        return {
            (place.partition("/")[0], int(place.partition("/")[2])) if isinstance(place, str) else (self.thread, place)
            for place in places
        }

    @property
    def is_across(self) -> bool:
        return any(thread != self.thread for thread, _ in self.origins)

    def __str__(self) -> str:
        return f"{self.thread}/{self.post} {self.row['from'][:30]!r}"


def read_truth() -> dict[str, Any]:
    truth: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("truth.yaml").read_text(encoding="utf-8"))
    return truth


def dump_of(thread: str) -> str:
    return (REPOSITORY / "content" / "threads" / f"{thread}.txt").read_text(encoding="utf-8")


def bodies_of(dump: str) -> list[str]:
    """Return what stands before each lone NBSP: a post with what the page shows above it."""
    return dump.split(END_OF_A_POST)[:-1]


def true_quotes(thread: str) -> list[TrueQuote]:
    """Return the quotes of a thread, in the order of the dump."""
    bodies = bodies_of(dump_of(thread))
    found = []
    for row in read_truth()[thread]["quotes"]:
        body = bodies[row["post"] - 1]
        start = body.index(row["from"])
        end = body.index(row["to"], start) + len(row["to"]) if "to" in row else start + len(row["from"])
        found.append(TrueQuote(thread, row["post"], body[start:end], row))
    return found
