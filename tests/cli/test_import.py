"""`disputatio import`: all dumps or none, nothing overwritten, pages of a thread together."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

THREADS = Path("content", "threads")


def copied(site: Path) -> dict[str, bytes]:
    folder = site / THREADS
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dump_is_copied_byte_for_byte_and_described(run, site: Path, dump: Path):
    done = run("import", dump, "--site", site)

    assert done.code == 0
    assert copied(site) == {"bread.txt": dump.read_bytes()}
    assert re.search(r"^bread\.txt +paste +1 +3 +2 +0 +0 +0$", done.out, re.MULTILINE)
    assert "1 post without an author" in done.out
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


def test_a_list_of_boards_among_the_threads_is_left_out_and_told(run, site: Path, dump: Path, tmp_path: Path):
    boards = tmp_path / "boards.json"
    boards.write_text('{"format_version": "smf-2-forum", "url": "https://f.example/", "threads": []}', encoding="utf-8")

    done = run("import", dump, boards, "--site", site)

    assert done.code == 0
    assert "boards.json: note D243" in done.err
    assert list(copied(site)) == [dump.name]


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


def test_the_same_bytes_given_twice_are_taken_once(run, site: Path, dump: Path, tmp_path: Path):
    again = tmp_path / "again.txt"
    again.write_bytes(dump.read_bytes())

    done = run("import", dump, again, dump, "--site", site)

    assert done.code == 0
    assert list(copied(site)) == ["bread.txt"]
    assert f"{again} is taken once: it is the same as {dump}." in done.out


def test_what_lies_there_under_another_name_is_not_taken_again(run, site: Path, dump: Path, tmp_path: Path):
    run("import", dump, "--site", site)
    renamed = dump.rename(tmp_path / "bread (1).txt")

    done = run("import", renamed, "--site", site)

    assert list(copied(site)) == ["bread.txt"]
    assert "bread.txt (was there)" in done.out


@pytest.mark.parametrize("name", ["CON.txt", "nul", "aux.html", "Lpt1.tar.gz"])
def test_names_that_some_machines_keep_for_devices_are_made_anew(run, site: Path, dump: Path, tmp_path: Path, name):
    reserved = dump.rename(tmp_path / name)

    assert run("import", reserved, "--site", site).code == 0

    (copy,) = copied(site)
    assert copy.partition(".")[0].casefold() != name.partition(".")[0].casefold()


def test_names_that_differ_in_case_alone_are_one_name(run, site: Path, dump: Path, tmp_path: Path):
    run("import", dump, "--site", site)
    (tmp_path / "BREAD.TXT").write_bytes(dump.read_bytes().replace(b"Monday", b"Tuesday"))

    done = run("import", tmp_path / "BREAD.TXT", "--site", site)

    assert done.code == 2
    assert "another dump is called content/threads/BREAD.TXT" in done.err
    assert list(copied(site)) == ["bread.txt"]


def test_of_a_folder_the_good_dumps_are_taken_and_the_others_told(run, site: Path, dump: Path, tmp_path: Path):
    folder = tmp_path / "saved"
    (folder / "old").mkdir(parents=True)
    dump.rename(folder / "old" / "bread.txt")
    (folder / "other.txt").write_text("Another thread\n\nOne post.\n\u00a0\n", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    done = run("import", folder, "--site", site)

    assert done.code == 0
    assert sorted(copied(site)) == ["saved-old-bread.txt", "saved-other.txt"]
    assert "picture.png:1:1: error D204" in done.err
    assert re.search(r"^all +2 +4 ", done.out, re.MULTILINE)


def test_a_pipe_is_refused_at_once(run, site: Path, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")

    done = run("import", tmp_path / "pipe", "--site", site)

    assert done.code == 2
    assert "it is not a plain file" in done.err


def test_what_two_dumps_hold_of_one_thread_counts_once_in_all(run, site: Path, tmp_path: Path):
    posts = [
        {"thread": "t1", "thread_title": "Bread", "id": f"p{number}", "author": "Ada", "text": f"Words of {number}."}
        for number in range(1, 7)
    ]
    posts[5]["quotes"] = [{"post": "p1", "text": "Words of 1."}]
    for name, part in (("a.jsonl", posts[:4]), ("b.jsonl", posts[2:])):
        (tmp_path / name).write_text("".join(json.dumps(post) + "\n" for post in part), encoding="utf-8")

    done = run("import", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--site", site)

    assert re.search(r"^a\.jsonl +jsonl +1 +4 +1 +0 +0 +0$", done.out, re.MULTILINE)
    assert re.search(r"^b\.jsonl +jsonl +1 +4 +1 +1 +0 +0$", done.out, re.MULTILINE)
    assert re.search(r"^all +1 +6 +1 +1 +1 +0$", done.out, re.MULTILINE)


COPIER = """
import os, signal, sys
from pathlib import Path
from generator.cli import copying

