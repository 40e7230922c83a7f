"""Strings in, words and spans out: the front door of the room `text`."""

from generator.text.align import Block, align
from generator.text.names import safe_name
from generator.text.normalise import canonical, letters, word_id
from generator.text.searching import search_words
from generator.text.shingles import minimizers, shingles
from generator.text.words import Word, line_word_ids, span_of_word, surfaces, word_ids, word_spans, word_starts, words

__all__ = [
    "Block",
    "Word",
    "align",
    "canonical",
    "letters",
    "line_word_ids",
    "minimizers",
    "safe_name",
    "search_words",
    "shingles",
    "span_of_word",
    "surfaces",
    "word_id",
    "word_ids",
    "word_spans",
    "word_starts",
    "words",
]
