"""What a structured dump says of a thread → its records: nothing is guessed, so every guess is a certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.codec import short_id
from generator.importers.merging import number_gaps
from generator.markup import Body
from generator.records import Attachment, Declared, Guess, Moment, Post, PostId, Source, Span, Thread, ThreadId
from generator.text import safe_name

DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What a dump says of one post. `id` is the dump's own id: declared quotes and `reply_to` name posts by such ids.

    `number` is the place in the thread that the forum shows ("12"); `lines` the dump's lines that hold the record.
    `withheld` says why the post may not be shown: `fragments.withheld` makes such facts, with its `withheld_words`.
    """

    id: str
    body: Body
    author: str | None = None
    when: Moment | None = None
    number: str | None = None
    url: str | None = None
    reply_to: str | None = None
    titles: tuple[str, ...] = ()
    signature: str | None = None
    lines: Span | None = None
    attachments: tuple[Attachment, ...] = ()
    withheld: str | None = None
    withheld_words: tuple[str, ...] = ()


def thread_of(
    key: str,
    title: str | None,
    source: Source,
    facts: Iterable[PostFacts],
    *,
    url: str | None = None,
    gaps: tuple[str, ...] = (),
) -> Thread:
    """Return the thread that a dump declares, its posts in the order given; the later of two posts with one id
    wins, unless the earlier is withheld.

    `key` is the dump's own id of the thread, made distinct by the format's name where several dumps may share numbers
    ("xenforo-1234"), and a quote from another thread names that one the same way. `gaps` tells what is missing beside
    what the posts' own numbers show.
    """
    last: dict[str, PostFacts] = {}
    kept_back: dict[str, None] = {}
    for fact in facts:
        if fact.id in last and (last[fact.id].withheld or fact.withheld):
            kept_back |= dict.fromkeys((*own_words_of(last[fact.id]), *own_words_of(fact)))
        kept_back |= dict.fromkeys(fact.withheld_words)
        if fact.id not in last or not last[fact.id].withheld:
            last[fact.id] = fact
    names = _names(last)
    posts = tuple(_post_of(fact, ordinal, names) for ordinal, fact in enumerate(last.values(), 1))
    return Thread(
        id=ThreadId(safe_name(key)),
        title=declared(title),
        sources=(source,),
        posts=posts,
        url=url,
        gaps=tuple(dict.fromkeys((*number_gaps(posts), *gaps))),
        withheld_words=tuple(kept_back),
    )


def own_words_of(facts: PostFacts) -> tuple[str, ...]:
    """Return the stretches of a post that it does not declare to be quotes."""
    return own_stretches(facts.body.text, facts.body.declared)


def own_stretches(text: str, declared: Sequence[Declared]) -> tuple[str, ...]:
    """Return what of a text lies outside the quotes that it declares and their lead-ins.

    >>> own_stretches("No. Anna said: Yes. Never!", [Declared(Span(15, 19), "Anna", None, lead_in=Span(4, 14))])
    ('No.', 'Never!')
    """
    words, at = [], 0
    for quote in sorted(declared, key=lambda quote: quote.span):
        words.append(text[at : (quote.lead_in or quote.span).start])
        at = max(at, quote.span.end)
    return tuple(stretch.strip() for stretch in (*words, text[at:]) if stretch.strip())


def _names(ids: Iterable[str]) -> dict[str, str]:
    """Return for each of the dump's ids a name that is safe in addresses and its own: "aB" and "ab" are two posts."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for told in ids:
        name = safe_name(told)
        names[told] = f"{name}-{short_id(told)}" if name in taken else name
        taken.add(names[told])
    return names


def _post_of(facts: PostFacts, ordinal: int, names: Mapping[str, str]) -> Post:
    """Return the record of a post; ids become `names`, wherever they stand."""
    return Post(
        id=PostId(names[facts.id]),
        ordinal=ordinal,
        author=declared(facts.author),
        when=Guess(facts.when, 1.0, ("the dump says so",), DECLARED) if facts.when else Guess(None, 0.0),
        text=facts.body.text,
        body=facts.body.blocks,
        declared=tuple(_named(quote, names) for quote in facts.body.declared),
        titles=facts.titles,
        signature=facts.signature,
        number=facts.number,
        url=facts.url,
        reply_to=(names.get(facts.reply_to) or safe_name(facts.reply_to)) if facts.reply_to else None,
        attachments=facts.attachments,
        withheld=facts.withheld,
        boundary=Guess("start of a post", 1.0, method=DECLARED),
        source_lines=facts.lines,
    )


def _named(quote: Declared, names: Mapping[str, str]) -> Declared:
    if not quote.post:
        post = None
    elif quote.thread:
        post = safe_name(quote.post)
    else:
        post = names.get(quote.post) or safe_name(quote.post)
    return replace(quote, post=post, thread=safe_name(quote.thread) if quote.thread else None)


def declared(value: str | None) -> Guess[str]:
    """Return what the dump says as a certainty, and nothing as not known."""
    words = " ".join(value.split()) if value else ""
    return Guess(words, 1.0, ("the dump says so",), DECLARED) if words else Guess(None, 0.0)
