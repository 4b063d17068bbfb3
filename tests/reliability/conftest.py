"""Services of their own for tests that kill them, with the executor from outside whose effects can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from praetorium.engine import services
from praetorium.executors.base import registry
from praetorium.settings import Settings, settings
from tests.conftest import migrated

from . import harness as harness_module

HERE = Path(__file__).parent
PORT = 14900


@contextmanager
def installed(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The executor from outside is there, in this process as well."""
    patch.syspath_prepend(str(HERE / "outside"))
    registry.cache_clear()
    yield
    registry.cache_clear()


@pytest.fixture(scope="package")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The harness, with its services up; whatever is left of them is ended with the tests of this folder."""
    folder = tmp_path_factory.mktemp("reliability")
    chosen = Settings(home=folder / "home", port=PORT, page_port=PORT + 100)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in harness_module.environment().items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(folder))
        patch.setenv("PRAETORIUM_HOME", str(chosen.home))
        patch.delenv("PREFECT_API_URL", raising=False)
        settings.cache_clear()
        with installed(patch):
            migrated(chosen.home)
            services.up(chosen, True, None)
            made = harness_module.Harness(chosen, folder / "marks", seed=SEED)
            try:
                yield made
            finally:
                made.close()
                services.down(chosen)
                settings.cache_clear()


SEED = 20_260_127
"""Of the order in which things are hit; printed with the table, and any other will do as well."""
