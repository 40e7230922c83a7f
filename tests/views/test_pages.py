"""What single pages say."""

import pytest

from generator.languages import ENGLISH
from generator.records import (
    Change,
    Declared,
    Guess,
    Mention,
    Moment,
    Origin,
    Person,
    PersonId,
    Quote,
    Span,
    ThreadId,
    ThreadLinks,
    TopicId,
)
from generator.tables import rows
from generator.views import (
    IndexRows,
    Overview,
    Settings,
    ThreadBundle,
    TopicRows,
    home_page,
    index_pages,
    person_pages,
    thread_pages,
    threads_pages,
    topic_pages,
    usual_navigation,
)
from generator.views.contract import LostPage, PostPage, ThreadPage, TreePage
from generator.views.dates import period, when_view
from generator.views.people import People, author_view, person_view
from tests.views.archive import SETTINGS, SITE, TOPICS, make_lost, make_post, make_quote, make_thread


def pages_of(thread, links=None, settings=SETTINGS, **more):
    return list(thread_pages(ThreadBundle(thread, links or ThreadLinks(thread.id, (), ()), **more), settings))


def only(pages, kind):
    (page,) = [page for page in pages if isinstance(page, kind)]
    return page


def post_pages(pages):
    return [page for page in pages if isinstance(page, PostPage)]


@pytest.mark.parametrize(
    ("raw", "iso", "text"),
    [
        ("Dec 4, 2017", "2017-12-04", "4 December 2017"),
        ("Dec 4, 2017 at 5:12", "2017-12-04T05:12:00Z", "4 December 2017, 05:12 UTC"),
        ("5:12", "2017-12-04T05:12:00+02:00", "4 December 2017, 05:12 UTC+02:00"),
        ("December", "2017-12", "December 2017"),
        ("2017", "2017", "2017"),
        ("Yesterday at 5:12", None, "Yesterday at 5:12"),
        ("the 31st", "2017-02-31", "the 31st"),
    ],
)
def test_a_date_is_as_precise_as_the_dump_tells(raw: str, iso: str | None, text: str):
    view = when_view(ENGLISH, Moment(raw, iso))

    assert view.text == text
    assert bool(view.iso) == (text != raw or raw == "2017")


def test_an_unknown_date_is_said_to_be_unknown():
    assert when_view(ENGLISH, None).text == "date unknown"
    assert when_view(ENGLISH, None).iso == ""
    assert period(ENGLISH, "", "").text == "date unknown"
    assert period(ENGLISH, "2017-12-04T05:00:00Z", "2017-12-06").text == "4 December 2017 – 6 December 2017"


def test_marks_of_people_are_stable_and_spread():
    marks = {
        (view.shape, view.pattern, view.hue)
        for view in (person_view(ENGLISH, f"P{at}", f"p{at}", "index.html") for at in range(300))
    }

    assert len(marks) > 200
    assert {shape for shape, _, _ in marks} == set(range(6))
    assert {pattern for _, pattern, _ in marks} == set(range(8))
    assert {hue for _, _, hue in marks} == set(range(12))
    assert person_view(ENGLISH, "Anna", "anna", "index.html") == person_view(ENGLISH, "Anna", "anna", "index.html")


def test_somebody_unknown_has_no_page():
    view = person_view(ENGLISH, "", "", "index.html")

    assert (view.name, view.href, view.known) == ("unknown author", "", False)


def test_a_name_that_was_inferred_says_so():
    view = author_view(
        ENGLISH, Guess("Anna", 0.8, ("others quote her by name",), "inferred"), People.of(()), "threads/x/"
    )

    assert view.doubt == "inferred (80\u00a0%): others quote her by name"


def test_names_that_a_correction_joined_lead_to_one_page():
    people = People.of((Person(PersonId("anna"), "Anna", ("Anna K.", "anna1917")),))

    assert people.id_of("anna1917") == people.id_of("Anna") == "anna"


