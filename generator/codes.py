"""What each code of a problem means. One code, one meaning; the wording stands where the fault is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GROUPS = {
    "D1": "Settings and sidecars: `site.yaml`, `topics.yaml`, `corrections.yaml`, `theme.yaml`",
    "D2": "Dumps and how they are read",
    "D4": "Themes",
    "D5": "The cache and the output",
    "D6": "Corrections",
    "D7": "Commands",
}


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: what it is, why it happens, what to do. The last two are Markdown, a paragraph each."""

    code: str
    title: str
    means: str
    remedy: str


def explain(code: str) -> Code | None:
    """Return what a code means ("D203", in any case), None where there is no such code."""
    return _BY_CODE.get(code.strip().upper())


def reference() -> str:
    """Return the page of all codes, as Markdown."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for prefix, title in GROUPS.items():
        yield f"## {title}\n"
        for code in CODES:
            if code.code.startswith(prefix):
                yield f"### {code.code}: {code.title}\n\n{code.means}\n\n*What to do:* {code.remedy}\n"


_HEAD = """\
# Problem codes

Every message has a code, a severity, and where possible a file, a line and a column. An *error* stops the command with
exit code 2 and leaves everything as it was; a *warning* or a *note* does not, and `--strict` makes the exit code 1.
`disputatio explain D205` prints what stands here.

