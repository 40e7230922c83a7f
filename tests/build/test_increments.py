"""The law of increments: whatever was edited in whatever order, the output is that of a clean build."""

import json
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.writer import MANIFEST
from tests.build.sites import BREAD, ECHO, HARBOUR, NBSP, RAILWAY, Site, paste

THREADS = (BREAD, RAILWAY, HARBOUR, ECHO)
TOPICS = (
    "",
    "kronstadt: {label: Kronstadt}\nmill: {label: The mill, aliases: [mill]}\n",
    "mill: {label: Mills and millers, aliases: [mill, the mill]}\nflour: {label: Flour, broader: mill}\n",
)
CORRECTIONS = (
    "",
    "- author: Emil\n  starts: The bakers struck on Monday because flour had doubled\n",
    "- person: Anna\n  names: [Clara]\n",
    "- title: Bread, again\n  thread: bread\n",
)
PAGES = ("", "# About\n\nThree debates.\n", "# About this\n\nFour debates.\n")
STYLES = ("", "body { margin: 1px }\n", "body { margin: 2px }\n")
SETTINGS = ("title: Town\n", "title: Village\n", "title: Town\nposts_per_page: 5\n", "title: Town\ntheme: mine\n")


def write_thread(name: str, words: str):
    """Return an edit: the dump `name` holds a thread, and `words` end its last post."""

    def edit(site: Site, posts: tuple[tuple[str, str], ...]) -> None:
        *others, (author, body) = posts
        site.write(f"content/threads/{name}", paste(f"The debate in {name}", (*others, (author, body + words))))

    return edit


def edits():
    """Strategies for one edit each, as functions of a site."""
    names = st.sampled_from(["bread.txt", "railway.txt", "echo.txt", "sub/bread.txt", "sub/page-2.txt"])
    words = st.sampled_from(["", " Not at all.", " The mill, always the mill.", f"\n{NBSP}\n\nFritz\n\nMember\nNo."])
    threads = st.builds(
        lambda name, posts, end: lambda site: write_thread(name, end)(site, posts),
        names,
        st.sampled_from(THREADS),
        words,
    )
    removals = st.builds(lambda name: lambda site: remove(site, f"content/threads/{name}"), names)
    return st.one_of(
        threads,
        threads,
        removals,
        texts("content/topics.yaml", TOPICS),
        texts("content/corrections.yaml", CORRECTIONS),
        texts("content/pages/about.md", PAGES),
        texts("themes/mine/static/mine.css", STYLES),
        texts("site.yaml", SETTINGS),
    )


def texts(path, choices):
    return st.sampled_from(choices).map(
        lambda text: lambda site: site.write(path, text) if text else remove(site, path)
    )


def remove(site: Site, path: str) -> None:
    (site.root / path).unlink(missing_ok=True)


def start(folder: Path) -> Site:
    site = Site(folder)
    site.write("site.yaml", SETTINGS[0])
    site.write("themes/mine/theme.yaml", "title: Mine\n")
    write_thread("bread.txt", "")(site, BREAD)
    write_thread("railway.txt", "")(site, RAILWAY)
    return site


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.lists(edits(), min_size=1, max_size=3), min_size=1, max_size=3))
def test_an_incremental_build_is_a_clean_build(steps):
    with tempfile.TemporaryDirectory() as folder:
        site, clean = start(Path(folder, "site")), Path(folder, "clean")
        site.build()
        for step in steps:
            for edit in step:
                edit(site)
            site.build()

            shutil.copytree(site.root, clean, ignore=shutil.ignore_patterns(".cache", "public"))
            Site(clean).build()
            assert site.files() == Site(clean).files()
            shutil.rmtree(clean)


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(edits(), min_size=1, max_size=4))
def test_taking_edits_back_takes_the_pages_back(steps):
    with tempfile.TemporaryDirectory() as folder:
        site, kept = start(Path(folder, "site")), Path(folder, "kept")
        site.build()
        before = site.files()
        shutil.copytree(site.root, kept, ignore=shutil.ignore_patterns(".cache", "public"))
        for edit in steps:
            edit(site)
        site.build()
        for name in ("content", "themes"):
            shutil.rmtree(site.root / name)
        shutil.copytree(kept, site.root, dirs_exist_ok=True)

        site.build()

        assert site.files() == before


