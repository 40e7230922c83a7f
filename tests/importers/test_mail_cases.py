"""Mails, dumps of Reddit and of Stack Exchange, and what is read in them, one case each: files in, posts out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importers import Dump, ReadOptions, read_dump
from generator.importers.seam import built_in
from generator.problems import Problem
from generator.records import Thread
from tests.importers.reading_cases import LAST_RESORTS, assert_read_as_expected, read_case, write_dump

READ_OPTIONS = ReadOptions()
FORMATS = ("mbox", "pipermail", "reddit", "stackexchange")
CASES = sorted(path for name in FORMATS for path in (Path(__file__).parent / "cases" / name).glob("*.case"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def longest_of(files: dict[str, str]) -> str:
    return max(files, key=lambda name: len(files[name]))


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_an_archive_gives_its_posts(path: Path, tmp_path: Path) -> None:
    assert_read_as_expected(path, tmp_path)


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_no_other_importer_claims_the_file(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    write_dump(files, tmp_path)

    for name in files:
        claims = {each.name for each in built_in() if each.sniff((tmp_path / name).read_bytes(), tmp_path / name)}

        assert claims - LAST_RESORTS.keys() - {"html"} <= {path.parent.name}  # html reads any page


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_an_archive_that_is_cut_off_anywhere_gives_what_is_whole_or_one_error(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    dump = write_dump(files, tmp_path)
    name = longest_of(files)
    data = files[name].encode("utf-8")

    for part in range(1, 16):
        (tmp_path / name).write_bytes(data[: len(data) * part // 16])
        items = read_named(dump, path.parent.name)
        errors = [item for item in items if isinstance(item, Problem) and item.severity == "error"]
        threads = [item for item in items if isinstance(item, Thread)]

        assert items
        assert len(errors) <= 1
        assert not (errors and threads)
        assert all(thread.posts for thread in threads)


@pytest.mark.parametrize("path", CASES, ids=name_of)
@pytest.mark.parametrize(
    "junk", [b"\x00\xff", b"\n\n\n", b"=?utf-8?b?", b"--", b'"', b"<", b"&#x110000;", b"\xed\xa0\x80"]
)
def test_bytes_that_were_changed_never_end_in_a_traceback(path: Path, junk: bytes, tmp_path: Path) -> None:
    files, _ = read_case(path)
    dump = write_dump(files, tmp_path)
    name = longest_of(files)
    data = files[name].encode("utf-8")

    for number in range(1, 6):
        at = len(data) * number // 6
        (tmp_path / name).write_bytes(data[:at] + junk + data[at:])

        assert read_named(dump, path.parent.name)


@pytest.mark.parametrize("path", [path for path in CASES if path.parent.name == "mbox"], ids=name_of)
def test_no_mail_address_and_no_header_is_in_any_record(path: Path, tmp_path: Path) -> None:
    files, _ = read_case(path)
    dump = write_dump(files, tmp_path)

    told = repr([item for item in read_dump(dump) if isinstance(item, Thread)])

    assert not any(sign in told for sign in (".example", "192.0.2.7", "Message-ID", "Received"))


def read_named(dump: Dump, name: str) -> list[Thread | Problem]:
    """Return what the importer of a name makes of a dump, whether or not it would claim it."""
    importer = next(each for each in built_in() if each.name == name)
    return list(importer.read(dump, READ_OPTIONS))
