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
FEWEST = 5  # judged cases of a kind below which its share says nothing, unless they are all there are
VERDICTS = ("program", "gold", "silent", "open")
FORGIVEN = frozenset({"gold", "silent"})
UNDECIDED = FORGIVEN | {"open"}

COMMON = {"brier": 0.05}
FORUM = {"posts_f1": 0.97, "links_r": 0.95, "links_p": 0.97}
FULL = FORUM | {"quotes_f1": 0.93, "authors": 0.97, "authors_wrong": 0.01} | COMMON
TAGGED = FORUM | {"quotes_p": 0.90} | COMMON
PAGE_TWO = {"links_r": 0.95, "links_p": 0.97, "absent": 0.40, "absent_linked": 0.03} | COMMON
MAIL = {"posts_f1": 0.95, "links_r": 0.90, "links_p": 0.92, "quotes_p": 0.90} | COMMON
OWN = {"posts_f1": 0.95, "links_r": 0.93, "links_p": 0.95} | COMMON
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
    queues = {kind: [case for case in cases if case.kind == kind] for kind in COSTS}
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
    """What a reader said of one case; `group` is the class."""

    set: str
    kind: str
    case: str
    group: str
    verdict: str


def read_judgements() -> dict[tuple[str, str, str], Judgement]:
    found: dict[tuple[str, str, str], Judgement] = {}
    for number, line in enumerate(JUDGEMENTS.read_text(encoding="utf-8").splitlines()[1:], 2):
        judgement = Judgement(*line.split("\t"))
        if judgement.verdict not in VERDICTS or judgement.kind not in COSTS:
            raise ValueError(f"{JUDGEMENTS.name}:{number}: no such kind or verdict: {line!r}")
        found[judgement.set, judgement.kind, judgement.case] = judgement
    return found


def wilson(share: float, trials: int) -> tuple[float, float]:
    """Return the 90 % interval of a share seen in so many trials (Wilson 1927)."""
    square = Z_90**2 / trials
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


@dataclass(frozen=True)
class Review:
    """One set: the scorer's counts, its disagreements in the order of the draw, and the judgements by kind."""

    name: str
    counts: Counts[str]
    cases: list[Case]
    judged: dict[str, list[Judgement]]

    def telling(self) -> list[str]:
        """Return the kinds of which enough cases were judged, or all."""
        return [kind for kind, found in self.judged.items() if len(found) >= min(FEWEST, self.left()[kind])]

    def left(self) -> Counts[str]:
        return collections.Counter(case.kind for case in self.cases)

    def forgiven(self, verdicts: frozenset[str]) -> Forgiven:
        """Return, for each telling kind, the share of the judged cases that has one of these verdicts."""
        return {kind: _hits(self.judged[kind], verdicts) / len(self.judged[kind]) for kind in self.telling()}

    def bounds(self) -> tuple[Forgiven, Forgiven]:
        """Return the ends of the 90 % intervals; where every case was judged there is nothing left to guess."""
        left = self.left()
        ends = {
            kind: (share, share) if len(self.judged[kind]) == left[kind] else wilson(share, len(self.judged[kind]))
            for kind, share in self.forgiven(FORGIVEN).items()
        }
        return {kind: low for kind, (low, _) in ends.items()}, {kind: high for kind, (_, high) in ends.items()}


def _hits(found: list[Judgement], verdicts: frozenset[str]) -> int:
    return sum(judgement.verdict in verdicts for judgement in found)


def review(name: str, judgements: dict[tuple[str, str, str], Judgement]) -> Review:
    counts, cases = measure(name)
    judged: dict[str, list[Judgement]] = collections.defaultdict(list)
    for case in cases:
        judgement = judgements.get((name, case.kind, case.number))
        if judgement:
            judged[case.kind].append(judgement)
    return Review(name, counts, cases, dict(judged))


# --- the tables -----------------------------------------------------------------------------------------------------


