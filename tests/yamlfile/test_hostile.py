"""Whatever stands in the archivist's files, reading them ends in values and problems, never in an exception."""

from __future__ import annotations

import contextlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.config import KEYS, read_config
from generator.corrections import read_corrections
from generator.problems import UnusableInput
from generator.topics import read_topics

WORDS = [key.name for key in KEYS]
WORDS += ["author", "post", "starts", "split", "join", "why", "quote-of", "quote", "person", "names", "date", "chrome"]
WORDS += ["label", "aliases", "patterns", "broader", "id", "topics", "corrections"]
VALUES = [
    "",
    "x",
    "t/x",
    "a b*",
    "(a|b",
    "[a]",
    "=",
    "previous",
    "2017-12-04",
    "-1",
    "\x1b",
    "\u202e",
    "\ud800",
    "/",
    "a" * 3000,
]
TEXTS = st.sampled_from(VALUES) | st.text(max_size=20)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS) | TEXTS, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=50)
@given(TREES)
def test_any_tree_of_values_is_read_or_told(tmp_path_factory, tree):
    folder = tmp_path_factory.getbasetemp() / "hostile"
    folder.mkdir(exist_ok=True)
    path = folder / "site.yaml"
    path.write_text(json.dumps(tree), encoding="utf-8")

    with contextlib.suppress(UnusableInput):
        read_config(folder)
    found = [*read_topics(path)[1], *read_corrections(path)[1]]

    assert all(line.isprintable() for problem in found for line in problem.render().split("\n"))
