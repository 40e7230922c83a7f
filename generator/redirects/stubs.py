"""A page that does nothing but send its reader on: for hosts that can be told no redirects."""

from __future__ import annotations

from html import escape


def stub(href: str, title: str, language: str, canonical: str = "") -> bytes:
    """Return a page that leads to `href` at once, also without scripts; search engines take it for a redirect."""
    link = escape(href)
    named = f'<link rel="canonical" href="{escape(canonical)}">\n' if canonical else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={link}">\n{named}'
        f'<p><a href="{link}">{escape(title)}</a></p>\n</html>\n'
    ).encode()
