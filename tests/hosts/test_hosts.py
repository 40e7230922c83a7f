"""What each host gets beside the pages, what is told before its limits are met, and the site as one file."""

import zipfile
from pathlib import Path

import pytest

from generator.cli import main
from generator.hosts import HostPlan, host_files, host_problems
from generator.writer import MANIFEST, make_manifest
from generator.writer.manifest import write_manifest
from tests.build.sites import BREAD, RAILWAY, Site

HOME = "https://archive.example/"


def files_of(deploy: str, robots: str = "index", base_url: str = HOME) -> dict[str, str]:
    return {name: data.decode() for name, data in host_files(HostPlan(deploy, robots, base_url, "sitemap.xml"))}


def output_of(tmp_path: Path, files: dict[str, int]) -> Path:
    """Return an output with files of these sizes; no byte of them is on the disk."""
    for name, size in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
    (tmp_path / MANIFEST).write_bytes(write_manifest(make_manifest((name, "") for name in files)))
    return tmp_path


@pytest.fixture
def town(tmp_path: Path) -> Site:
    site = Site(tmp_path / "town")
    site.write("site.yaml", "title: Bread\n")
    site.thread("bread.txt", "On the price of bread", BREAD)
    return site


def test_github_gets_its_mark_and_the_domain_that_is_the_archive_s_own():
    assert files_of("github-pages").keys() == {"robots.txt", ".nojekyll", "CNAME"}
    assert files_of("github-pages")["CNAME"] == "archive.example\n"
    assert "CNAME" not in files_of("github-pages", base_url="https://jane.github.io/debates/")


@pytest.mark.parametrize("deploy", ["cloudflare", "netlify"])
def test_headers_say_who_may_frame_a_page_and_keep_hashed_files(deploy: str):
    headers = files_of(deploy)["_headers"]

    assert "frame-ancestors 'none'" in headers
    assert "/assets/*.css\n  Cache-Control: public, max-age=31536000, immutable" in headers


@pytest.mark.parametrize("deploy", ["", "plain", "gitlab"])
def test_other_hosts_get_what_robots_read_and_no_more(deploy: str):
    assert files_of(deploy).keys() == {"robots.txt"}


def test_robots_that_learn_are_sent_away_and_others_are_not():
    told = files_of("plain", "no-ai")["robots.txt"]

    assert "User-agent: GPTBot\n" in told
    assert told.index("Disallow: /\n") < told.index("User-agent: *\nDisallow:\n")
    assert f"Sitemap: {HOME}sitemap.xml" in told


def test_robots_that_may_not_list_a_page_must_be_let_in_to_read_so(town: Site):
    town.write("site.yaml", "robots: noindex\ndeploy: netlify\n")
    town.build()

    assert "Disallow: /" not in (town.public / "robots.txt").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in (town.public / "index.html").read_text(encoding="utf-8")
    assert "X-Robots-Tag: noindex" in (town.public / "_headers").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("deploy", "files", "said"),
    [
        ("cloudflare", {"film.zip": 26 << 20}, ["D850: the site has 26 MB in one file (film.zip)"]),
        (
            "github-pages",
            {f"{number}.zip": 90 << 20 for number in range(10)},
            ["D851", "D851: the site has 90 MB in one"],
        ),
        ("gitlab", {f"{number}.zip": 120 << 20 for number in range(10)}, ["D850: the site has 1,200 MB in all"]),
        ("netlify", {"film.zip": 900 << 20}, []),
    ],
)
def test_limits_are_told_before_they_are_met(tmp_path: Path, deploy: str, files: dict[str, int], said: list[str]):
    found = [
        f"{each.code}: {each.message}" for each in host_problems(deploy, "index", HOME, output_of(tmp_path, files))
    ]

    assert len(found) == len(said)
    assert all(any(text in each for each in found) for text in said)


def test_what_needs_the_address_of_the_site_says_so(tmp_path: Path):
    assert [each.code for each in host_problems("gitlab", "index", "", tmp_path)] == ["D852"]
    assert [each.code for each in host_problems("plain", "no-ai", f"{HOME}debates/", tmp_path)] == ["D853"]


def test_check_tells_what_the_host_will_say(town: Site, capfd: pytest.CaptureFixture[str]):
    town.write("site.yaml", "deploy: cloudflare\n")

    assert main(["check", "--site", str(town.root)]) == 0
    assert "D852: deploy: cloudflare without a base_url" in capfd.readouterr().err


def test_a_packed_site_has_the_same_bytes_wherever_it_was_built(town: Site, tmp_path: Path):
    town.write("site.yaml", "deploy: github-pages\n")
    other = Site(tmp_path / "elsewhere" / "town")
    other.write("site.yaml", "deploy: github-pages\n")
    other.thread("railway.txt", "The railway", RAILWAY)
    other.build()
    (other.root / "content/threads/railway.txt").unlink()
    other.thread("bread.txt", "On the price of bread", BREAD)
    packed = []
    for number, site in enumerate((town, other)):
        site.build()
        (tmp_path / str(number)).mkdir()
        file = tmp_path / str(number) / "town.zip"
        assert main(["pack", "--site", str(site.root), str(file)]) == 0
        packed.append(file)

    assert packed[0].read_bytes() == packed[1].read_bytes()
    with zipfile.ZipFile(packed[0]) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert archive.read("town/index.html") == (town.public / "index.html").read_bytes()
    assert not {"town/.nojekyll", f"town/{MANIFEST}"} & set(names)


def test_what_was_not_built_cannot_be_packed(town: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["pack", "--site", str(town.root), str(tmp_path / "town.zip")]) == 2
    assert "D854" in capfd.readouterr().err
    assert not (tmp_path / "town.zip").exists()
