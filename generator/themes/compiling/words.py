"""What compiled templates call for each piece of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

_quick: Callable[[str], str] | None
try:  # what `escape` itself calls; it spares a Markup, which costs more than the escaping
    from markupsafe._speedups import _escape_inner as _quick
except ImportError:
    _quick = None
if _quick is not None and _quick("<&>\"'") != "&lt;&amp;&gt;&#34;&#39;":
    _quick = None


def shown(value: Any) -> str:
    """Return what Jinja writes for a value: plain text is escaped, `Markup` is not.

    >>> shown("<b>"), shown(Markup("<b>")), shown(3), shown(None)
    ('&lt;b&gt;', '<b>', '3', 'None')
    """
    kind = type(value)
    if kind is Markup:
        return str.__str__(value)
    if kind is str and _quick is not None:
        return _quick(value)
    if kind is int:
        return int.__repr__(value)
    return str.__str__(escape(value))


def has_field(record: Any, name: str) -> bool:
    """True where Jinja finds `record.name` defined."""
    if hasattr(record, name):
        return True
    try:
        record[name]
    except (TypeError, LookupError, AttributeError):
        return False
    return True
