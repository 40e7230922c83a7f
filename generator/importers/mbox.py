"""Importer `mbox`: archives of mails and of newsgroups.

**Reads**

- mbox files of any dialect: mboxo, mboxrd, mboxcl and mboxcl2 (the length that a body tells is believed where a message
  stands behind it); as text or packed with gzip;
- text archives of Mailman and Pipermail (`2003-May.txt`, `.txt.gz`), with addresses like "ada at mill.example";
- a Maildir, as one folder; single mails (`.eml`); a folder with nothing but such files in it is one archive.

A thread is what belongs together by `References`, then by `In-Reply-To`, then by subject: a reply ("Re:", "AW:", "SV:"
...) to a subject of two words or more within 60 days, or any mail that quotes an earlier one of its subject. Its id is
made from the oldest message id known, so that the months of a list meet. Posts stand by date, each behind what it
answers. A message that stands in the archive twice is shown once.

What is read of a mail: plain text in any charset of a list of allowed ones (`format=flowed` as well), else its HTML;
attached files; mails in mails, as quotes. Lead-ins in some thirty languages ("On D, X wrote:", "Am D schrieb X:"), also
on several lines, "-----Original Message-----", headers that Outlook put into the text, nicknames before each line
("Tom>") and towers of ">" become quotes that name their author, and the very message where the words, the sender or the
message id prove it. What only looks like a quote (a prompt of a shell, `> print(x)`) stays text. Signatures stand
apart; footers of lists and armour of PGP are left out.

**Never published**: headers, IP addresses and mail addresses (in texts "ada@mill.example" becomes "ada@…", an author
without a name is "ada"); messages that ask for it (`X-No-Archive`, `Sensitivity`, `Restrict`), nor their words where
others quote them.

**Cannot**: open encrypted mails and `winmail.dat`, read Outlook's `.pst`, or tell a thread that was taken over for
another subject from the one that it was.

Limits: 64 MB a message, 64 KB a header, 16 MB a text, 50 parts in parts, 1,000 parts; a packed file is unpacked up to
16 GB or, beyond 64 MB, 200 times its size. The index takes some 120 bytes of memory a message.

*Facts*: RFC 2045-2049, 2822/5322, 2047, 2231, 3676, 4155; J. Zawinski on threading; archives of the R project.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from generator.codec import digest
from generator.importers.dumps import Dump, ReadOptions
from generator.importers.mail.archive import GZIP, Archive, is_maildir
from generator.importers.mail.company import Mail, Place
from generator.importers.mail.company import Thread as Company
from generator.importers.mail.content import read_content
from generator.importers.mail.debates import read_thread
from generator.importers.mail.headers import Sender, read_header
from generator.importers.mail.index import WITHHELD
from generator.importers.mail.layout import Layout, alone, keep, kept_layout, lay_out
from generator.importers.mail.splitting import find_messages
from generator.importers.mail.threads import Threads
from generator.importers.structured.enclosed import digest_of
from generator.importers.structured.quarantine import Quarantine
from generator.problems import Problem
from generator.records import Source, Thread
from generator.text import letters

name = "mbox"
reads_folders = True
splits = True

_SNIFFED = 65_536
_FIELDS_OF_MAIL = frozenset(
    ("message-id", "received", "return-path", "mime-version", "references", "in-reply-to", "x-mailer")
)
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}(?:From |[!-9;-~]{1,60}[ \t]*:)")
_FOLDER_FILE = re.compile(
    r".*\.(?:mbox|mbx|eml)(?:\.gz)?\Z|[0-9]{4}-\w{1,12}\.txt(?:\.gz)?\Z|[0-9]{4,8}\.txt(?:\.gz)?\Z", re.IGNORECASE
)


def sniff(head: bytes, path: Path) -> float:
    """Return how sure it is that a dump is an archive of mails: a From_ line above a header, or a header of a mail."""
    if path.is_dir():
        return _sniff_folder(head, path)
    if head.startswith(GZIP):
        head = _unpacked(head)
    if not _FIRST_LINE.match(head):
        return 0.0
    found = next(find_messages(BytesIO(head)), None)
    if found is None:
        return 0.0
    header = read_header(found.header)
    fields = header.fields.keys()
    if "snapshot-content-location" in fields or "<saved by" in header.raw("from").lower():  # a web page as MHTML
        return 0.0
    if found.envelope:
        return 0.95 if {"from", "date", "subject", "message-id", "to"} & fields else 0.0
    return 0.93 if {"from", "date"} <= fields and _FIELDS_OF_MAIL & fields else 0.0


def _sniff_folder(head: bytes, path: Path) -> float:
    """A Maildir; or a folder with nothing but mail archives in it, as downloads of Mailman's months are."""
    if is_maildir(path):
        return 0.97
    names = [entry.name for entry in path.iterdir() if not entry.name.startswith(".")][:1000]
    if not names or not all(_FOLDER_FILE.match(name) for name in names):
        return 0.0
    return 0.92 if sniff(head, path / names[0]) else 0.0


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _SNIFFED)
    except zlib.error:
        return b""


