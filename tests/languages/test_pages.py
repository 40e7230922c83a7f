"""Pages in another language: nothing that the edition says is left in English."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from generator.config import read_config
from generator.pipeline import build
from tests.languages.pseudo import site_in

SPOKEN = ("title", "aria-label", "alt", "content", "placeholder")
LATIN = re.compile(r"[A-Za-z]{2,}")
NO_WORDS = re.compile(r"⟦[^⟦⟧]*⟧|UTC|https?://\S+|\S+\.(?:txt|html)\b|\bCC0\b|BibTeX|CSL-JSON")


def spoken(page: str) -> list[str]:
    """Return what a page says to eyes and ears, text by text."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["style", "script", "pre"])
    texts = [node.text_content or "" for node in tree.root.traverse(include_text=True) if node.tag == "-text"]
    metas = ("viewport", "color-scheme", "referrer", "generator", "robots")
    elements = [node for node in tree.css("*") if node.attributes.get("name") not in metas]
    said = [node for node in elements if not (node.attributes.get("http-equiv") or node.attributes.get("property"))]
    return [*texts, *(node.attributes.get(name) or "" for node in said for name in SPOKEN)]


def innermost_first(text: str) -> str:
    """Take the made-up language out; a message may stand in the place of another."""
    while (shorter := NO_WORDS.sub("", text)) != text:
        text = shorter
    return text


def test_all_that_an_edition_says_is_in_the_language_of_the_site(tmp_path: Path):
    site = site_in(tmp_path, "uk")

    report = build(read_config(site), engine="local:1")

    english = set()
    for path in sorted(report.output.rglob("*.html")):
        for text in spoken(path.read_text(encoding="utf-8")):
            if LATIN.search(innermost_first(text)):
                english.add(f"{path.parent.name}/{path.name}: {text.strip()}")
    assert not english
