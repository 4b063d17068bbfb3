"""A run that only waits for a person makes room while other requests have no place to run in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.house import House
from praetorium.models import Request, RequestState
from praetorium.settings import Settings
from praetorium.stages import crowding
from praetorium.stages.crowding import Crowd
from tests.approvals.conftest import furnish
from tests.approvals.walking import carry_out, take
from tests.waiting import until


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(crowding, "CROWDED", 0.3)
    monkeypatch.setattr(crowding, "EVERY", 0.05)
    furnish(tmp_path / "home")
    made = House(Settings(home=tmp_path / "home", actor="Ada"))
    yield made
    made.close()


def queue_another(house: House) -> str:
    request = Request(words="another one", asked_by="Ada")
    with house.catalogue.write() as connection:
        house.catalogue.requests.store(connection, request, flow_run="a run that nobody has begun")
    return request.id


def test_the_queue_counts_once_somebody_has_been_in_it_for_a_while(house: House) -> None:
    crowd = Crowd(house.catalogue.requests)
    assert not crowd.waits()
    id = queue_another(house)
    began = time.monotonic()
    until(crowd.waits, 10, "somebody to count")
    assert time.monotonic() - began >= crowding.CROWDED
    assert house.catalogue.requests.acquire(id, "somebody", 60) is not None
    until(lambda: not crowd.waits(), 10, "nobody to count any more")


def test_patience_ends_when_others_need_the_place(house: House, tmp_path: Path) -> None:
    id = take(house, "both", tmp_path / "project")
    queue_another(house)
    began = time.monotonic()
    carry_out(house, id, patience=60)
    assert time.monotonic() - began < 30
    assert house.catalogue.requests.get(id).state is RequestState.WAITING
