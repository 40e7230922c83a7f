"""The parser of Markdown. Its library takes long to import: only who reads Markdown imports this module."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

_BLOCK_LIMIT = 60  # lists and quotes within each other; what lies deeper is a paragraph, signs and all
_NESTING_LIMIT = 100  # the parser's own, at which it drops what is left: it must never be reached
_COLUMN_LIMIT = 64  # wider tables are text: a short row is filled up with cells


class _Parser(MarkdownIt):
    """CommonMark, with links as the post has them: what is safe to link is decided where HTML is written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


@lru_cache(maxsize=1)
def commonmark() -> MarkdownIt:
    """Return the parser of Markdown: CommonMark with tables and struck words, and bounds to nesting and width."""
    parser = _Parser("commonmark", {"html": False, "maxNesting": _NESTING_LIMIT})
    parser.enable(["table", "strikethrough"])
    parser.block.ruler.at("table", _narrow_table)
    parser.block.ruler.before("table", "too_deep", _too_deep)
    return parser


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read all that is left as one paragraph where lists and quotes are nested beyond the limit."""
    if silent or state.level < _BLOCK_LIMIT:
        return False
    state.line = end
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, end, state.blkIndent, False).strip()
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _narrow_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table, unless the line that rules its head off has more columns than a table may have."""
    if start + 1 >= end or state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) > _COLUMN_LIMIT:
        return False
    return table(state, start, end, silent)
