"""The law of increments: whatever was edited in whatever order, the output is that of a clean build."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
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
