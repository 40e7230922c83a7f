"""HTML as tests read it: text, ids, balance."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "hr"}


class Page(HTMLParser):
    """Text, ids and the text of each element with an id; fails where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.ids: list[str] = []
        self.text_of: dict[str, str] = {}
        self.depth = 0
        self._open: list[tuple[str, str | None, int]] = []
        self.feed(str(html))  # Markup would escape what the parser adds to it
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "img", "iframe", "form")
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag in VOID:
            return
        own_id = dict(attrs).get("id")
        self._open.append((tag, own_id, len(self.text)))
        self.depth = max(self.depth, len(self._open))
        if own_id:
            self.ids.append(own_id)

    def handle_endtag(self, tag: str) -> None:
        opened, own_id, start = self._open.pop()
        assert opened == tag
        if own_id:
            self.text_of[own_id] = self.text[start:]

    def handle_data(self, data: str) -> None:
        self.text += data


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
