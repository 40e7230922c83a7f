"""The files that hosts read: marks, domain, headers, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.hosts.robots import meta_robots, robots_txt

# What every page says of itself (base.html), and what a page cannot say: who may frame it.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_FOR_EVER = "public, max-age=31536000, immutable"  # styles and scripts are named by what they hold
_FOR_A_WEEK = "public, max-age=604800"  # fonts keep their names


@dataclass(frozen=True, slots=True)
class HostPlan:
    """What site.yaml says of the host: `deploy` and `robots` are presets, `sitemap` the file's name or ""."""

    deploy: str
    robots: str
    base_url: str
    sitemap: str = ""


def host_files(plan: HostPlan) -> Iterator[tuple[str, bytes]]:
    """Yield (address, bytes) of what the host reads beside the pages."""
    sitemap = plan.base_url + plan.sitemap if plan.base_url and plan.sitemap else ""
    yield "robots.txt", robots_txt(plan.robots, sitemap)
    if plan.deploy == "github-pages":
        yield ".nojekyll", b""  # or GitHub leaves out what begins with _
        domain = own_domain(plan.base_url)
        if domain:
            yield "CNAME", f"{domain}\n".encode()
    if plan.deploy in ("cloudflare", "netlify"):
        yield "_headers", _headers(plan.robots).encode()


def own_domain(base_url: str) -> str:
    """Return the domain that GitHub is to answer for, "" where the site lies under GitHub's own.

    >>> own_domain("https://archive.example/"), own_domain("https://jane.github.io/debates/")
    ('archive.example', '')
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    return "" if host.endswith(".github.io") or parts.path.strip("/") else host


def _headers(robots: str) -> str:
    told = meta_robots(robots)
    everywhere = [
        f"Content-Security-Policy: {POLICY}",
        "Cross-Origin-Opener-Policy: same-origin",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        *([f"X-Robots-Tag: {told}"] if told else []),
        *(["tdm-reservation: 1"] if robots == "no-ai" else []),
    ]
    rules = [("/*", everywhere)]
    rules += [(f"/assets/*.{ending}", [f"Cache-Control: {_FOR_EVER}"]) for ending in ("css", "js")]
    rules += [
        ("/assets/fonts/*", [f"Cache-Control: {_FOR_A_WEEK}"]),
        ("/attachments/*", [f"Cache-Control: {_FOR_EVER}"]),
    ]
    return "\n".join("\n".join((path, *(f"  {line}" for line in lines))) for path, lines in rules) + "\n"
