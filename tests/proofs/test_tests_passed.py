"""``tests-passed``: a real pytest run passes; what was not run, was changed afterwards or asserts nothing does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from praetorium.executors.base import Context
from praetorium.models import CheckResult
from praetorium.proofs import prove

GOOD = """
import pytest

def total(values):
    return sum(values)

@pytest.mark.parametrize("values", [[1, 2], [3]])
def test_adds(values):
    assert total(values) == 3

def test_refuses_words():
    with pytest.raises(TypeError):
        total(["a"])

def expect(value, wanted):
    assert value == wanted

def test_by_a_function_that_asserts():
    expect(total([]), 0)
"""


def run_pytest(project: Path, *chosen: str) -> None:
    """Run the project's tests as they are and leave a report."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(project)]
    # The plug-ins of this environment would take a second of a core each time.
    environment = {"PATH": os.environ["PATH"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    arguments = ["--junitxml", str(project / "report.xml"), *(chosen or ["tests"])]
    subprocess.run([*command, *arguments], cwd=project, env=environment, check=False, capture_output=True)


@pytest.fixture
def project(context: Context) -> Path:
    tests = context.workspace / "shop" / "tests"
    tests.mkdir(parents=True)
    (tests / "test_total.py").write_text(GOOD)
    return tests.parent


async def look(context: Context, **given: str) -> tuple[CheckResult, CheckResult]:
    given = {"folder": "shop", "report": "shop/report.xml"} | given
    ran, asserting = (await prove("tests-passed", given, context, {"report": "shop/report.xml"})).checks
    return ran, asserting


async def test_a_real_run_that_passed(context: Context, project: Path) -> None:
    run_pytest(project)
    ran, asserting = await look(context)
    assert ran.passed, ran.evidence
    assert "4 tests passed, 0 failed; all 3 test functions were run" in ran.evidence
    assert asserting.passed, asserting.evidence


async def test_the_report_named_by_the_result_is_taken(context: Context, project: Path) -> None:
    run_pytest(project)
    ran, _ = await look(context, report="")
    assert ran.passed, ran.evidence


async def test_a_failing_test_is_named(context: Context, project: Path) -> None:
    (project / "tests" / "test_wrong.py").write_text("def test_wrong_total():\n    assert sum([1]) == 2\n")
    run_pytest(project)
    ran, _ = await look(context)
    assert not ran.passed
    assert "1 of 5 tests failed" in ran.evidence
    assert "test_wrong_total" in ran.evidence


async def test_a_test_left_out_of_the_run_is_named(context: Context, project: Path) -> None:
    (project / "tests" / "test_more.py").write_text("def test_adds():\n    assert sum([1]) == 1\n")
    run_pytest(project, "tests/test_total.py")
    ran, _ = await look(context)
    assert not ran.passed
    assert "1 of 4 tests were not run" in ran.evidence
    assert "test_more.py" in ran.evidence


async def test_skipped_is_not_passed(context: Context, project: Path) -> None:
    skipped = "import pytest\n\n@pytest.mark.skip\ndef test_later():\n    assert sum([1]) == 1\n"
    (project / "tests" / "test_later.py").write_text(skipped)
    run_pytest(project)
    ran, _ = await look(context)
    assert not ran.passed
    assert "test_later" in ran.evidence


async def test_no_report_no_tests_and_an_old_report(context: Context, project: Path) -> None:
    ran, _ = await look(context)
    assert (ran.passed, "no test report" in ran.evidence) == (False, True)
    run_pytest(project)
    later = (project / "report.xml").stat().st_mtime + 60
    os.utime(project / "tests" / "test_total.py", (later, later))
    ran, _ = await look(context)
    assert (ran.passed, "older than the tests" in ran.evidence) == (False, True)
    (project / "tests" / "test_total.py").unlink()
    run_pytest(project)
    ran, asserting = await look(context)
    assert (ran.passed, ran.evidence) == (False, "no test was run")
    assert not asserting.passed


@pytest.mark.parametrize(
    "idle",
    [
        "def test_idle():\n    total = sum([1])\n",
        "def test_idle():\n    assert True\n",
        "def test_idle():\n    assert 1 + 1 == 2, 'sums'\n",
        "async def test_idle():\n    pass\n",
        "class TestShop:\n    def test_idle(self):\n        print('ok')\n",
    ],
)
async def test_a_test_that_cannot_fail_is_named(context: Context, project: Path, idle: str) -> None:
    (project / "tests" / "test_idle.py").write_text(idle)
    _, asserting = await look(context)
    assert not asserting.passed
    assert "1 of 4 tests cannot fail: test_idle.py:" in asserting.evidence


async def test_a_module_beside_the_tests_may_assert_for_them(context: Context, project: Path) -> None:
    (project / "tests" / "checking.py").write_text(
        "def same(a, b):\n    assert a == b\n\ndef all_same(*pairs):\n    for a, b in pairs:\n        same(a, b)\n"
    )
    helped = "from checking import all_same\n\ndef test_helped():\n    all_same((sum([1]), 1))\n"
    (project / "tests" / "test_helped.py").write_text(helped)
    _, asserting = await look(context)
    assert asserting.passed, asserting.evidence


async def test_a_test_file_that_does_not_compile(context: Context, project: Path) -> None:
    (project / "tests" / "test_broken.py").write_text("def test_x(:\n")
    (check,) = (await prove("tests-passed", {"folder": "shop", "report": "r.xml"}, context, {})).checks
    assert not check.passed
    assert "test_broken.py:1 does not compile" in check.evidence
