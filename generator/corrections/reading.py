"""content/corrections.yaml read: the entries, and every fault at once."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from generator.corrections.entries import KINDS, NOBODY, NOWHERE, WORDS_LIMIT, Correction, Corrections, Kind, PostKey
from generator.problems import Problem
from generator.yamlfile import Form, Mapping, Node, Scalar, read_yaml, shown, suggest

FILE = "content/corrections.yaml"
_PLACE_KEYS = ("post", "thread", "starts")
_KEYS_OF: dict[Kind, tuple[str, ...]] = {
    "author": ("post", "starts"),
    "date": ("post", "starts"),
    "title": ("thread", "post", "starts"),
    "person": ("thread", "names"),
    "split": ("post", "starts"),
    "join": ("post", "starts"),
    "chrome": ("thread", "post", "starts"),
    "not-quote": ("post", "starts"),
    "quote-of": ("post", "starts", "quote", "origin-starts"),
}
_ALL_KEYS = tuple(dict.fromkeys((*KINDS, *_PLACE_KEYS, "names", "quote", "origin-starts", "why")))
_NEEDS_POST: frozenset[Kind] = frozenset(("author", "date", "split", "join", "not-quote", "quote-of"))
_MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?")


def read_corrections(path: Path) -> tuple[Corrections, tuple[Problem, ...]]:
    """Return the entries of corrections.yaml, and every fault found in it, in file order; nothing without a file.

    An entry with a fault is left out; whoever calls decides whether an error ends the build.
    """
    if not path.exists() and not path.is_symlink():
        return Corrections(), ()
    root, faults = read_yaml(path, file=FILE)
    form = Form(FILE)
    items: tuple[Node, ...] = ()
    if isinstance(root, Mapping) and [key.text for key, _ in root.entries] == ["corrections"]:
        root = root.entries[0][1]
    if root is not None:
        items = form.items(root, FILE)
    read = [(entry, (item.place.line, item.place.column)) for item in items if (entry := _Entry(form, item).read())]
    problems = sorted((*faults, *form.problems), key=lambda problem: (problem.line or 0, problem.column or 0))
    return Corrections(tuple(entry for entry, _ in read), tuple(place for _, place in read)), tuple(problems)


class _Entry:
    """Reads one entry; its faults gather in the form."""

    def __init__(self, form: Form, node: Node) -> None:
        self.form = form
        self.node = node
        self.faults_before = len(form.problems)
        self.values = form.mapping(node, "a correction", keys=_ALL_KEYS)

    def read(self) -> Correction | None:
        kind = self._kind()
        if kind is None:
            return None
        for name, (written, _) in self.values.items():
            if name not in (kind, "why", *_KEYS_OF[kind]):
                fix = f"It takes: {', '.join((*_KEYS_OF[kind], 'why'))}."
                self.form.fault(
                    written.place, f"a correction of the kind `{kind}` has no `{name}`", code="D603", fix=fix
                )
        value, origin = self._value(kind), PostKey()
        if kind == "quote-of" and value != NOWHERE:
            origin = self._key(value, "quote-of", self._text("origin-starts"))
        key = self._place(kind)
        names = self.form.texts(self.values["names"][1], "names", limit=200) if "names" in self.values else ()
        passage = self._text("quote")
        self._check(kind, names=names, passage=passage, key=key)
        why = self._text("why")
        if not why:
            fix = 'why: "the name stands in the page that was copied"'
            message = "the correction does not say why; readers of the edition will ask"
            self.form.fault(self.node.place, message, code="D604", fix=fix, is_warning=True)
        if any(problem.severity == "error" for problem in self.form.problems[self.faults_before :]):
            return None
        return Correction(kind, value, key, why, names, passage, origin)

    def _kind(self) -> Kind | None:
        kinds = [kind for kind in KINDS if kind in self.values]
        if len(kinds) == 1:
            return kinds[0]
        if not isinstance(self.node, Mapping):
            return None  # told already
        if kinds:
            message = f"a correction says one thing, this one says {' and '.join(f'`{kind}`' for kind in kinds)}"
            self.form.fault(self.node.place, message, code="D601", fix="Make an entry of its own for each.")
        else:
            names = [key.text for key, _ in self.node.entries]
            near = next((fix for name in names if (fix := suggest(name, KINDS))), "")
            message = f"a correction needs one of these keys: {', '.join(KINDS)}"
            self.form.fault(self.node.place, message, code="D601", fix=near)
        return None

    def _value(self, kind: Kind) -> str:
        node = self.values[kind][1]
        if kind == "join":
            return self.form.choice(node, kind, ("previous", "next")) or ""
        is_empty_author = kind == "author" and isinstance(node, Scalar) and node.is_quoted
        text = self.form.text(node, kind, limit=WORDS_LIMIT, is_line=False)
        if text == "" and not is_empty_author:
            self.form.fault(node.place, f"`{kind}` has no value", code="D602")
        if kind == "date" and text and not is_moment(text):
            message = f"`date` must be a date like 2017, 2017-12, 2017-12-04 or 2017-12-04T05:12Z, not {shown(text)}"
            self.form.fault(node.place, message, code="D602")
        return " ".join(text.split()) if text else NOBODY

    def _place(self, kind: Kind) -> PostKey:
        key = self._key(self._text("post"), "post", self._text("starts"))
        thread = self._text("thread")
        if thread and key.thread and thread != key.thread:
            message = f"`thread` and `post` name different threads: {shown(thread)} and {shown(key.thread)}"
            self.form.fault(self.node.place, message, code="D602")
        return PostKey(key.thread or thread, key.post, key.starts)

    def _key(self, address: str, what: str, starts: str) -> PostKey:
        thread, _, post = address.removeprefix("threads/").removesuffix(".html").partition("/")  # or a page's address
        if address and not (thread and post):
            place = self.values[what][1].place
            self.form.fault(place, f"`{what}` must be <thread>/<post id>, not {shown(address)}", code="D602")
            return PostKey()
        return PostKey(thread, post, starts)

    def _text(self, name: str) -> str:
        if name not in self.values:
            return ""
        text = self.form.text(self.values[name][1], name, limit=WORDS_LIMIT, is_line=False)
        return " ".join(text.split()) if text else ""

    def _check(self, kind: Kind, *, names: tuple[str, ...], passage: str, key: PostKey) -> None:
        missing = ""
        if kind in _NEEDS_POST and not key and "post" not in self.values:
            missing = "`post: <thread>/<post id>` or `starts:` with its first words"
        elif kind == "title" and not (key or key.thread):
            missing = "`thread:` with the thread's id"
        elif kind == "person" and not names:
            missing = "`names:` with the other names"
        elif kind == "quote-of" and not passage:
            missing = "`quote:` with the quoted words"
        if missing:
            self.form.fault(self.node.place, f"a correction of the kind `{kind}` needs {missing}", code="D602")


def is_moment(text: str) -> bool:
    """True for ISO 8601 in the precision known: a year, a month, a day, or a time of a day.

    >>> is_moment("2017"), is_moment("2017-12-04T05:12:00+01:00"), is_moment("2017-13"), is_moment("4.12.2017")
    (True, True, False, False)
    """
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return False
    return True
