"""Importer `paste`: threads copied from a page as plain text, whatever the forum software.

**Reads** text that was selected in a browser and pasted into a file, or that a crawler stripped of its markup:

- whole pages with their chrome ("Joined:", "X said:", "Click to expand...") of XenForo 1 and 2, phpBB, vBulletin 3-5,
  SMF, MyBB, Invision, Discourse, FluxBB, NodeBB and Vanilla, in English, German, French, Spanish, Polish and Russian;
- stripped text in which only line ends, a blank or a few words tell where a post ends; mail without marks;
- Markdown transcripts: a title, and each post below a heading with its author's name.

The files of one folder below `content/threads/` are the pages of one thread. The skin is found by votes of its chrome
words. Posts, authors, dates and quotes are guesses with a probability and what speaks for them.

**Cannot**: know what the copy has lost. Addresses of links and pictures are not there, and relative dates ("Yesterday")
stay raw text unless the day of the capture is told (`retrieved:` in site.yaml).

*Facts*: pasted pages of each engine, and threads whose truth is known; [reading.md](reading.md) describes the way, and
[measurements.md](measurements.md) how often it is right.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions, counted, decode_text, looks_binary
from generator.importers.merging import REPEATED, number_gaps
from generator.importers.pasted.breaks import find_marks
from generator.importers.pasted.drafts import Found
from generator.importers.pasted.lines import split_lines
from generator.importers.pasted.pages import find_page
from generator.importers.pasted.posts import build_posts, find_chrome, without_repeats
from generator.importers.pasted.sheets import Sheet, read_sheet
from generator.importers.pasted.stripped import find_stripped
from generator.importers.pasted.transcripts import SKIN as TRANSCRIPT
from generator.importers.pasted.transcripts import find_transcript
from generator.markup import visible_text
from generator.problems import Problem
from generator.records import Chrome, Post, Source, Thread, ThreadId
from generator.text import safe_name

name = "paste"
joins_folders = True

_ANY_TEXT = 0.2  # below every importer that recognises a format: plain text is what is left


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is pasted text: it is the reader of last resort for everything that is text."""
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return _ANY_TEXT if head.strip() and (is_wide or not looks_binary(head)) else 0.0


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Return the one thread of a pasted dump, or the one error that says why there is none."""
    data = dump.data()
    text = decode_text(data, dump)
    if isinstance(text, Problem):
        yield text
        return
    source = Source(dump.name, digest(data), name, skin=None, retrieved=options.retrieved)
    thread = read_pasted(text, source, options.skin)
    if not thread.posts:
        yield _nothing_found(dump)
        return
    if replaced := _replaced(text, dump):
        yield replaced
    yield thread


def _nothing_found(dump: Dump) -> Problem:
    why = "All its lines are words of the page around posts: menus, buttons, headers."
    return dump.trouble("D211", (1, 1), "the dump holds no post", why=why, fix="Copy the thread again, posts included.")


def _replaced(text: str, dump: Dump) -> Problem | None:
    """Return a note on the characters that pages show by signs of their own; None where the dump has none."""
    shown = visible_text(text)
    if shown is text:
        return None
    places = [place for place, (one, other) in enumerate(zip(text, shown, strict=True)) if one != other]
    if not places:
        return None
    first = places[0]
    line, column = text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first)
    message = f"{counted(len(places), 'character')} that cannot be shown became visible signs"
    what = "a control character, or one that turns the direction of the text around it"
    why = f"The first is U+{ord(text[first]):04X}: {what}."
    return Problem("note", "D213", dump.name, line, column, message, why)


def read_pasted(text: str, source: Source, skin: str | None = None) -> Thread:
    """Return the thread that a pasted text holds. Pure; O(len(text))."""
    sheet = read_sheet(split_lines(text), skin)
    sheet, found = _find_posts(sheet)
    posts, repeated = without_repeats(build_posts(sheet, found, source.retrieved))
    return Thread(
        id=ThreadId(safe_name(Path(source.path).stem)),
        title=found.title,
        sources=(replace(source, skin=sheet.skin.value),),
        posts=posts,
        chrome=_chrome(sheet, found, posts, repeated),
        title_span=found.title_span,
        gaps=number_gaps(posts),
    )


def _find_posts(sheet: Sheet) -> tuple[Sheet, Found]:
    """Return the posts by the first reading that fits: a transcript, a page copied whole, bodies between marks."""
    if transcript := find_transcript(sheet):
        return sheet.of_skin(TRANSCRIPT), transcript
    marks = find_marks(sheet)
    marked = sheet.marked(marks.lines)
    pages = [find_page(sheet)]
    if marks.are_certain and not sheet.lines.marks:  # lines of one space stand in menus too
        pages.insert(0, find_page(marked))
    if page := max((page for page in pages if page), key=lambda page: len(page.drafts), default=None):
        names = {draft.author.value for draft in page.drafts if draft.author.value}
        return sheet.with_name_leads(names) if sheet.traits.name_leads else sheet, page
    return marked, find_stripped(marked, marks)


def _chrome(sheet: Sheet, found: Found, posts: Sequence[Post], repeated: Sequence[Post]) -> tuple[Chrome, ...]:
    taken = [span for post in posts for span in (post.source_span, post.author_span, post.signature_span) if span]
    if found.title_span:
        taken.append(found.title_span)
    again = [Chrome(post.source_span, REPEATED) for post in repeated if post.source_span]
    again += [Chrome(span, REPEATED) for span in found.repeats]
    around = find_chrome(sheet, [*taken, *(chrome.span for chrome in again)])
    return tuple(sorted((*again, *around), key=lambda chrome: chrome.span))