This page is made from the program (`python -m generator.codes > docs/problems.md`).
"""

_EXPORT = "Export or copy the dump again. To leave it out, add it to `skip:` in site.yaml."

CODES: tuple[Code, ...] = (
    # --- settings and sidecars -----------------------------------------------------------------------------------
    Code(
        "D101",
        "the file cannot be read",
        "A file that the site needs, above all `site.yaml`, is not there, is no plain file, or may not be read.",
        "Check the name and who may read it. `--site DIR` names the site; `disputatio init DIR` makes one.",
    ),
    Code(
        "D102",
        "the file is not UTF-8",
        "YAML files are read as UTF-8. The line and column are those of the first byte that cannot stand there.",
        "Save the file as UTF-8, without any other change.",
    ),
    Code(
        "D103",
        "the file is too large",
        "A settings file or a sidecar has at most 1 MB.",
        "Split it, or take out what is no longer needed.",
    ),
    Code(
        "D104",
        "the file is not valid YAML",
        "The structure of the file cannot be understood: an indent, a quotation mark or a bracket is wrong.",
        "Look at the line that is told and the one above it. Text with `: ` or `#` in it wants quotation marks.",
    ),
    Code(
        "D105",
        "a key stands twice, or is no text",
        "With two entries of one key, nobody could tell which one counts.",
        "Keep one of the two.",
    ),
    Code(
        "D106",
        "YAML that is not allowed",
        "Anchors, aliases, tags and second documents make a file do more than it shows, so they are refused.",
        "Write the value out where it is needed.",
    ),
    Code(
        "D107",
        "nested too deeply",
        "Lists and mappings stand in each other more often than any setting needs.",
        "Remove the brackets or indents that are too many.",
    ),
    Code(
        "D110",
        "an unknown key",
        "The key means nothing here. Often it is misspelt; a near match is told where there is one.",
        "Correct the key, or remove it. [site-yaml.md](site-yaml.md) lists all keys.",
    ),
    Code(
        "D111",
        "a value of the wrong shape",
        "A list stands where text is expected, or text where a list or a mapping is.",
        "Write it in the shape that the message names.",
    ),
    Code(
        "D112",
        "a value that cannot be used",
        "The value is outside its limits, or is not one of those that the key knows. The message says which are.",
        "Choose a value that the message names.",
    ),
    Code(
        "D113",
        "a folder or address that may not be used",
        "The path leads out of the site, to a place that the site itself needs, or through a link.",
        "Name a path inside the site, written from its root; `--output` may name a folder elsewhere.",
    ),
    Code("D120", "a topic without a label", "Each topic has a name that readers see.", "Add `label: ...` to it."),
    Code("D121", "a topic twice", "Two entries have the same id.", "Keep one, or give the other another id."),
    Code(
        "D122",
        "a broader topic that cannot be",
        "`broader:` names a topic that is not there, or the topic itself by a detour.",
        "Name another topic, or remove the line.",
    ),
    Code(
        "D123",
        "a rule that cannot be matched",
        "An alias or pattern holds no word, or stands for more words than can be matched quickly.",
        "Write it more narrowly; [topics.md](topics.md) says what a pattern may hold.",
    ),
    Code(
        "D124",
        "a star without a meaning",
        "A `*` stands where no word ends, so it is read as nothing.",
        "Put it at the end of a word (`sailor*`), or take it out.",
    ),
    # --- dumps ---------------------------------------------------------------------------------------------------
    Code(
        "D201",
        "the dump cannot be read",
        "The file is not there, may not be read, is a link or a device, or lies too deep in folders.",
        "Check the name and who may read it; copy the file itself instead of a link.",
    ),
    Code("D202", "the dump is empty", "The file holds nothing, or nothing but blanks.", _EXPORT),
    Code(
        "D204",
        "the dump is binary",
        "The bytes are those of a picture, an archive, a program or a database.",
        "Unpack it, or export it as text, HTML, mbox or JSON lines.",
    ),
    Code(
        "D205",
        "the dump is not UTF-8",
        "The text is in another encoding. Nothing is guessed, because a wrong guess would change letters silently.",
        "Convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`.",
    ),
    Code("D206", "the dump ends in the middle of a character", "The file was cut off while it was copied.", _EXPORT),
    Code(
        "D207",
        "there is no such importer",
        "`--format` or `importers:` names an importer that is not there.",
        "Choose one of those that the message lists; [importers.md](importers.md) describes them.",
    ),
    Code(
        "D208",
        "no importer knows this format",
        "No importer recognised the content.",
        "Name one with `--format`, or convert the dump to JSON lines (importer `jsonl`), which can hold any debate.",
    ),
    Code(
        "D209",
        "two importers claim the dump",
        "Two formats fit almost equally well, and choosing wrongly would read everything wrongly.",
        "Choose: `--format NAME`, or an entry under `importers:` in site.yaml.",
    ),
    Code(
        "D210",
        "an importer from outside failed",
        "An importer that is not part of Disputatio raised an error; what it had read before is kept.",
        "Report it to its authors, or choose another importer.",
    ),
    Code(
        "D211",
        "the dump holds no post",
        "The format was understood, but there is no post: a list of threads, a log-in page, an empty export.",
        "Save the page of a thread itself, or export again with posts.",
    ),
    Code(
        "D212",
        "there is no folder for dumps",
        "`content/threads/` is missing, so the site would be empty: perhaps it was moved or is not mounted.",
        "Put the dumps there, or name the right site with `--site`.",
    ),
    Code(
        "D213",
        "characters were made visible",
        "Control characters, bidirectional overrides and the like are shown as visible signs, one for one.",
        "Nothing, unless the dump was damaged on its way: then copy it again.",
    ),
    Code(
        "D214",
        "a library is missing",
        "The format needs a library that is not installed by default.",
        "Install it as the message says: `pip install 'disputatio[warc]'` or `'disputatio[zstd]'`.",
    ),
    Code(
        "D221",
        "two threads with one id",
        "Two different threads want the same id; the later one got another.",
        "Nothing, unless they are one thread: then put their dumps into one folder.",
    ),
    Code("D222", "there are more problems", "Only the first ones are told.", "Mend those, and look again."),
    Code(
        "D224",
        "captures of a thread differ",
        "The same post stands in two dumps with different words: it was edited between the captures.",
        "Nothing: the newest capture is shown. To show the older one, take the newer dump out.",
    ),
    Code(
        "D230",
        "a broken record",
        "A record could not be parsed and is left out; the records around it are read.",
        "Mend it in the dump, or export the dump again.",
    ),
    Code(
        "D231",
        "a record without what a post needs",
        "A record was understood, but it lacks an id, a text, a date or a thread, or has them in another shape.",
        "Nothing where it is a notice or an advertisement; else export the dump again.",
    ),
    Code(
        "D232",
        "a record that is too large or too deep",
        "The limits keep one hostile or damaged record from filling the memory.",
        "Look at the record; if it is sound, split it.",
    ),
    Code(
        "D233",
        "records that stand more than once",
        "The dump holds the same post several times; it is shown once.",
        "Nothing, unless two different posts have one id: then give one of them another.",
    ),
    Code(
        "D234",
        "posts that are withheld",
        "Their authors asked not to be archived (`X-No-Archive` and the like), or they were marked private.",
        "Nothing: they are left out of every page and file.",
    ),
    Code("D239", "more broken records", "Only the first hundred of a dump are told.", "Mend those, and look again."),
    Code("D240", "the dump is damaged", "It is no whole JSON, zip or stream, and nothing of it can be used.", _EXPORT),
    Code("D241", "the dump is cut off", "Its end is missing. What came before is read.", _EXPORT),
    Code(
        "D242",
        "signs that are none",
        "Something in the dump stands for no character or number; it is replaced visibly or passed over.",
        "Nothing, unless the dump was damaged on its way: then export it again.",
    ),
    Code(
        "D243",
        "a file that belongs to others",
        "The file of an export holds names or settings and no posts; it is used together with the others.",
        "Nothing.",
    ),
    Code("D244", "a private dump", "Direct messages are not published.", "Move the dump out of `content/threads/`."),
    Code("D245", "keys that mean nothing", "They are passed over.", "Put what you want to keep into `meta`."),
    Code(
        "D246",
        "a document type in XML",
        "Document types can hide bombs and files from elsewhere, and no export of this format has one.",
        "Download the export again.",
    ),
    Code("D247", "the page is too large", "A saved page has at most the size that the message tells.", _EXPORT),
    Code(
        "D248",
        "a page of unknown software",
        "No importer knows what made the page, so posts were found by what most pages agree on.",
        "Look at the posts; where they are wrong, copy the thread as text or write an importer.",
    ),
    Code("D249", "captures without posts", "Lists, profiles and pages of other sites are among them.", "Nothing."),
    # --- themes --------------------------------------------------------------------------------------------------
    Code(
        "D401", "there is no such theme", "`theme:` or `extends:` names a theme that is not there.", "Correct the name."
    ),
    Code("D402", "theme.yaml is wrong", "An option has no type, a bad name or a bad default.", "Correct the line."),
    Code("D403", "a theme extends itself", "The chain of `extends:` leads in a circle.", "Take one link out."),
    Code(
        "D404",
        "a template is missing or refused",
        "A template asks for one that is not there, or is too large, or is a link.",
        "Add it, or let the theme extend another one.",
    ),
    Code("D405", "a template cannot be read", "Its Jinja syntax is wrong.", "Correct the line that is told."),
    Code(
        "D406",
        "a template does what it may not",
        "Escaping cannot be switched off, other templates are named literally, and no template extends itself.",
        "Write it as [themes.md](themes.md) shows.",
    ),
    Code("D407", "an option that the theme has not", "`theme_options:` names it.", "Correct the name or the value."),
    Code("D408", "a static file cannot be used", "Its name or size is not allowed.", "Rename it or make it smaller."),
    Code(
        "D411", "a template failed", "It failed while a page was rendered, or took too long.", "Correct the template."
    ),
    # --- the cache and the output --------------------------------------------------------------------------------
    Code(
        "D501",
        "the output would hold the site",
        "The folder for the pages is the site itself, one above it, or your home.",
        "Name another folder.",
    ),
    Code("D502", "the output is part of the site", "What lies there is needed to build.", "Name another folder."),
    Code(
        "D503", "the output is a link", "A build replaces the folder, and a link would be lost.", "Name the real one."
    ),
    Code("D504", "the output is a file", "A site is a folder.", "Name a folder."),
    Code(
        "D505",
        "the output is not ours",
        "The folder holds files that Disputatio did not make, and a build would remove them.",
        "Name an empty folder or one that is not there yet.",
    ),
    Code("D506", "the output cannot be written", "Nothing can be made or replaced there.", "Name another folder."),
    Code(
        "D507",
        "the machine refused a file",
        "The disk is full, or something may not be read or written. What was published before is as it was.",
        "Make room or give permission, and build again.",
    ),
    Code(
        "D508",
        "the cache cannot be used",
        "`.cache/` may not be written, or is no folder.",
        "Remove it; it is made anew.",
    ),
    Code("D509", "two pages with one address", "Two things want the same file.", "Rename one of them."),
    Code(
        "D510",
        "a page that has no address",
        "The name of a file in `content/pages/` cannot be an address.",
        "Rename it.",
    ),
    Code("D511", "a page that is no plain file", "Links and devices are left out.", "Copy the file itself."),
    Code("D512", "a page is not UTF-8", "Pages of yours are read as UTF-8.", "Save the file as UTF-8."),
    # --- corrections ---------------------------------------------------------------------------------------------
    Code(
        "D601",
        "a correction that says nothing or too much",
        "Each entry says exactly one thing.",
        "Make an entry of its own for each; [corrections.md](corrections.md) lists the kinds.",
    ),
    Code("D602", "a correction's value is wrong", "The message says what is expected.", "Correct the value."),
    Code(
        "D603", "a correction lacks a key", "It does not say what it is about.", "Add the key that the message names."
    ),
    Code("D604", "a correction without a reason", "Readers of the edition will ask why.", "Add `why: ...`."),
    Code(
        "D610",
        "a correction met a changed text",
        "The dump was imported anew and its text differs slightly; the correction was applied all the same.",
        "Look whether it still fits, and bring its words up to date.",
    ),
    Code(
        "D611",
        "a correction was not applied",
        "What it names is no longer in the archive. An error under `--strict`.",
        "Correct it, or take it out if it is no longer needed.",
    ),
    # --- commands ------------------------------------------------------------------------------------------------
    Code("D701", "the machine refused a file", "A file or folder may not be used.", "Check its name and permissions."),
    Code("D702", "the port is taken", "Another program listens there.", "Name another one: `--port 0` takes any."),
    Code("D703", "no site is made here", "The folder is not empty, or is a file.", "Name an empty folder."),
    Code("D704", "another dump has that name", "Nothing is overwritten.", "Rename the dump, or remove the other one."),
    Code(
        "D705", "the folder of dumps leads away", "`content/threads` is a link out of the site.", "Put a folder there."
    ),
)

_BY_CODE = {code.code: code for code in CODES}


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
