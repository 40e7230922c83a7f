"""What the codes mean: the cache and the output."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D501",
        "the output would hold the site",
        "The folder for the pages is the site itself, one above it, or your home.",
        "Name another folder.",
    ),
    Code("D502", "the output is part of the site", "What lies there is needed to build.", "Name another folder."),
    Code(
        "D503", "the output is a link", "A build replaces the folder, and a link would be lost.", "Name the real one."
    ),
    Code("D504", "the output is a file", "A site is a folder.", "Name a folder."),
    Code(
        "D505",
        "the output is not ours",
        "The folder holds files that Disputatio did not make, and a build would remove them.",
        "Name an empty folder or one that is not there yet.",
    ),
    Code("D506", "the output cannot be written", "Nothing can be made or replaced there.", "Name another folder."),
    Code(
        "D507",
        "the machine refused a file",
        "The disk is full, or something may not be read or written. What was published before is as it was.",
        "Make room or give permission, and build again.",
    ),
    Code(
        "D508",
        "the cache cannot be used",
        "`.cache/` may not be written, or is no folder.",
        "Remove it; it is made anew.",
    ),
    Code("D509", "two pages with one address", "Two things want the same file.", "Rename one of them."),
    Code(
        "D510",
        "a page that has no address",
        "The name of a file in `content/pages/` cannot be an address.",
        "Rename it.",
    ),
    Code("D511", "a page that is no plain file", "Links and devices are left out.", "Copy the file itself."),
    Code("D512", "a page is not UTF-8", "Pages of yours are read as UTF-8.", "Save the file as UTF-8."),
)
