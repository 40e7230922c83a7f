"""Print what a build costs, from nothing, after one change and after none, beside the disk and beside other programs.

    python bench/speed.py [POSTS ...] [--forms jsonl,paste] [--repeat N] [--peers] [--write]

For each size: a full build, a build with nothing changed, one with one post changed (in a new process, and in one that
runs already, as under `serve`), the processor time of each stage on one process, and, as a floor, writing the very same
files from memory. `--peers` builds the same archive with Hugo, Eleventy, Pelican and hypermail, as far as they are
installed, in the same run: on a busy machine only the ratios tell. Medians of `--repeat` runs. `exponent` is that of
processor time between two sizes, 1.0 being linear. `--write` puts the tables into docs/measurements.md.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import Cost, run
from peers import Peer, peers
from posts import write_site

from generator.config import read_config
from generator.pipeline import build

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "measurements.md"
BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
STAGES = ("scan", "read", "find", "link", "tag", "view", "render", "write")
PROGRAM = (sys.executable, "-m", "generator", "build", "--site")


def median(costs: list[Cost]) -> Cost:
    fields = ([getattr(cost, name) for cost in costs] for name in ("wall", "cpu", "memory"))
    return Cost(*map(statistics.median, fields))


def repeated(times: int, work: Callable[[], Cost | None]) -> Cost | None:
    costs = [cost for _ in range(times) if (cost := work()) is not None]
    return median(costs) if costs else None


class Bench:
    """The measurements of one size and form; `rows` are what they came to."""

    def __init__(self, folder: Path, posts: int, form: str, repeat: int) -> None:
        self.rows: dict[str, Cost] = {}
        self.stages: dict[str, float] = {}
        self._site, self._repeat = folder / f"{form}-{posts}", repeat
        self._changes = 0
        write_site(self._site, posts, form)

    def ours(self) -> None:
        self._keep("full build", repeated(self._repeat, self._full))
        self._keep("nothing changed", repeated(self._repeat, self._build))
        self._keep("one post changed, new process", repeated(self._repeat, self._changed))
        self._keep("one post changed, running process", repeated(self._repeat, self._warm))
        self._keep("`disputatio --help`", repeated(self._repeat, lambda: run((*PROGRAM[:3], "--help"))))
        self._keep("floor: the same files written from memory", repeated(self._repeat, self._floor))
        self.stages = self._by_stage()

    def peer(self, peer: Peer, folder: Path, posts: int) -> None:
        place = folder / f"{peer.name}-{posts}"
        place.mkdir()
        peer.write(place, posts)

        def once() -> Cost | None:
            if (place / "out").exists():  # a tree that is removed makes the next one slow on some file systems
                (place / "out").rename(place / f"out-{time.monotonic_ns()}")
            return run(peer.command, cwd=place)

        self._keep(peer.name, repeated(self._repeat, once))

    def _keep(self, name: str, cost: Cost | None) -> None:
        if cost is not None:
            self.rows[name] = cost
            sys.stderr.write(f"{self._site.name}: {name}: {cost.wall:.2f} s, {cost.cpu:.2f} s of processor\n")

    def _full(self) -> Cost | None:
        for name in (".cache", "public"):
            if (self._site / name).exists():
                (self._site / name).rename(self._site / f".{name}-{time.monotonic_ns()}")
        return self._build()

    def _build(self) -> Cost | None:
        return run((*PROGRAM, str(self._site)))

    def _changed(self) -> Cost | None:
        self._change()
        return self._build()

    def _change(self) -> None:
        """Add a word to the first post of the first dump."""
        dump = min((self._site / "content" / "threads").iterdir())
        text = dump.read_text(encoding="utf-8")
        end = text.index('"}\n') if dump.suffix == ".jsonl" else text.index("\u00a0")
        self._changes += 1
        line_end = "" if dump.suffix == ".jsonl" else "\n"
        dump.write_text(f"{text[:end].rstrip()} Anew{self._changes}.{line_end}{text[end:]}", encoding="utf-8")

    def _warm(self) -> Cost | None:
        """Build after a change in this very process, as `serve` does."""
        if not self._changes % 2:
            build(read_config(self._site))  # what is imported once is imported
        self._change()
        began, spent = time.perf_counter(), time.process_time()
        build(read_config(self._site))
        return Cost(time.perf_counter() - began, time.process_time() - spent, 0.0)

    def _floor(self) -> Cost:
        files = [
            (str(path.relative_to(self._site / "public")), path.read_bytes())
            for path in sorted((self._site / "public").rglob("*"))
            if path.is_file()
        ]
        target = self._site / f"floor-{time.monotonic_ns()}"
        began, spent = time.perf_counter(), time.process_time()
        known: set[str] = set()
        for url, data in files:
            folder = f"{target}/{url}".rpartition("/")[0]
            if folder not in known:
                Path(folder).mkdir(parents=True, exist_ok=True)
                known.add(folder)
            file = os.open(f"{target}/{url}", os.O_WRONLY | os.O_CREAT | os.O_EXCL)
            os.write(file, data)
            os.close(file)
        return Cost(time.perf_counter() - began, time.process_time() - spent, 0.0)

    def _by_stage(self) -> dict[str, float]:
        """Return the processor seconds of each stage on one process."""
        from generator.pipeline import workshop

        clock = workshop.time.perf_counter
        shutil.rmtree(self._site / ".cache")
        try:
            workshop.time.perf_counter = time.process_time
            return dict(build(read_config(self._site), engine="local:1").seconds)
        finally:
            workshop.time.perf_counter = clock


def table(done: dict[tuple[str, int], Bench]) -> list[str]:
    """Return the tables as Markdown."""
    lines = [
        "| archive | what | wall, s | processor, s | peak, MB | of Hugo's wall |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for (form, posts), bench in done.items():
        hugo = bench.rows.get("Hugo")
        for name, cost in bench.rows.items():
            share = f"{cost.wall / hugo.wall:.2f}" if hugo else ""
            memory = f"{cost.memory:.0f}" if cost.memory else ""
            lines.append(f"| {form} {posts:,} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {memory} | {share} |")
    lines += ["", "Processor time of a full build on one process, in microseconds a post:", ""]
    lines += [f"| archive | {' | '.join(STAGES)} | all |", f"| --- |{' ---: |' * (len(STAGES) + 1)}"]
    for (form, posts), bench in done.items():
        each = [bench.stages.get(stage, 0.0) * 1e6 / posts for stage in STAGES]
        lines.append(f"| {form} {posts:,} | {' | '.join(f'{us:.0f}' for us in each)} | {sum(each):.0f} |")
    growth = list(exponents(done))
    return [*lines, "", *growth] if growth else lines


def exponents(done: dict[tuple[str, int], Bench]) -> list[str]:
    found = []
    for (form, posts), bench in done.items():
        larger = min((n for f, n in done if f == form and n > posts), default=0)
        if larger:
            times = [sum(each.stages.values()) for each in (bench, done[form, larger])]
            exponent = math.log(times[1] / times[0]) / math.log(larger / posts)
            found.append(f"Growth from {posts:,} to {larger:,} posts ({form}): exponent {exponent:.2f}.")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("posts", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--forms", default="jsonl,paste")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the archives are made and removed; memory is best")
    options = parser.parse_args()
    done: dict[tuple[str, int], Bench] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        for posts in options.posts:
            for form in options.forms.split(","):
                bench = done[form, posts] = Bench(Path(made), posts, form, options.repeat)
                bench.ours()
                beside = Path(made) / f"peers-{form}-{posts}"
                beside.mkdir()
                for peer in peers() if options.peers else ():
                    bench.peer(peer, beside, posts)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    command = f"`python bench/speed.py {' '.join(sys.argv[1:])}`".replace(" --write", "")
    text = "\n".join([f"{command} on {machine}.", "", *table(done)])
    sys.stdout.write(text + "\n")
    if options.write:
        before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        DOCS.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
