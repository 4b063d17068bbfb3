"""What the benchmarks share: an installation of their own in a temporary folder, and figures side by side."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from praetorium.engine.services import down, up
from praetorium.house import House
from praetorium.settings import Settings


@contextmanager
def installation(**options: object) -> Iterator[House]:
    """A running Praetorium with a home of its own, ended with all that it launched."""
    with tempfile.TemporaryDirectory(prefix="praetorium-bench-") as home:
        settings = Settings(home=Path(home), **options)  # type: ignore[arg-type]
        house = House(settings)
        up(settings, detach=True, port=None, announce=lambda text: None)
        try:
            yield house
        finally:
            for app in house.catalogue.apps.find():
                house.hosts[app.host].remove(app.name)
            down(settings)
            for host in house.hosts.values():
                if hasattr(host, "shut_down"):
                    host.shut_down()
            house.close()


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print figures, seconds as they are measured."""
    told = Table(*columns, title=title, title_justify="left")
    for row in rows:
        told.add_row(*(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row))
    Console(width=120).print(told)


def spread(values: Sequence[float]) -> str:
    """Median with lowest and highest."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"
