"""Moments as structured dumps write them: ISO 8601 and Unix time. What is no such time stays raw text."""

from __future__ import annotations

import datetime
import re

from generator.records import Moment

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?(?:\s?(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2}))?)?\Z"
)
_FIRST_S, _LAST_S = 0, 4_102_444_800  # 1970 to 2100: numbers outside are no times of posts
_LONGEST = 100


def iso_moment(raw: str) -> Moment:
    """Return the moment of an ISO 8601 time, in UTC where the zone is told; to the second at most.

    >>> iso_moment("2024-07-02T05:49:07+02:00").iso
    '2024-07-02T03:49:07Z'
    >>> iso_moment("2024-07-02 05:49").iso
    '2024-07-02T05:49'
    >>> iso_moment("last summer").iso is None
    True
    """
    raw = " ".join(raw.split())
    match = _ISO.match(raw) if len(raw) <= _LONGEST else None
    if not match:
        return Moment(raw[:_LONGEST], None)
    day, time, zone = match.groups()
    try:
        told = datetime.datetime.fromisoformat(f"{day}T{time or '00:00'}{_offset(zone)}")
        if told.tzinfo is not None:
            told = told.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return Moment(raw, None)
    if time is None:
        return Moment(raw, told.date().isoformat())
    shown = told.replace(tzinfo=None).isoformat(timespec="seconds" if time.count(":") == 2 else "minutes")
    return Moment(raw, shown + ("Z" if zone else ""))


def unix_moment(seconds: float | int | str) -> Moment | None:
    """Return the moment of a Unix time in seconds (milliseconds are seen by their size); None where it is none.

    >>> unix_moment("1325376000").iso
    '2012-01-01T00:00:00Z'
    """
    try:
        number = float(seconds)
    except (ValueError, OverflowError):
        return None
    if number > _LAST_S:
        number /= 1000
    if not _FIRST_S < number < _LAST_S:  # NaN is neither
        return None
    told = datetime.datetime.fromtimestamp(int(number), datetime.UTC)
    return Moment(str(seconds)[:_LONGEST], told.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone in ("Z", "UTC"):
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"
