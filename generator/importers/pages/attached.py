"""Pictures and files that a browser saved beside a page, as attachments of the post that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from generator.importers.pages.page import Page
from generator.importers.structured.attachments import attach, attach_local
from generator.records import Attachment

_MOST = 200  # of one post
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]{0,20}:|/", re.IGNORECASE)
_SMILEY = re.compile(r"smil(?:ie|ey|y)|emoji|emoticon|ipsemoji|inlineimg|avatar", re.IGNORECASE)


def attachments_of(page: Page, content: LexborNode, files: Iterable[tuple[str, str]]) -> tuple[Attachment, ...]:
    """Return the attachments of a post: pictures in its body that the dump has copies of, and files named beside it.

    `files`: name and address, as the page has them. Smileys are no attachments.
    """
    found: dict[str, Attachment] = {}
    for name, address in _local_pictures(content):
        attachment = attach_local(name, address, (page.dump, page.options))
        if attachment.digest or attachment.size:
            found.setdefault(address, attachment)
    for name, address in files:
        attachment = attach_local(name, address, (page.dump, page.options))
        if not attachment.size:
            attachment = attach(name, None, page.options, url=page.absolute(address))
        found.setdefault(address or name, attachment)
    return tuple(found.values())[:_MOST]


def _local_pictures(content: LexborNode) -> Iterator[tuple[str, str]]:
    for picture in content.css("img[src]")[:_MOST]:
        attributes = picture.attributes
        address = (attributes.get("src") or "").strip()
        if address and not _REMOTE.match(address) and not _is_smiley(attributes):
            yield (attributes.get("alt") or "").strip() or address.rsplit("/", 1)[-1], address


def forget_local_addresses(content: LexborNode) -> None:
    """Take the addresses off pictures that only the saved page's own folder has: they lead nowhere on the web.

    Their names stay, as what is shown in their place.
    """
    for picture in content.css("img[src]"):
        address = (picture.attributes.get("src") or "").strip()
        if address and not _REMOTE.match(address) and not _is_smiley(picture.attributes):
            if not (picture.attributes.get("alt") or "").strip():
                picture.attrs["alt"] = address.partition("?")[0].rsplit("/", 1)[-1]
            del picture.attrs["src"]


def _is_smiley(attributes: dict[str, str | None]) -> bool:
    return any(_SMILEY.search(attributes.get(field) or "") for field in ("class", "src", "data-shortname"))
