"""Options of the whole test suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--overwrite`` records golden results anew: review every changed number."""
    parser.addoption("--overwrite", action="store_true", help="rewrite the golden results")
