"""Posts of vBulletin's plain pages: the archive that it keeps for search engines, and the version for printing.

They tell no numbers of posts, so ids are made of the words; quotes are paragraphs of their own at best.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from generator.importers.pages.boards import id_of_words
from generator.importers.pages.engine import ShownPost
from generator.importers.pages.moments import Stamp, clean
from generator.importers.pages.nodes import attribute, elements, name_of, words_of
from generator.importers.pasted.dates import looks_like_date

_TITLE = 'p.largefont a[href], a[accesskey="3"][href], td.page > a[href*="showthread.php"], #pagetitle h1 a[href]'


def plain_posts(root: LexborNode) -> Iterator[ShownPost]:
    """Yield the posts of a plain page, none where it is no such page."""
    for body in root.css(".post > .posttext"):
        yield _post(body, body.parent, ".username", ".date")
    for body in root.css("li.postbit > .content > blockquote.restore"):
        holder = body.parent.parent if body.parent is not None else None
        yield _post(body, holder, ".username", ".datetime")
    for cell in root.css("td.page"):
        yield from _printed(cell)


def plain_link(root: LexborNode) -> tuple[str | None, str | None]:
    """Return the title of the thread of a plain page, and its address: both stand in the link to the full version."""
    link = root.css_first(_TITLE)
    return words_of(link), attribute(link, "href")


def _post(body: LexborNode, holder: LexborNode | None, author: str, date: str) -> ShownPost:
    around = holder if holder is not None else body
    name, shown = name_of(around.css_first(author)), words_of(around.css_first(date))
    return ShownPost(id_of_words(name, body), body, author=name, stamp=Stamp(shown) if shown else None)


def _printed(cell: LexborNode) -> Iterator[ShownPost]:
    """Yield the post of a cell of vBulletin 3's version for printing: a table with name and date, a rule, divisions."""
    inner = list(elements(cell))
    head = next((child for child in inner if child.tag == "table"), None)
    bodies = [child for child in inner if child.tag == "div" and attribute(child, "style") is not None]
    if head is None or not bodies:
        return
    cells = [clean(each.text()) for each in head.css("td")]
    date = next((words for words in cells if looks_like_date(words)), None)
    name = next((words for words in cells if words and words != date), None)
    yield ShownPost(id_of_words(name, bodies[-1]), bodies[-1], author=name, stamp=Stamp(date) if date else None)
