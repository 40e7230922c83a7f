"""Citations of posts: plain text, BibTeX, CSL-JSON, text fragments. What is not known is left out, never invented."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import quote as percent_encode

from generator.codec import to_json
from generator.markup import visible_text
from generator.records import Post
from generator.views import urls, wording
from generator.views.contract import CiteView, Link
from generator.views.known import Known, post_address
from generator.views.posts import furniture

PASSAGES_LISTED = 12
_EDGE_WORDS = 5  # of a text at each end of its fragment: enough to be found once, short enough to be read
_SHORT_WORDS = 12  # below this the whole text is the fragment
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:$|[T ])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
}


@dataclass(frozen=True, slots=True)
class Cited:
    """What is known of a post for citing it, "" and () for what is not. `date` is (year, month, day), or less."""

    key: str
    author: str
    title: str
    number: str  # "No 12"
    date: tuple[int, ...]
    edition: str
    url: str


def cited(known: Known, post: Post, title: str) -> Cited:
    """Return what is known of a post of this thread, whose title for the eye is `title`."""
    site = known.settings.site
    address, anchor = post_address(known.settings, (known.thread, post.id, known.position[post.id]))
    return Cited(
        key=f"{known.thread}-{post.id}",
        author=visible_text(post.author.value or "").strip(),
        title=title,
        number=wording.numbered(post.ordinal),
        date=date_of(post.when.value.iso if post.when.value else None),
        edition=visible_text(site.title) + (f", ed. {visible_text(site.archivist)}" if site.archivist else ""),
        url=urls.canonical(site.base_url, address, anchor),
    )


def date_of(iso: str | None) -> tuple[int, ...]:
    """Return (year, month, day) as far as they are known.

    >>> date_of("2017-12-04T05:12:00Z"), date_of("2017-12"), date_of(None)
    ((2017, 12, 4), (2017, 12), ())
    """
    match = _DATE.match(iso or "")
    return tuple(int(part) for part in match.groups() if part) if match else ()


def bibtex(post: Cited) -> str:
    """Return an entry for BibTeX; LaTeX's own signs are escaped, so the text stays text."""
    fields = {
        "author": f"{{{_tex(post.author)}}}" if post.author else "",
        "title": _tex(f"{post.number} in “{post.title}”"),
        "howpublished": _tex(post.edition),
        "year": str(post.date[0]) if post.date else "",
        "month": _MONTHS[post.date[1] - 1] if len(post.date) > 1 and 1 <= post.date[1] <= 12 else "",
        "day": str(post.date[2]) if len(post.date) > 2 else "",
        "url": "".join(_URL_TEX.get(sign, sign) for sign in post.url),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value and name != "month"]
    lines += [f"  month = {fields['month']}"] if fields["month"] else []
    return f"@misc{{{post.key},\n" + ",\n".join(lines) + "\n}\n"


_URL_TEX = {"{": "%7B", "}": "%7D", "\\": "%5C"}


def csl_item(post: Cited) -> dict[str, object]:
    """Return an item of CSL-JSON 1.0.2."""
    item: dict[str, object] = {"id": post.key, "type": "post", "title": f"{post.number} in “{post.title}”"}
    item["container-title"] = post.edition
    if post.author:
        item["author"] = [{"literal": post.author}]
    if post.date:
        item["issued"] = {"date-parts": [list(post.date)]}
    if post.url:
        item["URL"] = post.url
    return item


def text_fragment(text: str) -> str:
    """Return the directive that leads a browser to these words, without "#"; "" for no words.

    >>> text_fragment("The mill, closed")
    ':~:text=The%20mill%2C%20closed'
    """
    words = text.split()
    if not words:
        return ""
    if len(words) <= _SHORT_WORDS:
        return f":~:text={_encode(' '.join(words))}"
    return f":~:text={_encode(' '.join(words[:_EDGE_WORDS]))},{_encode(' '.join(words[-_EDGE_WORDS:]))}"


def cite_view(known: Known, post: Post, title: str) -> CiteView:
    """Return how to cite a post on its own page, for machines; `title` is the thread's, for the eye."""
    about = cited(known, post, title)
    here = urls.post_url(known.thread, post.id)
    return CiteView(
        bibtex=bibtex(about).rstrip("\n"),
        csl_json=to_json([csl_item(about)]).decode(),
        fragment=_fragment_of(post, known),
        passages=tuple(_passages(post, known)),
        files=tuple(
            Link(name, urls.relative(here, address))
            for name, address in zip(("BibTeX", "CSL-JSON"), urls.citations_urls(known.thread), strict=True)
        ),
    )


def thread_citations(known: Known, title: str) -> tuple[str, bytes]:
    """Return the citations of all posts of a thread that are published: as BibTeX, and as CSL-JSON."""
    posts = [cited(known, post, title) for post in known.bundle.thread.posts if not post.withheld]
    return "\n".join(map(bibtex, posts)), to_json([csl_item(post) for post in posts]) + b"\n"


def _fragment_of(post: Post, known: Known) -> str:
    """Return the link to a paragraph of the post's own: the first one, for a fragment does not end in another post."""
    hidden = sorted([*(quote.span for _, quote in known.quotes.get(post.id, ())), *furniture(post)])
    starts, ends = [span.start for span in hidden], [0, *accumulate((span.end for span in hidden), max)]
    for block in post.body:
        reached = ends[bisect_left(starts, block.span.end)]  # by all that begins before the block's end
        if block.kind == "paragraph" and reached <= block.span.start:
            directive = text_fragment(visible_text(block.span.of(post.text)))
            return f"#{directive}" if directive else ""
    return ""


def _passages(post: Post, known: Known) -> Iterator[Link]:
    seen: set[str] = set()
    for taken in known.taken.get(post.id, ()):
        words = visible_text((taken.pieces[0] if taken.pieces else taken.span).of(post.text)).partition("\n\n")[0]
        directive = text_fragment(words)
        if directive and directive not in seen and len(seen) < PASSAGES_LISTED:
            seen.add(directive)
            label = " ".join(words.split()[:10])
            yield Link(label + ("…" if len(words.split()) > 10 else ""), f"#{directive}")


def _encode(words: str) -> str:
    return percent_encode(words, safe="").replace("-", "%2D")


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))
