"""Options of a theme: values that site.yaml may set, checked so that none can break out of its place in the CSS."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

OptionKind = Literal["color", "length", "text", "choice", "boolean", "font"]
KINDS: tuple[str, ...] = get_args(OptionKind)
NAME = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

_UNITS = "px|rem|em|ch|ex|lh|rlh|pt|pc|cm|mm|in|vw|vh|vi|vb|%"
_NUMBER = r"[+-]?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})"
_LENGTH = re.compile(f"0|{_NUMBER}(?:{_UNITS})")
_FORMULA = re.compile(r"(?:calc|clamp|min|max)\([0-9a-z.%+*/(), -]{1,200}\)")
_FORMULA_WORDS = frozenset((*_UNITS.split("|"), "calc", "clamp", "min", "max"))
_HEX = re.compile("#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_COLOR_FUNCTION = re.compile(r"(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([0-9a-z.,%/ +-]{1,80}\)")
_COLOR_NAMES = frozenset(
    (
        *("aqua", "beige", "black", "blue", "brown", "crimson", "currentcolor", "cyan", "darkblue", "darkgreen"),
        *("darkred", "dimgray", "gold", "gray", "green", "grey", "indigo", "ivory", "lime", "magenta", "maroon"),
        *("midnightblue", "navy", "olive", "orange", "orchid", "pink", "plum", "purple", "rebeccapurple", "red"),
        *("royalblue", "salmon", "seagreen", "sienna", "silver", "slategray", "steelblue", "tan", "teal", "tomato"),
        *("transparent", "turquoise", "violet", "white", "yellow"),
    )
)
_IDENTIFIER = "[A-Za-z][A-Za-z0-9-]{0,40}"
_QUOTED = """'[^'"\\\\;{}<>]{1,60}'|"[^'"\\\\;{}<>]{1,60}\""""
_FAMILY = f"(?:{_QUOTED}|{_IDENTIFIER}(?: {_IDENTIFIER}){{0,5}})"
_FONTS = re.compile(rf"{_FAMILY}(?: ?, ?{_FAMILY}){{0,15}}")
_TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Option:
    """An option as theme.yaml declares it. `choices` are for `choice` only."""

    name: str
    kind: str
    default: str
    choices: tuple[str, ...] = ()
    help: str = ""


def fault_of(option: Option, value: str) -> str:
    """Return why the value is not fit for the option, "" where it is."""
    if option.kind == "choice":
        return "" if value in option.choices else f"it can be: {', '.join(option.choices)}"
    if option.kind == "boolean":
        return "" if value in ("true", "false") else "it can be: true, false"
    if option.kind == "color":
        return "" if _is_color(value) else 'it must be a colour, such as "#8f2b1d" or rgb(143 43 29)'
    if option.kind == "length":
        return "" if _is_length(value) else "it must be a length with its unit, such as 30rem or 2px"
    if option.kind == "font":
        return "" if _FONTS.fullmatch(value) else "it must be names of fonts, such as 'My Font', Georgia, serif"
    if len(value) > _TEXT_LIMIT:
        return f"it must not be longer than {_TEXT_LIMIT} characters"
    return "" if value.isprintable() else "it must not hold control characters"


def stylesheet(options: Iterable[Option], values: dict[str, str]) -> str:
    """Return CSS that sets a custom property for each option: `--accent: #8f2b1d`. Booleans are 1 and 0."""
    lines = [f"  --{option.name}: {_css(option, values[option.name])};" for option in options]
    return "\n".join([":root {", *lines, "}", ""])


def _css(option: Option, value: str) -> str:
    if option.kind == "boolean":
        return "1" if value == "true" else "0"
    if option.kind == "text":
        return '"' + "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in value) + '"'
    return value


def _is_color(value: str) -> bool:
    named = value.lower() in _COLOR_NAMES
    return named or bool(_HEX.fullmatch(value)) or (bool(_COLOR_FUNCTION.fullmatch(value)) and value.count("(") == 1)


def _is_length(value: str) -> bool:
    if _LENGTH.fullmatch(value):
        return True
    if not _FORMULA.fullmatch(value) or not _FORMULA_WORDS.issuperset(re.findall("[a-z%]+", value)):
        return False
    depth = 0
    for sign in value:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
