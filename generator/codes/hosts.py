"""What the codes mean: hosts."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D850",
        "more than the host allows",
        "The built site has more files, bytes or redirects than the host that `deploy:` names takes.",
        "Publish fewer files, or choose another host or plan; docs/publishing.md compares them.",
    ),
    Code(
        "D851",
        "near the limit of the host",
        "The site has four fifths of what the host takes, or more.",
        "Nothing needs to be done yet.",
    ),
    Code(
        "D852",
        "the address of the site is missing",
        "What the host is told, and the page for addresses that lead nowhere, need to know where the site will be.",
        "Set `base_url:` in site.yaml.",
    ),
    Code(
        "D853",
        "robots.txt will not be found",
        "The site lies in a folder of its host, and robots look for the file at the top.",
        "Copy it there; what the pages themselves tell robots still holds.",
    ),
    Code("D854", "no built site", "There is nothing to pack in that folder.", "Run `disputatio build` first."),
)