def figure_rows(review: Review) -> list[list[str]]:
    """Return one row for each target of the set: what was measured and what it is with the forgiven cases left out."""
    measured = S.figures(review.counts)
    brier_wrong = sum(case.brier for case in review.cases if case.kind == "links_p")
    shares = (review.forgiven(FORGIVEN), *review.bounds(), review.forgiven(UNDECIDED))
    rows = []
    for figure, target in TARGETS[review.name].items():
        kinds = [kind for kind in review.telling() if figure in COSTS[kind]]
        told = ", ".join(f"{kind} {_hits(review.judged[kind], FORGIVEN)}/{len(review.judged[kind])}" for kind in kinds)
        value, *bounds, kindest = (corrected(figure, review.counts, brier_wrong, share) for share in shares)
        low, high = sorted(bounds)
        row = [review.name, f"{figure} {'≤' if figure in AT_MOST else '≥'} {target:.2f}"]
        row += [f"{measured[figure]:.3f}{'' if is_met(figure, measured[figure], target) else ' (missed)'}"]
        row += [told, f"{value:.3f}", f"{low:.3f}–{high:.3f}", f"{kindest:.3f}"] if kinds else ["–"] * 4
        rows.append(row)
    return rows


def count_rows(review: Review) -> list[list[str]]:
    """Return one row for each kind of disagreement in the set: how many there are, how many were judged, and how."""
    left = review.left()
    rows = []
    for kind in COSTS:
        found = review.judged.get(kind, [])
        verdicts = (str(_hits(found, frozenset({verdict}))) for verdict in VERDICTS)
        if left[kind]:
            rows.append([review.name, kind, str(left[kind]), str(len(found)), *verdicts])
    return rows


def class_rows(review: Review) -> list[list[str]]:
    """Return one row for each verdict in the set, with the classes and how many cases each has."""
    rows = []
    for verdict in VERDICTS:
        classes: Counts[str] = collections.Counter(
            judgement.group for found in review.judged.values() for judgement in found if judgement.verdict == verdict
        )
        if classes:
            rows.append([review.name, verdict, "; ".join(f"{group} {n}" for group, n in classes.most_common())])
    return rows


def overview_rows(reviews: list[Review]) -> list[list[str]]:
    """Return one row for each class, the most frequent first, with its number of cases and of sets."""
    places: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    for one in reviews:
        for found in one.judged.values():
            for judgement in found:
                places[judgement.verdict, judgement.group].append(one.name)
    ranked = sorted(places.items(), key=lambda item: (VERDICTS.index(item[0][0]), -len(item[1]), item[0][1]))
    return [[verdict, group, str(len(sets)), str(len(set(sets)))] for (verdict, group), sets in ranked]


def texts(reviews: list[Review]) -> dict[str, str]:
    """Return the tables under the names of their marks in the report."""
    head = ["set", "target", "measured", "not counted", "corrected", "90 %", "open ones left out too"]
    kinds = ["set", "kind", "disagreements", "judged", *VERDICTS]
    return {
        "figures": table(head, [row for one in reviews for row in figure_rows(one)], words=2),
        "overview": table(["verdict", "class", "cases", "sets"], overview_rows(reviews), words=2),
        "classes": table(["set", "verdict", "classes"], [row for one in reviews for row in class_rows(one)], words=3),
        "counts": table(kinds, [row for one in reviews for row in count_rows(one)], words=2),
    }


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("draw", "table"))
    parser.add_argument("sets", nargs="*", metavar="SET", help="only these sets")
    parser.add_argument("--size", type=int, default=30, help="cases a set")
    parser.add_argument("--seen", action="store_true", help="print the judged ones as well, with their judgement")
    return parser.parse_intermixed_args()  # sets may follow options


def print_draw(name: str, size: int, with_seen: bool) -> None:
    judgements = read_judgements()
    counts, cases = measure(name)
    for case in draw(name, counts, cases, size):
        judgement = judgements.get((name, case.kind, case.number))
        if with_seen or not judgement:
            sys.stdout.write(f"\n===== {name}\t{case.kind}\t{case.number} {judgement or ''}\n{case.view}\n")


def main() -> int:
    options = parse_arguments()
    names = options.sets or list(TARGETS)
    if options.task == "draw":
        for name in names:
            print_draw(name, options.size, options.seen)
        return 0
    judgements = read_judgements()
    for mark, text in texts([review(name, judgements) for name in names]).items():
        if options.sets:
            sys.stdout.write(f"\n{text}\n")
        else:
            write_between_marks(mark, text, REPORT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
