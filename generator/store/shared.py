"""Small things that every worker needs and no task should carry: written once to the cache, named by their content."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from generator.codec import decode, digest, encode
from generator.store.volumes import DamagedVolume, file_size, read_file, write_file

T = TypeVar("T")


def share(cache: str, name: str, value: object) -> str:
    """Write a value for the workers; return its URI, which stands for what it holds."""
    data = encode(value)
    uri = f"shards/{name}-{digest(data)}"
    if file_size(f"{cache}/{uri}") != len(data):
        write_file(f"{cache}/{uri}", data)
    return uri


@lru_cache(maxsize=16)
def load_shared(cache: str, uri: str, kind: type[T]) -> T:
    """Return what `share` wrote under that URI.

    Raises:
        DamagedVolume: it is not there, or not whole.
    """
    try:
        data = read_file(f"{cache}/{uri}")
        if digest(data) != uri.rpartition("-")[2]:
            raise DamagedVolume(uri)
        return decode(data, kind)
    except (OSError, ValueError) as error:
        raise DamagedVolume(uri) from error
