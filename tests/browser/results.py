"""What the gates found, as the table of docs/measurements.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.matrix import THEMES, Look

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
BEGIN, END = "<!-- gates: made by `make gates` -->", "<!-- end of gates -->"


@dataclass
class Results:
    """Counts of looks and of faults, by gate and theme."""

    looked: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    weights: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def add(self, look: Look, faults: Mapping[str, list[str]]) -> None:
        for gate, found in faults.items():
            self.site(look.theme, gate, found)

    def site(self, theme: str, gate: str, found: list[str]) -> None:
        self.looked[gate, theme] += 1
        self.faults[gate, theme] += len(found)

    def weight(self, theme: str, posts: int, size: int, requests: int) -> None:
        self.weights[theme, posts] = (size, requests)

    def table(self) -> str:
        """Return faults / looks for each gate and theme, and the weights of thread pages."""
        head = [f"| gate | {' | '.join(THEMES)} |", f"|---|{'---|' * len(THEMES)}"]
        gates = dict.fromkeys(gate for gate, _ in self.looked)
        rows = [
            f"| {gate} | " + " | ".join(f"{self.faults[gate, t]} of {self.looked[gate, t]}" for t in THEMES) + " |"
            for gate in gates
        ]
        for posts in sorted({posts for _, posts in self.weights}):
            cells = (self.weights.get((theme, posts), (0, 0)) for theme in THEMES)
            told = " | ".join(f"{size / 1000:.1f} kB in {requests}" for size, requests in cells)
            rows.append(f"| thread page of {posts} posts, gzipped, requests | {told} |")
        return "\n".join([*head, *rows])


def write_results(results: Results) -> None:
    """Put the table into docs/measurements.md, in place of the last one."""
    text = PAGE.read_text(encoding="utf-8")
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n## Gates\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{results.table()}\n\n{END}{after}", encoding="utf-8")