def test_a_thread_is_split_into_pages_of_bounded_size():
    thread = make_thread("x", *(make_post(at, f"Post {at}.") for at in range(1, 8)))

    pages = [page for page in pages_of(thread) if isinstance(page, ThreadPage)]

    assert [page.frame.url for page in pages] == [
        "threads/x/index.html",
        "threads/x/page-2.html",
        "threads/x/page-3.html",
    ]
    assert [len(page.posts) for page in pages] == [3, 3, 1]
    assert pages[1].pager.previous.href == "index.html"
    assert pages[1].frame.next.href == "page-3.html"


def test_the_reply_tree_follows_what_is_quoted_most_and_what_the_dump_declares():
    first, second = make_post(1, "The council met at dawn."), make_post(2, "It rained in the afternoon, all day long.")
    third = make_post(3, "The council met at dawn.\nIt rained in the afternoon, all day long.\nSo?")
    fourth = make_post(4, "Nothing.", reply_to="m1")
    fifth = make_post(5, "Late.", reply_to="m6")  # a post that comes later cannot be answered
    thread = make_thread("x", first, second, third, fourth, fifth, make_post(6, "Last."))
    quotes = (
        make_quote(third, "The council met at dawn.", ("x", first)),
        make_quote(third, "It rained in the afternoon, all day long.", ("x", second)),
    )

    tree = only(pages_of(thread, ThreadLinks(thread.id, quotes, ())), TreePage)

    assert [(line.post.number, line.depth) for line in tree.lines] == [(1, 0), (4, 1), (2, 0), (3, 1), (5, 0), (6, 0)]


def test_the_depth_of_the_tree_is_capped():
    posts = [make_post(1, "Words of post 1.")]
    quotes = []
    for at in range(2, 40):
        posts.append(make_post(at, f"Words of post {at - 1}.\nWords of post {at}."))
        quotes.append(make_quote(posts[-1], f"Words of post {at - 1}.", ("x", posts[-2])))
    thread = make_thread("x", *posts)

    tree = only(pages_of(thread, ThreadLinks(thread.id, tuple(quotes), ())), TreePage)

    assert max(line.depth for line in tree.lines) == 12
    assert len(tree.lines) == 39


def test_an_altered_quote_shows_how_it_differs_from_the_archived_original():
    origin = make_post(1, "The council met at dawn.")
    quoting = make_post(2, "The council met at noon.\nNo.")
    where = Origin(ThreadId("x"), "m1", Span(0, 24))
    change = Change(Span(19, 23), Span(19, 23))
    quote = Quote(quoting.id, Span(0, 24), "altered", where, (), 0.9, (), (change,))
    thread = make_thread("x", origin, quoting)

    page = post_pages(pages_of(thread, ThreadLinks(thread.id, (quote,), ())))[1]

    view = page.post.parts[0].quote
    assert view.diff == (
        'The council met at <del><span class="visually-hidden">only in the original: </span>dawn</del>'
        '<ins><span class="visually-hidden">only in the quote: </span>noon</ins>.'
    )
    assert "differs from the archived original" in view.explanation
    assert "misquot" not in view.explanation
    assert (view.certainty, view.percent) == ("probable", "90\u00a0%")


def test_an_ambiguous_quote_lists_the_other_places():
    first, second = make_post(1, "All is well."), make_post(2, "All is well.")
    third = make_post(3, "All is well.\nIs it?")
    places = [Origin(ThreadId("x"), post.id, Span(0, 12)) for post in (first, second)]
    far = Origin(ThreadId("elsewhere"), "m9", Span(0, 12))
    quote = Quote(third.id, Span(0, 12), "ambiguous", places[0], (), 0.6, (), alternatives=(places[1], far))
    thread = make_thread("x", first, second, third)

    page = post_pages(pages_of(thread, ThreadLinks(thread.id, (quote,), ())))[2]

    view = page.post.parts[0].quote
    assert [link.number for link in view.alternatives] == [2]
    assert "1 place of other debates" in view.explanation
    assert view.alternatives[0].href.startswith("p-m2.html#w-m2-")


