"""An application with a fault is never delivered: each fault is put into a generated CRM, which is then really started,
used and looked at by the checks of the web-app playbook. The CRM without a fault passes all of them.

Faults of reports are tried beside the proofs for reports.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from praetorium import executors
from praetorium.errors import PraetoriumError
from praetorium.executors.base import Context
from praetorium.generate import app_files
from praetorium.hosts.process import ProcessHost
from praetorium.models import Brief, CheckResult, Entity, Field, FieldType, Relation
from praetorium.planning.expressions import fill
from praetorium.planning.playbooks import Playbook, StepTemplate, load
from praetorium.proofs import prove
from tests.forked import Nursery

ROOT = Path(__file__).parents[2]
DEFECTS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("defects.yaml"))
for _defect in DEFECTS:
    # Only what concerns starting, restarting or the browser needs the real launch, which takes longer than a fork.
    _defect["launched"] = _defect.get("browser", False) or _defect["refused"] in ("launch", "records survive")
AT_ONCE = 3
"""Applications that run at the same time."""

pytestmark = pytest.mark.timeout(600)


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
    nursery: Nursery

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

    async def checks_of(self, id: str, context: Context, result: dict[str, Any]) -> list[CheckResult]:
        """Run all checks of one step of the playbook."""
        step = next(step for step in self.playbook.steps if step.id == id)
        verdicts = [await prove(c.name, fill(c.parameters, {"folder": "crm"}), context, result) for c in step.checks]
        return [check for verdict in verdicts for check in verdict.checks]

    async def try_out(self, defect: dict[str, Any], name: str, browser: Path | None = None) -> Found:
        """Start it, and run the checks of the playbook's rehearsal in their order, until one refuses."""
        context = replace(self.make(name, defect["edits"]), browser=browser)
        if not defect["launched"]:
            return await self._checked(context, *(await self._forked(context)))
        launch = executors.get("launch")
        wanted = fill(self._step.parameters, _names(name)) | {"python": self.python, "seconds": 30.0}
        try:
            result = (await launch.run(launch.parameters(wanted), context)).dump()
        except PraetoriumError as error:
            return Found([], str(error))
        return await self._checked(context, result, lambda: self.host.remove(result["service"]))

    @property
    def _step(self) -> StepTemplate:
        return next(step for step in self.playbook.steps if step.id == "rehearse")

    async def _forked(self, context: Context) -> tuple[dict[str, Any], Callable[[], None]]:
        """Started without a host that would keep it running: what a launch would tell of it, and how it is ended."""
        port, instance = self.host.free_port(), secrets.token_hex(8)
        environment = {"PORT": str(port), "INSTANCE": instance, "DATA_DIR": str(context.workspace / "data")}
        folder, log = context.workspace / "crm", context.workspace / "log"
        forked = await asyncio.to_thread(self.nursery.start, "app", folder=folder, environment=environment, log=log)
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            for _ in range(600):
                try:
                    await client.get(f"{url}/health")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        return {"url": url, "instance": instance}, lambda: forked.end(signal.SIGKILL)

    async def _checked(self, context: Context, result: dict[str, Any], end: Callable[[], None]) -> Found:
        found = Found([])
        try:
            for check in self._step.checks:
                parameters = fill(check.parameters, _names("CRM"))
                found.checks += (await prove(check.name, parameters, context, result)).checks
                if found.refusals:
                    break
        finally:
            await asyncio.to_thread(end)
        return found


def _names(title: str) -> dict[str, Any]:
    """What the playbook's expressions may use."""
    return {"brief": CRM, "title": title, "slug": "crm", "folder": "crm", "sample_data": True, "container": False}


