"""Options of the whole test suite."""

import pytest
from hypothesis import settings

settings.register_profile("archcalc", deadline=None)  # no test is timed
settings.load_profile("archcalc")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--overwrite`` records golden results anew: review every changed number."""
    parser.addoption("--overwrite", action="store_true", help="rewrite the golden results")
