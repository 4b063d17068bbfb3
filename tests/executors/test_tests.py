"""``tests``: a project's suite is really run, and counted case by case."""

import asyncio
import json
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import StepError, UserError
from praetorium.executors import Context
from praetorium.executors.tests import Tests
from tests.executors.conftest import Said, failed, run, write

PYTHON = sys.executable
"""It has pytest."""


async def ran(context: Context, **more: Any) -> Any:
    """Run the suite of ``app``, without the plug-ins of this environment: they take a second of a core each time."""
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return await run(Tests(), context, folder="app", python=PYTHON, environment=alone, **more)


async def test_what_passes_is_counted_and_its_report_kept(context: Context, said: Said) -> None:
    suite = "import pytest\n@pytest.mark.parametrize('n', [1, 2])\ndef test_a(n): assert n\n"
    suite += "def test_b(): pytest.skip('later')"
    write(context.workspace / "app", {"tests/test_a.py": suite})
    result = await ran(context)
    assert (result.passed, result.failed, result.skipped) == (2, 0, 1)
    assert failed(result) == []
    (report,) = result.products
    assert report.kind == "report"
    assert "<testsuite" in (context.workspace / result.report).read_text()
    assert said.titles[-1].startswith("2 tests passed, 0 failed, 1 skipped in ")
    # Nothing of the run is left in the project.
    assert sorted(path.name for path in (context.workspace / "app").rglob("*")) == ["test_a.py", "tests"]


async def test_a_failing_one_is_named_with_its_reason(context: Context) -> None:
    write(
        context.workspace / "app", {"tests/test_a.py": "def test_sum(): assert 1 + 1 == 3\ndef test_b(): assert True"}
    )
    result = await ran(context)
    (evidence,) = failed(result)
    assert "1 tests passed, 1 failed" in evidence
    assert "test_sum: assert (1 + 1) == 3" in evidence
    assert (context.workspace / result.report).is_file()


async def test_each_part_that_the_project_describes_has_its_tests_counted(context: Context) -> None:
    described = {
        "entities": [{"name": "note", "label": "Note", "list": "/notes", "tests": ["tests/test_notes.py"]}],
        "abilities": [{"name": "search", "entity": "note", "tests": ["tests/test_notes.py"], "named": "^test_search_"}],
        "features": [{"name": "board", "label": "Board", "pages": [{"name": "Board", "path": "/board"}], "tests": []}],
    }
    notes = "import pytest\n@pytest.mark.parametrize('n', [1, 2])\ndef test_search_finds(n): assert n\n"
    notes += "def test_a_note_is_kept(): assert False"
    files = {"app.json": json.dumps(described), "tests/__init__.py": "", "tests/test_notes.py": notes}
    write(context.workspace / "app", files)
    result = await ran(context)
    counted = {(part.name, part.entity): (part.passed, part.failed) for part in result.parts}
    assert counted == {("records", "note"): (2, 1), ("search", "note"): (2, 0), ("board", ""): (0, 0)}


@pytest.mark.parametrize(
    ("suite", "evidence"),
    [
        ("", "no test was run"),
        ("import pytest\ndef test_a(): pytest.skip('x')", "no test was run, 1 were skipped"),
        ("raise RuntimeError('broken')", "broken"),
    ],
)
async def test_no_test_is_no_success(context: Context, suite: str, evidence: str) -> None:
    write(context.workspace / "app", {"tests/test_a.py": suite})
    result = await ran(context)
    assert evidence in failed(result)[0]


async def test_a_suite_that_ends_the_process_is_no_success(context: Context) -> None:
    write(context.workspace / "app", {"tests/test_a.py": "import os\ndef test_a(): os._exit(0)"})
    with pytest.raises(StepError, match="could not be run"):
        await ran(context)


async def test_a_suite_that_takes_too_long_is_ended(context: Context) -> None:
    write(context.workspace / "app", {"tests/test_a.py": "import time\ndef test_a(): time.sleep(60)"})
    with pytest.raises(StepError, match="it ran longer than 3 s"):
        await ran(context, seconds=3)


async def test_an_old_report_is_not_taken_for_a_new_one(context: Context) -> None:
    app = write(context.workspace / "app", {"tests/test_a.py": "def test_a(): assert True"})
    await ran(context)
    write(app, {"tests/test_a.py": "import os\nos._exit(0)"})
    with pytest.raises(StepError):
        await ran(context)


async def test_what_it_needs_must_be_there(context: Context) -> None:
    app = write(context.workspace / "app", {"a.py": ""})
    with pytest.raises(UserError, match="no interpreter"):
        await run(Tests(), context, folder="app", python="/no/python")
    with pytest.raises(UserError, match="no tests at 'tests'"):
        await ran(context)
    assert list(app.iterdir()) == [app / "a.py"]


@pytest.mark.parametrize("way", ["beside the workspace", "by a link", "at the root"])
async def test_what_lies_around_an_interpreter_is_not_shown(context: Context, tmp_path: Path, way: str) -> None:
    """A plan may name any path, and what an earlier command wrote may lead anywhere."""
    private = write(tmp_path / "private", {"bin/python": "", "key": "the crown jewels"})
    write(context.workspace / "app", {"tests/test_a.py": "def test_a(): assert True"})
    (context.workspace / "link").symlink_to(private)
    named = {
        "beside the workspace": private / "bin" / "python",
        "by a link": context.workspace / "link" / "bin" / "python",
        "at the root": Path("/etc/passwd"),
    }[way]
    with pytest.raises(UserError, match="no environment that was made here"):
        await run(Tests(), context, folder="app", python=str(named))


async def test_an_interpreter_without_pytest_is_told(context: Context) -> None:
    write(context.workspace / "app", {"tests/test_a.py": "def test_a(): assert True"})
    place = context.home / "environments" / "bare"
    bare = str(place / "bin" / "python")
    await asyncio.to_thread(venv.create, place, symlinks=True)
    with pytest.raises(StepError, match="No module named pytest"):
        await run(Tests(), context, folder="app", python=bare)
