"""The two verbs that every stage is made of: `map` over items, and `sql` over tables."""

from generator.engine.local import Engine, Item, Local, StageFault, open_engine

__all__ = ["Engine", "Item", "Local", "StageFault", "open_engine"]
