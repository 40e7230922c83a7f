"""The two verbs that every stage is made of: `map` over items, and `sql` over tables."""

from generator.engine.choice import open_engine
from generator.engine.local import Local
from generator.engine.verbs import Engine, Item, StageFault

__all__ = ["Engine", "Item", "Local", "StageFault", "open_engine"]
