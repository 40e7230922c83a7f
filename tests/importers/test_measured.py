"""Posts and authors on real dumps with known answers, a sample of each kind; the whole run is `make eval`."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from generator.importers.paste import read_pasted
from generator.records import Source, Thread

SAMPLE = 12  # dumps of each kind: the suite must stay quick

# What a sample of each kind reached when this was written, less 0.02: a fall below it is a fault, not chance.
FLOORS = {
    "seed": (0.98, 0.98),
    "xenforo.seed": (0.96, 0.94),
    "xenforo.innertext": (0.98, 0.97),
    "xenforo.copy": (0.98, 0.97),
    "xenforo.page2": (0.97, 0.96),
    "discourse_delving.seed": (0.97, 0.97),
    "discourse_urho3d.seed": (0.97, 0.97),
    "smf_opendcl.seed": (0.96, 0.96),
    "phpbb_ssvc.seed": (0.96, 0.94),
    "iac_4forums.seed": (0.98, 0.98),
    "usenet_20ng.seed": (0.96, 0.94),
    "mbox_rdevel.seed": (0.97, 0.95),
}
LOST_MARKS = {"space": (" ", 0.95), "newline": ("\n", 0.84)}


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(thread: Thread) -> dict[str, object]:
    """What the scorer needs of a thread, in the form of `disputatio inspect --json`."""
    posts = [
        {
            "id": post.id,
            "span": post.source_span and [post.source_span.start, post.source_span.end],
            "author": post.author.value,
            "author_span": post.author_span and [post.author_span.start, post.author_span.end],
            "signature_span": post.signature_span and [post.signature_span.start, post.signature_span.end],
        }
        for post in thread.posts
    ]
    title = thread.title_span and [thread.title_span.start, thread.title_span.end]
    chrome = [[piece.span.start, piece.span.end] for piece in thread.chrome]
    return {"threads": [{"posts": posts, "title_span": title, "chrome": chrome}]}


def measure(folder: Path, scorer: ModuleType, *, mark: str = "\u00a0") -> Counter[str]:
    total: Counter[str] = Counter()
    for gold in sorted(folder.glob("*.gold.json"))[:: max(1, len(list(folder.glob("*.gold.json"))) // SAMPLE)]:
        dump = gold.with_name(gold.name.replace(".gold.json", ".txt"))
        text = dump.read_bytes().decode("utf-8").replace("\u00a0", mark)
        thread = read_pasted(text, Source(dump.name, "", "paste"))
        scorer.score_dump(text, scorer.json.loads(gold.read_text("utf-8")), answer(thread), total)
    return total


@pytest.mark.parametrize("name", FLOORS)
def test_posts_and_authors_are_found_in_real_dumps(name: str, shared: Path, scorer: ModuleType) -> None:
    total = measure(shared / "gold" / name, scorer)

    posts, authors = FLOORS[name]
    assert scorer.f1(total["tp_posts"], total["g_posts"], total["p_posts"]) >= posts
    assert total["tp_auth"] >= authors * total["g_auth"]
    assert total["wrong_auth"] <= max(3, 0.02 * total["given_auth"])
    assert total["lost_ink"] == 0


@pytest.mark.parametrize("instead", LOST_MARKS)
def test_posts_are_found_where_the_end_marks_were_lost(instead: str, shared: Path, scorer: ModuleType) -> None:
    mark, floor = LOST_MARKS[instead]

    total = measure(shared / "gold" / "xenforo.seed", scorer, mark=mark)

    assert scorer.f1(total["tp_posts"], total["g_posts"], total["p_posts"]) >= floor
