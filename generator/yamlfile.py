"""YAML as plain data: every scalar is text with its place, and whatever is doubtful is a problem, not a guess.

Read from the parser's events, so that nothing of YAML's type guessing, tags, anchors or merging is ever at work: `no`,
`010`, `1.10` and `12:34` stay the text that the user wrote. What the text means is for `Form` to say, value by value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import yaml
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from generator.problems import Problem, Severity

MAX_BYTES = 1_000_000  # the archivist writes these files by hand; more is a mistake (or an attack)
MAX_PROBLEMS = 100  # of one file: nobody reads more at once, and a hostile file could hold half a million
_LEAST_SIMILARITY = 0.6  # two slips in a word of five letters
_TOO_DEEP = "maximum nesting depth"  # what newer versions of the parser say, far beyond our own limit
MAX_DEPTH = 50  # far beyond any of our files, far below any recursion limit

# CParser is libyaml's, six times as fast; both give the same events.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML 1.1 does not allow in a file. Checked here because the two parsers report its place differently.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in its file, both 1-based."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    place: Place
    is_quoted: bool = False

    @property
    def is_empty(self) -> bool:
        """True for `key:` with nothing behind it; `key: ""` is an empty text."""
        return not self.text and not self.is_quoted


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """`entries` stand in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


class _Mark(Protocol):
    """What both parsers' marks have, 0-based."""

    line: int
    column: int


