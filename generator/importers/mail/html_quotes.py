"""HTML mails → bodies: what mail programs mean by their blockquotes and by the lines above them."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from generator.importers.mail.attributions import Attribution, find_attribution
from generator.importers.mail.quoting import Company
from generator.importers.structured.fragments import read_fragment
from generator.markup import SKIP, Body, Meaning, QuoteOf

_LEAD_IN = re.compile(
    r"(?:gmail_attr|moz-cite-prefix|OutlookMessageHeader|cite-prefix|yahoo_quoted_prefix|protonmail_quote_prefix)"
)
_SIGNATURE = re.compile(r"(?:gmail_signature|moz-signature|Signature)\b")
_MOST_ASKED = 20  # quotes of one mail whose words are looked up
_ASKED = 2_000  # characters of them


def read_html_mail(source: str, company: Company) -> Body:
    """Return the body of an HTML mail: its blockquotes are quotes, by whom the line above them says."""
    return read_fragment(company.hide(source), _Meanings(company).of)


class _Meanings:
    """Is asked for the elements of a mail in document order, and remembers the last lead-in."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._who: Attribution | None = None
        self._asked = 0

    def of(self, node: LexborNode) -> Meaning | None:
        classes = node.attributes.get("class") or ""
        if node.tag in ("div", "p", "span") and _LEAD_IN.search(classes):
            words = [line.strip() for line in node.text()[:1000].split("\n") if line.strip()]
            self._who = find_attribution(words[-4:])
            return SKIP if self._who else None
        if _SIGNATURE.match(classes):
            return SKIP
        if node.tag != "blockquote":
            return None
        who, self._who = self._who, None
        if self._asked >= _MOST_ASKED:
            return QuoteOf(None, who.shown if who else None)
        self._asked += 1
        asked = self._company.ask(who, node.text(separator="\n")[:_ASKED])
        return QuoteOf(None, asked.author, asked.post)
