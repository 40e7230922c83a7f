"""Long lists, split into pages of bounded size, numbered from the oldest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from generator.views import urls
from generator.views.contract import Link, Pager

T = TypeVar("T")

_AROUND = 2  # neighbours shown on either side of the current page


def split(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """Yield (number of the page from 1, its items); an empty list is one empty page."""
    for number in range(1, page_count(len(items), size) + 1):
        yield number, items[(number - 1) * size : number * size]


def page_count(items: int, size: int) -> int:
    return max(1, -(-items // size))


def pager(number: int, total: int, url: Callable[[int], str]) -> Pager:
    """Return the way through a list of `total` pages; `url` gives the address of each, and `number` is this one."""
    here = url(number)

    def link(page: int) -> Link:
        return Link(str(page), urls.relative(here, url(page)), current=page == number)

    near = {1, total, *range(max(1, number - _AROUND), min(total, number + _AROUND) + 1)}
    return Pager(
        number,
        total,
        tuple(link(page) for page in sorted(near)),
        previous=link(number - 1) if number > 1 else None,
        next=link(number + 1) if number < total else None,
    )
