"""What pages tell machines: which feeds there are, and what the page is in the words of schema.org.

A date is told only as it is known. Atom asks every entry for a moment, so a post whose day is not known stands in the
JSON Feed alone, and where no post has a day there is no Atom feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from markupsafe import Markup

from generator.codec import to_json
from generator.markup import visible_text
from generator.records import Post
from generator.tables.rows import PersonPostRow, PersonRow
from generator.views import urls
from generator.views.contract import FeedView, Frame, MachineView
from generator.views.frames import excerpt
from generator.views.known import Known
from generator.views.sources import Overview, Settings, TopicRows

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
FEED_POSTS = 50  # of one feed; readers that come daily miss nothing of a forum with two posts an hour
_WORDS = 500  # code points of a post told to search engines: the page itself has the rest
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|([+-])(\d\d):?(\d\d))?)?", re.ASCII
)


@lru_cache(maxsize=4096)
def instant(iso: str) -> str:
    """Return a moment as feeds write it, in UTC; "" where not even the day is known.

    A day without an hour is told by its first second, an hour without a zone as if it were UTC: feeds know no other way
    to say them, and each entry shows the date as it is known besides.

    >>> instant("2017-12-04T05:12:00+02:00"), instant("2017-12-04"), instant("2017-12"), instant("2017-02-30")
    ('2017-12-04T03:12:00Z', '2017-12-04T00:00:00Z', '', '')
    """
    match = _INSTANT.fullmatch(iso)
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    offset = timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0))
    try:
        zone = timezone(-offset if match[7] == "-" else offset)
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat().removesuffix("+00:00") + "Z"


def feed_views(page: str, first: str, title: str, *, is_dated: bool) -> tuple[FeedView, ...]:
    """Return the feeds of what stands at `first`, as links on `page`; Atom only where something `is_dated`."""
    atom, json_feed = (urls.relative(page, address) for address in urls.feed_urls(first))
    both = (FeedView(title, atom, ATOM), FeedView(title, json_feed, JSON_FEED))
    return both if is_dated else both[1:]


def is_dated(moments: Iterable[str]) -> bool:
    """True where one of these ISO dates can stand in an Atom feed."""
    return any(map(instant, moments))


def home_machines(overview: Overview, settings: Settings) -> MachineView:
    site = settings.site
    about: dict[str, object] = {"@type": "WebSite", "name": visible_text(site.title), "inLanguage": site.language}
    about |= _known(description=excerpt(site.description, limit=_WORDS), url=site.base_url)
    dated = is_dated(moment for row in overview.threads for moment in (row.last_iso, row.first_iso))
    feeds = feed_views(urls.HOME, urls.HOME, visible_text(site.title), is_dated=dated)
    return MachineView(feeds=feeds if settings.feeds != "none" else (), json_ld=json_ld(about))


def thread_machines(known: Known, title: str, page: Frame, words: str) -> MachineView:
    """Return what a page of a thread tells; `words` are the own words of its first post."""
    posts, settings = known.bundle.thread.posts, known.settings
    moments = [_iso(post) for post in posts]
    feeds: tuple[FeedView, ...] = ()
    first = urls.thread_url(known.thread)
    if settings.feeds == "all":
        feeds = feed_views(page.url, first, title, is_dated=is_dated(moments))
    if page.url != first or not posts:
        return MachineView("article", feeds=feeds)
    about = _posting(known, posts[0], title, words) | {"commentCount": len(posts) - 1} | _known(url=page.canonical)
    return MachineView("article", moments[0], feeds, json_ld(about))


def post_machines(known: Known, post: Post, page: Frame, words: str) -> MachineView:
    """Return what the page of one post tells; `words` are its own."""
    about = _posting(known, post, page.title, words) | _known(url=page.canonical)
    thread = urls.canonical(known.settings.site.base_url, urls.thread_url(known.thread))
    if thread:
        about["isPartOf"] = thread
    return MachineView("article", _iso(post), json_ld=json_ld(about))


def person_machines(person: PersonRow, posts: Sequence[PersonPostRow], page: str, settings: Settings) -> MachineView:
    name = visible_text(person.author)
    about = {"@type": "ProfilePage", "mainEntity": {"@type": "Person", "name": name}}
    if settings.feeds != "all":
        return MachineView("profile", json_ld=json_ld(about))
    dated = is_dated(row.iso for row in reversed(posts))
    feeds = feed_views(page, urls.person_url(person.person), name, is_dated=dated)
    return MachineView("profile", feeds=feeds, json_ld=json_ld(about))


def topic_machines(rows: TopicRows, page: str, settings: Settings) -> MachineView:
    if settings.feeds != "all":
        return MachineView()
    dated = is_dated(row.iso for row in rows.mentions)
    label = visible_text(rows.topic.label)
    return MachineView(feeds=feed_views(page, urls.topic_url(rows.topic.id), label, is_dated=dated))


def json_ld(about: Mapping[str, object]) -> Markup:
    """Return JSON-LD that cannot leave its script element, whatever the texts hold.

    >>> json_ld({"name": "</script>"})
    Markup('{"@context":"https://schema.org","name":"\\\\u003c/script\\\\u003e"}')
    """
    text = to_json({"@context": "https://schema.org", **about}).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # no sign in it ends the element or begins a comment


def _posting(known: Known, post: Post, title: str, words: str) -> dict[str, object]:
    about: dict[str, object] = {"@type": "DiscussionForumPosting", "headline": excerpt(title, limit=110)}
    name = visible_text(post.author.value or "").strip()
    if name:
        about["author"] = {"@type": "Person", "name": name}
    return about | _known(datePublished=_iso(post), text=excerpt(words, limit=_WORDS))


def _iso(post: Post) -> str:
    moment = post.when.value
    return (moment.iso or "").replace(" ", "T") if moment else ""


def _known(**values: str) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
