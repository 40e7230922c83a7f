"""The page of doubts: the raw lines of the dump beside what was read there, and a form for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from generator.corrections import WHY, Doubt
from generator.files import open_plain
from generator.markup import visible_text
from generator.review.answers import MOST_SIGNS, value_of
from generator.review.desk import Answered
from generator.views import urls

PER_PAGE = 40  # doubts: what somebody settles at one sitting
LINES_BEFORE, LINES_AFTER = 4, 16  # of the dump, around the line in question
LONGEST_LINE = 600  # code points of a raw line
ABOUTS = {"author": "Who wrote it", "boundary": "Where a post begins", "quote": "What is quoted", "title": "Titles"}

_FOLDER = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=select_autoescape(default=True), undefined=StrictUndefined
)


@dataclass(frozen=True, slots=True)
class Card:
    """A doubt for the page. `lines` are (number, text, is meant) of the dump; `text` is before, in, after the marks."""

    id: str
    doubt: Doubt
    lines: tuple[tuple[int, str, bool], ...]
    text: tuple[str, str, str]
    value: str | None
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which doubts are wanted: those about one thing ("" for all), and which page of them."""

    about: str = ""
    page: int = 1


def render_page(
    root: Path,
    doubts: Sequence[tuple[str, Doubt]],
    done: Sequence[Answered],
    asked: Asked,
    *,
    session: tuple[str, int],
    said: str,
) -> str:
    """Return the page as HTML. `root` is the site's folder, `session` the token and the port, `said` what was done."""
    answered = {each.doubt: each for each in done}
    open_ = [(name, doubt) for name, doubt in doubts if name not in answered]
    wanted = [(name, doubt) for name, doubt in open_ if asked.about in ("", doubt.about)]
    pages = max(1, -(-len(wanted) // PER_PAGE))
    page = min(asked.page, pages)
    shown = wanted[(page - 1) * PER_PAGE : page * PER_PAGE]
    return _templates.get_template("review.html").render(
        cards=[_card(root, name, doubt) for name, doubt in shown],
        abouts=[(key, label, sum(doubt.about == key for _, doubt in open_)) for key, label in ABOUTS.items()],
        total=len(open_),
        asked=asked,
        page=page,
        pages=pages,
        done=done,
        token=session[0],
        port=session[1],
        said=said,
        why=WHY,
        most_signs=MOST_SIGNS,
    )


def _card(root: Path, name: str, doubt: Doubt) -> Card:
    start, end = doubt.marked
    parts = (doubt.text[:start], doubt.text[start:end], doubt.text[end:]) if end else (doubt.text, "", "")
    before, meant, after = (visible_text(part) for part in parts)
    value = value_of(doubt.choices[0].line) if doubt.about in ("author", "title") else None
    href = urls.post_url(doubt.thread, doubt.post) if doubt.post else urls.thread_url(doubt.thread)
    return Card(name, doubt, _raw_lines(root, doubt), (before, meant, after), value, f"/{href}")


def _raw_lines(root: Path, doubt: Doubt) -> tuple[tuple[int, str, bool], ...]:
    """Return the lines of the dump around the one that a doubt names; none where it names none."""
    path = root / doubt.file
    if doubt.line is None or not path.resolve().is_relative_to(root.resolve()):
        return ()
    first = max(1, doubt.line - LINES_BEFORE)
    try:
        with open_plain(path) as file:
            found = list(islice(file, first - 1, doubt.line + LINES_AFTER))
    except OSError:
        return ()
    lines = (line.decode("utf-8", "replace").rstrip("\r\n")[:LONGEST_LINE] for line in found)
    return tuple((number, visible_text(line), number == doubt.line) for number, line in enumerate(lines, first))
