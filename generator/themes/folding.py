"""What a template asks that has the same answer on every page of a site, answered once: when it is compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_PLAIN = (str, int, float, bool, type(None))


class Folder(NodeTransformer):
    """Replaces fields of the given records ("site.title") and interface strings (`t("in")`) by their values.

    `records` are what templates know by name, `translate` is their `t`. A name that the template sets itself is left
    alone, and so is a call with anything but constants. What Jinja makes of a constant (escaping above all) is what it
    makes of the value, so pages stay the same byte for byte: a test renders both ways.
    """

    def __init__(self, records: Mapping[str, object], translate: Callable[..., str]) -> None:
        self._records = records
        self._translate = translate
        self._own: frozenset[str] = frozenset()

    def fold(self, tree: nodes.Template) -> nodes.Template:
        """Return the tree of a template with its constants in place."""
        self._own = frozenset(name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
        folded = self.visit(tree)
        assert isinstance(folded, nodes.Template)
        return folded

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 - the library's name
        record = self._record(node.node)
        is_field = record is not None and not node.attr.startswith("_")
        if is_field and isinstance(value := getattr(record, node.attr, node), _PLAIN):
            return nodes.Const(value, lineno=node.lineno)
        return self.generic_visit(node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """`theme.assets["style.css"]`: a mapping in a record."""
        inner = node.node
        if isinstance(inner, nodes.Getattr) and inner.attr[0] != "_" and isinstance(node.arg, nodes.Const):
            mapping = getattr(self._record(inner.node), inner.attr, None)
            value = mapping.get(node.arg.value, node) if isinstance(mapping, Mapping) else node
            if isinstance(value, _PLAIN):
                return nodes.Const(value, lineno=node.lineno)
        return self.generic_visit(node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        given: list[Any] = [*node.args, *(pair.value for pair in node.kwargs)]
        is_constant = all(isinstance(each, nodes.Const) for each in given) and not (node.dyn_args or node.dyn_kwargs)
        if is_constant and isinstance(node.node, nodes.Name) and node.node.name == "t" and "t" not in self._own:
            named = {pair.key: pair.value.value for pair in node.kwargs if isinstance(pair.value, nodes.Const)}
            text = self._translate(*(each.value for each in node.args if isinstance(each, nodes.Const)), **named)
            return nodes.Const(text, lineno=node.lineno)
        return self.generic_visit(node)

    def _record(self, node: nodes.Node) -> object | None:
        if isinstance(node, nodes.Name) and node.name not in self._own:
            return self._records.get(node.name)
        return None
