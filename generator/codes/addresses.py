"""What the codes mean: addresses that were published, and addresses of former forums."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D830",
        "permalinks.tsv cannot be read",
        "A line of the file is no address with the signs of its words and where it is now, or two lines disagree.",
        "Mend the line; after a merge, keep the lines of both sides. docs/permanence.md describes the file.",
    ),
    Code(
        "D831",
        "published addresses lead to nothing",
        "permalinks.tsv holds addresses at which nothing stands now: posts that a new dump no longer holds, or that "
        "got another id because their words were edited. A tombstone stands there meanwhile.",
        "`disputatio permalinks follow` leads them to where their words are now, `disputatio permalinks move OLD NEW` "
        "says it of one, `disputatio permalinks retire` lets them rest.",
    ),
    Code(
        "D832",
        "a move leads nowhere",
        "permalinks.tsv says that an address has moved, but nothing stands where it should be, or the moves go in a "
        "circle.",
        "`disputatio permalinks move OLD NEW` says where it is.",
    ),
    Code(
        "D833",
        "addresses that can still change",
        "Some pages are not in permalinks.tsv yet, so nobody would notice if a later dump gave them another address.",
        "Run `disputatio permalinks keep` before you publish, and keep the file with the site.",
    ),
)
