"""A store that cannot take what a step made: the step has failed, says why, and is done again once there is room."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.house import House
from praetorium.models import RequestState, StepState
from praetorium.settings import Settings
from tests.approvals.conftest import furnish
from tests.approvals.playbooks import run
from tests.approvals.walking import carry_out, take

PLAYBOOK = """\
name: fill
title: fill
for: A test of a store without room.
intents: [fill]
steps:
""" + run("fill", "head -c 3000000 /dev/urandom > big.bin")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    furnish(tmp_path / "home")
    (tmp_path / "home" / "playbooks" / "fill.yaml").write_text(PLAYBOOK)
    made = House(Settings(home=tmp_path / "home", actor="Ada"))
    yield made
    made.close()


@pytest.fixture
def tiny(house: House) -> Iterator[Path]:
    """The store on a disk of one megabyte."""
    store = house.settings.folder("store")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(store)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield store
    subprocess.run(["umount", str(store)], check=True)


def test_what_cannot_be_kept_is_not_done(house: House, tiny: Path, tmp_path: Path) -> None:
    id = take(house, "fill", tmp_path / "project")
    assert carry_out(house, id) == {"fill": StepState.FAILED}
    standing = house.catalogue.requests.get(id)
    assert standing.state is RequestState.FAILED
    assert standing.failure is not None
    assert standing.failure.what == "Run fill" and "is full" in standing.failure.why
    assert "Make room on that disk" in standing.failure.next


def test_without_a_record_of_what_was_there_before_nothing_is_begun(house: House, tmp_path: Path) -> None:
    (house.settings.folder("store") / "incoming").write_text("a file where a folder should be")
    id = take(house, "fill", tmp_path / "project")
    assert carry_out(house, id) == {"fill": StepState.FAILED}
    failure = house.catalogue.requests.get(id).failure
    assert failure is not None and "cannot be written" in failure.why
    assert not (tmp_path / "project" / "big.bin").exists()
