"""All old addresses of an archive, each once, in a fixed order; and where each leads on the site as it is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.codec import short_id
from generator.redirects.forums import Exact, Forum, Old
from generator.redirects.shapes import BY_NAME, Shape
from generator.views import urls

ALIAS_SIGNS = 6  # 30 bits: an archive has a handful of forums


@dataclass(frozen=True, slots=True)
class Collected:
    """Old addresses by forum and key, those of no known shape by (host, path), and the dumps' own ones by path.

    `base` is the full address of the site, "/" where that is not known. `moved` are (old, new) of this very site.
    """

    base: str
    olds: Mapping[tuple[Forum, str], Old]
    exact: Mapping[tuple[str, str], str]
    moved: tuple[tuple[str, str], ...]
    forums: tuple[Forum, ...]

    def destination(self, target: str) -> str:
        """Return the address to send a reader to; `target` is one in this site, perhaps with an anchor."""
        page, sign, anchor = target.partition("#")
        return urls.canonical(self.base, page) + sign + anchor

    def is_told_by_host(self, forum: Forum) -> bool:
        """True where another forum had the same folder on another host: then paths alone do not tell them apart."""
        return bool(forum.host) and len({each.host for each in self.forums if each.folder == forum.folder}) > 1


def collect(found: Iterable[Old | Exact], base: str, moved: tuple[tuple[str, str], ...] = ()) -> Collected:
    """Return the old addresses, sorted; of several with one key the first stays."""
    olds: dict[tuple[Forum, str], Old] = {}
    exact: dict[tuple[str, str], str] = {}
    for each in found:
        if isinstance(each, Old):
            olds.setdefault((each.forum, each.key), each)
        else:
            exact.setdefault((each.host, each.path), each.target)
    forums = tuple(sorted({forum for forum, _ in olds}))
    return Collected(base or "/", dict(sorted(olds.items())), dict(sorted(exact.items())), moved, forums)


def alias(forum: Forum) -> str:
    """Return the short name of a forum in the keys of maps."""
    return short_id(forum.name, length=ALIAS_SIGNS)


def shapes_of(forum: Forum) -> tuple[Shape, ...]:
    return BY_NAME[forum.engine].shapes
