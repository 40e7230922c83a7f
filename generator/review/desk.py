"""The desk: the doubts as they are now, what was answered since, and the file that the answers go into."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.codec import short_id
from generator.corrections import Corrections, Doubt, read_corrections
from generator.files import replace_text
from generator.review.answers import entry_of, with_entry

ID_SIGNS = 12  # 60 bits: two doubts of a million have one id in a case of two million
_MOST_BYTES = 1_000_000  # what a build reads of the file


class Refused(Exception):  # noqa: N818 - the name says what a reader needs
    """An answer that was not written; `why` is said to the archivist."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered: the line that was written, and the file before and after it."""

    doubt: str
    says: str
    line: str
    before: str
    after: str


def id_of(doubt: Doubt) -> str:
    """Return an id that a doubt keeps as long as the same answers are offered for it."""
    return short_id(doubt.about, doubt.thread, doubt.post, *(choice.line for choice in doubt.choices), length=ID_SIGNS)


class Desk:
    """Used by the server's thread and by the one that builds. `file` is content/corrections.yaml."""

    def __init__(self, file: Path, backup: Path) -> None:
        self.file = file
        self._backup = backup
        self._lock = threading.Lock()
        self._doubts: dict[str, Doubt] = {}
        self._done: list[Answered] = []

    def lay_out(self, doubts: Iterable[Doubt]) -> bool:
        """Take the doubts of a new reading, most harmful first; return True where they are not the same as before."""
        found = {id_of(doubt): doubt for doubt in doubts if doubt.choices}
        with self._lock:
            has_changed = found.keys() != self._doubts.keys()
            self._doubts = found
        return has_changed

    def doubts(self) -> list[tuple[str, Doubt]]:
        with self._lock:
            return list(self._doubts.items())

    def done(self) -> list[Answered]:
        """Return what was answered in this session and not taken back, in order."""
        with self._lock:
            return list(self._done)

    def answer(self, doubt: str, choice: int, value: str | None, why: str) -> Answered:
        """Write the answer at the end of the file, and return it.

        Raises:
            Refused: the doubt is gone, or the file is not as it should be; then it is not touched.
            OSError: the file cannot be written.
        """
        with self._lock:
            known = self._doubts.get(doubt)
            if known is None or not 0 <= choice < len(known.choices):
                raise Refused("This doubt is not on the list any more: the archive was read anew.")
            chosen = known.choices[choice]
            line = entry_of(chosen.line, value if choice == 0 and known.about in ("author", "title") else None, why)
            before = self._read()
            after = with_entry(before, line)
            self._write(before, after, added=1)
            self._done.append(Answered(doubt, chosen.says, line, before, after))
            return self._done[-1]

    def undo(self) -> Answered:
        """Take the last answer of this session back, and return it.

        Raises:
            Refused: there is none, or the file was changed since by somebody else.
            OSError: the file cannot be written.
        """
        with self._lock:
            if not self._done:
                raise Refused("There is nothing to take back.")
            last = self._done[-1]
            if self._read() != last.after:
                raise Refused("corrections.yaml was changed since; take the answer out by hand.")
            self._write(last.after, last.before, added=-1)
            return self._done.pop()

    def _read(self) -> str:
        if not self.file.is_file():
            return ""
        try:
            return self.file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("corrections.yaml is not UTF-8.") from error

    def _write(self, before: str, after: str, *, added: int) -> None:
        """Replace the file, if the new text reads as the old one with one entry more, or one less."""
        old, new = self._entries(before), self._entries(after)
        longer, shorter = (new, old) if added > 0 else (old, new)
        if len(longer) != len(shorter) + 1 or longer[: len(shorter)] != shorter:
            raise Refused("corrections.yaml is not a list of entries that one could be added to. Add the line by hand.")
        if len(after.encode()) > _MOST_BYTES:
            raise Refused("corrections.yaml would become larger than what a build reads.")
        if not self._done and before:
            self._backup.parent.mkdir(parents=True, exist_ok=True)
            replace_text(self._backup, before)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        replace_text(self.file, after)

    def _entries(self, text: str) -> tuple[object, ...]:
        """Return the entries of a text of corrections.yaml.

        Raises:
            Refused: it has faults.
        """
        trial = self._backup.with_name("corrections-trial.yaml")
        trial.parent.mkdir(parents=True, exist_ok=True)
        replace_text(trial, text)
        try:
            read: tuple[Corrections, tuple[object, ...]] = read_corrections(trial)
            corrections, problems = read
        finally:
            trial.unlink(missing_ok=True)
        faults = [problem for problem in problems if getattr(problem, "severity", "") == "error"]
        if faults:
            raise Refused(f"corrections.yaml cannot be read: {getattr(faults[0], 'message', '')}. Mend it first.")
        return tuple(corrections.entries)
