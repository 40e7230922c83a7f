"""From what was found in all threads to what no output may hold; and what became of each redaction, as problems."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from generator.corrections import bare_letters
from generator.linking import person_id
from generator.problems import Problem
from generator.records import Person
from generator.redactions.entries import WITHHELD, Found, Redaction, Redactions, Secret, Secrets, Tombstone
from generator.redactions.key import pseudonym
from generator.redactions.reading import FILE
from generator.redactions.surveying import ELIDED
from generator.redactions.watching import SHORT_RUN
from generator.yamlfile import MAX_PROBLEMS, shown, suggest


def make_secrets(
    redactions: Redactions,
    found: Iterable[Found],
    withheld: Iterable[str],
    *,
    key: bytes,
    joined: Sequence[Person] = (),
) -> Secrets:
    """Return what must not be published: what the redactions name, and the own words of posts that dumps withhold.

    `joined` are people whose names a correction joined: whoever is redacted by one name is by all of them.
    """
    by_entry: dict[str, list[Found]] = {}
    for each in found:
        by_entry.setdefault(each.entry, []).append(each)
    words: list[Secret] = []
    stones: list[Tombstone] = []
    files: dict[str, None] = {}
    for entry in redactions.entries:
        theirs = by_entry.get(entry.id, [])
        pieces = dict.fromkeys(piece for each in theirs for piece in each.pieces)
        if entry.kind == "person":
            words.append(Secret("person", _names(entry, joined), pseudonym(entry, key)))
            continue
        if entry.kind == "post":
            there = (each for each in theirs if each.post and each.status != "orphaned")
            stones += [Tombstone(each.thread, each.post, entry.instead) for each in there]
            files |= dict.fromkeys(name for each in theirs for name in each.attachments)
        else:
            parts = [bare_letters(part) for part in ELIDED.split(entry.value)]
            if len(parts) == 1 or not pieces:  # of an elided passage the whole is known where it was found
                least = SHORT_RUN if len(parts) > 1 else 1
                pieces |= dict.fromkeys(part for part in parts if len(part) >= least)
        if pieces:
            words.append(Secret(entry.kind, tuple(pieces), entry.instead))
    kept_back = dict.fromkeys(letters for each in withheld if (letters := bare_letters(each)))
    if kept_back:
        words.append(Secret("withheld", tuple(sorted(kept_back)), WITHHELD))
    return Secrets(tuple(words), tuple(stones), tuple(files))


def redaction_problems(
    redactions: Redactions, found: Iterable[Found], threads: Collection[str], *, strict: bool = False
) -> tuple[Problem, ...]:
    """Return a problem for each redaction that met changed text (D310) or nothing at all (D311), in file order.

    D310 is a warning; D311 one as well, and an error where `strict`.
    """
    by_entry: Mapping[str, list[Found]] = {entry.id: [] for entry in redactions.entries}
    for each in found:
        by_entry[each.entry].append(each)
    problems: list[Problem] = []
    for entry, place in zip(redactions.entries, redactions.places, strict=True):
        theirs = by_entry[entry.id]
        applied = [each for each in theirs if each.status != "orphaned"]
        changed = [each for each in applied if each.status == "changed"]
        if not applied:
            near = threads if len(problems) < MAX_PROBLEMS else ()
            reason = theirs[0].note if theirs else _nowhere(entry, threads, near)
            problems.append(_orphaned(entry, place, reason, strict=strict))
        elif changed:
            where = f"{changed[0].thread}/{changed[0].post}"
            message = f"the {entry.kind} redaction was applied to a text that is not quite the one it names ({where})"
            fix = "Look whether it is still meant; then bring its `post` and its words up to date."
            problems.append(Problem("warning", "D310", FILE, *place, message, why=changed[0].note, fix=fix))
    return tuple(problems)


def _names(entry: Redaction, joined: Sequence[Person]) -> tuple[str, ...]:
    names = [entry.value, *entry.names]
    theirs = {person_id(name) for name in names}
    for person in joined:
        if theirs & {person.id, *map(person_id, person.also)}:
            names += [person.name, *person.also]
    return tuple(
        sorted({letters for name in names if (letters := bare_letters(name))}, key=lambda name: (-len(name), name))
    )


def _orphaned(entry: Redaction, place: tuple[int, int], reason: str, *, strict: bool) -> Problem:
    about = entry.value or entry.key.starts or f"{entry.key.thread}/{entry.key.post}"
    message = f"the redaction of a {entry.kind} ({shown(about)}) names nothing in the archive"
    fix = "Correct its `post`, its `starts` or its words; or take it out if the dump is gone."
    return Problem("error" if strict else "warning", "D311", FILE, *place, message, why=reason, fix=fix)


def _nowhere(entry: Redaction, threads: Collection[str], near: Collection[str]) -> str:
    if entry.key.thread and entry.key.thread not in threads:
        message = f"There is no thread {shown(entry.key.thread)} in the archive."
        return f"{message} {suggest(entry.key.thread, near)}".rstrip()
    return "Its words were found in no thread."
