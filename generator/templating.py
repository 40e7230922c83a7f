"""Views → bytes: a page is a pure function of its templates, the site, the theme and the view."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

from jinja2 import Template, TemplateError, nodes

from generator.codec import digest
from generator.languages import ENGLISH, Language
from generator.problems import Problem, UnusableInput
from generator.themes import Compiler, Page, Theme, Unsupported, environment, folder_of, resolve, under_policy
from generator.views.contract import PageView, SiteView
from generator.yamlfile import shown

TIME_LIMIT_S = 10.0  # for one page of a theme from outside; our own take a thousandth of a second
SLOW_PAGE_S, SLOWNESS_S = 0.25, 15.0  # what all pages of a worker may take beyond so much each: a build is not held up
MEMORY_LIMIT_BYTES = 400 << 20  # that one page may take beyond what the process has; the largest of ours takes 20 MB
# What a template can do wrong while it runs, beside what Jinja calls its own errors.
_FAULTS = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError),
    *(TypeError, ValueError, RecursionError, MemoryError),
)


class Renderer:
    """Renders the pages of one site in one theme and language. `code` stands for the program in the keys of pages."""

    def __init__(self, theme: Theme, site: SiteView, *, language: Language = ENGLISH, code: str = "") -> None:
        self._theme = theme
        self._site = site
        known = {"site": site, "theme": theme.view, "t": language.t}
        self._environment = environment(theme.templates, theme.levels, is_sandboxed=theme.is_foreign, known=known)
        # A theme from outside needs the sandbox, and that is Jinja's.
        self._compiler = (
            None if theme.is_foreign else Compiler(self._environment, self._parse, self._environment.globals)
        )
        self._patience_s = SLOWNESS_S
        self._trees: dict[str, nodes.Template] = {}
        self._pages: dict[str, Page | None] = {}  # by the name of the template; None where Jinja must do it
        self._always = digest(site, theme.view, language, code)

    def key(self, view: PageView) -> str:
        """Return the digest of all that the page's bytes depend on: while it stays, the page need not be rendered."""
        return digest(self._theme.closures[view.template], self._always, view)

    def render(self, view: PageView) -> bytes:
        """Return the page as UTF-8.

        Raises:
            UnusableInput: a template failed; the problem names its file and line.
        """
        page = self._compiled(view.template)
        if page is not None:
            try:
                return page(view).encode("utf-8", "replace")
            except (*_FAULTS, NameError):
                pass  # Jinja gives the page after all, or tells where the template is wrong
        name = resolve(self._theme.templates, self._theme.levels, view.template)
        try:
            template = self._environment.get_template(name or view.template)
            text = self._within_limits(template, view) if self._theme.is_foreign else template.render(page=view)
        except _FAULTS as error:
            raise UnusableInput((self._problem(error, view),)) from error
        return text.encode("utf-8", "replace")

    def _within_limits(self, template: Template, view: PageView) -> str:
        """Return a page of a theme from outside, which may be made to wear us out."""
        began = time.monotonic()
        with _time_limit(min(TIME_LIMIT_S, self._patience_s)), _memory_limit(MEMORY_LIMIT_BYTES):
            text = template.render(page=view)
        self._patience_s -= max(0.0, time.monotonic() - began - SLOW_PAGE_S)
        return under_policy(text) if view.frame.url.endswith(".html") else text

    def _compiled(self, name: str) -> Page | None:
        if name not in self._pages:
            key = resolve(self._theme.templates, self._theme.levels, name)
            try:
                self._pages[name] = self._compiler.page(key) if self._compiler and key else None
            except (Unsupported, *_FAULTS):
                self._pages[name] = None
        return self._pages[name]

    def _parse(self, key: str) -> nodes.Template:
        """Return the tree of a template, with what is the same on every page in place."""
        if key not in self._trees:
            found = self._theme.templates[key]
            tree = self._environment.parse(found.source, key, found.file)
            folder = folder_of(self._environment)
            self._trees[key] = folder.fold(tree) if folder else tree
        return self._trees[key]

    def _problem(self, error: Exception, view: PageView) -> Problem:
        files = {template.file for template in self._theme.templates.values()}
        places = [place for place in _places(error.__traceback__) if place[0] in files]
        file, line = places[-1] if places else (view.template, None)
        what = f"the template failed: {shown(str(error) or type(error).__name__, '', limit=200)}"
        return Problem("error", "D411", file, line, None, what, why=f"It was rendering {view.frame.url}.")


@contextmanager
def _time_limit(limit_s: float) -> Iterator[None]:
    """Stop what takes longer, with a TemplateError. Where the system has no such alarm, there is no limit."""
    has_alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not has_alarm:
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, max(0.01, limit_s))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory_limit(more_bytes: int) -> Iterator[None]:
    """Let what happens inside fail with a MemoryError rather than take all that the machine has.

    Where the system cannot tell how much a process has, there is no limit.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
        limit = pages * resource.getpagesize() + more_bytes
        if before[0] != resource.RLIM_INFINITY:
            limit = min(limit, before[0])
        resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TemplateError("the template took longer than a page may take")


def _places(traceback: TracebackType | None) -> Iterator[tuple[str, int | None]]:
    while traceback is not None:
        yield traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
