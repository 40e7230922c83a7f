"""`disputatio permalinks`: which addresses are held, and what is done about those that would break."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from generator.cli.endings import FINE, PROBLEMS, UNUSABLE
from generator.cli.progress import progress
from generator.cli.report import count, print_json, say, warn
from generator.config import read_config
from generator.files import replace_text
from generator.permalinks import FILE, GONE, Permalink, format_permalinks, is_address
from generator.pipeline import Ledger, open_ledger

MOST_LISTED = 50  # addresses on a terminal; `--json` lists all

Change = Callable[[Ledger], dict[str, Permalink]]


def show_standing(site: Path, *, as_json: bool, strict: bool) -> int:
    """Tell where the held addresses stand, and return the exit code: 1 under `strict` where one leads to nothing."""
    ledger = _open(site)
    broken = [page.address for page in ledger.standing.gone if not page.is_known]
    if as_json:
        for address, link in sorted(ledger.links.items()):
            print_json({"address": address, "state": _state(address, ledger), "now": link.now or None})
        for address in sorted(ledger.present.keys() - ledger.links.keys()):
            print_json({"address": address, "state": "new", "now": None})
    else:
        _say_standing(ledger, broken)
    return PROBLEMS if strict and broken else FINE


def keep(site: Path) -> int:
    """Hold every address of the archive as it is now, and return the exit code."""

    def change(ledger: Ledger) -> dict[str, Permalink]:
        return {each: Permalink(each, marks) for each, marks in ledger.present.items() if each not in ledger.links}

    return _change(site, change, "held from now on")


def follow(site: Path) -> int:
    """Lead gone addresses to where their words are now, as far as that is clear, and return the exit code."""

    def change(ledger: Ledger) -> dict[str, Permalink]:
        found = {old: replace(ledger.links[old], now=new) for old, new in ledger.likely.items()}
        targets = {link.now for link in found.values()} - ledger.links.keys()
        return found | {new: Permalink(new, ledger.present[new]) for new in targets}

    return _change(site, change, "settled")


def move(site: Path, old: str, new: str) -> int:
    """Say that what stood at one address stands at another now, and return the exit code."""
    old, new = _bare(old), _bare(new)
    faults = [text for text in (old, new) if not is_address(text)]
    if faults or old == new:
        warn(f"Error: {faults[0]!r} is no address of a page." if faults else "Error: that is the same address twice.")
        return UNUSABLE

    def change(ledger: Ledger) -> dict[str, Permalink]:
        if new not in ledger.present:
            warn(f"Nothing stands at {new} in this archive; until something does, {old} leads to nothing.")
        return {old: replace(ledger.links.get(old, Permalink(old)), now=new)}

    return _change(site, change, "settled")


def retire(site: Path, addresses: Iterable[str]) -> int:
    """Let gone addresses rest under a tombstone: those that are named, else all; return the exit code."""
    named = {_bare(address) for address in addresses}

    def change(ledger: Ledger) -> dict[str, Permalink]:
        gone = {page.address for page in ledger.standing.gone}
        for address in sorted(named - gone):
            warn(f"{address} is left as it is: " + ("it stands." if address in ledger.present else "it is not held."))
        return {each: replace(ledger.links[each], now=GONE) for each in (named & gone if named else gone)}

    return _change(site, change, "settled")


def _open(site: Path) -> Ledger:
    with progress() as report:
        return open_ledger(read_config(site), progress=report)


def _change(site: Path, change: Change, what: str) -> int:
    """Write the lines that a change adds or replaces; the file is not touched where there are none."""
    ledger = _open(site)
    lines = {each: link for each, link in change(ledger).items() if ledger.links.get(each) != link}
    if lines:
        replace_text(site / FILE, format_permalinks((dict(ledger.links) | lines).values()))
    adverb = "" if lines else " Nothing was to be done."
    say(f"{_addresses(len(lines))} {what} in {site / FILE}.{adverb}")
    return FINE


def _say_standing(ledger: Ledger, broken: list[str]) -> None:
    standing = ledger.standing
    for address in broken[:MOST_LISTED]:
        likely = ledger.likely.get(address)
        say(f"{address} leads to nothing" + (f"; its words are at {likely} now" if likely else ""))
    if len(broken) > MOST_LISTED:
        say(f"... and {len(broken) - MOST_LISTED:,} more; `permalinks --json` lists all of them.")
    known = len(standing.gone) - len(broken)
    facts = [f"{_addresses(standing.held)} held", f"{len(standing.moved):,} moved", f"{known:,} retired"]
    facts += [f"{len(broken):,} broken", f"{standing.new:,} new"]
    say(", ".join(facts) + ".")
    if broken:
        ways = ("follow", "move OLD NEW", "retire") if any(each in ledger.likely for each in broken) else ()
        say(
            "To settle them: " + ", ".join(f"disputatio permalinks {way}" for way in ways or ("move OLD NEW", "retire"))
        )
    if standing.new:
        say("To hold the new ones before you publish: disputatio permalinks keep")


def _state(address: str, ledger: Ledger) -> str:
    if address in ledger.present:
        return "stands"
    if any(old == address for old, _ in ledger.standing.moved):
        return "moved"
    return "retired" if ledger.links[address].now == GONE else "broken"


def _addresses(number: int) -> str:
    return count(number, "address") if number == 1 else f"{number:,} addresses"


def _bare(address: str) -> str:
    """Return an address as the file has it, whether it was given with the site's own address before it or not."""
    at = min(
        (found for part in ("threads/", "lost/", "topics/", "pages/") if (found := address.find(part)) >= 0), default=0
    )
    bare = address[at:].partition("#")[0]
    return bare + "index.html" if bare.endswith("/") else bare
