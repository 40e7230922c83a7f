"""Which engine a site is built with."""

from __future__ import annotations

import os
from collections.abc import Callable

from generator.engine.local import Local
from generator.engine.verbs import Engine


def open_engine(name: str, cache: str, code: Callable[[], str]) -> Engine:
    """Return the engine that `Config.engine` names: "local" takes every processor, "local:N" N processes.

    "spark:URL" is a cluster; `code` is a top-level function that tells the version of the program, there as here.
    """
    kind, _, place = name.partition(":")
    if kind == "spark":
        from generator.engine.spark import Spark  # whose libraries are an extra

        return Spark(cache, place, code)
    return Local(cache, workers=int(place) if place else _processors(), is_fixed=bool(place))


def _processors() -> int:
    """Return how many processors this process may use, which on a shared machine are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
