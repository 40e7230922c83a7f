"""Which pages are looked at, and how: each template and theme, light and dark, narrow and wide, from either side."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Literal, get_args

from generator.themes import builtin_themes
from generator.views.contract import PageView
from tests.browser.conftest import Builder, Site
from tests.languages.pseudo import HEBREW, site_in

REPOSITORY = Path(__file__).resolve().parents[2]
THEMES = tuple(sorted(path.parent.name for path in builtin_themes().glob("*/theme.yaml")))
TEMPLATES = tuple(page.template for page in get_args(PageView))
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDTHS = (320, 1280)
DIRECTIONS = ("ltr", "rtl")
IS_WHOLE = os.environ.get("GATES") == "all"
WORDS = "the council met at noon and the bakers of the eastern quarter spoke of flour rents wages and winter"
_KIND = re.compile(r"\{% block kind %\}([\w-]+)\{% endblock %\}")
_BODY = re.compile(r'<body class="([\w-]+)')


@dataclass(frozen=True)
class Look:
    """One page as one reader sees it."""

    theme: str
    template: str
    scheme: Literal["light", "dark"]
    width: int
    direction: str

    def __str__(self) -> str:
        name = self.template.removesuffix(".html")
        return f"{self.theme}-{name}-{self.scheme}-{self.width}-{self.direction}"


def whole() -> Iterator[Look]:
    """Yield every look."""
    for theme, template, scheme, width, direction in product(THEMES, TEMPLATES, SCHEMES, WIDTHS, DIRECTIONS):
        yield Look(theme, template, scheme, width, direction)


# Scheme, width and direction: each property has both values in these, and each two of them all four pairs.
_SQUARE = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))


def pairwise() -> Iterator[Look]:
    """Yield each template in each theme once, in such ways that every pair of properties is seen somewhere."""
    for one, theme in enumerate(THEMES):
        for two, template in enumerate(TEMPLATES):
            scheme, width, direction = _SQUARE[(one + two) % len(_SQUARE)]
            yield Look(theme, template, SCHEMES[scheme], WIDTHS[width], DIRECTIONS[direction])


def looks() -> tuple[Look, ...]:
    """Return the looks of this run: all of them for `make gates`."""
    return tuple(whole() if IS_WHOLE else pairwise())


def build(builder: Builder, theme: str, direction: str) -> Site:
    """Build the sample archive in a theme: as it is, or in Hebrew letters with an interface made for tests."""
    folder = builder.root / f"gates-{theme}-{direction}"
    if direction == "rtl":
        site_in(folder, "he", theme=theme, letters=HEBREW, kept=("the-guard-is-tired.txt",))
    else:
        folder.mkdir()
        settings = (REPOSITORY / "site.yaml").read_text(encoding="utf-8")
        (folder / "site.yaml").write_text(f"{settings}theme: {theme}\n", encoding="utf-8")
        shutil.copytree(REPOSITORY / "content", folder / "content")
    return builder.build(folder)


@lru_cache(maxsize=16)
def pages_of(folder: Path) -> dict[str, str]:
    """Return the address of a page for each template: the largest, for it has most to go wrong."""
    templates = {}
    for template in TEMPLATES:
        source = (builtin_themes() / "disputatio" / "templates" / template).read_text(encoding="utf-8")
        templates[match[1] if (match := _KIND.search(source)) else ""] = template
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        body = _BODY.search(text)
        template = templates.get(body[1]) if body else None
        if template and len(text) > found.get(template, (0, ""))[0]:
            found[template] = (len(text), path.relative_to(folder).as_posix())
    return {template: url for template, (_, url) in found.items()}


def pasted_thread(posts: int) -> str:
    """Return a pasted thread in which every third post quotes the one before and answers it."""
    words = WORDS.split()
    bodies: list[str] = []
    for number in range(posts):
        own = " ".join(
            f"{words[(number * 7 + at * (at % 5 + 1)) % len(words)]}{'.' if at % 13 == 12 else ''}" for at in range(110)
        )
        own = f"Post {number} begins here, and says so: {own}."
        bodies.append(f"{bodies[-1].splitlines()[-1]}\n{own}" if number % 3 == 2 else own)
    return "A long thread\n\n" + "".join(
        f"{body}\n\u00a0\n\nWriter {n % 17}\nMember\n" for n, body in enumerate(bodies, 1)
    )
