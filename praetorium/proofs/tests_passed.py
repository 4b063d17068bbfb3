"""The ``tests-passed`` proof: the project's own tests were really run, really assert, and passed.

The report (JUnit XML, as pytest writes it) is compared with the test sources: a test that is in the sources and not in
the report was not run, whatever the exit code said.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs import suite
from praetorium.proofs.base import Proof, Verdict

NAMED = 5
"""Most tests named in one sentence."""


class TestsPassedParameters(Model):
    __test__ = False  # pytest collects classes by this prefix

    folder: str
    """The project, in the workspace."""
    report: str = ""
    """The JUnit XML report, in the workspace; by default what the step's result names as ``report``."""
    tests: str = "tests"
    """The folder of the tests, in the project."""


class TestsPassed(Proof[TestsPassedParameters]):
    __test__ = False

    name = "tests-passed"
    summary = "Every test in the sources was run and passed, and each of them asserts something."
    Parameters = TestsPassedParameters

    async def run(self, parameters: TestsPassedParameters, context: Context, result: dict[str, Any]) -> Verdict:
        report = context.inside(parameters.report or str(result.get("report") or "no-report"))
        folder = context.inside(Path(parameters.folder) / parameters.tests)
        return Verdict(checks=await asyncio.to_thread(_look, folder, report))


@dataclass(frozen=True)
class Ran:
    """What the report says of each case."""

    passed: tuple[tuple[str, str], ...]
    """Dotted place (``tests.test_pages``) and name without its parameters."""
    bad: tuple[str, ...]
    skipped: int

    def has(self, test: suite.TestFunction) -> bool:
        """Whether that function ran and passed at least once."""
        module = Path(test.file).stem
        return any(name == test.name and module in place.split(".") for place, name in self.passed)


def _look(folder: Path, report: Path) -> tuple[CheckResult, ...]:
    try:
        tests = suite.read(folder)
    except SyntaxError as error:
        evidence = f"{error.filename}:{error.lineno} does not compile: {error.msg}"
        return (CheckResult(name="tests can be read", passed=False, evidence=evidence),)
    return (_ran(tests, folder, report), _assert_something(tests, folder))


def _assert_something(tests: list[suite.TestFunction], folder: Path) -> CheckResult:
    name = "each test asserts something"
    if not tests:
        return CheckResult(name=name, passed=False, evidence=f"there is no test below {folder.name}/")
    idle = [test.where for test in tests if not test.can_fail]
    if idle:
        evidence = f"{len(idle)} of {len(tests)} tests cannot fail: {_some(idle)}"
        return CheckResult(name=name, passed=False, evidence=evidence)
    return CheckResult(name=name, passed=True, evidence=f"all {len(tests)} test functions have an assertion")


def _ran(tests: list[suite.TestFunction], folder: Path, report: Path) -> CheckResult:
    name = "the application's own tests pass"

    def found(passed: bool, evidence: str) -> CheckResult:
        return CheckResult(name=name, passed=passed, evidence=evidence)

    if not report.is_file():
        return found(False, f"there is no test report at {report.name}")
    newest = max((path.stat().st_mtime for path in suite.test_files(folder)), default=0.0)
    if report.stat().st_mtime < newest:
        return found(False, f"the report {report.name} is older than the tests: they were changed after they ran")
    try:
        ran = _read_report(report)
    except ElementTree.ParseError as error:
        return found(False, f"the report {report.name} cannot be read: {error}")
    if ran.bad:
        return found(False, f"{len(ran.bad)} of {len(ran.passed) + len(ran.bad)} tests failed: {_some(ran.bad)}")
    if not ran.passed:
        return found(False, "no test was run")
    missing = [test for test in tests if not ran.has(test)]
    if missing:
        return found(False, f"{len(missing)} of {len(tests)} tests were not run or were skipped: {_named(missing)}")
    skipped = f", {ran.skipped} skipped" if ran.skipped else ""
    return found(True, f"{len(ran.passed)} tests passed, 0 failed{skipped}; all {len(tests)} test functions were run")


def _read_report(report: Path) -> Ran:
    passed, bad, skipped = [], [], 0
    for case in ElementTree.parse(report).iter("testcase"):
        place, label = case.get("classname", ""), case.get("name", "?")
        wrong = next((child for child in case if child.tag in ("failure", "error")), None)
        if wrong is not None:
            bad.append(f"{place}.{label} ({(wrong.get('message') or wrong.tag)[:200]})")
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed.append((place, label.partition("[")[0]))
    return Ran(tuple(passed), tuple(bad), skipped)


def _named(tests: list[suite.TestFunction]) -> str:
    """Each of a few; of many, how many in which file."""
    if len(tests) <= NAMED:
        return "; ".join(test.where for test in tests)
    return ", ".join(f"{count} in {file}" for file, count in sorted(Counter(test.file for test in tests).items()))


def _some(items: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return "; ".join(items[:NAMED]) + more
