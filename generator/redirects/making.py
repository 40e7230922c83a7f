"""Which files lead from old addresses to new ones, for the hosts that site.yaml names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.redirects.collecting import collect
from generator.redirects.forums import old_addresses
from generator.redirects.lists import FILE, LIMITS, netlify_list, path_list
from generator.redirects.resolver import resolver_files
from generator.redirects.servers import apache_files, nginx_files
from generator.tables.rows import OldRow


@dataclass(frozen=True, slots=True)
class RedirectPlan:
    """What site.yaml says of redirects, and which pages of this very site have moved (old, new)."""

    kinds: tuple[str, ...]  # "nginx", "apache", "netlify" or another list, "pages"
    homes: tuple[tuple[str, str], ...]  # (dump, the address of its forum), where the dump does not tell it
    base_url: str
    title: str
    language: str
    posts_per_page: int
    post_pages: bool
    moved: tuple[tuple[str, str], ...] = ()


def redirect_files(plan: RedirectPlan, rows: Iterable[OldRow]) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of each file. Rows stand thread by thread, the thread before its posts."""
    known = list(rows)
    found = collect(
        old_addresses(known, plan.posts_per_page, dict(plan.homes), post_pages=plan.post_pages),
        plan.base_url,
        plan.moved,
    )
    if "nginx" in plan.kinds:
        yield from nginx_files(found)
    if "apache" in plan.kinds:
        yield from apache_files(found)
    if "netlify" in plan.kinds:
        yield FILE, netlify_list(found)
    for host in LIMITS:
        if host in plan.kinds:
            yield FILE, path_list(found, host)
    if "pages" in plan.kinds:
        threads = (row.thread for row in known if not row.post)
        yield from resolver_files(found, (plan.title, plan.language), threads)
