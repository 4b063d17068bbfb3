"""What shares running parts runs together, in one of the processes: else each of them starts its own."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_the_tests_of_a_file_are_a_group(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", False):
        pytest.skip("there is one process: make test runs several")
    group = Path(__file__).relative_to(request.config.rootpath)
    assert request.node.nodeid.endswith(f"@{group}"), "pytest-xdist groups nothing with this pytest"
