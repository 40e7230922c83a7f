"""Maps and lists: what stands in them, and what they have room for."""

from generator.redirects.collecting import collect
from generator.redirects.forums import Exact, old_addresses
from generator.redirects.lists import netlify_list, path_list
from generator.redirects.servers import apache_files, nginx_files
from generator.tables.rows import OldRow

HOME = "https://forum.example/"


def rows(importer: str, thread: str, posts: int, form: str) -> list[OldRow]:
    """Return the rows of a thread; `form` is the address of a post, with {} for its number."""
    found = [OldRow("t-5", 0, "", 0, "", importer, "x", thread)]
    return found + [
        OldRow("t-5", 0, f"p{number}", at, str(at), importer, "x", form.format(number) if form else "")
        for at, number in enumerate(range(100, 100 + posts), 1)
    ]


def collected(importer: str, thread: str, posts: int = 3, form: str = "", moved: tuple[tuple[str, str], ...] = ()):
    return collect(old_addresses(rows(importer, thread, posts, form), 20, {}), "", moved)


def test_a_list_for_paths_alone_holds_no_queries_and_ends_at_the_limit():
    found = collected(
        "xenforo", f"{HOME}threads/bread.5/", 1500, "", (("threads/a/index.html", "threads/b/index.html"),)
    )

    lines = path_list(found, "gitlab").decode().splitlines()

    assert len(lines) == 1000
    assert lines[0] == "/threads/a/index.html /threads/b/ 301"
    assert lines[1] == "/threads/bread.5/ /threads/t-5/ 301"
    assert "/posts/100/ /threads/t-5/p-p100.html 301" in lines
    assert not [line for line in lines if "?" in line]


def test_netlify_looks_at_parameters():
    lines = netlify_list(collected("phpbb", f"{HOME}viewtopic.php?f=2&t=5")).decode().splitlines()

    assert "/viewtopic.php f=2 t=5 /threads/t-5/ 301!" in lines
    assert "/viewtopic.php p=101 /threads/t-5/p-p101.html 301!" in lines


def test_an_old_page_leads_to_the_page_that_holds_its_first_post():
    found = collected("phpbb", f"{HOME}viewtopic.php?t=5", 60)

    assert {key: old.target for (_, key), old in found.olds.items() if key in ("t5/15", "t5/20", "t5/40")} == {
        "t5/15": "threads/t-5/index.html",
        "t5/20": "threads/t-5/page-2.html",
        "t5/40": "threads/t-5/page-3.html",
    }


def test_an_address_of_no_known_shape_is_taken_as_it_is():
    row = OldRow("mail", 0, "m1", 1, "", "pipermail", "x", "https://lists.example/2004-May/000123.html")

    assert list(old_addresses([row], 20, {})) == [
        Exact("lists.example", "/2004-May/000123.html", "threads/mail/p-m1.html")
    ]


def test_what_cannot_be_an_address_never_reaches_a_server_s_settings():
    evil = 'https://evil.example/a"; return 200 "x'
    found = collect(old_addresses([OldRow("mail", 0, "m1", 1, "", "pipermail", "x", evil)], 20, {}), "")
    dollar = OldRow("mail", 0, "m1", 1, "", "pipermail", "x", 'https://a.example/$host"{}\\')
    other = collect(old_addresses([dollar], 20, {}), "")

    maps = dict(nginx_files(found)) | {f"a/{name}": data for name, data in nginx_files(other)}
    maps |= dict(apache_files(found))

    assert not [name for name, data in maps.items() if b"evil.example" in data]
    assert b'$host"{}' not in b"".join(maps.values())
