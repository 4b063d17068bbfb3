"""What the daily upkeep clears away, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from praetorium.executors.ports import Service
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import RequestState, now
from praetorium.settings import Settings
from praetorium.stages.upkeep import clear_workspaces, end_rehearsals


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


def test_a_rehearsal_ends_with_its_request_at_the_latest(house: House, tmp_path: Path) -> None:
    over, runs = request(house, RequestState.CANCELLED, 0), request(house, RequestState.RUNNING, 0)
    host = house.hosts["process"]
    for name in (f"rehearsal-{over}", f"rehearsal-{runs}", "crm"):
        host.start(Service(name, ("/bin/sleep", "600"), tmp_path))
    assert end_rehearsals(house) == 1
    assert {running.name for running in host.all()} == {f"rehearsal-{runs}", "crm"}
