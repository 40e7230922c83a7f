"""The page of documentation on all codes: `python -m generator.codes` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.codes import CODES, GROUPS

_HEAD = """\
# Problem codes

Every message has a code, a severity, and where possible a file, a line and a column. An *error* stops the command with
exit code 2 and leaves everything as it was; a *warning* or a *note* does not, and `--strict` makes the exit code 1.
`disputatio explain D205` prints what stands here.

This page is made from the program (`python -m generator.codes > docs/problems.md`).
"""


def reference() -> str:
    """Return the page of all codes, as Markdown."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for prefix, title in GROUPS.items():
        yield f"## {title}\n"
        for code in CODES:
            if code.code.startswith(prefix):
                yield f"### {code.code}: {code.title}\n\n{code.means}\n\n*What to do:* {code.remedy}\n"
