"""What each host allows, and how near a site has come to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator.problems import Problem
from generator.writer import MANIFEST, read_manifest

NEAR = 0.8  # of a limit: an archive that grows by a thread a week has months left, and changing hosts takes days
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Host:
    """Limits as the host's documentation gave them in 2025 and 2026; 0: none is told."""

    name: str
    size_bytes: int = 0
    files: int = 0
    file_bytes: int = 0
    redirects: int = 0
    way_out: str = ""


HOSTS = {
    "github-pages": Host(
        "GitHub Pages",
        size_bytes=1000 * _MB,
        file_bytes=100 * _MB,
        way_out="Publish fewer attachments (attachments: in site.yaml), or another host.",
    ),
    "cloudflare": Host(
        "Cloudflare Pages",
        files=20_000,  # of a paid plan: 100,000
        file_bytes=25 * _MB,
        redirects=2_000,
        way_out="A paid plan allows 100,000 files.",
    ),
    "netlify": Host(
        "Netlify", redirects=10_000, way_out="Fewer redirects: name pages in redirects: of site.yaml instead."
    ),
    "gitlab": Host(
        "GitLab Pages",
        size_bytes=1000 * _MB,
        files=200_000,
        redirects=1_000,
        way_out="Publish fewer attachments (attachments: in site.yaml), or another host.",
    ),
}


def host_problems(deploy: str, robots: str, base_url: str, output: Path) -> Iterator[Problem]:
    """Yield what will not work on the host that site.yaml names, as far as settings and the built output tell."""
    if deploy and deploy != "plain" and not base_url:
        why = "The page for addresses that lead nowhere, redirects, feeds and citations need the address of the site."
        fix = "Add base_url: https://... to site.yaml."
        yield Problem("warning", "D852", "site.yaml", None, None, f"deploy: {deploy} without a base_url", why, fix)
    if robots == "no-ai" and urlsplit(base_url).path.strip("/"):
        why = "Robots ask for robots.txt at the top of a host only, and this site lies in a folder of it."
        fix = "Copy robots.txt of the output to the top of the host. What the pages themselves say still holds."
        yield Problem("note", "D853", "site.yaml", None, None, "robots.txt will not be found", why, fix)
    host = HOSTS.get(deploy)
    if host and (output / MANIFEST).is_file():
        yield from _limits(host, output)


def _limits(host: Host, output: Path) -> Iterator[Problem]:
    manifest = read_manifest(output)
    sizes = _sizes(output, list(manifest.urls())) if manifest else {}
    total, largest = sum(sizes.values()), max(sizes, key=lambda url: sizes[url], default="")
    rules = _count_lines(output / "_redirects")
    yield from _compared(host, len(sizes), host.files, "{:,} files")
    yield from _compared(host, total // _MB, host.size_bytes // _MB, "{:,} MB in all")
    yield from _compared(
        host, sizes.get(largest, 0) // _MB, host.file_bytes // _MB, f"{{:,}} MB in one file ({largest})"
    )
    yield from _compared(host, rules, host.redirects, "{:,} redirects")


def _compared(host: Host, number: int, limit: int, what: str) -> Iterator[Problem]:
    if not limit or number < NEAR * limit:
        return
    message = f"the site has {what.format(number)}, and {host.name} allows {limit:,}"
    if number > limit:
        why = "The upload fails, or what is beyond the limit does not work."
        yield Problem("warning", "D850", "site.yaml", None, None, message, why, host.way_out)
    else:
        yield Problem("note", "D851", "site.yaml", None, None, message, "It still fits.", host.way_out)


def _sizes(output: Path, urls: list[str]) -> dict[str, int]:
    sizes = {}
    for url in urls:
        try:
            sizes[url] = (output / url).stat().st_size
        except OSError:  # somebody has removed it since
            continue
    return sizes


def _count_lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.is_file() else 0
