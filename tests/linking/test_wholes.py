"""Short posts that are quoted whole, and placeholders that were copied along with a quote."""

from dataclasses import replace

from generator.linking import find_quotes
from generator.records import Guess, Post, PostId, Span, Thread, ThreadId

PLACEHOLDER = "View attachment 41"


def make_thread(*texts: str) -> Thread:
    return Thread(ThreadId("t"), Guess("t", 1.0), (), tuple(make_post(n, text) for n, text in enumerate(texts, 1)))


def make_post(number: int, text: str) -> Post:
    at = text.find(PLACEHOLDER)
    reuse = (Span(at, at + len(PLACEHOLDER)),) if at >= 0 else ()
    return Post(PostId(f"p{number}"), number, Guess(None, 0.0), Guess(None, 0.0), text, (), reuse=reuse)


def found(thread: Thread) -> list[tuple[str, str, str | None]]:
    posts = {post.id: post for post in thread.posts}
    return [
        (quote.post, quote.span.of(posts[quote.post].text), quote.origin.post if quote.origin else None)
        for quote in find_quotes(thread).quotes
    ]


def test_a_post_of_two_words_is_quoted_where_a_reply_begins_with_all_of_it() -> None:
    thread = make_thread("Which winter do you mean?", "Obviously 1921.", "Obviously 1921.\nThen say so in the title.")

    assert found(thread) == [("p3", "Obviously 1921.", "p2")]


def test_what_two_people_said_already_is_a_phrase_and_no_quote() -> None:
    thread = make_thread("The ice held.", "Well said.", "Well said.", "Well said.\nAnd now the coal, please.")

    assert not [quote for quote in found(thread) if quote[0] == "p4"]


def test_a_short_post_said_again_without_a_reply_is_no_quote() -> None:
    thread = make_thread("Which winter do you mean?", "Obviously 1921.", "Obviously 1921.")

    assert found(thread) == []


def test_a_quote_runs_on_over_the_placeholder_that_its_origin_has_there_too() -> None:
    words = "Here is the map of the two islands, with the ice as it stood in the first week of March."
    thread = make_thread(f"{words}\n\n{PLACEHOLDER}", f"{words}\n\n{PLACEHOLDER}\nA fine map, and the scale is wrong.")

    assert found(thread) == [("p2", f"{words}\n\n{PLACEHOLDER}", "p1")]


def test_the_subject_line_over_a_reply_is_no_part_of_the_quote_below_it() -> None:
    words = "The map shows both islands, with the ice as it stood in the first week of March."
    subject = "Re: The map of the islands"
    thread = make_thread(f"{subject}\n\n{words}", f"{subject}\n\n\n{words}\nThe scale of it is wrong, I fear.")
    posts = tuple(replace(post, reuse=(Span(0, len(subject)),)) for post in thread.posts)

    assert found(replace(thread, posts=posts)) == [("p2", words, "p1")]


def test_a_post_of_code_is_quoted_where_a_reply_begins_with_all_of_it() -> None:
    code = "\n\n".join(
        f"function f{number} ( role, map )\n\tif ( HasItem( role, {number}, 1 ) == 1 ) then\n\t\treturn 1;\n\tend\nend"
        for number in range(40, 60)
    )
    post = f"Should work.\n\n{code}"

    thread = make_thread("How do I count the bread?", post, f"{post}\nIt does not.")

    assert found(thread) == [("p3", post, "p2")]


def test_a_short_line_of_a_post_nearby_is_quoted_where_a_reply_follows_it() -> None:
    thread = make_thread(
        "It rained.\n\nWhere was the fleet?\n\nI never knew.", "Where was the fleet?\n\nAt Helsingfors."
    )

    assert found(thread) == [("p2", "Where was the fleet?", "p1")]
