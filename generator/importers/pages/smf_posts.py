"""Where the posts of a page of Simple Machines Forum stand, in each of its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from generator.importers.pages.boards import element_of, id_of_words, signature_text, without_session
from generator.importers.pages.engine import ShownPost
from generator.importers.pages.foreign_dates import is_date
from generator.importers.pages.moments import Stamp, clean, stamp_of
from generator.importers.pages.nodes import attribute, classes, elements, name_of, words_of
from generator.importers.pages.page import Page
from generator.importers.pages.smf_markup import meaning, post_of

_BODY = re.compile(r"msg_(\d{1,12})\Z")
_POST = re.compile(r"msg_?(\d{1,12})\Z")
_SUBJECT = re.compile(r"subject_(\d{1,12})\Z")
_LEFT_OPEN = re.compile(r"\[quote author=[^\]<]{1,300}\]")
_REPLY = re.compile(r"#\s?(\d{1,7})")
_MEMBER = "a[href*='action=profile'], a[href*=';u='], a[href*='/profile/'], a[href*='profile,u']"
_DATES = (".postinfo time, .keyinfo time", ".postinfo a.smalltext", ".keyinfo .smalltext", ".postinfo")
_CLIMB = 8  # steps from a post's words to the element of the whole post


def find_posts(page: Page) -> list[ShownPost]:
    """Return the posts of a page, by the version whose shape it has."""
    for find in (_current, _tables, _exported, _printed, _printed_flat):
        found = list(find(page))
        if found:
            return found
    return []


# --- SMF 2.0 and 2.1, and forums made from them -------------------------------------------------------------------


def _current(page: Page) -> Iterator[ShownPost]:
    """Yield posts whose words stand in an element `msg_12` within that of the post."""
    for body in page.root.css("[id^=msg_]"):
        match = _BODY.match(attribute(body, "id") or "")
        post = _wrapper(body) if match else None
        if match and post is not None:
            line = post.css_first(".keyinfo, .postarea .flow_hidden, .postinfo")
            yield ShownPost(
                id=match[1],
                content=_with_files(body, post),
                author=_author(post),
                stamp=_stamp(post),
                number=_number(line, post),
                url=_address(post, match[1], page),
                titles=tuple(_titles(post)),
                signature=signature_text(post.css_first(".signature"), meaning, page),
                files=tuple(_files(post)),
            )


def _wrapper(body: LexborNode) -> LexborNode | None:
    """Return the element of the whole post: that which holds the poster as well."""
    around = body.parent
    for _ in range(_CLIMB):
        if around is None:
            return None
        if "post_wrapper" in classes(around) or (around != body and around.css_first(".poster") is not None):
            return around
        around = around.parent
    return None


def _author(post: LexborNode) -> str | None:
    """Return who wrote a post; guests have no link, and a little picture to write to others stands before names."""
    poster = post.css_first(".poster")
    head = poster.css_first("h4, .name, .username") if poster is not None else None
    for place in (head, poster):
        links = place.css(_MEMBER) if place is not None else []
        if found := next((found for link in links if (found := name_of(link))), None):
            return found
    return name_of(head) or (name_of(poster.css_first("li")) if poster is not None else None)


def _titles(post: LexborNode) -> Iterator[str]:
    for entry in post.css(".poster li.title, .poster li.membergroup, .poster li.postgroup"):
        if words := words_of(entry):
            yield words


def _stamp(post: LexborNode) -> Stamp | None:
    """Return the date in "« Reply #3 on: May 05, 2010, 09:12:44 PM »" (to 2.0) or in the link to the post (2.1)."""
    for place in (place for selector in _DATES for place in post.css(selector)):
        stamp = stamp_of(place) if "modified" not in classes(place) else None
        if stamp is not None and stamp.exact is not None:
            return stamp
        if stamp is not None and (told := _dated(stamp.words)):
            return Stamp(told)
    return None


def _dated(words: str) -> str | None:
    """Return the date in a line, without what stands before its last label: "« Reply #3 on: DATE »" → "DATE"."""
    text = clean(words).strip("«»‹› ")
    if is_date(text):
        return text
    for match in re.finditer(r"[:：]\s", text[:120]):
        rest = text[match.end() :].strip()
        if is_date(rest):
            return rest
    label = re.match(r"[^:：]{0,60}[:：]\s{0,9}(?=\D{0,20}\d)", text)
    rest = text[label.end() :] if label else text
    return rest if sum(sign.isdecimal() for sign in rest) >= 4 else None


def _number(line: LexborNode | None, post: LexborNode) -> str | None:
    """Return a post's place in its thread: replies are counted from 1, and the first post is no reply."""
    shown = post.css_first(".page_number") or line
    if shown is None:
        return None
    match = _REPLY.search(clean(shown.text())) or _REPLY.search(_tooltip(line))
    return str(int(match[1]) + 1) if match else "1"


def _tooltip(line: LexborNode | None) -> str:
    link = line.css_first("a[title]") if line is not None else None
    return attribute(link, "title") or ""


def _files(post: LexborNode) -> Iterator[tuple[str, str]]:
    for link in post.css('a[href*="dlattach"]'):
        if words := words_of(link):
            yield words, attribute(link, "href") or ""


def _with_files(body: LexborNode, post: LexborNode) -> LexborNode:
    """Return the words of a post with the names of the files that stand below them."""
    links = [link for link in post.css('.attachments a[href*="dlattach"]') if words_of(link)]
    if not links:
        return body
    shown = "".join(f"<p>{link.html}</p>" for link in links)
    return element_of(f"{body.html}{shown}") or body


