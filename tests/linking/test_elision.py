"""Marks of elision are found in one pass over a text."""

import time

import pytest

from generator.linking.elision import elision_spans


@pytest.mark.parametrize("sign", ["*", "-", "[", "<", "[ ", ". "])
def test_a_rule_of_signs_costs_no_more_than_words(sign: str):
    started = time.process_time()
    elision_spans(sign * 60_000 + "x")

    assert time.process_time() - started < 1  # tried from each sign to its end, it would take half a minute


def test_a_mark_between_long_rules_is_still_found():
    text = "-" * 200 + " snip " + "-" * 200

    assert elision_spans(text) == [(140, len(text))]
