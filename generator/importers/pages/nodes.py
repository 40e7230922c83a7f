"""Small questions about elements of a page, asked by all readers of saved pages."""

from __future__ import annotations

from collections.abc import Iterator

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
    before = node.prev
    while before is not None and not before.is_element_node:
        if before.is_text_node and (before.text_content or "").strip():
            return None
        before = before.prev
    return before


def sibling_after(node: LexborNode) -> LexborNode | None:
    """Return the element directly after a node; None where words stand between them, or where there is none."""
    after = node.next
    while after is not None and not after.is_element_node:
        if after.is_text_node and (after.text_content or "").strip():
            return None
        after = after.next
    return after
