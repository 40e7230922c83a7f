"""Quotes that a dump marks are shown once, with those who speak in them."""

from generator.markup import Marks, QuoteMark, SpeakerMark, read_bbcode, write_parts
from generator.records import Span
from tests.markup.reading_html import Page


def html_of(source: str, quoted: str, *, speakers: bool = True) -> tuple[str, list[str]]:
    """The parts' HTML, a part that is a quote within <figure>, and who is linked: the quote that holds `quoted`."""
    body = read_bbcode(source)
    start = body.text.index(quoted)
    marks = Marks(
        quotes=(QuoteMark(Span(start, start + len(quoted)), "q-1", "exact", "to-1", "From № 1"),),
        speakers=tuple(SpeakerMark(quote.span, quote.author or "") for quote in body.declared) if speakers else (),
    )
    parts = write_parts(body.text, body.blocks, marks)
    html = "".join(f"<figure>{part.html}</figure>" if part.quote == 0 else str(part.html) for part in parts)
    return html.replace("\n", ""), Page(html).ids


def test_a_linked_quote_is_a_part_without_a_blockquote_of_its_own():
    html, _ = html_of("[quote=Ann]Words.[/quote]Answer.", "Words.")

    assert html == "<figure><p>Words.</p></figure><p>Answer.</p>"


def test_a_quote_in_a_linked_quote_is_shown_in_it_with_its_author():
    html, _ = html_of("[quote=Ann][quote=Bo]Older.[/quote]Words.[/quote]Answer.", "Older.\n\nWords.")

    assert html == (
        '<figure><blockquote class="quote quote--nested"><p class="quote__by"><bdi>Bo</bdi></p><p>Older.</p>'
        "</blockquote><p>Words.</p></figure><p>Answer.</p>"
    )


def test_a_linked_quote_in_a_list_stays_there_and_bears_the_link():
    html, ids = html_of("[list][*]First:[quote=Ann]Words.[/quote][*]Second[/list]", "Words.")

    assert html == (
        '<ul><li><p>First:</p><blockquote class="quote quote--nested quote--exact" id="q-1"><p class="quote__by">'
        '<a href="to-1" title="From № 1"><bdi>Ann</bdi></a></p><p>Words.</p></blockquote></li><li>Second</li></ul>'
    )
    assert ids == ["q-1"]


def test_a_linked_quote_in_a_spoiler_stays_hidden():
    html, ids = html_of("[spoiler=Who?][quote=Ann]Words.[/quote]Hidden.[/spoiler]", "Words.")

    assert html.startswith('<details class="spoiler"><summary>Who?</summary><blockquote class="quote quote--nested')
    assert html.endswith("<p>Hidden.</p></details>")
    assert ids == ["q-1"]


def test_a_quote_that_nothing_is_known_of_is_a_mere_blockquote():
    html, _ = html_of("[quote]Words.[/quote][quote]Others.[/quote]", "Others.")

    assert html == '<blockquote class="quote quote--nested"><p>Words.</p></blockquote><figure><p>Others.</p></figure>'


def test_names_and_links_are_escaped_once():
    body = read_bbcode('[quote="<b>&amp;"]Words.[/quote]')
    marks = Marks(speakers=(SpeakerMark(body.declared[0].span, body.declared[0].author or "", 'x"y', "<i>"),))

    html = "".join(part.html for part in write_parts(body.text, body.blocks, marks))

    assert '<a href="x&#34;y" title="&lt;i&gt;"><bdi>&lt;b&gt;&amp;amp;</bdi></a>' in html
