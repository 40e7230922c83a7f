"""Fit the numbers by which pasted text is read, and write them into generator/importers/words.yaml.

    python bench/fit_reading.py [--gold ../shared/gold] [--limit N] [--print]

Three small models, all of them sums of log-odds: how a post begins and ends in words (`opening_words`,
`closing_words`), is the first line of a post a name (`name_weights`), does a post end at a run of blank lines
(`break_weights`). The figures printed are those of dumps that the numbers were fitted without: of five parts of each
set, each part is judged by what the other four say. What is shipped is then fitted to all. With --print nothing is
written. Pure Python; the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fit_confidence import solve  # noqa: E402

from generator.importers.pasted import breaks, names, wordlists  # noqa: E402
from generator.importers.pasted.lines import split_lines  # noqa: E402
from generator.importers.pasted.nameplates import ask_for_names  # noqa: E402
from generator.importers.pasted.sheets import read_sheet  # noqa: E402
from generator.importers.pasted.stripped import chunks_of, title_of  # noqa: E402

OUTPUT = ROOT / "generator" / "importers" / "words.yaml"
FORUMS = ("discourse_delving", "discourse_urho3d", "smf_opendcl", "phpbb_ssvc", "iac_4forums")
SECOND_PAGES = ("discourse_delving", "discourse_urho3d", "smf_opendcl", "iac_4forums")
MAIL = ("mbox_rdevel", "usenet_20ng")
MARKED = ("xenforo", "seed")  # the sets whose end marks are lost on the way
PARTS = 5
RIDGE = 1.0
ROUNDS = 20
NAME_ROUNDS = 4
# What is too rare in the gold to be learnt, or stands only in other sets: these weights are at most this.
REASONED = {"subject": -5.0, "greets": -4.0, "code": -4.0, "ends with a comma": -8.0, "ends openly": -4.0}
FEWEST, FEWEST_SETS = 20, 4  # times, and sets, that a word was met in: rarer ones tell of a forum, not of posts
WORTH = 0.4  # log-odds below which a word is not worth its line
_PLAIN = re.compile(r"\w(?:[\w ,'-]*\w)?")  # what YAML takes without quotation marks
LARGEST = 2500.0  # a set with more cases than this counts as if it had so many


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump of the gold: its text, its posts as [start, end), and where the names of their authors begin."""

    group: str
    name: str
    text: str
    posts: tuple[tuple[int, int], ...]
    names: frozenset[int]

    @property
    def part(self) -> int:
        return zlib.crc32(self.name.split("#")[0].encode()) % PARTS


@dataclass(frozen=True, slots=True)
class Case:
    """One decision: its signs with their strengths, what is true, and where it was met."""

    signs: tuple[tuple[str, float], ...]
    holds: bool
    group: str
    part: int


Weights = dict[str, float]
Answer = tuple[str, bool, float]  # the set, what is true, the chance that was said


def read_dumps(folder: Path, groups: Iterable[str], limit: int | None, kind: str = "seed") -> list[Dump]:
    """Return the stripped dumps of some sets."""
    folders = [folder / (group if group == "seed" else f"{group}.{kind}") for group in groups]
    return [_dump(path) for each in folders for path in sorted(each.glob("*.gold.json"))[:limit]]


def _dump(path: Path) -> Dump:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
    posts = tuple((post["start"], post["end"]) for post in gold["posts"])
    starts = frozenset(post["author_span"][0] for post in gold["posts"] if "author_span" in post)
    return Dump(path.parent.name, path.name, text, posts, starts)


# --- the cases -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Openings:
    """The first lines of a dump that may be names, and which of them are."""

    dump: Dump
    openings: tuple[names.Opening, ...]
    further: tuple[float, ...]
    truth: tuple[float, ...]


def openings_of(dump: Dump) -> Openings:
    lines = split_lines(dump.text)
    sheet = read_sheet(lines)
    sheet = sheet.marked(breaks.find_marks(sheet).lines)
    title = title_of(sheet)
    question = ask_for_names(sheet, chunks_of(sheet), "" if title is None else lines.bare[title])
    truth = tuple(float(lines.at[opening.line] in dump.names) for opening in question.openings)
    return Openings(dump, question.openings, question.further, truth)


