"""Messages of chats, in the light markup that people type there, → bodies.

What all dialects share is read here: quoted lines, code, emphasis by signs, links. What a chat writes in its own way
(names, entities) its importer turns into plain words first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from generator.markup import Body, Composer
from generator.records import InlineKind

_FENCE = "```"
_LANGUAGE = re.compile(r"[a-zA-Z0-9_+#.-]{1,20}\n")
_ADDRESS = r"(?P<address>https?://[^\s<>\"|]++)"
_AFTER_ADDRESS = ".,;:!?'*_~)"  # signs that end a sentence or emphasis, not an address
_NO_LINK = r"(?P<url>(?!))(?P<label>)"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one chat writes.

    `signs` open and close emphasis (None: a look that has no meaning here). `link` is a pattern with the groups `url`
    and `label`, for links that the chat marks. `rest` begins a line from which on all is quoted. `plain` turns what is
    no markup into words; `escapes`: a backslash before a sign makes it a mere sign.
    """

    signs: tuple[tuple[str, InlineKind | None], ...]
    link: str = _NO_LINK
    rest: str | None = None
    plain: Callable[[str], str] = str
    escapes: bool = False


@dataclass(slots=True)
class _Token:
    """A piece of a line.

    A sign of emphasis may open a run, close one, or both; it is mere text until its partner is found, and then
    `is_open` tells which it does.
    """

    kind: str  # "text", "code", "link", "sign"
    text: str
    url: str = ""
    opens: bool = False
    closes: bool = False
    is_open: bool | None = None


@dataclass(slots=True)
class _Page:
    """The body so far, and whether the lines in hand are quoted: the next one, or all the `rest`."""

    composer: Composer = field(default_factory=Composer)
    is_quoted: bool = False
    rest: bool = False

    def set_quoted(self, is_quoted: bool) -> None:
        if is_quoted != self.is_quoted:
            if is_quoted:
                self.composer.open_quote()
            else:
                self.composer.close()
            self.is_quoted = is_quoted


def read_chat(text: str, dialect: Dialect) -> Body:
    """Return the body of a message: paragraphs, quotes (lines that begin with ">"), code, emphasis, links. Linear."""
    page = _Page()
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split(_FENCE)
    if len(parts) % 2 == 0:  # the last fence closes nothing
        parts[-2:] = [_FENCE.join(parts[-2:])]
    for number, part in enumerate(parts):
        if number % 2:
            _write_code(page.composer, dialect.plain(part))
        else:
            _write_lines(page, part, dialect)
    page.set_quoted(False)
    return page.composer.done()


def _write_code(composer: Composer, code: str) -> None:
    language = _LANGUAGE.match(code)
    composer.open("code")
    composer.verbatim(code[language.end() :] if language else code)
    composer.close()


def _write_lines(page: _Page, text: str, dialect: Dialect) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            page.composer.line_break()
        if not page.rest:
            page.rest = dialect.rest is not None and line.startswith(dialect.rest)
            is_quoted = page.rest or line.startswith("> ") or line.rstrip() == ">"
            if is_quoted or line.strip() or number:
                page.set_quoted(is_quoted)
            if is_quoted:
                line = line[len(dialect.rest or "") if page.rest else 1 :].lstrip(" ")
        if not line.strip():
            page.composer.line_break()
        _write_words(page.composer, line, dialect)


def _write_words(composer: Composer, line: str, dialect: Dialect) -> None:
    kinds: Mapping[str, InlineKind | None] = dict(dialect.signs)
    for token in _paired(list(_tokens(line, dialect))):
        kind = kinds.get(token.text) if token.kind == "sign" else None
        if token.kind == "link":
            composer.open_inline("link", token.url)
            composer.words(dialect.plain(token.text))
            composer.close_inline()
        elif token.kind == "code":
            composer.open_inline("code")
            composer.words(dialect.plain(token.text))
            composer.close_inline()
        elif token.kind == "text" or token.is_open is None:
            composer.words(token.text if token.kind == "sign" else dialect.plain(token.text))
        elif kind and token.is_open:
            composer.open_inline(kind)
        elif kind:
            composer.close_inline()


@lru_cache(maxsize=8)
def _pattern(dialect: Dialect) -> re.Pattern[str]:
    signs = sorted((sign for sign, _ in dialect.signs), key=len, reverse=True)
    escaped = r"\\(?P<escaped>[^\w\s])|" if dialect.escapes else r"(?P<escaped>(?!))|"
    code = r"(?P<ticks>``?)(?P<code>[^`\n]++)(?P=ticks)|"
    return re.compile(f"{escaped}{code}{dialect.link}|{_ADDRESS}|(?P<sign>{'|'.join(map(re.escape, signs))})")


def _tokens(line: str, dialect: Dialect) -> Iterator[_Token]:
    done = 0
    for match in _pattern(dialect).finditer(line):
        start, end = match.span()
        if start < done:
            continue
        if start > done:
            yield _Token("text", line[done:start])
        done = end
        if match["escaped"]:
            yield _Token("text", match["escaped"])
        elif match["code"]:
            yield _Token("code", match["code"])
        elif match["url"]:
            yield _Token("link", match["label"] or match["url"], dialect.plain(match["url"]))
        elif match["address"]:
            address = match["address"].rstrip(_AFTER_ADDRESS)
            done = start + len(address)
            yield _Token("link", address, dialect.plain(address))
        else:
            before, after = line[start - 1 : start], line[end : end + 1]
            opens = not before.isalnum() and bool(after.strip())
            closes = not after.isalnum() and bool(before.strip())
            yield _Token("sign", match["sign"], opens=opens, closes=closes)
    if done < len(line):
        yield _Token("text", line[done:])


def _paired(tokens: list[_Token]) -> list[_Token]:
    """Return the tokens with the signs that open and close emphasis told; pairs do not cross."""
    waiting: list[_Token] = []
    count: dict[str, int] = {}
    for token in tokens:
        if token.kind != "sign":
            continue
        if token.closes and count.get(token.text):
            while (opener := waiting.pop()).text != token.text:
                count[opener.text] -= 1
            count[token.text] -= 1
            opener.is_open, token.is_open = True, False
        elif token.opens:
            waiting.append(token)
            count[token.text] = count.get(token.text, 0) + 1
    return tokens
