"""The key that pseudonyms are made with: a file beside site.yaml, outside the output and outside the history."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from generator.codec import short_id
from generator.linking import person_id
from generator.problems import Problem, UnusableInput
from generator.redactions.entries import Redaction, Redactions
from generator.redactions.reading import FILE

KEY_FILE = ".disputatio-key"
_BYTES = 32
_SIGNS = 5  # of a pseudonym: 25 bits, so that among 300 people the chance that two meet is 1 in 750
_IGNORE = ".gitignore"


def read_key(path: Path, redactions: Redactions) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the key for pseudonyms from its file, made where there is none yet, and what is to be told of it.

    b"" where no person is redacted: then none is needed.

    Raises:
        UnusableInput: redactions.yaml names a key, and the one that is here is another, or there is none.
        OSError: the file cannot be read or made.
    """
    if not redactions.has_people:
        return b"", ()
    is_new = not path.exists()
    if is_new and redactions.key_id:
        raise UnusableInput((_other_key("it is not here"),))
    if is_new:
        _make(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, UnicodeDecodeError) as error:
        raise UnusableInput((_other_key("what is here is no key"),)) from error
    if len(key) < _BYTES:
        raise UnusableInput((_other_key("what is here is too short for one"),))
    own = key_id(key)
    if redactions.key_id and redactions.key_id != own:
        raise UnusableInput((_other_key(f"the one here is {own}"),))
    return key, () if redactions.key_id else (_unnamed(own, is_new=is_new),)


def key_id(key: bytes) -> str:
    """Return 8 signs that tell a key from others and nothing about it."""
    return short_id("key of pseudonyms", hmac.digest(key, b"id", hashlib.sha256))


def pseudonym(entry: Redaction, key: bytes) -> str:
    """Return the name that stands for a person: the one that the entry gives, or one that only the key can tell.

    The same for the same name, key and program, whatever else is in the file.
    """
    if entry.tombstone:
        return entry.tombstone
    told = hmac.digest(key, b"person\0" + person_id(entry.value).encode(), hashlib.sha256)
    return f"Person-{short_id(told, length=_SIGNS)}"


def _make(path: Path) -> None:
    """Write a new key that no one else may read, and keep it out of git."""
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(secrets.token_hex(_BYTES).encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.rename(path)
    ignore = path.with_name(_IGNORE)
    lines = ignore.read_text(encoding="utf-8").splitlines() if ignore.is_file() else []
    if KEY_FILE not in lines:
        with ignore.open("a", encoding="utf-8") as stream:
            stream.write("".join(("\n" if lines and not ignore.read_bytes().endswith(b"\n") else "", KEY_FILE, "\n")))


def _other_key(why: str) -> Problem:
    message = f"the pseudonyms of this archive are made with a key in {KEY_FILE}, and {why}"
    fix = (
        f"Copy {KEY_FILE} from the machine on which the archive was built before, beside site.yaml. If it is lost, "
        "take the line `key:` out of redactions.yaml: all pseudonyms will then be new ones."
    )
    return Problem("error", "D313", FILE, None, None, message, "Another key would give everybody another name.", fix)


def _unnamed(own: str, *, is_new: bool) -> Problem:
    made = "was made" if is_new else "is used"
    message = f"the key {own} for pseudonyms {made}: {KEY_FILE}, beside site.yaml"
    why = "It is part of neither the output nor the history. Whoever has it can tell who a pseudonym stands for."
    fix = (
        f"Keep a copy of it in a safe place, and write into redactions.yaml, so that another machine misses it:\n"
        f"    key: {own}\n    redactions:  # and the entries below it"
    )
    return Problem("note", "D312", FILE, None, None, message, why, fix)
