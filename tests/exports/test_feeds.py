"""Feeds, the sitemap, citations and annotations of a built site, as the programs that read them see them."""

import json
import re
from xml.etree import ElementTree

import feedparser

from tests.build.sites import HARBOUR

BASE = "https://archive.example/debates/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_an_atom_feed_is_read_by_a_feed_reader_newest_post_first(published):
    thread = next(published.public.glob("threads/mail-*/feed.xml"))

    feed = feedparser.parse(thread.read_bytes())

    assert not feed.bozo
    assert [entry.author for entry in feed.entries] == ["Boris", "Anna"]
    assert [entry.updated for entry in feed.entries] == ["2019-03-05T11:30:00Z", "2019-03-04T09:00:00Z"]
    assert feed.feed.updated == feed.entries[0].updated
    assert all(entry.link.startswith(f"{BASE}threads/") and entry.id == entry.link for entry in feed.entries)
    assert "<blockquote><p>=SUM(1+1)" in feed.entries[0].content[0].value


def test_every_atom_feed_holds_what_the_format_asks_for(published):
    feeds = [ElementTree.fromstring(path.read_bytes()) for path in published.public.rglob("*.xml") if is_feed(path)]

    assert len(feeds) > 3
    for feed in feeds:
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            assert element.findtext(f"{ATOM}id", "").startswith(("https://", "urn:uuid:"))
            assert element.findtext(f"{ATOM}title")
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated", ""))
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) > 0


def test_a_thread_without_dates_has_a_json_feed_and_no_date_in_it(published):
    feed = json.loads((published.public / "threads/bread/feed.json").read_bytes())

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"].rpartition("/")[0] for item in feed["items"]] == [f"{BASE}threads/bread"] * 4
    assert all("date_published" not in item and item["content_html"] for item in feed["items"])
    assert not (published.public / "threads/bread/feed.xml").exists()


def test_each_page_names_the_feeds_that_are_there(published):
    for page in published.public.rglob("*.html"):
        for href in re.findall(r'<link rel="alternate" [^>]*href="([^"]+)"', page.read_text(encoding="utf-8")):
            assert (page.parent / href).is_file()


def test_a_site_without_an_address_has_feeds_whose_links_lead_from_where_they_stand(make_archive):
    site = make_archive()
    site.build()
    path = next(site.public.glob("threads/mail-*/feed.xml"))

    feed = ElementTree.fromstring(path.read_bytes())

    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert (path.parent / entry.find(f"{ATOM}link").get("href")).is_file()
    assert not (site.public / "sitemap.xml").exists()


def test_feeds_can_be_had_for_the_archive_alone_or_not_at_all(make_archive):
    one, none = make_archive("feeds: archive\n", "one"), make_archive("feeds: none\n", "none")
    one.build()
    none.build()

    assert sorted(feed_names(one.public)) == ["feed.json", "feed.xml"]
    assert not list(feed_names(none.public))
    assert 'rel="alternate"' not in (none.public / "index.html").read_text(encoding="utf-8")


def test_the_sitemap_names_the_pages_and_no_others(published):
    root = ElementTree.fromstring((published.public / "sitemap.xml").read_bytes())
    parts = [each.text.removeprefix(BASE) for each in root.iter(f"{SITEMAP}loc")]
    urls = [each.text for part in parts for each in ElementTree.parse(published.public / part).iter(f"{SITEMAP}loc")]

    paths = [url.removeprefix(BASE) for url in urls]

    assert len(paths) == len(set(paths))
    for path in paths:
        assert (
            published.public / path / "index.html" if path.endswith("/") or not path else published.public / path
        ).is_file()
    named = {f"{path}index.html" if path.endswith("/") or not path else path for path in paths}
    posts = {page.relative_to(published.public).as_posix() for page in published.public.glob("threads/*/p-*.html")}
    assert posts <= named
    assert f"Sitemap: {BASE}sitemap.xml" in (published.public / "robots.txt").read_text()


def test_what_a_page_tells_search_engines_cannot_leave_its_element(published):
    page = next(published.public.glob("threads/mail-*/index.html")).read_text(encoding="utf-8")

    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)

    about = json.loads(data)
    assert about["@type"] == "DiscussionForumPosting"
    assert "</script><b>" in about["headline"]
    assert about["datePublished"] == "2019-03-04T09:00:00Z"
    assert about["author"]["name"] == "Anna"


def test_no_date_is_told_of_a_post_without_one(published):
    for page in (published.public / "threads/bread").glob("*.html"):
        assert not re.search("datePublished|published_time", page.read_text(encoding="utf-8"))


def test_each_post_can_be_cited_by_programs(published):
    folder = next(published.public.glob("threads/mail-*/citations.bib")).parent

    items = json.loads((folder / "citations.json").read_bytes())
    entries = (folder / "citations.bib").read_text(encoding="utf-8")

    assert [item["issued"] for item in items] == [{"date-parts": [[2019, 3, 4]]}, {"date-parts": [[2019, 3, 5]]}]
    assert [item["author"] for item in items] == [[{"literal": "Anna"}], [{"literal": "Boris"}]]
    assert re.findall("^@misc{(.+),$", entries, re.M) == [item["id"] for item in items]
    assert entries.count("{") == entries.count("}")
    assert "year = {2019}" in entries and "month = mar" in entries


def test_an_annotation_leads_from_the_quote_to_the_words_that_it_repeats(published):
    path = next(published.public.glob("threads/mail-*/annotations.jsonld"))

    (annotation,) = json.loads(path.read_bytes())["items"]

    target, body = annotation["target"], annotation["body"]
    assert target["selector"][0]["type"] == body["selector"][0]["type"] == "TextQuoteSelector"
    assert target["selector"][0]["exact"].startswith("=SUM(1+1) is what the clerk wrote")
    assert body["selector"][1] == {"type": "TextPositionSelector", "start": 0, "end": len(body["selector"][0]["exact"])}
    assert body["source"] != target["source"]
    assert (published.public / body["source"].removeprefix(BASE)).is_file()


def test_a_quote_from_another_thread_is_annotated_there(published):
    (annotation,) = json.loads((published.public / "threads/echo/annotations.jsonld").read_bytes())["items"]

    assert annotation["body"]["source"].startswith(f"{BASE}threads/railway/p-")


def test_a_new_post_changes_only_the_files_that_tell_of_it(make_archive):
    site = make_archive("base_url: https://archive.example/debates/\n")
    site.build()
    before = site.files()
    site.thread("harbour.txt", "Who paid for the harbour?", (*HARBOUR, ("Clara", "The merchants, twice over.")))

    site.build()

    after = site.files()
    machine = (".xml", ".json", ".jsonld", ".bib")
    changed = {name for name in after if name.endswith(machine) and before.get(name) != after[name]}
    ours = ("threads/harbour/", "people/clara.", "feed.", "sitemap", ".disputatio")
    assert "threads/harbour/feed.json" in changed
    assert all(name.startswith(ours) for name in changed)


def is_feed(path) -> bool:
    return b"http://www.w3.org/2005/Atom" in path.read_bytes()[:200]


def feed_names(folder):
    for path in (*folder.rglob("*.xml"), *folder.rglob("*.json")):
        if is_feed(path) or b"jsonfeed" in path.read_bytes():
            yield path.relative_to(folder).as_posix()
