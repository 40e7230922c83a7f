"""The readers of site.yaml's values: each returns what the key means, or None and leaves the fault in the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from generator.config.record import THREADS, Pairs
from generator.yamlfile import Form, Node, shown

OWN_FOLDERS = ("content", "themes", ".cache", ".git")  # never an output: a build replaces its output
FORMAT = 1  # of site.yaml and of the files in content/; docs/compatibility.md says when it grows
MOST_WORKERS = 256
# What Spark takes for a master, or Spark Connect; `local[2]` is a cluster within this machine, to try things out.
_CLUSTER = re.compile(
    r"spark:(sc://[^/\s;]+(/\S*)?|spark://[^/\s,]+:\d+(,[^/\s,]+:\d+)*|local(\[[\d*]+(,\d+)?\])?|yarn|k8s://https?://\S+)"
)
_RIGHT_TO_LEFT = re.compile("ar|arc|azb|ckb|dv|fa|glk|he|iw|ji|mzn|nqo|pnb|ps|sd|syr|ug|ur|yi")
_RIGHT_TO_LEFT_SCRIPTS = re.compile("Adlm|Arab|Hebr|Mand|Nkoo|Rohg|Samr|Syrc|Thaa")


def read_format(form: Form, node: Node, what: str) -> int | None:
    told = form.number(node, what, lowest=1, highest=10_000)
    if told is not None and told > FORMAT:
        fix = "Install a newer version: pip install --upgrade disputatio"
        form.fault(node.place, f"{what} is {told}; this version of Disputatio knows {FORMAT} and below", fix=fix)
        return None
    return told


def line_of(limit: int) -> Callable[[Form, Node, str], str | None]:
    return lambda form, node, what: form.text(node, what, limit=limit)


def number_of(lowest: int, highest: int) -> Callable[[Form, Node, str], int | None]:
    return lambda form, node, what: form.number(node, what, lowest=lowest, highest=highest)


def read_language(form: Form, node: Node, what: str) -> str | None:
    text = form.text(node, what, limit=35)
    if not text:
        return text
    if not re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", text):
        fix = "Examples: en, de, pt-BR, zh-Hans."
        form.fault(node.place, f"{what} is {shown(text)}, which is no language tag", fix=fix)
        return None
    first, *others = text.split("-")
    forms = {2: str.upper, 4: str.title}  # the region, the script
    return "-".join([first.lower(), *(forms.get(len(other), str.lower)(other) for other in others)])


def read_direction(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, ("ltr", "rtl"))


def read_attachments(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, ("all", "pictures", "none"))


def read_pages(form: Form, node: Node, what: str) -> str | None:
    entries = form.mapping(node, what, keys=("posts",))
    if "posts" not in entries:
        return "all"
    return form.choice(entries["posts"][1], f"{what}: posts", ("all", "quoted", "none"))


def read_private_data(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, ("hide", "show"))


DEPLOY = ("plain", "github-pages", "cloudflare", "gitlab", "netlify")
ROBOTS = ("index", "noindex", "no-ai")
REDIRECTS = ("nginx", "apache", "netlify", "cloudflare", "gitlab", "pages")
_LISTS = frozenset(("netlify", "cloudflare", "gitlab"))  # that read a file of one name, each in its own way


def read_deploy(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, DEPLOY)


def read_robots(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, ROBOTS)


def read_redirects(form: Form, node: Node, what: str) -> tuple[str, ...] | None:
    kinds = form.texts(node, what, limit=20)
    for kind in kinds:
        if kind not in REDIRECTS:
            form.fault(node.place, f"{what}: {shown(kind)} is none of {', '.join(REDIRECTS)}")
    if len(_LISTS.intersection(kinds)) > 1:
        form.fault(node.place, f"{what}: {', '.join(sorted(_LISTS))} read the same file, each in its own way; name one")
    return tuple(kind for kind in REDIRECTS if kind in kinds)


def read_old_forums(form: Form, node: Node, what: str) -> Pairs:
    pairs = []
    for pattern, (_, value) in form.mapping(node, what).items():
        address = read_base_url(form, value, f"{what}: {shown(pattern, '')}")
        if address:
            pairs.append((pattern.removeprefix(THREADS), address))
    return tuple(pairs)


def read_feeds(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, ("all", "archive", "none"))


def read_search(form: Form, node: Node, what: str) -> str | None:
    return form.choice(node, what, ("full", "none"))


def read_base_url(form: Form, node: Node, what: str) -> str | None:
    text = form.text(node, what, limit=500)
    if not text:
        return text
    try:
        parts = urlsplit(text)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        is_fit = is_fit and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        is_fit = False
    if not is_fit or not re.fullmatch("[!-~\u00a1-\U0010ffff]+", text) or set(text) & set("\\\"'<>"):
        fix = "It begins with https:// and holds no user name, `?` or `#`: https://archive.example/debates/"
        form.fault(node.place, f"{what} is {shown(text)}, which is not the address of a site", fix=fix)
        return None
    return text.rstrip("/") + "/"


def read_navigation(form: Form, node: Node, what: str) -> Pairs | None:
    pairs: list[tuple[str, str]] = []
    for label, (key, value) in form.mapping(node, what).items():
        address = form.text(value, f"{what}: {shown(label, '')}", limit=500)
        name = form.text(key, f"a label in {what}", limit=60)
        if address is None or not name:
            continue
        if not _is_inside(address) or ":" in address:
            message = f"{shown(address)} is not an address in this site"
            form.fault(value.place, message, code="D113", fix="Write it from the site's root: pages/about.html")
        pairs.append((name, address))
    return tuple(pairs)


def read_theme(form: Form, node: Node, what: str) -> str | None:
    text = form.text(node, what, limit=64)
    if text is not None and not re.fullmatch("[a-z0-9][a-z0-9_-]*", text):
        fix = "A theme's name is its folder's: small letters, digits, - and _."
        form.fault(node.place, f"{what} is {shown(text)}, which is no name of a theme", fix=fix)
        return None
    return text


def read_options(form: Form, node: Node, what: str) -> Pairs | None:
    pairs = []
    for name, (key, value) in form.mapping(node, what).items():
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_-]{0,63}", name):
            form.fault(key.place, f"{shown(name)} is no name of an option")
        text = form.text(value, f"{what}: {shown(name, '')}", limit=500)
        if text is not None:
            pairs.append((name, text))
    return tuple(pairs)


def read_output(form: Form, node: Node, what: str) -> str | None:
    text = form.text(node, what, limit=200)
    if text is None:
        return None
    folder = text.removesuffix("/")
    parts = folder.casefold().split("/")
    if not _is_inside(folder) or ":" in folder or "." in parts or not folder or folder.startswith("~"):
        message = f"{what} is {shown(text)}, which is not a folder inside the site"
        form.fault(node.place, message, code="D113", fix="Use --output for a folder elsewhere.")
        return None
    if parts[0] in OWN_FOLDERS or parts[0] == "site.yaml":
        form.fault(node.place, f"{what} is {shown(text)}, which the site itself needs", code="D113")
        return None
    return folder


def read_engine(form: Form, node: Node, what: str) -> str | None:
    text = form.text(node, what, limit=500)
    if text is None or text == "local":
        return text
    count = re.fullmatch("local:([1-9][0-9]{0,2})", text)
    if count and int(count[1]) <= MOST_WORKERS:
        return text
    if _CLUSTER.fullmatch(text):
        return text
    if text.startswith("spark"):
        message = f"{what} is {shown(text)}, which names no cluster"
        fix = "`spark:` is followed by a master or by Spark Connect: spark:spark://host:7077, spark:sc://host:15002"
        form.fault(node.place, message, fix=fix)
    else:
        message = f"{what} is {shown(text)}; it can be `local`, `local:N` for N processes, 1 to {MOST_WORKERS}, or"
        form.fault(node.place, f"{message} `spark:URL`")
    return None


def read_patterns(form: Form, node: Node, what: str) -> tuple[str, ...]:
    return tuple(pattern.removeprefix(THREADS) for pattern in form.texts(node, what, limit=300))


def _by_pattern(form: Form, node: Node, *, what: str, fits: Callable[[str], bool], expected: str) -> Pairs:
    pairs = []
    for pattern, (_, value) in form.mapping(node, what).items():
        text = form.text(value, f"{what}: {shown(pattern, '')}", limit=60)
        if text is not None and not fits(text):
            form.fault(value.place, f"{what}: {shown(text)} is not {expected}")
        elif text is not None:
            pairs.append((pattern.removeprefix(THREADS), text))
    return tuple(pairs)


def read_importers(form: Form, node: Node, what: str) -> Pairs:
    def is_name(text: str) -> bool:
        return bool(re.fullmatch("[a-z0-9][a-z0-9_-]*", text))

    return _by_pattern(form, node, what=what, fits=is_name, expected="the name of a format (small letters and digits)")


def read_retrieved(form: Form, node: Node, what: str) -> Pairs:
    return _by_pattern(form, node, what=what, fits=is_date, expected="a date like 2017-12-04")


def is_date(text: str) -> bool:
    """True for a day of the calendar as `2017-12-04`.

    >>> is_date("2017-02-28"), is_date("2017-02-29"), is_date("20170228")
    (True, False, False)
    """
    try:
        return len(text) == 10 and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_inside(address: str) -> bool:
    return not address.startswith("/") and "\\" not in address and ".." not in address.split("/")


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction in which a language (a BCP 47 tag) is written; its script decides where the tag names one.

    >>> direction_of("fa"), direction_of("az-Arab"), direction_of("fa-Latn")
    ('rtl', 'rtl', 'ltr')
    """
    first, *others = language.split("-")
    script = next((other.title() for other in others if len(other) == 4 and other.isalpha()), None)
    fits = _RIGHT_TO_LEFT_SCRIPTS.fullmatch(script) if script else _RIGHT_TO_LEFT.fullmatch(first.lower())
    return "rtl" if fits else "ltr"
