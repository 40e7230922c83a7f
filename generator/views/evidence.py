"""The reasons that readers see, in their language.

Reading and linking write their reasons down in English, for `check` and `inspect` show them too. Here each form of
them is a message; what fits a form is said in the site's language, what fits none (an archivist's own words) as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.languages import Language

FORMS = (
    # where the words of a quote stand
    "all {count} words stand in {place}, in the same order",
    "{matched} of {count} words stand in {place}, in the same order",
    "{matched} of {count} words match, in order",
    "its one word stands in {place}",
    "1 word differs",
    "{count} words differ",
    "words are left out in {count} place",
    "words are left out in {count} places",
    "the same words stand in {places}, and nothing tells which is meant",
    "its words stand in {place} and nowhere else nearby, and a reply follows",
    "it is all that {place} says, and a reply follows",
    "it is a whole line of what {place} says, and a reply follows",
    "{place} has the same words, and seems to quote them too",
    "no post of the archive holds these words",
    "the post it was taken from is not in the archive",
    "one post quotes it",
    "{count} posts quote it, and their words agree",
    # by way of whom it was quoted
    "quoted via {place}, which the dump names and which quotes the same words",
    "quoted via {place}, which this post answers",
    "quoted via {place}, which differs from the original in the same way",
    "quoted via {place}, whose own words stand beside it",
    "quoted via {place}, whose author the reply addresses",
    # what the dump says
    "the dump says so: “{name} said”",
    "the dump says so",
    "the dump marks it as a quote",
    "the dump has the name {name}",
    "The dump ascribes these words to {declared}; in the archive they stand in {place}, by {name}.",
    "named where the post is quoted",
    "the archivist: {why}",
    "the archivist says so",
    # names and where posts begin
    "the dump begins here",
    "line {line} opens a post and reads like a name",
    "line {line} is a name that stands above other posts too",
    "line {line} ends the post and reads like a signature",
    "line {line} names the author and the date",
    "line {line} names the sender",
    "line {line} stands in the header of the post",
    "line {line} stands above the first post",
    "line {line} is the heading of the transcript",
    "line {line} is a heading of the transcript",
    "line {line} begins a header",
    "line {line} holds one space, as an NBSP does after many an editor",
    "user titles follow it ({titles})",
    # the way by which something was found
    "header",
    "signature",
    "declared",
    "inferred",
    "correction",
    # what is missing, and why something is withheld
    "post #{number}",
    "posts #{first} to #{last}",
    "the submission itself",
    "the question itself",
    "deleted",
    "deleted or not approved",
    "private",
)
PLACES = ("{place} of another thread", "No {number}", "the rebuilt post")
_PLACE = re.compile(r"\\\{([a-z]+)\\\}")
_SIZE_LIMIT = 2_000  # code points; longer sentences are nobody's reason
_LISTED = re.compile(r"No \d+(?:(?:, | and )No \d+)+")


def told(language: Language, reason: str) -> str:
    """Return a reason in the reader's language.

    >>> from generator.languages import ENGLISH
    >>> told(ENGLISH, "3 words differ")
    '3 words differ'
    """
    if not language.messages or len(reason) > _SIZE_LIMIT:
        return reason
    return _said(language, reason, (*FORMS, *PLACES))


def _said(language: Language, reason: str, forms: tuple[str, ...]) -> str:
    for form in forms:
        if reason.startswith(form.partition("{")[0]) and (match := _pattern(form).fullmatch(reason)):
            parts = {name: _value(language, name, value) for name, value in match.groupdict().items()}
            return language.t(form, None, None, **parts)
    return reason


def _value(language: Language, name: str, value: str) -> str:
    if name == "place":
        return _said(language, value, PLACES)
    if name == "places" and _LISTED.fullmatch(value):
        numbers = re.findall(r"No \d+", value)
        return ", ".join(_said(language, number, PLACES) for number in numbers)
    return value


@lru_cache(maxsize=256)
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>[^\n]+?)", re.escape(form)))
