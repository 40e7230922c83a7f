"""Maps for nginx and Apache: patterns find the number in an old address, and one line a number says where it is now.

So the shape of an address does not matter, nor do a slug that changed, or parameters that nobody needs; and a map has
one line a post, not one for each way to ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.redirects.collecting import Collected, alias, shapes_of
from generator.redirects.forums import Forum
from generator.redirects.shapes import Tells

FOLDER = "redirects"
_WAYS: tuple[tuple[str, tuple[Tells, ...]], ...] = (
    ("post", ("post", "place")),
    ("page", ("page", "offset")),
    ("thread", ("thread",)),
)
_LETTER: dict[Tells, str] = {"post": "p", "place": "t", "page": "t", "offset": "t", "thread": "t"}
_TWO: frozenset[Tells] = frozenset(("place", "page", "offset"))  # that have two groups

_NGINX_HEAD = """\
# Old addresses of this archive, for nginx.
# In http { }:    include /path/to/the/site/redirects/nginx.conf;
# In server { }:  include /path/to/the/site/redirects/nginx-server.conf;
# If nginx says that one of these two is a duplicate, keep the larger number.
map_hash_bucket_size 512;
map_hash_max_size 262144;
"""
_APACHE_HEAD = """\
# Old addresses of this archive, for Apache with mod_rewrite, in <VirtualHost> (RewriteMap is not allowed in .htaccess).
# Say where the site lies, and include this file:
#     Define DISPUTATIO /path/to/the/site
#     Include ${DISPUTATIO}/redirects/apache.conf
RewriteEngine On
RewriteMap disputatio "txt:${DISPUTATIO}/redirects/apache.txt"
"""


def nginx_files(found: Collected) -> Iterator[tuple[str, bytes]]:
    """Yield the maps, and the lines of a server that make use of them."""
    lines = [_NGINX_HEAD]
    for way, tells in _WAYS:
        lines.append(f"map $host$request_uri $disputatio_{way}_key {{\n    default '';")
        lines += (f'    "~{pattern}" "{key}";' for pattern, key in _nginx_patterns(found, tells))
        lines.append(f"}}\nmap $disputatio_{way}_key $disputatio_{way} {{\n    default '';")
        lines += (
            f'    "{alias(forum)}:{key}" "{found.destination(old.target)}";'
            for (forum, key), old in found.olds.items()
            if old.tells in tells
        )
        lines.append("}")
    lines.append("map $host$request_uri $disputatio_exact {\n    default '';")
    lines += (f'    "{host}{_quoted(path)}" "{found.destination(to)}";' for (host, path), to in found.exact.items())
    lines.append("}\nmap $uri $disputatio_moved {\n    default '';")
    lines += (f'    "/{old}" "{found.destination(new)}";' for old, new in found.moved)
    lines.append("}\n")
    ways = ("exact", *(way for way, _ in _WAYS), "moved")
    server = "".join(f"if ($disputatio_{way}) {{ return 301 $disputatio_{way}; }}\n" for way in ways)
    yield f"{FOLDER}/nginx.conf", "\n".join(lines).encode()
    yield f"{FOLDER}/nginx-server.conf", f"# Of redirects/nginx.conf, for server {{ }}.\n{server}".encode()


def apache_files(found: Collected) -> Iterator[tuple[str, bytes]]:
    """Yield the rules, and the map that they look into."""
    rules = [_APACHE_HEAD]
    for host, path in found.exact:
        del host, path
        rules.append(_apache_rule(r"^([^ ]*) [A-Z]+ ([^ ]*)", "=%1%2"))
        break
    for _, tells in _WAYS:
        for forum in found.forums:
            for shape in shapes_of(forum):
                if shape.tells in tells:
                    host = re.escape(forum.host) if found.is_told_by_host(forum) else "[^ ]*"
                    pattern = f"^{host} [A-Z]+ {re.escape(forum.folder)}{shape.pattern}"
                    key = f"{alias(forum)}:{_LETTER[shape.tells]}%1" + ("/%2" if shape.tells in _TWO else "")
                    rules.append(_apache_rule(pattern, key))
    lines = [f"={host}{path} {found.destination(to)}" for (host, path), to in found.exact.items()]
    lines += (f"{alias(forum)}:{key} {found.destination(old.target)}" for (forum, key), old in found.olds.items())
    rules += (f'Redirect 301 "/{old}" "{found.destination(new)}"' for old, new in found.moved)
    yield f"{FOLDER}/apache.conf", "\n".join((*rules, "")).encode()
    yield f"{FOLDER}/apache.txt", "\n".join((*lines, "")).encode()


def _nginx_patterns(found: Collected, tells: tuple[Tells, ...]) -> Iterator[tuple[str, str]]:
    for forum in sorted(found.forums, key=lambda forum: not found.is_told_by_host(forum)):
        for shape in shapes_of(forum):
            if shape.tells in tells:
                key = f"{alias(forum)}:{_LETTER[shape.tells]}$1" + ("/$2" if shape.tells in _TWO else "")
                yield f"^{_nginx_place(found, forum)}{shape.pattern}", key


def _nginx_place(found: Collected, forum: Forum) -> str:
    host = re.escape(forum.host) if found.is_told_by_host(forum) else "[^/]*"
    return host + re.escape(forum.folder)


def _apache_rule(pattern: str, key: str) -> str:
    return (
        f'RewriteCond "%{{HTTP_HOST}} %{{THE_REQUEST}}" "{pattern}"\n'
        f'RewriteCond "${{disputatio:{key}}}" "^(.+)$"\n'
        'RewriteRule "^" "%1" [R=301,L,NE,QSD]'
    )


def _quoted(path: str) -> str:
    return path.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
