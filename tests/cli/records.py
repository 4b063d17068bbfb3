"""Requests as executions leave them in the catalogue, written through the catalogue's own methods."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from praetorium.assets import Checksums
from praetorium.catalogue import Approval, Lease
from praetorium.house import House
from praetorium.models import (
    Address,
    Assumption,
    Brief,
    CheckResult,
    Correction,
    Effect,
    Entity,
    Estimate,
    Failure,
    Feature,
    Field,
    FieldType,
    Outcome,
    Package,
    Plan,
    Product,
    Question,
    Relation,
    Request,
    RequestState,
    Step,
    StepState,
    Style,
    Undo,
    Unread,
    now,
)
from praetorium.workspace import take


@dataclass(frozen=True)
class Record:
    """The ids of the requests, by how they ended."""

    delivered: str
    failed: str
    waiting: str
    running: str
    rejected: str


BRIEF = Brief(
    intent="build-app",
    title="Contact manager",
    summary="A web application that keeps contacts and companies, with pages, a REST and a GraphQL API.",
    entities=(
        Entity(
            name="contact",
            plural="contacts",
            label="Contact",
            label_plural="Contacts",
            display="name",
            fields=(
                Field(name="name", label="Name", required=True),
                Field(name="email", label="Email", type=FieldType.EMAIL),
                Field(name="stage", label="Stage", type=FieldType.CHOICE, choices=("new", "won")),
            ),
            board="stage",
        ),
        Entity(
            name="company",
            plural="companies",
            label="Company",
            label_plural="Companies",
            display="name",
            fields=(Field(name="name", label="Name", required=True), Field(name="city", label="City")),
        ),
    ),
    relations=(
        Relation(
            source="contact",
            target="company",
            name="company",
            label="Company",
            inverse="contacts",
            inverse_label="Contacts",
        ),
    ),
    features=(Feature(name="board", label="a board by stage"),),
    style=Style(accent="#2e8b57", scheme="dark", words=("dark", "green")),
    corrections=(Correction(said="contcats", read_as="contacts"),),
    assumptions=(Assumption(about="sample data", value="yes", because="nobody asked for an empty start"),),
    questions=(Question(id="accounts", text="Should people log in?", choices=("yes", "no"), default="no"),),
    unread=(Unread(sentence="It should sing on Fridays.", why="nothing here makes an application sing"),),
    confidence=0.92,
)


def step(id: str, title: str, executor: str, *needs: str, **told: object) -> Step:
    values = {
        "why": f"{title}, because everything after it builds on that.",
        "expected": f"{title} is done",
        "effects": frozenset({Effect.WRITE_WORKSPACE}),
        "undo": Undo.SNAPSHOT,
        "estimate": Estimate(seconds=2.0),
        **told,
    }
    return Step(id=id, title=title, executor=executor, needs=needs, **values)


PLAN = Plan(
    title="Contact manager",
    playbook="web-app",
    estimate=Estimate(seconds=14.0),
    steps=(
        step("source", "Write the source of Contact manager", "render"),
        step("packages", "Install its packages", "packages", effects=frozenset({Effect.NETWORK})),
        step(
            "tests",
            "Run its own tests",
            "tests",
            "source",
            "packages",
            effects=frozenset({Effect.RUN_CODE}),
            undo=Undo.NOTHING,
        ),
        step("launch", "Start Contact manager", "launch", "tests", undo=Undo.COMPENSATE),
    ),
)
DELETE = Plan(
    title="Delete everything in proj",
    playbook="delete",
    estimate=Estimate(seconds=0.5),
    steps=(
        step(
            "remove",
            "Delete everything in proj",
            "remove",
            effects=frozenset({Effect.DESTROY}),
            undo=Undo.IMPOSSIBLE,
        ),
    ),
)


def fill(house: House) -> Record:
    """One request for each way to stand."""
    return Record(
        delivered=delivered(house),
        failed=failed(house),
        waiting=waiting(house),
        running=begun(house, "an inventory app", BRIEF, PLAN)[0].id,
        rejected=rejected(house),
    )


def begun(house: House, words: str, brief: Brief, plan: Plan) -> tuple[Request, Lease]:
    """A request that was read, planned and started."""
    catalogue = house.catalogue
    with catalogue.write() as connection:
        request = catalogue.requests.store(connection, Request(words=words, asked_by="Ada"))
        catalogue.events.append(connection, request.id, "request.stored", "Request kept")
        kept = catalogue.briefs.store(connection, request.id, brief)
        catalogue.requests.set(connection, request.id, title=brief.title)
        catalogue.plans.store(connection, request.id, plan, kept)
        catalogue.steps.lay_out(connection, request.id, plan)
        catalogue.events.append(connection, request.id, "plan.made", f"Planned {len(plan.steps)} steps, about 14 s")
    lease = catalogue.requests.acquire(request.id, "test", 600)
    assert lease is not None
    with catalogue.write() as connection:
        catalogue.requests.set(connection, lease, state=RequestState.RUNNING, started=now())
        catalogue.events.append(connection, lease, "request.started", "Started")
    return request, lease


def carry_out(house: House, lease: Lease, step: Step, outcome: Outcome) -> None:
    catalogue = house.catalogue
    with catalogue.write() as connection:
        catalogue.steps.open(connection, lease, step.id, f"{lease.request}:{step.id}", "identity")
        begun = {"before": outcome.before}
        catalogue.events.append(connection, lease, "step.started", step.title, step=step.id, facts=begun)
    with catalogue.write() as connection:
        for check in outcome.checks:
            kind = "check.passed" if check.passed else "check.failed"
            facts = {"evidence": check.evidence}
            catalogue.events.append(connection, lease, kind, check.name, step=step.id, facts=facts)
        catalogue.steps.close(connection, lease, step.id, outcome)
        catalogue.events.append(
            connection,
            lease,
            f"step.{outcome.state}",
            step.title,
            step=step.id,
            facts={"error": outcome.error, "after": outcome.after},
        )


def end(house: House, lease: Lease, state: RequestState, failure: Failure | None = None, summary: str = "") -> None:
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(
            connection,
            lease,
            state=state,
            summary=summary,
            failure=failure.dump() if failure else None,
            finished=now() if state.final else None,
        )
        house.catalogue.events.append(connection, lease, f"request.{state}", str(state).capitalize())


def delivered(house: House) -> str:
    request, lease = begun(house, "bulid a contcat manager. It should sing on Fridays.", BRIEF, PLAN)
    folder = workspace(house, request.id)
    before = snapshot(house, folder)
    (folder / "app.py").write_text("print('hello')\nprint('world')\n")
    outcomes = {
        "source": Outcome(
            state=StepState.SUCCEEDED,
            checks=(CheckResult(name="file opens", passed=True, evidence="app.py: 2 lines of Python"),),
            created={"tables": ["contacts", "companies"]},
            before=before,
            after=snapshot(house, folder),
            seconds=0.6,
            started=now(),
            finished=now(),
        ),
        "packages": Outcome(
            state=StepState.SUCCEEDED,
            packages=(Package(name="fastapi", version="0.121"), Package(name="jinja2", version="3.1")),
            seconds=3.2,
        ),
        "tests": Outcome(
            state=StepState.SUCCEEDED,
            checks=(CheckResult(name="tests passed", passed=True, evidence="41 of 41 tests passed in 3.9 s"),),
            products=(Product(name="test-report.txt", kind="report", path=Path("tests.txt"), mime="text/plain"),),
            seconds=4.4,
        ),
        "launch": Outcome(
            state=StepState.SUCCEEDED,
            checks=(CheckResult(name="url answers", passed=True, evidence="200 with our own instance's name"),),
            urls=(
                Address(name="Contact manager", url="http://127.0.0.1:8123/", checked=True),
                Address(name="REST API", url="http://127.0.0.1:8123/api/docs", checked=True),
            ),
            notes=("It starts with sample data; the switch to start empty is in its README.",),
            attempts=2,
            seconds=1.4,
            cost=0.0,
        ),
    }
    (folder / "tests.txt").write_text("41 passed\n")
    for number, planned in enumerate(PLAN.steps):
        carry_out(house, lease, planned, outcomes[planned.id].model_copy(update={"attempts": 1 + number // 3}))
    keep(house, lease, "tests", outcomes["tests"].products[0], folder)
    end(house, lease, RequestState.DELIVERED, summary="A contact manager. 3 checks passed, 1 asset kept.")
    return request.id


def failed(house: House) -> str:
    request, lease = begun(house, "an app for the gym", BRIEF, PLAN)
    carry_out(house, lease, PLAN.steps[0], Outcome(state=StepState.SUCCEEDED, seconds=0.5))
    refused = CheckResult(name="tests passed", passed=False, evidence="2 of 41 tests failed: test_contacts")
    carry_out(
        house,
        lease,
        PLAN.steps[2],
        Outcome(state=StepState.FAILED, checks=(refused,), error="tests passed: 2 of 41 tests failed", seconds=4.0),
    )
    failure = Failure(
        what="Run its own tests",
        why="tests passed: 2 of 41 tests failed: test_contacts",
        next="Done before: Write the source of Contact manager. Look at the report and ask again.",
    )
    end(house, lease, RequestState.FAILED, failure)
    return request.id


def waiting(house: House) -> str:
    request, lease = begun(house, "delete everything in ./proj", BRIEF.model_copy(update={"unread": ()}), DELETE)
    shown = {
        "rule": "outside-asks",
        "why": "what is destroyed cannot be taken back",
        "effects": ["destroy"],
        "reversible": False,
    }
    with house.catalogue.write() as connection:
        house.catalogue.approvals.ask(
            connection,
            Approval(request=request.id, step="remove", question="May this be done: Delete everything?", shown=shown),
        )
        house.catalogue.steps.mark(connection, lease, "remove", StepState.WAITING)
    end(house, lease, RequestState.WAITING)
    return request.id


def rejected(house: House) -> str:
    catalogue = house.catalogue
    failure = Failure(what="The request was not taken on", why="'asdf' says nothing usable", next="say what you need")
    with catalogue.write() as connection:
        request = catalogue.requests.store(connection, Request(words="asdf", asked_by="Ada"))
        catalogue.requests.set(
            connection, request.id, state=RequestState.REJECTED, failure=failure.dump(), finished=now()
        )
        catalogue.events.append(connection, request.id, "request.rejected", failure.why)
    return request.id


def keep(house: House, lease: Lease, step: str, product: Product, folder: Path, key: str = "") -> None:
    """A product as an asset's next version."""
    content = house.library.take(product, folder)
    with house.catalogue.write() as connection:
        house.library.keep(
            connection,
            product,
            content,
            project="default",
            request=lease.request,
            step=step,
            executor="tests",
            brief_version=1,
            plan_version=1,
            key=key or f"{lease.request}:{product.name}",
        )


def workspace(house: House, id: str) -> Path:
    folder = house.workspace(id)
    (folder / "app.py").write_text("print('hello')\n")
    return folder


def snapshot(house: House, folder: Path) -> str:
    manifest = take(folder, Checksums(house.store))
    return house.store.put_bytes(manifest.dumps()).sha256
