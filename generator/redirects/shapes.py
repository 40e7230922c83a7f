"""The shapes that addresses of each engine have: regular expressions that nginx, Apache, scripts and Python all read.

A shape is matched with what stands behind the forum's own folder: path and query, as the browser sent them. Its groups
are what it tells: a "post" has the post's number, a "thread" the thread's, a "page" the thread's and the page's, an
"offset" the thread's and how many posts stand before the page, a "place" the thread's and the post's number in it.
Facts of the engines' pages and of open sources; parameters may stand in any order, and others may stand among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tells = Literal["post", "thread", "page", "offset", "place"]

_IN_QUERY = r"\?(?:[^ #]*[&;])?"  # before a parameter
_END = r"(?=[/?&;# ]|$)"  # of a number: what follows is no more of it
_SLUG = r"[^/?# ]*"


@dataclass(frozen=True, slots=True)
class Shape:
    tells: Tells
    pattern: str


@dataclass(frozen=True, slots=True)
class Engine:
    """A forum software: its shapes, the most telling first.

    `page_posts` are the posts of a page where the forum's owner has not changed that. `posts` and `threads` are usual
    forms of addresses, for hosts that know no patterns: "{}" stands for the number. `scripts` are the files that
    addresses with a query ask for.
    """

    name: str
    shapes: tuple[Shape, ...]
    page_posts: int = 20
    posts: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


def _shapes(*shapes: tuple[Tells, str]) -> tuple[Shape, ...]:
    return tuple(Shape(tells, pattern) for tells, pattern in shapes)


_XF = r"(?:index\.php\?/?)?"
_XENFORO = Engine(
    "xenforo",
    _shapes(
        ("post", rf"{_XF}posts/(\d+){_END}"),
        ("post", rf"{_XF}goto/post[?&](?:[^ #]*[&;])?id=(\d+){_END}"),
        ("post", rf"{_XF}threads/{_SLUG}/post-(\d+){_END}"),
        ("post", rf"{_XF}threads/{_SLUG}/reply[?&](?:[^ #]*[&;])?quote=(\d+){_END}"),
        ("post", rf"show(?:post|thread)\.php{_IN_QUERY}p=(\d+){_END}"),
        ("page", rf"{_XF}threads/(?:{_SLUG}\.)?(\d+)/page-(\d+){_END}"),
        ("page", rf"{_XF}threads/(?:{_SLUG}\.)?(\d+)/{_IN_QUERY}page=(\d+){_END}"),
        ("thread", rf"{_XF}threads/(?:{_SLUG}\.)?(\d+)(?:/(?:unread|latest)?)?(?=[?&# ]|$)"),
    ),
    posts=("posts/{}/", "goto/post?id={}"),
    threads=("threads/{}/",),
    scripts=("goto/post", "showthread.php", "showpost.php"),
)
_PHPBB = Engine(
    "phpbb",
    _shapes(
        ("post", rf"viewtopic\.php{_IN_QUERY}p=(\d+){_END}"),
        ("post", rf"post(\d+)\.html{_END}"),
        ("offset", rf"viewtopic\.php{_IN_QUERY}t=(\d+)[&;](?:[^ #]*[&;])?start=(\d+){_END}"),
        ("offset", rf"(?:{_SLUG}/)?(?:{_SLUG}-t|topic)(\d+)-(\d+)\.html{_END}"),
        ("thread", rf"viewtopic\.php{_IN_QUERY}t=(\d+){_END}"),
        ("thread", rf"(?:{_SLUG}/)?(?:{_SLUG}-t|topic)(\d+)\.html{_END}"),
    ),
    posts=("viewtopic.php?p={}",),
    threads=("viewtopic.php?t={}",),
    scripts=("viewtopic.php",),
)
_VBULLETIN = Engine(
    "vbulletin",
    _shapes(
        ("post", rf"show(?:post|thread)\.php{_IN_QUERY}p(?:ostid)?=(\d+){_END}"),
        ("post", rf"(?:{_SLUG}/)*\d+-{_SLUG}{_IN_QUERY}p=(\d+){_END}"),
        ("post", rf"(?:{_SLUG}/)*\d+-{_SLUG}-post(\d+)\.html{_END}"),
        ("post", rf"(?:{_SLUG}/)*(\d+)-post\d+\.html{_END}"),
        ("page", rf"showthread\.php{_IN_QUERY}t(?:hreadid)?=(\d+)[&;](?:[^ #]*[&;])?page=(\d+){_END}"),
        ("page", rf"showthread\.php[?/](\d+){_SLUG}/page(\d+){_END}"),
        ("page", rf"(?:{_SLUG}/)*(\d+)-{_SLUG}/page(\d+){_END}"),
        ("page", rf"(?:{_SLUG}/)*(\d+)-{_SLUG}-(\d+)\.html{_END}"),
        ("thread", rf"showthread\.php{_IN_QUERY}t(?:hreadid)?=(\d+){_END}"),
        ("thread", r"showthread\.php[?/](\d+)(?=[-/?&;# ]|$)"),
        ("thread", rf"(?:{_SLUG}/)*(\d+)-{_SLUG}(?:\.html|/)?(?=[?&# ]|$)"),
    ),
    page_posts=15,
    posts=("showthread.php?p={}", "showpost.php?p={}"),
    threads=("showthread.php?t={}",),
    scripts=("showthread.php", "showpost.php"),
)
_SMF_TOPIC = r"(?:index\.php)?[?/](?:[^ #]*[&;])?topic[=,]"
_SMF = Engine(
    "smf",
    _shapes(
        ("post", rf"{_SMF_TOPIC}\d+\.msg(\d+)(?=[./?&;# ]|$)"),
        ("post", rf"(?:index\.php)?{_IN_QUERY}msg=(\d+){_END}"),
        ("offset", rf"{_SMF_TOPIC}(\d+)\.([1-9]\d*)(?=[./?&;# ]|$)"),
        ("offset", rf"{_SLUG}-t(\d+)\.([1-9]\d*)\.html{_END}"),
        ("thread", rf"{_SMF_TOPIC}(\d+)(?:\.(?:0|new))?(?=[./?&;# ]|$)"),
        ("thread", rf"{_SLUG}-t(\d+)\.0\.html{_END}"),
    ),
    page_posts=15,
    posts=("index.php?msg={}",),
    threads=("index.php?topic={}.0", "index.php/topic,{}.0.html"),
    scripts=("index.php",),
)
_MYBB = Engine(
    "mybb",
    _shapes(
        ("post", rf"showthread\.php{_IN_QUERY}pid=(\d+){_END}"),
        ("post", rf"thread-\d+-post-(\d+)\.html{_END}"),
        ("page", rf"showthread\.php{_IN_QUERY}tid=(\d+)[&;](?:[^ #]*[&;])?page=(\d+){_END}"),
        ("page", rf"thread-(\d+)-page-(\d+)\.html{_END}"),
        ("thread", rf"showthread\.php{_IN_QUERY}tid=(\d+){_END}"),
        ("thread", rf"thread-(\d+)\.html{_END}"),
    ),
    page_posts=10,
    posts=("showthread.php?pid={}",),
    threads=("showthread.php?tid={}", "thread-{}.html"),
    scripts=("showthread.php",),
)
_IPS = r"(?:index\.php\?/?)?(?:forums/)?topic/"
_INVISION = Engine(
    "invision",
    _shapes(
        ("post", rf"{_IPS}\d+[^ #]*[?&;]comment=(\d+){_END}"),
        ("post", rf"(?:index\.php)?{_IN_QUERY}(?:view|act)=findpost[&;]p(?:id)?=(\d+){_END}"),
        ("page", rf"{_IPS}(\d+){_SLUG}/page[/-](\d+){_END}"),
        ("page", rf"{_IPS}(\d+){_SLUG}/?{_IN_QUERY}page=(\d+){_END}"),
        ("thread", rf"{_IPS}(\d+){_SLUG}/?(?=[?&# ]|$)"),
        ("thread", rf"(?:index\.php)?{_IN_QUERY}showtopic=(\d+){_END}"),
    ),
    page_posts=25,
    threads=("topic/{}/",),
    scripts=("index.php",),
)
_DISCOURSE = Engine(
    "discourse",
    _shapes(
        ("place", rf"t/(?:{_SLUG}/)?(\d+)/(\d+){_END}"),
        ("post", rf"p/(\d+){_END}"),
        ("thread", rf"t/(?:{_SLUG}/)?(\d+)/?(?=[?# ]|$)"),
    ),
    posts=("p/{}",),
    threads=("t/{}",),
)
_NODEBB = Engine(
    "nodebb",
    _shapes(
        ("post", rf"post/(\d+){_END}"),
        ("place", rf"topic/(\d+)/{_SLUG}/(\d+){_END}"),
        ("thread", rf"topic/(\d+)(?:/{_SLUG})?(?=[?# ]|$)"),
    ),
    posts=("post/{}",),
    threads=("topic/{}",),
)
_FLUXBB = Engine(
    "fluxbb",
    _shapes(
        ("post", rf"viewtopic\.php{_IN_QUERY}pid=(\d+){_END}"),
        ("page", rf"viewtopic\.php{_IN_QUERY}id=(\d+)[&;]p=(\d+){_END}"),
        ("thread", rf"viewtopic\.php{_IN_QUERY}id=(\d+){_END}"),
    ),
    page_posts=25,
    posts=("viewtopic.php?pid={}",),
    threads=("viewtopic.php?id={}",),
    scripts=("viewtopic.php",),
)
_VANILLA = Engine(
    "vanilla",
    _shapes(
        ("post", rf"discussion/comment/(\d+){_END}"),
        ("page", rf"discussion/(\d+)/{_SLUG}/p(\d+){_END}"),
        ("thread", rf"discussion/(\d+){_END}"),
    ),
    page_posts=30,
    posts=("discussion/comment/{}",),
    threads=("discussion/{}",),
)
_WOLTLAB = Engine(
    "woltlab",
    _shapes(
        ("post", rf"(?:index\.php)?[?/](?:[^ #]*[?&;])?postID=(\d+){_END}"),
        ("thread", r"(?:index\.php\?/?)?(?:forum/)?thread/(\d+)(?=[-/?# ]|$)"),
    ),
)
_XMB = Engine(
    "xmb",
    _shapes(
        ("post", rf"viewthread\.php{_IN_QUERY}pid=(\d+){_END}"),
        ("page", rf"viewthread\.php{_IN_QUERY}tid=(\d+)[&;](?:[^ #]*[&;])?page=(\d+){_END}"),
        ("thread", rf"viewthread\.php{_IN_QUERY}tid=(\d+){_END}"),
    ),
    page_posts=25,
    posts=("viewthread.php?pid={}",),
    threads=("viewthread.php?tid={}",),
    scripts=("viewthread.php",),
)
_REDDIT = Engine(
    "reddit",
    _shapes(
        ("post", rf"(?:r/{_SLUG}/|u(?:ser)?/{_SLUG}/)?comments/[a-z0-9]+/{_SLUG}/([a-z0-9]+){_END}"),
        ("thread", rf"(?:r/{_SLUG}/|u(?:ser)?/{_SLUG}/)?comments/([a-z0-9]+)(?:/{_SLUG})?/?(?=[?# ]|$)"),
    ),
    threads=("comments/{}/",),
)
_HACKERNEWS = Engine(
    "hackernews",
    _shapes(("post", rf"item{_IN_QUERY}id=(\d+){_END}")),
    posts=("item?id={}",),
    scripts=("item",),
)
_STACKEXCHANGE = Engine(
    "stackexchange",
    _shapes(
        ("post", rf"a/(\d+){_END}"),
        ("post", rf"questions/\d+/{_SLUG}/(\d+){_END}"),
        ("thread", rf"q(?:uestions)?/(\d+)(?:/{_SLUG})?/?(?=[?# ]|$)"),
    ),
    posts=("a/{}",),
    threads=("q/{}", "questions/{}/"),
)
_FOURCHAN = Engine("fourchan", _shapes(("thread", rf"(?:thread|res)/(\d+)(?:\.html)?{_END}")))

# Where the importer does not tell the engine, the first whose shape of a thread fits is taken.
ENGINES = (
    *(_XENFORO, _PHPBB, _MYBB, _SMF, _FLUXBB, _XMB, _INVISION, _NODEBB, _DISCOURSE, _VANILLA, _WOLTLAB),
    *(_REDDIT, _HACKERNEWS, _STACKEXCHANGE, _FOURCHAN, _VBULLETIN),
)
BY_NAME = {engine.name: engine for engine in ENGINES} | {"discourse_page": _DISCOURSE}
