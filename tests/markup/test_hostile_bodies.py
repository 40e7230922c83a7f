"""Whatever a post's markup holds, the page that comes of it holds harmless elements alone."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from generator.markup import Body, Marks, QuoteMark, SpeakerMark, read_bbcode, read_html, read_markdown, write_parts

ELEMENTS = set(
    "a bdi blockquote br code del details div em hr li ol p pre q s span strong summary table td th tr ul".split()  # noqa: SIM905
)
ATTRIBUTES = {"class", "href", "id", "rel", "title", "dir", "aria-label", "data-number"}

# fmt: off
PIECES = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">', "</a>",
    "<svg onload=x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<base href=//evil.example/>", "<!--", "-->",
    "<iframe srcdoc='<script>x</script>' src=javascript:x>", "<form action=//evil.example><input autofocus onfocus=x>",
    "<meta http-equiv=refresh content=0>", "<style>@import '//evil.example'</style>", "<p style='background:url(//e)'>",
    "<a href='data:text/html,<script>'>", "<a href=' java\nscript:x'>", "<a href='//evil.example'>", "<b onclick=x>",
    "<object data=x>", "<embed src=x>", "<link rel=stylesheet href=x>", "<noscript><p title='</noscript><img src=x>'>",
    "[url=javascript:alert(1)]x[/url]", "[img]javascript:x[/img]", "[url]http://a.example/\"onmouseover=x[/url]",
    "[quote=\"><script>x</script>;1]x[/quote]", "[b]", "[/b]", "[code]</code></pre><script>x[/code]",
    "[x](javascript:x)", "![x](x\" onerror=x)", "<javascript:x>", "> ", "`</code>`", "\n\n", "words", "&lt;script&gt;",
    "</textarea>", "</title>", "]]>", "<![CDATA[", "\u202e", "\0", "\ud800", "<plaintext>", "<xmp>",
    "<template><script>",
)
# fmt: on


class Seen(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        href = dict(attrs).get("href")
        assert href is None or href.startswith(("http://", "https://", "mailto:", "to-"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError("no comment comes from a post")

    handle_decl = handle_pi = handle_comment


def assert_harmless(body: Body) -> None:
    speakers = tuple(SpeakerMark(quote.span, quote.author or "", "to-1", quote.author or "") for quote in body.declared)
    for quotes in ((), tuple(QuoteMark(quote.span, f"q{at}", "exact") for at, quote in enumerate(body.declared))):
        for part in write_parts(body.text, body.blocks, Marks(quotes=quotes, speakers=speakers)):
            Seen().feed(str(part.html))


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_markup_of_a_post_reaches_the_page_but_what_is_known_to_be_harmless(pieces: list[str]):
    source = "".join(pieces)

    for read in (read_html, read_bbcode, read_markdown):
        assert_harmless(read(source))
