"""Real files of rows, and a way to carry out a playbook's plan step by step, as the flow does."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import hashlib
import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from praetorium.data.child import main
from praetorium.errors import UserError
from praetorium.executors import get as executor
from praetorium.executors.base import Context
from praetorium.executors.ports import Completed, Level
from praetorium.media import bench
from praetorium.models import Attachment, Brief, CheckResult, Plan, Request, Step
from praetorium.planning.expressions import resolve
from praetorium.planning.planner import choose, make_plan
from praetorium.planning.playbooks import find, load
from praetorium.proofs import prove
from praetorium.words import read
from praetorium.workspace.confinement import Confinement

ROOT = Path(__file__).parents[2]
REGIONS = (("North", 1.4, 4), ("South", 1.0, 3), ("West", 0.8, 2), ("East", 0.5, 1))
PRODUCTS = ("Espresso beans", "Filter coffee", "Oat milk", "Grinder", "Mug", "Tea", "Kettle", "Scale")
HEADER = ("order_id", "order_date", "region", "product", "quantity", "unit_price", "total")


def orders(count: int = 600, days: int = 400, seed: int = 7) -> list[list[str]]:
    """Orders with a key, a date, two categories, a quantity, a price and a total."""
    chance = random.Random(seed)
    first = dt.date(2025, 1, 1)
    rows = []
    for number in range(count):
        day = first + dt.timedelta(days=number * days // count)
        region, factor, _ = chance.choices(REGIONS, [weight for _, _, weight in REGIONS])[0]
        quantity = chance.randint(1, 6)
        cents = round(100 * chance.lognormvariate(3, 0.5) * factor)
        total = quantity * cents
        prices = [f"{value // 100}.{value % 100:02}" for value in (cents, total)]
        rows.append([f"SO-{10000 + number}", day.isoformat(), region, chance.choice(PRODUCTS), str(quantity), *prices])
    return rows


def write_csv(path: Path, rows: list[list[str]], header: tuple[str, ...] = HEADER, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


class Here:
    """Confinement for tests of what the work finds: it is done in this process, all else is as it is. That the work
    runs in a process of its own is told by test_confined.py, and by the tests that ask for it."""

    level: Level = "limits"

    async def run(self, argv: Sequence[str], **given: Any) -> Completed:
        """What the confined process would do: its folder is the last argument."""
        if "praetorium.media.bench" in argv:
            await asyncio.to_thread(bench.main, Path(argv[-1]))
        else:
            await asyncio.to_thread(main, argv[-1])
        return Completed(argv=tuple(argv), code=0, stdout="", stderr="", seconds=0.0)

    def wrap(self, argv: Sequence[str], **given: Any) -> tuple[str, ...]:
        return tuple(argv)


class Desk:
    """A workspace in which a playbook's steps are carried out one after the other."""

    apart = False
    """Whether data work runs in confined processes, as it does outside of tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "workspace"
        self.home = folder / "home"
        self.folder.mkdir(exist_ok=True)
        self.home.mkdir(exist_ok=True)
        self.said: list[str] = []
        self.checks: dict[str, tuple[CheckResult, ...]] = {}
        self.results: dict[str, dict[str, Any]] = {}

    def context(self, request: Request, brief: Brief, step: Step) -> Context:
        def attachment(name: str) -> Path:
            found = next((a for a in request.attachments if a.name == name), None)
            if found is None or found.origin is None:
                raise UserError(f"nothing called '{name}' is attached")
            kept = self.home / "kept" / hashlib.sha256(name.encode()).hexdigest()
            kept.parent.mkdir(exist_ok=True)
            return Path(shutil.copyfile(found.origin, kept))  # as in the store, where no ending tells what it is

        return Context(
            request=request,
            brief=brief,
            step=step,
            workspace=self.folder,
            home=self.home,
            templates=ROOT / "templates",
            commands=Confinement(level="limits", home=self.home) if self.apart else Here(),
            hosts={},
            say=lambda title, **_: self.said.append(title),
            key=step.id,
            attachment=attachment,
        )

    def plan(self, playbook: str, brief: Brief, request: Request) -> Plan:
        return make_plan(brief, request, load(ROOT / "templates" / "playbooks" / f"{playbook}.yaml"))

    async def carry_out(self, plan: Plan, brief: Brief, request: Request, *, until: str | None = None) -> None:
        """Run the steps and their checks; stops after ``until``."""
        for step in plan.steps:
            await self.do(step, brief, request)
            if step.id == until:
                return

    async def do(self, step: Step, brief: Brief, request: Request) -> None:
        """Run one step and its checks."""
        doing = executor(step.executor)
        parameters = doing.parameters(resolve(step.parameters, self.results))
        context = self.context(request, brief, step)
        result = await doing.run(parameters, context)
        self.results[step.id] = result.dump()
        self.checks[step.id] = await self.prove(step, context)

    async def ask(self, words: str, **parameters: Any) -> None:
        """Read the words, plan and carry out, with the files that lie in the folder."""
        brief = read(words)
        request = Request(words=words, parameters=parameters)
        known, broken = find([ROOT / "templates" / "playbooks"])
        assert broken == []
        self.asked_for = (make_plan(brief, request, choose(brief, request, known)), brief, request)
        await self.carry_out(*self.asked_for)

    async def again_step(self, step: str) -> None:
        """One step of what was asked once more, with what lies in the folder now."""
        plan, brief, request = self.asked_for
        self.checks.clear()
        await self.do(plan.step(step), brief, request)

    @property
    def wrong(self) -> list[str]:
        """What checks found of all steps so far."""
        return [f"{step}: {each}" for step, checks in self.checks.items() for each in failed(checks)]

    async def prove(self, step: Step, context: Context) -> tuple[CheckResult, ...]:
        found: list[CheckResult] = []
        told = self.results.get(step.id, {})
        for check in step.checks:
            given = resolve(check.parameters, {**self.results, "this": told})
            found += (await prove(check.name, given, context, told)).checks
        return tuple(found)


class Reporting(Desk):
    """A desk at which reports are made."""

    brief = Brief(intent="data-report", title="Sales report", summary="A report of the orders.")

    def asked(self, file: str, **parameters: Any) -> tuple[Brief, Request]:
        brief = self.brief.model_copy(update={"files": (file,)})
        return brief, Request(words=f"sales report from {file}", parameters=parameters)

    async def report(self, file: str, **parameters: Any) -> None:
        brief, request = self.asked(file, **parameters)
        await self.carry_out(self.plan("data-report", brief, request), brief, request)

    async def again(self, file: str, step: str) -> tuple[CheckResult, ...]:
        """The checks of a finished step, run once more on what lies there now."""
        brief, request = self.asked(file)
        plan = self.plan("data-report", brief, request)
        return await self.prove(plan.step(step), self.context(request, brief, plan.step(step)))

    @property
    def page(self) -> Path:
        return self.folder / "reports" / "sales-report.html"

    @property
    def workbook(self) -> Path:
        return self.folder / "reports" / "sales-report.xlsx"


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is compiled for the workbench, once for all desks."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture
def desk(tmp_path: Path, bytecode: Path) -> Reporting:
    made = Reporting(tmp_path)
    (made.home / "bytecode").symlink_to(bytecode)
    return made


def attached(path: Path) -> Attachment:
    return Attachment(name=path.name, sha256="", bytes=path.stat().st_size, origin=str(path))


def failed(checks: tuple[CheckResult, ...]) -> list[str]:
    return [f"{check.name}: {check.evidence}" for check in checks if not check.passed]


def with_step(context: Context, step: Step) -> Context:
    return replace(context, step=step)
