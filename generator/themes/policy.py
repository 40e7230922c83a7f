"""The policy that keeps a page from running or loading what is not the site's own; every page says it first."""

from __future__ import annotations

import re

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
# A policy holds for what follows it, so nothing that could run or load may stand before it.
_UNDER_IT = re.compile(
    r"\s*<!DOCTYPE html>\s*<html(?:\s+(?:lang|dir|class|data-[a-z-]{1,30})=\"[^\"<>]*\")*\s*>\s*<head>\s*"
    r"<meta charset=\"utf-8\">\s*" + re.escape(META)
)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s[^<>]*>", re.IGNORECASE)


def under_policy(text: str) -> str:
    """Return a page as it is where it begins with the policy, else with the policy put before everything in it.

    A browser makes a head for it then, and takes the page's own attributes and head as they come.
    """
    if _UNDER_IT.match(text):
        return text
    doctype = _DOCTYPE.match(text)
    at = doctype.end() if doctype else 0
    return f"{text[:at]}{META}{text[at:]}"
