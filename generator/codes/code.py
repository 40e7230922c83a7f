"""What is said of one kind of problem."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: what it is, why it happens, what to do. The last two are Markdown, a paragraph each."""

    code: str
    title: str
    means: str
    remedy: str