def name_cases(each: Openings, weights: Weights | None) -> Iterator[Case]:
    """Yield the first lines that may be names, with the habits of their dump as `weights` see them, else as they are.

    Lines above user titles are left out: there the titles decide.
    """
    chances = list(each.truth) if weights is None else names.weigh(each.openings, each.further, weights)
    habits = names.habits_of(each.openings, chances)
    for opening, more, is_name, habit in zip(each.openings, each.further, each.truth, habits, strict=True):
        if not more:
            signs = (("bias", 1.0), (names.HABIT, habit), *((sign, 1.0) for sign in names.all_signs(opening)))
            yield Case(signs, bool(is_name), each.dump.group, each.dump.part)


def fit_names(all_openings: Sequence[Openings]) -> Weights:
    """Return the weights of names.

    What a dump does is known only by the weights themselves, so they are fitted some rounds over.
    """
    weights: Weights | None = None
    for _ in range(NAME_ROUNDS):
        weights = fit([case for each in all_openings for case in name_cases(each, weights)])
        weights.update({sign: min(weights.get(sign, 0.0), most) for sign, most in REASONED.items()})
    return weights or {}


def judge_names(all_openings: Sequence[Openings]) -> None:
    """Print, set by set, how names fare under weights fitted to the other parts."""
    answers: list[Answer] = []
    for part in range(PARTS):
        weights = fit_names([each for each in all_openings if each.dump.part != part])
        for each in all_openings:
            if each.dump.part == part:
                chances = names.weigh(each.openings, each.further, weights)
                pairs = zip(each.truth, chances, strict=True)
                answers += [(each.dump.group, bool(truth), chance) for truth, chance in pairs]
    show("names", answers, names.LIKELY)


def break_cases(dump: Dump) -> Iterator[Case]:
    """Yield the runs of blank lines of a dump whose end marks became newlines."""
    lines = split_lines(dump.text.replace("\u00a0", "\n"))
    sheet = read_sheet(lines)
    for place, signs in breaks.weighed_breaks(sheet):
        above, below = lines.end(place.above), lines.at[place.below]
        is_inside = any(start < above and below < end for start, end in dump.posts)
        yield Case((("bias", 1.0), *signs), not is_inside, dump.group, dump.part)


def word_cases(dump: Dump, *, at_end: bool) -> Iterator[tuple[str, bool, Dump]]:
    """Yield the first (or last) words of the paragraphs of each post, and whether the post begins (or ends) there."""
    for start, end in dump.posts:
        paragraphs = [part.strip() for part in dump.text[start:end].split("\n\n") if part.strip()]
        edge = len(paragraphs) - 1 if at_end else 0
        for place, paragraph in enumerate(paragraphs):
            if word := breaks.edge_word(paragraph, at_end=at_end):
                yield word, place == edge, dump


# --- fitting ---------------------------------------------------------------------------------------------------------


def fit(cases: Sequence[Case]) -> Weights:
    """Return the weights of the logistic regression with a ridge penalty, by Newton's method."""
    met = Counter(case.group for case in cases)
    index = {sign: at for at, sign in enumerate(sorted({sign for case in cases for sign, _ in case.signs}))}
    rows = [
        (
            [(index[sign], value) for sign, value in case.signs],
            float(case.holds),
            min(1.0, LARGEST / met[case.group]),
        )
        for case in cases
    ]
    weights = [0.0] * len(index)
    for _ in range(ROUNDS):
        step = _newton_step(rows, weights, index["bias"])
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-5:
            break
    return {sign: weights[at] for sign, at in index.items()}


Row = tuple[list[tuple[int, float]], float, float]


def _newton_step(rows: Sequence[Row], weights: Sequence[float], bias: int) -> list[float]:
    size = len(weights)
    ridge = [1e-6 if at == bias else RIDGE for at in range(size)]
    gradient = [-penalty * weight for penalty, weight in zip(ridge, weights, strict=True)]
    hessian = [[ridge[i] if i == j else 0.0 for j in range(size)] for i in range(size)]
    for values, label, importance in rows:
        chance = _logistic(sum(weights[at] * value for at, value in values))
        error, curve = importance * (label - chance), importance * max(chance * (1 - chance), 1e-6)
        for i, value in values:
            gradient[i] += error * value
            row, scaled = hessian[i], curve * value
            for j, other in values:
                row[j] += scaled * other
    return solve(hessian, gradient)


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def word_weights(met: Iterable[tuple[str, bool, Dump]]) -> Weights:
    """Return how much likelier each word is at the edge of a post than at that of a paragraph, in log-odds.

    Each set counts alike, however long it is.
    """
    counts: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    totals: dict[str, Counter[bool]] = defaultdict(Counter)
    for word, is_edge, dump in met:
        counts[dump.group][word, is_edge] += 1
        totals[dump.group][is_edge] += 1
    found: Weights = {}
    for word in sorted({word for table in counts.values() for word, _ in table}):
        groups = [group for group in counts if counts[group][word, True] + counts[group][word, False]]
        times = sum(counts[group][word, True] + counts[group][word, False] for group in groups)
        edge, inner = (
            sum((counts[group][word, flag] + 0.5) / (totals[group][flag] + 1) for group in groups)
            for flag in (True, False)
        )
        if len(groups) >= FEWEST_SETS and times >= FEWEST and abs(math.log(edge / inner)) >= WORTH:
            found[word] = math.log(edge / inner)
    return found


