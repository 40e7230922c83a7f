"""Where the posts of a phpBB page stand, in each of its families of skins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from generator.importers.pages.boards import element_of, id_of_words, signature_text, without_session
from generator.importers.pages.engine import ShownPost
from generator.importers.pages.foreign_dates import is_date
from generator.importers.pages.moments import Stamp, clean, stamp_of
from generator.importers.pages.nodes import attribute, classes, elements, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.phpbb_markup import meaning
from generator.markup import AttachmentOf

_ID = re.compile(r"(?:p|pr|post|post-)(\d{1,12})\Z")
_ANCHOR = re.compile(r"p?(\d{1,12})\Z")
_CONTENT = ".content, .post-content, .post-text, .postcontent, .message-content"
_POSTS = "[id^=p]"
_TABLES = "a[name], a[id^=p], .postauthor, span.name, .postbody"
_NAMES = "a.username, a.username-coloured, span.username, span.username-coloured, .username, .username-coloured"
_LINE = re.compile(r"<br\s{0,9}/?>\s{0,99}_{15,}\s{0,99}<br\s{0,9}/?>", re.IGNORECASE)  # phpBB 2 and subsilver2
_IMAGE = frozenset(  # what phpBB calls every picture, by language
    (
        *("image", "bild", "imagen", "immagine", "obrazek", "obraz", "obrázek", "изображение", "afbeelding", "imagem"),
        *(
            "kép",
            "bilde",
            "billede",
            "kuva",
            "resim",
            "imagine",
            "зображення",
            "εικόνα",
            "画像",
            "图片",
            "圖檔",
            "이미지",
        ),
    )
)
# Smileys that phpBB 2 came with: the name of the picture, and what is typed for it.
_TYPED = """
biggrin :D smile :) sad :( surprised :o eek :shock: confused :? cool 8) lol :lol: mad :x razz :P redface :oops:
cry :cry: evil :evil: twisted :twisted: rolleyes :roll: wink :wink: exclaim :!: question :?: idea :idea:
arrow :arrow: neutral :| mrgreen :mrgreen:
"""
_SMILEYS = {f"icon_{name}": typed for name, typed in zip(_TYPED.split()[::2], _TYPED.split()[1::2], strict=True)}
_LABEL = re.compile(r"[^:：]{0,60}[:：]\s{0,9}")
_MOST_BETWEEN = 600  # nodes between the anchor of a post and its words: a profile has some dozens
_BY_DATE = re.compile(r"»|\bon\b|•|·|\|")
_SIGNS = re.compile(r"[»•·|]")


def find_posts(page: Page) -> list[ShownPost]:
    """Return the posts of a page, by the family of skins that shows most of them."""
    found = list(_prosilver(page))
    return found or list(_tables(page)) or list(_printed(page))


# --- prosilver and its kin: a division a post -------------------------------------------------------------------


def _prosilver(page: Page) -> Iterator[ShownPost]:
    """Yield posts that stand in an element with their id, phpBB 3's way."""
    for node in page.root.css(_POSTS):
        match = _ID.match(attribute(node, "id") or "")
        content = _content(node) if match else None
        if match and content is not None:
            yield _division(node, content, match[1], page)


def _content(post: LexborNode) -> LexborNode | None:
    """Return the element with the words of a post; a box of a poll or of a profile is none."""
    found = post.css_first(_CONTENT)
    if found is not None:
        return found
    body = post.css_first("div.postbody")
    return body if body is not None and body.css_first("p.author, .content") is None else None


def _division(post: LexborNode, content: LexborNode, number: str, page: Page) -> ShownPost:
    if "deleted" in classes(post) or post.css_first(".post-notice.unapproved, .post-notice.deleted") is not None:
        return ShownPost(number, content, withheld="deleted or not approved")
    _word_pictures(content)
    profile = post.css_first(".postprofile")
    line = post.css_first("p.author") or post.css_first(".author, .post-author, .post-info")
    return ShownPost(
        id=number,
        content=_with_comments(content, post.css("dl.attachbox")),
        author=_author(line, profile, post),
        stamp=_stamp(line, post),
        titles=_titles(profile),
        signature=signature_text(post.css_first(".signature"), meaning, page),
        url=_address(post, number, page),
        files=tuple(_files(post, page)),
    )


