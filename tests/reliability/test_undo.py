"""Undo: what a request did is taken back byte for byte, and nobody else's work with it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from praetorium.assets import Checksums
from praetorium.catalogue import Answer
from praetorium.decisions import decide
from praetorium.engine.retrying import reopen
from praetorium.engine.stopping import record_cancelled
from praetorium.errors import RefusedError, UnknownError
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import Door, RequestState, StepState
from praetorium.settings import Settings
from praetorium.stages import windows
from praetorium.stages.changes import changes
from praetorium.stages.undoing import look
from praetorium.workspace import Manifest
from praetorium.workspace import changes as differences
from praetorium.workspace import take as snapshot

from .conftest import HERE, harness_module
from .driving import execute

ROOT = HERE.parents[1]

PLAYBOOK = """
name: work
title: Work
for: Two commands, one after the other.
parameters:
  first: {type: string, help: "The first command", required: true}
  second: {type: string, help: "The second command", default: "true"}
steps:
  - id: one
    title: "The first command"
    why: Asked for.
    executor: command
    with: {command: "{{ first }}"}
    expected: Done
  - id: two
    title: "The second command"
    why: Asked for.
    executor: command
    needs: [one]
    with: {command: "{{ second }}"}
    expected: Done
"""

WORK = """
set -e
echo changed >> kept.txt
rm gone.txt
mkdir -p made/deep
echo new > made/deep/new.txt
rm link && ln -s kept.txt link
chmod 600 script.sh
rm -r nested/.git/refs && echo other > nested/.git/HEAD
rmdir empty
printf '\\000\\001' > binary
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path / "home"))
    made.settings.own_playbooks.mkdir(parents=True)
    (made.settings.own_playbooks / "work.yaml").write_text(PLAYBOOK)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path, house: House) -> Path:
    """A project of somebody's own, in the middle of their work."""
    place = tmp_path / "project"
    for name in ("made-by-me", "empty", "nested/.git/refs/heads"):
        (place / name).mkdir(parents=True)
    for name, text in {"kept.txt": "mine\n", "gone.txt": "still mine\n", "script.sh": "#!/bin/sh\n"}.items():
        (place / name).write_text(text)
    (place / "script.sh").chmod(0o4755)
    (place / "link").symlink_to("nowhere")
    (place / "binary").write_bytes(b"\xff\x00")
    (place / "nested/.git/HEAD").write_text("ref: refs/heads/main\n")
    (place / ".gitignore").write_text("ignored\n")
    (place / "ignored").write_bytes(b"x" * 3_000_000)
    git = ["git", "-C", str(place), "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "kept.txt"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    (place / "kept.txt").write_text("mine\nuncommitted\n")
    with house.catalogue.write() as connection:
        house.catalogue.projects.register(connection, str(place), "Ada")
    return place


@pytest.fixture
def content(house: House) -> Callable[[Path], Manifest]:
    return lambda place: snapshot(place, Checksums(house.store))


async def worked(house: House, folder: Path, **parameters: str) -> str:
    """A request that did its work in the folder."""
    standing = take(house, "Run two commands", playbook="work", parameters=parameters, project=folder, unattended=True)
    id = standing.request.id
    while await execute(house, id) is RequestState.WAITING:  # a command that removes something is asked for
        allow(house, id)
    assert house.catalogue.requests.get(id).state in (RequestState.DELIVERED, RequestState.FAILED)
    return id


def write_later_than_now(path: Path, text: str) -> None:
    """So that the file system's clock, which is coarser than ours, says so too."""
    moment = time.time()
    harness_module.until(lambda: path.write_text(text) and path.stat().st_ctime > moment, 5, "its clock stands still")


def allow(house: House, id: str) -> None:
    for approval in house.catalogue.approvals.waiting(id):
        decide(house, approval.id, Answer.ALLOW, who="Ada", door=Door.PYTHON)


async def undone(house: House, id: str, to: str | None = None) -> Any:
    """The undo of a request, carried out as a request of its own."""
    told = look(house, id, to)
    request = house.catalogue.requests.get(id).request
    standing = take(
        house,
        f"Take back what the request {id} did",
        playbook="undo",
        parameters={"request": id} | ({"to": to} if to else {}),
        project=told.workspace,
        thread=request.thread,
        unattended=True,
    )
    assert await execute(house, standing.request.id) is RequestState.DELIVERED, house.catalogue.events.after(
        standing.request.id
    )
    return standing.request


async def test_everything_is_as_it_was_byte_for_byte(house: House, folder: Path, content: Any) -> None:
    before = content(folder)
    id = await worked(house, folder, first=WORK, second="echo more > more.txt")
    assert (folder / "more.txt").exists()
    told = look(house, id)
    assert {(t.path, t.change) for t in told.files} >= {
        ("kept.txt", "restored"),
        ("gone.txt", "restored"),
        ("link", "restored"),
        ("script.sh", "restored"),
        ("empty", "restored"),
        ("nested/.git/HEAD", "restored"),
        ("nested/.git/refs", "restored"),
        ("made", "removed"),
        ("made/deep/new.txt", "removed"),
        ("more.txt", "removed"),
    }
    assert (told.kept, told.impossible, told.steps) == ((), (), ("two", "one"))
    undo = await undone(house, id)
    assert differences(before, content(folder)) == ()
    assert (folder / "script.sh").stat().st_mode & 0o7777 == 0o4755
    assert "uncommitted" in (folder / "kept.txt").read_text()
    # It is a request of its own in the thread, and told where it belongs.
    assert undo.thread == house.catalogue.requests.get(id).request.thread
    assert [e.title for e in house.catalogue.events.after(id) if e.kind == "request.undone"] == [
        "Taken back: The second command; The first command"
    ]
    assert {diff.path for diff in changes(house, undo.id)} == {diff.path for diff in changes(house, id)}
    with pytest.raises(RefusedError, match="did nothing"):
        look(house, id)


async def test_what_somebody_changed_since_is_kept(house: House, folder: Path) -> None:
    id = await worked(house, folder, first=WORK)
    (folder / "kept.txt").write_text("mine again\n")
    (folder / "made/deep/theirs.txt").write_text("not of the request\n")
    (folder / "made-by-me/later.txt").write_text("mine\n")
    (folder / "gone.txt").write_text("written anew\n")
    told = look(house, id)
    assert {t.path: t.why for t in told.kept} == {
        "kept.txt": "it has been changed since",
        "gone.txt": "it has been changed since",
        "made": "it holds something that the request did not make",
        "made/deep": "it holds something that the request did not make",
    }
    await undone(house, id)
    assert (folder / "kept.txt").read_text() == "mine again\n"
    assert (folder / "gone.txt").read_text() == "written anew\n"
    assert (folder / "made/deep/theirs.txt").exists()
    assert (folder / "made-by-me/later.txt").exists()
    assert not (folder / "made/deep/new.txt").exists()
    assert (folder / "link").readlink() == Path("nowhere")


async def test_only_what_came_after_a_step(house: House, folder: Path, content: Any) -> None:
    id = await worked(house, folder, first="echo one > one.txt", second="echo two >> one.txt; echo 2 > two.txt")
    with pytest.raises(UnknownError):
        look(house, id, "three")
    assert look(house, id, "one").steps == ("two",)
    await undone(house, id, "one")
    assert (folder / "one.txt").read_text() == "one\n"
    assert not (folder / "two.txt").exists()
    rows = house.catalogue.steps.all(id)
    assert (rows["one"].state, rows["two"].state) == (StepState.SUCCEEDED, StepState.CANCELLED)


async def test_what_others_changed_between_two_steps_is_kept(house: House, folder: Path) -> None:
    """The gap between the steps is where somebody else wrote."""
    id = await worked(house, folder, first="echo one > shared.txt", second="false")
    (folder / "shared.txt").write_text("theirs\n")
    reopen(house, id)
    plan = house.catalogue.plans.get(id)
    changed = plan.step("two").model_copy(update={"parameters": {"command": "echo two >> shared.txt"}})
    with house.catalogue.write() as connection:
        new = plan.model_copy(update={"steps": (plan.step("one"), changed)})
        brief = house.catalogue.briefs.get(id)
        house.catalogue.steps.lay_out(connection, id, house.catalogue.plans.store(connection, id, new, brief))
    assert await execute(house, id) is RequestState.DELIVERED
    assert house.catalogue.steps.all(id)["one"].attempts == 1, "what was done is not done again"
    told = look(house, id)
    assert [(t.path, t.why) for t in told.kept] == [("shared.txt", "somebody else changed it in between, or since")]


async def test_a_link_that_leads_out_is_not_followed(house: House, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "new.txt").write_text("not ours\n")
    id = await worked(house, folder, first="mkdir made && echo new > made/new.txt")
    (folder / "made/new.txt").unlink()
    (folder / "made").rmdir()
    (folder / "made").symlink_to(outside)
    await undone(house, id)
    assert (outside / "new.txt").read_text() == "not ours\n"
    assert (folder / "made").is_symlink()


async def test_what_cannot_be_taken_back_is_said_beforehand(house: House, folder: Path) -> None:
    id = take(
        house,
        "delete everything in empty",
        playbook="delete",
        parameters={"path": "made-by-me"},
        project=folder,
        unattended=True,
    ).request.id
    assert await execute(house, id) is RequestState.WAITING
    with pytest.raises(RefusedError, match="still waiting"):
        look(house, id)
    allow(house, id)
    assert await execute(house, id) is RequestState.DELIVERED
    told = look(house, id)
    assert told.impossible and "cannot be taken back" in told.impossible[0]
    assert told.empty


def test_what_a_step_did_that_died_in_the_middle(house: House, folder: Path) -> None:
    """There is no snapshot after it: what is not younger than its death is its own."""
    command = "echo half > kept.txt; rm gone.txt; mkdir made; echo half > made/half.txt; touch there; sleep 60"
    id = take(
        house, "Run a command", playbook="work", parameters={"first": command}, project=folder, unattended=True
    ).request.id
    assert asyncio.run(execute(house, id)) is RequestState.WAITING
    allow(house, id)
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.driving", str(house.settings.home), id, "-", "6"], cwd=ROOT
    )
    harness_module.until((folder / "there").exists, 60, "it did not begin")
    run.kill()
    run.wait()
    record_cancelled(house, id, "Ada")
    told = look(house, id)
    assert {(t.path, t.change) for t in told.files} == {
        ("kept.txt", "restored"),
        ("gone.txt", "restored"),
        ("made", "removed"),
        ("made/half.txt", "removed"),
        ("there", "removed"),
    }
    asyncio.run(undone(house, id))
    assert (folder / "kept.txt").read_text() == "mine\nuncommitted\n"
    assert (folder / "gone.txt").read_text() == "still mine\n"
    assert not (folder / "made").exists()


