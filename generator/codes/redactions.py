"""What the codes mean: redactions."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D301",
        "a redaction that says nothing or too much",
        "Each entry is about a post, a passage or a person.",
        "Make an entry of its own for each; [redactions.md](redactions.md) describes them.",
    ),
    Code("D302", "a redaction's value is wrong", "The message says what is expected.", "Correct the value."),
    Code("D303", "a redaction has a key too many", "That kind of redaction does not know it.", "Take the key out."),
    Code(
        "D304",
        "a redaction without a reason or a date",
        "Who looks after the archive in ten years will want to know. The reason is never published.",
        "Add `reason: ...` and `date: ...`.",
    ),
    Code(
        "D310",
        "a redaction met a changed text",
        "The dump was imported anew and its text differs slightly; the redaction was applied all the same.",
        "Look whether it still fits, and bring its words up to date.",
    ),
    Code(
        "D311",
        "a redaction names nothing",
        "What it names is not in the archive. An error under `--strict`.",
        "Correct its `post`, its `starts` or its words, or take it out if the dump is gone.",
    ),
    Code(
        "D312",
        "the key of the pseudonyms is not named",
        "Pseudonyms are made with the key in `.disputatio-key`. Another machine cannot know that it needs it.",
        "Keep a copy of the key, and write the line `key: ...` of the message into redactions.yaml.",
    ),
    Code(
        "D313",
        "the key of the pseudonyms is missing",
        "redactions.yaml names a key, and it is not here, or another one is.",
        "Copy `.disputatio-key` from the machine on which the archive was built before.",
    ),
    Code(
        "D314",
        "a text of yours holds what is redacted",
        "The site shows the text without it.",
        "Take it out of the text as well.",
    ),
    Code(
        "D315",
        "a finished page holds what is redacted",
        "The last look at the site found it, and nothing was published.",
        "Take it out of the theme or the text that it comes from; otherwise please report it.",
    ),
)
