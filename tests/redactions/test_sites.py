"""What is redacted stands nowhere in the output, in whatever way others have quoted it."""

# ruff: noqa: E501 - texts are easier to compare in one line each

from __future__ import annotations

import json

import pytest

from generator.corrections import bare_letters
from generator.problems import UnusableInput
from generator.redactions import Secret, Secrets, Watch
from tests.build.sites import Site
from tests.redactions.sites import ANNA, BORIS, CARL, PERSON, SECRET, TRACES, all_leaks, leaks, letters, lines

POST = "- {post: park/2, reason: its author asked, date: 2026-05-02, tombstone: removed at its author's wish}\n"
PASSAGE = f'- {{passage: "{SECRET}", reason: an address, date: 2026-05}}\n'
WAYS_TO_NAME_IT = {"post": POST, "passage": PASSAGE}

HALF = "The orchid is hidden under the third stone"
QUOTING = {
    "whole": {"text": f"{SECRET}\n\nI do not believe a word."},
    "a part of it": {"text": f"You wrote: “{HALF}” and I do not believe it."},
    "elided": {"text": "The orchid is hidden ... nobody but the gardener knows it. Is that so?"},
    "elided in brackets": {"text": "The orchid [...] third stone of the garden wall, you say?"},
    "elided with an ellipsis": {"text": "You say: under the third stone of the garden wall … the gardener knows it."},
    "wrapped": {"text": "The orchid is hidden\nunder the third\nstone of the\ngarden wall, and\nnobody but the\ngardener knows it."},
    "behind marks": {"text": "> The orchid is hidden under the third stone\n> of the garden wall, and nobody but the\n> gardener knows it.\n\nNo."},
    "behind two marks": {"text": ">> The orchid is hidden under the third\n>> stone of the garden wall.\n> Really?\nNo."},
    "behind a quotation mark of its own": {"text": "| The orchid is hidden under the third\n| stone of the garden wall, and nobody but the gardener knows it."},
    "in capitals": {"text": SECRET.upper()},
    "in small letters without signs": {"text": SECRET.lower().replace(",", "").replace(".", "")},
    "with other blanks": {"text": SECRET.replace(" ", "  \u00a0 ")},
    "without blanks": {"text": SECRET.replace(" ", "")},
    "with letters apart": {"text": " ".join(SECRET)},
    "with invisible signs": {"text": "\u200b".join(SECRET)},
    "with soft hyphens": {"text": SECRET.replace("or", "o\u00adr").replace("ar", "a\u00adr")},
    "with accents": {"text": SECRET.replace("a", "á").replace("e", "è")},
    "in full-width letters": {"text": "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in SECRET)},
    "with a word altered": {"text": SECRET.replace("third", "fourth") + " Or was it the third?"},
    "in markup": {"html": f"<blockquote>{SECRET}</blockquote><p>No.</p>"},
    "with tags between its letters": {"html": "<p>The or<b>ch</b>id is hid<i>den</i> under the third st<span>one of</span> the garden wall</p>"},
    "across paragraphs": {"html": "<p>The orchid is hidden under</p><p>the third stone of</p><p>the garden wall</p>"},
    "as entities": {"html": "".join(f"&#{ord(sign)};" for sign in SECRET)},
    "as entities of entities": {"text": "".join(f"&#{ord(sign)};" for sign in SECRET)},
    "in an address": {"html": "<a href='https://example.org/?q=The%20orchid%20is%20hidden%20under%20the%20third%20stone'>here</a>"},
    "in an address as it is": {"text": "https://example.org/the-orchid-is-hidden-under-the-third-stone-of-the-garden-wall"},
    "in a list": {"html": f"<ul><li>{HALF}</li><li>of the garden wall, and nobody but the gardener knows it.</li></ul>"},
    "in a table": {"html": f"<table><tr><td>{SECRET}</td></tr></table>"},
    "in code": {"html": f"<pre><code>{SECRET}</code></pre>"},
    "in a spoiler": {"bbcode": f"[spoiler]{SECRET}[/spoiler]"},
    "in BBCode": {"bbcode": f"[quote=Boris]{SECRET}[/quote]\nNo."},
    "in nested BBCode": {"bbcode": f"[quote=Dora]Look:\n[quote=Boris]{SECRET}[/quote]\nBad.[/quote]\nNo."},
    "in Markdown": {"markdown": f"> {SECRET}\n\nNo."},
    "in Markdown with emphasis": {"markdown": "The **orchid** is *hidden* under the `third` stone of the __garden__ wall."},
    "declared by the dump": {"text": f"{SECRET}\nNo.", "quotes": [{"text": SECRET, "author": "Boris", "post": "2"}]},
    "in a title of the picture": {"html": f"<img src='https://example.org/a.png' alt='{SECRET}'>"},
    "as the name of a file": {"text": "Look at that.", "attachments": [{"name": f"{SECRET}.txt"}]},
    "in an attached text": {"text": "Look at that.", "attachments": [{"name": "a.txt", "data": "VGhlIG9yY2hpZCBpcyBoaWRkZW4gdW5kZXIgdGhlIHRoaXJkIHN0b25lIG9mIHRoZSBnYXJkZW4gd2FsbCwgYW5kIG5vYm9keSBidXQgdGhlIGdhcmRlbmVyIGtub3dzIGl0Lg=="}]},
    "as an author's name": {"author": SECRET, "text": "I am who I am."},
    "as a date": {"date": HALF + " of the garden wall", "text": "I am who I am."},
    "as an id": {"id": "the-orchid-is-hidden-under-the-third-stone-of-the-garden-wall", "text": "I am who I am."},
    "as an address": {"url": "https://example.org/the-orchid-is-hidden-under-the-third-stone-of-the-garden-wall", "text": "I am."},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS_TO_NAME_IT)
def test_no_way_of_quoting_lets_a_redacted_text_through(site: Site, way: str):
    posts = [{"id": f"q{number}", "author": "Dora", **post} for number, post in enumerate(QUOTING.values())]
    site.write("content/threads/park.jsonl", lines(ANNA, BORIS, *posts, CARL))
    site.write("content/redactions.yaml", WAYS_TO_NAME_IT[way])

    report = site.build()

    assert all_leaks(site, *TRACES) == []
    assert not [problem for problem in report.problems if problem.code in ("D310", "D311", "D315")]
    thread = b"".join(data for path, data in site.files().items() if path.startswith("threads/park/")).decode()
    assert CARL["text"] in thread
    assert "I do not believe a word." in thread


@pytest.mark.parametrize("what", QUOTING)
def test_each_way_of_quoting_is_found_alone(site: Site, what: str):
    site.write("content/threads/park.jsonl", lines(ANNA, BORIS, {"id": "4", "author": "Dora", **QUOTING[what]}, CARL))
    site.write("content/redactions.yaml", POST)

    site.build()

    assert leaks(site.public, *TRACES) == []


def test_the_address_of_a_redacted_post_says_that_it_was_there(site: Site):
    site.build()
    assert SECRET in site.files()["threads/park/p-2.html"].decode()

    site.write("content/redactions.yaml", POST)
    site.build()

    page = site.files()["threads/park/p-2.html"].decode()
    assert "removed at its author&#39;s wish, 2026-05-02" in page
    assert "its author asked" not in page  # the reason is the archivist's own
    assert all_leaks(site, *TRACES) == []


def test_other_threads_quote_no_redacted_post_either(site: Site):
    site.write(
        "content/threads/echo.jsonl",
        lines({"id": "1", "author": "Emil", "text": f"{SECRET} Who said that?"}, thread="echo"),
    )
    site.write("content/redactions.yaml", POST)

    site.build()

    assert all_leaks(site, *TRACES) == []
    assert "Who said that?" in site.files()["threads/echo/p-1.html"].decode()


def test_titles_names_of_dumps_pages_topics_and_settings_hold_no_secret(site: Site):
    name = "the orchid is hidden under the third stone of the garden wall"
    site.write(f"content/threads/{name}.txt", f"{SECRET}\n\nA word about the weather, which is fine.\n\u00a0\n")
    site.write("content/pages/about.md", f"# About\n\nSomebody wrote: *{SECRET}* It is gone.\n")
    site.write("content/topics.yaml", f'plants: {{label: "{HALF}", description: "{SECRET}"}}\n')
    site.write("content/corrections.yaml", f'- author: Emil\n  starts: A word about the weather\n  why: "{SECRET}"\n')
    site.write("site.yaml", f'title: Parks\ndescription: "{SECRET}"\n')
    site.write("content/redactions.yaml", PASSAGE)

    report = site.build()

    assert all_leaks(site, *TRACES) == []
    assert sorted(problem.file for problem in report.problems if problem.code == "D314") == [
        "content/pages/about.md",
        "content/topics.yaml",
        "site.yaml",
    ]
    assert "It is gone." in site.files()["pages/about.html"].decode()


PEOPLE = f"- {{person: {PERSON}, names: [annak], reason: she asked, date: 2026-05-02}}\n"
NAMING = {
    "in the text": {"text": f"I agree with {PERSON} about the park, and with Anna  KOWALSKA's reasons."},
    "with @": {"text": "@annakowalska is right, and @annak too."},
    "in a lead-in": {"bbcode": f"[quote={PERSON}]Welcome to the debate, and let us hear what should become of the park.[/quote]\nYes."},
    "in a declared quote": {"text": "Welcome to the debate.\nYes.", "quotes": [{"text": "Welcome to the debate.", "author": PERSON}]},
    "in a lead-in of pasted text": {"text": f"{PERSON} said:\nWelcome to the debate, and let us hear what should become of the park.\nYes."},
    "in an address": {"text": "See https://example.org/members/anna-kowalska.12/ for more."},
    "in an address of mail": {"text": "Write to anna.kowalska@example.org, please."},
    "in another case": {"author": "ANNA KOWALSKA", "text": "It is me again."},
    "by another name": {"author": "AnnaK", "text": "It is me, from home."},
    "in an id": {"id": "anna-kowalska-7", "author": "Emil", "text": "Well."},
    "in a file's name": {"text": "Look.", "attachments": [{"name": "anna_kowalska.png"}]},
}  # fmt: skip


def test_a_person_is_known_by_a_pseudonym_alone(site: Site):
    posts = [{"id": f"n{number}", "author": "Dora", **post} for number, post in enumerate(NAMING.values())]
    site.write("content/threads/park.jsonl", lines(ANNA, *posts, CARL))
    site.write("content/threads/anna-kowalska.jsonl", lines(CARL, thread="anna kowalska"))
    site.write("content/redactions.yaml", PEOPLE)

    site.build()

    assert all_leaks(site, "kowalska", "annak") == []
    people = [path for path in site.files() if path.startswith("people/person-") and path.endswith(".html")]
    assert len(people) == 1
    assert "Person-" in site.files()["threads/park/index.html"].decode()


def test_a_pseudonym_stays_and_another_key_gives_another(site: Site, tmp_path):
    site.write("content/redactions.yaml", PEOPLE)
    site.build()
    key = (site.root / ".disputatio-key").read_bytes()
    before = site.files()

    site.write("content/redactions.yaml", PEOPLE + POST)
    site.build(clean=True)
    same = [path for path in site.files() if path.startswith("people/person-") and path.endswith(".html")]
    (site.root / ".disputatio-key").unlink()
    site.build()

    assert same == [path for path in before if path.startswith("people/person-") and path.endswith(".html")]
    assert [path for path in site.files() if path.startswith("people/person-") and path.endswith(".html")] != same
    assert ".disputatio-key" in (site.root / ".gitignore").read_text()
    assert (site.root / ".disputatio-key").stat().st_mode & 0o077 == 0
    assert not [path for path, data in before.items() if key.strip() in data]


def test_a_machine_without_the_key_is_told_so(site: Site):
    site.write("content/redactions.yaml", PEOPLE)
    (told,) = [problem for problem in site.build().problems if problem.code == "D312"]
    site.write(
        "content/redactions.yaml",
        told.fix.partition("misses it:\n")[2].replace("    ", "").partition("redactions:")[0]
        + f"redactions:\n{PEOPLE}",
    )
    assert not [problem for problem in site.build().problems if problem.code == "D312"]
    (site.root / ".disputatio-key").unlink()
    before = site.files()

    with pytest.raises(UnusableInput) as stopped:
        site.build()

    assert [problem.code for problem in stopped.value.problems] == ["D313"]
    assert not (site.root / ".disputatio-key").exists()
    assert site.files() == before


def test_a_name_in_brackets_is_taken_where_the_archivist_chose_it(site: Site):
    site.write("content/redactions.yaml", f"- {{person: {PERSON}, as: A. K., reason: she asked, date: 2026-05-02}}\n")

    site.build()

    assert not (site.root / ".disputatio-key").exists() or all_leaks(site, "kowalska") == []
    assert "A. K." in site.files()["threads/park/p-1.html"].decode()


def test_an_increment_leaves_the_same_site_as_a_clean_build(site: Site):
    site.write(
        "content/threads/park.jsonl", lines(ANNA, BORIS, {"id": "4", "author": "Dora", "text": f"{SECRET} No."}, CARL)
    )
    site.build()
    site.write("content/redactions.yaml", POST)
    site.build()
    once = site.files()
    assert all_leaks(site, *TRACES) == []

    site.write(
        "content/threads/more.jsonl", lines({"id": "1", "author": "Emil", "text": f"> {SECRET}\n\nNo."}, thread="more")
    )
    report = site.build()
    after = site.files()
    site.build(clean=True)

    assert all_leaks(site, *TRACES) == []
    assert after == site.files()
    assert after["threads/park/p-4.html"] == once["threads/park/p-4.html"]
    assert report.written < len(after)


def test_what_is_no_longer_redacted_comes_back(site: Site):
    before_any = None
    site.build()
    before_any = site.files()
    site.write("content/redactions.yaml", POST + PEOPLE)
    site.build()

    (site.root / "content/redactions.yaml").unlink()
    site.build()

    assert site.files() == before_any


def test_attachments_of_a_redacted_post_go_with_it(site: Site):
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    files = [{"name": "map.png", "data": picture}]
    site.write(
        "content/threads/park.jsonl", lines(ANNA, {**BORIS, "attachments": files}, {**CARL, "attachments": files})
    )
    site.build()
    assert [path for path in site.files() if path.startswith("attachments/")]

    site.write("content/redactions.yaml", POST)
    site.build()

    assert [path for path in site.files() if path.startswith("attachments/")] == []
    assert all_leaks(site, "mappng", *TRACES) == []


@pytest.mark.parametrize("why", ["private", "deleted"])
def test_the_words_of_a_withheld_post_vanish_from_those_that_quote_them(site: Site, why: str):
    hidden = {"id": "9", "text": SECRET, why: True}
    quoting = [
        {"id": "4", "author": "Dora", "text": f"> {SECRET}\n\nNo."},
        {"id": "5", "author": "Emil", "html": f"<blockquote>{SECRET.upper()}</blockquote><p>Never.</p>"},
    ]
    site.write("content/threads/park.jsonl", lines(ANNA, *quoting, CARL))
    site.write("content/threads/back-room.jsonl", lines(hidden, thread="back room"))
    site.write(
        "content/threads/shown.jsonl", lines({**BORIS, "id": "a", "author": "Dora", "text": "Nothing."}, thread="shown")
    )

    site.build()

    assert all_leaks(site, *TRACES) == []
    assert "Never." in site.files()["threads/park/p-5.html"].decode()


def test_a_mail_that_asks_not_to_be_archived_is_quoted_nowhere(site: Site):
    (site.root / "content/threads/park.jsonl").unlink()
    mails = (
        ("a@x", "", "The garden", "dora@x.example", "X-No-Archive: yes\n", SECRET),
        (
            "b@x",
            "",
            "Something else",
            "emil@x.example",
            "",
            f"Somebody wrote on another list:\n\n> {SECRET}\n\nI doubt it.",
        ),
    )
    text = "".join(
        f"From {who} Mon Jan  1 00:00:0{number} 2001\nFrom: Somebody <{who}>\nSubject: {subject}\nMessage-ID: <{own}>\n"
        f"Date: Mon, 1 Jan 2001 0{number}:00:00 +0000\n{more}\n{body}\n\n"
        for number, (own, _, subject, who, more, body) in enumerate(mails)
    )
    site.write("content/threads/list.mbox", text)

    site.build()

    assert all_leaks(site, *TRACES) == []
    assert any(b"I doubt it." in data for data in site.files().values())


def test_a_secret_in_the_words_of_a_theme_ends_the_build_and_leaves_the_old_site(site: Site):
    site.build()
    before = site.files()
    site.write("themes/mine/theme.yaml", "name: mine\nextends: disputatio\n")
    site.write(
        "themes/mine/templates/404.html",
        '{% extends "@parent/404.html" %}{% block main %}<p>' + SECRET + "</p>{% endblock %}",
    )
    site.write("site.yaml", "title: Parks\ntheme: mine\n")
    site.write("content/redactions.yaml", POST)

    with pytest.raises(UnusableInput) as stopped:
        site.build()

    assert {problem.code for problem in stopped.value.problems} == {"D315"}
    assert site.files() == before


def test_a_redaction_that_names_nothing_is_told_and_an_error_when_strict(site: Site):
    entries = (
        "- {post: park/77, reason: x, date: 2026}\n",
        "- {passage: no such words at all, reason: x, date: 2026}\n",
        "- {person: Nobody There, reason: x, date: 2026}\n",
    )
    site.write("content/redactions.yaml", "".join(entries))

    calm = [problem for problem in site.build().problems if problem.code == "D311"]
    strict = [problem for problem in site.build(strict=True).problems if problem.code == "D311"]

    assert [(problem.line, problem.severity) for problem in calm] == [(1, "warning"), (2, "warning"), (3, "warning")]
    assert [problem.severity for problem in strict] == ["error"] * 3


def test_a_post_that_was_edited_after_the_redaction_is_redacted_with_a_warning(site: Site):
    site.write("content/redactions.yaml", f'- {{passage: "{SECRET}", post: park/2, reason: x, date: 2026}}\n')
    site.write("content/threads/park.jsonl", lines(ANNA, {**BORIS, "text": SECRET.replace("orchid", "orchids")}, CARL))

    report = site.build()

    assert [problem.severity for problem in report.problems if problem.code == "D310"] == ["warning"]
    assert all_leaks(site, "thirdstone", "gardenerknows") == []


def test_who_spoke_first_keeps_the_words_that_a_redacted_post_quotes(site: Site):
    dora = {
        "id": "4",
        "author": "Dora",
        "text": f"{ANNA['text']}\nNonsense, all of it, and I shall say so until I am heard.",
    }
    site.write("content/threads/park.jsonl", lines(ANNA, dora, CARL))
    site.write("content/redactions.yaml", "- {post: park/4, reason: x, date: 2026}\n")

    site.build()

    assert ANNA["text"] in site.files()["threads/park/p-1.html"].decode()
    assert all_leaks(site, letters("until I am heard")) == []


def test_json_of_the_site_is_still_json(site: Site):
    site.write("content/redactions.yaml", POST + PEOPLE)

    site.build()

    for path, data in site.files().items():
        if path.endswith(".json"):
            json.loads(data)


def test_a_secret_that_is_written_in_codes_itself_is_found_where_it_stands_so_again():
    words = 'x="{&quot;userid&quot;:7,&quot;contentid&quot;:12,&quot;timestamp&quot;:1}"'  # found by bench/fuzz.py
    watch = Watch(Secrets((Secret("post", (bare_letters(words),), "gone"),)))

    assert watch.text(f"Look: {words}!") == 'Look: [gone]}"!'
