"""A catalogue as executions leave it, with something of everything the page shows, written by the catalogue's own
methods. ``python -m tests.web.seeding`` fills the home of this process."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from praetorium.assets import Checksums
from praetorium.catalogue import Approval, Lease
from praetorium.house import House
from praetorium.models import (
    Address,
    Asked,
    AskedState,
    Assumption,
    Attachment,
    Brief,
    Check,
    CheckResult,
    Correction,
    Door,
    Effect,
    Entity,
    Estimate,
    Failure,
    Feature,
    Field,
    FieldType,
    Outcome,
    Package,
    Part,
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
from praetorium.planning.policy import Terms
from praetorium.workspace import take

ME = "ada"


@dataclass(frozen=True)
class Seeded:
    """The ids of what is there."""

    delivered: str
    running: str
    waiting: str
    question: str
    failed: str
    rejected: str
    approval: str
    asked: str
    asset: str


def entity(name: str, plural: str, *fields: str, board: str | None = None) -> Entity:
    made = tuple(
        Field(name=f, label=f.replace("_", " ").capitalize(), required=n == 0, type=FieldType.TEXT)
        for n, f in enumerate(fields)
    )
    label = name.replace("_", " ").capitalize()
    return Entity(
        name=name,
        plural=plural,
        label=label,
        label_plural=plural.replace("_", " ").capitalize(),
        fields=made,
        display=fields[0],
        board=board,
    )


BRIEF = Brief(
    intent="build-app",
    title="CRM",
    summary="A web application that keeps contacts, companies and leads, with pages, a REST and a GraphQL API.",
    entities=(
        entity("contact", "contacts", "name", "email", "phone", "title", "notes"),
        entity("company", "companies", "name", "website", "city", "industry"),
        entity("lead", "leads", "name", "stage", "value", "source", "expected_close", "owner"),
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
        Relation(
            source="lead", target="contact", name="contact", label="Contact", inverse="leads", inverse_label="Leads"
        ),
    ),
    features=(Feature(name="board", label="a board of leads by stage"),),
    asked=(
        Asked(name="records", label="Contacts", said="contcats", entity="contact"),
        Asked(name="humming", label="Humming", said="hum on Fridays", state=AskedState.LEFT_OUT, why="nothing hums"),
    ),
    style=Style(words=("dark", "green"), accent="#2e8b57", scheme="dark"),
    corrections=(Correction(said="contcats", read_as="contacts"), Correction(said="leeds", read_as="leads")),
    assumptions=(
        Assumption(about="sample data", value="yes", because="an empty application says little"),
        Assumption(about="log-in", value="none", because="it runs on this machine alone"),
    ),
    unread=(Unread(sentence="It should hum on Fridays.", why="nothing here makes an application hum"),),
    confidence=0.94,
)


CONTACTS = Part(name="records", entity="contact", pages=(("Contacts", "/contacts"),), passed=32)
"""What the seeded application says of its contacts, its tests counted."""


def step(id: str, title: str, executor: str, *needs: str, **told: object) -> Step:
    values = {
        "why": "what comes after builds on it",
        "expected": f"{title}: done",
        "effects": frozenset({Effect.WRITE_WORKSPACE}),
        "undo": Undo.SNAPSHOT,
        "estimate": Estimate(seconds=2.0),
        **told,
    }
    return Step(id=id, title=title, executor=executor, needs=needs, **values)


CODE = frozenset({Effect.RUN_CODE})
PLAN = Plan(
    title="CRM",
    playbook="web-app",
    estimate=Estimate(seconds=14.0),
    steps=(
        step(
            "source",
            "Write the source of the CRM",
            "render",
            why="pages, both APIs and their tests come from one description",
            parameters={"template": "apps/web", "folder": "app"},
            checks=(Check(name="source-quality"),),
        ),
        step(
            "packages",
            "Install what it needs",
            "packages",
            effects=frozenset({Effect.NETWORK}),
            why="the app gets an environment of its own, pinned by a lock",
            undo=Undo.NOTHING,
            estimate=Estimate(seconds=3.2, source="history of 7"),
        ),
        step("git", "Put it under version control", "git", "source", why="you take over a repository, not a folder"),
        step(
            "tests",
            "Run its own tests",
            "tests",
            "source",
            "packages",
            effects=CODE,
            undo=Undo.NOTHING,
            why="nothing is handed over whose tests do not pass",
            estimate=Estimate(seconds=5.0, source="history of 7"),
        ),
        step(
            "launch",
            "Start the CRM",
            "launch",
            "git",
            "tests",
            effects=CODE,
            undo=Undo.COMPENSATE,
            why="you open it, you do not install it",
            estimate=Estimate(seconds=1.2),
            parameters={"folder": "app", "title": "CRM"},
        ),
        step(
            "prove",
            "Use it as a person would",
            "http",
            "launch",
            effects=frozenset(),
            undo=Undo.NOTHING,
            why="created by the form, read back by both APIs, still there after a restart",
            estimate=Estimate(seconds=2.4),
        ),
    ),
)
DELETE = Plan(
    title="Delete everything in old-reports",
    playbook="delete",
    estimate=Estimate(seconds=0.5),
    steps=(
        step(
            "remove",
            "Delete everything in old-reports",
            "remove",
            effects=frozenset({Effect.DESTROY}),
            undo=Undo.IMPOSSIBLE,
            why="you asked for it",
            parameters={"path": "."},
        ),
    ),
)


def fill(house: House, me: str = ME) -> Seeded:
    """One request for each way to stand."""
    rejected_id = rejected(house, me)
    failed_id = failed(house, me)
    delivered_id, asset = delivered(house, me)
    waiting_id, approval = waiting(house, me)
    question_id, asked = question(house, me)
    running_id = running(house, me).request
    return Seeded(delivered_id, running_id, waiting_id, question_id, failed_id, rejected_id, approval, asked, asset)


def begun(
    house: House,
    words: str,
    brief: Brief,
    plan: Plan,
    by: str,
    thread: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> Lease:
    """A request that was read, planned and started."""
    c = house.catalogue
    with c.write() as connection:
        request = c.requests.store(
            connection, Request(words=words, asked_by=by, door=Door.PAGE, thread=thread, attachments=attachments)
        )
        c.events.append(connection, request.id, "request.stored", "Request kept", facts={"by": by, "door": "page"})
        kept = c.briefs.store(connection, request.id, brief)
        c.requests.set(connection, request.id, title=brief.title)
        c.events.append(connection, request.id, "brief.made", brief.summary)
        c.plans.store(connection, request.id, plan, kept)
        c.steps.lay_out(connection, request.id, plan)
        seconds = plan.estimate.seconds
        c.events.append(connection, request.id, "plan.made", f"Planned {len(plan.steps)} steps, about {seconds:.0f} s")
    lease = c.requests.acquire(request.id, "seeding", 3600)
    assert lease is not None
    with c.write() as connection:
        folder = str(house.workspace(lease.request))
        c.requests.set(connection, lease, state=RequestState.RUNNING, started=now(), workspace=folder)
        c.events.append(connection, lease, "request.started", "Started")
    return lease


def start(house: House, lease: Lease, planned: Step, before: str | None = None) -> None:
    c = house.catalogue
    with c.write() as connection:
        c.steps.open(connection, lease, planned.id, f"{lease.request}:{planned.id}", "identity")
        facts = {"why": planned.why, "executor": planned.executor, "attempt": 1, "before": before}
        c.events.append(connection, lease, "step.started", planned.title, step=planned.id, facts=facts)


def say(
    house: House, lease: Lease, title: str, step: str | None = None, kind: str = "step.said", **facts: object
) -> None:
    with house.catalogue.write() as connection:
        house.catalogue.events.append(connection, lease, kind, title, step=step, facts=facts)


def finish(house: House, lease: Lease, planned: Step, outcome: Outcome) -> None:
    c = house.catalogue
    with c.write() as connection:
        for check in outcome.checks:
            kind = "check.passed" if check.passed else "check.failed"
            c.events.append(connection, lease, kind, check.name, step=planned.id, facts={"evidence": check.evidence})
        c.steps.close(connection, lease, planned.id, outcome)
        facts = {"seconds": outcome.seconds, "after": outcome.after} | (
            {"error": outcome.error} if outcome.error else {}
        )
        c.events.append(connection, lease, f"step.{outcome.state}", planned.title, step=planned.id, facts=facts)
        if outcome.cost:
            c.ledger.book(
                connection,
                lease.request,
                what="compute-seconds",
                amount=outcome.seconds,
                cost=outcome.cost,
                step=planned.id,
                executor=planned.executor,
            )


def end(
    house: House, lease: Lease, state: RequestState, title: str, failure: Failure | None = None, summary: str = ""
) -> None:
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(
            connection,
            lease,
            state=state,
            summary=summary,
            failure=failure.dump() if failure else None,
            finished=now() if state.final else None,
        )
        facts = failure.dump() if failure else {}
        house.catalogue.events.append(connection, lease, f"request.{state}", title, facts=facts)
        house.catalogue.requests.release(connection, lease)


def delivered(house: House, me: str) -> tuple[str, str]:
    blob = house.store.put_bytes(b"name,email\nGrace Hopper,grace@example.org\n")
    attached = Attachment(name="people.csv", sha256=blob.sha256, bytes=blob.bytes, mime="text/csv")
    words = "bulid me a CRM with contcats, companies and leeds, dark with green. It should hum on Fridays."
    lease = begun(house, words, BRIEF, PLAN, me, attachments=(attached,))
    folder = house.workspace(lease.request)
    source, packages, git, tests, launch, prove = PLAN.steps
    (folder / "README.md").write_text("# CRM\n")
    before = snapshot(house, folder)
    start(house, lease, source, before)
    app = folder / "app"
    app.mkdir()
    (app / "main.py").write_text('from fastapi import FastAPI\n\napp = FastAPI(title="CRM")\n')
    (app / "models.py").write_text("class Contact:\n    name: str\n    email: str\n")
    (folder / "README.md").write_text("# CRM\n\nContacts, companies and leads.\n\n    make run\n")
    say(house, lease, "Wrote 42 files, 3,180 lines", "source", file="app/main.py")
    checks = (CheckResult(name="source-quality", passed=True, evidence="ruff and mypy found nothing in 31 files"),)
    outcome = Outcome(
        state=StepState.SUCCEEDED,
        checks=checks,
        created={
            "tables": ["contacts", "companies", "leads"],
            "pages": ["home", "contacts", "companies", "leads", "board"],
        },
        before=before,
        after=snapshot(house, folder),
        seconds=0.6,
        started=now(),
        finished=now(),
        result={"folder": "app", "files": 42, "lines": 3180},
    )
    finish(house, lease, source, outcome)
    start(house, lease, packages)
    say(house, lease, "Resolved 31 packages", "packages", command="uv pip sync requirements.lock")
    installed = tuple(
        Package(name=n, version=v) for n, v in (("fastapi", "0.150.0"), ("jinja2", "3.1.6"), ("sqlalchemy", "2.0.44"))
    )
    finish(house, lease, packages, Outcome(state=StepState.SUCCEEDED, packages=installed, seconds=2.9, cost=0.0012))
    start(house, lease, git)
    finish(house, lease, git, Outcome(state=StepState.SUCCEEDED, seconds=0.2))
    start(house, lease, tests)
    passed = (CheckResult(name="tests-passed", passed=True, evidence="87 of 87 tests passed in 4.1 s"),)
    finish(
        house,
        lease,
        tests,
        Outcome(
            state=StepState.SUCCEEDED,
            checks=passed,
            result={
                "parts": [{"name": "records", "entity": "contact", "pages": [["Contacts", "/contacts"]], "passed": 32}]
            },
            seconds=4.4,
            cost=0.0021,
        ),
    )
    start(house, lease, launch)
    urls = (
        Address(name="CRM", url="http://127.0.0.1:8123/", checked=True),
        Address(name="REST API", url="http://127.0.0.1:8123/api/docs", checked=True),
        Address(name="GraphQL", url="http://127.0.0.1:8123/graphql", checked=True),
    )
    finish(
        house,
        lease,
        launch,
        Outcome(
            state=StepState.SUCCEEDED,
            urls=urls,
            seconds=1.1,
            notes=("It starts with sample data; the switch to start empty is in its README.",),
        ),
    )
    start(house, lease, prove)
    seen = tuple(
        CheckResult(
            name=f"{e.label_plural} live",
            passed=True,
            evidence="made by the form, read by REST and GraphQL, there after a restart",
        )
        for e in BRIEF.entities
    )
    finish(house, lease, prove, Outcome(state=StepState.SUCCEEDED, checks=seen, seconds=2.1))
    (folder / "screen.png").write_bytes(picture())
    (folder / "notes.md").write_text("# How to use it\n\nOpen the board and drag a lead.\n")
    (folder / "page.html").write_text(HOSTILE)
    keep(
        house,
        lease,
        "launch",
        Product(name="CRM", kind="app", path=app, mime="application/octet-stream", url="http://127.0.0.1:8123/"),
        folder,
    )
    keep(
        house,
        lease,
        "prove",
        Product(name="Home page", kind="image", path=Path("screen.png"), mime="image/png"),
        folder,
    )
    keep(
        house,
        lease,
        "source",
        Product(name="Getting started", kind="document", path=Path("page.html"), mime="text/html"),
        folder,
    )
    asset = keep(
        house,
        lease,
        "source",
        Product(name="Notes", kind="document", path=Path("notes.md"), mime="text/markdown"),
        folder,
    )
    (folder / "notes.md").write_text("# How to use it\n\nOpen the board, drag a lead, and search with /.\n")
    keep(
        house,
        lease,
        "source",
        Product(name="Notes", kind="document", path=Path("notes.md"), mime="text/markdown"),
        folder,
        "again",
    )
    with house.catalogue.write() as connection:
        house.catalogue.apps.store(
            connection,
            name="crm",
            title="CRM",
            request=lease.request,
            asset=None,
            version=None,
            host="process",
            port=8123,
            url="http://127.0.0.1:8123/",
            data=None,
            definition={"argv": ["python"], "folder": str(app)},
        )
    end(
        house,
        lease,
        RequestState.DELIVERED,
        "Delivered",
        summary="A CRM with contacts, companies and leads, dark with green. 5 checks passed, 4 assets kept.",
    )
    return lease.request, asset


def running(house: House, me: str) -> Lease:
    brief = BRIEF.model_copy(
        update={
            "title": "Inventory",
            "summary": "A web application that keeps products and suppliers, and warns below ten.",
            "corrections": (),
            "unread": (),
        }
    )
    lease = begun(house, "I need an inventory app: products and suppliers; warn me below 10", brief, PLAN, me)
    start(house, lease, PLAN.steps[0])
    say(house, lease, "Wrote 38 files, 2,904 lines", "source", file="app/main.py")
    finish(house, lease, PLAN.steps[0], Outcome(state=StepState.SUCCEEDED, seconds=0.5))
    start(house, lease, PLAN.steps[1])
    say(house, lease, "Resolving packages", "packages", command="uv pip compile requirements.in")
    return lease


def failed(house: House, me: str) -> str:
    lease = begun(
        house, "an app for the gym, with a check-in list", BRIEF.model_copy(update={"title": "Gym"}), PLAN, me
    )
    start(house, lease, PLAN.steps[0])
    finish(house, lease, PLAN.steps[0], Outcome(state=StepState.SUCCEEDED, seconds=0.5))
    start(house, lease, PLAN.steps[3])
    refused = (
        CheckResult(name="tests-passed", passed=False, evidence="2 of 41 tests failed: test_members_form, test_csv"),
    )
    finish(
        house,
        lease,
        PLAN.steps[3],
        Outcome(state=StepState.FAILED, checks=refused, error="tests-passed: 2 of 41 tests failed", seconds=4.0),
    )
    failure = Failure(
        what="Run its own tests",
        why="2 of 41 tests failed: test_members_form, test_csv",
        next="Done before: Write the source of the CRM. Look at the report and ask again.",
    )
    end(house, lease, RequestState.FAILED, "Failed: Run its own tests", failure)
    return lease.request


def waiting(house: House, me: str) -> tuple[str, str]:
    brief = Brief(intent="destroy", title="Delete old-reports", summary="Everything in old-reports is deleted.")
    lease = begun(house, "delete everything in ./old-reports", brief, DELETE, me)
    shown = {
        "rule": "outside-asks",
        "why": "what leaves this machine, costs money, is published or destroyed cannot be taken back",
        "step": "Delete everything in old-reports",
        "expected": "The folder old-reports is empty: 14 files, 2.1 MB",
        "executor": "remove",
        "effects": ["destroy"],
        "parameters": {"path": "."},
        "cost": 0.0,
        "undo": "impossible",
        "reversible": False,
        "project": "/srv/reports/old-reports",
        "preview": "delete  2024-q1.xlsx   184 kB\ndelete  2024-q2.xlsx   201 kB\ndelete  drafts/        12 files",
    }
    id = ask(
        house,
        lease,
        Approval(
            request=lease.request,
            step="remove",
            question="May this be done: Delete everything in old-reports?",
            shown=shown,
        ),
    )
    end(house, lease, RequestState.WAITING, "Waits for 1 decision")
    return lease.request, id


def question(house: House, me: str) -> tuple[str, str]:
    asked = Question(
        id="file",
        text="Which file should the report be made from?",
        choices=("orders-2025.csv", "orders-2026.csv"),
        default=None,
        blocking=True,
    )
    brief = Brief(
        intent="data-report",
        title="Sales report",
        summary="A sales report with totals by region and month.",
        questions=(asked,),
        formats=("html", "xlsx"),
    )
    lease = begun(house, "sales report, please", brief, DELETE.model_copy(update={"title": "Sales report"}), me)
    shown = {"choices": list(asked.choices), "default": None, "why": "the words leave it open", "question": "file"}
    id = ask(house, lease, Approval(request=lease.request, kind="question", question=asked.text, shown=shown))
    end(house, lease, RequestState.WAITING, "Waits for 1 decision")
    return lease.request, id


def rejected(house: House, me: str) -> str:
    c = house.catalogue
    failure = Failure(
        what="The request was not taken on",
        why="'asdf' says nothing that can be made",
        next='try: "Build me a CRM with contacts and leads"',
    )
    with c.write() as connection:
        request = c.requests.store(connection, Request(words="asdf", asked_by=me, door=Door.PAGE))
        c.requests.set(connection, request.id, state=RequestState.REJECTED, failure=failure.dump(), finished=now())
        c.events.append(connection, request.id, "request.rejected", failure.why)
    return request.id


def ask(house: House, lease: Lease, approval: Approval) -> str:
    approval = approval.model_copy(update={"terms": Terms().dump()})
    with house.catalogue.write() as connection:
        kept = house.catalogue.approvals.ask(connection, approval)
        if approval.step:
            house.catalogue.steps.mark(connection, lease, approval.step, StepState.WAITING)
        house.catalogue.events.append(
            connection, lease, "approval.asked", approval.question, step=approval.step, facts={"approval": kept.id}
        )
    return kept.id


def keep(house: House, lease: Lease, step: str, product: Product, folder: Path, key: str = "") -> str:
    content = house.library.take(product, folder)
    with house.catalogue.write() as connection:
        version = house.library.keep(
            connection,
            product,
            content,
            project="default",
            request=lease.request,
            step=step,
            executor="render",
            brief_version=1,
            plan_version=1,
            key=f"{lease.request}:{product.kind}:{product.name}:{key}",
        )
        title = f"Kept {product.kind} '{product.name}', version {version.version}"
        house.catalogue.events.append(connection, lease, "asset.kept", title, step=step, facts={"asset": version.asset})
    return version.asset


def snapshot(house: House, folder: Path) -> str:
    return house.store.put_bytes(take(folder, Checksums(house.store)).dumps()).sha256


def picture(width: int = 640, height: int = 400) -> bytes:
    """A PNG: a dark page with a green bar and rows, as a screenshot would be."""

    def pixel(x: int, y: int) -> bytes:
        if y < 44:
            return b"\x2e\x8b\x57"
        if x < 150:
            return b"\x20\x26\x24"
        row = (y - 70) % 40
        return b"\x3a\x44\x40" if 180 < x < 600 and 8 < row < 22 and y > 70 else b"\x16\x1b\x19"

    raw = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


HOSTILE = """<!doctype html><title>Getting started</title>
<style>body{font-family:sans-serif;padding:2rem}</style>
<h1>Getting started</h1><p>A page made by somebody else.</p>
<script>
  try { top.document.title = "taken"; } catch (e) {}
  fetch("/api/v1/requests").then(() => { document.title = "read"; });
</script>
"""

if __name__ == "__main__":
    open_house = House()
    fill(open_house, open_house.actor)
    open_house.close()
