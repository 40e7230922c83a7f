"""Redirects: from addresses of former forums, and of pages that moved, to where things are now."""

from generator.redirects.making import RedirectPlan, redirect_files
from generator.redirects.stubs import stub

__all__ = ["RedirectPlan", "redirect_files", "stub"]
