"""`state.db`: receipts for what the stages wrote, and a few facts. It belongs to the driver alone.

What is missing, cut short or of another version is made anew.
"""

# os.stat costs a third of what pathlib's methods do, and every volume is looked at
# ruff: noqa: PTH103, PTH108, PTH112, PTH114, PTH119

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from generator.codec import decode, encode
from generator.problems import Problem, TryAgainLater, UnusableInput
from generator.store.left import FOLDER, folder_of, left_receipts
from generator.store.volumes import Output, file_size

R = TypeVar("R", bound="AnyReceipt")
T = TypeVar("T")

SCHEMA = 1  # of state.db: another number, and the cache is made anew
_OURS = ("state.db", "state.db-wal", "state.db-shm", "rows.duckdb", "rows.duckdb.wal")
_OUR_FOLDERS = ("shards", "tables", "spill", "reading", "importing", FOLDER)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a map says when it has done an item. `key` stands for all that went in, `outputs` tell what came out."""

    item: str
    key: str
    outputs: tuple[Output, ...] = ()
    problems: tuple[Problem, ...] = ()
    found: bytes = b""  # what the driver must know of what was found: a record of the stage's own

    @property
    def stem(self) -> str:
        """The name of the volume, whose index is among the outputs; "" where none was written."""
        return next((output.uri.removesuffix(".index") for output in self.outputs if output.strand == "index"), "")

    def digest_of(self, strand: str) -> str:
        """Return what stands for the content of a strand, "" where it has none."""
        output = self.output(strand)
        return output.digest if output else ""

    def output(self, strand: str) -> Output | None:
        """Return the file of a strand, None where it has no section."""
        return next((output for output in self.outputs if output.strand == strand), None)


class AnyReceipt(Protocol):
    """What every stage's receipt has."""

    @property
    def item(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def outputs(self) -> tuple[Output, ...]: ...


class Store:
    """The driver's side of the cache: receipts, facts, and the lock that keeps a second build away."""

    def __init__(self, folder: str) -> None:
        """Open the cache, made anew where it is missing, of another schema, or broken.

        Raises:
            TryAgainLater: another build of this site is running.
            UnusableInput: the folder cannot be used (D508).
        """
        self.folder = folder
        self._lock = _lock_folder(folder)
        try:
            self._db = _open_state(folder)
        except sqlite3.DatabaseError as error:
            if "disk" in str(error) or "readonly" in str(error):
                raise  # full, or not ours: starting anew would not cure it
            self.clear()

    def close(self) -> None:
        self._db.close()
        os.close(self._lock)

    def clear(self) -> None:
        """Forget everything."""
        if hasattr(self, "_db"):
            self._db.close()
        for name in (*_OURS, *_OUR_FOLDERS):
            self.remove(name)
        self._db = _open_state(self.folder)

    def receipts(self, stage: str, kind: type[R]) -> dict[str, R]:
        """Return a stage's receipts by item; those that an older version wrote in another shape are left out."""
        found = {}
        query = "SELECT item, receipt FROM receipts WHERE stage = ? ORDER BY item"
        for item, blob in self._db.execute(query, (stage,)):
            try:
                found[item] = decode(blob, kind)
            except ValueError:
                continue
        return found

    def items(self, stage: str) -> set[str]:
        """Return the items of which a stage has receipts."""
        return {item for (item,) in self._db.execute("SELECT item FROM receipts WHERE stage = ?", (stage,))}

    def receipt(self, stage: str, item: str, kind: type[R]) -> R | None:
        """Return the receipt of one item, None where there is none of that shape."""
        query = "SELECT receipt FROM receipts WHERE stage = ? AND item = ?"
        row = self._db.execute(query, (stage, item)).fetchone()
        try:
            return decode(row[0], kind) if row else None
        except ValueError:
            return None

    def keep(self, stage: str, receipt: AnyReceipt) -> None:
        """Keep a receipt in place of the item's older one."""
        row = (stage, receipt.item, encode(receipt))
        self._db.execute("INSERT OR REPLACE INTO receipts VALUES (?, ?, ?)", row)

    def take_over(self, stage: str, kind: type[R], keys: Mapping[str, str], *, to: str = "") -> None:
        """Keep the receipts that workers left about a stage (as those of `to`), where they have the item's key."""
        for receipt in left_receipts(self.folder, stage, kind):
            if keys.get(receipt.item) == receipt.key:
                self.keep(to or stage, receipt)
        self.forget_left(stage)

    def forget_left(self, stage: str) -> None:
        """Remove what workers left about a stage: the driver has heard of all of it."""
        self.remove(folder_of(stage))

    def drop(self, stage: str, items: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM receipts WHERE stage = ? AND item = ?", ((stage, item) for item in items))

    def drop_stage(self, stage: str) -> None:
        self._db.execute("DELETE FROM receipts WHERE stage = ?", (stage,))

    def move_stage(self, stage: str, to: str) -> None:
        """Give all receipts of a stage to another one, in one step."""
        self._db.execute("UPDATE OR REPLACE receipts SET stage = ? WHERE stage = ?", (to, stage))

    def fact(self, name: str, kind: type[T]) -> T | None:
        """Return what `keep_fact` kept, None where there is none of that kind."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        try:
            return decode(row[0], kind) if row else None
        except ValueError:
            return None

    def keep_fact(self, name: str, value: object) -> None:
        """Keep a value, or forget it where it is None."""
        if value is None:
            self._db.execute("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, encode(value)))

    def together(self) -> sqlite3.Connection:
        """Return a context in which all changes happen, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        return self._db

    def is_sound(self, receipt: AnyReceipt) -> bool:
        """True where each file of the receipt stands there in its full size."""
        return all(file_size(f"{self.folder}/{output.uri}") == output.size for output in receipt.outputs)

    def discard(self, uri: str) -> None:
        """Remove a file that is not what its receipt says, so that it is made again."""
        path = f"{self.folder}/{uri}"
        if os.path.lexists(path):
            os.unlink(path)

    def remove(self, name: str) -> None:
        """Remove a file of the cache, or a folder with all that is in it."""
        path = f"{self.folder}/{name}"
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif os.path.lexists(path):
            os.unlink(path)

    def sweep(self, folder: str, wanted: Iterable[str]) -> None:
        """Remove each file of a folder of the cache ("shards") that is not among the URIs `wanted`."""
        keep = set(wanted)
        for directory, _, names in os.walk(f"{self.folder}/{folder}"):
            for name in names:
                path = f"{directory}/{name}"
                if os.path.relpath(path, self.folder) not in keep:
                    os.unlink(path)


def _open_state(folder: str) -> sqlite3.Connection:
    for name in ("shards", "tables"):
        os.makedirs(f"{folder}/{name}", exist_ok=True)
    db = sqlite3.connect(f"{folder}/state.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # the cache may lose its last receipts with the power; never its shape
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, SCHEMA):
        db.close()
        raise sqlite3.DatabaseError("another schema")
    db.execute("CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
    columns = "stage TEXT, item TEXT, receipt BLOB NOT NULL, PRIMARY KEY (stage, item)"
    db.execute(f"CREATE TABLE IF NOT EXISTS receipts ({columns})")
    db.execute(f"PRAGMA user_version = {SCHEMA}")
    return db


def _lock_folder(folder: str) -> int:
    """Return an open file that holds the lock; the system frees it when the process ends, however it ends."""
    if os.path.islink(folder):
        raise UnusableInput((_unusable(folder, "It is a symbolic link: what is written there would leave the site."),))
    try:
        os.makedirs(folder, exist_ok=True)
        lock = os.open(f"{folder}/lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise UnusableInput((_unusable(folder, error.strerror or str(error)),)) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise TryAgainLater("another build of this site is running") from error
    return lock


def _unusable(folder: str, why: str) -> Problem:
    message = "the folder for intermediate results cannot be used"
    fix = "Make the site's folder writable, and .cache a plain folder in it (it may be deleted at any time)."
    return Problem("error", "D508", os.path.basename(folder), None, None, message, why, fix)
