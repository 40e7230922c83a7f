"""What the files of a site promise, whatever shows them. What a browser makes of them, test_gates.py says."""

from tests.browser.conftest import Site
from tests.browser.reading import gzipped_bytes

SCRIPT_BYTES = 15_000  # gzipped


def test_pages_say_what_they_are_and_forbid_the_rest(sample: Site):
    for path in sorted(sample.folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        head = text[: text.index("</head>")]
        assert "Content-Security-Policy" in head, path
        assert "default-src 'none'" in head.replace("&#39;", "'"), path
        assert "'unsafe" not in head.replace("&#39;", "'"), path


def test_scripts_are_small_and_nothing_needs_them(sample: Site):
    scripts = (sample.folder / "assets").rglob("*.js")  # what lies in search/ is data, fetched as it is asked for

    assert gzipped_bytes(*scripts) <= SCRIPT_BYTES
