"""The edition's own sentences about what it shows. Never "misquoted": often the original was edited afterwards.

Every text in capitals here is a message, in English: `language.t(wording.UNTITLED)` gives it in the site's language.
"""

from __future__ import annotations

from generator.languages import Language
from generator.records import Quote, QuoteKind
from generator.views.contract import Certainty

UNKNOWN_AUTHOR = "unknown author"
UNKNOWN_DATE = "date unknown"
HOME_LABEL = "Home"
THREADS_LABEL = "Debates"
PEOPLE_LABEL = "People"
TOPICS_LABEL = "Topics"
SEARCH_LABEL = "Search"
DATES_LABEL = "Dates"
INDEX_LABEL = "A–Z"
HONESTY_LABEL = "On this edition"
NOT_FOUND_LABEL = "Page not found"
GONE_LABEL = "No longer here"
TREE_LABEL = "Reply tree"
LOST_LABEL = "Lost post"
UNTITLED = "Untitled debate"
ONLY_IN_QUOTES = "inside a quote"
ONLY_IN_ORIGINAL = "only in the original:"
ONLY_IN_QUOTE = "only in the quote:"
NOT_BROUGHT = "not in the dump"
NOT_PUBLISHED = "not published"

KINDS: dict[QuoteKind, tuple[str, str]] = {
    "exact": ("exact", "These words stand in the original just so."),
    "elided": ("shortened", "The words stand in the original, but something between them was left out."),
    "altered": (
        "differs",
        "The quote differs from the archived original. Often the original was edited after it was quoted.",
    ),
    "ambiguous": ("ambiguous", "The same words stand in several places, and nothing tells which of them is meant."),
    "absent": ("not in the archive", "No post of this archive holds these words."),
}
FROM_LOST = (
    "The post that these words were taken from is not in the archive; "
    "it was rebuilt, as far as that is possible, from those who quoted it."
)


def certainty(confidence: float) -> Certainty:
    return "certain" if confidence >= 0.95 else "probable" if confidence >= 0.75 else "doubtful"


def kind(language: Language, name: QuoteKind) -> tuple[str, str]:
    """Return what a kind of quote is called, and what it means."""
    label, explanation = KINDS[name]
    return language.t(label), language.t(explanation)


def explanation(language: Language, quote: Quote) -> str:
    """Return what the kind of this quote means here."""
    if quote.origin is not None and quote.origin.lost:
        return language.t(FROM_LOST)
    return kind(language, quote.kind)[1]


def numbered(ordinal: int) -> str:
    return f"№\u00a0{ordinal}"


def quoted_by(language: Language, name: str, ordinal: int, thread: str = "") -> str:
    """Return what a mark in the margin says of a quoter; `thread` is the title where it is another thread."""
    words = language.t("Quoted by {name} in {number}", name=name, number=numbered(ordinal))
    return words + (f", {thread}" if thread else "")


def taken_from(language: Language, name: str, ordinal: int, thread: str = "") -> str:
    words = language.t("From {number} by {name}", name=name, number=numbered(ordinal))
    return words + (f", {thread}" if thread else "")


def posts(language: Language, number: int) -> str:
    return language.t("{n} post", "{n} posts", n=number)


def witnesses(language: Language, number: int) -> str:
    return language.t("{n} witness", "{n} witnesses", n=number)


def other_places(language: Language, number: int) -> str:
    return language.t(
        "The words stand in {n} place of other debates as well.",
        "The words stand in {n} places of other debates as well.",
        n=number,
    )


def unsure_boundary(language: Language, confidence: float, evidence: tuple[str, ...]) -> str:
    what = language.t("It is not certain that a post begins here ({percent})", percent=language.percent(confidence))
    return f"{what}: {'; '.join(evidence)}." if evidence else f"{what}."


def doubt(language: Language, about: str, name: str, words: str) -> str:
    """Return what is doubtful: `about` is "author", "boundary" or "quote"."""
    if about == "author":
        return language.t("It is not certain that {name} wrote this: “{words}”", name=name, words=words)
    if about == "boundary":
        return language.t("It is not certain that a post begins here: “{words}”", words=words)
    return language.t("It is not certain where this quote comes from: “{words}”", words=words)


def size(language: Language, count: int) -> str:
    """Return a number of bytes as readers know it, "" for none.

    >>> from generator.languages import ENGLISH
    >>> size(ENGLISH, 900), size(ENGLISH, 12_345), size(ENGLISH, 3_400_000)
    ('1 kB', '12 kB', '3.4 MB')
    """
    if not count:
        return ""
    if count >= 1_000_000:
        return language.t("{size} MB", size=language.decimal(count / 1_000_000))
    return language.t("{size} kB", size=max(1, round(count / 1000)))
