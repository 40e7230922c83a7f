"""Old addresses as links on the web have them, written by hand for each engine, for the posts of a sample."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.importers import Dump, ReadOptions, read_dump
from generator.records import Thread

MOST_POSTS = 8  # of a sample


@dataclass(frozen=True)
class Sample:
    """A sample file, the folder that its forum lay in, and the addresses of a thread and of a post there.

    In an address, T stands for the thread's number, P for the post's, N for its place in the thread.
    """

    file: str
    base: str
    threads: tuple[str, ...]
    posts: tuple[str, ...]
    told: bool = True  # False: the dump does not tell its forum; site.yaml does


SAMPLES = (
    Sample(
        "forumscraper/xenforo_126609.json",
        "https://kh-vids.net/",
        (
            "threads/story-time.T/",
            "threads/T/",
            "threads/old-slug.T",
            "index.php?threads/story.T/",
            "threads/x.T/unread",
        ),
        (
            "posts/P/",
            "posts/P",
            "goto/post?id=P",
            "threads/x.T/post-P",
            "threads/story.T/reply?quote=P",
            "showthread.php?p=P",
        ),
    ),
    Sample(
        "phpbb/0536-forums.virtualbox.org.html",
        "https://forums.virtualbox.org/",
        ("viewtopic.php?t=T", "viewtopic.php?f=2&t=T", "viewtopic.php?t=T&sid=0123456789abcdef"),
        ("viewtopic.php?p=P#pP", "viewtopic.php?f=7&t=T&p=P", "viewtopic.php?f=7&t=T&p=P&hilit=a+b#pP"),
    ),
    Sample(
        "phpbb/capture_p7650_20160409000321_1d7d8e81.html",
        "https://game.example/board/",
        ("viewtopic.php?f=1&t=T",),
        ("viewtopic.php?p=P", "viewtopic.php?t=T&p=P#pP"),
        told=False,
    ),
    Sample(
        "forumscraper/vbulletin_401807.json",
        "https://www.excelforum.com/",
        ("showthread.php?t=T", "showthread.php?threadid=T", "showthread.php?T-a-slug", "formulas/T-using-name.html"),
        (
            "showthread.php?p=P#postP",
            "showpost.php?p=P&postcount=3",
            "showthread.php?t=T&p=P",
            "a/T-b.html?p=P",
            "a/T-b-postP.html",
        ),
    ),
    Sample(
        "smf/1641-large-scale-deployment.html",
        "https://www.example.org/smf/",
        ("index.php?topic=T.0", "index.php/topic,T.0.html", "index.php?topic=T", "index.php?PHPSESSID=1a&topic=T.0"),
        (
            "index.php?topic=T.msgP#msgP",
            "index.php/topic,T.msgP.html#msgP",
            "index.php?msg=P",
            "?topic=T.msgP;topicseen",
        ),
        told=False,
    ),
    Sample(
        "invision/5072-forums.sassnet.com.html",
        "https://forums.sassnet.com/",
        ("index.php?/topic/T-cast-iron/", "topic/T-cast-iron/", "index.php?showtopic=T"),
        (
            "topic/T-cast/?do=findComment&comment=P",
            "index.php?/topic/T-a/&do=findComment&comment=P",
            "?view=findpost&p=P",
        ),
    ),
    Sample(
        "discourse/how-to-properly-render-dark-caves.6886.json",
        "https://talk.example.net/",
        ("t/T", "t/how-to-properly-render/T", "t/other/T/"),
        ("t/slug/T/N", "t/T/N", "t/slug/T/N?u=somebody"),
        told=False,
    ),
    Sample(
        "nodebb/0549-community.nodebb.org.html",
        "https://community.nodebb.org/",
        ("topic/T", "topic/T/some-slug"),
        ("post/P", "topic/T/some-slug/N"),
    ),
    Sample(
        "phpbb/0555-bbs.archlinux.org.html",
        "https://bbs.archlinux.org/",
        ("viewtopic.php?id=T",),
        ("viewtopic.php?pid=P#pP", "viewtopic.php?id=T&pid=P"),
        told=False,
    ),
    Sample(
        "forumscraper/xmb_119946.json",
        "https://forum.postcrossing.com/",
        ("viewthread.php?tid=T",),
        ("viewthread.php?tid=T&goto=search&pid=P", "viewthread.php?goto=search&pid=P"),
    ),
    Sample(
        "reddit-api/TestRedditor.test_stream__comments.json",
        "https://www.reddit.com/",
        ("comments/T/", "r/anything/comments/T/a_title/"),
        ("comments/T/_/P/", "r/anything/comments/T/a_title/P/?context=3"),
    ),
)


def threads_of(sample: Sample, shared: Path) -> Iterator[Thread]:
    path = shared / "samples" / sample.file
    for found in read_dump(Dump(path, f"content/threads/{path.name}"), ReadOptions()):
        if isinstance(found, Thread):
            yield found
            return


def old_addresses(sample: Sample, thread: Thread) -> Iterator[tuple[str, str]]:
    """Yield (old address, the address in the site that it must lead to)."""
    number = thread.id.rpartition("-")[2]
    home = f"threads/{thread.id}/"
    for form in sample.threads:
        yield sample.base + form.replace("T", number), home
    for post in [post for post in thread.posts if "http" not in post.id][:MOST_POSTS]:
        own = post.id.removeprefix("t1_").removeprefix("t3_").removeprefix("p")
        for form in sample.posts:
            old = sample.base + _filled(
                form, {"T": number, "P": own, "N": "".join(filter(str.isdigit, post.number or ""))}
            )
            yield old, f"{home}p-{post.id}.html"


def _filled(form: str, values: dict[str, str]) -> str:
    keep: Callable[[str], str] = lambda sign: values.get(sign, sign)  # noqa: E731
    return "".join(map(keep, form))
