"""Dumps broken at random. The long run is `make fuzz`; what it finds becomes a case of its own."""

import random
from pathlib import Path

import pytest

from bench.fuzz import broken, check, origins


@pytest.mark.parametrize("block", range(8))
def test_no_broken_dump_raises_hangs_or_falls_apart(block: int, shared: Path, tmp_path: Path):
    dumps = origins([])
    for seed in range(block * 20, block * 20 + 20):
        chance = random.Random(seed)
        origin = chance.choice(dumps)
        file = tmp_path / f"{seed}{Path(origin.name).suffix}"
        file.write_bytes(broken(origin, dumps, chance))

        check(file)
