"""Dates of pages in many languages become the same moment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.pages.foreign_dates import in_english, is_date
from generator.importers.pages.moments import moment_in_words

EVENING = "2008-02-28T21:42"


@pytest.mark.parametrize(
    "raw",
    [
        "gio 28 feb 2008, 21:42",
        "28 febbraio 2008, 21:42",
        "Qui Fev 28, 2008 9:42 pm",
        "28 de fevereiro de 2008 às 21:42",
        "do 28 februari 2008, 21:42",
        "tor 28 feb 2008, 21:42",
        "to helmi 28, 2008 9:42 pm",
        "čtv úno 28, 2008 9:42 pm",
        "28. února 2008 21:42",
        "csüt. febr. 28, 2008 9:42 pm",
        "Joi Feb 28, 2008 9:42 pm",
        "Prş Şub 28, 2008 9:42 pm",
        "Şubat 28, 2008, 09:42 ÖS",
        "Чет лютого 28, 2008 9:42 pm",
        "Πέμ Φεβ 28, 2008 9:42 pm",
        "28 Φεβρουαρίου 2008, 09:42 μμ",
        "2008年2月28日(木) 21:42",
        "2008-2-28 下午 09:42",
        "週四 2月 28, 2008 9:42 pm",
        "2008년 2월 28일, 오후 9:42",
        "28 Tháng 2, 2008, 21:42",
        "28 лютого 2008, 21:42",
        "Thu Feb 28, 2008 9:42 pm",
    ],
)
def test_a_date_is_understood_in_its_language(raw: str) -> None:
    moment = moment_in_words(raw, None, None)

    assert (moment.raw, moment.iso) == (raw, EVENING)


def test_yesterday_is_understood_where_the_day_of_the_capture_is_known() -> None:
    assert moment_in_words("ieri alle 21:42", None, "2008-02-29").iso == EVENING
    assert moment_in_words("ieri alle 21:42", None, None).iso is None


@pytest.mark.parametrize(
    "raw", ["28 bells in the old tower", "Bell ringer", "", "la 5an de januaro 2019 je 16:29", "2008"]
)
def test_what_is_no_date_that_is_known_stays_as_it_is(raw: str) -> None:
    assert in_english(raw) is None
    assert not is_date(raw)


@given(st.text(max_size=90))
def test_no_text_breaks_the_reading_of_dates(raw: str) -> None:
    moment = moment_in_words(raw, None, "2008-02-29")

    assert moment.iso is None or moment.iso[:4].isdecimal()
