"""Receipts that workers leave beside their outputs, for a driver that may not live to hear of them.

A process of ours ends with its driver. A worker of a cluster may finish what it was at when the driver has gone: what
it did then is found by the next build.
"""

# ruff: noqa: PTH103, PTH208 - plain paths, as everywhere in the store

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TypeVar

from generator.codec import decode, digest, encode
from generator.store.volumes import read_file, write_file

T = TypeVar("T")

FOLDER = "receipts"  # in the cache; in it a folder for each stage


def leave_receipt(cache: str, stage: str, item: str, receipt: object) -> None:
    """Write an item's receipt for the next build to find. The last thing that a worker does about an item."""
    folder = folder_of(stage)
    os.makedirs(f"{cache}/{folder}", exist_ok=True)
    write_file(f"{cache}/{folder}/{digest(item)}", encode(receipt))


def left_receipts(cache: str, stage: str, kind: type[T]) -> Iterator[T]:
    """Yield the receipts that workers of former builds left about a stage; what is not whole is passed over."""
    folder = f"{cache}/{folder_of(stage)}"
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []  # noqa: PTH112
    for name in names:
        try:
            yield decode(read_file(f"{folder}/{name}"), kind)
        except (OSError, ValueError):
            continue


def folder_of(stage: str) -> str:
    """Return the folder of a stage's receipts, relative to the cache."""
    return f"{FOLDER}/{stage.replace(':', '-')}"
