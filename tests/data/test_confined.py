"""Data work runs in a process of its own: what goes wrong there comes back in words, and takes nobody along."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.data import confined as confining
from praetorium.data.confined import confined
from praetorium.data.work import Reading, profiled
from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context
from praetorium.models import Brief, Request, Step
from tests.data.conftest import Desk, Reporting, orders, write_csv


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.apart = True
    return desk


def asking(desk: Desk) -> Context:
    step = Step(id="ask", title="Ask", why="To know", executor="profile", expected="Rows")
    return desk.context(Request(words="report"), Brief(intent="x", title="x", summary="x"), step)


async def read(desk: Desk, file: Path) -> object:
    given = Reading(path=file, cache=desk.home / "data", shown_as=file.name)
    return await confined(profiled, given, asking(desk), reads=(file,), writes=(desk.home / "data",))


async def test_error_of_the_person_comes_back_as_such(desk: Desk) -> None:
    file = desk.folder / "empty.csv"
    file.touch()
    with pytest.raises(UserError, match=r"'empty\.csv' is empty") as refused:
        await read(desk, file)
    assert refused.value.next == "send the file with its rows"


async def test_work_is_ended_at_its_memory_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confining, "MEMORY_MB", 40)
    with pytest.raises(StepError, match="more than 40 MB of memory") as refused:
        await read(desk, write_csv(desk.folder / "orders.csv", orders(50)))
    assert "smaller file" in refused.value.next


async def test_process_that_dies_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confining, "_START", "import os; os.abort()")
    with pytest.raises(StepError, match="came to no end"):
        await read(desk, write_csv(desk.folder / "orders.csv", orders(50)))


async def test_nothing_is_left_behind(desk: Desk) -> None:
    await read(desk, write_csv(desk.folder / "orders.csv", orders(50)))
    assert [f.suffix for f in (desk.home / "data").iterdir()] == [".parquet"]


async def test_whole_report_is_made_in_confined_processes(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(200))
    await desk.ask("sales report from orders.csv as PDF and spreadsheet")
    assert desk.wrong == [] and len(desk.checks["pdf"]) == 3


async def test_full_confinement_sees_its_files_alone(desk: Desk) -> None:
    from dataclasses import replace

    from praetorium.workspace import bubblewrap
    from praetorium.workspace.confinement import Confinement

    if bubblewrap.missing():
        pytest.skip(str(bubblewrap.missing()))
    hidden = write_csv(desk.home / "secret.csv", orders(5))
    context = replace(asking(desk), commands=Confinement(level="full", home=desk.home))
    (desk.home / "data").mkdir(exist_ok=True)
    given = Reading(path=hidden, cache=desk.home / "data", shown_as="secret.csv")
    with pytest.raises(UserError, match="there is no file"):
        await confined(profiled, given, context, writes=(desk.home / "data",))
    assert (await confined(profiled, given, context, reads=(hidden,), writes=(desk.home / "data",))).rows == 5
