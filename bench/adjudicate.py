"""Show disagreements of the program and the gold to a human judge, and tell what the judgements do to the figures.

    python bench/adjudicate.py draw SET ... [--size 30] [--seen]    print the cases drawn that are not judged yet
    python bench/adjudicate.py table [SET ...]                      write the tables into docs/adjudication.md

The judgements stand in `bench/adjudication.tsv`, one a line: set, kind, case, class, verdict. The verdicts are

    program   the program is wrong
    gold      the gold is wrong
    silent    the gold says nothing: a true quote or name that the site did not mark
    open      two fair readings, or not to be decided from the dump

How cases are found and drawn: `bench/disagreements.py`. A table of some SETs only is printed and not written.
"""

from __future__ import annotations

import argparse
import collections
import math
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.disagreements import COSTS, Case, Counts, S, measure, shares
from bench.evaluate import REPOSITORY, table, write_between_marks

JUDGEMENTS = Path(__file__).with_name("adjudication.tsv")
REPORT = REPOSITORY / "docs" / "adjudication.md"

Z_90 = 1.6449  # two-sided 90 %
VERDICTS = ("program", "gold", "silent", "open")
FORGIVEN = frozenset({"gold", "silent"})

COMMON = {"brier": 0.05}
FORUM = {"posts_f1": 0.97, "links_r": 0.95, "links_p": 0.97}
FULL = FORUM | COMMON | {"quotes_f1": 0.93, "authors": 0.97, "authors_wrong": 0.01}
TAGGED = FORUM | COMMON | {"quotes_p": 0.90}
PAGE_TWO = COMMON | {"links_r": 0.95, "links_p": 0.97, "absent": 0.40, "absent_linked": 0.03}
MAIL = COMMON | {"posts_f1": 0.95, "links_r": 0.90, "links_p": 0.92, "quotes_p": 0.90}
OWN = COMMON | {"posts_f1": 0.95, "links_r": 0.93, "links_p": 0.95}
AT_MOST = frozenset({"brier", "authors_wrong", "absent_linked"})
TARGETS = {
    **dict.fromkeys(("xenforo.seed", "xenforo.innertext", "xenforo.copy", "iac_4forums.seed"), FULL),
    **dict.fromkeys(("discourse_delving.seed", "discourse_urho3d.seed", "smf_opendcl.seed", "phpbb_ssvc.seed"), TAGGED),
    **dict.fromkeys(("xenforo.page2", "iac_4forums.page2", "smf_opendcl.page2"), PAGE_TWO),
    **dict.fromkeys(("discourse_delving.page2", "discourse_urho3d.page2"), PAGE_TWO),
    **dict.fromkeys(("usenet_20ng.seed", "mbox_rdevel.seed"), MAIL),
    "seed": OWN,
}


def is_met(figure: str, value: float, target: float) -> bool:
    return math.isnan(value) or (value <= target if figure in AT_MOST else value >= target)


