"""What the codes mean: commands."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code("D701", "the machine refused a file", "A file or folder may not be used.", "Check its name and permissions."),
    Code("D702", "the port is taken", "Another program listens there.", "Name another one: `--port 0` takes any."),
    Code("D703", "no site is made here", "The folder is not empty, or is a file.", "Name an empty folder."),
    Code("D704", "another dump has that name", "Nothing is overwritten.", "Rename the dump, or remove the other one."),
    Code(
        "D705", "the folder of dumps leads away", "`content/threads` is a link out of the site.", "Put a folder there."
    ),
)
