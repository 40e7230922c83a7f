"""`disputatio import`: all dumps or none, nothing overwritten, pages of a thread together."""

import re
from pathlib import Path

THREADS = Path("content", "threads")


def copied(site: Path) -> dict[str, bytes]:
    folder = site / THREADS
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dump_is_copied_byte_for_byte_and_described(run, site: Path, dump: Path):
    done = run("import", dump, "--site", site)

    assert done.code == 0
    assert copied(site) == {"bread.txt": dump.read_bytes()}
    assert re.search(r"^bread\.txt +paste +1 +3 +2 +1 +0$", done.out, re.MULTILINE)
    assert f"disputatio serve --site {site}" in done.out


def test_the_same_dump_again_changes_nothing(run, site: Path, dump: Path):
    run("import", dump, "--site", site)

    done = run("import", dump, "--site", site)

    assert done.code == 0
    assert "bread.txt (was there)" in done.out


def test_another_dump_of_the_same_name_is_never_overwritten(run, site: Path, dump: Path):
    (site / THREADS / "bread.txt").write_bytes(b"an older dump")

    done = run("import", dump, "--site", site)

    assert done.code == 2
    assert "another dump is called content/threads/bread.txt" in done.err
    assert copied(site) == {"bread.txt": b"an older dump"}


def test_one_bad_dump_keeps_all_of_them_out(run, site: Path, dump: Path, tmp_path: Path):
    (tmp_path / "bad.txt").write_bytes(b"")

    done = run("import", dump, tmp_path / "bad.txt", "--site", site)

    assert done.code == 2
    assert done.err.endswith("Nothing was copied.\n")
    assert copied(site) == {}


def test_pages_of_one_thread_share_a_folder_in_the_order_given(run, site: Path, dump: Path, tmp_path: Path):
    second = tmp_path / "a-second-page.txt"
    second.write_bytes(dump.read_bytes().replace(b"Monday", b"Tuesday"))

    done = run("import", dump, second, "--site", site)

    assert done.code == 0
    assert sorted(copied(site)) == ["on-the-price-of-bread/1-bread.txt", "on-the-price-of-bread/2-a-second-page.txt"]


def test_a_name_that_would_not_travel_is_made_anew(run, site: Path, dump: Path, tmp_path: Path):
    odd = dump.rename(tmp_path / "Brot: teuer?\x1b[31m.txt")

    assert run("import", odd, "--site", site).code == 0

    (name,) = copied(site)
    assert re.fullmatch(r"brot-teuer-31m--[a-z0-9]{8}\.txt", name)


def test_a_format_that_was_named_is_said_to_belong_into_the_settings(run, site: Path, dump: Path):
    done = run("import", dump, "--site", site, "--format", "paste")

    assert "importers:\n      bread.txt: paste\n" in done.out


def test_a_threads_folder_that_leads_out_of_the_site_is_refused(run, site: Path, dump: Path, tmp_path: Path):
    (site / THREADS).rmdir()
    (tmp_path / "outside").mkdir()
    (site / THREADS).symlink_to(tmp_path / "outside")

    done = run("import", dump, "--site", site)

    assert done.code == 2
    assert list((tmp_path / "outside").iterdir()) == []
