"""Pages as the Wayback Machine served them: its rewritten addresses are turned back, its notes are read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from selectolax.lexbor import LexborNode

from generator.importers.pages.page import Page

_REWRITTEN = re.compile(r"(?:https?:)?(?://web\.archive\.org)?/web/(\d{4,14})(?:[a-z]{2}_)?/(?=(?:https?:)?//|mailto:)")
_WOMBAT = re.compile(r'__wm\.wombat\(\s{0,9}"([^"\s]{1,2000})"\s{0,9},\s{0,9}"(\d{8})\d{6}"')
_SIGNS = (
    "#wm-ipp, #wm-ipp-base, #wmtbURL, script[src*='/_static/'], script[src*='archive.org/'], link[href*='/_static/']"
)
_HOLDERS = "[href*='/web/'], [src*='/web/'], [cite*='/web/'], [action*='/web/']"
_IN_NAME = re.compile(r"(?<!\d)((?:199|20[0-9])\d{11})(?!\d)")
_ATTRIBUTES = ("href", "src", "cite", "action")
_SCRIPTS = 40  # of a page: those of the archive stand first


def as_served(page: Page) -> Page:
    """Return a page with the addresses that it had on the web; others than the archive's captures stay as they are.

    The tree is changed in place. Address and day of capture are taken from the archive's own notes where nothing else
    tells them; the day also from a file's name that has the capture's time, as tools for the archive write it.
    """
    if page.root.css_first(_SIGNS) is None:
        return replace(page, retrieved=page.retrieved or _day_in_name(page.dump.name))
    for node in page.root.css(_HOLDERS):
        for name in _ATTRIBUTES:
            value = node.attributes.get(name)
            if value and (match := _REWRITTEN.match(value)):
                node.attrs[name] = value[match.end() :]
    url, day = _noted(page.root)
    return replace(page, url=page.url or url, retrieved=page.retrieved or day or _day_in_name(page.dump.name))


def _day_in_name(name: str) -> str | None:
    """Return the day of a capture whose time stands in its file's name, in the archive's 14 digits.

    >>> _day_in_name("bells/capture_p12_20160409063529_1f.html"), _day_in_name("bells/1234567890.html")
    ('2016-04-09', None)
    """
    match = _IN_NAME.search(name.rpartition("/")[2])
    try:
        return datetime.strptime(match[1], "%Y%m%d%H%M%S").date().isoformat() if match else None
    except ValueError:
        return None


def _noted(root: LexborNode) -> tuple[str | None, str | None]:
    """Return the address and the day of a capture, as the archive's toolbar and scripts have them."""
    for script in root.css("script")[:_SCRIPTS]:
        if match := _WOMBAT.search(script.text()):
            day = match[2]
            return match[1], f"{day[:4]}-{day[4:6]}-{day[6:8]}"
    shown = root.css_first("input#wmtbURL[value]")
    return (shown.attributes.get("value") if shown is not None else None), None