def draw(name: str, counts: Counts[str], cases: list[Case], size: int) -> list[Case]:
    """Return `size` cases: four fifths of them in turn from the kinds that cost a missed target, the rest from all."""
    figures = S.figures(counts)
    missed = {f for f, target in TARGETS[name].items() if not is_met(f, figures[f], target)}
    costly = [kind for kind in COSTS if missed.intersection(COSTS[kind])]
    queues = {kind: [case for case in cases if case.figure == kind] for kind in COSTS}
    drawn: list[Case] = []
    for kinds, limit in ((costly, size * 4 // 5), (list(COSTS), size)):
        while len(drawn) < limit and any(queues[kind] for kind in kinds):
            for kind in kinds:
                if queues[kind] and len(drawn) < limit:
                    drawn.append(queues[kind].pop(0))
    return drawn


# --- the judgements -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader said of one case."""

    set: str
    figure: str
    case: str
    kind: str
    verdict: str


def read_judgements() -> dict[tuple[str, str, str], Judgement]:
    found: dict[tuple[str, str, str], Judgement] = {}
    for number, line in enumerate(JUDGEMENTS.read_text(encoding="utf-8").splitlines()[1:], 2):
        judgement = Judgement(*line.split("\t"))
        if judgement.verdict not in VERDICTS or judgement.figure not in COSTS:
            raise ValueError(f"{JUDGEMENTS.name}:{number}: no such figure or verdict: {line!r}")
        found[judgement.set, judgement.figure, judgement.case] = judgement
    return found


def wilson(hits: float, trials: int) -> tuple[float, float]:
    """Return the 90 % interval of a share seen as `hits` in `trials` (Wilson 1927)."""
    share, square = hits / trials, Z_90**2 / trials
    middle = (share + square / 2) / (1 + square)
    width = Z_90 * math.sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    return max(0.0, middle - width), min(1.0, middle + width)


Forgiven = dict[str, float]  # by kind of case: the share of the disagreements that is not counted


def corrected(figure: str, counts: Counts[str], brier_wrong: float, forgiven: Forgiven) -> float:
    """Return a figure of the scorer with the forgiven share of each kind of disagreement taken out of the count."""
    part = collections.defaultdict(float, forgiven)
    if figure == "posts_f1":
        golden = counts["g_posts"] - part["posts_missed"] * (counts["g_posts"] - counts["tp_posts"])
        said = counts["p_posts"] - part["posts_extra"] * (counts["p_posts"] - counts["tp_posts"])
        return float(S.f1(counts["tp_posts"], golden, said))
    if figure == "quotes_f1":
        golden = counts["g_ink"] - part["quotes_r"] * (counts["g_ink"] - counts["tp_ink"])
        said = counts["p_ink"] - part["quotes_p"] * (counts["p_ink"] - counts["tp_ink"])
        return float(S.f1(counts["tp_ink"], golden, said))
    if figure == "brier":
        judged = counts["judged"] - part["links_p"] * (counts["judged"] - counts["right"])
        return float(S.share(counts["brier"] - part["links_p"] * brier_wrong, judged))
    right, counted = shares(counts)[figure]
    value = float(S.share(right, counted - part[figure] * (counted - right)))
    return 1 - value if figure in AT_MOST else value


class Tables:
    """Collects the rows of the report, set by set."""

    def __init__(self) -> None:
        self.judgements = read_judgements()
        self.counted: list[list[str]] = []
        self.classes: list[list[str]] = []
        self.figures: list[list[str]] = []

    def add(self, name: str) -> None:
        counts, cases = measure(name)
        judged: dict[str, list[Judgement]] = collections.defaultdict(list)
        left: Counts[str] = collections.Counter(case.figure for case in cases)
        for case in cases:
            judgement = self.judgements.get((name, case.figure, case.number))
            if judgement:
                judged[case.figure].append(judgement)
        for figure, found in judged.items():
            verdicts = collections.Counter(judgement.verdict for judgement in found)
            row = [name, figure, str(left[figure]), str(len(found))]
            self.counted.append([*row, *(str(verdicts[verdict]) for verdict in VERDICTS)])
            kinds = collections.Counter((judgement.verdict, judgement.kind) for judgement in found)
            self.classes += [[name, figure, kind, verdict, str(n)] for (verdict, kind), n in kinds.most_common()]
        self._add_figures(name, counts, cases, judged, left)

    def texts(self) -> dict[str, str]:
        """Return the three tables under the names of their marks in the report."""
        return {
            "figures": table(["set", "target", "measured", "not counted", "corrected", "90 %"], self.figures),
            "counts": table(["set", "kind", "disagreements", "judged", *VERDICTS], self.counted),
            "classes": table(["set", "kind", "class", "verdict", "cases"], self.classes),
        }

    def _add_figures(
        self,
        name: str,
        counts: Counts[str],
        cases: list[Case],
        judged: dict[str, list[Judgement]],
        left: Counts[str],
    ) -> None:
        measured = S.figures(counts)
        brier_wrong = sum(case.brier for case in cases if case.figure == "links_p")
        hits = {f: sum(judgement.verdict in FORGIVEN for judgement in found) for f, found in judged.items()}
        ends = {f: wilson(hits[f], len(found)) for f, found in judged.items()}
        # where every case was judged there is nothing left to guess
        ends |= {f: (hits[f] / n, hits[f] / n) for f, found in judged.items() if (n := len(found)) == left[f]}
        for figure, target in TARGETS[name].items():
            kinds = [kind for kind in COSTS if figure in COSTS[kind] and judged.get(kind)]
            shares = [{kind: hits[kind] / len(judged[kind]) for kind in kinds}]
            shares += [{kind: ends[kind][end] for kind in kinds} for end in (0, 1)]
            value, *bounds = [corrected(figure, counts, brier_wrong, share) for share in shares]
            low, high = sorted(bounds)
            mark = "" if is_met(figure, measured[figure], target) else " (missed)"
            self.figures.append(
                [
                    name,
                    f"{figure} {'≤' if figure in AT_MOST else '≥'} {target:.2f}",
                    f"{measured[figure]:.3f}{mark}",
                    ", ".join(f"{kind} {hits[kind]}/{len(judged[kind])}" for kind in kinds) or "–",
                    f"{value:.3f}",
                    f"{low:.3f}–{high:.3f}" if kinds else "–",
                ]
            )


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("draw", "table"))
    parser.add_argument("sets", nargs="*", metavar="SET", help="only these sets")
    parser.add_argument("--size", type=int, default=30, help="cases a set")
    parser.add_argument("--seen", action="store_true", help="print the judged ones as well, with their judgement")
    return parser.parse_args()


def print_draw(name: str, size: int, with_seen: bool) -> None:
    judgements = read_judgements()
    counts, cases = measure(name)
    for case in draw(name, counts, cases, size):
        judgement = judgements.get((name, case.figure, case.number))
        if with_seen or not judgement:
            sys.stdout.write(f"\n===== {name}\t{case.figure}\t{case.number} {judgement or ''}\n{case.view}\n")


def main() -> int:
    options = parse_arguments()
    names = options.sets or list(TARGETS)
    if options.task == "draw":
        for name in names:
            print_draw(name, options.size, options.seen)
        return 0
    tables = Tables()
    for name in names:
        tables.add(name)
    for mark, text in tables.texts().items():
        if options.sets:
            sys.stdout.write(f"\n{text}\n")
        else:
            write_between_marks(mark, text, REPORT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
