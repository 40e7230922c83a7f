"""What the codes mean: dumps and how they are read."""

from __future__ import annotations

from generator.codes.code import Code

_EXPORT = "Export or copy the dump again. To leave it out, add it to `skip:` in site.yaml."

CODES = (
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
)
