"""Every ink of the built-in theme can be read on its ground, in light and in dark."""

import math
import re
from pathlib import Path

import pytest

from generator.themes import load_theme

THEME = Path(__file__).resolve().parents[2] / "themes" / "disputatio"
CSS = (THEME / "static" / "style.css").read_text(encoding="utf-8")
TEXTS = ("ink", "ink-quote", "ink-margin", "rubric")
LINES = ("rule",)  # lines that say something; hairlines are ornament

TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LINE_CONTRAST = 3.0  # WCAG 2.2, 1.4.11


def properties(scheme: str) -> dict[str, str]:
    """Return the custom properties of `:root` in one scheme, with the options' defaults."""
    light, dark = re.findall(r":root \{(.*?)\n ?\s*\}", CSS, re.DOTALL)[0], CSS.split("prefers-color-scheme: dark")[1]
    found = dict(load_theme("disputatio", (), THEME / "nowhere").view.options)
    found |= re.findall(r"--([a-z-]+): ([^;]+);", light)
    if scheme == "dark":
        found |= re.findall(r"--([a-z-]+): ([^;]+);", dark.split("\n}\n")[0])
    return found


def value_of(name: str, known: dict[str, str]) -> str:
    reference = re.fullmatch(r"var\(--([a-z-]+)\)", known[name])
    return value_of(reference.group(1), known) if reference else known[name]


def rgb(colour: str) -> tuple[float, ...]:
    """Return linear red, green and blue of `#rrggbb`."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def oklch(lightness: float, chroma: float, hue: float) -> tuple[float, ...]:
    """Return linear red, green and blue, cut to what a screen can show. Source: Ottosson 2020, "Oklab"."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return tuple(min(1.0, max(0.0, part)) for part in linear)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    darker, lighter = sorted(sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), c, strict=True)) for c in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*TEXTS, *LINES])
def test_an_ink_stands_out_from_its_ground(scheme: str, name: str):
    known = properties(scheme)

    found = contrast(rgb(value_of(name, known)), rgb(value_of("ground", known)))

    assert found >= (LINE_CONTRAST if name in LINES else TEXT_CONTRAST)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_marks_of_all_persons_stand_out_from_their_ground(scheme: str):
    known = properties(scheme)
    lightness, chroma = float(known["mark-lightness"].rstrip("%")) / 100, float(known["mark-chroma"])
    hues = [float(hue) for hue in re.findall(r"\.mark--\d+ \{ --hue: (\d+);", CSS)]

    found = [contrast(oklch(lightness, chroma, hue), rgb(value_of("ground", known))) for hue in hues]

    assert len(set(hues)) == 12
    assert min(found) >= TEXT_CONTRAST  # they hold an initial
