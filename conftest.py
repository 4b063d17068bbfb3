"""Which tests run where: those with real peers only when asked for, those with a browser only where there is one.

With several processes (``-n 2 --dist loadgroup``) what shares running parts stays together: the tests of a file, and,
where a Prefect server is needed, those of a folder, so that its services are started once.
"""

from __future__ import annotations

import os
import shutil

import pytest

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--peers", action="store_true", help="run tests with real peers (Postgres, Docker, Ceph) too")


def _together(config: pytest.Config, item: pytest.Item) -> str:
    if item.get_closest_marker("peers"):
        return "peers"
    place = item.path.parent if item.get_closest_marker("server") else item.path
    return str(place.relative_to(config.rootpath))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    skips = {}
    if not config.getoption("--peers"):
        skips["peers"] = "a real peer (Postgres, Docker, …) is wanted: make test-peers"
    if not (os.environ.get("PRAETORIUM_BROWSER") or any(map(shutil.which, _BROWSERS))):
        skips["browser"] = "a Chromium is wanted: make test-peers, or name one in PRAETORIUM_BROWSER"
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_together(config, item)))
        for marker, reason in skips.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
