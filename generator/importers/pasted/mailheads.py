"""What the header of a mail says, where mails were pasted one after the other: sender, date, subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.importers.pasted.dates import looks_like_date
from generator.importers.pasted.drafts import UNKNOWN
from generator.importers.pasted.headers import Head
from generator.importers.pasted.pagetitles import Title
from generator.importers.pasted.sheets import Sheet, strip_reply
from generator.importers.pasted.skins import all_phrases
from generator.importers.pasted.stamps import Seed
from generator.records import Guess, Span

_NO_NAME = re.compile(r"\s*[<\[(]\S*@[^>\])]*[>\])]|^\S+@\S+\s*\((?=.)|(?<=.)\)$")  # what of "a@b (A)" is no name


def sender_of(sheet: Sheet, head: Head) -> tuple[Guess[str], Span | None, str | None]:
    """Return who wrote a mail ("From: Anna Lind <anna@example.org>"), where the name stands, and the date's wording.

    An address is not shown as a name where a name stands beside it.
    """
    dates = [seed.value for seed in head.seeds if looks_like_date(seed.value)]
    date = dates[0] if dates else None
    sender = next((seed for seed in head.seeds if seed.value and not looks_like_date(seed.value)), None)
    if sender is None:
        return UNKNOWN, None, date
    name = _NO_NAME.sub("", sender.value).strip(" \"'") or sender.value
    evidence = (f"line {sender.line + 1} names the sender",)
    return Guess(name, 0.99, evidence, "header"), _place(sheet, sender, name), date


def mail_title(sheet: Sheet, heads: Sequence[Head]) -> Title:
    """Return the subject that most mails share, as the first of them words it."""
    labels = {phrase.text.casefold() for phrase in all_phrases() if phrase.role == "subject" and phrase.skin == "mail"}
    subjects = [seed for head in heads for seed in head.seeds if seed.key in labels and seed.value]
    counts = Counter(strip_reply(seed.value) for seed in subjects)
    if not counts:
        return Title()
    folded, count = counts.most_common(1)[0]
    first = next(seed for seed in subjects if strip_reply(seed.value) == folded)
    evidence = (f"line {first.line + 1} gives the subject; {count} of {len(heads)} mails have it",)
    return Title(Guess(first.value, 0.95, evidence, "header"), _place(sheet, first, first.value), folded)


def _place(sheet: Sheet, seed: Seed, words: str) -> Span:
    start = sheet.lines.text.index(words, sheet.lines.at[seed.line])
    return Span(start, start + len(words))
