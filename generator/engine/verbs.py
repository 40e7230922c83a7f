"""The two verbs that every stage is made of, and what they promise wherever the work is done."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from generator.store import Table
from generator.tables.queries import Query


class Item(Protocol):
    """What a map works on: a small record."""

    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> int:
        """About how many bytes of dumps it stands for."""


I = TypeVar("I", bound=Item)  # noqa: E741 - what Item is for the type checker
R = TypeVar("R")


class Engine(Protocol):
    """Where the work is done. Results do not depend on it."""

    def map(self, function: Callable[[I], R], items: Sequence[I], stage: str) -> Iterator[R]:
        """Return what the pure top-level `function` gives for each item, in order, with few items in flight."""

    def sql(self, query: Query, inputs: Mapping[str, Table]) -> Table:
        """Return the rows that a query gives, in files, one for each bucket that has any."""

    def close(self) -> None: ...


class StageFault(Exception):  # noqa: N818
    """A map failed on an item by a fault of our own; `details` is the traceback in the worker."""

    def __init__(self, stage: str, item: str, details: str) -> None:
        super().__init__(stage, item, details)
        self.stage, self.item, self.details = stage, item, details

    def __str__(self) -> str:
        return f"{self.stage} failed on {self.item}\n{self.details}"


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from running: records make no cycles, and looking for them costs a tenth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
