"""Dates as forums write them."""

from __future__ import annotations

import pytest

from generator.importers.pasted.dates import learn_order, looks_like_date, read_moment


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Dec 4, 2017", "2017-12-04"),
        ("Jul 5, 2012 at 3:12 PM", "2012-07-05T15:12"),
        ("Tue Jul 02, 2024 12:19 am", "2024-07-02T00:19"),
        ("11. Sep 2024, 18:36", "2024-09-11T18:36"),
        ("Feb 14, 2026 | 9:05 pm", "2026-02-14T21:05"),
        ("November 19, 2017, 07:47:44 PM", "2017-11-19T19:47:44"),
        ("2012-12-28 15:54 UTC", "2012-12-28T15:54Z"),
        ("2025-10-15T10:00:00Z", "2025-10-15T10:00:00Z"),
        ("Mon, 4 May 1998 10:12:00 +0200", "1998-05-04T10:12:00+02:00"),
        ("07.09.2018, 12:19", "2018-09-07T12:19"),
        ("17/09/2018", "2018-09-17"),
        ("09-17-2018", "2018-09-17"),
        ("czwartek, 28 lutego 2008, 21:42", "2008-02-28T21:42"),
        ("13 янв 2020 в 15:20", "2020-01-13T15:20"),
        ("4 décembre 2017 à 9:00", "2017-12-04T09:00"),
        ("19 de noviembre de 2017", "2017-11-19"),
        ("3. März 2009", "2009-03-03"),
        ("May 2025", "2025-05"),
        ("Jan '20", "2020-01"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_told(raw: str, iso: str) -> None:
    assert read_moment(raw, None, None).iso == iso


@pytest.mark.parametrize("raw", ["Yesterday at 3:12 PM", "Monday at 5:00 PM", "3 days ago", "Вчера, 10:00"])
def test_a_relative_date_needs_the_day_of_the_capture(raw: str) -> None:
    assert looks_like_date(raw)
    assert read_moment(raw, None, None).iso is None


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Yesterday at 3:12 PM", "2024-06-04T15:12"),
        ("Monday at 5:00 PM", "2024-06-03T17:00"),
        ("3 days ago", "2024-06-02"),
        ("9 minutes ago", None),
    ],
)
def test_the_day_of_the_capture_dates_a_relative_date(raw: str, iso: str | None) -> None:
    assert read_moment(raw, None, "2024-06-05").iso == iso


@pytest.mark.parametrize("raw", ["05-09-2011", "5/9/11"])
def test_a_date_that_can_be_read_two_ways_is_left_as_it_stands(raw: str) -> None:
    assert read_moment(raw, None, None).iso is None
    assert read_moment(raw, "dmy", None).iso == "2011-09-05"
    assert read_moment(raw, "mdy", None).iso == "2011-05-09"


def test_a_number_above_twelve_tells_the_order() -> None:
    assert learn_order(["05-09-2011", "17-09-2011"]) == "dmy"
    assert learn_order(["05-09-2011", "05-17-2011"]) == "mdy"
    assert learn_order(["17-09-2011", "05-17-2011"]) is None


def test_time_runs_forward_and_tells_the_order() -> None:
    assert learn_order(["11-01-2011", "12-01-2011", "01-02-2011", "02-02-2011"]) == "dmy"
    assert learn_order(["01-02-2011", "02-03-2011"]) is None


@pytest.mark.parametrize(
    "raw",
    ["", "5", "2020", "May", "M", "Posted by mistake", "please come on May 5", "3-10 elements per week", "¹", "99:99",
     "31-31-2011", "x" * 100, "Room 4, 2nd floor", "now", "Sun"],
)  # fmt: skip
def test_prose_is_no_date(raw: str) -> None:
    assert not looks_like_date(raw)


@pytest.mark.parametrize("raw", ["31 Feb 2011", "0-0-2011"])
def test_a_day_that_never_was_has_no_iso_date(raw: str) -> None:
    assert read_moment(raw, "dmy", None).iso is None
