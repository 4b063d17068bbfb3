"""What a request reaches, by whoever asked for it and where it came in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from praetorium import intake
from praetorium.accounts import Accounts, Role
from praetorium.accounts.reach import Reach, UnseenError
from praetorium.errors import RefusedError, UnknownError
from praetorium.executors.launching import shape_of
from praetorium.house import House
from praetorium.models import Brief, Door, Outcome, Product, Request, StepState
from praetorium.settings import Settings
from praetorium.stages.job import Job
from praetorium.stages.keep import keep
from tests.approvals.walking import carry_out
from tests.web.seeding import BRIEF, PLAN, begun, finish, start

DOORS = (Door.PAGE, Door.API, Door.MCP)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path / "home", actor="ada"))
    yield made
    made.close()


@pytest.fixture
def shared(house: House) -> House:
    """Where people have accounts."""
    for name, role in (("ada", Role.OPERATOR), ("ann", Role.REQUESTER), ("eve", Role.REQUESTER)):
        Accounts(house.catalogue).add(name, role)
    return house


def reach(house: House, by: str, door: Door, **more: Any) -> Reach:
    return Reach.of(house, Request(words="x", asked_by=by, door=door, **more))


def stored(house: House, by: str, door: Door = Door.API) -> str:
    with house.catalogue.write() as connection:
        return house.catalogue.requests.store(connection, Request(words="x", asked_by=by, door=door)).id


@pytest.mark.parametrize("door", list(Door))
def test_without_accounts_everything_is_in_reach(house: House, door: Door) -> None:
    made = reach(house, "anybody", door)
    assert made.own_request(stored(house, "ann")).request.asked_by == "ann"
    assert made.owner == ""


@pytest.mark.parametrize("door", [Door.CLI, Door.PYTHON])
def test_whoever_stands_at_the_machine_reaches_everything(shared: House, door: Door, tmp_path: Path) -> None:
    made = reach(shared, "eve", door)
    assert made.own_request(stored(shared, "ann")).request.asked_by == "ann"
    assert made.reads(str(tmp_path))


@pytest.mark.parametrize("door", DOORS)
def test_elsewhere_everybody_reaches_what_their_role_shows(shared: House, door: Door) -> None:
    theirs = stored(shared, "ann")
    for stranger in ("eve", "somebody"):
        with pytest.raises(UnseenError):
            reach(shared, stranger, door).request(theirs)
    assert reach(shared, "ann", door).own_request(theirs)
    assert reach(shared, "ada", door).own_request(theirs)


def test_what_is_due_by_itself_reaches_what_its_first_asking_did(shared: House) -> None:
    theirs, here = stored(shared, "ann"), stored(shared, "dev", Door.CLI)
    for first, sees in ((stored(shared, "eve"), False), (stored(shared, "prefect", Door.PREFECT), True)):
        by = shared.catalogue.requests.get(first).request.asked_by
        made = reach(shared, by, Door.SCHEDULE, repeats=first, thread=first)
        if sees:
            assert made.request(theirs)
        else:
            with pytest.raises(UnseenError):
                made.request(theirs)
    assert reach(shared, "dev", Door.SCHEDULE, repeats=here, thread=here).request(theirs)


def test_an_application_is_one_of_those_that_are_seen(shared: House) -> None:
    for number, by in enumerate(("ann", "eve", "ann")):
        told = {"name": f"crm-{number}", "title": "CRM", "host": "process", "port": 8000 + number, "definition": {}}
        with shared.catalogue.write() as connection:
            shared.catalogue.apps.store(
                connection, request=stored_in(shared, connection, by), url=f"http://127.0.0.1:{8000 + number}/", **told
            )
    assert reach(shared, "eve", Door.API).application("CRM") == "http://127.0.0.1:8001/"
    assert reach(shared, "ann", Door.API).application("CRM") == "http://127.0.0.1:8002/"
    with pytest.raises(UnknownError):
        reach(shared, "somebody", Door.API).application("CRM")
    with pytest.raises(UnseenError):
        reach(shared, "eve", Door.API).check({"service": "app"}, {"service": "crm-0"})
    reach(shared, "eve", Door.API).check({"service": "app"}, {"service": "crm-1"})


def stored_in(house: House, connection: Any, by: str) -> str:
    return house.catalogue.requests.store(connection, Request(words="x", asked_by=by)).id


def test_two_people_s_applications_do_not_share_their_data() -> None:
    brief = Brief(intent="build-app", title="CRM", summary="")
    assert shape_of(brief, "ann") != shape_of(brief, "eve")
    assert shape_of(brief, "") == shape_of(brief)


def test_the_gate_asks_before_anything_is_read_in_a_folder_that_is_not_registered(
    shared: House, tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "orders.csv").write_text("day,amount\n2026-11-01,10\n2026-11-02,20\n")
    words = "sales report from orders.csv"
    id = intake.take(shared, words, project=folder, asked_by="eve", door=Door.API, unattended=True).request.id
    states = carry_out(shared, id)
    assert set(states.values()) <= {StepState.WAITING, StepState.PENDING}
    (asked,) = shared.catalogue.approvals.waiting(id)
    assert asked.kind == "project" and str(folder) in asked.question


def test_a_step_that_was_edited_into_reaching_further_does_not_run(shared: House) -> None:
    theirs = stored(shared, "ann")
    with pytest.raises(UnseenError):
        reach(shared, "eve", Door.API).check({"request": "request"}, {"request": theirs})
    with pytest.raises(RefusedError):
        Accounts(shared.catalogue).add("grace", Role.APPROVER)
        reach(shared, "grace", Door.API).check({"request": "request"}, {"request": theirs})


def test_works_of_one_name_are_kept_by_person(shared: House) -> None:
    kept = []
    for by in ("ann", "eve"):
        lease = begun(shared, "an overview", BRIEF, PLAN, by)
        job = Job(shared, lease, shared.catalogue.requests.get(lease.request).request)
        (job.workspace / "note.md").write_text(f"of {by}\n")
        product = Product(name="Overview", kind="document", path=Path("note.md"), mime="text/markdown")
        start(shared, lease, PLAN.steps[0])
        finish(shared, lease, PLAN.steps[0], Outcome(state=StepState.SUCCEEDED, products=(product,)))
        kept += asyncio.run(keep(job))
    assert [(version.project, version.version) for version in kept] == [("ann", 1), ("eve", 1)]
    assert kept[0].asset != kept[1].asset