copying._CHUNK_BYTES = 1000
done = 0

def told(count):
    global done
    done += count
    print(count, flush=True)
    if done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

copying.copy_all([copying.Copy(Path(sys.argv[1]), Path(sys.argv[2]))], told)
"""


def copy_until(dump: Path, target: Path, death: int) -> list[int]:
    command = [sys.executable, "-c", COPIER, str(dump), str(target), str(death)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return [int(line) for line in done.stdout.split()]


def test_a_copy_that_was_killed_goes_on_and_nothing_stands_under_its_name_before(tmp_path: Path):
    dump, target = tmp_path / "dump.mbox", tmp_path / "threads" / "dump.mbox"
    dump.write_bytes(bytes(range(256)) * 40)

    copy_until(dump, target, 5_000)
    assert not target.exists()
    (told, *_) = copy_until(dump, target, 10**9)

    assert told >= 4_000  # the first that is told is what was there
    assert target.read_bytes() == dump.read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["dump.mbox"]


def test_what_a_killed_copy_left_of_another_file_is_not_used(tmp_path: Path):
    dump, target = tmp_path / "dump.mbox", tmp_path / "threads" / "dump.mbox"
    dump.write_bytes(b"a" * 10_000)
    copy_until(dump, target, 5_000)
    dump.write_bytes(b"a" * 2_000 + b"b" * 1_000)

    copy_until(dump, target, 10**9)

    assert target.read_bytes() == dump.read_bytes()


IMPORTER = """
import os, signal, sys
from generator.cli import intake, main
from generator.importers.structured import spill

intake._SCRATCH_FROM_BYTES, spill._CHECKPOINT_BYTES = 1, 1_000
site, dump, death, added = sys.argv[1], sys.argv[2], int(sys.argv[3]), 0
add = spill.Spill.add

def deadly(*arguments):
    global added
    added += 1
    if added == death:
        os.kill(os.getpid(), signal.SIGKILL)
    add(*arguments)

spill.Spill.add = deadly
code = main(["import", dump, "--site", site])
print("added", added)
sys.exit(code)
"""


def import_until(site: Path, dump: Path, death: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IMPORTER, str(site), str(dump), str(death)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_an_import_that_was_killed_goes_on_where_it_was(site: Path, tmp_path: Path):
    dump = tmp_path / "posts.jsonl"
    posts = [{"thread": f"t{number % 7}", "id": f"p{number}", "text": "Bread is dear. " * 5} for number in range(500)]
    dump.write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")

    killed = import_until(site, dump, 400)
    assert killed.returncode == -signal.SIGKILL
    assert copied(site) == {}
    again = import_until(site, dump, -1)

    assert again.returncode == 0
    assert int(again.stdout.split()[-1]) < 150
    assert re.search(r"^posts\.jsonl +jsonl +7 +500 ", again.stdout, re.MULTILINE)
    assert copied(site) == {"posts.jsonl": dump.read_bytes()}
    assert not list((site / ".cache").iterdir())
