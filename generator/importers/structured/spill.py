"""Records of a dump, grouped by thread on disk: for dumps that are larger than memory and hold threads in pieces.

Most importers need `grouped` alone: they give a function that scans the dump record by record, and get the records of
one thread after the other. A reading that was killed goes on at its last checkpoint.

The records lie in an SQLite file in the order in which they came, beside an index of three numbers a record; so writing
is a run of appends, and records that stood close together in the dump are read together. Measured on 1 GB of records of
1 KB in 50,000 threads, 200 of them growing at a time: 120 MB/s in, 650 MB/s out, 130 MB of memory.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from generator.codec import decode, digest, encode
from generator.importers.dumps import Dump, Part, ReadOptions
from generator.importers.structured.quarantine import Quarantine
from generator.problems import Problem

Order = int | float | str  # of one kind in one thread

_SCHEMA = 1
_BATCH = 2_000  # records that are written together
_BATCH_BYTES = 4 << 20
_CHECKPOINT_BYTES = 64 << 20  # what a killed reading does again at most: about a second's work
_KNOWN_THREADS = 100_000  # whose numbers are remembered, 20 MB; threads farther back are looked up on disk
_CACHE_KB = 32_768  # of SQLite
_LARGEST = 2**63 - 1
_TABLES = """
CREATE TABLE thread (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, class INTEGER NOT NULL);
CREATE TABLE record (seq INTEGER PRIMARY KEY, thread INTEGER NOT NULL, place, payload BLOB NOT NULL);
CREATE TABLE problem (seq INTEGER PRIMARY KEY, problem BLOB NOT NULL);
CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 0), offset INTEGER NOT NULL, lines INTEGER NOT NULL,
    broken INTEGER NOT NULL, bytes INTEGER NOT NULL, complete INTEGER NOT NULL);
