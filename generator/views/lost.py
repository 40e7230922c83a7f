"""Lost posts: what is left of posts that are not in the archive, rebuilt from those who quoted them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from generator.markup import Marks, visible_text, write_parts, write_text
from generator.records import LostPost, Quote, Span, Witness
from generator.views import urls, wording
from generator.views.contract import NO_MARKUP, Link, LostPage, WitnessView
from generator.views.evidence import told
from generator.views.frames import excerpt, frame
from generator.views.known import Known
from generator.views.people import author_view
from generator.views.quotes import passage_marks

WITNESSES_LISTED = 50


def lost_pages(known: Known, title: str) -> Iterator[LostPage]:
    """Yield one page for each lost post of the thread."""
    for lost in known.bundle.links.lost:
        url = urls.lost_url(known.thread, lost.id)
        above = (
            Link(known.language.t(wording.THREADS_LABEL), urls.relative(url, urls.threads_url())),
            Link(title, urls.relative(url, urls.thread_url(known.thread))),
        )
        name = f"{known.language.t(wording.LOST_LABEL)}: {excerpt(lost.text, limit=60)}"
        yield LostPage(
            frame=frame(url, name, known.settings, description=lost.text, above=above),
            thread=Link(title, urls.relative(url, urls.thread_url(known.thread))),
            anchor=urls.post_anchor(lost.id),
            html=_html(known, lost, url),
            person=author_view(known.language, lost.author, known.people, url),
            witnesses=tuple(
                _witness(known, witness, url)
                for witness in lost.witnesses[:WITNESSES_LISTED]
                if witness.post in known.posts
            ),
            witnesses_total=len(lost.witnesses),
            percent=known.language.percent(lost.confidence),
            evidence=tuple(told(known.language, visible_text(line)) for line in lost.evidence),
        )


def _html(known: Known, lost: LostPost, url: str) -> Markup:
    passages = passage_marks(known, lost.id, known.taken_lost.get(lost.id, ()), url)
    parts = write_parts(lost.text, (), Marks(passages=passages))
    return NO_MARKUP.join(part.html for part in parts)


def _witness(known: Known, witness: Witness, url: str) -> WitnessView:
    """Return a witness with the words that it preserves; the link leads to the very quote where there is one."""
    post = known.posts[witness.post]
    anchor = _anchor_at(known.quotes.get(post.id, ()), witness.span)
    return WitnessView(known.post_link(url, post, anchor), write_text(witness.span.of(post.text)))


def _anchor_at(quotes: Sequence[tuple[str, Quote]], span: Span) -> str:
    """Return the anchor of the first quote that the span meets; "" where there is none. The quotes are in text order.

    A post may have as many quotes as lost posts have witnesses in it: to look at all of them for each would take long.
    """
    at = bisect_right(quotes, span.start, key=lambda pair: pair[1].span.end)
    return quotes[at][0] if at < len(quotes) and quotes[at][1].span.meets(span) else ""
