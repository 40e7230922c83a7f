"""What all tests share: where the repository and the measured dumps beside it are, and how hypothesis behaves."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent

# Examples are the same in every run of the suite: a run that fails must fail again. `HYPOTHESIS_PROFILE=search` looks
# for new ones. No deadline: a machine that is shared is slow at times.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measured dumps beside the repository; without it the test is skipped, in CI it fails."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        why = "needs ../shared, the folder of measured dumps, which is not here"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    return folder