INSERT INTO state VALUES (0, 0, 0, 0, 0, 0);
"""


class Record(NamedTuple):
    """A record of a thread. `payload` is what the importer needs of it, in a form of its own.

    Records of a thread come back by `order`, then as they stood in the dump. `end` and `lines` say where the scan is
    to go on after this record: an offset and a number of lines that mean something to the importer's own scan (0 where
    it can only begin anew: then nothing is kept before the scan is through).
    """

    thread: str
    order: Order
    payload: bytes
    end: int = 0
    lines: int = 0


class Checkpoint(NamedTuple):
    """Where a scan begins: at the start, or after the last record that a killed one had kept."""

    offset: int = 0
    lines: int = 0


Scan = Callable[[Checkpoint], Iterator[Record | Problem]]


def grouped(dump: Dump, options: ReadOptions, scan: Scan) -> Iterator[tuple[str, list[bytes]] | Problem]:
    """Yield (thread key, payloads in order) for each thread of a dump, in the order in which the threads began.

    `scan(checkpoint)` yields the records from there on, and a problem for each broken one; of these at most 100 are
    told. It is called once, or not at all where the records lie there already. Of `options`: `scratch` is where they
    lie (None: in memory or a temporary file), `part` which threads are wanted, `progress` is told how far this has got.
    Memory is bounded but for the payloads of one thread.
    """
    try:
        with Spill(options.scratch, options.part) as spill:
            with spill.alone():
                if not spill.is_complete:
                    _fill(spill, dump, options, scan)
            yield from _told(spill, options)
    except sqlite3.Error as error:  # the disk is full, or damaged
        raise OSError(errno.EIO, str(error), tempfile.gettempdir() if options.scratch is None else ".cache") from error


def _told(spill: Spill, options: ReadOptions) -> Iterator[tuple[str, list[bytes]] | Problem]:
    if options.part.number == 0:
        yield from spill.problems()
    done, size = 0, spill.size
    for key, payloads in spill.groups():
        yield key, payloads
        done += sum(map(len, payloads))
        if options.progress:
            options.progress("read", min(done, size), size)


def _fill(spill: Spill, dump: Dump, options: ReadOptions, scan: Scan) -> None:
    quarantine = Quarantine(dump.name)
    start = spill.checkpoint
    quarantine.count = spill.broken
    kept = 0
    for item in scan(start):
        if isinstance(item, Problem):
            told = quarantine.admit(item)
            if told is not None:
                spill.tell(told)
            continue
        spill.add(item.thread, item.order, item.payload)
        kept += len(item.payload)
        if kept >= _CHECKPOINT_BYTES and item.end:
            spill.commit(Checkpoint(item.end, item.lines), quarantine.count)
            kept = 0
    rest = quarantine.rest()
    if rest is not None:
        spill.tell(rest)
    spill.complete()


class Spill:
    """Records by thread, in a file. What is added is kept for good by `commit` and `complete`."""

    def __init__(self, folder: Path | None = None, part: Part = Part()) -> None:  # noqa: B008 - it is frozen
        """Open the spill in `folder`, which stands for one dump, made anew where it is missing or damaged.

        None: in memory, and beyond some megabytes in a temporary file. `part`: which threads `groups` gives.
        """
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._part = part
        self._db: sqlite3.Connection | None = None
        self._numbers: dict[bytes, int] = {}
        self._waiting: list[tuple[int, int | float | bytes, bytes]] = []
        self._waiting_bytes = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A context in which no other process fills this spill; the system frees it when the process ends."""
        if self._folder is None:
            yield
            return
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @property
    def is_complete(self) -> bool:
        """True where all records of the dump are in."""
        return bool(self._state("complete"))

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the scan is to go on."""
        return Checkpoint(self._state("offset"), self._state("lines"))

    @property
    def broken(self) -> int:
        """How many broken records were met before the checkpoint."""
        return self._state("broken")

    @property
    def size(self) -> int:
        """The bytes of all payloads of the threads that `groups` gives, about."""
        return self._state("bytes") // self._part.of

    def add(self, thread_key: str, order: Order, payload: bytes) -> None:
        """Add a record to its thread."""
        self._waiting.append((self._number(thread_key), _place(order), payload))
        self._waiting_bytes += len(payload)
        if len(self._waiting) >= _BATCH or self._waiting_bytes >= _BATCH_BYTES:
            self._write()

    def tell(self, problem: Problem) -> None:
        """Keep a problem, so that it is told however often the scan is interrupted."""
        self._open().execute("INSERT INTO problem (problem) VALUES (?)", (encode(problem),))

    def problems(self) -> Iterator[Problem]:
        for (blob,) in self._open().execute("SELECT problem FROM problem ORDER BY seq"):
            yield decode(blob, Problem)

    def commit(self, checkpoint: Checkpoint, broken: int = 0) -> None:
        """Keep what was added so far for good; a scan that is killed later begins at `checkpoint`."""
        self._write()
        self._open().execute("UPDATE state SET offset = ?, lines = ?, broken = ?", (*checkpoint, broken))
        self._commit()

    def complete(self) -> None:
        """Keep all, and make ready to give it back."""
        self._write()
        db = self._open()
        db.execute("CREATE INDEX record_thread ON record (thread, place, seq)")
        db.execute("UPDATE state SET complete = 1")
        self._commit()

    def groups(self) -> Iterator[tuple[str, list[bytes]]]:
        """Yield each thread's key and payloads, threads in the order of their first records."""
        if not self.is_complete:
            self.complete()
        db = self._open()
        threads = "SELECT number, key FROM thread WHERE class % ? = ? ORDER BY number"
        records = "SELECT payload FROM record WHERE thread = ? ORDER BY place, seq"
        for number, key in db.execute(threads, (self._part.of, self._part.number)):
            payloads = [payload for (payload,) in db.execute(records, (number,))]
            if payloads:
                yield key.decode("utf-8", "surrogatepass"), payloads

    def close(self) -> None:
        """Close the file; what was not committed is gone, and so is a temporary file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- the file ------------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            path = (
                str(self._folder / f"records-{_SCHEMA}.db") if self._folder else ""
            )  # "": SQLite's own temporary file
            try:
                self._db = _connect(path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise  # the disk is full, or not ours
                Path(path).unlink()
                self._db = _connect(path)
        return self._db

    def _state(self, column: str) -> int:
        value = self._open().execute(f"SELECT {column} FROM state").fetchone()[0]
        return int(value)

    def _number(self, thread_key: str) -> int:
        key = thread_key.encode("utf-8", "surrogatepass")
        number = self._numbers.get(key)
        if number is not None:
            return number
        db = self._open()
        row = db.execute("SELECT number FROM thread WHERE key = ?", (key,)).fetchone()
        if row is None:
            cursor = db.execute("INSERT INTO thread (key, class) VALUES (?, ?)", (key, thread_class(thread_key)))
            number = int(cursor.lastrowid or 0)
        else:
            number = int(row[0])
        if len(self._numbers) >= _KNOWN_THREADS:
            self._numbers.clear()
        self._numbers[key] = number
        return number

    def _write(self) -> None:
        if not self._waiting:
            return
        db = self._open()
        db.executemany("INSERT INTO record (thread, place, payload) VALUES (?, ?, ?)", self._waiting)
        db.execute("UPDATE state SET bytes = bytes + ?", (self._waiting_bytes,))
        self._waiting.clear()
        self._waiting_bytes = 0

    def _commit(self) -> None:
        self._open().execute("COMMIT")
        self._open().execute("BEGIN")


def thread_class(thread_key: str) -> int:
    """Return a number that stands for a thread's key: threads of one class are read in one part."""
    return int(digest(thread_key)[:8], 16)


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA temp_store = FILE")  # the index of a huge dump is sorted on disk
        db.execute("PRAGMA page_size = 8192")
        if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'state'").fetchone():
            db.executescript(f"BEGIN; {_TABLES} COMMIT;")
        db.execute("BEGIN")
    except BaseException:
        db.close()
        raise
    return db


def _place(order: Order) -> int | float | bytes:
    """Return an order as SQLite sorts it: texts by their code points, numbers of any size by their value."""
    if isinstance(order, str):
        return order.encode("utf-8", "surrogatepass")
    if isinstance(order, int) and not -_LARGEST <= order <= _LARGEST:
        return float("inf") if order > 0 else float("-inf")
    return order
