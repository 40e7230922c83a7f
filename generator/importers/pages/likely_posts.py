"""Posts on a page of no engine known here: by the classes that families of software share, else by what repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from generator.importers.pages.engine import ShownPost
from generator.importers.pages.moments import Stamp, clean, stamp_of
from generator.importers.pages.nodes import attribute, name_of, words_of
from generator.importers.pasted.dates import looks_like_date


class Family(NamedTuple):
    """How one kind of page marks its posts, as CSS selectors; of several, the first that fits."""

    post: str
    bodies: tuple[str, ...]
    authors: tuple[str, ...]
    dates: tuple[str, ...]


FAMILIES = (
    Family(  # schema.org, whatever the software
        '[itemtype*="schema.org/DiscussionForumPosting"], [itemtype*="schema.org/Comment"], '
        '[itemtype*="schema.org/Answer"], [itemtype*="schema.org/Question"]',
        ('[itemprop="text"]', '[itemprop="articleBody"]', '[itemprop="commentText"]', '[itemprop="description"]'),
        ('[itemprop="author"] [itemprop="name"]', '[itemprop="creator"] [itemprop="name"]', '[itemprop="author"]'),
        ('[itemprop="datePublished"]', '[itemprop="dateCreated"]', "time"),
    ),
    Family(  # bbPress
        ".bbp-replies .reply, .bbp-body .reply, div.reply.hentry, .bbp-body .topic, div.topic.hentry",
        (".bbp-reply-content", ".bbp-topic-content"),
        (".bbp-reply-author .bbp-author-name", ".bbp-author-name", ".bbp-topic-author"),
        (".bbp-reply-post-date", ".bbp-topic-post-date"),
    ),
    Family(  # WoltLab Burning Board
        'article.message[id^="post"], li.message[id^="post"], [id^="postRow"]',
        (".messageText", ".messageBody", ".htmlContent", ".messageContent"),
        (".messageAuthor .username", ".username", ".messageAuthor"),
        ("time", ".datetime", ".messageHeader p"),
    ),
    Family(  # Flarum
        ".PostStream-item, article.Post, .CommentPost",
        (".Post-body",),
        (".PostUser-name .username", ".PostUser .username", ".username"),
        ("time", ".PostMeta"),
    ),
    Family(  # Khoros (Lithium)
        ".lia-message-view, .lia-quilt-forum-message",
        (".lia-message-body-content", ".lia-message-body"),
        (".lia-user-name", ".UserName"),
        (".lia-message-posted-on", ".DateTime"),
    ),
    Family(  # comments of WordPress and its kin
        'li.comment, article.comment, div.comment[id^="comment-"], .comment-body',
        (".comment-content", ".comment-text", ".commentBody", ".comment_text", ".comment-body", ".content"),
        (".comment-author .fn", ".fn", ".comment-author", ".author", ".username", ".submitted a"),
        ("time", ".comment-metadata", ".comment-meta", ".comment-date", ".submitted"),
    ),
    Family(
        ".h-entry, .hentry, .h-cite",
        (".e-content", ".entry-content", ".p-content"),
        (".p-author", ".author"),
        ("time", ".dt-published"),
    ),
)
_POSTLIKE = re.compile(r"post|comment|message|reply|entry|msg|answer|artikel|beitrag|antwort", re.IGNORECASE)
_BODYLIKE = re.compile(r"body|content|text|message|msg|post", re.IGNORECASE)
_AUTHORS = (
    '[rel="author"]',
    '[class*="username"], [class*="user-name"], [class*="userName"]',
    '[class*="author"], [class*="nick"], [class*="poster"]',
    'a[href*="profile"], a[href*="member"], a[href*="user"]',
    '[class*="name"]',
)
_DATES = 'time, [datetime], [data-time], [data-timestamp], [class*="date"], [class*="time"], [class*="posted"]'
_ID = re.compile(r"(\d{1,15})\Z")
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_LONGEST_NAME = 80
_MOST_NODES = 60_000  # of a page that are looked at
_MOST_LEAVES = 400  # of a post that are tried for a date
_MOST_OF = 0.7  # of the words stay in a body within a body
_MOST_PARTS = 120  # of a post that are tried for its body
_LEAST_POSTS = 2
_LEAST_LETTERS = 200  # in all posts together: a menu has as many items
_LEAST_SHARE = 0.5  # of the posts that must have an author or a date


def likely_posts(root: LexborNode) -> list[ShownPost]:
    """Return the posts that a page most likely shows, in its order; an empty list where nothing looks like posts."""
    marked = next((posts for family in FAMILIES if len(posts := _of_family(root, family)) >= _LEAST_POSTS), [])
    alike = max((posts for group in _groups(root) if (posts := _of_group(group))), key=_letters, default=[])
    has_opening = len(alike) == len(marked) + 1  # many pages mark the answers and not the post that they answer
    return alike if has_opening or not marked else marked


def _of_family(root: LexborNode, family: Family) -> list[ShownPost]:
    nodes = root.css(family.post)
    holders = {node.mem_id for node in nodes}
    posts: list[ShownPost] = []
    bodies: set[int] = set()
    for node in nodes:
        content = _own(node, family.bodies, holders)
        if content is None or content.mem_id in bodies:
            continue
        bodies.add(content.mem_id)
        author = _own(node, family.authors, holders)
        posts.append(
            ShownPost(
                id=_id_of(node, len(posts)),
                content=content,
                author=attribute(author, "content") or name_of(author),
                stamp=_stamp(_own(node, family.dates, holders)),
            )
        )
    return posts


def _own(node: LexborNode, selectors: Sequence[str], holders: set[int]) -> LexborNode | None:
    """Return the first match in a post that lies in none of the posts within it: answers nest."""
    for found in (found for selector in selectors for found in node.css(selector)[:20]):
        around = found
        while around.mem_id != node.mem_id and around.mem_id not in holders and around.parent is not None:
            around = around.parent
        if around.mem_id == node.mem_id:
            return found
    return None


def _stamp(node: LexborNode | None) -> Stamp | None:
    """Return the date of an element; of one that holds more than a date, the part that reads as one."""
    stamp = stamp_of(node)
    if node is None or stamp is None or stamp.exact or looks_like_date(stamp.words):
        return stamp
    return next((Stamp(words) for words in _leaves(node) if looks_like_date(words)), None)


def _groups(root: LexborNode) -> Iterator[list[LexborNode]]:
    """Yield the groups of elements that look like posts: of one kind, none within another."""
    groups: dict[str, list[LexborNode]] = {}
    for node in root.css("article, li, div, tr, table, section, dl")[:_MOST_NODES]:
        named = f"{attribute(node, 'class') or ''} {attribute(node, 'id') or ''}"
        if not _POSTLIKE.search(named) and node.tag != "article":
            continue
        shape = f"{node.tag} {_DIGITS.sub('', attribute(node, 'id') or '')} {_first_class(node)}"
        groups.setdefault(shape, []).append(node)
    for nodes in groups.values():
        if len(nodes) >= _LEAST_POSTS and not _are_nested(nodes):
            yield nodes


def _first_class(node: LexborNode) -> str:
    names = _SPACES.split(attribute(node, "class") or "")
    return next((name for name in names if _POSTLIKE.search(name) and not _DIGITS.search(name)), "")


def _are_nested(nodes: Sequence[LexborNode]) -> bool:
    own = {node.mem_id for node in nodes}
    for node in nodes[:50]:
        around = node.parent
        while around is not None:
            if around.mem_id in own:
                return True
            around = around.parent
    return False


def _of_group(nodes: Sequence[LexborNode]) -> list[ShownPost]:
    """Return the posts of a group, if it has as many words, names and dates as posts have."""
    posts: list[ShownPost] = []
    for node in nodes:
        author, date = _author(node), _date(node)
        content = _body(node, [found for found in (author, date) if found is not None])
        stamp = _stamp(date) or next((Stamp(told) for told in _leaves(node, content) if looks_like_date(told)), None)
        posts.append(ShownPost(_id_of(node, len(posts)), content, author=name_of(author), stamp=stamp))
    named = sum(post.author is not None for post in posts)
    is_told = named >= _LEAST_SHARE * len(posts)
    return posts if is_told and _letters(posts) >= _LEAST_LETTERS else []


def _letters(posts: Sequence[ShownPost]) -> int:
    return sum(len(words_of(post.content) or "") for post in posts)


def _body(node: LexborNode, beside: Sequence[LexborNode]) -> LexborNode:
    """Return the element of a post that most likely holds its words: the largest without author and date.

    Within it, the innermost that is called a body and still has most of the words: what it leaves out are buttons.
    """
    around = {mem_id for found in beside for mem_id in _ways_up(found, node)}
    best, most = node, 0
    for inner in node.css("div, td, section, p, blockquote, article, dd")[:_MOST_PARTS]:
        if inner.mem_id in around:
            continue
        size = len(inner.text())
        is_called_body = bool(_BODYLIKE.search(f"{attribute(inner, 'class') or ''} {attribute(inner, 'id') or ''}"))
        if size > most or (is_called_body and size >= most * _MOST_OF and _is_in(inner, best)):
            best, most = inner, max(size, most)
    return best


def _ways_up(node: LexborNode, top: LexborNode) -> Iterator[int]:
    """Yield the ids of a node and of all around it up to the top."""
    around: LexborNode | None = node
    while around is not None:
        yield around.mem_id
        around = around.parent if around.mem_id != top.mem_id else None


def _is_in(node: LexborNode, top: LexborNode) -> bool:
    around: LexborNode | None = node
    while around is not None and around.mem_id != top.mem_id:
        around = around.parent
    return around is not None


def _author(node: LexborNode) -> LexborNode | None:
    for found in (found for selector in _AUTHORS for found in node.css(selector)[:20]):
        words = name_of(found)
        if words and len(words) <= _LONGEST_NAME and not looks_like_date(words):
            return found
    return None


def _date(node: LexborNode) -> LexborNode | None:
    for found in node.css(_DATES)[:20]:
        stamp = _stamp(found)
        if stamp is not None and (stamp.exact or looks_like_date(stamp.words)):
            return found
    return None


def _leaves(root: LexborNode, left_out: LexborNode | None = None) -> Iterator[str]:
    """Yield the runs of words in an element, as they stand between tags; none of those in `left_out`."""
    pending = [root.first_child]
    seen = 0
    while pending and seen < _MOST_LEAVES:
        node = pending.pop()
        if node is None:
            continue
        pending.append(node.next)
        if node.is_text_node:
            words = clean(node.text_content or "")
            if words:
                seen += 1
                yield words
        elif left_out is None or node.mem_id != left_out.mem_id:
            pending.append(node.first_child)


def _id_of(node: LexborNode, place: int) -> str:
    """Return the number in an element's id; where it has none, one of its place that no forum gives."""
    for told in (attribute(node, "id"), attribute(node, "data-id"), attribute(node, "data-post-id")):
        match = _ID.search(told or "")
        if match:
            return match[1]
    anchor = node.css_first("a[name], a[id]")
    match = _ID.search(attribute(anchor, "name") or attribute(anchor, "id") or "")
    return match[1] if match else f"n{place + 1}"
