"""What the pages of a site hold, as a browser would read them, and what is wrong with them."""

import os
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
# All that the writer of posts and the built-in theme make.
_NAMES = """
a abbr article aside b bdi blockquote body br button caption circle cite clippath code col dd defs del desc details
dialog div dl dt em figcaption figure footer form g h1 h2 h3 h4 head header hr html i img input ins kbd label li
line link main mark meta nav noscript ol option output p path pre q rect s script search section select small span
strong sub summary sup svg symbol table tbody td template text tfoot th thead time title tr tspan u ul use wbr"""
ELEMENTS = frozenset(_NAMES.split())
_TEXT_FRAGMENT = ":~:"  # leads to words, not to an id
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Page(HTMLParser):
    """One page: `ids`, `addresses`, the words of `main`, and `faults`."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.faults: list[str] = [f"unfit {found[0]!r}" for found in _UNFIT.finditer(text)]
        self._words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"not closed: {name}" for name in self._open]
        self.faults += [f"id twice: {name}" for name, count in self.ids.items() if count > 1]

    @property
    def words(self) -> str:
        return "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        is_code = tag == "script" and not told.get("src") and told.get("type") != "application/ld+json"
        if tag not in ELEMENTS or is_code:
            self.faults.append(f"element: {tag}")
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "style"):
                self.faults.append(f"attribute: {name}")
            if name == "id":
                self.ids[value or ""] += 1
            if name in ("href", "src", "action", "xlink:href"):
                self._address(tag, value or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"badly nested: {tag}")

    def handle_data(self, data: str) -> None:
        if "main" in self._open:
            self._words.append(data)

    def _address(self, tag: str, address: str) -> None:
        scheme = urlsplit(address).scheme
        if not scheme and not address.startswith("//"):
            self.addresses.append(address)
        elif tag != "a" or scheme not in ("http", "https", "mailto"):
            self.faults.append(f"address: {address}")


def read_pages(folder: Path) -> dict[str, Page]:
    """Return all pages by address."""
    return {
        path.relative_to(folder).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def broken_links(folder: Path, pages: dict[str, Page]) -> list[str]:
    """Return every link inside the site that leads to no file or to no id."""
    broken = []
    for name, page in pages.items():
        for address in page.addresses:
            path, fragment = (
                unquote(urlsplit(address).path),
                unquote(urlsplit(address).fragment.partition(_TEXT_FRAGMENT)[0]),
            )
            base = "" if path.startswith("/") else os.path.dirname(name)  # noqa: PTH120 - an address, not a path
            target = os.path.normpath(os.path.join(base, path.lstrip("/"))) if path else name  # noqa: PTH118
            if (folder / target).is_dir():
                target = f"{target}/index.html".removeprefix("./")
            if not (folder / target).is_file() or (fragment and fragment not in pages[target].ids):
                broken.append(f"{name}: {address}")
    return broken
