"""Services of their own for tests that kill them, with the executor from outside whose effects can be counted."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from praetorium.engine import services
from praetorium.executors.base import registry
from praetorium.settings import Settings, settings

HERE = Path(__file__).parent
PORT = 14900


def load(name: str, path: Path) -> ModuleType:
    """A module by its path: with importlib imports it has no name to import it by."""
    found = next((m for m in sys.modules.values() if getattr(m, "__file__", None) == str(path)), None)
    if found is not None:
        return found
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


harness_module = load("praetorium_reliability_harness", HERE / "harness.py")


@contextmanager
def installed(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The executor from outside is there, in this process as well."""
    patch.syspath_prepend(str(HERE / "outside"))
    registry.cache_clear()
    yield
    registry.cache_clear()


@pytest.fixture(scope="session")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The harness, with its services up; whatever is left of them is ended afterwards."""
    folder = tmp_path_factory.mktemp("reliability")
    root = load("tests_conftest", HERE.parent / "conftest.py")
    chosen = Settings(home=folder / "home", port=PORT, page_port=PORT + 100)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (harness_module.environment() | root.compiled_once()).items():
            patch.setenv(name, value)
        if sys.dont_write_bytecode:
            patch.setattr(sys, "pycache_prefix", root.compiled_once()["PYTHONPYCACHEPREFIX"])
        patch.setenv("HOME", str(folder))
        patch.setenv("PRAETORIUM_HOME", str(chosen.home))
        patch.delenv("PREFECT_API_URL", raising=False)
        settings.cache_clear()
        with installed(patch):
            root.migrated(chosen.home)
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
