"""What is said about addresses that a build would break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.permalinks.records import Standing
from generator.permalinks.tsv import FILE
from generator.problems import Problem, Severity

MOST_NAMED = 5  # addresses of one kind in a message; `disputatio permalinks` lists all


def standing_problems(standing: Standing, likely: Mapping[str, str], *, strict: bool) -> Iterator[Problem]:
    """Yield what the archivist must know: addresses that lead to nothing, moves that lead astray, what is not held.

    `likely` tells where gone pages may be now. `strict` makes errors of broken addresses.
    """
    severity: Severity = "error" if strict else "warning"
    broken = [page.address for page in standing.gone if not page.is_known]
    if broken:
        yield _broken(broken, likely, severity)
    for old, new in standing.astray[:MOST_NAMED]:
        message = f"{old} is said to have moved to {new}, where nothing stands"
        fix = f"Say where it is: disputatio permalinks move {old} NEW"
        yield Problem(severity, "D832", FILE, None, None, message, "", fix)
    if standing.held and standing.new:
        count = f"{standing.new:,} address" + ("" if standing.new == 1 else "es")
        fix = "Before you publish: disputatio permalinks keep"
        yield Problem("note", "D833", FILE, None, None, f"{count} of this archive can still change", "", fix)


def _broken(addresses: list[str], likely: Mapping[str, str], severity: Severity) -> Problem:
    count = "1 published address leads" if len(addresses) == 1 else f"{len(addresses):,} published addresses lead"
    lines = [f"{old} (now {likely[old]}?)" if old in likely else old for old in addresses[:MOST_NAMED]]
    if len(addresses) > MOST_NAMED:
        lines.append(f"... and {len(addresses) - MOST_NAMED:,} more: disputatio permalinks")
    fixes = []
    if any(old in likely for old in addresses):
        fixes.append("To let them lead to where their words are now: disputatio permalinks follow")
    fixes.append("To say where one is now: disputatio permalinks move OLD NEW")
    fixes.append("If they are gone on purpose: disputatio permalinks retire")
    why = "\n".join(lines) + "\nUntil that is settled, a page stands there that says that they are gone."
    return Problem(severity, "D831", FILE, None, None, f"{count} to nothing now", why, "\n".join(fixes))
