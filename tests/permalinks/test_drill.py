"""The re-import drill: dumps grow, change their chrome and lose posts, and every published address still answers."""

from collections.abc import Callable

from tests.build.sites import BREAD, HARBOUR, NBSP, Site, changed
from tests.permalinks.conftest import LONG, held

GROWN = tuple(
    (f"Voter {number % 7}", f"Vote {number} was about the harbour, and nobody wrote down why.")
    for number in range(13, 43)
)


def post_of(site: Site, thread: str, words: str) -> str:
    """Return the address of the post whose page holds these words of its own."""
    pages = sorted((site.public / "threads" / thread).glob("p-*.html"))
    return next(
        str(page.relative_to(site.public)) for page in pages if f"<p>{words}" in page.read_text(encoding="utf-8")
    )


def test_every_address_answers_after_dumps_were_imported_again(town: Site, permalinks: Callable[..., str]):
    town.build()
    removed = post_of(town, "votes", LONG[4][1])
    named = post_of(town, "harbour", HARBOUR[1][1])
    corrections = f"- author: Zoe\n  post: {named}\n  starts: The merchants of Kronstadt paid\n  why: she says so\n"
    town.write("content/corrections.yaml", corrections)
    town.build()
    permalinks(town, "keep")
    before = town.numbers()

    town.thread("bread.txt", "On the price of bread", BREAD + GROWN)
    harbour = (town.root / "content/threads/harbour.txt").read_text(encoding="utf-8")
    town.write(
        "content/threads/harbour.txt", harbour.replace("Member", "Veteran") + f"\nYou must log in to reply.\n{NBSP}\n"
    )
    town.thread("votes.txt", "The votes of the council", LONG[:4] + LONG[5:-1])
    report = town.build()

    missing = [address for address in held(town) if not (town.public / address).is_file()]
    assert missing == []
    assert "not in the archive any more" in (town.public / removed).read_text(encoding="utf-8")
    assert "Zoe" in (town.public / named).read_text(encoding="utf-8")
    assert [problem.code for problem in report.problems if problem.severity != "note"] == ["D831"]
    assert "2 published addresses lead to nothing now" in report.problems[-2].message
    touched = changed(before, town.numbers())
    assert not [path for path in touched if path.startswith("threads/railway/")]


def test_a_post_that_was_edited_is_found_by_its_words(town: Site, permalinks: Callable[..., str]):
    town.build()
    old = post_of(town, "harbour", HARBOUR[1][1])
    permalinks(town, "keep")
    edited = HARBOUR[1][1].replace("nobody has ever seen", "nobody ever has seen")

    town.thread("harbour.txt", "Who paid for the harbour?", (HARBOUR[0], ("Dora", edited)))
    told = permalinks(town)
    permalinks(town, "follow")
    town.build()

    new = post_of(town, "harbour", edited)
    assert f"{old} leads to nothing; its words are at {new} now" in told
    assert f'url={new.rpartition("/")[2]}"' in (town.public / old).read_text(encoding="utf-8")


def test_a_renamed_dump_takes_its_addresses_with_it(town: Site, permalinks: Callable[..., str]):
    town.build()
    permalinks(town, "keep")
    before = held(town)

    (town.root / "content/threads/railway.txt").rename(town.root / "content/threads/mill.txt")
    permalinks(town, "follow")
    report = town.build()

    old = [address for address in before if address.startswith("threads/railway/")]
    assert len(old) == 4
    assert all("http-equiv" in (town.public / address).read_text(encoding="utf-8") for address in old)
    assert 'url=../mill/index.html"' in (town.public / "threads/railway/index.html").read_text(encoding="utf-8")
    assert "D831" not in [problem.code for problem in report.problems]


def test_a_build_from_a_clean_clone_gives_the_same_bytes_and_writes_nothing_beside_its_output(
    town: Site, permalinks: Callable[..., str]
):
    town.build()
    permalinks(town, "keep")
    town.thread("votes.txt", "The votes of the council", LONG[:-2])
    (town.root / "content/threads/harbour.txt").rename(town.root / "content/threads/port.txt")
    permalinks(town, "follow")
    kept = (town.root / "permalinks.tsv").read_bytes()
    town.build()
    grown = town.files()

    town.build(clean=True)

    assert town.files() == grown
    assert (town.root / "permalinks.tsv").read_bytes() == kept
