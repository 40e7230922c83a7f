"""The review as part of the preview's server: one page, its style and script, and the two things that can be done.

Whatever another site's page may try, it can neither read the page (the preview answers its own host names alone) nor do
anything: a POST counts only with this server's own Origin, the session's cookie (SameSite=Strict) and the token that
stands in the page.
"""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tornado.web import HTTPError

from generator.review.desk import Answered, Desk, Refused
from generator.review.page import ABOUTS, Asked, render_page
from generator.serve import Guarded

FOLDER = "/-review/"  # no address of a site begins so
BODY_BYTES = 32_768  # an answer has a value and a reason of at most 2,000 signs, each at most 12 bytes in a form
COOKIE = "disputatio-review"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_FILES = {"review.css": "text/css", "review.js": "text/javascript"}

Routes = list[tuple[str, type[Any], dict[str, Any]]]


def routes(desk: Desk, root: Path, port: int) -> Routes:
    """Return the review's handlers for a server on `port`; `root` is the site's folder."""
    own = {"port": port, "desk": desk, "root": root, "session": Session()}
    return [
        (FOLDER, PageHandler, own),
        (f"{FOLDER}(answer|undo)", ActHandler, own),
        (f"{FOLDER}({'|'.join(_FILES)})", OwnFile, {"port": port}),
    ]


class Session:
    """One run of the server: what only its page knows, what only its reader's browser knows, what was said last."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)
        self.cookie = secrets.token_urlsafe(32)
        self.said = ""


class _ReviewHandler(Guarded):
    def initialize(self, port: int, desk: Desk, root: Path, session: Session) -> None:  # type: ignore[override]
        super().initialize(port)
        self.port = port
        self.desk = desk
        self.root = root
        self.session = session

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "same-origin")  # with no-referrer, browsers send `Origin: null` with forms


class PageHandler(_ReviewHandler):
    """The page of doubts."""

    def get(self) -> None:
        asked = _asked(self.get_query_argument("about", ""), self.get_query_argument("page", "1"))
        self.set_cookie(COOKIE, self.session.cookie, path=FOLDER, httponly=True, samesite="Strict")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        done = self.desk.done()
        page = render_page(
            self.root, self.desk.doubts(), done, asked, session=(self.session.token, self.port), said=self.session.said
        )
        self.finish(page)


class ActHandler(_ReviewHandler):
    """Takes an answer, or takes the last one back; then leads to the page again."""

    SUPPORTED_METHODS = ("POST",)  # type: ignore[assignment]

    def prepare(self) -> None:
        super().prepare()
        headers = self.request.headers
        origins = headers.get_list("Origin")
        is_own = len(origins) == 1 and self.is_own(origins[0])
        is_own = is_own and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        is_form = headers.get("Content-Type", "").partition(";")[0].strip() == "application/x-www-form-urlencoded"
        has_cookie = hmac.compare_digest(self.get_cookie(COOKIE) or "", self.session.cookie)
        has_token = hmac.compare_digest(self.get_body_argument("token", "").encode(), self.session.token.encode())
        if not (is_own and is_form and has_cookie and has_token):
            raise HTTPError(403, reason="Only the review's own page may do that")

    def post(self, action: str) -> None:
        try:
            self.session.said = _told(self._answer() if action == "answer" else self.desk.undo(), action)
        except Refused as refusal:
            self.session.said = refusal.why
        except OSError as error:
            self.session.said = f"corrections.yaml cannot be written: {error.strerror}."
        asked = _asked(self.get_body_argument("about", ""), self.get_body_argument("page", "1"))
        query = urlencode({"about": asked.about, "page": asked.page} if asked != Asked() else {})
        self.redirect(FOLDER + (f"?{query}" if query else ""), status=303)

    def _answer(self) -> Answered:
        choice = self.get_body_argument("choice", "")
        number = int(choice) if choice.isascii() and choice.isdecimal() and len(choice) < 4 else -1
        value = self.get_body_argument("value", None)
        return self.desk.answer(self.get_body_argument("doubt", ""), number, value, self.get_body_argument("why", ""))


class OwnFile(Guarded):
    """The review's style and script."""

    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{_FILES[name]}; charset=utf-8")
        self.finish((Path(__file__).parent / name).read_bytes())


def _asked(about: str, page: str) -> Asked:
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return Asked(about if about in ABOUTS else "", max(1, number))


def _told(done: Answered, action: str) -> str:
    return f"Written: {done.line}" if action == "answer" else f"Taken back: {done.line}"
