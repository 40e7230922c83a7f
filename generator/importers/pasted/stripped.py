"""Posts of a dump that lost its page: bodies one after the other, closed by marks, some with a header line or two."""

from __future__ import annotations

from collections import Counter

from generator.importers.pasted.breaks import Marks
from generator.importers.pasted.chunks import Chunk, cut_at
from generator.importers.pasted.drafts import Draft, Found
from generator.importers.pasted.nameplates import Header, read_headers
from generator.importers.pasted.names import LONGEST_NAME
from generator.importers.pasted.pagejoins import join_pages
from generator.importers.pasted.sheets import Sheet
from generator.importers.pasted.skins import Role
from generator.importers.pasted.wordlists import common_openings
from generator.records import Guess

_NO_TITLE: frozenset[Role] = frozenset(("label", "stamp", "edited", "footer", "end", "lead", "expand", "start", "stop"))
_LONGEST_THREAD_TITLE = 200
_LONGEST_PREFIX = 25
_RANKS = 3  # lines below a name among which one is known
_BEGINS = "start of a post"
_LONG_SIGNATURE_NAME = 8  # signs; first names are shorter, and say less: "Jim" is not the author's name here


def find_stripped(sheet: Sheet, marks: Marks) -> Found:
    """Return the posts between the marks; those of the sheet are the same lines."""
    lines = sheet.lines
    title_line = title_of(sheet)
    title_text = lines.bare[title_line] if title_line is not None else ""
    pages = join_pages(lines, chunks_of(sheet), title_text)
    chunks = pages.chunks
    headers = read_headers(sheet, chunks, title_text)
    boundaries = _boundaries(marks)
    drafts: list[Draft] = []
    carried: Header | None = None
    for chunk, header in zip(chunks, headers, strict=True):
        header = _joined(carried, header, chunk)
        is_empty = header.body >= chunk.stop
        carried = header if is_empty and header.titles else None  # without titles: the name above a lost picture
        if not is_empty:
            drafts.append(_draft(sheet, chunk, header, boundaries[chunk.mark]))
    # In mail, which shows no titles, people close with a name that is not the one they are listed under.
    is_forum = any(draft.titles for draft in drafts)
    closings = Counter(closing for draft in drafts if is_forum and (closing := _closing(sheet, draft)))
    drafts = [_signed(sheet, draft, closings) for draft in drafts]
    if title_line is None:
        return Found(tuple(drafts), repeats=pages.repeats)
    title = Guess(lines.bare[title_line], 0.9, (f"line {title_line + 1} is the first line of the dump",), "header")
    return Found(tuple(drafts), title, lines.of(title_line), repeats=pages.repeats)


def chunks_of(sheet: Sheet) -> list[Chunk]:
    """Return what stands between the marks of a sheet, below its title."""
    title_line = title_of(sheet)
    start = 0 if title_line is None else title_line + 1
    return [chunk for chunk in cut_at(sheet, start=start) if not chunk.is_empty]


def title_of(sheet: Sheet) -> int | None:
    """Return the line of the thread's title: the first line of the dump, unless it is prose or a word of the page."""
    lines = sheet.lines
    first = lines.next_filled(0, len(lines))
    if first >= len(lines) or len(lines.bare[first]) > _LONGEST_THREAD_TITLE or sheet.is_a(first, _NO_TITLE):
        return None
    if _is_prefix(sheet, first):
        return first + 1
    return first if lines.next_filled(first + 1, len(lines)) < len(lines) else None


def _is_prefix(sheet: Sheet, line: int) -> bool:
    """True for a short line ("Help") right above the title: below that stand a blank line, a name and its ranks."""
    lines = sheet.lines
    if len(lines.bare[line]) > _LONGEST_PREFIX or line + 2 >= len(lines):
        return False
    name = lines.next_filled(line + 2, len(lines))
    is_parted = bool(lines.bare[line + 1]) and name > line + 2
    below = range(name + 1, min(name + 1 + _RANKS, len(lines)))
    return is_parted and any(sheet.is_a(rank, ("title", "label")) for rank in below)


def _joined(carried: Header | None, header: Header, chunk: Chunk) -> Header:
    """Return the header of a chunk, or that of the chunk above where it had no body of its own."""
    return Header(carried.name, carried.titles, chunk.first, carried.author, carried.stamp) if carried else header


def _boundaries(marks: Marks) -> dict[int | None, Guess[str]]:
    """Return how sure it is that a post begins below each mark, and at the beginning of the dump (None)."""
    method = "mark" if marks.are_certain else "blanks"
    found: dict[int | None, Guess[str]] = {None: Guess(_BEGINS, 0.99, ("the dump begins here",), method)}
    for mark, chance in zip(marks.lines, marks.chances, strict=True):
        found[mark] = Guess(_BEGINS, chance, (f"line {mark + 1} {marks.meaning}",), method)
    return found


def _draft(sheet: Sheet, chunk: Chunk, header: Header, boundary: Guess[str]) -> Draft:
    stamp = header.stamp
    return Draft(
        lines=(header.body, chunk.stop),
        boundary=boundary,
        author=header.author,
        author_span=sheet.lines.of(header.name) if header.name is not None else None,
        titles=tuple(sheet.lines.bare[line] for line in header.titles),
        number=stamp.number if stamp else None,
        stamp=stamp.date if stamp else None,
    )


def _closing(sheet: Sheet, draft: Draft) -> str:
    """Return the last line of a nameless draft that stands below a blank one; "" where there is none."""
    first, stop = draft.lines
    last = sheet.lines.last_filled(first, stop)
    is_apart = last > first and not sheet.lines.bare[last - 1]
    return sheet.lines.bare[last] if is_apart and not draft.author.value else ""


def _signed(sheet: Sheet, draft: Draft, closings: Counter[str]) -> Draft:
    """Return a nameless draft with the author who signed it: a name alone on the last line, below a blank one.

    Only a name too long and too odd for a first name, or one that closes several posts, tells under which name
    somebody is known here.
    """
    text = _closing(sheet, draft)
    if not text or not (_may_sign(text) or (closings[text] > 1 and _is_full_name(text))):
        return draft
    first, stop = draft.lines
    lines = sheet.lines
    last = lines.last_filled(first, stop)
    evidence = (f"line {last + 1} ends the post and reads like a signature",)
    return Draft(
        lines=(first, last),
        boundary=draft.boundary,
        author=Guess(text, 0.6, evidence, "signature"),
        author_span=lines.of(last),
        number=draft.number,
        stamp=draft.stamp,
    )


def _is_full_name(text: str) -> bool:
    """True for two or three words that begin with capitals: a name, and not a greeting or a place."""
    words = text.split()
    return (
        len(words) in (2, 3) and len(text) <= LONGEST_NAME and all(word.isalpha() and word.istitle() for word in words)
    )


def _may_sign(text: str) -> bool:
    """True for one long word in small letters, as people write the name under which they are known to the forum."""
    is_long = _LONG_SIGNATURE_NAME <= len(text) <= LONGEST_NAME
    return is_long and text.isalpha() and text.islower() and len(set(text)) > 4 and text not in common_openings()
