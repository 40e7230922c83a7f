"""Threads and files to spoil a site with, and what a folder holds."""

import os
import stat
from pathlib import Path

NBSP = "\u00a0"


def paste(*posts: tuple[str, str], title: str = "On the price of bread") -> str:
    """Return a thread of (author, body) as a reader copies it from a forum: a lone NBSP line after each post."""
    parts = [f"\n{author}\nMember\n{body}\n{NBSP}\n" if author else f"{body}\n{NBSP}\n" for author, body in posts]
    return f"{title}\n\n{''.join(parts)}"


BREAD = paste(
    ("", "The bakers struck on Monday because flour had doubled in price within a month."),
    ("Anna", "The bakers struck on Monday because flour had doubled in price within a month.\nNo, it was the mill."),
    ("Boris", "It was whoever did not advertise with them, as every paper of that town well knew."),
)


def put(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def everything(folder: Path) -> dict[str, bytes]:
    """Return all that is below a folder but the cache, by path: contents of files, targets of links, else the kind."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if ".cache" in path.parts:
            continue
        kind = path.lstat().st_mode
        if stat.S_ISREG(kind):
            found[name] = path.read_bytes()
        elif stat.S_ISLNK(kind):
            found[name] = os.fsencode(path.readlink())
        else:
            found[name] = str(stat.S_IFMT(kind)).encode()
    return found