APP = """
name: app
title: App
for: Launches something.
parameters:
  name: {type: string, help: "What it is called", required: true}
steps:
  - id: launch
    title: "Launch {{ name }}"
    why: Asked for.
    executor: launch
    with:
      name: "{{ name }}"
      folder: "."
      argv: ["/bin/sh", "-c", "exec PYTHON -m http.server --bind 127.0.0.1 $PORT"]
      health: "/"
      token: false
    expected: It runs
"""


async def test_apps_are_stopped_and_those_of_later_requests_run_on(house: House, folder: Path) -> None:
    text = APP.replace("PYTHON", str(Path(sys.executable).resolve()))
    (house.settings.own_playbooks / "app.yaml").write_text(text)

    async def launched() -> str:
        parameters = {"name": "Files"}
        standing = take(house, "Run an app", playbook="app", parameters=parameters, project=folder, unattended=True)
        assert await execute(house, standing.request.id) is RequestState.DELIVERED
        return standing.request.id

    host = house.hosts["process"]
    try:
        first = await launched()
        second = await launched()
        told = look(house, first)
        assert told.apps == ()
        assert told.impossible == ("Launch Files: 'files' belongs to a later request by now, and runs on",)
        assert look(house, second).apps == ("files",)
        await undone(house, second)
        # What it had replaced runs again, and belongs to whom it did.
        assert [(app.name, app.request) for app in house.catalogue.apps.find()] == [("files", first)]
        assert host.state("files").running
        assert look(house, first).apps == ("files",)
        await undone(house, first)
        state = host.state("files")
        assert state is None or not state.running
        assert house.catalogue.apps.find() == []
    finally:
        host.remove("files")


