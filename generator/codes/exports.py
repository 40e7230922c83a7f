"""What the codes mean: data sets."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D800",
        "there is no export of that name",
        "`disputatio export` was asked for a form that neither the program nor anything installed beside it can write.",
        "The message lists the names that are known; docs/datasets.md says what each one is.",
    ),
    Code(
        "D801",
        "the export cannot be written there",
        "An export takes the place of what it is written over. There is something else than a former export.",
        "Name another place: `disputatio export csv --output tables`.",
    ),
    Code(
        "D802",
        "an export from outside failed",
        "Exports can be installed beside the program. This one cannot be loaded, is none, or stopped with an error.",
        "Update it, or ask whoever made it; the exports of the program itself are not concerned.",
    ),
)
