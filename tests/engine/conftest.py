"""Sites to build on clusters."""

from tests.build.conftest import make_site

__all__ = ["make_site"]
