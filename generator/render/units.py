"""A unit of a batch: pages that are made together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.views.contract import PageView


@dataclass(frozen=True, slots=True)
class Unit:
    """Pages that are made together. `key` stands for all that goes into their views.

    `files` are (address, bytes) of what no template makes: redirects, maps, what a host reads.
    """

    name: str
    key: str
    views: Callable[[], Iterable[PageView]] = tuple
    files: Callable[[], Iterable[tuple[str, bytes]]] = tuple