def read_yaml(path: Path, *, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of the YAML file at `path` and every fault in its form; `file` is its name in the problems.

    The tree is None where the file cannot be read or parsed at all, and where it is empty (then without a problem).
    A link that leads out of the file's folder is not followed.
    """
    try:
        if reason := _no_plain_file(path):
            return None, (_problem(file, None, "D101", reason),)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: a ring of links
        reason = getattr(error, "strerror", None) or type(error).__name__
        return None, (_problem(file, None, "D101", f"the file cannot be read: {reason}"),)
    return parse_yaml(data, file=file)


def parse_yaml(data: bytes, *, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of YAML text and every fault in its form, in file order, whatever the bytes are.

    Refused as problems: bytes that are not UTF-8, more than 1 MB, control characters, faults of syntax, duplicate keys,
    keys that are not text, anchors, aliases, tags, a second document, nesting of more than 50 levels.
    """
    if len(data) > MAX_BYTES:
        return None, (_problem(file, None, "D103", "the file is larger than 1 MB"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        message = f"the file is not UTF-8: there is a stray byte 0x{data[error.start]:02x}"
        fix = "Save the file in the encoding UTF-8 and try again."
        return None, (_problem(file, _end_of(good), "D102", message, fix=fix),)
    if bad := _FORBIDDEN.search(text):
        message = f"the character U+{ord(bad[0]):04X} may not stand in a YAML file"
        return None, (_problem(file, _end_of(text[: bad.start()]), "D102", message),)
    builder = _Builder(file)
    root = builder.build(text)
    return root, tuple(sorted(builder.problems, key=lambda problem: (problem.line or 0, problem.column or 0)))


class _Builder:
    """Turns parser events into a tree, iteratively, and collects what is refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def build(self, text: str) -> Node | None:
        try:
            return self._tree(yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            place = _place(error.problem_mark or error.context_mark)
            what = shown(" ".join(part for part in (error.context, error.problem) if part), "", limit=200)
            if _TOO_DEEP in what:
                self._refuse(place, "D107", f"lists and mappings are nested more than {MAX_DEPTH} levels deep")
            else:
                self._refuse(place, "D104", f"this is not valid YAML: {what}", fix=_advice(what))
        except (yaml.YAMLError, ValueError) as error:  # ValueError: an escape such as "\ud800" or "\UFFFFFFFF"
            self._refuse(Place(1, 1), "D104", f"this is not valid YAML: {shown(str(error))}")
        return None

    def _tree(self, events: Iterator[yaml.Event]) -> Node | None:
        stack: list[tuple[Place, bool, list[Node]]] = []  # place, is a mapping, children (keys and values in turn)
        root: Node | None = None
        for event in events:
            place = _place(event.start_mark)
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._refuse(place, "D106", "a second document begins here; the file may hold one only")
                return root
            if isinstance(event, yaml.NodeEvent):
                self._refuse_magic(event, place)
            node: Node | None = None
            if isinstance(event, yaml.CollectionStartEvent):
                if len(stack) == MAX_DEPTH:
                    self._refuse(place, "D107", f"lists and mappings are nested more than {MAX_DEPTH} levels deep")
                    return None
                stack.append((place, isinstance(event, yaml.MappingStartEvent), []))
            elif isinstance(event, yaml.CollectionEndEvent):
                begun, is_mapping, children = stack.pop()
                node = self._mapping(children, begun) if is_mapping else Sequence(tuple(children), begun)
            elif isinstance(event, yaml.ScalarEvent):
                node = Scalar(event.value, place, bool(event.style))
            elif isinstance(event, yaml.AliasEvent):
                node = Scalar("", place)
            if node is not None and stack:
                stack[-1][2].append(node)
            elif node is not None:
                root = node
        return root

    def _refuse_magic(self, event: yaml.NodeEvent, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                place, "D106", f"an alias (*{shown(event.anchor or '', '')}) is not allowed; write the value out"
            )
        elif event.anchor is not None:
            self._refuse(place, "D106", f"an anchor (&{shown(event.anchor, '')}) is not allowed; write the value out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(place, "D106", f"a tag ({shown(tag, '')}) is not allowed; write the value without it")

    def _mapping(self, children: list[Node], place: Place) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._refuse(key.place, "D105", "a key must be text, not a list or a mapping")
            elif key.text in entries:
                first = entries[key.text][0].place
                message = f"the key {shown(key.text)} stands here a second time (first: line {first.line})"
                self._refuse(key.place, "D105", message, fix="Keep one of the two.")
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), place)

    def _refuse(self, place: Place, code: str, message: str, *, fix: str = "") -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(_problem(self.file, place, code, message, fix=fix))


class Form:
    """Reads typed values out of the tree of one file and collects every fault on the way, so all are shown at once.

    Each reader returns None where the value is not fit; the fault is then in `problems`. `what` names the value in
    messages, as the user knows it (`posts_per_page`).
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault so far, in file order."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.line or 0, problem.column or 0)))

    @property
    def is_full(self) -> bool:
        """True where no further fault will be told: what a message would need is then not worth finding out."""
        return len(self._problems) == MAX_PROBLEMS

    def fault(self, place: Place, message: str, *, code: str = "D112", fix: str = "", is_warning: bool = False) -> None:
        if self.is_full:
            return
        severity: Severity = "warning" if is_warning else "error"
        self._problems.append(_problem(self.file, place, code, message, fix=fix, severity=severity))

    def mapping(self, node: Node, what: str, *, keys: Collection[str] | None = None) -> dict[str, tuple[Scalar, Node]]:
        """Return the entries by key, in order; {} for an empty value. With `keys`, any other key is a fault."""
        if isinstance(node, Scalar) and node.is_empty:
            return {}
        if not isinstance(node, Mapping):
            self.fault(node.place, f"{what} must be a mapping (`key: value`), not {_shape(node)}", code="D111")
            return {}
        for key, _ in node.entries:
            if keys is not None and key.text not in keys and not self.is_full:
                self.fault(
                    key.place, f"{shown(key.text)} is not a key of {what}", code="D110", fix=suggest(key.text, keys)
                )
        return {key.text: (key, value) for key, value in node.entries if keys is None or key.text in keys}

    def items(self, node: Node, what: str) -> tuple[Node, ...]:
        """Return the items of a list; () for an empty value."""
        if isinstance(node, Scalar) and node.is_empty:
            return ()
        if not isinstance(node, Sequence):
            self.fault(node.place, f"{what} must be a list (`- item`), not {_shape(node)}", code="D111")
            return ()
        return node.items

    def text(self, node: Node, what: str, *, limit: int, is_line: bool = True) -> str | None:
        """Return text of at most `limit` characters, without the blanks at its ends; one line where `is_line`."""
        if not isinstance(node, Scalar):
            self.fault(node.place, f"{what} must be text, not {_shape(node)}", code="D111")
            return None
        text = node.text.strip()
        if bad := _CONTROL.search(text):
            self.fault(node.place, f"{what} holds the control character U+{ord(bad[0]):04X}")
        elif is_line and "\n" in text:
            self.fault(node.place, f"{what} must be one line")
        elif len(text) > limit:
            self.fault(node.place, f"{what} is {len(text)} characters long; {limit} is the limit")
        else:
            return text
        return None

    def texts(self, node: Node, what: str, *, limit: int) -> tuple[str, ...]:
        """Return a list of texts, without the empty ones; a single text counts as a list of one."""
        if isinstance(node, Scalar) and not node.is_empty:
            items: tuple[Node, ...] = (node,)
        else:
            items = self.items(node, what)
        read = (self.text(item, what, limit=limit) for item in items)
        return tuple(text for text in read if text)

    def number(self, node: Node, what: str, *, lowest: int, highest: int) -> int | None:
        """Return a whole number in decimal digits, within its limits."""
        text = self.text(node, what, limit=100)
        if text is None:
            return None
        if not re.fullmatch("-?(0|[1-9][0-9]{0,8})", text) or not lowest <= int(text) <= highest:
            self.fault(node.place, f"{what} must be a whole number from {lowest} to {highest}, not {shown(text)}")
            return None
        return int(text)

    def choice(self, node: Node, what: str, values: Collection[str]) -> str | None:
        """Return one of `values`, as it is written there."""
        text = self.text(node, what, limit=1000)
        if text is None or text in values:
            return text
        options = ", ".join(values)
        self.fault(node.place, f"{what} is {shown(text)}; it can be: {options}", fix=suggest(text, values))
        return None


def near_match(text: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `text` is most likely a slip for, or None; ties go to the first.

    Case and the signs "-", "_" and blank do not count; of what remains, at most two signs in five may differ.
    """
    best = extractOne(
        text, tuple(choices), scorer=OSA.normalized_similarity, processor=_loose, score_cutoff=_LEAST_SIMILARITY
    )
    return best[0] if best else None


def suggest(text: str, choices: Iterable[str]) -> str:
    """Return `Did you mean ...?`, or "" where nothing is near."""
    match = near_match(text[:100], choices)
    return f"Did you mean `{match}`?" if match else ""


def shown(text: str, quote: str = '"', *, limit: int = 60) -> str:
    """Return the user's words for a message: cut, in quotation marks, every sign that cannot be seen written out."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    visible = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in cut)
    return f"{quote}{visible}{quote}"


def _no_plain_file(path: Path) -> str:
    """Return why there is no file to read at `path`; "" where there is one."""
    if path.is_symlink() and not path.resolve(strict=True).is_relative_to(path.parent.resolve()):
        return "the file is a link that leads out of its folder"
    if path.is_dir():
        return "this is a folder; it must be a file"
    if path.is_file():
        return ""
    return "this is a device or the like; it must be a file" if path.exists() else "there is no such file"


def _loose(text: str) -> str:
    return re.sub("[-_\\s]", "", text.casefold())


def _shape(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"the text {shown(node.text)}" if node.text else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _end_of(text: str) -> Place:
    return Place(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _advice(what: str) -> str:
    if "mapping values are not allowed" in what:
        return "A colon and a blank inside a text need quotation marks around the whole text."
    if "cannot start any token" in what:
        return (
            "Use blanks, not tabs, before a key; a text that begins with a sign such as @ or % needs quotation marks."
        )
    if "found character '\\t'" in what or "tab" in what:
        return "Use blanks, not tabs, at the beginning of a line."
    if "block end" in what or "could not find expected ':'" in what:
        return "Lines that belong together must begin at the same column, and each key needs a colon and a blank."
    return ""


def _problem(
    file: str, place: Place | None, code: str, message: str, *, fix: str = "", severity: Severity = "error"
) -> Problem:
    line, column = (place.line, place.column) if place else (None, None)
    return Problem(severity, code, file, line, column, message, fix=fix)
