"""Print what reading, linking and listing a whole archive cost: time, processor time and memory, stage by stage.

    python bench/archive.py POSTS ... [--folder DIR] [--workers N]

The archive is made by `../shared/bench/gen.py` in portions of 20,000 posts, as JSON lines with threads of many sizes;
a third of the posts quote without a mark, a tenth of these from other threads. No page is rendered. Memory is the peak
of the process that drives and of the largest of its workers, each for itself. Stages: `read` imports, `find` links
within threads and samples words, `view` are all queries (the join of the samples and the lists), `link` links across.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from generator.config import read_config
from generator.pipeline.building import with_workshop
from generator.pipeline.findings import find_out
from generator.pipeline.inputs import read_inputs
from generator.pipeline.scan import scan_dumps
from generator.pipeline.workshop import Workshop

GENERATOR = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "gen.py"
PORTION = 20_000  # posts that are made, and written into one dump, at a time


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def make_archive(folder: Path, posts: int) -> int:
    """Write a site whose dumps hold so many posts, and return the bytes of the dumps."""
    spec = importlib.util.spec_from_file_location("gen", GENERATOR)
    assert spec is not None and spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    threads = folder / "content" / "threads"
    threads.mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text("title: A large archive\n", encoding="utf-8")
    for portion in range(0, posts, PORTION):
        made = folder / "made"
        made.mkdir(exist_ok=True)
        generator.w_jsonl(generator.make(min(PORTION, posts - portion), seed=portion + 1), made)
        name = f"{portion:09}"
        with (made / "posts.jsonl").open(encoding="utf-8") as source, (threads / f"{name}.jsonl").open("w") as target:
            target.writelines(line.replace('"thread": "', f'"thread": "{name}-', 1) for line in source)
    shutil.rmtree(folder / "made")
    return sum(file.stat().st_size for file in threads.iterdir())


def descendants() -> list[Path]:
    """Return this process and all below it, as folders of /proc."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _read(entry / "stat")):
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [os.getpid()]
    for process in found:
        found += parents.get(process, [])
    return [Path("/proc", str(process)) for process in found]


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # the process has ended
        return ""


def processor_seconds(process: Path) -> float:
    user, system = _read(process / "stat").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def peak_mb(process: Path) -> float:
    line = next(line for line in _read(process / "status").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(folder: Path, posts: int, workers: int) -> None:
    config = read_config(folder)

    def find(shop: Workshop) -> None:
        """Do the work and print what it took, as long as the workers are there to be asked."""
        before, began = processor_seconds(Path("/proc/self")), time.perf_counter()
        inputs = read_inputs(config, shop.store, shop.code)
        find_out(config, shop, inputs, scan_dumps(config, shop.store, shop.code))
        wall, processes = time.perf_counter() - began, descendants()
        used = sum(map(processor_seconds, processes)) - before
        say(f"{posts:,} posts, {workers} processes: {wall:.0f} s, {used:.0f} s of processor time")
        say(f"    {posts / used:,.0f} posts/s/core, {1e6 * used / posts:.0f} us a post")
        for stage, seconds in sorted(shop.seconds.items(), key=lambda pair: -pair[1]):
            say(f"    {stage:12} {seconds:8.1f} s   {posts / max(seconds, 0.001):10,.0f} posts/s of wall time")
        driver, *others = map(peak_mb, processes)
        say(f"    memory       {driver:8.0f} MB the driver, {max(others, default=0):.0f} MB the largest worker")

    with_workshop(config, find, engine=f"local:{workers}", progress=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", type=int, nargs="+")
    parser.add_argument("--folder", type=Path, help="where the archive is made; a temporary folder without it")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    for posts in options.posts:
        folder = Path(tempfile.mkdtemp(dir=options.folder, prefix=f"archive-{posts}-"))
        try:
            size = make_archive(folder, posts)
            say(f"{posts:,} posts in {size / 1e6:,.0f} MB of JSON lines")
            measure(folder, posts, options.workers)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
