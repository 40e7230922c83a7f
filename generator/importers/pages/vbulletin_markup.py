"""What the elements of a vBulletin post mean, in vBulletin 3, 4 and 5, and what its addresses name.

Facts from pages that vBulletin emits; its sources are closed. vBulletin 3 marks nothing by class: a quote is a division
that holds a caption ("Quote:", in the forum's language) and a table of one cell.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import attribute, classes, elements, name_of, words_of
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, AttachmentOf, CodeOf, Meaning, QuoteOf, SpoilerOf

_POST = re.compile(
    r"#(?:post|p|pid|post_message_|comment)?_?(\d{1,12})(?!\w)"  # showthread.php?t=12#post417
    r"|[?&;/](?:p|postid|post)[=-](\d{1,12})(?!\w)"  # showthread.php?p=417, showpost.php?p=417&postcount=3
    r"|/(\d{1,12})-post\d{0,9}\.html"  # vBSEO: 417-post3.html
    r"|/node/(\d{1,12})(?!\w)"
)
_THREAD = re.compile(
    r"[?&;](?:t|threadid)=(\d{1,12})(?!\w)"  # showthread.php?t=12
    r"|showthread\.php[?/](\d{1,12})(?!\d)"  # vBulletin 4: showthread.php?12-mills
    r"|/(?:threads?|topic)/(\d{1,12})(?=[-/?#]|\Z)"
    r"|/(\d{1,12})-(?!post\d)[^/?#]{1,300}(?=[?#/]|\Z)"  # vBulletin 5 and vBSEO: /forum/12-mills.html
    r"|-(\d{1,12})(?:-\d{1,5})?\.html(?=[?#]|\Z)|/t-(\d{1,12})(?!\w)"
)
_SESSION = re.compile(r"(?<=[?&;])(?:s|sid|PHPSESSID)=[0-9a-f]{0,64}(?:&amp;|&|;|(?=#)|\Z)", re.IGNORECASE)
_CHROME = frozenset(
    (
        "bbcode_description",
        "bbcode_postedby",
        "vbseo_buttons",
        "vbseo_like_postbit",
        "editnote",
        "lastedited",
        "b-post__edit",
        "post-signature",
        "js-slideshow__photo-title",
    )
)
_LONGEST_CAPTION = 120
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    if node.tag not in ("div", "blockquote", "fieldset", "a", "label", "table"):
        return None
    named = classes(node)
    if not named.isdisjoint(_CHROME):
        return SKIP
    if node.tag == "a":
        return _attachment(node)
    if "bbcode_container" in named or "bbcode_quote" in named:
        return _boxed(node)
    if "bbcode_code" in named or "bbcode_html" in named or "bbcode_php" in named:
        return CodeOf(node)
    if node.tag == "div":
        return _captioned(node)
    return None


def _boxed(node: LexborNode) -> Meaning | None:
    """Return the meaning of a box of vBulletin 4 and 5, where elements have telling classes."""
    holder = next((child for child in _near(node, 3) if "quote_container" in classes(child)), None)
    if holder is None:
        code = node.css_first("pre.bbcode_code, pre, code.bbcode_code, code")
        return CodeOf(code) if code is not None and node.css_first(".bbcode_quote") is None else None
    parts = {part for child in elements(holder) for part in classes(child)}
    head = next((child for child in elements(holder) if "bbcode_postedby" in classes(child)), None)
    content = next((child for child in elements(holder) if "message" in classes(child)), holder)
    if head is None:
        return QuoteOf(content)
    return QuoteOf(content if "message" in parts else holder, *_origin(head))


def _near(node: LexborNode, depth: int) -> list[LexborNode]:
    """Return a node and the elements below it down to some depth, each level's first few."""
    level, found = [node], [node]
    for _ in range(depth):
        level = [child for parent in level for child in list(elements(parent))[:4]]
        found += level
    return found


