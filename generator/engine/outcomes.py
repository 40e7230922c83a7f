"""What a map function gave on another machine, as it travels back: its result, or what was in its way.

Only records travel, none of them pickled: not every exception could be, and nothing that is read back can run code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from generator.codec import decode, encode
from generator.engine.verbs import Item, StageFault
from generator.problems import Problem, TryAgainLater, UnusableInput
from generator.store import DamagedVolume

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of these is set. `result` is encoded; `disk` is an OSError's number, reason and file."""

    result: bytes | None = None
    fault: str = ""  # the traceback of a fault of ours
    damaged: str = ""
    unusable: tuple[Problem, ...] = ()
    later: str = ""
    disk: tuple[int, str, str] | None = None


def try_on(function: Callable[[Any], Any], item: object) -> tuple[Outcome, Any]:
    """Return what came of a function, and its result where it has one."""
    try:
        result = function(item)
        return Outcome(encode(result)), result
    except DamagedVolume as damage:
        return Outcome(damaged=damage.uri), None
    except UnusableInput as error:
        return Outcome(unusable=error.problems), None
    except TryAgainLater as error:
        return Outcome(later=error.message), None
    except OSError as error:
        return Outcome(disk=(error.errno or 0, error.strerror or str(error), str(error.filename or ""))), None
    except Exception:
        import traceback

        return Outcome(fault=traceback.format_exc()), None


def settle(outcome: Outcome, kind: type[R], stage: str, item: Item) -> R:
    """Return the result, or raise here what was raised there."""
    if outcome.damaged:
        raise DamagedVolume(outcome.damaged)
    if outcome.unusable:
        raise UnusableInput(outcome.unusable)
    if outcome.later:
        raise TryAgainLater(outcome.later)
    if outcome.disk:
        number, reason, file = outcome.disk
        raise OSError(number, reason, file or None)
    if outcome.result is None:
        raise StageFault(stage, item.name, outcome.fault)
    return decode(outcome.result, kind)


def result_kind(function: Callable[..., R]) -> type[R]:
    """Return the class that a function says it returns."""
    kind: type[R] = get_type_hints(function)["return"]
    return kind