def died(house: House, folder: Path, command: str) -> str:
    """A request whose process was killed in the middle of the command, once "there" was made, and is known to be."""
    parameters = {"first": command}
    id = take(
        house, "Run a command", playbook="work", parameters=parameters, project=folder, unattended=True
    ).request.id
    driving = [sys.executable, "-m", "tests.reliability.driving", str(house.settings.home), id, "-", "6"]
    run = subprocess.Popen(driving, cwd=ROOT)
    harness_module.until((folder / "there").exists, 60, "it did not begin")
    run.kill()
    run.wait()
    with house.catalogue.write() as connection:  # as the supervisor does, once it sees that the process is gone
        assert house.catalogue.requests.shut_out_dead(connection, house.catalogue.requests.get(id))
        house.catalogue.events.append(connection, id, "request.taken-over", "Its process ended")
    return id


def test_what_somebody_changed_after_the_attempt_had_died_is_kept(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "_SETTLING", timedelta(0))
    command = "echo half > kept.txt; touch there; sleep 60"
    id = died(house, folder, command)
    assert asyncio.run(execute(house, id)) is RequestState.WAITING
    write_later_than_now(folder / "script.sh", "#!/bin/sh\necho my evening's work\n")
    record_cancelled(house, id, "Ada")
    told = look(house, id)
    assert {t.path for t in told.files} == {"kept.txt", "there"}
    assert [t.path for t in told.kept] == ["script.sh"]


def test_what_somebody_changed_before_it_was_begun_again_is_kept(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "_SETTLING", timedelta(0))
    command = "echo half >> kept.txt; touch there; test -e go || sleep 60"
    id = died(house, folder, command)
    for name in ("go", "ignored"):
        write_later_than_now(folder / name, "mine, in between")
    assert asyncio.run(execute(house, id)) is RequestState.WAITING
    allow(house, id)
    assert asyncio.run(execute(house, id)) is RequestState.DELIVERED
    told = look(house, id)
    assert {t.path for t in told.files} == {"kept.txt", "there"}
    assert [t.path for t in told.kept] == ["go", "ignored"]
