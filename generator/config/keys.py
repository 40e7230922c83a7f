"""The table of site.yaml's keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from generator.config import values
from generator.yamlfile import Form, Node


@dataclass(frozen=True, slots=True)
class Key:
    """A key of site.yaml. `read` returns the value or None, and then the fault is in the form."""

    name: str
    takes: str  # for the reference
    default: Any
    help: str
    example: str  # YAML, what stands behind `name:`
    read: Callable[[Form, Node, str], Any]


KEYS: tuple[Key, ...] = (
    Key(
        "format",
        "a whole number",
        values.FORMAT,
        "Which version of these settings, and of the files in content/, the site was written for. Later versions of "
        "the program read it as it was meant, or say what is to be changed.",
        str(values.FORMAT),
        values.read_format,
    ),
    Key(
        "title",
        "text, up to 200 characters",
        "Untitled archive",
        "The name of the archive, at the head of every page.",
        "The Petrograd debates",
        values.line_of(200),
    ),
    Key(
        "description",
        "text, up to 1,000 characters",
        "",
        "One or two sentences about the archive, for the home page, feeds and search engines.",
        "What was said about 1917 between 2004 and 2019.",
        values.line_of(1000),
    ),
    Key(
        "language",
        "a language tag (BCP 47)",
        "en",
        "The language of the debates and of the site's own words.",
        "en",
        values.read_language,
    ),
    Key(
        "direction",
        "`ltr` or `rtl`",
        None,
        "The direction of writing. It follows from `language`; set it only to overrule that.",
        "ltr",
        values.read_direction,
    ),
    Key(
        "base_url",
        "an address that begins with http:// or https://",
        "",
        "Where the site will be published. Links between pages work without it; "
        "feeds, the sitemap and citations need it.",
        "https://archive.example/debates/",
        values.read_base_url,
    ),
    Key(
        "licence",
        "text, up to 300 characters",
        "",
        "Under which terms the texts may be used, shown at the foot of every page.",
        "The posts belong to their authors.",
        values.line_of(300),
    ),
    Key(
        "archivist",
        "text, up to 200 characters",
        "",
        "Who made this edition, and whom to write to.",
        "Jane Roe",
        values.line_of(200),
    ),
    Key(
        "navigation",
        "a mapping of labels to addresses inside the site",
        (),
        "The links at the head of every page, in this order, in place of the usual ones "
        "(threads, people, topics, A-Z, and the archivist's own pages).",
        "\n  Threads: threads/index.html\n  About: pages/about.html",
        values.read_navigation,
    ),
    Key(
        "theme",
        "the name of a theme",
        "disputatio",
        "How the site looks: a folder in `themes/`, or a theme that comes with the program.",
        "disputatio",
        values.read_theme,
    ),
    Key(
        "theme_options",
        "a mapping of the theme's options to their values",
        (),
        "Colours, type and whatever else the theme lets you choose; see the theme's own page.",
        "\n  accent: '#8b1e1e'",
        values.read_options,
    ),
    Key(
        "posts_per_page",
        "a whole number, 5 to 100",
        20,
        "How many posts a page of a thread holds.",
        "20",
        values.number_of(5, 100),
    ),
    Key(
        "list_page_size",
        "a whole number, 10 to 500",
        50,
        "How many entries a page of a list holds (threads, people, a person's posts, topics).",
        "50",
        values.number_of(10, 500),
    ),
    Key(
        "pages",
        "a mapping; `posts` takes `all`, `quoted` or `none`",
        "all",
        "Which posts have a page of their own beside their place in the thread's pages: all, those that another post "
        "quotes, or none. Where a post has none, what would lead there leads to its place in the thread. For archives "
        "of hundreds of thousands of posts, and for hosts that take so many files and no more.",
        "\n  posts: quoted",
        values.read_pages,
    ),
    Key(
        "attachments",
        "`all`, `pictures` or `none`",
        "all",
        "Which of the files that came with posts are published: pictures are shown below their post, others (PDF, ZIP, "
        "plain text) can be downloaded. The names of all stay. What a browser could run never is published.",
        "pictures",
        values.read_attachments,
    ),
    Key(
        "private_data",
        "`hide` or `show`",
        "hide",
        "What becomes of mail addresses, IP addresses, ids of sessions and tokens in web addresses, and names of users "
        "in paths of machines, wherever posts hold them: `hide` puts `[address]`, `[IP]`, `[hidden]` or `[user]` in "
        "their place, `show` publishes them. Mails never show the hosts of addresses.",
        "show",
        values.read_private_data,
    ),
    Key(
        "deploy",
        "`plain`, `github-pages`, `cloudflare`, `gitlab` or `netlify`",
        "",
        "Where the site will be published: the output gets the files that this host reads, and `check` tells before "
        "its limits are met. docs/publishing.md has a chapter for each.",
        "github-pages",
        values.read_deploy,
    ),
    Key(
        "robots",
        "`index`, `noindex` or `no-ai`",
        "index",
        "What robots are told: they may list the pages, they may not, or only those may not come that gather texts for "
        "language models. Robots that do not care are not kept out by it.",
        "no-ai",
        values.read_robots,
    ),
    Key(
        "redirects",
        "a list of `nginx`, `apache`, one of `netlify`, `cloudflare` and `gitlab`, and `pages`",
        (),
        "For what kinds of hosts the site brings redirects from the addresses that its posts had in their old forums: "
        "maps for nginx and Apache, the list of Netlify, Cloudflare or GitLab Pages, or pages and a script for hosts "
        "that can be told no redirects. docs/publishing.md says how each is used.",
        "[nginx]",
        values.read_redirects,
    ),
    Key(
        "old_forums",
        "a mapping of patterns of dumps to addresses",
        (),
        "The address of the forum that dumps came from, where the dumps themselves do not tell it. "
        "The first pattern that fits decides. Only redirects need it.",
        "\n  '*': https://forum.example/community/",
        values.read_old_forums,
    ),
    Key(
        "feeds",
        "`all`, `archive` or `none`",
        "all",
        "Which feeds (Atom and JSON Feed) are written: `all` (of the archive, of each debate, person and topic), one "
        "of the `archive` as a whole, or `none`. Two small files each: choose `archive` where a host counts files.",
        "archive",
        values.read_feeds,
    ),
    Key(
        "search",
        "`full` or `none`",
        "full",
        "Whether readers can search the words of all posts. `full` writes an index that works on any host and from a "
        "folder, without a server; `none` leaves out the index and its page.",
        "none",
        values.read_search,
    ),
    Key(
        "output",
        "a folder inside the site",
        "public",
        "Where the pages are written. The folder belongs to the program: a build replaces all that is in it.",
        "public",
        values.read_output,
    ),
    Key(
        "engine",
        "`local`, `local:N` or `spark:URL`",
        "local",
        "How the work is done: on this machine with as many processes as it has processors, or with N; or on a cluster "
        "(`spark:spark://host:7077`, `spark:sc://host:15002`; see cluster.md). The pages are the same, byte for byte.",
        "local",
        values.read_engine,
    ),
    Key(
        "skip",
        "a list of patterns of dumps",
        (),
        "Dumps to leave out.",
        "\n  - drafts/*",
        values.read_patterns,
    ),
    Key(
        "importers",
        "a mapping of patterns of dumps to names of formats",
        (),
        "The format of dumps whose format cannot be told by looking. The first pattern that fits decides.",
        "\n  old-list/*.txt: mbox",
        values.read_importers,
    ),
    Key(
        "retrieved",
        "a mapping of patterns of dumps to dates",
        (),
        "On which day a dump was copied from the web, so that words such as `Yesterday` in it can be dated. "
        "The first pattern that fits decides.",
        "\n  kronstadt.txt: 2017-12-04",
        values.read_retrieved,
    ),
)


def reference() -> str:
    """Return docs/site-yaml.md: every key with what it takes, its default, and an example."""
    lines = [
        "# site.yaml",
        "",
        "Every key that site.yaml may hold. All of them are optional. This page is made from the program's own table",
        "(`python -m generator.config`), so it is complete.",
        "",
        "Values are taken as they are written: `no`, `010` and `1.10` stay text. Quotation marks are needed only where",
        "YAML needs them (a value that holds a colon and a blank, or that begins with a special sign). Tags, anchors,",
        "aliases, duplicate keys and unknown keys are refused; every fault is told at once, with its line and column.",
        "",
        "A *pattern of dumps* is compared with the path of a dump below `content/threads/`: `*` stands for any run of",
        "signs (`/` too), `?` for one sign, all else for itself.",
        "",
    ]
    for key in KEYS:
        default = f"`{key.default}`" if key.default not in (None, "", ()) else "none"
        lines += [f"## {key.name}", "", key.help, "", f"Takes {key.takes}. Default: {default}.", ""]
        lines += ["```yaml", _entry(key), "```", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def commented_site_yaml(title: str) -> str:
    """Return a site.yaml with every key: `format` and `title` set, all others as comments that show an example."""
    lines = ["# The archive's settings. Every key is optional; docs/site-yaml.md describes them all."]
    for key in KEYS:
        lines += ["", *wrap(f"{key.help} ({key.takes})", 110, initial_indent="# ", subsequent_indent="# ")]
        if key.name == "format":
            lines.append(_entry(key))
        elif key.name == "title":
            lines.append("title: '" + "".join(sign for sign in title if sign.isprintable()).replace("'", "''") + "'")
        else:
            lines += [f"#{line}" for line in _entry(key).splitlines()]
    return "\n".join(lines) + "\n"


def _entry(key: Key) -> str:
    separator = "" if key.example.startswith("\n") else " "
    return f"{key.name}:{separator}{key.example}"