def _with_comments(content: LexborNode, boxes: Sequence[LexborNode]) -> LexborNode:
    """Return the words of a post with the files attached below them, where their sender said something of them."""
    told = [box for box in boxes if box.css_first("dd em, .thumbnail dd") is not None]
    return element_of("".join(part.html or "" for part in (content, *told))) or content if told else content


def _files(post: LexborNode, page: Page) -> Iterator[tuple[str, str]]:
    """Yield name and address of the files attached to a post, in its words or below them."""
    for entry in post.css("dl.file dt, dl.thumbnail dt"):
        match meaning(entry):
            case AttachmentOf(name, url) if url:
                yield name, without_session(page.absolute(url)) or url


def _author(line: LexborNode | None, profile: LexborNode | None, post: LexborNode) -> str | None:
    """Return who wrote a post: named in the line above it; for guests and those who are gone without a link."""
    for place, selector in ((line, "strong"), (line, _NAMES), (profile, f"dt {_NAMES}"), (profile, "dt strong")):
        found = name_of(place.css_first(selector)) if place is not None else None
        if found:
            return found
    if profile is not None:
        for link in profile.css("dt a, dt"):
            if "avatar" not in classes(link) and (found := name_of(link)):
                return found
    return name_of(post.css_first(_NAMES))


def _stamp(line: LexborNode | None, post: LexborNode) -> Stamp | None:
    timed = (line if line is not None else post).css_first("time[datetime]")
    if timed is None and line is None:
        timed = post.css_first("time")
    if timed is not None:
        return stamp_of(timed)
    if line is None:
        return None
    return _worded(line.text())


def _worded(text: str) -> Stamp | None:
    """Return the date in a line such as "by Ada » Mon May 05, 2014 5:12 am": what stands behind the last sign."""
    text = clean(text)
    tail = text.rpartition("»")[2].strip() or text
    last = _SIGNS.split(text)[-1].strip()
    tries = [tail, _LABEL.sub("", tail, count=1), *(text[match.end() :].strip() for match in _BY_DATE.finditer(text))]
    return next((Stamp(each) for each in tries if is_date(each)), Stamp(last) if _has_date(last) else None)


def _has_date(words: str) -> bool:
    """True where words hold as many digits as a day and a year: a date in a language that is not known here."""
    return sum(sign.isdecimal() for sign in words) >= 4


def _titles(profile: LexborNode | None) -> tuple[str, ...]:
    """Return the rank in a profile; before 3.1 it is the first entry that is no "Posts: 12"."""
    if profile is None:
        return ()
    rank = profile.css_first(".profile-rank")
    if rank is None:
        rank = next((each for each in elements(profile) if each.tag == "dd"), None)
        if rank is not None and rank.css_first("strong") is not None:
            rank = None
    words = words_of(rank)
    return (words,) if words else ()


def _address(post: LexborNode, number: str, page: Page) -> str | None:
    link = post.css_first(f'a[href*="#p{number}"]')
    target = attribute(link, "href") or ""
    return without_session(page.absolute(target if "viewtopic" in target else f"viewtopic.php?p={number}#p{number}"))


def _word_pictures(content: LexborNode) -> None:
    """Give pictures words of their own: phpBB calls each one "Image", and phpBB 2 tells its smileys' moods."""
    for picture in content.css("img[alt]"):
        name = (attribute(picture, "src") or "").rpartition("/")[2].partition(".")[0]
        if name in _SMILEYS:
            picture.attrs["alt"], picture.attrs["class"] = _SMILEYS[name], "smilies"
        elif (attribute(picture, "alt") or "").casefold() in _IMAGE:
            picture.attrs["alt"] = ""


# --- subsilver2 and phpBB 2: rows of tables ---------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """A post that has begun: its anchor was met, its words not yet."""

    id: str
    start: LexborNode
    author: str | None = None


def _tables(page: Page) -> Iterator[ShownPost]:
    """Yield posts of subsilver2 and of phpBB 2, where an anchor begins a post and its words follow in a cell."""
    row: _Row | None = None
    author: str | None = None
    for node in page.root.css(_TABLES):
        named = classes(node)
        if node.tag == "a":
            match = _ANCHOR.match(attribute(node, "name") or attribute(node, "id") or "")
            if match:
                row, author = _Row(match[1], node, author), None
        elif "postbody" not in named:
            author = name_of(node)
            if row is not None and row.author is None and not _is_before(node, row):
                row.author, author = author, None
        elif row is not None:
            yield _row(row, node, page)
            row = author = None


