"""Text sent as format=flowed (RFC 3676): soft line ends taken out, quote marks kept."""

from __future__ import annotations

SIGNATURE = "-- "


def unflow(text: str, *, drops_space: bool) -> str:
    """Return the text with its flowed lines joined, each paragraph one line. `drops_space`: DelSp=yes.

    A line that ends in a space goes on in the next one of the same quote depth; "-- " never does.

    >>> unflow("One \\ntwo.\\n> A \\n> b.\\n-- \\nme", drops_space=False)
    'One two.\\n> A b.\\n-- \\nme'
    """
    joined: list[str] = []
    pieces: list[str] = []
    depth_before = -1
    for line in text.split("\n"):
        line = line.rstrip("\r")
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")  # space-stuffing
        is_flowed = words.endswith(" ") and words != SIGNATURE
        if pieces and depth == depth_before and words != SIGNATURE:
            pieces.append(words)
        else:
            if pieces:
                joined.append("".join(pieces))
            pieces = [(">" * depth + " " if depth else "") + words]
        depth_before = depth
        if is_flowed:
            if drops_space:
                pieces[-1] = pieces[-1][:-1]
            continue
        joined.append("".join(pieces))
        pieces = []
    if pieces:
        joined.append("".join(pieces))
    return "\n".join(joined)
