"""Worker processes, each with a pipe of its own: whoever is killed is known, and so is what it was doing.

(concurrent.futures breaks the whole pool when one worker is killed, does not say on which item, and in Python 3.11 can
wait forever for a worker that it started at that very moment.)
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from generator.problems import TryAgainLater, UnusableInput
from generator.store import DamagedVolume

I = TypeVar("I")  # noqa: E741 - an item
R = TypeVar("R")

# A worker has the next item before it has done the last one, and so never waits for the driver.
_AHEAD = 2
# What is done may wait for what stands before it, but not without bound.
_HELD_BACK = 16
_TRIES = 3  # of an item that costs its process: twice may be the system's doing, a third time is the item's
# What a worker may raise, beside OSError. Anything else is a fault of ours, and travels as text: not every exception
# can be pickled.
_EXPECTED = (DamagedVolume, UnusableInput, TryAgainLater)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of ours in a worker: the item's place, and the traceback."""

    at: int
    details: str


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)  # places of items, the first of which is being worked on


class Pool:
    """Processes that stay from one map to the next."""

    def __init__(self, count: int, start: str, preload: Sequence[str]) -> None:
        """`start` is a start method of multiprocessing; `preload` are modules that each worker will need."""
        self._context: BaseContext = get_context(start)
        if start == "forkserver":
            self._context.set_forkserver_preload(list(preload))
        self._count = count
        self._workers: list[_Worker] = []

    @property
    def processes(self) -> list[BaseProcess]:
        return [worker.process for worker in self._workers]

    def map(self, function: Callable[[I], R], items: Sequence[I]) -> Iterator[R | Fault]:
        """Yield what `function` gives for each item, in order; what it raises of what is expected is raised here."""
        job = _Job(self, function, items)
        try:
            yield from job.results()
        finally:
            if job.is_running:
                self.close()  # somebody has lost interest: what is still under way must not answer the next map

    def close(self) -> None:
        """End all processes, whatever they are doing: what they leave behind has no receipt."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def workers(self, wanted: int) -> list[_Worker]:
        """Return the workers, of which there are as many as are wanted, up to the pool's own number."""
        while len(self._workers) < min(wanted, self._count):
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_work, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours))
        return self._workers

    def bury(self, worker: _Worker) -> None:
        """Forget a worker that has died."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)


class _Job:
    """One map: which items wait, which are under way, and which results wait for those before them."""

    def __init__(self, pool: Pool, function: Callable[[Any], Any], items: Sequence[Any]) -> None:
        self._pool = pool
        self._function = function
        self._items = items
        self._waiting = deque(range(len(items)))
        self._done: dict[int, Any] = {}
        self._tries: dict[int, int] = {}

    @property
    def is_running(self) -> bool:
        return any(worker.given for worker in self._pool.workers(0))

    def results(self) -> Iterator[Any]:
        for at in range(len(self._items)):
            while at not in self._done:
                self._hand_out(at)
                self._take_in()
            result = self._done.pop(at)
            if isinstance(result, BaseException):
                raise result
            yield result

    def _hand_out(self, at: int) -> None:
        """Give each worker something to do, unless too many results wait for the item at `at`."""
        workers = self._pool.workers(len(self._items) - at)
        for _ in range(_AHEAD):
            for worker in workers:
                is_near = bool(self._waiting) and self._waiting[0] < at + len(workers) * _HELD_BACK
                if is_near and len(worker.given) < _AHEAD:
                    place = self._waiting.popleft()
                    worker.given.append(place)
                    try:
                        worker.pipe.send((self._function, place, self._items[place]))
                    except OSError:
                        return  # it has died; `_take_in` will notice

    def _take_in(self) -> None:
        busy = {worker.pipe: worker for worker in self._pool.workers(0) if worker.given}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            try:
                place, result = worker.pipe.recv()
            except (EOFError, OSError):
                self._mourn(worker)
                continue
            worker.given.remove(place)
            self._done[place] = result

    def _mourn(self, worker: _Worker) -> None:
        """A worker was killed: its items are done by others, unless the one that it was at has done it again."""
        self._pool.bury(worker)
        first, *others = worker.given
        self._waiting.extendleft(reversed(others))
        self._tries[first] = self._tries.get(first, 0) + 1
        if self._tries[first] < _TRIES:
            self._waiting.appendleft(first)
        else:
            self._done[first] = Fault(first, f"its process was killed {_TRIES} times")


# --- inside a worker -----------------------------------------------------------------------------------------------


def _work(pipe: Connection) -> None:
    """Do one item after the other until the driver closes the pipe, or ends.

    Ctrl-C is for the driver. The collector is spared what lives as long as the process, and rests during an item:
    records make no cycles, and what templates make is collected after each item.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    driver = parent_process()
    if driver is not None:
        threading.Thread(target=_end_with, args=(driver.sentinel,), daemon=True).start()
    gc.collect()
    gc.freeze()
    gc.disable()
    while True:
        try:
            function, place, item = pipe.recv()
        except EOFError:
            return
        _answer(pipe, function, place, item)
        gc.collect()


def _answer(pipe: Connection, function: Callable[[Any], Any], place: int, item: Any) -> None:
    try:
        try:
            pipe.send((place, function(item)))
        except OSError as error:  # a subclass from elsewhere may not come through a pipe
            pipe.send((place, OSError(error.errno, error.strerror or str(error), error.filename)))
        except _EXPECTED as error:
            pipe.send((place, error))
    except Exception:
        import traceback

        pipe.send((place, Fault(place, traceback.format_exc())))


def _end_with(sentinel: int) -> None:
    """End this process as soon as the driver has ended, even in the midst of an item."""
    wait([sentinel])
    os._exit(1)
