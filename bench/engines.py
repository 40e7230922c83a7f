"""Show that every engine gives the same bytes, also when workers and drivers are killed; print what each build took.

    python bench/engines.py ARCHIVE [--posts N] [--engines local:1 local:2 sail spark] [--kills] [--folder DIR]

ARCHIVE is `made` (N posts of `../shared/bench/gen.py`, JSON lines) or `seed` (the dumps of
`../shared/gold/iac_4forums.seed`). `spark` is a standalone cluster of two workers with one core each, started here.
With `--kills`, a worker is killed (SIGKILL, with its executor) in a map and in a shuffle, and the driver at three
points; what a killed driver's workers had finished must not be done again, and a file that is cut short must be.
Equality is that of the manifest, which holds the digest of every page.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "bench")]

from archive import make_archive, say  # noqa: E402

from generator.codec import digest  # noqa: E402
from generator.writer import MANIFEST  # noqa: E402
from tests.engine.clusters import sail  # noqa: E402
from tests.engine.standalone import Standalone, standalone, wait_until  # noqa: E402

SEED = REPOSITORY.parent / "shared" / "gold" / "iac_4forums.seed"
LONGEST_S = 3600
BUILD = """
import sys
from pathlib import Path
from generator.config import read_config
from generator.pipeline import build
report = build(read_config(Path(sys.argv[1])), engine=sys.argv[2])
print(" ".join(f"{stage}={count}" for stage, count in report.tasks if count))
"""


class Build:
    """A build in a process of its own."""

    def __init__(self, site: Path, engine: str) -> None:
        self.site = site
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "SPARK_LOCAL_IP": "127.0.0.1"}
        self._began = time.perf_counter()
        command = [sys.executable, "-c", BUILD, str(site), engine]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def finish(self) -> str:
        """Wait for the end, and return what was done, in which time."""
        told = self.process.communicate()[0].strip()
        if self.process.returncode:
            raise SystemExit(f"the build ended with {self.process.returncode}")
        return f"{time.perf_counter() - self._began:6.0f} s  {told}"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def has_done(self, stage: str, count: int) -> bool:
        """True where the workers have finished so many tasks of a stage, as far as the driver knows or not."""
        return len(list((self.site / ".cache/receipts").glob(f"{stage}*/*"))) >= count


def manifest(site: Path) -> str:
    return digest((site / "public" / MANIFEST).read_bytes())


def done(site: Path) -> dict[str, tuple[int, int]]:
    """Return the volumes that stand in the cache, and which files they are."""
    found = (path for path in (site / ".cache/shards").glob("*.index") if not path.name.startswith("items-"))
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


@contextmanager
def engines(names: list[str], folder: Path) -> Iterator[dict[str, str]]:
    """Start what is asked for; give the name of each engine for the command line."""
    with ExitStack() as stack:
        found = {name: name for name in names if name.startswith("local")}
        if "sail" in names:
            found["sail"] = f"spark:{stack.enter_context(sail())}"
        if "spark" in names:
            (folder / "spark").mkdir()
            found["spark"] = f"spark:{stack.enter_context(standalone(folder / 'spark')).url}"
        yield found


def compare(make: Callable[[str], Path], names: list[str], folder: Path) -> None:
    first = ""
    with engines(names, folder) as found:
        for name, engine in found.items():
            site = make(name.replace(":", "-"))
            told = Build(site, engine).finish()
            now = manifest(site)
            first = first or now
            say(f"{name:10} {told}  {now[:12]} {'the same' if now == first else 'DIFFERENT'}")


def kill_workers(make: Callable[[str], Path], folder: Path, expected: str) -> None:
    for where in ("map", "shuffle"):
        with _cluster(folder / f"kill-{where}") as cluster:
            build = Build(make(f"kill-{where}"), f"spark:{cluster.url}")
            is_there = cluster.has_shuffled if where == "shuffle" else lambda made=build: made.has_done("read", 2)
            wait_until(is_there, LONGEST_S)
            cluster.kill_worker(0)
            say(f"worker killed in a {where}: {build.finish()}  {_verdict(build.site, expected)}")


def kill_drivers(make: Callable[[str], Path], folder: Path, expected: str) -> None:
    for where in ("find", "query", "render"):
        with _cluster(folder / f"kill-driver-{where}") as cluster:
            build = Build(make(f"kill-driver-{where}"), f"spark:{cluster.url}")
            is_there = cluster.has_shuffled if where == "query" else lambda made=build, at=where: made.has_done(at, 2)
            wait_until(is_there, LONGEST_S)
            build.kill()
            time.sleep(5)  # what its workers were at comes to an end
            before = done(build.site)
            pages = _pages(build.site)
            told = Build(build.site, f"spark:{cluster.url}").finish()
            after, public = done(build.site), _pages(build.site)
            twice = sum(after.get(name) != which for name, which in before.items())
            twice += sum(public.get(url) != which for url, which in pages.items())
            kept = f"{len(before)} volumes and {len(pages)} pages were there, {twice} of them made again"
            say(f"driver killed in {where}: {told}; {kept}  {_verdict(build.site, expected)}")


def cut_short(make: Callable[[str], Path], folder: Path, expected: str) -> None:
    with _cluster(folder / "cut") as cluster:
        site = make("cut")
        Build(site, "local:2").finish()
        shutil.rmtree(site / "public")
        cut = next((site / ".cache/shards").glob("link-*.posts.jsonl"))
        cut.write_bytes(cut.read_bytes()[:-100])
        told = Build(site, f"spark:{cluster.url}").finish()
        say(f"a file cut short: {told}  {_verdict(site, expected)}")


def _pages(site: Path) -> dict[str, tuple[int, int]]:
    """Return the pages that finished batches have made, wherever the tree lies in which they stand."""
    trees = [site / "public", *(site / ".cache/spare").glob("*")]
    found = {}
    for tree in trees:
        for path in tree.rglob("*.html"):
            status = path.stat()
            found.setdefault(str(path.relative_to(tree)), (status.st_ino, status.st_mtime_ns))
    return found


def _verdict(site: Path, expected: str) -> str:
    return "the same" if manifest(site) == expected else "DIFFERENT"


@contextmanager
def _cluster(folder: Path) -> Iterator[Standalone]:
    folder.mkdir()
    with standalone(folder) as cluster:
        yield cluster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", choices=("made", "seed"))
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--engines", nargs="*", default=["local:1", "local:2", "sail", "spark"])
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the sites are made; a temporary folder without it")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder, prefix="engines-"))

    def make(name: str) -> Path:
        site = folder / f"site-{name}"
        if options.archive == "made":
            make_archive(site, options.posts)
        else:
            shutil.copytree(SEED, site / "content/threads", ignore=shutil.ignore_patterns("*.json"))
            (site / "site.yaml").write_text("title: A debate\n", encoding="utf-8")
        return site

    try:
        compare(make, options.engines, folder)
        if options.kills:
            clean = make("clean")
            Build(clean, "local:2").finish()
            for scenario in (kill_workers, kill_drivers, cut_short):
                scenario(make, folder, manifest(clean))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