def _is_before(name: LexborNode, row: _Row) -> bool:
    """True where a name belongs to the next post: phpBB 2 has the anchor in the element with the name."""
    anchor = name.css_first("a[name]")
    return anchor is not None and anchor != row.start


def _row(row: _Row, body: LexborNode, page: Page) -> ShownPost:
    words, signature = _cell(body)
    mark = "p" if (attribute(row.start, "name") or attribute(row.start, "id") or "").startswith("p") else ""
    content = element_of(words)
    if content is not None:
        _word_pictures(content)
    return ShownPost(
        id=row.id,
        content=content,
        author=row.author,
        stamp=_posted(row, body),
        signature=signature_text(element_of(signature), meaning, page) if signature else None,
        url=without_session(page.absolute(f"viewtopic.php?p={row.id}#{mark}{row.id}")),
        files=tuple(_listed_files(body, page)),
    )


def _listed_files(body: LexborNode, page: Page) -> Iterator[tuple[str, str]]:
    """Yield name and address of the files in a post's cell, in its words or in a table below them."""
    cell = body if body.tag == "td" or body.parent is None else body.parent
    for link in cell.css('a[href*="download/file.php"], a[href*="download.php?id="]'):
        if words := words_of(link):
            url = attribute(link, "href") or ""
            yield words, without_session(page.absolute(url)) or url


def _cell(body: LexborNode) -> tuple[str, str]:
    """Return the HTML of a post's words and of its signature, by the element in which the words begin.

    In phpBB 2 that is a `span` which ends before each quote and begins again behind it, so all that follows in the cell
    are words, up to the small print. In subsilver2 it is a `div`, and beside it only attachments are.
    """
    is_run = body.tag == "span"
    parts: list[str] = []
    child = body.first_child if body.tag == "td" else body
    while child is not None:
        named = classes(child) if child.is_element_node else frozenset()
        if child.tag == "span" and "gensmall" in named and parts:
            break
        if is_run or body.tag == "td" or child == body or "postbody" in named or _is_commented(child):
            parts.append(child.html or "")
        child = child.next
    told = "".join(parts)
    lines = list(_LINE.finditer(told, 0 if is_run or body.tag == "td" else len(parts[0])))
    return (told[: lines[-1].start()], told[lines[-1].end() :]) if lines else (told, "")


def _is_commented(node: LexborNode) -> bool:
    """True for a table of attached files of which their sender said something."""
    is_list = node.tag == "table" and node.css_first('a[href*="download"], img[src*="download"]') is not None
    return is_list and node.css_first(".gensmall b") is not None


def _posted(row: _Row, body: LexborNode) -> Stamp | None:
    """Return the date of a post: behind the little link to it, before its words."""
    dates: list[str] = []
    is_behind_link = False
    for node in _following(row.start, body):
        if node.tag == "a" and _is_link_to(node, row.id):
            dates, is_behind_link = [], True
        elif node.is_text_node:
            text = clean(node.text_content or "")
            told = text if is_date(text) else _LABEL.sub("", text, count=1)
            if is_date(told):
                dates.append(told)
                if is_behind_link:
                    break
            elif is_behind_link and _has_date(told):
                dates.append(told)
                break
    return Stamp(dates[-1]) if dates else None


def _is_link_to(node: LexborNode, number: str) -> bool:
    target = attribute(node, "href") or ""
    return "view" in target and target.endswith((f"#p{number}", f"#{number}"))


def _following(node: LexborNode, end: LexborNode) -> Iterator[LexborNode]:
    """Yield the nodes behind one in document order, up to another one, at most some hundreds."""
    at: LexborNode | None = node
    for _ in range(_MOST_BETWEEN):
        if at is None:
            return
        step = at.first_child
        while step is None and at is not None:
            step, at = at.next, at.parent
        if step is None or step == end:
            return
        yield step
        at = step


# --- print views -------------------------------------------------------------------------------------------------


def _printed(page: Page) -> Iterator[ShownPost]:
    """Yield posts of a print view, which tells no ids; results of a search have no element for the date alone."""
    for post in page.root.css(".post"):
        content = post.css_first(".content")
        if content is not None and post.css_first("div.date") is not None:
            author = name_of(post.css_first(".author strong"))
            stamp = stamp_of(post.css_first(".date strong"))
            yield ShownPost(id_of_words(author, content), content, author, stamp)