def read(dump: Dump, options: ReadOptions) -> Iterator[Thread | Problem]:
    """Yield the threads of an archive of mails, in the order in which they began in it; broken messages as problems."""
    with Archive(dump, options) as archive:
        layout = _layout(archive, options)
        archive.index = layout.index
        if options.part.number == 0:
            yield from layout.problems
            yield from _notes(dump, layout)
        if not layout.index:
            why, fix = (
                "No message with a header was found in it.",
                "Export the archive again, as mbox or as .eml files.",
            )
            yield dump.trouble("D211", (1, 1), "the dump holds no mail", why=why, fix=fix)
            return
        source = Source(dump.name, layout.digest, name, retrieved=options.retrieved)
        done, total = 0, len(layout.index) // options.part.of
        for places in layout.groups(options.part):
            thread = read_thread(archive, places, layout.parents, source, options)
            if thread is not None:
                yield thread
            done += len(places)
            if options.progress:
                options.progress("read", min(done, total), total)


def _layout(archive: Archive, options: ReadOptions) -> Layout:
    """Return the layout of an archive: the one that is kept, else a new one, which is kept then."""
    with alone(options.scratch):
        kept = kept_layout(options.scratch)
        if kept is not None:
            return kept
        quarantine = Quarantine(archive.dump.name)
        problems = [problem for problem in archive.scan() if quarantine.admit(problem)]
        rest = quarantine.rest()
        told = [*problems, *([rest] if rest else [])]
        digests = [digest_of(path) for path in archive.paths]
        of_files = digests[0] if len(digests) == 1 else digest(*digests)
        layout = lay_out(archive.index, of_files, Threads(archive.index, _Evidence(archive)), told)
        keep(layout, options.scratch)
        return layout


def _notes(dump: Dump, layout: Layout) -> Iterator[Problem]:
    """Yield what is told of messages that are not shown, or not shown twice."""
    count = len(layout.index)
    if layout.repeated:
        message = f"{layout.repeated:,} of {count:,} messages repeat another one; each is shown once"
        why = "They have the Message-ID, the sender and the date of another one."
        yield Problem("note", "D233", dump.name, None, None, message, why)
    withheld = sum(1 for flags in layout.index.column("flags") if flags & WITHHELD)
    if withheld:
        message = f"{withheld:,} of {count:,} messages are not shown, for their authors did not want them archived"
        why = "Their headers say so: X-No-Archive, Sensitivity, Restrict."
        yield Problem("note", "D234", dump.name, None, None, message, why)


class _Evidence:
    """Says whether one message quotes another, where their subjects alone would have to decide."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __call__(self, place: int, earlier: int) -> bool:
        mail, origin = self._letters(earlier), self._text(place)
        quoted = [line.lstrip("> |:\t") for line in origin.split("\n") if line.startswith((">", " >", "|", ": "))]
        if not quoted:
            return False
        company = Company(
            [Mail("a", None, Sender(None, None), mail, mail), Mail("b", None, Sender(None, None), "", "")]
        )
        return Place(company, 1, is_reply=True).ask(None, "\n".join(quoted)).is_known

    def _text(self, place: int) -> str:
        content = read_content(*self._archive.read(self._archive.index[place]))
        return "\n".join(text for is_html, text in content.texts if not is_html)

    def _letters(self, place: int) -> str:
        return letters(self._text(place))
