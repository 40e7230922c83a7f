"""Small sites to build, and what their output holds."""

from dataclasses import dataclass
from pathlib import Path

from generator.config import read_config
from generator.pipeline import BuildReport, build
from generator.writer import MANIFEST

NBSP = "\u00a0"

BREAD = (
    (
        "",
        "The bakers struck on Monday because flour had doubled in price within a month. Nobody in the council saw it.",
    ),
    (
        "Anna",
        "The bakers struck on Monday because flour had doubled in price within a month.\n"
        "That is not what the papers of the day say: they blame the mill.",
    ),
    ("Boris", "They blame whoever did not advertise with them, as every paper of that town did."),
    (
        "Anna",
        "They blame whoever did not advertise with them, as every paper of that town did.\n"
        "Then show me one advertisement of the mill before the strike of the bakers.",
    ),
)
RAILWAY = (
    ("", "The railway came in spring, and the mill closed in autumn. I do not believe that this was chance at all."),
    ("Clara", "The mill closed for want of water, and the railway brought flour from the south in the same year."),
    (
        "Boris",
        "The mill closed for want of water, and the railway brought flour from the south in the same year.\n"
        "Both at once, then. Kronstadt had the same trouble with its bread.",
    ),
)
HARBOUR = (
    ("", "Who paid for the harbour? The council says that the merchants did, and the merchants say nothing of it."),
    ("Dora", "The merchants of Kronstadt paid a third; the rest was a loan that nobody has ever seen repaid."),
)

# A quotation across threads: the words stand in the railway thread as well.
ECHO = (
    ("", "What was it that somebody wrote about the mill? I have the words here, and not who said them first."),
    ("Emil", RAILWAY[1][1] + "\nThat is what I was told, and I have never found the year in any book of the council."),
)


def paste(title: str, posts: tuple[tuple[str, str], ...]) -> str:
    """Return a thread as a reader copies it from a forum: a lone NBSP line after each post."""
    parts = [title, ""]
    for author, body in posts:
        parts += [*(["", author, "Member"] if author else []), body, NBSP]
    return "\n".join([*parts, ""])


@dataclass(frozen=True)
class Site:
    root: Path

    @property
    def public(self) -> Path:
        return self.root / "public"

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def thread(self, name: str, title: str, posts: tuple[tuple[str, str], ...]) -> None:
        self.write(f"content/threads/{name}", paste(title, posts))

    def build(self, *, engine: str = "local:1", **options: object) -> BuildReport:
        return build(read_config(self.root), engine=engine, **options)  # type: ignore[arg-type]

    def files(self) -> dict[str, bytes]:
        """Return what the output holds, by path."""
        return contents(self.public)

    def numbers(self) -> dict[str, tuple[int, int]]:
        """Return which files the output has: equal numbers are the very same files, untouched."""
        found = (path for path in sorted(self.public.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.public)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def changed(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    """Return the files that are not the same any more, without the manifest."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} - {MANIFEST}
