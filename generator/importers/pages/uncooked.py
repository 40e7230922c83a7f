"""Quotes that Discourse left uncooked: its own marks among the words of a post whose source the dump does not bring.

Posts that came from phpBB are full of them, and the quotation marks in them have become typographic ones.
"""

from __future__ import annotations

import html
import re

from generator.markup import quoted_from

_MARK = re.compile(r"<(/?)(?:pre|code)\b|\[quote(=[^\[\]<>\n]{0,200})?\]|(\[/quote\])")
_TYPOGRAPHIC = str.maketrans("“”„‟″«»", '"' * 7)


def cook_quotes(cooked: str) -> str:
    """Return the HTML of a post with the quotes that stand in it as marks made the elements that Discourse makes.

    Marks in code, and those that have no partner, stay words.

    >>> cook_quotes("<p>[quote=“Ada”]Stay.[/quote] Why?</p>")
    '<p></p><aside class="quote" data-username="Ada"><blockquote><p>Stay.</p></blockquote></aside><p> Why?</p>'
    """
    if "[/quote]" not in cooked:
        return cooked
    made: dict[int, tuple[int, str]] = {}  # where a mark begins → where it ends, and what stands for it
    depth_of_code = 0
    opened: list[re.Match[str]] = []
    for mark in _MARK.finditer(cooked):
        if mark[0].startswith("<"):
            depth_of_code = max(depth_of_code + (-1 if mark[1] else 1), 0)
        elif depth_of_code:
            continue
        elif not mark[3]:
            opened.append(mark)
        elif opened:
            start = opened.pop()
            made[start.start()] = (start.end(), f'</p><aside class="quote"{_origin(start[2])}><blockquote><p>')
            made[mark.start()] = (mark.end(), "</p></blockquote></aside><p>")
    parts, end = [], 0
    for begin in sorted(made):
        after, element = made[begin]
        parts += [cooked[end:begin], element]
        end = after
    return "".join([*parts, cooked[end:]])


def _origin(argument: str | None) -> str:
    """Return the attributes that say where a quote is from."""
    origin = quoted_from(html.unescape(argument or "").translate(_TYPOGRAPHIC))
    told = {"data-username": origin.author, "data-post": origin.post, "data-topic": origin.thread}
    return "".join(f' {key}="{html.escape(value)}"' for key, value in told.items() if value)
