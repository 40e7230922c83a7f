"""From features to a calibrated probability, by the numbers in `confidence.json` (made by bench/fit_confidence.py)."""

from __future__ import annotations

import json
import math
from dataclasses import astuple
from functools import lru_cache
from importlib.resources import files
from typing import Any

from generator.linking.features import FEATURE_NAMES, Features


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files("generator.linking") / "confidence.json").read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=1)
def _link_model() -> tuple[float, tuple[float, ...]]:
    model = _data()["link"]
    return model["bias"], tuple(model["weights"].get(name, 0.0) for name in FEATURE_NAMES)


def link_probability(features: Features) -> float:
    """Return the calibrated probability that a candidate is a quote of that origin."""
    bias, weights = _link_model()
    return logistic(bias + sum(map(float.__mul__, weights, astuple(features))))


def logistic(score: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
