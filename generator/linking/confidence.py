"""From features to a calibrated probability, by the numbers in `confidence.json` (made by bench/fit_confidence.py)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Any

from generator.linking.absent import ABSENT_NAMES, AbsentFeatures
from generator.linking.features import FEATURE_NAMES, Features
from generator.linking.opening import OPENING_NAMES, OpeningFeatures


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files("generator.linking") / "confidence.json").read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=8)
def _model(name: str, features: tuple[str, ...]) -> tuple[float, tuple[float, ...]]:
    model = _data()[name]
    return model["bias"], tuple(model["weights"].get(feature, 0.0) for feature in features)


def _probability(name: str, names: tuple[str, ...], features: Iterable[float]) -> float:
    bias, weights = _model(name, names)
    return logistic(bias + sum(map(mul, weights, features)))


def link_probability(features: Features) -> float:
    """Return the calibrated probability that a candidate is a quote of that origin."""
    return _probability("link", FEATURE_NAMES, features)


def cut_probability(features: OpeningFeatures) -> float:
    """Return the probability that a thread's opening post is missing."""
    return _probability("cut", OPENING_NAMES, features)


def absent_probability(features: AbsentFeatures) -> float:
    """Return the probability that a run of lines is a quote without an origin, from its post alone."""
    return _probability("absent", ABSENT_NAMES, features)


def absent_probability_in_thread(features: AbsentFeatures) -> float:
    """Return the calibrated probability that a run is a quote without an origin, `features.rate` being known."""
    return _probability("absent_in_thread", ABSENT_NAMES, features)


def logistic(score: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def with_odds(probability: float, times: float) -> float:
    """Return the probability after evidence that makes the odds so many times as high."""
    return probability * times / (probability * times + 1 - probability)


def forget() -> None:
    """Read the numbers anew at the next call: for the script that fits them, stage by stage."""
    _data.cache_clear()
    _model.cache_clear()
