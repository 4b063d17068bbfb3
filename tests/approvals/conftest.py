"""Services whose runs wait a second for an answer, with playbooks that ask, and ways to see what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from praetorium.catalogue import Approval
from praetorium.engine import client
from praetorium.handle import Handle, submit
from praetorium.house import House
from praetorium.models import RequestState, StepState
from praetorium.settings import Settings, settings
from tests.conftest import Running, point_at, running
from tests.waiting import until

from .playbooks import PLAYBOOKS, POLICY

PATIENCE = 1.5


def furnish(home: Path) -> None:
    """The playbooks and the policy of these tests."""
    (home / "playbooks").mkdir(parents=True)
    for name, text in PLAYBOOKS.items():
        (home / "playbooks" / f"{name}.yaml").write_text(text)
    (home / "policy.yaml").write_text(POLICY)


@pytest.fixture(scope="package")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The services, running; ended with the tests of this folder."""
    folder = tmp_path_factory.mktemp("asking")
    furnish(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRAETORIUM_APPROVAL_PATIENCE", str(PATIENCE))
        patch.setenv("PRAETORIUM_ACTOR", "Ada")
        with running(folder, 14800) as found:
            yield found


@pytest.fixture
def house(asking: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The installation the services belong to, from this process."""
    monkeypatch.setenv("PRAETORIUM_APPROVAL_PATIENCE", str(PATIENCE))
    monkeypatch.setenv("PRAETORIUM_ACTOR", "Ada")
    points = point_at(asking, monkeypatch)
    next(points)
    made = House(settings())
    yield made
    made.close()
    next(points, None)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An installation without services."""
    furnish(tmp_path / "home")
    monkeypatch.setenv("PRAETORIUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PRAETORIUM_ACTOR", "Ada")
    settings.cache_clear()
    made = House(Settings())
    yield made
    made.close()
    settings.cache_clear()


@dataclass
class Asked:
    """A request that was made, and what it does."""

    house: House
    handle: Handle
    folder: Path

    @property
    def id(self) -> str:
        return self.handle.id

    def approval(self, step: str | None = None, seconds: float = 60.0) -> Approval:
        """The question that waits (of that step), once it is there."""
        return until(lambda: next(iter(self.waiting(step)), None), seconds, f"nothing is asked: {self.handle.report()}")

    def waiting(self, step: str | None = None) -> list[Approval]:
        return [a for a in self.handle.approvals() if step is None or a.step == step]

    def state(self) -> RequestState:
        return self.house.catalogue.requests.get(self.id).state

    def steps(self) -> dict[str, StepState]:
        return {id: row.state for id, row in self.house.catalogue.steps.all(self.id).items()}

    def attempts(self) -> dict[str, int]:
        return {id: row.attempts for id, row in self.house.catalogue.steps.all(self.id).items()}

    def suspended(self) -> None:
        """Wait until no process works on it any more."""
        run = self.house.catalogue.requests.get(self.id).flow_run

        def rests() -> bool:
            state = client.run_state(run)
            return self.state() is RequestState.WAITING and state is not None and state.type == "PAUSED"

        until(rests, 30, f"it is {self.state()}, its run {client.run_state(run)}")

    def ends(self, *states: RequestState, seconds: float = 40.0) -> RequestState:
        """Wait for its end, which is one of these (delivered)."""
        wanted = states or (RequestState.DELIVERED,)
        until(lambda: self.state().final, seconds, f"it is {self.state()}: {self.steps()}")
        assert self.state() in wanted, self.handle.report()
        return self.state()

    def events(self, kind: str) -> list[Any]:
        return [e for e in self.house.catalogue.events.after(self.id) if e.kind == kind]


@pytest.fixture
def ask(house: House, tmp_path: Path) -> Callable[..., Asked]:
    """Make a request of one of the playbooks, in a folder with some files; ends it with the test."""
    made: list[Asked] = []

    def start(playbook: str, *, asked_by: str = "Bob", unattended: bool = True, **parameters: Any) -> Asked:
        folder = tmp_path / f"project-{len(made)}"
        for name in ("old", "older", "keep"):
            (folder / name).mkdir(parents=True)
            (folder / name / "file.txt").write_text(name)
        handle = submit(
            f"run `true` in this folder, as playbook {playbook} says",
            playbook=playbook,
            project=folder,
            parameters=parameters,
            unattended=unattended,
            asked_by=asked_by,
            house=house,
        )
        made.append(Asked(house, handle, folder))
        return made[-1]

    yield start
    from praetorium.engine.stopping import cancel

    for one in made:
        if not one.state().final:
            cancel(house, one.id)


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., Any]:
    return until
