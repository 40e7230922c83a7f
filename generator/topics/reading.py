"""content/topics.yaml read: the topics, and every fault at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.problems import Problem
from generator.records import Topic, TopicId
from generator.text import safe_name
from generator.topics.patterns import PatternFault, pattern, phrase
from generator.yamlfile import Form, Mapping, Node, Scalar, Sequence, read_yaml, shown, suggest

FILE = "content/topics.yaml"
MAX_SEQUENCES = 50_000  # of all patterns together: some 30 MB of memory in each process
_KEYS = ("label", "aliases", "patterns", "broader", "description", "id")


def read_topics(path: Path) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """Return the topics of topics.yaml in its order, and every fault in it, in file order; nothing without a file.

    A topic with a fault is left out or cut to what is sound; whoever calls decides whether an error ends the build.
    """
    if not path.exists() and not path.is_symlink():
        return (), ()
    root, faults = read_yaml(path, file=FILE)
    if root is None:
        return (), faults
    reader = _Reader()
    topics = reader.topics(root)
    problems = sorted((*faults, *reader.form.problems), key=lambda problem: (problem.line or 0, problem.column or 0))
    return topics, tuple(problems)


class _Reader:
    """Reads the entries of one file; the faults gather in `form`."""

    def __init__(self) -> None:
        self.form = Form(FILE)
        self.sequences = 0
        self.places: dict[TopicId, Node] = {}
        self.broader: dict[TopicId, Scalar] = {}

    def topics(self, root: Node) -> tuple[Topic, ...]:
        read = (self._topic(name, entry) for name, entry in self._entries(root))
        found = {topic.id: topic for topic in read if topic}
        ids: dict[str, TopicId] = {topic.label.casefold(): topic.id for topic in found.values()}
        ids |= {name: name for name in found}
        tops: dict[TopicId, TopicId] = {}
        for name, wanted in self.broader.items():
            above = ids.get(wanted.text.strip()) or ids.get(wanted.text.strip().casefold())
            if above is None:
                message = f"the broader topic {shown(wanted.text)} is no topic of this file"
                near = "" if self.form.is_full else suggest(wanted.text, ids)
                self.form.fault(wanted.place, message, code="D122", fix=near)
            elif _broadest(above, tops) == name:
                self.form.fault(wanted.place, f"{shown(wanted.text)} would be broader than itself", code="D122")
            else:
                found[name] = replace(found[name], broader=above)
                tops[name] = above
        return tuple(found.values())

    def _entries(self, root: Node) -> list[tuple[Scalar | None, Node]]:
        """Return (key, entry) of each topic: topics stand in a mapping by id, or in a list."""
        if isinstance(root, Mapping) and [key.text for key, _ in root.entries] == ["topics"]:
            root = root.entries[0][1]
        if isinstance(root, Sequence):
            return [(None, item) for item in root.items]
        return list(self.form.mapping(root, FILE).values())

    def _topic(self, key: Scalar | None, entry: Node) -> Topic | None:
        values: dict[str, tuple[Scalar, Node]]
        if key is None and isinstance(entry, Scalar) and entry.text.strip():
            key = entry  # an item of a list that is nothing but a label
            values = {}
        else:
            values = self.form.mapping(entry, "a topic", keys=_KEYS)
        named = values["label"][1] if "label" in values else key
        label = self.form.text(named, "label", limit=200) if named else None
        if not label or named is None:
            self.form.fault(entry.place, "a topic needs a label", code="D120", fix="label: Kronstadt")
            return None
        given = values["id"][1] if "id" in values else key
        name = TopicId(safe_name(given.text if isinstance(given, Scalar) and given.text.strip() else label))
        if name in self.places:
            first = self.places[name].place
            self.form.fault(
                entry.place, f"the topic {shown(name)} is here a second time (first: line {first.line})", code="D121"
            )
            return None
        self.places[name] = entry
        return self._with_rules(Topic(name, label), values, named)

    def _with_rules(self, topic: Topic, values: dict[str, tuple[Scalar, Node]], named: Node) -> Topic | None:
        nodes = {key: value for key, (_, value) in values.items()}
        description = self.form.text(nodes["description"], "description", limit=2000) if "description" in nodes else ""
        broader = nodes.get("broader")
        if broader is not None and self.form.text(broader, "broader", limit=200) and isinstance(broader, Scalar):
            self.broader[topic.id] = broader
        if not self._is_sound(topic.label, named, is_pattern=False):
            return None
        return replace(
            topic,
            aliases=self._rules(nodes.get("aliases"), "aliases", is_pattern=False),
            patterns=self._rules(nodes.get("patterns"), "patterns", is_pattern=True),
            description=description or "",
        )

    def _rules(self, node: Node | None, what: str, *, is_pattern: bool) -> tuple[str, ...]:
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        read = ((item, text) for item in items for text in self.form.texts(item, what, limit=300))
        return tuple(dict.fromkeys(text for item, text in read if self._is_sound(text, item, is_pattern=is_pattern)))

    def _is_sound(self, rule: str, node: Node, *, is_pattern: bool) -> bool:
        try:
            self.sequences += len(pattern(rule) if is_pattern else phrase(rule))
            if not is_pattern and rule.endswith("*"):
                fix = "Put it under `patterns`, where a star stands for any ending."
                self.form.fault(
                    node.place, f"the star in {shown(rule)} has no meaning here", code="D124", fix=fix, is_warning=True
                )
        except PatternFault as fault:
            self.form.fault(node.place, f"{shown(rule)} cannot be matched: {fault.message}", code="D123")
            return False
        if is_pattern and self.sequences > MAX_SEQUENCES:
            self.form.fault(
                node.place, f"the rules up to here stand for more than {MAX_SEQUENCES} sequences", code="D123"
            )
            return False
        return True


def _broadest(topic: TopicId, tops: dict[TopicId, TopicId]) -> TopicId:
    """Return the topic at the top of a chain of broader ones.

    `tops` leads from a topic to one above it, and is shortened on the way: long chains cost no more than short ones.
    """
    while topic in tops:
        above = tops[topic]
        tops[topic] = tops.get(above, above)
        topic = above
    return topic
