"""site.yaml as a frozen `Config`: each key is declared once, and validation, reference and scaffold follow from it."""

from generator.config.keys import KEYS, Key, commented_site_yaml, reference
from generator.config.reading import choose_engine, read_config
from generator.config.record import Config, Pairs, matches
from generator.config.values import direction_of, is_date

__all__ = [
    "KEYS",
    "Config",
    "Key",
    "Pairs",
    "choose_engine",
    "commented_site_yaml",
    "direction_of",
    "is_date",
    "matches",
    "read_config",
    "reference",
]
