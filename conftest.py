"""Which tests run where: those with real peers only when asked for, those with a browser only where there is one.

With several processes (``-n 2 --dist loadgroup --no-loadscope-reorder``) what shares running parts stays together, so
that they are started once: the tests of a file; those of a folder where they need a Prefect server; and all that use
the session's services or its environment for generated applications. What takes longest comes first, so that no
process is left with it at the end.
"""

from __future__ import annotations

import os
import shutil

import pytest

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SHARED = ("services", "app_python")
"""Fixtures that tests of several folders share and that take long to make."""
_MARKED = ("server", "browser")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--peers", action="store_true", help="run tests with real peers (Postgres, Docker, Ceph) too")


def _together(config: pytest.Config, item: pytest.Item) -> tuple[str, int]:
    """The name of what the test stays together with, and how early that is to come: the lower, the earlier."""
    if item.get_closest_marker("peers"):
        return "peers", len(_SHARED)
    for rank, name in enumerate(_SHARED):
        if name in getattr(item, "fixturenames", ()):
            return name, rank
    rank = next((rank for rank, name in enumerate(_MARKED) if item.get_closest_marker(name)), len(_MARKED))
    place = item.path.parent if item.get_closest_marker("server") else item.path
    return str(place.relative_to(config.rootpath)), len(_SHARED) + rank


# Before all others: pytest-xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    skips = {}
    if not config.getoption("--peers"):
        skips["peers"] = "a real peer (Postgres, Docker, …) is wanted: make test-peers"
    if not (os.environ.get("PRAETORIUM_BROWSER") or any(map(shutil.which, _BROWSERS))):
        skips["browser"] = "a Chromium is wanted: make test-peers, or name one in PRAETORIUM_BROWSER"
    groups: dict[pytest.Item, str] = {}
    ranks: dict[str, int] = {}
    for item in items:
        groups[item], rank = _together(config, item)
        ranks[groups[item]] = min(rank, ranks.get(groups[item], rank))
        item.add_marker(pytest.mark.xdist_group(groups[item]))
        for marker, reason in skips.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    items.sort(key=lambda item: ranks[groups[item]])