def test_an_absent_quote_has_no_origin_and_keeps_what_the_dump_declares():
    text = "Boris said:\nGone.\nIndeed."
    declared = Declared(Span(12, 17), "Boris", None, lead_in=Span(0, 11))
    post = make_post(1, text, declared=(declared,), furniture=(Span(0, 11),))
    quote = Quote(post.id, Span(12, 17), "absent", None, (), 1.0, (), declared=declared)
    thread = make_thread("x", post)

    page = post_pages(pages_of(thread, ThreadLinks(thread.id, (quote,), ())))[0]

    view = page.post.parts[0].quote
    assert (view.origin, view.lost_href, view.declared_author) == (None, "", "Boris")
    assert [part.kind for part in page.post.parts] == ["quote", "own"]
    assert page.post.own_words == 1


def test_a_lost_post_shows_its_witnesses_and_is_linked_from_their_quotes():
    words = "Words that survive in quotes alone."
    one, two = make_post(1, f"{words}\nYes."), make_post(2, f"{words}\nNo.", author="Anna")
    lost = make_lost("gone", words, one, two)
    thread = make_thread("x", one, two)
    quotes = tuple(make_quote(post, words, ("x", lost)) for post in (one, two))

    pages = pages_of(thread, ThreadLinks(thread.id, quotes, (lost,)))

    page = only(pages, LostPage)
    quote = post_pages(pages)[0].post.parts[0].quote
    assert quote.origin is None
    assert quote.lost_href.startswith("../../lost/x-gone.html#w-gone-")
    assert quote.lost_href.partition("#")[2] in page.html
    assert [witness.post.number for witness in page.witnesses] == [1, 2]
    assert page.witnesses[1].post.href.startswith("../threads/x/p-m2.html#q-m2-")
    assert page.percent == "80\u00a0%"


def test_a_post_is_cited_without_inventing_a_date():
    thread = make_thread("x", make_post(1, "Hello.", author="Anna"), title="On bread")

    page = only(pages_of(thread), PostPage)

    assert page.citation == (
        "Anna, №\u00a01 in “On bread”, date unknown. In: The archive, ed. Jane Roe. "
        "https://archive.example/threads/x/p-m1.html"
    )


def test_topics_of_own_words_stand_before_those_inside_quotes():
    post = make_post(1, "Kronstadt and unrest.")
    thread = make_thread("x", post)
    mentions = (
        Mention(TopicId("unrest"), post.id, Span(0, 1), "unrest", True),
        Mention(TopicId("kronstadt"), post.id, Span(0, 1), "Kronstadt", True),
        Mention(TopicId("kronstadt"), post.id, Span(0, 1), "Kronstadt", False),
    )

    page = only(pages_of(thread, mentions=mentions), PostPage)

    assert [(link.label, link.note) for link in page.post.topics] == [("Kronstadt", ""), ("Unrest", "inside a quote")]


def test_the_lines_of_the_dump_are_on_the_post_s_own_page_only():
    thread = make_thread("x", make_post(1, "Hello."))

    pages = pages_of(thread)

    assert only(pages, ThreadPage).posts[0].raw is None
    assert only(pages, PostPage).post.raw.file == "content/threads/x.txt"
    assert (only(pages, PostPage).post.raw.first_line, only(pages, PostPage).post.raw.last_line) == (1, 1)


def test_a_withheld_post_says_why_and_shows_no_lines_of_the_dump():
    thread = make_thread("x", make_post(1, "", withheld="deleted"), make_post(2, "Hello."))

    withheld, shown = (page.post for page in post_pages(pages_of(thread)))

    assert (withheld.withheld, withheld.own_words, withheld.raw) == ("deleted", 0, None)
    assert shown.withheld == ""


