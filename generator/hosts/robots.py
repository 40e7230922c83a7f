"""What robots are told: may they list the pages, and may they learn from them."""

from __future__ import annotations

# The names by which crawlers that gather text for language models ask for robots.txt, as their owners publish them.
AI_CRAWLERS = (
    *("AI2Bot", "Amazonbot", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "Claude-Web", "anthropic-ai"),
    *("Diffbot", "DuckAssistBot", "FacebookBot", "GPTBot", "Google-CloudVertexBot", "Google-Extended", "ImagesiftBot"),
    *("Kangaroo Bot", "Meta-ExternalAgent", "Omgilibot", "PanguBot", "PerplexityBot", "Timpibot", "Webzio-Extended"),
    *("YouBot", "cohere-ai", "cohere-training-data-crawler", "img2dataset"),
)


def robots_txt(robots: str, sitemap: str) -> bytes:
    """Return robots.txt for a preset; `sitemap` is its full address, "" where there is none.

    With `noindex` robots may come: only who reads a page sees that it is not to be listed.
    """
    lines = []
    if robots == "no-ai":
        lines += [*(f"User-agent: {name}" for name in AI_CRAWLERS), "Disallow: /", ""]
    lines += ["User-agent: *", "Disallow:"]
    lines += ["", f"Sitemap: {sitemap}"] if sitemap and robots != "noindex" else []
    return "\n".join((*lines, "")).encode()


def meta_robots(robots: str) -> str:
    """Return what stands in each page for robots, "" where they may do as they like."""
    return {"noindex": "noindex", "no-ai": "noai, noimageai"}.get(robots, "")
