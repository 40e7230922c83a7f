"""The tree of a post's body: readers of it, and the only writer of HTML for posts."""

from generator.markup.plain import read_plain
from generator.markup.safe import safe_url, visible_text

__all__ = ["read_plain", "safe_url", "visible_text"]
