"""What the elements of a phpBB post mean, in phpBB 2 and 3 and their skins, and which post an address names.

Facts from phpBB's own templates (`bbcode.html`, `bbcode.tpl`, `attachment.html`) and from real pages.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import (
    attribute,
    classes,
    elements,
    name_of,
    sibling_after,
    sibling_before,
    words_of,
)
from generator.importers.pages.speakers import speaker
from generator.markup import SKIP, AttachmentOf, CodeOf, Meaning, QuoteOf, SpoilerOf

_POST = re.compile(
    r"[?&;/](?:p|pid|post_id)[=-](\d{1,12})(?=[&#;]|\Z)"  # viewtopic.php?p=12
    r"|/post-?(\d{1,12})(?:\.html?)?(?=[?#]|\Z)"  # rewritten addresses
)
_FRAGMENT = re.compile(r"#(?:p|pr|post|post_content)?-?(\d{1,12})\Z")
_TOPIC = re.compile(
    r"[?&;](?:t|topic_id)=(\d{1,12})(?=[&#;]|\Z)|(?:[/-]t|/topic-?|/viewtopic-t-)(\d{1,12})(?:[-_.][^/?#]*)?(?=[?#/]|\Z)"
)
_START = re.compile(r"[?&;]start=(\d{1,9})(?=[&#;]|\Z)|-(\d{1,9})\.html(?=[?#]|\Z)")
_CHROME = frozenset(("signature", "notice", "sr-only", "post-buttons", "profile-icons", "dl_links", "attachtitle"))
_QUOTE_HEADS = frozenset(("quotetitle", "quotename", "quote-title", "quote_title", "q-head"))
_QUOTE_BODIES = frozenset(("quotecontent", "quotediv", "quote-content", "quote_content", "quotebody", "q"))
_CODE_HEADS = frozenset(("codetitle", "c-head", "codehead", "code-title"))
_CODE_BODIES = frozenset(("codecontent", "c-body", "codebody", "code-content"))
_SPOILER_HEADS = frozenset(("spoiltitle", "spoilertitle", "spoiler-title", "sp-head"))
_SPOILER_BODIES = frozenset(("spoilcontent", "spoilercontent", "spoiler-content", "sp-body"))
_DIVISIONS = frozenset(("div", "p", "span", "dl"))


def meaning(node: LexborNode) -> Meaning | None:
    """Return what an element of a post means beyond HTML, None where it is plain HTML."""
    match node.tag:
        case "blockquote":
            return _blockquote(node)
        case "cite":
            return SKIP if _is_head_of_quote(node) else None
        case "table":
            return _table(node)
        case "dl" | "dt" | "dd":
            return _list(node)
        case "script" | "input":
            return SKIP
        case tag if tag in _DIVISIONS:
            return _division(node)
    return None


def post_of(url: str) -> str | None:
    """Return the id of the post that an address names, None where it names none.

    >>> post_of("./viewtopic.php?f=2&t=31&p=417&sid=0a1b#p417"), post_of("viewtopic.php?t=31#417")
    ('417', '417')
    >>> post_of("http://forum.example/post417.html#p417"), post_of("http://forum.example/viewtopic.php?t=31")
    ('417', None)
    """
    match = _FRAGMENT.search(url) or _POST.search(url)
    return next((group for group in match.groups() if group), None) if match else None


def topic_of(url: str) -> str | None:
    """Return the id of the topic that an address names, None where it names none.

    >>> topic_of("./viewtopic.php?f=2&t=31&start=40"), topic_of("http://forum.example/debates/why-argue-t31-40.html")
    ('31', '31')
    """
    match = _TOPIC.search(url)
    return next((group for group in match.groups() if group), None) if match else None


def start_of(url: str) -> int:
    """Return how many posts stand before the page that an address names; 0 where it does not tell.

    >>> start_of("./viewtopic.php?f=2&t=31&start=40"), start_of("./viewtopic.php?f=2&t=31")
    (40, 0)
    """
    match = _START.search(url)
    return int(next(group for group in match.groups() if group)) if match else 0


def _blockquote(node: LexborNode) -> QuoteOf:
    """Return a quote of prosilver: `blockquote > div > cite`, the post's id in `cite` and in links since 3.2."""
    content = node
    inner = list(elements(node))
    if len(inner) == 1 and inner[0].tag == "div":
        content = inner[0]
    cite = next((child for child in elements(content) if child.tag == "cite"), None) or next(
        (child for child in inner if child.tag == "cite"), None
    )
    author, post = _told_by(cite) if cite is not None else (None, None)
    if post is None and (source := attribute(node, "cite")):
        post = post_of(source)
    return QuoteOf(content, author, post)


