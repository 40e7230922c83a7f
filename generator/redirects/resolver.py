"""For hosts that have but files: pages at the old paths, and a script that finds the number in any other old address.

Where an old address is a path, a page stands there that leads on, without a script. Where it is a query, and for every
path that nobody knew, the script takes the number out of the address and looks it up in a small file: it is part of the
pages that stand where the forum's scripts stood, and of the page for addresses that lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import unquote, urlsplit

from generator.codec import to_json
from generator.redirects.collecting import Collected, alias, shapes_of
from generator.redirects.lists import forms_of
from generator.redirects.shapes import BY_NAME
from generator.redirects.stubs import stub
from generator.views import urls

MOST_PATH_SIGNS = 200  # of a part: what a file's name can have on every machine
# Folders that are the site's own: no old address may take the place of a page in them.
_OWN = frozenset(
    ("assets", "attachments", "dates", "data", "index-a-z", "lost", "pages", "people", "redirects", "search", "topics")
)

_CODE = """\
// Leads from an address of the former forum to where that is now. "forums" was written by Disputatio.
(() => {
  "use strict";
  const script = document.currentScript.src;
  const root = script.slice(0, script.length - "redirects/old.js".length);
  const forums = FORUMS;
  const asked = location.pathname.replace(/\\/index\\.html$/, "") + location.search;
  const bare = asked.replace(/(\\.php|\\/item|\\/goto\\/post)\\/(?=\\?)/, "$1");
  const bucket = (number) => (/^\\d+$/.test(number) ? number.slice(0, -3) || "0" : number.slice(0, 3));
  const keys = [];
  for (const [folder, host, name, shapes] of forums) {
    if ((host && host !== location.hostname) || !bare.startsWith(folder)) continue;
    for (const [letter, pattern] of shapes) {
      const found = new RegExp("^" + pattern).exec(bare.slice(folder.length) + location.hash);
      if (found) keys.push([name, letter, found[1], letter + found.slice(1).join("/")]);
    }
  }
  const look = async ([name, letter, number, key]) => {
    const answer = await fetch(`${root}redirects/old/${name}/${letter}-${bucket(number)}.json`);
    return answer.ok ? (await answer.json())[key] : undefined;
  };
  (async () => {
    for (const key of keys) {
      const target = await look(key).catch(() => undefined);
      if (target) return location.replace(root + target + (target.includes("#") ? "" : location.hash));
    }
  })();
})();
"""
_LETTERS = {"post": "p", "place": "t", "page": "t", "offset": "t", "thread": "t"}
_RANK = {"post": 0, "place": 0, "page": 1, "offset": 1, "thread": 2}


def resolver_files(found: Collected, site: tuple[str, str], threads: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages at old paths, the script and its files. `site` is its title and its language.

    `threads` are the ids of all threads: no page may stand in the folder of one.
    """
    taken = frozenset(thread.casefold() for thread in threads)
    files: dict[str, tuple[str, bytes]] = {}
    for path, target in _paths(found):
        file = _file_of(path, found.base, taken)
        if file:
            page = stub(
                urls.relative(file, *_parted(target)), *site, found.destination(target) if found.base != "/" else ""
            )
            files.setdefault(file.casefold(), (file, page))
    for forum in found.forums:
        for script in BY_NAME[forum.engine].scripts:
            file = _file_of(f"{forum.folder}{script}/", found.base, taken)
            if file:
                files.setdefault(file.casefold(), (file, _script_page(file, *site)))
    yield from files.values()
    if found.olds:
        yield urls.RESOLVER, _CODE.replace("FORUMS", _forums(found)).encode()
    for name, entries in _buckets(found).items():
        yield f"redirects/old/{name}.json", to_json(entries)


def _paths(found: Collected) -> Iterator[tuple[str, str]]:
    for old in found.olds.values():
        yield from ((form, old.target) for form in forms_of(old) if "?" not in form)
    for (_, path), target in found.exact.items():
        if "?" not in path:
            yield path, target


def _file_of(path: str, base: str, threads: frozenset[str]) -> str:
    """Return the file that answers for a path on a host that has but files, "" where none can."""
    home = urlsplit(base).path or "/"
    if not path.startswith(home):
        return ""
    file = unquote(path[len(home) :], errors="replace")
    file = file + "index.html" if file.endswith("/") else file
    file = file if file.casefold().endswith((".html", ".htm")) else f"{file}/index.html"
    parts = file.split("/")
    first = parts[0].casefold()
    is_own = len(parts) < 2 and first in ("index.html", "404.html", "honesty.html", "index-a-z.html", "search.html")
    is_own = is_own or first in _OWN or (first == "threads" and (len(parts) < 3 or parts[1].casefold() in threads))
    is_fit = all(0 < len(part.encode("utf-8", "replace")) <= MOST_PATH_SIGNS and part.isprintable() for part in parts)
    return (
        file
        if is_fit and not is_own and not {".", ".."} & set(parts) and "\\" not in file and "\ufffd" not in file
        else ""
    )


def _script_page(file: str, title: str, language: str) -> bytes:
    root = urls.root(file)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta name="robots" content="noindex">\n<script src="{root}{urls.RESOLVER}"></script>\n'
        f'<p><a href="{root}index.html">{escape(title)}</a></p>\n</html>\n'
    ).encode()


def _forums(found: Collected) -> str:
    told = []
    for forum in found.forums:
        ranked = sorted(shapes_of(forum), key=lambda shape: _RANK[shape.tells])
        shapes = [[_LETTERS[shape.tells], shape.pattern] for shape in ranked]
        told.append([forum.folder, forum.host if found.is_told_by_host(forum) else "", alias(forum), shapes])
    return to_json(told).decode()


def _buckets(found: Collected) -> dict[str, dict[str, str]]:
    buckets: dict[str, dict[str, str]] = {}
    for (forum, key), old in found.olds.items():
        number = key[1:].partition("/")[0]
        place = (number[:-3] or "0") if number.isdecimal() else number[:3]
        page, sign, anchor = old.target.partition("#")
        buckets.setdefault(f"{alias(forum)}/{key[0]}-{place}", {})[key] = page + sign + anchor
    return buckets


def _parted(target: str) -> tuple[str, str]:
    page, _, anchor = target.partition("#")
    return page, anchor
