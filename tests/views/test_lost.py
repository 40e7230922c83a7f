"""The pages of lost posts, where there are many of them or many witnesses."""

from cProfile import Profile

from generator.records import ThreadLinks
from generator.views import ThreadBundle, thread_pages
from generator.views.contract import LostPage
from tests.views.archive import SETTINGS, make_lost, make_post, make_quote, make_thread


def pages_of(thread, links):
    return list(thread_pages(ThreadBundle(thread, links), SETTINGS))


def test_the_pages_of_as_many_lost_posts_as_a_post_has_quotes_take_linear_work():
    def calls(number: int) -> int:
        words = [f"Words of lost post {each}." for each in range(number)]
        post = make_post(1, "\n\n".join(words))
        lost = tuple(make_lost(f"gone{each}", one, post) for each, one in enumerate(words))
        thread = make_thread("x", post)
        quotes = tuple(make_quote(post, one, ("x", gone)) for one, gone in zip(words, lost, strict=True))
        profile = Profile()
        profile.enable()
        pages = pages_of(thread, ThreadLinks(thread.id, quotes, lost))
        profile.disable()
        assert sum(isinstance(page, LostPage) for page in pages) == number
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(1200) < 9 * calls(150)  # eight times as many, and a little


def test_a_lost_post_shows_few_of_many_witnesses_and_counts_them_all():
    words = "Words that survive in quotes alone."
    posts = [make_post(number, f"{words}\nYes.") for number in range(1, 101)]
    lost = make_lost("gone", words, *posts)
    thread = make_thread("x", *posts)
    quotes = tuple(make_quote(post, words, ("x", lost)) for post in posts)

    pages = pages_of(thread, ThreadLinks(thread.id, quotes, (lost,)))

    assert [(len(page.witnesses), page.witnesses_total) for page in pages if isinstance(page, LostPage)] == [(50, 100)]
