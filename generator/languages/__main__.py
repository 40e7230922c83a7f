"""python -m generator.languages: bring the catalogues of the program up to date; `--new TAG` begins a language."""

from __future__ import annotations

import sys

from generator.languages.reading import CATALOGUES, shipped
from generator.languages.renewing import PACKAGE, messages_with, renew


def main(arguments: list[str]) -> None:
    """Renew all catalogues; `arguments` may begin another one."""
    tags = [*shipped(), *(arguments[1:2] if arguments[:1] == ["--new"] else ())]
    messages = messages_with(PACKAGE.parent / "themes")
    for tag in tags:
        try:
            total, empty = renew(CATALOGUES / f"{tag}.po", tag, messages)
        except LookupError:
            sys.exit(f"{tag} is no language that the CLDR knows")
        sys.stdout.write(f"{tag}.po: {total} messages, {empty} of them to translate\n")


if __name__ == "__main__":
    main(sys.argv[1:])
