"""content/redactions.yaml read: the entries, and every fault at once."""

from __future__ import annotations

from pathlib import Path

from generator.corrections import PostKey, bare_letters, is_moment
from generator.problems import Problem
from generator.redactions.entries import KINDS, Kind, Redaction, Redactions
from generator.yamlfile import Form, Mapping, Node, read_yaml, shown, suggest

FILE = "content/redactions.yaml"
_WORDS_LIMIT = 20_000  # characters of a passage
_LINE_LIMIT = 300
_FEWEST_LETTERS = {"passage": 4, "person": 2}  # less is in every other word
_SHARED = ("reason", "date", "tombstone")
_KEYS_OF: dict[Kind, tuple[str, ...]] = {
    "post": ("post", "starts", *_SHARED),
    "passage": ("passage", "post", "starts", *_SHARED),
    "person": ("person", "names", "as", "reason", "date"),
}
_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS_OF.values() for key in keys))
TOMBSTONES: dict[Kind, str] = {"post": "removed from this edition", "passage": "passage removed", "person": ""}


def read_redactions(path: Path) -> tuple[Redactions, tuple[Problem, ...]]:
    """Return the entries of redactions.yaml, and every fault found in it, in file order; nothing without a file.

    Any error must end the build: an entry that is not understood would be published.
    """
    if not path.exists() and not path.is_symlink():
        return Redactions(), ()
    root, faults = read_yaml(path, file=FILE)
    form = Form(FILE)
    key_id = ""
    if isinstance(root, Mapping):
        whole = form.mapping(root, "redactions.yaml", keys=("redactions", "key"))
        key_id = form.text(whole["key"][1], "key", limit=_LINE_LIMIT) or "" if "key" in whole else ""
        root = whole["redactions"][1] if "redactions" in whole else None
    items: tuple[Node, ...] = form.items(root, FILE) if root is not None else ()
    read = [(entry, (item.place.line, item.place.column)) for item in items if (entry := _Entry(form, item).read())]
    problems = sorted((*faults, *form.problems), key=lambda problem: (problem.line or 0, problem.column or 0))
    entries = tuple(entry for entry, _ in read)
    return Redactions(entries, tuple(place for _, place in read), key_id), tuple(problems)


class _Entry:
    """Reads one entry; its faults gather in the form."""

    def __init__(self, form: Form, node: Node) -> None:
        self.form = form
        self.node = node
        self.faults_before = len(form.problems)
        self.values = form.mapping(node, "a redaction", keys=_ALL_KEYS)

    def read(self) -> Redaction | None:
        kind = self._kind()
        if kind is None:
            return None
        for name, (written, _) in self.values.items():
            if name not in _KEYS_OF[kind]:
                fix = f"It takes: {', '.join(_KEYS_OF[kind])}."
                message = f"a redaction of a {kind} has no `{name}`"
                self.form.fault(written.place, message, code="D303", fix=fix)
        key = self._key()
        value = self._value(kind, key)
        names = self.form.texts(self.values["names"][1], "names", limit=_LINE_LIMIT) if "names" in self.values else ()
        for name in names:
            self._check_letters("person", name, "names")
        date = self._text("date", _LINE_LIMIT)
        if date and not is_moment(date):
            message = f"`date` must be a date like 2026, 2026-05 or 2026-05-02, not {shown(date)}"
            self.form.fault(self.values["date"][1].place, message, code="D302")
        reason = self._text("reason", _WORDS_LIMIT)
        for missing in (name for name, told in (("reason", reason), ("date", date)) if not told):
            message = f"the redaction has no `{missing}`; who comes after you will ask"
            self.form.fault(self.node.place, message, code="D304", is_warning=True)
        told = self._text("as", _LINE_LIMIT) if kind == "person" else self._text("tombstone", _LINE_LIMIT).rstrip(".")
        tombstone = told or TOMBSTONES[kind]
        if any(problem.severity == "error" for problem in self.form.problems[self.faults_before :]):
            return None
        return Redaction(kind, key, value, reason, date, tombstone, names)

    def _kind(self) -> Kind | None:
        if not isinstance(self.node, Mapping):
            return None  # told already
        kinds: list[Kind] = [kind for kind in ("passage", "person") if kind in self.values]
        if len(kinds) == 1:
            return kinds[0]
        if kinds:
            message = "a redaction is of one thing, this one is of a passage and of a person"
            self.form.fault(self.node.place, message, code="D301", fix="Make an entry of its own for each.")
        elif "post" in self.values or "starts" in self.values:
            return "post"
        else:
            names = [key.text for key, _ in self.node.entries]
            near = next((fix for name in names if (fix := suggest(name, KINDS))), "")
            message = f"a redaction needs one of these keys: {', '.join(KINDS)}"
            self.form.fault(self.node.place, message, code="D301", fix=near)
        return None

    def _value(self, kind: Kind, key: PostKey) -> str:
        if kind == "post":
            if not key:
                message = "a redaction of a post needs `post: <thread>/<post id>` or `starts:` with its first words"
                self.form.fault(self.node.place, message, code="D302")
            return ""
        value = self._text(kind, _WORDS_LIMIT)
        self._check_letters(kind, value, kind)
        return value

    def _check_letters(self, kind: Kind, text: str, name: str) -> None:
        if len(bare_letters(text)) < _FEWEST_LETTERS[kind]:
            message = f"`{name}` needs at least {_FEWEST_LETTERS[kind]} letters or digits, {shown(text)} has fewer"
            self.form.fault(self.values[name][1].place, message, code="D302")

    def _key(self) -> PostKey:
        address = self._text("post", _LINE_LIMIT)
        thread, _, post = address.removeprefix("threads/").removesuffix(".html").partition("/")  # or a page's address
        if address and not (thread and post):
            message = f"`post` must be <thread>/<post id>, not {shown(address)}"
            self.form.fault(self.values["post"][1].place, message, code="D302")
            return PostKey()
        return PostKey(thread, post, self._text("starts", _WORDS_LIMIT))

    def _text(self, name: str, limit: int) -> str:
        if name not in self.values:
            return ""
        text = self.form.text(self.values[name][1], name, limit=limit, is_line=False)
        return " ".join(text.split()) if text else ""
