"""`disputatio topics suggest`: lines to paste into content/topics.yaml."""

from __future__ import annotations

from pathlib import Path

from generator.cli.endings import FINE
from generator.cli.progress import progress
from generator.cli.report import print_json, say
from generator.config import read_config
from generator.pipeline import suggest_topics
from generator.text import safe_name


def show_suggestions(site: Path, limit: int, *, as_json: bool) -> int:
    """Print what may be a topic, with numbers and examples as comments, and return the exit code."""
    with progress() as report:
        found = suggest_topics(read_config(site), limit, progress=report)
    if as_json:
        for each in found:
            shown = {"label": each.label, "count": each.count, "posts": each.posts, "examples": list(each.examples)}
            print_json(shown)
        return FINE
    if not found:
        say("# No phrase stands in several posts and is no topic yet.")
        return FINE
    is_list = _is_list(site / "content" / "topics.yaml")
    say("# To take one, paste its lines into content/topics.yaml.")
    for each in found:
        say(f"\n# {each.count} times in {each.posts} posts:")
        for example in each.examples:
            say(f"#   … {example} …")
        say(_line(each.label, is_list=is_list))
    return FINE


def _line(label: str, *, is_list: bool) -> str:
    return f"- label: {_quoted(label)}" if is_list else f"{safe_name(label)}:\n  label: {_quoted(label)}"


def _is_list(path: Path) -> bool:
    """Return whether the topics stand in a list; where there is no file, they will stand by their ids."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return False
    return next((line.startswith("-") for line in lines if line.strip() and not line.startswith("#")), False)


def _quoted(label: str) -> str:
    return "'" + label.replace("'", "''") + "'"
