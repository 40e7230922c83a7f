"""How the text of a thread is laid out."""

from __future__ import annotations

from generator.records import Thread

SAMPLE_POSTS = 60
WRAPPED_COLUMNS = range(60, 81)  # mail and news wrap by hand: full lines end here


def is_hard_wrapped(thread: Thread) -> bool:
    """True where most long paragraphs are broken into lines of 60-80 characters, as in mail and news.

    There a quote is marked line by line, and a nested quote is a quote of its own; elsewhere quotes are blocks.
    """
    full = longer = 0
    for post in thread.posts[:SAMPLE_POSTS]:
        for line in post.text[:20_000].split("\n"):
            if len(line) > WRAPPED_COLUMNS.stop:
                longer += 1
            elif len(line) >= WRAPPED_COLUMNS.start:
                full += 1
    return full > 4 * longer
