"""``tests``: a project's own tests are really run, and their report is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

from pydantic import Field

from praetorium.described import parts
from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.interpreter import environment_of
from praetorium.executors.ports import Completed, Limits
from praetorium.models import Brief, CheckResult, Effect, Estimate, Model, Part, Product, Undo

_REPORTS = ".praetorium"
"""Folder in the workspace for what belongs to the work and not to what is made."""
_NAMED = 5


class TestsParameters(Model):
    __test__ = False  # pytest collects classes by this prefix

    folder: str = Field(default="app", description="The project, in the workspace")
    python: str = Field(
        description="The interpreter with the project's packages and pytest, such as ${packages.python}"
    )
    tests: str = Field(default="tests", description="Its tests: a folder or file in the project")
    environment: dict[str, str] = Field(default_factory=dict, description="Variables for the tests")
    seconds: float = Field(default=240.0, gt=0, le=3600, description="Most they may take, in seconds")


class Tested(Result):
    report: str
    """The JUnit XML report, in the workspace."""
    passed: int
    failed: int
    skipped: int
    seconds: float
    parts: tuple[Part, ...] = ()
    """What the project says it consists of (``app.json``), each part with its tests counted."""


class Tests(Executor[TestsParameters]):
    __test__ = False

    name = "tests"
    summary = "Runs a project's own tests with pytest, confined, and keeps their report."
    Parameters = TestsParameters
    Returns = Tested
    effects = frozenset({Effect.RUN_CODE, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 3630.0
    typical = Estimate(seconds=6.0)
    example: ClassVar[Mapping[str, Any]] = {"folder": "app", "python": "${packages.python}"}

    def estimate(self, parameters: TestsParameters, brief: Brief) -> Estimate:
        """Starting pytest and the application, and about a second for each entity's pages and interfaces."""
        return Estimate(seconds=round(2.0 + 1.0 * max(1, len(brief.entities)), 2))

    async def run(self, parameters: TestsParameters, context: Context) -> Tested:
        folder = context.inside(parameters.folder)
        python, environment = parameters.python, environment_of(parameters.python, context)
        if not context.inside(Path(parameters.folder) / parameters.tests).exists():
            raise UserError(f"the project has no tests at '{parameters.tests}'")
        draft = folder / f".tests-{context.key[-8:].replace('/', '-')}.xml"
        context.say(
            "Running the tests", command=f"python -m pytest {parameters.tests}", detail=f"in {parameters.folder}"
        )
        try:
            done = await context.commands.run(
                (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={draft}", parameters.tests),
                folder=folder,
                environment={"PYTHONDONTWRITEBYTECODE": "1", **parameters.environment},
                limits=Limits(seconds=parameters.seconds),
                readable=(environment,),
            )
            counts = _counts(draft, done)
            report = context.inside(Path(_REPORTS) / f"tests-{folder.name}.xml")
            report.parent.mkdir(exist_ok=True)
            draft.replace(report)
        finally:
            draft.unlink(missing_ok=True)
        check = _check(counts, done)
        context.say(check.evidence)
        relative = report.relative_to(context.workspace.resolve())
        return Tested(
            report=str(relative),
            passed=counts.passed,
            failed=len(counts.bad),
            skipped=counts.skipped,
            seconds=round(done.seconds, 3),
            parts=parts(folder, counts.cases),
            checks=(check,),
            products=(Product(name=f"Test report of {folder.name}", kind="report", path=relative, mime="text/xml"),),
        )


class _Counts(Model):
    passed: int
    skipped: int
    bad: tuple[str, ...]
    cases: dict[tuple[str, str], tuple[int, int]]
    """(file, function) → cases that passed, and that did not."""


def _counts(report: Path, done: Completed) -> _Counts:
    """What the report says, counted case by case. Raises StepError when there is none to be read."""
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        why = done.exceeded or f"exit code {done.code}"
        raise StepError(f"the tests could not be run ({why}):\n{done.tail}") from None
    bad, skipped = [], 0
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for case in cases:
        wrong = next((child for child in case if child.tag in ("failure", "error")), None)
        if case.find("skipped") is not None:
            skipped += 1
            continue
        if wrong is not None:
            bad.append(f"{case.get('classname')}.{case.get('name')}: {_why(wrong)[:160]}")
        passed, failed = counted.get(_place(case), (0, 0))
        counted[_place(case)] = (passed + (wrong is None), failed + (wrong is not None))
    return _Counts(passed=len(cases) - len(bad) - skipped, skipped=skipped, bad=tuple(bad), cases=counted)


def _place(case: ElementTree.Element) -> tuple[str, str]:
    """File and function of a case: ``tests.test_app`` and ``test_pages[/]`` → ``tests/test_app.py``, ``test_pages``."""
    module = (case.get("classname") or "").split(".Test")[0]
    return f"{module.replace('.', '/')}.py", (case.get("name") or "").partition("[")[0]


def _why(wrong: ElementTree.Element) -> str:
    """The reason in one line; where a file could not even be read, it stands in the text that follows."""
    message = (wrong.get("message") or wrong.tag).splitlines()[0]
    if message != "collection failure":
        return message
    said = [line[2:].strip() for line in (wrong.text or "").splitlines() if line.startswith("E ")]
    return said[-1] if said else message


def _check(counts: _Counts, done: Completed) -> CheckResult:
    told = f"{counts.passed} tests passed, {len(counts.bad)} failed, {counts.skipped} skipped in {done.seconds:.1f} s"
    if done.exceeded:
        told = f"{told}; ended: {done.exceeded}"
    elif counts.bad:
        more = f" and {len(counts.bad) - _NAMED} more" if len(counts.bad) > _NAMED else ""
        told = f"{told}: {'; '.join(counts.bad[:_NAMED])}{more}"
    elif counts.passed == 0:
        told = "no test was run" if not counts.skipped else f"no test was run, {counts.skipped} were skipped"
    elif done.code:
        told = f"{told}, but pytest ended with exit code {done.code}"
    good = done.code == 0 and counts.passed > 0 and not counts.bad and not done.exceeded
    return CheckResult(name="the tests pass", passed=good, evidence=told)