# --- judging ---------------------------------------------------------------------------------------------------------


def judge(title: str, cases: Sequence[Case]) -> None:
    """Print, set by set, how the cases of each part fare under weights fitted to the other parts."""
    answers: list[Answer] = []
    for part in range(PARTS):
        weights = fit([case for case in cases if case.part != part])
        answers += [(case.group, case.holds, chance_of(weights, case)) for case in cases if case.part == part]
    show(title, answers, 0.5)


def show(title: str, answers: Sequence[Answer], threshold: float) -> None:
    """Print what was found, missed and wrong in each set, and how often the answers of each confidence were right."""
    print(f"\n{title}, held out: cases, found, missed, wrong")
    for group in sorted({group for group, _, _ in answers}):
        counts = Counter((holds, chance >= threshold) for where, holds, chance in answers if where == group)
        found, missed, wrong = counts[True, True], counts[True, False], counts[False, True]
        print(f"{group:24} {counts.total():6} {found:6} {missed:5} {wrong:5}")
    for low, high in pairwise((threshold, 0.6, 0.8, 0.9, 0.97, 1.01)):
        inside = [holds for _, holds, chance in answers if low <= chance < high]
        if inside:
            print(f"said {low:.2f} to {min(high, 1):.2f}: {sum(inside) / len(inside):.3f} right of {len(inside)}")


def chance_of(weights: Mapping[str, float], case: Case) -> float:
    return _logistic(sum(weights.get(sign, 0.0) * value for sign, value in case.signs))


# --- writing ---------------------------------------------------------------------------------------------------------


def write(key: str, weights: Weights) -> None:
    """Put a table of weights in the place of the one of that name in words.yaml; the comments stay."""
    text = OUTPUT.read_text(encoding="utf-8")
    start = text.index(f"\n{key}:\n") + len(f"\n{key}:\n")
    stop = text.find("\n\n", start)
    ranked = sorted(weights.items(), key=lambda item: (-abs(round(item[1], 2)), item[0]))
    entries = [f"  {sign if _PLAIN.fullmatch(sign) else json.dumps(sign)}: {weight:.2f}" for sign, weight in ranked]
    tail = text[stop + 1 :] if stop >= 0 else ""
    OUTPUT.write_text(text[:start] + "\n".join(entries) + "\n" + tail, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--limit", type=int, help="dumps of each set, for a quick look")
    parser.add_argument("--print", action="store_true", dest="only_print", help="write nothing")
    parser.add_argument("--only", choices=("words", "names", "breaks"))
    options = parser.parse_args()
    save: Callable[[str, Weights], None] = (lambda *_: None) if options.only_print else write
    forums = read_dumps(options.gold, FORUMS, options.limit)
    if options.only in (None, "words"):
        for key, at_end in (("opening_words", False), ("closing_words", True)):
            weights = word_weights(case for dump in forums for case in word_cases(dump, at_end=at_end))
            print(key, len(weights), "words")
            save(key, weights)
        wordlists.forget()  # the breaks are weighed with the new words
    if options.only in (None, "names"):
        dumps = [*forums, *read_dumps(options.gold, MAIL, options.limit)]
        dumps += read_dumps(options.gold, SECOND_PAGES, options.limit, "page2")
        all_openings = [openings_of(dump) for dump in dumps]
        judge_names(all_openings)
        save("name_weights", fit_names(all_openings))
    if options.only in (None, "breaks"):
        cases = [case for dump in read_dumps(options.gold, MARKED, options.limit) for case in break_cases(dump)]
        judge("breaks", cases)
        save("break_weights", fit(cases))


if __name__ == "__main__":
    main()
