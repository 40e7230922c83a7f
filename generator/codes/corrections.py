"""What the codes mean: corrections."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D601",
        "a correction that says nothing or too much",
        "Each entry says exactly one thing.",
        "Make an entry of its own for each; [corrections.md](corrections.md) lists the kinds.",
    ),
    Code("D602", "a correction's value is wrong", "The message says what is expected.", "Correct the value."),
    Code(
        "D603", "a correction lacks a key", "It does not say what it is about.", "Add the key that the message names."
    ),
    Code("D604", "a correction without a reason", "Readers of the edition will ask why.", "Add `why: ...`."),
    Code(
        "D610",
        "a correction met a changed text",
        "The dump was imported anew and its text differs slightly; the correction was applied all the same.",
        "Look whether it still fits, and bring its words up to date.",
    ),
    Code(
        "D611",
        "a correction was not applied",
        "What it names is no longer in the archive. An error under `--strict`.",
        "Correct it, or take it out if it is no longer needed.",
    ),
)