def _captioned(node: LexborNode) -> Meaning | None:
    """Return the meaning of a division of vBulletin 3: a caption, and what it stands above."""
    inner = list(_first(node, 3))
    if len(inner) != 2 or inner[0].tag != "div" or inner[1].tag not in ("table", "div", "pre"):
        return None
    caption, holder = inner
    if len(words_of(caption) or "") > _LONGEST_CAPTION or _has_own_words(node):
        return None
    if caption.css_first("input[type=button], button") is not None:
        hidden = next((child for child in _near(holder, 4) if _HIDDEN.search(attribute(child, "style") or "")), holder)
        button = attribute(caption.css_first("input[value]"), "value")
        return SpoilerOf(hidden, (name_of(caption) or button or "").rstrip(": "))
    if not _is_caption(caption):
        return None
    if holder.tag == "pre" or attribute(holder, "dir") == "ltr":
        return CodeOf(holder)
    cell = holder.css_first("td") if holder.tag == "table" else holder
    if cell is None or "alt2" not in classes(cell) | classes(holder):
        return None
    if cell.css_first("code") is not None and len(list(_first(cell, 2))) == 1 and not _has_own_words(cell):
        return CodeOf(cell)
    return _quote_in(cell)


def _quote_in(cell: LexborNode) -> QuoteOf:
    """Return the quote that a cell holds: where it names its author, in a division of its own before the words."""
    inner = list(_first(cell, 3))
    if len(inner) == 2 and inner[0].tag == inner[1].tag == "div" and not _has_own_words(cell):
        return QuoteOf(inner[1], *_origin(inner[0]))
    return QuoteOf(cell)


def _is_caption(node: LexborNode) -> bool:
    """True for what stands above a box: small print, or words that end with a colon."""
    words = words_of(node) or ""
    return "smallfont" in classes(node) or words.endswith((":", "："))


def _first(node: LexborNode, count: int) -> list[LexborNode]:
    found: list[LexborNode] = []
    for child in elements(node):
        if child.tag != "br":
            found.append(child)
        if len(found) == count:
            break
    return found


def _has_own_words(node: LexborNode) -> bool:
    """True where words stand directly in an element, not in one of its elements."""
    child = node.first_child
    while child is not None:
        if child.is_text_node and (child.text_content or "").strip():
            return True
        child = child.next
    return False


def _origin(head: LexborNode) -> tuple[str | None, str | None]:
    """Return the author and the post that the head of a quote names ("Originally Posted by ada", and a link)."""
    author = name_of(head.css_first("strong")) or name_of(head.css_first("b")) or speaker(head.text())
    for link in head.css("a[href]")[:4]:
        post = post_of(attribute(link, "href") or "")
        if post:
            return author, post
    return author, None


def _attachment(node: LexborNode) -> AttachmentOf | None:
    """Return an attached file that the body shows by its name alone."""
    address = attribute(node, "href") or ""
    is_file = "attachment.php?" in address or "filedata/fetch" in address
    if not is_file or node.css_first("img") is not None:
        return None
    words = words_of(node)
    return AttachmentOf(words, address) if words and "." in words else None


def post_of(url: str) -> str | None:
    """Return the number of the post that an address names, None where it names none.

    >>> post_of("showthread.php?s=0a1b&t=12&p=417#post417"), post_of("showpost.php?p=417&postcount=3")
    ('417', '417')
    >>> post_of("https://forum.example/417-post3.html"), post_of("/forum/12-mills?p=417#post417")
    ('417', '417')
    >>> post_of("showthread.php?t=12&page=3") is None
    True
    """
    match = _POST.search(url)
    return next((group for group in match.groups() if group), None) if match else None


def thread_of_url(url: str) -> str | None:
    """Return the number of the thread that an address names, None where it names none.

    >>> thread_of_url("showthread.php?t=12&page=3"), thread_of_url("https://forum.example/showthread.php?12-Mills/page3")
    ('12', '12')
    >>> thread_of_url("https://forum.example/forum/debates/12-mills-2.html"), thread_of_url("showpost.php?p=417")
    ('12', None)
    """
    match = _THREAD.search(url)
    return next((group for group in match.groups() if group), None) if match else None


def without_session(url: str) -> str:
    """Return an address without the number of the visit that vBulletin writes into links.

    >>> without_session("showthread.php?s=0a1b2c&t=12")
    'showthread.php?t=12'
    """
    return _SESSION.sub("", url).rstrip("?&")
