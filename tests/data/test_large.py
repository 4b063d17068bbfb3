"""Large files: read in one pass where every cell fits, thoroughly where one does not, and counted again in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.data import onepass, second
from praetorium.data.duck import connect
from praetorium.data.model import Profile
from praetorium.data.profiling import profile
from tests.data.conftest import HEADER, Reporting, orders, write_csv


def read(folder: Path, name: str, rows: list[list[str]]) -> Profile:
    file = write_csv(folder / f"{name}.csv", rows, HEADER)
    return profile(connect(folder), file, folder / name, shown_as="orders.csv")


@pytest.mark.parametrize(
    ("cell", "at_once"),
    [
        (None, True),
        ("", True),
        ("0012.50", False),
        ("12.505", False),
        ("7e3", False),
        ("none of it", False),
    ],
)
def test_one_pass_finds_what_the_thorough_way_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str | None, at_once: bool
) -> None:
    monkeypatch.setattr(onepass, "SAMPLE", 100)
    rows = orders(400)
    if cell is not None:
        rows[300][6] = cell
    thorough = read(tmp_path, "thorough", rows)
    monkeypatch.setattr(onepass, "LARGE", 1)
    folder = tmp_path / "once"
    folder.mkdir()
    swift = read(tmp_path, "once", rows)
    found = onepass.typed_at_once(connect(tmp_path), swift.source, tmp_path / "once.csv", folder / "again")
    assert (found is not None) is at_once
    assert [(c.name, c.type, c.blank, c.low, c.high, c.distinct) for c in swift.columns] == [
        (c.name, c.type, c.blank, c.low, c.high, c.distinct) for c in thorough.columns
    ]
    assert (swift.rows, swift.left_out, swift.roles) == (thorough.rows, thorough.left_out, thorough.roles)


async def test_report_of_a_large_file_agrees_though_it_is_counted_in_parts(
    desk: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onepass, "LARGE", 1)
    monkeypatch.setattr(second, "HELD", 50)
    rows = orders(401)
    rows[7][0] = rows[9][0]
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask("sales report from orders.csv as HTML")
    assert desk.wrong == []
