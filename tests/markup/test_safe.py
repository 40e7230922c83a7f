import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markup import safe_url, visible_text


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "https://a.example/b?c=d&e=f#g",
        "HTTPS://A.example/",
        "https://xn--mnchen-3ya.example/straße",
        "http://[::1]:8080/x",
        "mailto:anna@a.example",
    ],
)
def test_an_ordinary_address_is_safe(url: str):
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example/x",
        "/local",
        "http:/a.example",
        "http:a.example",
        "https://",
        "https://good.example@evil.example/",
        "https://good.example\\@evil.example/",
        "https://a.example/\x00",
        "https://a.example/\u202egpj.exe",
        "https://a.example/a b",
        "https://a.example:x/",
        "http://[::1",
        "mailto:a@b.example?subject=x",
        "mailto:javascript:alert(1)",
        "ftp://a.example/",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_an_address_that_could_do_harm_is_none(url: str):
    assert safe_url(url) is None


def test_controls_become_pictures_and_the_rest_a_replacement():
    assert visible_text("a\x00b\x1b[0m\x7f") == "a␀b␛[0m␡"
    assert visible_text("\u202egpj\u2066x\x85\ufffe\U0001ffff\ud800") == "�gpj�x����"


def test_ordinary_text_of_any_script_stays():
    text = "Ünï 漢字 עברית\u200f می‌خواهم 👩‍👩‍👧\n\ttab\u00a0nbsp"
    assert visible_text(text) is text or visible_text(text) == text


@given(st.text(alphabet=st.characters(), max_size=50))
def test_visible_text_keeps_the_length_and_holds_nothing_unfit(text: str):
    shown = visible_text(text)

    assert len(shown) == len(text)
    assert not any(unicodedata.category(sign) in ("Cs",) for sign in shown)
    assert not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r" for sign in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    shown.encode()
