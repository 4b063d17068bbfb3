"""An application with a fault is never delivered: each fault is put into a generated CRM, which is then really started,
used and looked at by the checks of the web-app playbook. The CRM without a fault passes all of them.

Faults of reports are tried beside the proofs for reports.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from praetorium import executors
from praetorium.errors import PraetoriumError
from praetorium.executors.base import Context
from praetorium.generate import app_files
from praetorium.hosts.process import ProcessHost
from praetorium.models import Brief, CheckResult, Entity, Field, FieldType, Relation
from praetorium.planning.expressions import fill
from praetorium.planning.playbooks import Playbook, load
from praetorium.proofs import prove

ROOT = Path(__file__).parents[2]
DEFECTS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("defects.yaml"))
AT_ONCE = 3
"""Applications that run at the same time."""


def _field(name: str, type: FieldType = FieldType.TEXT, **more: Any) -> Field:
    return Field(name=name, label=name.replace("_", " ").capitalize(), type=type, **more)


CRM = Brief(
    intent="build-app",
    title="CRM",
    summary="Keeps contacts and leads.",
    entities=(
        Entity(
            name="contact",
            plural="contacts",
            label="Contact",
            label_plural="Contacts",
            display="name",
            kind="person",
            fields=(
                _field("name", required=True),
                _field("email", FieldType.EMAIL, required=True, unique=True),
                _field("phone", FieldType.PHONE),
                _field("newsletter", FieldType.BOOLEAN),
            ),
        ),
        Entity(
            name="lead",
            plural="leads",
            label="Lead",
            label_plural="Leads",
            display="title",
            board="stage",
            fields=(
                _field("title", required=True),
                _field("value", FieldType.MONEY, minimum=0),
                _field("stage", FieldType.CHOICE, choices=("New", "Qualified", "Won", "Lost")),
                _field("due", FieldType.DATE),
            ),
        ),
    ),
    relations=(
        Relation(
            source="lead",
            target="contact",
            name="contact",
            label="Contact",
            required=True,
            inverse="leads",
            inverse_label="Leads",
        ),
    ),
)


@dataclass
class Found:
    """What came of one application: the checks up to the first that failed, or why it was not launched."""

    checks: list[CheckResult]
    launch: str = ""

    @property
    def refusals(self) -> dict[str, str]:
        """Name of what refused it → what it said."""
        failed = {check.name: check.evidence for check in self.checks if not check.passed}
        return failed | ({"launch": self.launch} if self.launch else {})


@dataclass
class Works:
    """Where applications are made, launched and proved."""

    folder: Path
    context: Context
    host: ProcessHost
    python: str
    playbook: Playbook

    def make(self, name: str, edits: dict[str, list[tuple[str, str]]]) -> Context:
        """A workspace with the application and these changes to its source, each of which must apply."""
        workspace = self.folder / name
        shutil.copytree(self.folder / "sound", workspace)
        for file, pairs in edits.items():
            path = workspace / "crm" / file
            for old, new in pairs:
                source = path.read_text()
                assert old in source, f"{file} has no {old!r} any more: the fault could not be put in"
                path.write_text(source.replace(old, new))
        return replace(self.context, workspace=workspace)

    async def try_out(self, name: str, edits: dict[str, list[tuple[str, str]]], browser: Path | None = None) -> Found:
        """Launch it and run the launch step's checks in their order, until one refuses."""
        context = replace(self.make(name, edits), browser=browser)
        step = next(step for step in self.playbook.steps if step.id == "launch")
        names = {"brief": CRM, "title": name, "slug": "crm", "folder": "crm", "sample_data": True, "container": False}
        wanted = fill(step.parameters, names) | {"python": self.python, "seconds": 20.0}
        launch = executors.get("launch")
        try:
            result = (await launch.run(launch.parameters(wanted), context)).dump()
        except PraetoriumError as error:
            return Found([], str(error))
        found = Found([])
        try:
            for check in step.checks:
                verdict = await prove(check.name, fill(check.parameters, names), context, result)
                found.checks += verdict.checks
                if found.refusals:
                    break
        finally:
            await asyncio.to_thread(self.host.remove, result["service"])
        return found


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Works]:
    folder = tmp_path_factory.mktemp("works")
    for path, content in app_files(CRM, templates=ROOT / "templates").items():
        place = folder / "sound" / "crm" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    context = request.getfixturevalue("context_in")(folder / "sound")
    host = ProcessHost(context.home)
    # Environments are kept between test runs: they are named by what they hold.
    kept = replace(context, home=request.config.cache.mkdir("environments"))
    packages = executors.get("packages")
    wanted = packages.parameters({"folder": "crm", "requirements": "requirements-dev.txt"})
    installed = asyncio.run(packages.run(wanted, kept))
    playbook = load(ROOT / "templates" / "playbooks" / "web-app.yaml")
    yield Works(folder, replace(context, hosts={"process": host}), host, installed.python, playbook)
    for running in host.all():
        host.remove(running.name)


@pytest.fixture(scope="module")
def chromium() -> Path | None:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    return Path(found) if found else None


@pytest.fixture(scope="module")
def found(works: Works, chromium: Path | None, request: pytest.FixtureRequest) -> dict[str, Found | BaseException]:
    """Every selected application with a fault, tried out, a few at the same time."""
    selected = {item.callspec.params["name"] for item in request.session.items if "found" in item.fixturenames}

    async def all_of_them() -> list[Found | BaseException]:
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, defect: dict[str, Any]) -> Found:
            async with turn:
                looking = chromium if defect.get("browser") else None
                return await works.try_out(f"crm-{number}", defect["edits"], looking)

        return await asyncio.gather(*(one(n, d) for n, d in enumerate(chosen)), return_exceptions=True)

    chosen = [defect for defect in DEFECTS if defect["name"] in selected]
    return dict(zip((defect["name"] for defect in chosen), asyncio.run(all_of_them()), strict=True))


def _cases() -> list[Any]:
    marks = {True: [pytest.mark.browser], False: []}
    return [pytest.param(d["name"], id=d["name"], marks=marks[d.get("browser", False)]) for d in DEFECTS]


@pytest.mark.parametrize("name", _cases())
def test_a_faulty_application_is_refused(
    name: str, found: dict[str, Found | BaseException], chromium: Path | None
) -> None:
    defect = next(defect for defect in DEFECTS if defect["name"] == name)
    if defect.get("browser") and chromium is None:
        pytest.skip("no Chromium on this machine")
    seen = found[name]
    if isinstance(seen, BaseException):
        raise seen
    assert seen.refusals, "it passed every check"
    named = {check: said for check, said in seen.refusals.items() if defect["refused"] in check}
    assert named, f"not refused by '{defect['refused']}' but by {seen.refusals}"
    assert any(defect["says"] in said for said in named.values()), named


def test_enough_faults_are_tried() -> None:
    assert len({defect["name"] for defect in DEFECTS}) == len(DEFECTS) >= 20


@pytest.mark.browser
async def test_the_sound_application_passes_everything(works: Works, chromium: Path | None) -> None:
    seen = await works.try_out("crm-sound", {}, chromium)
    assert not seen.refusals
    assert len(seen.checks) >= (14 if chromium else 12)
