"""What the smaller aggregates keep."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from praetorium.catalogue import Approval, ApprovalState, Catalogue, Source
from praetorium.catalogue.outbox import MOST_ATTEMPTS
from praetorium.errors import UnknownError
from praetorium.models import Brief, Outcome, Plan, Request, Step, StepState, now


def step(id: str, seconds: float = 0.0) -> Step:
    return Step(id=id, title=f"Do {id}", why="", executor="render", expected="done")


def plan(*ids: str) -> Plan:
    return Plan(title="CRM", playbook="web-app", steps=tuple(map(step, ids)))


@pytest.fixture
def request_id(catalogue: Catalogue) -> str:
    with catalogue.write() as connection:
        return catalogue.requests.store(connection, Request(words="Build me a CRM")).id


def test_each_version_of_brief_and_plan_is_kept(catalogue: Catalogue, request_id: str) -> None:
    assert catalogue.briefs.get(request_id) is None
    assert catalogue.plans.get(request_id) is None
    for title in ("CRM", "CRM in German"):
        with catalogue.write() as connection:
            brief = Brief(intent="build-app", title=title, summary="", parameters={"ü": [1, {"a": None}]})
            kept = catalogue.briefs.store(connection, request_id, brief)
            catalogue.plans.store(connection, request_id, plan("render"), kept)
    first, newest = catalogue.briefs.get(request_id, 1), catalogue.briefs.get(request_id)
    assert first is not None
    assert newest is not None
    assert (first.version, first.title) == (1, "CRM")
    assert (newest.version, newest.title, newest.parameters) == (2, "CRM in German", {"ü": [1, {"a": None}]})
    assert catalogue.briefs.get(request_id, 3) is None
    second = catalogue.plans.get(request_id)
    assert second is not None
    assert (second.version, second.steps) == (2, plan("render").steps)


def test_a_new_plan_keeps_the_outcome_of_steps_that_go_on(catalogue: Catalogue, request_id: str) -> None:
    lease = catalogue.requests.acquire(request_id, "one", 60)
    assert lease is not None
    outcome = Outcome(state=StepState.SUCCEEDED, result={"path": "app"}, seconds=1.5, cost=0.25)
    with catalogue.write() as connection:
        catalogue.steps.lay_out(connection, request_id, plan("render", "old"))
        catalogue.steps.open(connection, lease, "render", "key", "identity")
        catalogue.steps.close(connection, lease, "render", outcome)
        catalogue.steps.lay_out(connection, request_id, plan("render", "new"))
    rows = catalogue.steps.all(request_id)
    assert set(rows) == {"render", "new"}
    assert rows["render"].outcome == outcome
    assert (rows["render"].state, rows["render"].identity) == (StepState.SUCCEEDED, "identity")
    assert (rows["render"].seconds, rows["render"].cost, rows["render"].attempts) == (1.5, 0.25, 1)
    assert rows["new"].state is StepState.PENDING


def test_history_is_the_median_of_like_steps(catalogue: Catalogue) -> None:
    assert catalogue.steps.history()("render", "Do render") == (0.0, 0)
    for seconds in (1.0, 2.0, 60.0):
        with catalogue.write() as connection:
            id = catalogue.requests.store(connection, Request(words="again")).id
        lease = catalogue.requests.acquire(id, "one", 60)
        assert lease is not None
        with catalogue.write() as connection:
            catalogue.steps.lay_out(connection, id, plan("render", "fail"))
            catalogue.steps.close(
                connection, lease, "render", Outcome(state=StepState.SUCCEEDED, seconds=seconds, finished=now())
            )
            catalogue.steps.close(connection, lease, "fail", Outcome(state=StepState.FAILED, seconds=999.0))
    history = catalogue.steps.history()
    assert history("render", "Do render") == (2.0, 3)
    assert history("render", "Do something else") == (2.0, 3)
    assert history("query", "Do render") == (0.0, 0)


def test_an_approval_is_bound_to_what_it_showed(catalogue: Catalogue, request_id: str) -> None:
    def ask(**shown: object) -> Approval:
        with catalogue.write() as connection:
            asked = Approval(request=request_id, step="render", question="May I?", shown=shown)
            return catalogue.approvals.ask(connection, asked)

    first = ask(command="rm -r out", effects=["destroy"])
    assert ask(effects=["destroy"], command="rm -r out").id == first.id, "the order of what is shown says nothing"
    changed = ask(command="rm -r /", effects=["destroy"])
    assert changed.id != first.id
    assert changed.shown_hash != first.shown_hash
    assert [a.id for a in catalogue.approvals.waiting()] == [first.id, changed.id]
    assert catalogue.approvals.get(first.id) == first


def test_what_waits_is_withdrawn_with_its_request(catalogue: Catalogue, request_id: str) -> None:
    with catalogue.write() as connection:
        catalogue.approvals.ask(connection, Approval(request=request_id, question="May I?"))
        catalogue.approvals.withdraw(connection, request_id)
    assert catalogue.approvals.waiting() == []
    (approval,) = catalogue.approvals.of(request_id)
    assert approval.state is ApprovalState.WITHDRAWN
    assert approval.decided is not None


def test_assets_are_found_by_what_a_person_knows_of_them(catalogue: Catalogue, request_id: str) -> None:
    source = Source(kind="asset", source="ast-1", version=2)
    for number, (project, kind, name) in enumerate(
        [("a", "app", "CRM"), ("a", "app", "CRM"), ("b", "report", "Sales")]
    ):
        with catalogue.write() as connection:
            version = catalogue.assets.add(
                connection,
                project=project,
                kind=kind,
                name=name,
                key=f"key {number}",
                made_from=(source,),
                request=request_id,
                step="render",
                executor="render",
                brief_version=1,
                plan_version=1,
                mime="text/html",
                sha256=f"{number}" * 64,
                bytes=1,
                cost=0.5,
            )
    assert [(v.name, v.version) for v in catalogue.assets.find()] == [("Sales", 1), ("CRM", 2)]
    assert [(v.name, v.version) for v in catalogue.assets.find(kind="app")] == [("CRM", 2)]
    assert [(v.name, v.version) for v in catalogue.assets.find(project="b")] == [("Sales", 1)]
    assert len(catalogue.assets.find(request=request_id)) == 3
    assert catalogue.assets.get("CRM").version == 2
    assert catalogue.assets.get("CRM", 1).sha256 == "0" * 64
    assert catalogue.assets.get(version.asset) == version
    assert catalogue.assets.sources(version.asset, 1) == [source]
    with pytest.raises(UnknownError, match="did you mean 'Sales'"):
        catalogue.assets.get("Saless")
    with pytest.raises(UnknownError):
        catalogue.assets.get("CRM", 3)


def test_an_app_of_the_same_name_is_replaced(catalogue: Catalogue, request_id: str) -> None:
    for port in (8001, 8002):
        with catalogue.write() as connection:
            catalogue.apps.store(
                connection,
                name="crm",
                title="CRM",
                request=request_id,
                host="process",
                port=port,
                url=f"http://127.0.0.1:{port}",
                definition={"argv": ["uvicorn"]},
            )
    (app,) = catalogue.apps.find()
    assert (app.port, app.wanted, app.definition) == (8002, True, {"argv": ["uvicorn"]})
    catalogue.apps.want("crm", False)
    assert not catalogue.apps.get("crm").wanted
    with pytest.raises(UnknownError, match="did you mean 'crm'"):
        catalogue.apps.get("crn")


def test_the_ledger_adds_up(catalogue: Catalogue, request_id: str) -> None:
    assert catalogue.ledger.cost(request_id) == 0.0
    for cost in (0.25, 0.5):
        with catalogue.write() as connection:
            catalogue.ledger.book(connection, request_id, what="compute-seconds", amount=10.0, cost=cost)
    assert catalogue.ledger.cost(request_id) == pytest.approx(0.75)


def test_the_outbox_gives_up_in_the_end(catalogue: Catalogue, request_id: str) -> None:
    with catalogue.write() as connection:
        for number in range(3):
            catalogue.outbox.put(connection, request_id, "artifact", "brief", {"n": number})
    assert catalogue.outbox.pending() == []  # the run that it tells of is not there yet
    with catalogue.write() as connection:
        catalogue.requests.set(connection, request_id, flow_run="a-run")
    first, second, third = catalogue.outbox.pending()
    assert [m.payload["n"] for m in (first, second, third)] == [0, 1, 2]
    catalogue.outbox.sent(first.id)
    for _ in range(MOST_ATTEMPTS):
        catalogue.outbox.failed(second.id, "no answer")
    assert [m.id for m in catalogue.outbox.pending()] == [third.id]


def test_switches_hold_until_they_are_turned_off(catalogue: Catalogue) -> None:
    catalogue.switches.set("halt", True, "ada")
    catalogue.switches.set("pause:executor:launch", True)
    catalogue.switches.set("halt", True)
    assert catalogue.switches.on() == {"halt", "pause:executor:launch"}
    catalogue.switches.set("halt", False)
    assert catalogue.switches.on() == {"pause:executor:launch"}


ORPHANS: dict[str, Callable[[Catalogue, object], object]] = {
    "brief": lambda c, x: c.briefs.store(x, "req-none", Brief(intent="x", title="x", summary="x")),
    "steps": lambda c, x: c.steps.lay_out(x, "req-none", plan("render")),
    "approval": lambda c, x: c.approvals.ask(x, Approval(request="req-none", question="?")),
    "ledger": lambda c, x: c.ledger.book(x, "req-none", what="tokens", amount=1, cost=1),
    "outbox": lambda c, x: c.outbox.put(x, "req-none", "artifact", "key", {}),
}


@pytest.mark.parametrize("kind", ORPHANS)
def test_nothing_is_kept_about_a_request_that_is_not(catalogue: Catalogue, kind: str) -> None:
    with pytest.raises(IntegrityError), catalogue.write() as connection:
        ORPHANS[kind](catalogue, connection)
