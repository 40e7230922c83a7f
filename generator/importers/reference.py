"""The page of documentation on what dumps are read, made from the importers' own docstrings."""

from __future__ import annotations

import inspect
import re

from generator.importers.seam import Importer, built_in

_FIRST = re.compile(r"Importer `[\w-]+`: (.+?)\.(?: (?P<more>.*))?\Z", re.DOTALL)
_HEAD = """\
# What dumps are read

This page is made from the importers themselves (`python -m generator.importers > docs/importers.md`).

`disputatio import DUMP...` looks at the content of a dump, not at its name, chooses the importer, copies the dump into
`content/threads/` and says what it understood. `disputatio inspect DUMP` shows each post and quote without a site.
Where two importers claim one dump, or none does, you are told; then name one: `--format NAME`, or in site.yaml

```yaml
importers:
  old-forum/*: phpbb
```

Pages, captures and exports of one thread may be given in any order, at once or years apart, and may overlap: they
become one thread by the ids of its posts. What is known to be missing is told on the thread's page. Records that are
broken are set aside and told with file and line; the others are read.
"""


def reference() -> str:
    """Return the page, as Markdown."""
    importers = [importer for importer in built_in() if importer.name != "unknown-json"]
    rows = [f"| [`{each.name}`](#{each.name}) | {_told(each)[0]} |" for each in importers]
    sections = [f"## {each.name}\n\n{_told(each)[1]}\n" for each in importers]
    return "\n".join([_HEAD, "| importer | reads |", "|---|---|", *rows, "", *sections])


def _told(importer: Importer) -> tuple[str, str]:
    """Return what an importer says of itself: what it reads, in a few words; and all of it."""
    said = inspect.getdoc(importer) or ""
    first, _, rest = said.partition("\n\n")
    match = _FIRST.match(" ".join(first.split()))
    if match is None:
        raise ValueError(f"the docstring of {importer.name!r} does not begin as that of an importer")
    words = match[1][:1].upper() + match[1][1:] + "."
    return match[1], "\n\n".join(part for part in (f"{words} {match['more'] or ''}".rstrip(), rest.strip()) if part)