def test_home_shows_the_newest_threads_first():
    cards = [rows.ThreadCardRow(at, f"t{at}", f"T{at}", 1, 1, f"20{at:02}-01-01", "", "", 0) for at in range(1, 50)]

    page = home_page(Overview(tuple(cards), (), (), (), ()), SETTINGS)

    assert [card.title for card in page.threads][:2] == ["T49", "T48"]
    assert len(page.threads) == 30


def test_without_dates_home_shows_the_threads_by_rank():
    cards = [rows.ThreadCardRow(at, f"t{at}", f"T{at}", 1, 1, "", "", "", 0) for at in range(1, 4)]

    page = home_page(Overview(tuple(cards), (), (), (), ()), SETTINGS)

    assert [card.title for card in page.threads] == ["T1", "T2", "T3"]


def test_a_new_thread_changes_only_the_last_page_of_the_list():
    def card(at: int) -> rows.ThreadCardRow:
        return rows.ThreadCardRow(at, f"t{at}", f"T{at}", 1, 1, "", "", "", 0)

    before = list(threads_pages([card(at) for at in range(1, 26)], (), SETTINGS))
    after = list(threads_pages([card(at) for at in range(1, 27)], (), SETTINGS))

    assert before[0] == after[0]
    assert before[2] != after[2]


def test_mentions_in_own_words_come_before_those_in_quotes():
    def mention(in_quote: int) -> rows.TopicMentionRow:
        return rows.TopicMentionRow(
            0, "kronstadt", "x", "X", "m1", 1, "", "", "", 0, "Kronstadt", in_quote, "a\n", "K", " b"
        )

    found = TopicRows(TOPICS[1], 1, 1, (mention(1), mention(0)))

    (page,) = topic_pages(found, SETTINGS)

    assert [view.in_quote for view in page.mentions] == [False, True]
    assert page.mentions[0].before == "a "
    assert page.broader.label == "Unrest"


def test_a_person_with_many_posts_has_several_pages():
    row = rows.PersonRow("anna", "Anna", 25, 1, 4)
    posts = [rows.PersonPostRow(0, "anna", "Anna", "x", "X", f"m{at}", at, "", "", "words") for at in range(1, 26)]

    pages = list(person_pages(row, posts, SETTINGS))

    assert [page.frame.url for page in pages] == ["people/anna.html", "people/anna.2.html", "people/anna.3.html"]
    assert [(link.label, link.note) for link in pages[0].threads] == [("X", "25 posts")]


def test_a_long_index_has_pages_for_letters():
    people = tuple(rows.PersonRow(f"p{at}", f"{letter}{at}", 1, 1, 0) for letter in "AÄжщ漢7" for at in range(150))

    pages = list(index_pages(IndexRows((), people, ()), Settings(SITE)))

    letters = [link.label for link in pages[0].letters]
    assert letters == ["A", "Ж", "Щ", "漢", "#"]
    assert pages[1].frame.url == "index-a-z/a.html"
    assert sum(len(group.entries) for page in pages for group in page.groups) == 900
    assert max(len(group.entries) for page in pages for group in page.groups) <= 500


def test_a_short_index_is_one_page():
    threads = (
        rows.ThreadCardRow(1, "x", "élan", 2, 1, "", "", "", 0),
        rows.ThreadCardRow(2, "y", "Edge", 1, 1, "", "", "", 0),
    )

    (page,) = index_pages(IndexRows(threads, (), ()), Settings(SITE))

    assert [entry.label for entry in page.groups[0].entries] == ["Edge", "élan"]
    assert page.letters[0].href == f"#{page.groups[0].anchor}"


def test_the_usual_navigation_leads_to_the_lists_and_the_archivist_s_pages():
    found = usual_navigation([("about", "About us")])

    assert found[0] == ("Debates", "threads/index.html")
    assert ("About us", "pages/about.html") in found
    assert found[-1][1] == "honesty.html"
