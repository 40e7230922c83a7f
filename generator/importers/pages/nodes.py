"""Small questions about elements of a page, asked by all readers of saved pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborNode


def classes(node: LexborNode) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((node.attributes.get("class") or "").split())


def attribute(node: LexborNode | None, name: str) -> str | None:
    """Return an attribute without the blanks around it; None where the element or the attribute is missing or empty."""
    value = node.attributes.get(name) if node is not None else None
    return (value.strip() or None) if value else None


def words_of(node: LexborNode | None) -> str | None:
    """Return the words in an element on one line; None where there is no element or no word."""
    if node is None:
        return None
    return " ".join(node.text(separator=" ").split()) or None


def name_of(node: LexborNode | None) -> str | None:
    """Return a name as an element shows it: as `words_of`, but with no blank where only tags stand between letters."""
    if node is None:
        return None
    return " ".join(node.text().split()) or None


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements directly in a node."""
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def sibling_before(node: LexborNode) -> LexborNode | None:
    """Return the element directly before a node; None where words stand between them, or where there is none."""
    return _first_element(node.prev, "prev")


def sibling_after(node: LexborNode) -> LexborNode | None:
    """Return the element directly after a node; None where words stand between them, or where there is none."""
    return _first_element(node.next, "next")


def first_inside(node: LexborNode) -> LexborNode | None:
    """Return the first element in a node; None where words stand before it, or where there is none."""
    return _first_element(node.first_child, "next")


def _first_element(node: LexborNode | None, way: Literal["prev", "next"]) -> LexborNode | None:
    while node is not None and not node.is_element_node:
        if node.is_text_node and (node.text_content or "").strip():
            return None
        node = node.prev if way == "prev" else node.next
    return node


def is_within(node: LexborNode, named: str, *, levels: int) -> bool:
    """True where an element of the class `named` stands around a node, at most so many levels up."""
    around = node.parent
    for _ in range(levels):
        if around is None:
            return False
        if named in classes(around):
            return True
        around = around.parent
    return False