# --- a whole archive in one dump -------------------------------------------------------------------------------------

MILL = "The mill closed for want of water in autumn, and the railway brought flour from the south in that same year."
LINES = (
    ("railway", "1", "2017-03-01", "Who can tell me why the mill of this town was closed, and in which year it was?"),
    ("railway", "2", "2017-03-02", MILL),
    ("railway", "3", "2017-03-03", f"{MILL}\n\nBoth at once, then. Kronstadt had the same trouble with its bread."),
    (
        "harbour",
        "1",
        "2017-05-01",
        "Who paid for the harbour? The council says that the merchants did.",
    ),
    (
        "harbour",
        "2",
        "2017-05-02",
        f"{MILL}\n\nSo somebody wrote, and nobody knows who it was that said so first.",
    ),
    ("earlier", "1", "2016-01-01", f"{MILL} I was there, and I have told it to everybody who wanted to hear it since."),
    ("earlier", "2", "2016-01-02", "The merchants of Kronstadt paid a third; the rest was a loan that nobody repaid."),
)
TOPIC_IDS = ("", "mill: {label: The mill, aliases: [mill]}\n", "mills: {label: The mill, aliases: [mill]}\n")


def write_lines(site: Site, kept: set[int], changed: frozenset[int]) -> None:
    """Write a dump of the lines `kept`; those of `changed` end in other words."""
    written = [
        {"thread": thread, "id": id, "date": date, "author": "Anna", "text": text + (" Anew." if at in changed else "")}
        for at, (thread, id, date, text) in enumerate(LINES)
        if at in kept
    ]
    site.write("content/threads/posts.jsonl", "".join(json.dumps(line) + "\n" for line in written))


places = st.integers(0, len(LINES) - 1)


@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.sets(places, min_size=1), st.frozensets(places)),  # posts come, change and go
            st.sampled_from(TOPIC_IDS),  # a topic comes, is renamed, goes
        ),
        min_size=2,
        max_size=4,
    )
)
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
def test_one_dump_of_many_threads_follows_its_posts_as_a_clean_build_does(steps):
    """Earlier originals that arrive late take the quotes over, and what they left behind is as if it had never been."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder, "site"))
        site.write("site.yaml", "title: Town\n")
        write_lines(site, {0, 1, 2, 3, 4}, frozenset())
        site.build()
        for step in steps:
            if isinstance(step, str):
                texts_at(site, "content/topics.yaml", step)
            else:
                write_lines(site, *step)
            site.build()

        clean = Site(Path(folder, "clean"))
        shutil.copytree(site.root, clean.root, ignore=shutil.ignore_patterns(".cache", "public"))
        clean.build()

        assert site.files() == clean.files()


def test_one_changed_post_of_a_dump_makes_its_own_thread_new_and_no_other(tmp_path: Path):
    site = Site(tmp_path)
    site.write("site.yaml", "title: Town\n")
    write_lines(site, {0, 1, 2, 3, 6}, frozenset())
    site.build()
    before = site.files()

    write_lines(site, {0, 1, 2, 3, 6}, frozenset((6,)))
    report = site.build()

    changed = {path for path, data in site.files().items() if before.get(path) != data}
    pages = {path for path in changed if path.endswith(".html")}
    assert "threads/earlier/p-2.html" in pages
    assert not any(path.startswith(("threads/railway/", "threads/harbour/")) for path in changed)
    assert report.written == len(changed - {MANIFEST})


def texts_at(site: Site, path: str, text: str) -> None:
    if text:
        site.write(path, text)
    else:
        remove(site, path)
