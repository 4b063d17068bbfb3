"""What the daily upkeep clears away, and what it leaves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from praetorium.executors.ports import Service
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import RequestState, now
from praetorium.settings import Settings
from praetorium.stages.upkeep import clear_copies, clear_workspaces, end_rehearsals


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path / "home"))
    yield made
    for running in made.hosts["process"].all():
        made.hosts["process"].remove(running.name)
    made.close()


def request(house: House, state: RequestState, days: int) -> str:
    """A request in that state, ended so many days ago if it is over, with something in its workspace."""
    id = take(house, "Build me a CRM with contacts and leads", unattended=True).request.id
    finished = now() - timedelta(days=days) if state.final else None
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, id, state=state, finished=finished)
    (house.workspace(id) / "kept.txt").write_text("kept")
    return id


def test_only_old_workspaces_go(house: House) -> None:
    old, young = request(house, RequestState.DELIVERED, 40), request(house, RequestState.DELIVERED, 3)
    runs = request(house, RequestState.RUNNING, 0)
    assert clear_workspaces(house, timedelta(days=30)) == 1
    left = {place.name for place in house.settings.folder("workspaces").iterdir()}
    assert left == {young, runs}
    assert old not in left


def test_what_somebody_else_put_there_is_left_alone_and_stops_nothing(house: House) -> None:
    old = request(house, RequestState.DELIVERED, 40)
    strange = {"notes", old[:-1], f"{old}-copy", "req-unknown"}
    for name in strange:
        (house.settings.folder("workspaces") / name).mkdir()
    (house.settings.folder("workspaces") / "file").write_text("")
    assert clear_workspaces(house, timedelta(days=30)) == 1
    assert {place.name for place in house.settings.folder("workspaces").iterdir()} == strange | {"file"}


def test_one_that_cannot_be_removed_does_not_keep_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = [request(house, RequestState.DELIVERED, 40) for _ in range(3)]
    really = shutil.rmtree

    def refuse(path: Path, *given: object, **more: object) -> None:
        if Path(path).name == old[1]:
            raise PermissionError(13, "Permission denied", str(path))
        really(path, *given, **more)

    monkeypatch.setattr(shutil, "rmtree", refuse)
    assert clear_workspaces(house, timedelta(days=30)) == 2
    assert [place.name for place in house.settings.folder("workspaces").iterdir()] == [old[1]]
    assert "cannot be removed" in caplog.text


def test_old_copies_of_data_go_and_whatever_else_lies_there(house: House) -> None:
    folder = house.settings.folder("before")
    (folder / "req-1").mkdir()
    (folder / "file").write_text("")
    assert clear_copies(house, timedelta(days=30)) == 0
    assert clear_copies(house, timedelta(seconds=-1)) == 2
    assert list(folder.iterdir()) == []


def test_a_rehearsal_ends_with_its_request_at_the_latest(house: House, tmp_path: Path) -> None:
    over, runs = request(house, RequestState.CANCELLED, 0), request(house, RequestState.RUNNING, 0)
    host = house.hosts["process"]
    for name in (f"rehearsal-{over}", f"rehearsal-{runs}", "crm"):
        host.start(Service(name, ("/bin/sleep", "600"), tmp_path))
    assert end_rehearsals(house) == 1
    assert {running.name for running in host.all()} == {f"rehearsal-{runs}", "crm"}
    host.start(Service("rehearsal-of-nobody", ("/bin/sleep", "600"), tmp_path))
    assert end_rehearsals(house) == 1