def _address(post: LexborNode, number: str, page: Page) -> str | None:
    """Return the address of a post, as its subject has it."""
    links = post.css("[id^=subject_] a[href], .keyinfo a[href], .postinfo a[href]")
    target = next((each for link in links if post_of(each := attribute(link, "href") or "") == number), None)
    return without_session(page.absolute(target))


# --- SMF 1.0 and 1.1 ----------------------------------------------------------------------------------------------


def _tables(page: Page) -> Iterator[ShownPost]:
    """Yield posts of SMF 1: a subject `subject_12` begins each, and its words follow in `div.post`."""
    subject: LexborNode | None = None
    for node in page.root.css("[id^=subject_], div.post"):
        if _SUBJECT.match(attribute(node, "id") or ""):
            subject = node
        elif subject is not None and "post" in classes(node):
            yield _row(subject, node, page)
            subject = None


def _row(subject: LexborNode, body: LexborNode, page: Page) -> ShownPost:
    match = _SUBJECT.match(attribute(subject, "id") or "")
    cell = subject.parent
    line = next((each for each in elements(cell) if "smalltext" in classes(each)), None) if cell is not None else None
    poster, below = _around(body)
    words = name_of(line) or ""
    reply = _REPLY.search(words)
    link = poster.css_first(_MEMBER) if poster is not None else None
    name = name_of(link) or (name_of(poster.css_first("b")) if poster is not None else None)
    told = _dated(words)
    return ShownPost(
        id=match[1] if match else "",
        content=_with_files_below(body, below),
        author=name,
        stamp=Stamp(told) if told else None,
        number=str(int(reply[1]) + 1) if reply else "1",
        titles=_first_line(poster.css_first(".smalltext")) if poster is not None else (),
        url=_address(cell, match[1], page) if cell is not None and match else None,
        signature=signature_text(below.css_first(".signature") if below is not None else None, meaning, page),
        files=tuple(_files(below)) if below is not None else (),
    )


def _first_line(node: LexborNode | None) -> tuple[str, ...]:
    """Return the words below a name, up to the end of their line: a title, where a `br` ends it."""
    child = node.first_child if node is not None else None
    while child is not None and not (child.is_text_node and clean(child.text_content or "")):
        child = child.next
    return (clean(child.text_content or ""),) if child is not None and child.next is not None else ()


def _around(body: LexborNode) -> tuple[LexborNode | None, LexborNode | None]:
    """Return the cell of the poster, left of a post's words, and the row below with files and signature."""
    cell = body.parent
    row = cell.parent if cell is not None and cell.tag == "td" else None
    if row is None:
        return None, None
    poster = next((each for each in elements(row) if each.tag == "td"), None)
    below = row.next
    while below is not None and below.tag != "tr":
        below = below.next
    return (poster if poster != cell else None), below


def _with_files_below(body: LexborNode, below: LexborNode | None) -> LexborNode:
    links = [link for link in below.css('a[href*="dlattach"]') if words_of(link)] if below is not None else []
    return element_of(f"{body.html}{''.join(f'<p>{link.html}</p>' for link in links)}") or body if links else body


# --- exports and print pages --------------------------------------------------------------------------------------


def _exported(page: Page) -> Iterator[ShownPost]:
    """Yield posts of archives that somebody made of a forum: an article a post, by the same ids."""
    for post in page.root.css("article[id^=msg], div[id^=msg], li[id^=msg]"):
        match = _POST.match(attribute(post, "id") or "")
        body = post.css_first(".post-body, .post_body, .postbody, .content, .body, .inner") if match else None
        if match and body is not None:
            yield ShownPost(
                id=match[1],
                content=_mended(body),
                author=name_of(post.css_first(".post-author, .author, .poster, .username")),
                stamp=stamp_of(post.css_first("time, .post-date, .date, .postdate")),
                signature=signature_text(post.css_first(".signature"), meaning, page),
                files=tuple(_listed_files(body)),
            )


def _mended(body: LexborNode) -> LexborNode:
    """Return the words of a post without the brackets of quotes in quotes, which an export left as words.

    It wrote `[quote A][quote B]b[/quote]a[/quote]` as a box under A's name that holds "[quote B]b", and "a[/quote]"
    behind it. A's post does hold b, as a quote, so the box stays A's.
    """
    html = body.html or ""
    mended, count = _LEFT_OPEN.subn("", html) if "[quote " in html else (html, 0)
    return element_of(mended.replace("[/quote]", "")) or body if count else body


def _listed_files(body: LexborNode) -> Iterator[tuple[str, str]]:
    for link in body.css(".attachments a[href]"):
        if words := words_of(link):
            yield words, attribute(link, "href") or ""


def _printed(page: Page) -> Iterator[ShownPost]:
    """Yield posts of a page for printing of SMF 2: pairs of a head and a body, without ids."""
    for head in page.root.css(".postheader"):
        body = head.next
        while body is not None and not body.is_element_node:
            body = body.next
        if body is not None and "postbody" in classes(body):
            yield _from_head([name_of(each) or "" for each in head.css("strong, b")], body)


def _printed_flat(page: Page) -> Iterator[ShownPost]:
    """Yield posts of a page for printing of SMF 1: bold subject, name and date, a rule, and a division."""
    for body in page.root.css("hr + div[style*=margin]"):
        bold: list[str] = []
        before = body.prev
        while before is not None and len(bold) < 3:
            if before.tag == "b":
                bold.insert(0, name_of(before) or "")
            elif before.tag == "div":
                break
            before = before.prev
        if len(bold) == 3:
            yield _from_head(bold, body)


def _from_head(bold: list[str], body: LexborNode) -> ShownPost:
    """Return a post by what is bold in its head: subject, name, date."""
    author, date = (bold[-2] or None, bold[-1]) if len(bold) >= 3 else (None, "")
    return ShownPost(id_of_words(author, body), body, author, Stamp(date) if date else None)
