"""A process that was thought dead, and is not: it wakes up beside its successor, and writes nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.house import House
from praetorium.intake import take
from praetorium.models import RequestState
from praetorium.settings import Settings

from .conftest import HERE, harness_module, installed

ROOT = HERE.parents[1]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with installed(monkeypatch):
        made = House(Settings(home=tmp_path / "home", lease_seconds=1.0))
        made.settings.own_playbooks.mkdir(parents=True)
        (made.settings.own_playbooks / "marks.yaml").write_text((HERE / "marks.yaml").read_text())
        yield made
        made.close()


def execution(house: House, id: str, holder: str) -> subprocess.Popen[str]:
    """The execution of a request in a process of its own, named so that the marks hold it as they hold a run."""
    code = (
        "from praetorium.engine import processes; processes.rename('praetorium-run'); "
        "from tests.reliability.driving import main; main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(house.settings.home), id, holder, "1.0"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{HERE / 'outside'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("moment", ["effect", "outcome"])
def test_it_wakes_up_and_writes_nothing(moment: str, house: House, tmp_path: Path) -> None:
    for name in ("hold", "at"):
        (tmp_path / name).mkdir()
    hold = tmp_path / "hold" / f"one-b.{moment}"
    hold.touch()
    parameters = {"folder": str(tmp_path), "tag": "one"}
    words = "Leave three marks in a file"
    id = take(house, words, playbook="marks", parameters=parameters, unattended=True).request.id
    # As on another machine, where nobody can look whether the process is there.
    first = execution(house, id, "run in elsewhere/0:1:1")
    harness_module.until((tmp_path / "at" / hold.name).exists, 60, "it did not come so far")
    os.kill(first.pid, signal.SIGSTOP)
    hold.unlink()
    second = execution(house, id, "run in elsewhere/0:2:2")
    said, wrong = second.communicate(timeout=90)
    assert said.strip() == "delivered", wrong
    before = house.catalogue.events.after(id)
    steps = house.catalogue.steps.all(id)
    os.kill(first.pid, signal.SIGCONT)
    said, wrong = first.communicate(timeout=60)
    assert first.returncode != 0
    assert "worked on by another execution" in wrong
    assert house.catalogue.events.after(id) == before
    assert house.catalogue.steps.all(id) == steps
    assert house.catalogue.requests.get(id).state is RequestState.DELIVERED
    marks = (tmp_path / "marks").read_text().split()
    assert len(marks) == len(set(marks)) == 3
