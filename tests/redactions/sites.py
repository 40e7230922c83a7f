"""Sites with something to hide, and every way in which it may still stand in their output."""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from tests.build.sites import Site

SECRET = "The orchid is hidden under the third stone of the garden wall, and nobody but the gardener knows it."
PERSON = "Anna Kowalska"
# Words that stand in the secret alone: none of them may be left anywhere.
TRACES = ("orchid", "thirdstone", "gardenwall", "gardenerknows")

ANNA = {"id": "1", "author": PERSON, "text": "Welcome to the debate, and let us hear what should become of the park."}
BORIS = {"id": "2", "author": "Boris", "text": SECRET}
CARL = {"id": "3", "author": "Carl", "text": "A park is a park, and I would rather speak about the price of bread."}


def lines(*posts: dict[str, object], thread: str = "park") -> str:
    """Return posts as JSON lines."""
    told = ({"thread": thread, "thread_title": "What of the park?", **post} for post in posts)
    return "".join(f"{json.dumps(post)}\n" for post in told)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text.casefold())))


def forms(data: bytes) -> list[str]:
    """Return the letters of a file in every way in which a reader or a program may come to see it."""
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8", "replace")
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    found = [text, plain, html.unescape(plain), unquote(text), re.sub("<[^>]*>", "", html.unescape(text))]
    found.append(re.sub("<[^>]*>", "", unquote(html.unescape(plain))))
    return [letters(each) for each in found]


def leaks(folder: Path, *traces: str) -> list[tuple[str, str]]:
    """Return (file, trace) of everything below a folder that should not be there, in names and contents."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        contents = forms(path.read_bytes()) if path.is_file() else []
        found += [(name, trace) for trace in traces if any(trace in form for form in (letters(name), *contents))]
    return found


def published(site: Site) -> list[Path]:
    """Return the folders that hold pages: the output, and the tree from which the next one is made."""
    return [folder for folder in (site.public, site.root / ".cache" / "spare") if folder.is_dir()]


def all_leaks(site: Site, *traces: str) -> list[tuple[str, str]]:
    return [leak for folder in published(site) for leak in leaks(folder, *traces)]
