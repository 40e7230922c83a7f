"""What stands in the text for a picture or another thing that is not text."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

_SMILEY_CLASS = re.compile(
    r"(?:^|[\s_-])(?:smil(?:ie|ey|y)s?|emoji|emoticons?|bbc_emoticon|mcesmilie|inlineimg|ipsemoji)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SMILEY_PLACE = re.compile(r"/(?:smil(?:ie|ey|y)s?|emojis?|emoticons?)/", re.IGNORECASE)
_CODE_NAME = re.compile(r":[\w+-]{1,40}:\Z")
_NAME_LIMIT = 80  # longer names of files are noise, mostly digests


def picture(attributes: dict[str, str | None]) -> tuple[str, str | None]:
    """Return the words that stand for an `img`, and its address: smileys by their own words, others in brackets.

    ("", None) for what nobody sees: a picture of one pixel.
    """
    if attributes.get("width") in ("0", "1") and attributes.get("height") in ("0", "1"):
        return "", None
    url = _address(attributes)
    said = " ".join((attributes.get("alt") or "").split())
    is_placed_so = bool(_SMILEY_PLACE.search(url or ""))
    if is_placed_so or _SMILEY_CLASS.search(attributes.get("class") or "") or _CODE_NAME.match(said):
        words = said or (attributes.get("data-shortname") or attributes.get("title") or "").strip()
        if words:
            return words, None
    words = said or file_name(url)
    return (f"[image: {words}]" if words else "[image]"), url


def embedded(node: LexborNode) -> tuple[str, str | None]:
    """Return the words that stand for a film, a sound or a page within the page, and its address."""
    attributes = node.attributes
    url = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or attributes.get("data-url")
    if not url and (source := node.css_first("source[src], embed[src]")) is not None:
        url = source.attributes.get("src")
    title = " ".join((attributes.get("title") or "").split())
    words = title or host_of(url)
    return (f"[media: {words}]" if words else "[media]"), url


def _address(attributes: dict[str, str | None]) -> str | None:
    """Return where the picture is: pages that load late keep that in a field of its own."""
    for field in ("data-url", "data-src", "data-original", "src"):
        url = (attributes.get(field) or "").strip()
        if url and url[:5].lower() != "data:":
            return url
    return None


def file_name(url: str | None) -> str:
    """Return the last name in the path of an address; "" where there is none of sensible length."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return ""
    name = " ".join(unquote(path.rsplit("/", 1)[-1], errors="replace").split())
    return name if len(name) <= _NAME_LIMIT else ""


def host_of(url: str | None) -> str:
    """Return the host of an address; "" where there is none."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
