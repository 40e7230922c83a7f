"""What each code of a problem means. One code, one meaning; the wording stands where the fault is found.

One module a group, named for it; a group's codes stand in order.
"""

from __future__ import annotations

from generator.codes import (
    addresses,
    commands,
    corrections,
    dumps,
    engines,
    exports,
    hosts,
    output,
    redactions,
    settings,
    themes,
)
from generator.codes.code import Code

__all__ = ["CODES", "GROUPS", "Code", "explain"]

GROUPS = {
    "D1": "Settings and sidecars: `site.yaml`, `topics.yaml`, `corrections.yaml`, `theme.yaml`",
    "D2": "Dumps and how they are read",
    "D3": "Redactions",
    "D4": "Themes",
    "D5": "The cache and the output",
    "D6": "Corrections",
    "D7": "Commands",
    "D8": "Exports, search, addresses and hosts",
    "D9": "Engines and clusters",
}
CODES: tuple[Code, ...] = (
    *settings.CODES,
    *dumps.CODES,
    *redactions.CODES,
    *themes.CODES,
    *output.CODES,
    *corrections.CODES,
    *commands.CODES,
    *exports.CODES,
    *addresses.CODES,
    *hosts.CODES,
    *engines.CODES,
)
_BY_CODE = {code.code: code for code in CODES}


def explain(code: str) -> Code | None:
    """Return what a code means ("D203", in any case), None where there is no such code."""
    return _BY_CODE.get(code.strip().upper())
