"""What became of all corrections, told as problems: none is lost silently."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from generator.corrections.entries import Correction, Corrections, Outcome
from generator.corrections.reading import FILE
from generator.problems import Problem
from generator.yamlfile import MAX_PROBLEMS, shown, suggest


def outcome_problems(
    corrections: Corrections, outcomes: Iterable[Outcome], threads: Collection[str], *, strict: bool = False
) -> tuple[Problem, ...]:
    """Return a problem for each correction that was applied to changed text (D610) or not at all (D611), in file order.

    `outcomes` are those of all threads, `threads` the ids of the threads in the archive. A correction that has no
    outcome is orphaned. D610 is a warning; D611 is one as well, and an error where `strict`.
    """
    by_entry: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_entry.setdefault(outcome.entry, []).append(outcome)
    problems: list[Problem] = []
    for entry, place in zip(corrections.entries, corrections.places, strict=True):
        found = by_entry.get(entry.id, [])
        applied = [outcome for outcome in found if outcome.status != "orphaned"]
        changed = [outcome for outcome in applied if outcome.status == "changed"]
        if not applied:
            # One near match costs a look at every thread; beyond the first hundred nobody reads them.
            near = threads if len(problems) < MAX_PROBLEMS else ()
            reason = found[0].note if found else _nowhere(entry, threads, near)
            problems.append(_orphaned(entry, place, reason, strict=strict))
        elif changed:
            where = f"{changed[0].thread}/{changed[0].post}"
            message = f"the {entry.kind} correction was applied to a text that is not quite the one it names ({where})"
            fix = "Look whether it is still meant; then bring its `post` and its words up to date."
            problems.append(Problem("warning", "D610", FILE, *place, message, why=changed[0].note, fix=fix))
    return tuple(problems)


def _orphaned(entry: Correction, place: tuple[int, int], reason: str, *, strict: bool) -> Problem:
    about = entry.key.starts or (f"{entry.key.thread}/{entry.key.post}" if entry.key.post else entry.value)
    message = f"the {entry.kind} correction about {shown(about)} was not applied"
    fix = "Correct its `post` or `starts`, or take the entry out if it is no longer needed."
    return Problem("error" if strict else "warning", "D611", FILE, *place, message, why=reason, fix=fix)


def _nowhere(entry: Correction, threads: Collection[str], near: Collection[str]) -> str:
    if entry.key.thread and entry.key.thread not in threads:
        message = f"There is no thread {shown(entry.key.thread)} in the archive."
        return f"{message} {suggest(entry.key.thread, near)}".rstrip()
    return "Its words were found in no thread."
