"""The review's pages answer their own page alone, and nothing of them is in the output."""

import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.build.sites import NBSP
from tests.serve.test_preview import Preview

PAGE = "/-review/"


@dataclass
class Visitor:
    """A browser's part: the cookie and the token of the page, sent as a browser sends them."""

    port: int
    cookie: str = ""
    token: str = ""

    def get(self, path: str = PAGE, **headers: str) -> tuple[int, dict[str, str], str]:
        return self._ask("GET", path, "", headers)

    def come(self) -> str:
        _, headers, page = self.get()
        self.cookie = headers["set-cookie"].partition(";")[0]
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        self.token = found[1]
        return page

    def post(self, fields: dict[str, str], path: str = f"{PAGE}answer", **headers: str) -> int:
        own = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        sent = own | ({"Cookie": self.cookie} if self.cookie else {})
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in sent.items() if value}
        return self._ask("POST", path, urlencode({"token": self.token, **fields}), kept)[0]

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "content" / "threads").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Bread\n")
    posts = "".join(f"The loaf number {word} was dearer than the one before it.\n{NBSP}\n" for word in ("one", "two"))
    (folder / "content" / "threads" / "bread.txt").write_text(f"Bread\n\n{posts}")
    return folder


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    running = Preview(site, "--review")
    yield running
    running.end()


@pytest.fixture
def visitor(preview: Preview) -> Visitor:
    return Visitor(preview.port)


@pytest.fixture
def fields(visitor: Visitor) -> dict[str, str]:
    found = re.search(r'name="doubt" value="([^"]+)"', visitor.come())
    assert found
    return {"doubt": found[1], "choice": "0", "value": "Mallory", "why": "because"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Host": "evil.example"},
        {"Cookie": ""},
        {"Cookie": "disputatio-review=guess"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/json"},
    ],
    ids=str,
)
def test_nobody_but_the_page_itself_can_answer(
    visitor: Visitor, fields: dict[str, str], site: Path, headers: dict[str, str]
):
    assert visitor.post(fields, **headers) == 403
    assert not (site / "content" / "corrections.yaml").exists()


@pytest.mark.parametrize("token", ["", "guess"])
def test_a_form_without_the_page_s_token_is_refused(visitor: Visitor, fields: dict[str, str], site: Path, token: str):
    assert visitor.post({**fields, "token": token}) == 403
    assert not (site / "content" / "corrections.yaml").exists()


@pytest.mark.parametrize("path", [f"{PAGE}answer", f"{PAGE}undo"])
def test_nothing_is_done_by_a_visit(visitor: Visitor, path: str):
    assert visitor.get(path)[0] == 405


def test_the_page_is_its_own_alone(visitor: Visitor):
    _, headers, page = visitor.get()

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=Strict" in headers["set-cookie"]
    assert headers["cache-control"] == "no-store"
    assert visitor.get(Host="evil.example")[0] == 403
    assert "<script>" not in page and "style=" not in page


def test_a_doubt_that_nobody_knows_is_refused_in_words(visitor: Visitor, fields: dict[str, str]):
    assert visitor.post({**fields, "doubt": "nothing"}) == 303
    assert "not on the list any more" in visitor.get()[2]


def test_nothing_of_the_review_is_in_the_output(visitor: Visitor, site: Path):
    visitor.come()

    assert not [path for path in (site / "public").rglob("*") if path.is_file() and b"-review" in path.read_bytes()]


def test_without_review_there_is_no_such_page(site: Path, tmp_path: Path):
    plain = tmp_path / "plain"
    (plain / "content" / "threads").mkdir(parents=True)
    (plain / "site.yaml").write_text("title: Bread\n")
    running = Preview(plain)

    try:
        assert Visitor(running.port).get()[0] == 404
    finally:
        running.end()