def _linked(source: str, target: str) -> None:
    """One file in two places, where both are on one disk: an environment has thousands."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


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
    made = Path(asyncio.run(packages.run(wanted, kept)).python).parents[1]
    # Only an environment of the context's own home may be run.
    shutil.copytree(made, context.home / "environments" / made.name, symlinks=True, copy_function=_linked)
    python = str(context.home / "environments" / made.name / "bin" / "python")
    playbook = load(ROOT / "templates" / "playbooks" / "web-app.yaml")
    with Nursery(python) as nursery:
        yield Works(folder, replace(context, hosts={"process": host}), host, python, playbook, nursery)
    for running in host.all():
        host.remove(running.name)


@pytest.fixture(scope="module")
def chromium() -> Path | None:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    return Path(found) if found else None


@pytest.fixture(scope="module")
def found(works: Works, chromium: Path | None, request: pytest.FixtureRequest) -> dict[str, Found | BaseException]:
    """Every selected application with a fault, tried out, a few at the same time."""
    ours = (item for item in request.session.items if item.path == request.path and "found" in item.fixturenames)
    selected = {item.callspec.params["name"] for item in ours}

    async def all_of_them() -> list[Found | BaseException]:
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, defect: dict[str, Any]) -> Found:
            async with turn:
                looking = chromium if defect.get("browser") else None
                return await works.try_out(defect, f"crm-{number}", looking)

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
    seen = await works.try_out({"edits": {}, "launched": True}, "crm-sound", chromium)
    assert not seen.refusals
    assert len(seen.checks) >= (14 if chromium else 12)


async def test_somebody_else_on_the_port_is_refused(works: Works) -> None:
    """The same program with the same token, which nobody launched for this step."""
    context = works.make("crm-twin", {})
    launch = executors.get("launch")
    wanted = {"name": "crm-ours", "folder": "crm", "python": works.python, "module": "app"}
    result = (await launch.run(launch.parameters(wanted), context)).dump()
    port = works.host.free_port()
    environment = {"PORT": str(port), "INSTANCE": result["instance"], "DATA_DIR": str(context.workspace / "data")}
    twin = await asyncio.create_subprocess_exec(
        works.python, "-m", "app", cwd=context.workspace / "crm", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        foreign = result | {"url": f"http://127.0.0.1:{port}"}
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=8)) as client:
            assert (await client.get(f"{foreign['url']}/health")).json()["instance"] == result["instance"]
        answers, instance, owner = (await prove("url-answers", {}, context, foreign)).checks
        assert (answers.passed, instance.passed, owner.passed) == (True, True, False)
        assert f"process {twin.pid}" in owner.evidence
        assert "not to 'crm-ours'" in owner.evidence
    finally:
        twin.kill()
        await twin.wait()
        await asyncio.to_thread(works.host.remove, "crm-ours")


SOURCE_FAULTS: dict[str, tuple[str, Callable[[str], str | None], str]] = {
    "a template is cut off": (
        "app/templates/leads/form.html",
        lambda text: text[: len(text) // 2],
        "leads/form.html: ",
    ),
    "a module is cut off": (
        "app/repositories/base.py",
        lambda text: text[: text.rindex("(") + 1],
        "repositories/base.py: ",
    ),
    "the Dockerfile is missing": ("Dockerfile", lambda _: None, "Dockerfile"),
    "the README is empty": ("README.md", lambda _: "", "README.md"),
    "a password is in the source": (
        "app/settings.py",
        lambda text: f'{text}\nDATABASE = "postgresql://crm:correct-horse@db/crm"\n',
        "app/settings.py:",
    ),
}
"""Name → file, how it is changed (None: removed), and words of the evidence."""


@pytest.mark.parametrize("fault", [None, *SOURCE_FAULTS])
async def test_faulty_source_is_refused_before_anything_runs(works: Works, fault: str | None) -> None:
    context = works.make(f"source-{fault or 'sound'}".replace(" ", "-"), {})
    if fault:
        file, change, _ = SOURCE_FAULTS[fault]
        path = context.workspace / "crm" / file
        changed = change(path.read_text())
        path.write_text(changed) if changed is not None else path.unlink()
    refused = [check.evidence for check in await works.checks_of("write", context, {}) if not check.passed]
    assert bool(refused) == (fault is not None), refused
    assert fault is None or SOURCE_FAULTS[fault][2] in refused[0]


IDLE = "def test_contacts_have_a_page():\n    pages = ['/contacts', '/leads']\n"


async def _run_tests(works: Works, context: Context, chosen: str) -> dict[str, Any]:
    run = executors.get("tests")
    return (await run.run(run.parameters({"folder": "crm", "python": works.python, "tests": chosen}), context)).dump()


@pytest.fixture(scope="module")
def tested(works: Works) -> tuple[Context, dict[str, Any]]:
    """The sound application after a run of its whole suite, and that step's result."""
    context = works.make("tests-sound", {})
    return context, asyncio.run(_run_tests(works, context, "tests"))


async def test_the_applications_own_tests_are_accepted(works: Works, tested: tuple[Context, dict[str, Any]]) -> None:
    refused = [check.evidence for check in await works.checks_of("tests", *tested) if not check.passed]
    assert not refused


@pytest.mark.parametrize(
    ("added", "chosen", "said"),
    [
        (IDLE, "tests/test_idle.py", "tests cannot fail: test_idle.py:1"),
        (f"\n\n@pytest.mark.skip\n{IDLE}    assert pages\n", "tests/test_app.py", "1 in test_app.py"),
        ("", "tests/test_app.py", "in test_contacts.py"),
    ],
    ids=["a test asserts nothing", "a test is skipped", "a file is left out"],
)
async def test_a_run_that_proves_too_little_is_refused(works: Works, added: str, chosen: str, said: str) -> None:
    context = works.make(f"tests-{abs(hash(added + chosen))}", {})
    file = context.workspace / "crm" / chosen
    source = file.read_text() if file.is_file() else ""
    file.write_text(source + added)
    result = await _run_tests(works, context, chosen)
    refused = [check.evidence for check in await works.checks_of("tests", context, result) if not check.passed]
    assert any(said in evidence for evidence in refused), refused


@pytest.mark.parametrize("fault", ["changed", "gone"])
async def test_tests_that_are_not_those_that_ran_are_refused(
    works: Works, tested: tuple[Context, dict[str, Any]], fault: str
) -> None:
    sound, result = tested
    workspace = works.folder / f"tests-{fault}"
    shutil.copytree(sound.workspace, workspace)
    tests = workspace / "crm" / "tests"
    if fault == "changed":
        later = (workspace / result["report"]).stat().st_mtime + 1
        os.utime(tests / "test_app.py", (later, later))
    else:
        shutil.rmtree(tests)
        tests.mkdir()
    context = replace(sound, workspace=workspace)
    refused = [check.evidence for check in await works.checks_of("tests", context, result) if not check.passed]
    said = {"changed": "older than the tests", "gone": "there is no test"}[fault]
    assert any(said in evidence for evidence in refused), refused
