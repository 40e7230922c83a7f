"""Redirects: from addresses of former forums, and of pages that moved, to where things are now."""

from generator.redirects.lists import CLOUDFLARE_LIMIT
from generator.redirects.making import RedirectPlan, redirect_files
from generator.redirects.stubs import stub

__all__ = ["CLOUDFLARE_LIMIT", "RedirectPlan", "redirect_files", "stub"]
