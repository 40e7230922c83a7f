"""The preview answers this machine's own pages, with files of the output, and nobody else with anything."""

import asyncio
import http.client
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.websocket import websocket_connect

from generator.problems import UnusableInput
from generator.serve import HOST, MAX_BODY_BYTES, add_script, find_file, make_application, open_port, watch_site

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'">
<title>A page</title></head><body><p>Text</p></body></html>
"""


T = TypeVar("T")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, run in a thread of its own: the browser tests keep a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int

    def ask(self, path: str, method: str = "GET", host: str | None = None, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=5)) as connection:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host if host is not None else f"{HOST}:{self.port}")
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def send(self, request: bytes) -> bytes:
        with closing(socket.create_connection((HOST, self.port), timeout=5)) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    (folder / "threads" / "one").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "threads" / "one" / "index.html").write_text(PAGE)
    (folder / "style.css").write_text("p { color: black }")
    (folder / "über uns.html").write_text(PAGE)
    (folder / ".manifest.json").write_text("{}")
    (folder.parent / "secret.txt").write_text("not for you")
    (folder / "leads-out.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "out").symlink_to(folder.parent)
    return folder


@pytest.fixture(scope="module")
def server(output: Path) -> Iterator[Server]:
    listener = open_port(0)
    port = listener.getsockname()[1]
    ready, done = threading.Event(), threading.Event()

    async def run() -> None:
        http_server = HTTPServer(make_application(output, port), max_body_size=MAX_BODY_BYTES)
        http_server.add_socket(listener)
        ready.set()
        await asyncio.to_thread(done.wait)
        http_server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait(5)
    yield Server(port)
    done.set()
    thread.join(5)


def test_a_page_is_served_with_the_reload_script_and_a_policy_that_allows_it(server: Server):
    page = server.ask("/")

    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<script src="/livereload.js?port={server.port}" defer></script></head>'.encode() in page.body
    assert b"script-src &#x27;self&#x27;; connect-src &#x27;self&#x27;" in page.body


def test_the_files_themselves_are_left_as_they_were_built(server: Server, output: Path):
    server.ask("/")

    assert (output / "index.html").read_text() == PAGE


def test_a_folder_stands_for_its_index_and_gets_its_slash(server: Server):
    assert server.ask("/threads/one/").status == 200
    assert server.ask("/threads/one").headers["location"] == "/threads/one/"


def test_other_files_are_served_as_they_are(server: Server):
    style = server.ask("/style.css")

    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert style.body == b"p { color: black }"


def test_names_outside_ascii_are_found(server: Server):
    assert server.ask("/%C3%BCber%20uns.html").status == 200


def test_head_has_the_headers_and_no_body(server: Server):
    head = server.ask("/", method="HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_nothing_but_reading_is_allowed(server: Server, method: str):
    assert server.ask("/", method=method, Content_Length="0").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/threads/../../secret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "//secret.txt",
        "/leads-out.txt",
        "/out/secret.txt",
        "/.manifest.json",
        "/index.html%00.css",
        "/empty/",
        "/empty",
        pytest.param("/" + "a" * 5000, id="a name too long"),
        "/threads/one/index.html/secret.txt",
    ],
)
def test_only_files_inside_the_output_are_served(server: Server, path: str):
    answer = server.ask(path)

    assert answer.status in {400, 404}
    assert b"not for you" not in answer.body
    assert b"secret" not in answer.body  # no listing either


def test_an_absolute_url_in_the_request_line_is_no_way_out(server: Server):
    answer = server.send(
        f"GET http://evil.example/../secret.txt HTTP/1.1\r\nHost: {HOST}:{server.port}\r\n\r\n".encode()
    )

    assert b"not for you" not in answer


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "127.0.0.1.evil:{port}"]
)
def test_a_name_that_is_not_ours_is_refused(server: Server, host: str):
    answer = server.ask("/", host=host.format(port=server.port))

    assert answer.status in {400, 403}
    assert b"Text" not in answer.body


def test_localhost_is_our_name_too(server: Server):
    assert server.ask("/", host=f"localhost:{server.port}").status == 200


def test_a_request_without_a_host_or_with_two_is_refused(server: Server):
    own = f"Host: {HOST}:{server.port}\r\n"

    for headers in ("", own + own, own + "Host: evil.example\r\n"):
        answer = server.send(f"GET / HTTP/1.1\r\n{headers}Connection: close\r\n\r\n".encode())
        assert not answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1:{port}", "null", "http://localhost:1"])
def test_pages_of_others_get_no_answer(server: Server, origin: str):
    assert server.ask("/", Origin=origin.format(port=server.port)).status == 403


def test_pages_of_others_cannot_embed_ours(server: Server):
    assert (
        server.ask("/style.css", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors", Sec_Fetch_Dest="style").status
        == 403
    )
    assert server.ask("/", Sec_Fetch_Site="same-site", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="iframe").status == 403


def test_a_link_from_another_page_can_be_followed(server: Server):
    assert (
        server.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document").status == 200
    )


def test_no_answer_lets_other_sites_read_it(server: Server):
    for path in ("/", "/style.css", "/nowhere", "/livereload.js"):
        headers = server.ask(path).headers
        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_livereload_s_way_to_force_a_reload_by_url_is_closed(server: Server):
    assert server.ask("/forcereload").status == 404


def test_only_loopback_is_listened_on():
    with closing(open_port(0)) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_said_to_be_taken():
    with closing(open_port(0)) as listener, pytest.raises(UnusableInput) as caught:
        open_port(listener.getsockname()[1])

    assert "is taken by another program" in caught.value.problems[0].message
    assert "--port 0" in caught.value.problems[0].fix


# --- reloading -----------------------------------------------------------------------------------------------------


def talk(output: Path, origin: str | None, messages: list[str]) -> str | None:
    """Open the reload socket of a preview of `output`, send messages and return the first answer."""

    async def run() -> str | None:
        with closing(open_port(0)) as listener:
            port = listener.getsockname()[1]
            server = HTTPServer(make_application(output, port))
            server.add_socket(listener)
            headers = {"Origin": origin.format(port=port)} if origin else {}
            request = HTTPRequest(f"ws://{HOST}:{port}/livereload", headers=headers)
            socket = await websocket_connect(request)
            for message in messages:
                await socket.write_message(message)
            answer = await asyncio.wait_for(socket.read_message(), 5)
            socket.close()
            server.stop()
            return answer if isinstance(answer, str) else None

    return run_apart(run())


def test_a_browser_is_greeted_in_livereload_s_protocol(output: Path):
    answer = talk(output, "http://127.0.0.1:{port}", ['{"command": "hello", "protocols": []}'])

    assert answer is not None
    assert "official-7" in answer


def test_the_socket_is_closed_to_pages_of_others(output: Path):
    with pytest.raises(HTTPClientError, match="403"):
        talk(output, "http://evil.example", [])


@pytest.mark.parametrize("message", ["nonsense", "[]", "7", "{}", '{"command": {}}', '"hello"'])
def test_what_is_not_the_protocol_ends_the_talk_without_a_word(
    output: Path, message: str, caplog: pytest.LogCaptureFixture
):
    answer = talk(output, None, [message, '{"command": "hello"}'])

    assert answer is None or "official-7" in answer
    assert not caplog.records


def test_a_change_of_content_theme_or_settings_is_noticed(tmp_path: Path):
    (tmp_path / "content" / "threads").mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: one")

    async def is_noticed(change: Callable[[int], object]) -> bool:
        changed, stop = asyncio.Event(), asyncio.Event()
        watching = asyncio.create_task(watch_site(tmp_path, changed, stop))
        for attempt in range(100):  # the watch is set up in a thread of its own and does not say when it stands
            change(attempt)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), 0.05)
                break
        stop.set()
        await watching
        return changed.is_set()

    def replace_settings(attempt: int) -> None:
        (tmp_path / "new.yaml").write_text(f"title: {attempt}")
        (tmp_path / "new.yaml").rename(tmp_path / "site.yaml")

    def replace_content(attempt: int) -> None:
        (tmp_path / "content").rename(tmp_path / f"old-{attempt}")
        (tmp_path / "content").mkdir()

    async def run() -> list[bool]:
        return [
            await is_noticed(lambda attempt: (tmp_path / "content" / "threads" / "a.txt").write_text(f"{attempt}")),
            await is_noticed(replace_settings),
            await is_noticed(
                lambda attempt: (tmp_path / "themes").rmdir() if attempt % 2 else (tmp_path / "themes").mkdir()
            ),
            await is_noticed(replace_content),
            await is_noticed(lambda attempt: (tmp_path / "content" / "topics.yaml").write_text(f"{attempt}")),
        ]

    assert run_apart(run()) == [True, True, True, True, True]


# --- the script ----------------------------------------------------------------------------------------------------


def test_a_policy_that_allows_scripts_already_is_widened_for_the_connection_only():
    policy = "script-src &#39;self&#39;; connect-src &#39;none&#39;"
    page = f"<head><meta http-equiv='Content-Security-Policy' content='{policy}'></head>"

    served = add_script(page.encode(), 8000).decode()

    assert """content="script-src &#x27;self&#x27;; connect-src &#x27;self&#x27;">""" in served


def test_words_of_a_post_that_look_like_a_policy_or_a_head_are_left_alone():
    post = '&lt;meta content-security-policy content="default-src *"&gt; &lt;/head&gt;'
    page = f"<html><head><title>t</title></head><body><p>{post}</p></body></html>".encode()

    assert add_script(page, 8000).replace(b'<script src="/livereload.js?port=8000" defer></script>', b"", 1) == page


@given(st.text(alphabet=st.sampled_from("/.\\%aé\0 ~:$\n"), max_size=40))
def test_no_path_leads_out_of_the_output(tmp_path_factory: pytest.TempPathFactory, path: str):
    root = tmp_path_factory.getbasetemp()

    found = find_file(root, path)

    assert found is None or found.resolve().is_relative_to(root.resolve())
