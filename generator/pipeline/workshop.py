"""Doing only what is not done yet: receipts are compared with the tasks, and the engine gets the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol, TypeVar

from generator.codec import digest
from generator.engine import Engine, Item
from generator.store import Output, Part, Receipt, Store, Table
from generator.tables.queries import WRITTEN, Query, columns

Progress = Callable[[str, int, int], None]  # stage, done, of how many
_IN_BYTES = frozenset(("read",))  # stages whose progress is told in bytes of dumps


class Task(Item, Protocol):
    """An item that knows what it stands for; a frozen dataclass. `former` is the stem of its last volume."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str: ...
    @property
    def former(self) -> str: ...


K = TypeVar("K", bound=Task)


@dataclass(frozen=True, slots=True)
class TableReceipt:
    """The receipt of a query."""

    item: str
    key: str
    table: Table

    @property
    def outputs(self) -> tuple[Output, ...]:
        return tuple(Output(self.item, part.uri, part.size, part.digest) for part in self.table.parts)


@dataclass(slots=True)
class Workshop:
    """The store and the engine of one build, with a clock."""

    store: Store
    engine: Engine
    code: str  # stands for the program
    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)  # tasks that were not done yet, by stage
    in_use: set[str] = field(default_factory=set)  # URIs

    def map(self, stage: str, function: Callable[[K], Receipt], tasks: Sequence[K]) -> dict[str, Receipt]:
        """Return the receipts of all tasks by name, in their order; a receipt is kept as soon as it is there."""
        began = time.perf_counter()
        self.store.take_over(stage, Receipt, {task.name: task.key for task in tasks})
        known = self.store.receipts(stage, Receipt)
        receipts = {task.name: known[task.name] for task in tasks if self._is_done(known.get(task.name), task.key)}
        waiting = [_with_former(task, known.get(task.name)) for task in tasks if task.name not in receipts]
        amounts = [task.weight if stage in _IN_BYTES else 1 for task in waiting]
        done, total = 0, sum(amounts)
        for amount, receipt in zip(amounts, self.engine.map(function, waiting, stage), strict=True):
            receipts[receipt.item] = receipt
            self.store.keep(stage, receipt)
            done += amount
            self.progress(stage, done, total)
        self.store.forget_left(stage)
        self.store.drop(stage, known.keys() - {task.name for task in tasks})
        self._note(stage, began, len(waiting))
        for receipt in receipts.values():
            self.in_use.update(output.uri for output in receipt.outputs)
        return {task.name: receipts[task.name] for task in tasks}

    def sql(self, query: Query, inputs: Mapping[str, Table]) -> Table:
        """Return the rows of a query; they are asked for only where an input has changed."""
        began = time.perf_counter()
        read = [inputs[name] for name in query.inputs]
        key = digest(self.code, query.text, *columns(query.row), *(table.digest for table in read))
        receipt = self.store.receipt("sql", query.name, TableReceipt)
        is_new = receipt is None or not self._is_done(receipt, key)
        if receipt is None or is_new:
            receipt = TableReceipt(query.name, key, self.engine.sql(query, inputs))
            self.store.keep("sql", receipt)
        self._note("view", began, int(is_new))
        self.in_use.update(part.uri for part in receipt.table.parts)
        return receipt.table

    def tidy(self, others: Iterable[str]) -> None:
        """Remove from the cache what neither this build nor `others` (URIs) use."""
        if any(self.done.values()):
            self.store.sweep("shards", self.in_use.union(others))
            self.store.sweep("tables", self.in_use)

    def forget_unfinished(self) -> None:
        """Remove what interrupted readings of huge dumps left behind: they are through."""
        self.store.remove("reading")

    @contextmanager
    def clock(self, stage: str) -> Iterator[None]:
        """Count the time of what happens inside as the stage's."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._note(stage, began, 0)

    def _is_done(self, receipt: Receipt | TableReceipt | None, key: str) -> bool:
        return receipt is not None and receipt.key == key and self.store.is_sound(receipt)

    def _note(self, stage: str, began: float, count: int) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began
        self.done[stage] = self.done.get(stage, 0) + count


def _with_former(task: K, former: Receipt | None) -> K:
    """Return a task that knows the volume which the item had last, to copy from it what has not changed."""
    return replace(task, former=former.stem, weight=weight_again(task.weight)) if former else task


def weight_again(weight: int) -> int:
    """Return the weight of an item that was done before: seldom more than a tenth of it has changed."""
    return weight // 10


def table_of(receipts: Mapping[str, Receipt], name: str) -> Table:
    """Return the table whose rows the maps wrote into the strand `<name>.jsonl`, a part for each shard that has any."""
    found = ((int(shard), receipt.output(f"{name}.jsonl")) for shard, receipt in receipts.items())
    parts = tuple(Part(shard, out.uri, out.size, out.digest) for shard, out in found if out is not None)
    return Table(WRITTEN[name].__name__, parts)
