"""Live preview: the built site on 127.0.0.1, rebuilt and reloaded when a dump, a theme file or a setting changes.

Any page in the user's browser can send requests to this machine, and a name that an attacker owns can be made to point
to it (DNS rebinding). So every request must name us in `Host`, must not come from a page of somebody else, may only
read, and gets only files that really lie inside the output. livereload (2.7.1) checks none of that: what is used of it
is its protocol and its script. The script is put into what is served, never into the files.
"""

from __future__ import annotations

import asyncio
import errno
import html
import logging
import mimetypes
import re
import signal
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError
from watchfiles import Change, awatch

from generator.problems import Problem, UnusableInput

HOST = "127.0.0.1"
SCRIPT_URL = "/livereload.js"
SOCKET_URL = "/livereload"

MAX_BODY_BYTES = 1024  # nobody who only reads has more to say
MAX_MESSAGE_BYTES = 8192  # livereload's own messages are below 1 KB
SETTLE_MS = 20  # editors save in several steps within a few milliseconds; waiting longer is felt

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "Disputatio",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_types = mimetypes.MimeTypes()
for _ending, _type in {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
}.items():
    _types.add_type(_type, _ending)  # whatever the machine's own table says


Routes = Sequence[tuple[str, type[RequestHandler], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What `preview` needs: the site's folder to watch, the output to serve, how to build, where to speak.

    `rebuild` is called in one and the same thread, never twice at a time. It returns True where a new site was
    published; where it could not be built it has told the user why, and the old site stays.
    """

    site: Path
    output: Path
    rebuild: Callable[[], bool]
    say: Callable[[str], None]
    routes: Routes = ()  # further handlers, before the files: (pattern, handler, what it is initialised with)
    body_bytes: int = MAX_BODY_BYTES  # of a request


def open_port(port: int) -> socket.socket:
    """Return a listening socket on 127.0.0.1; port 0 takes any that is free.

    Raises:
        UnusableInput: the port is taken, or not ours to take.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EPERM}:
            raise
        what = "is taken by another program" if error.errno == errno.EADDRINUSE else "may not be opened by this user"
        fix = "Choose another with --port N; --port 0 takes any that is free."
        raise UnusableInput(
            (Problem("error", "D702", "--port", None, None, f"port {port} {what}", "", fix),)
        ) from error
    listener.setblocking(False)
    return listener


def preview(settings: Preview, listener: socket.socket) -> None:
    """Serve the output on `listener` and follow the site's changes until SIGINT or SIGTERM."""
    for name in ("tornado.access", "tornado.general", "livereload"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what browsers send does not belong into the terminal
    asyncio.run(_serve(settings, listener))


async def _serve(settings: Preview, listener: socket.socket) -> None:
    stop, changed = asyncio.Event(), asyncio.Event()

    def end(_: object = None) -> None:
        stop.set()
        changed.set()  # wakes the one who waits for changes

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, end)
    port = listener.getsockname()[1]
    server = HTTPServer(make_application(settings.output, port, settings.routes), max_body_size=settings.body_bytes)
    server.add_socket(listener)
    watching = asyncio.create_task(watch_site(settings.site, changed, stop))
    watching.add_done_callback(end)
    changed.set()  # what was edited between the build that was just done and this moment
    settings.say(f"The site is at http://{HOST}:{port}/ (Ctrl-C ends the preview).")
    await _rebuild_after_changes(settings.rebuild, changed, stop)
    server.stop()
    for browser in list(LiveReloadHandler.waiters):
        browser.close()
    await server.close_all_connections()
    await watching
    settings.say("The preview has ended.")


# --- following changes ---------------------------------------------------------------------------------------------


async def _rebuild_after_changes(rebuild: Callable[[], bool], changed: asyncio.Event, stop: asyncio.Event) -> None:
    """Rebuild after each run of changes and tell the browsers; a change during a rebuild starts another one."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "rebuild") as builder:
        while True:
            await changed.wait()
            if stop.is_set():
                return
            changed.clear()
            if await loop.run_in_executor(builder, rebuild):
                LiveReloadHandler.reload_waiters("/")


async def watch_site(site: Path, changed: asyncio.Event, stop: asyncio.Event) -> None:
    """Set `changed` whenever site.yaml, or anything below content/ or themes/, has changed; return after `stop`.

    The site's own folder is watched too, without its depths: an editor that saves by renaming replaces site.yaml, and
    content/ or themes/ may come, go or be replaced, and then must be watched anew.
    """
    while not stop.is_set():
        replaced = asyncio.Event()
        folders = [folder for folder in (site / "content", site / "themes") if folder.is_dir()]
        below = asyncio.create_task(_note_changes(folders, changed, replaced))
        try:
            async with aclosing(
                awatch(site, watch_filter=_is_of_the_site, step=SETTLE_MS, recursive=False, stop_event=stop)
            ) as batches:
                async for batch in batches:
                    changed.set()
                    if any(Path(path).name != "site.yaml" for _, path in batch):
                        break
        finally:
            replaced.set()
            await below


async def _note_changes(folders: list[Path], changed: asyncio.Event, stop: asyncio.Event) -> None:
    if folders:
        async for _ in awatch(*folders, step=SETTLE_MS, stop_event=stop):
            changed.set()


def _is_of_the_site(_: Change, path: str) -> bool:
    return Path(path).name in {"site.yaml", "content", "themes"}


# --- answering requests --------------------------------------------------------------------------------------------


def make_application(output: Path, port: int, routes: Routes = ()) -> Application:
    """Return the preview's web application for a server that listens on `port`; `routes` go before the files."""
    LiveReloadHandler.watcher = Watcher()  # never started: reload messages read a file name from it
    LiveReloadHandler.live_css = False  # stylesheets have hashed names, so a new one means a new page
    own = {"port": port}
    return Application(
        [
            (SOCKET_URL, ReloadSocket, own),
            (SCRIPT_URL, ReloadScript, own),
            *routes,
            (r"/(.*)", FileHandler, {**own, "output": output}),
        ],
        websocket_max_message_size=MAX_MESSAGE_BYTES,
    )


class Guarded(RequestHandler):
    """Answers only to this machine's own pages, and only what may be read."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, port: int) -> None:
        names = (HOST, "localhost")
        self.hosts = {f"{name}:{port}" for name in names} | ({*names} if port == 80 else set())

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        refusal = self._refusal()
        if refusal:
            raise HTTPError(403, reason=refusal)

    def _refusal(self) -> str:
        """Return why the request is not answered, "" where it is."""
        headers = self.request.headers
        hosts = headers.get_list("Host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return "This host is not served here"
        if not all(self.is_own(origin) for origin in headers.get_list("Origin")):
            return "Pages of other sites are not answered"
        is_visit = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
        if headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not is_visit:
            return "Pages of other sites are not answered"
        return ""

    def is_own(self, origin: str) -> bool:
        return origin.lower() in {f"http://{host}" for host in self.hosts}

    def write_error(self, status_code: int, **_: object) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")


class ReloadScript(Guarded, LiveReloadJSHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's script, from its package."""


class ReloadSocket(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """livereload's protocol, for this machine's own pages."""

    def check_origin(self, origin: str) -> bool:
        return self.is_own(origin)

    def send_message(self, message: dict[str, object]) -> None:
        with suppress(WebSocketClosedError):  # a browser may go at any moment
            self.write_message(message)

    def on_message(self, message: str | bytes) -> None:
        try:
            super().on_message(message)
        except (ValueError, TypeError, AttributeError):  # not JSON, not an object, no command
            self.close(1002, "not livereload's protocol")


class FileHandler(Guarded):
    """The files of the output, read anew each time; pages get the reload script on their way out."""

    def initialize(self, port: int, output: Path) -> None:  # type: ignore[override]
        super().initialize(port)
        self.output = output
        self.port = port

    def get(self, path: str) -> None:
        file = find_file(self.output, path)
        if file is None:
            raise HTTPError(404, reason="There is no such page")
        if file.name == "index.html" and path and not path.endswith(("/", "index.html")):
            self.redirect(f"/{quote(path.strip('/'))}/")
            return
        kind = _types.guess_type(file.name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        content = file.read_bytes()
        self.finish(add_script(content, self.port) if kind == "text/html" else content)

    head = get


def find_file(output: Path, path: str) -> Path | None:
    """Return the file that a URL's (decoded) path names, None where there is none for a reader.

    A folder stands for its index.html. Hidden names, links that lead out and all that is not a plain file are nobody's.
    """
    parts = [part for part in path.split("/") if part]
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    root = output.resolve()
    try:
        file = root.joinpath(*parts).resolve()
        if file.is_dir():
            file = (file / "index.html").resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, RuntimeError):  # too long a name; links in a ring
        return None


_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_POLICY = re.compile(rb"<meta\b[^>]*\bcontent-security-policy\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"""(\bcontent\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def add_script(page: bytes, port: int) -> bytes:
    """Return a page with livereload's script in its head, and a policy that lets the script run and connect."""
    script = f'<script src="{SCRIPT_URL}?port={port}" defer></script>'.encode()
    page = _POLICY.sub(lambda found: _widen_policy(found[0].decode("utf-8", "replace")).encode(), page, count=1)
    return _HEAD_END.sub(lambda found: script + found[0], page, count=1)


def _widen_policy(meta: str) -> str:
    def widen(found: re.Match[str]) -> str:
        policy = html.unescape(found[2] if found[2] is not None else found[3])
        directives = [directive.split() for directive in policy.split(";") if directive.strip()]
        for name in ("script-src", "connect-src"):
            sources = next((words for words in directives if words[0].lower() == name), None)
            if sources is None:
                directives.append([name, "'self'"])
            elif "'self'" not in sources:
                sources[1:] = [*(source for source in sources[1:] if source != "'none'"), "'self'"]
        return found[1] + '"' + html.escape("; ".join(" ".join(words) for words in directives)) + '"'

    return _CONTENT.sub(widen, meta, count=1)
