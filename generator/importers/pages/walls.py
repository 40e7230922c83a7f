"""Pages of a forum that hold no posts, told for what they are: log-in walls, lists of threads, profiles, errors."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from generator.importers.pages.nodes import words_of
from generator.importers.pages.page import Page
from generator.problems import Problem

_LONGEST = 120
_ERROR_BOXES = (
    ".blockMessage--error, .p-body-pageContent > .blockMessage, .errorPanel, .errorOverlay, .standard_error, "
    ".panelsurround .panel, #message .inner, #fatal_error, .errorbox, .ipsMessage_error, #elError, .error_message, "
    "#error .error, .topic-error"
)
_CHALLENGE = (
    "just a moment",
    "attention required",
    "ddos-guard",
    "checking your browser",
    "are you a robot",
    "captcha",
)
_MISSING = ("404", "not found", "error", "fehler", "erreur", "oops", "ошибка", "forbidden", "403", "maintenance")
_LISTS = (
    ".structItem--thread, li.discussionListItem, #threadslist tr, li.threadbit, #threads .threadbit, "
    ".topiclist .row, .ipsDataItem[data-rowid], .cTopicList li, #messageindex, .topic-list-item, .b-table-threads tr, "
    ".DataList.Discussions .Item, [component='category/topic'], .forumbit, li.forumbit_post, .node--forum"
)
_PROFILES = ".memberHeader, .p-profile-header, #view_profile, #profile_tabs, .cProfileHeader, .profile_info"
_LOGINS = "input[type=password]"


def no_posts(page: Page, engine: str) -> Problem:
    """Return the error for a page that holds no post of a thread, with what the page seems to be."""
    kind, fix = next(((kind, fix) for kind, is_it, fix in _KINDS if is_it(page.root)), (None, ""))
    title = (words_of(page.root.css_first("title")) or "")[:_LONGEST]
    box = words_of(page.root.css_first(_ERROR_BOXES))
    told = [f"It is {kind}." if kind else "No element of it is marked as a post of a thread."]
    told += [f"Its title is “{title}”."] if title else []
    told += [f"It says: “{box[:_LONGEST]}”"] if box else []
    fix = fix or "Save the page of the thread itself; to leave the file out, move it out of content/threads/."
    return page.dump.trouble("D211", None, f"the {engine} page holds no post", why=" ".join(told), fix=fix)


def _is_challenge(root: LexborNode) -> bool:
    return _title_has(root, _CHALLENGE) or root.css_first("#challenge-form, #cf-wrapper, .cf-error-details") is not None


def _is_missing(root: LexborNode) -> bool:
    return root.css_first(_ERROR_BOXES) is not None or _title_has(root, _MISSING)


def _is_login(root: LexborNode) -> bool:
    return root.css_first(_LOGINS) is not None


def _is_list(root: LexborNode) -> bool:
    return root.css_first(_LISTS) is not None


def _is_profile(root: LexborNode) -> bool:
    return root.css_first(_PROFILES) is not None


def _title_has(root: LexborNode, words: tuple[str, ...]) -> bool:
    title = (words_of(root.css_first("title")) or "").casefold()
    return any(word in title for word in words)


_SAVE_LOGGED_IN = "Save the page again while logged in."
_SAVE_AS_SEEN = "Open the page in a browser and save it once the thread is seen."
_SAVE_THREAD = "Open the thread and save its own pages."
_KINDS: tuple[tuple[str, Callable[[LexborNode], bool], str], ...] = (
    ("a check whether the visitor is human", _is_challenge, _SAVE_AS_SEEN),
    ("a member's profile", _is_profile, _SAVE_THREAD),
    ("a list of threads", _is_list, _SAVE_THREAD),
    ("an error page or a notice", _is_missing, ""),
    ("a page that asks for a password", _is_login, _SAVE_LOGGED_IN),
)
