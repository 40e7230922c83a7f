"""The tree of a post's body: readers of it, and the only writer of HTML for posts."""

from generator.markup.bbcode import read_bbcode
from generator.markup.compose import Body, Composer
from generator.markup.diff import DiffLabels, write_diff
from generator.markup.html import (
    SKIP,
    AttachmentOf,
    CodeOf,
    Meaning,
    QuoteOf,
    Skip,
    SpoilerOf,
    no_meaning,
    parse_html,
    read_html,
)
from generator.markup.markdown import read_markdown
from generator.markup.marks import Marks, Part, PassageMark, QuoteMark, QuoterMark, SpeakerMark
from generator.markup.plain import read_plain
from generator.markup.quoted import QuotedFrom, quoted_from
from generator.markup.safe import safe_url, visible_text
from generator.markup.write import write_parts, write_text

__all__ = [
    "SKIP",
    "AttachmentOf",
    "Body",
    "CodeOf",
    "Composer",
    "DiffLabels",
    "Marks",
    "Meaning",
    "Part",
    "PassageMark",
    "QuoteMark",
    "QuoteOf",
    "QuotedFrom",
    "QuoterMark",
    "Skip",
    "SpeakerMark",
    "SpoilerOf",
    "no_meaning",
    "parse_html",
    "quoted_from",
    "read_bbcode",
    "read_html",
    "read_markdown",
    "read_plain",
    "safe_url",
    "visible_text",
    "write_diff",
    "write_parts",
    "write_text",
]