def _told_by(cite: LexborNode) -> tuple[str | None, str | None]:
    """Return the author and the post that the head of a quote names."""
    author = post = None
    before: list[str] = []
    child = cite.first_child
    while child is not None:
        if child.is_element_node and child.tag == "a":
            target = attribute(child, "href") or ""
            told = attribute(child, "data-post-id") or (post_of(target) if "profile" not in target else None)
            if told:
                post = told
                break
            if "profile" in target:
                author = name_of(child)
        elif child.is_element_node and "responsive-hide" in classes(child):
            break
        before.append(child.text() if child.is_element_node else child.text_content or "")
        child = child.next
    head = "".join(before).strip()
    if author is None:
        author = speaker(head) if post is None or head.endswith((":", "：")) or " " in head else head or None
        if post is not None and child is not None and name_of(child) not in ("↑", None):
            author = head or None  # "ada <a>wrote</a>:"
    return author, post


def _is_head_of_quote(node: LexborNode) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.tag == "blockquote":
        return True
    around = parent.parent
    return parent.tag == "div" and around is not None and around.tag == "blockquote"


def _division(node: LexborNode) -> Meaning | None:
    """Return the meaning of a `div` and the like: quotes and code of subsilver2 are pairs of a head and a body."""
    named = classes(node)
    if not named:
        return None
    if not named.isdisjoint(_CHROME):
        return SKIP
    if not named.isdisjoint(_QUOTE_HEADS):
        return SKIP if _has_class(sibling_after(node), _QUOTE_BODIES) else None
    if not named.isdisjoint(_QUOTE_BODIES):
        return _quote_or_spoiler(node, sibling_before(node))
    if not named.isdisjoint(_CODE_HEADS):
        return SKIP if _has_class(sibling_after(node), _CODE_BODIES) else None
    if not named.isdisjoint(_CODE_BODIES):
        return CodeOf(node)
    if "codebox" in named:
        return CodeOf(node.css_first("pre") or node.css_first("code") or node)
    if not named.isdisjoint(_SPOILER_HEADS):
        return SKIP if _has_class(sibling_after(node), _SPOILER_BODIES) else None
    if not named.isdisjoint(_SPOILER_BODIES):
        return _spoiler(node, sibling_before(node))
    return None


def _quote_or_spoiler(node: LexborNode, head: LexborNode | None) -> Meaning | None:
    """Return the meaning of a quote's body; many forums made their spoilers of the same two boxes and a button."""
    if not _has_class(head, _QUOTE_HEADS):
        return None if "q" in classes(node) else QuoteOf(node)
    assert head is not None
    if head.css_first("input, button") is not None:
        return _spoiler(node, head)
    link = head.css_first("a[href]")
    post = post_of(attribute(link, "href") or "") if link is not None else None
    return QuoteOf(node, speaker(head.text()), post)


def _spoiler(node: LexborNode, head: LexborNode | None) -> SpoilerOf:
    button = head.css_first("input[value]") if head is not None else None
    inner = list(elements(node))
    hidden = inner[0] if len(inner) == 1 and "none" in (attribute(inner[0], "style") or "") else node
    return SpoilerOf(hidden, words_of(head) or attribute(button, "value") or "")


def _table(node: LexborNode) -> Meaning | None:
    """Return the meaning of a table: in phpBB 2 quotes and code are tables, their words in a cell with that class."""
    for kind in ("quote", "code"):
        cell, head = _own_cell(node, kind)
        if cell is None:
            continue
        return QuoteOf(cell, speaker(head)) if kind == "quote" else CodeOf(cell)
    attached = attribute(node, "class") == "attachtable"
    if attached and (link := node.css_first('a[href*="download.php"]')) is not None:
        title = words_of(node.css_first(".attachheader")) or words_of(link) or ""
        return AttachmentOf(title, attribute(link, "href"))
    return None


def _own_cell(table: LexborNode, kind: str) -> tuple[LexborNode | None, str]:
    """Return a table's own cell of a class, not one of a table inside, and the words of the cells before it."""
    is_framed = kind in classes(table)
    before: list[LexborNode] = []
    for part in elements(table):
        for row in elements(part) if part.tag in ("tbody", "thead") else (part,):
            for cell in elements(row) if row.tag == "tr" else ():
                named = classes(cell)
                if kind in named or (is_framed and "content" in named):
                    return cell, " ".join(each.text() for each in before[:3])
                before.append(cell)
    return None, ""


def _list(node: LexborNode) -> Meaning | None:
    """Return the meaning of a definition list: boxes of code and of attachments."""
    named = classes(node)
    if node.tag == "dl":
        return CodeOf(node.css_first("pre") or node.css_first("dd") or node) if "codebox" in named else None
    box = node.parent
    if box is None:
        return None
    around = classes(box)
    if node.tag == "dt" and "attachbox" in around:
        return SKIP
    if around.isdisjoint(("file", "thumbnail")):
        return None
    if node.tag == "dd":
        return None if "thumbnail" in around or node.css_first("em") is not None else SKIP
    link, shown = node.css_first("a[href]"), node.css_first("img[alt]")
    name = words_of(link) or (attribute(shown, "alt") if shown is not None else None) or words_of(node) or ""
    return AttachmentOf(name, attribute(link, "href") or attribute(shown, "src"))


def _has_class(node: LexborNode | None, names: frozenset[str]) -> bool:
    return node is not None and not classes(node).isdisjoint(names)
