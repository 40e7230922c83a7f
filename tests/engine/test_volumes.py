"""Volumes: what is written comes back, and what was damaged is never taken for whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.store import DamagedVolume, Part, Volume, VolumeWriter, load_shared, read_rows, share
from generator.tables.rows import CountRow

SECTIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.text(min_size=1, max_size=8), st.binary(max_size=50)), max_size=20
)


def write(cache, sections, stem="shards/v"):
    writer = VolumeWriter(str(cache), stem)
    for strand, name, data in sections:
        writer.add(strand, name, "key", data)
    return writer.close()


@given(sections=SECTIONS)
def test_every_section_comes_back_as_it_was_written(tmp_path_factory, sections):
    cache = tmp_path_factory.mktemp("cache")
    unique = {(strand, name): data for strand, name, data in sections}

    write(cache, [(strand, name, data) for (strand, name), data in unique.items()])

    with Volume(str(cache), "shards/v") as volume:
        assert {(strand, name): volume.read(strand, name) for strand, name in unique} == unique
        assert volume.read("a", "no such name, for it is too long") == b""


def test_equal_sections_give_equal_bytes_and_digests(tmp_path):
    sections = [("threads", "one", b"1"), ("rows.jsonl", "one", b"{}\n"), ("threads", "two", b"22")]

    first, second = write(tmp_path, sections, "shards/x"), write(tmp_path, sections, "shards/y")

    assert [output.digest for output in first] == [output.digest for output in second]
    for one, other in zip(first, second, strict=True):
        assert (tmp_path / one.uri).read_bytes() == (tmp_path / other.uri).read_bytes()


def test_a_strand_is_written_while_it_grows(tmp_path):
    sections = [("big", str(number), bytes([number]) * 100_000) for number in range(30)]

    outputs = write(tmp_path, sections)

    assert next(output.size for output in outputs if output.strand == "big") == 3_000_000
    with Volume(str(tmp_path), "shards/v") as volume:
        assert volume.read("big", "29") == bytes([29]) * 100_000


def test_nothing_stands_under_a_volumes_name_before_it_is_closed(tmp_path):
    writer = VolumeWriter(str(tmp_path), "shards/v")
    writer.add("big", "one", "key", b"x" * 3_000_000)

    assert {path.suffix for path in (tmp_path / "shards").iterdir()} == {".part"}


@pytest.mark.parametrize("harm", ["cut", "changed", "removed"])
@pytest.mark.parametrize("file", ["shards/v.threads", "shards/v.index"])
def test_a_damaged_file_is_noticed(tmp_path, file, harm):
    write(tmp_path, [("threads", "one", b"a thread" * 100)])
    path = tmp_path / file
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-5])
    elif harm == "changed":
        path.write_bytes(b"\0" * len(path.read_bytes()))
    else:
        path.unlink()

    with pytest.raises(DamagedVolume) as caught:
        Volume(str(tmp_path), "shards/v").read("threads", "one")

    assert caught.value.uri == file


def test_rows_that_are_cut_short_are_noticed(tmp_path):
    (tmp_path / "rows.jsonl").write_bytes(b'{"name":"posts","value":3}\n')
    whole = Part(0, "rows.jsonl", 27, "")

    assert read_rows(str(tmp_path), whole, CountRow) == (CountRow("posts", 3),)
    with pytest.raises(DamagedVolume):
        read_rows(str(tmp_path), Part(0, "rows.jsonl", 28, ""), CountRow)


def test_a_shared_value_that_was_changed_on_disk_is_noticed(tmp_path):
    (tmp_path / "shards").mkdir()
    uri = share(str(tmp_path), "numbers", (1, 2, 3))
    (tmp_path / uri).write_bytes(b"\x93\x01\x02\x04")

    with pytest.raises(DamagedVolume):
        load_shared(str(tmp_path), uri, tuple[int, ...])
