"""`_redirects`, the list that Netlify, Cloudflare Pages and GitLab Pages read: one line an address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

from generator.redirects.collecting import Collected
from generator.redirects.forums import Old
from generator.redirects.shapes import BY_NAME

FILE = "_redirects"
LIMITS = {"cloudflare": 2000, "gitlab": 1000}  # rules: beyond them Cloudflare reads none, and GitLab none at all
_LONGEST = 1000  # characters of a line on Cloudflare
_OF_THREADS_FIRST = {"thread": 0, "post": 1, "place": 2, "page": 3, "offset": 3}


def netlify_list(found: Collected) -> bytes:
    """Return the list for Netlify, which looks at parameters too."""
    return "".join(f"{line}\n" for line in dict.fromkeys(_netlify_lines(found))).encode()


def path_list(found: Collected, host: str) -> bytes:
    """Return the list for a host that looks at paths alone: what moved, then threads, then posts, to its limit."""
    lines = [line for line in dict.fromkeys(_path_lines(found)) if len(line) <= _LONGEST]
    return "".join(f"{line}\n" for line in lines[: LIMITS[host]]).encode()


def forms_of(old: Old) -> Iterator[str]:
    """Yield path and query of the usual ways to ask for an old address: the dump's own first."""
    if old.own:
        yield old.own
    engine = BY_NAME[old.forum.engine]
    forms = {"post": engine.posts, "thread": engine.threads}.get(old.tells, ())
    yield from (old.forum.folder + form.format(old.key[1:]) for form in forms)


def _netlify_lines(found: Collected) -> Iterator[str]:
    for old, new in found.moved:
        yield f"/{old} {found.destination(new)} 301!"
    for form, target in _forms(found):
        path, _, query = form.partition("?")
        names = parse_qsl(query.replace(";", "&"), keep_blank_values=True)
        if query and (not names or any(" " in part or not part for pair in names for part in pair)):
            continue
        wanted = "".join(f" {name}={value}" for name, value in names)
        yield f"{path}{wanted} {found.destination(target)} 301!"


def _path_lines(found: Collected) -> Iterator[str]:
    for old, new in found.moved:
        yield f"/{old} {found.destination(new)} 301"
    for form, target in _forms(found):
        if "?" not in form:
            yield f"{form} {found.destination(target)} 301"


def _forms(found: Collected) -> Iterator[tuple[str, str]]:
    for (_, path), target in found.exact.items():
        yield path, target
    for old in sorted(found.olds.values(), key=lambda old: _OF_THREADS_FIRST[old.tells]):
        for form in forms_of(old):
            yield form, old.target
