"""The contract of an executor, kept by each that is registered, and by one that was really installed from outside."""

import importlib
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from praetorium import executors
from praetorium.errors import PraetoriumError, UnknownError, UserError
from praetorium.executors import Context, Executor, Result, base
from praetorium.models import Effect, Estimate, Undo
from tests.executors.conftest import BRIEF, run

OUTSIDE = Path(__file__).with_name("outside")
EXPECTED = {"render", "command", "packages", "tests", "git", "launch", "rehearse", "container", "http"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """The package from outside, installed into a folder of its own that is on the path for the length of the module."""
    import uv

    target = tmp_path_factory.mktemp("site")
    command = [uv.find_uv_bin(), "pip", "install", "--quiet", "--target", str(target), "--no-deps", str(OUTSIDE)]
    subprocess.run([*command, "--python", sys.executable], check=True)
    sys.path.insert(0, str(target))
    importlib.invalidate_caches()
    base.registry.cache_clear()
    yield target
    sys.path.remove(str(target))
    sys.modules.pop("praetorium_shout", None)
    importlib.invalidate_caches()
    base.registry.cache_clear()


@pytest.fixture(params=sorted({*executors.registry(), "shout"}))
def executor(request: pytest.FixtureRequest, installed: Path) -> Executor[Any]:
    """Each executor in turn."""
    return executors.get(request.param)


def test_all_are_found_without_a_list(installed: Path) -> None:
    assert {*EXPECTED, "shout"} <= executors.registry().keys()


def test_it_is_described(executor: Executor[Any]) -> None:
    assert re.fullmatch(r"[a-z][a-z-]*", executor.name)
    assert len(executor.summary) > 20
    assert executor.version
    assert sys.modules[type(executor).__module__].__doc__


@pytest.mark.parametrize("name", sorted({*EXPECTED, "shout"}))
def test_each_parameter_is_described(installed: Path, name: str) -> None:
    """As ``praetorium executors show`` tells them."""
    fields = executors.get(name).Parameters.model_fields
    assert [field for field, about in fields.items() if not about.description] == []


def test_its_example_is_valid(executor: Executor[Any]) -> None:
    parameters = executor.parameters(executor.example)
    assert isinstance(parameters, executor.Parameters)


def test_an_unknown_parameter_is_refused_by_name(executor: Executor[Any]) -> None:
    with pytest.raises(UserError) as refused:
        executor.parameters({**executor.example, "no_such_parameter": 1})
    message = str(refused.value)
    assert f"'{executor.name}'" in message
    assert "no_such_parameter" in message
    assert all(name in message for name in executor.Parameters.model_fields)


def test_its_effects_are_declared_and_never_fewer(executor: Executor[Any]) -> None:
    assert executor.effects
    assert all(isinstance(effect, Effect) for effect in executor.effects)
    with_parameters = executor.effects_of(executor.parameters(executor.example))
    assert with_parameters
    # Only asking this very machine is less than what is declared: it stays a reading.
    assert executor.effects <= with_parameters or with_parameters == {Effect.READ}


def test_what_cannot_be_undone_is_said(executor: Executor[Any]) -> None:
    overridden = type(executor).compensate is not Executor.compensate
    assert overridden == (executor.undo is Undo.COMPENSATE)
    if executor.undo is Undo.NOTHING:
        assert Effect.WRITE_WORKSPACE not in executor.effects
    if executor.undo is Undo.SNAPSHOT:
        assert Effect.WRITE_WORKSPACE in executor.effects
    assert isinstance(executor.undo_with(executor.parameters(executor.example)), Undo)


def test_it_previews_if_it_says_so(executor: Executor[Any]) -> None:
    assert (type(executor).preview is not Executor.preview) == executor.dry_run


def test_its_estimate_is_time_and_money(executor: Executor[Any]) -> None:
    for estimate in (executor.typical, executor.estimate(executor.parameters(executor.example), BRIEF)):
        assert isinstance(estimate, Estimate)
        assert estimate.seconds >= 0
        assert estimate.cost >= 0
        assert estimate.seconds < executor.timeout


def test_it_is_retried_only_where_that_does_no_harm(executor: Executor[Any]) -> None:
    assert executor.retries >= 0
    assert executor.timeout > 0
    repeatable = executor.repeatable_with(executor.parameters(executor.example))
    assert executor.retries == 0 or executor.repeatable or repeatable


def test_its_result_says_what_later_steps_may_refer_to(executor: Executor[Any]) -> None:
    assert issubclass(executor.Returns, Result)
    assert executor.Returns.model_fields.keys() >= base.COMMON


def test_it_says_whether_it_can_work_here(executor: Executor[Any]) -> None:
    reason = executor.available()
    assert reason is None or len(reason) > 10


async def test_one_from_outside_works_like_any_other(installed: Path, context: Context) -> None:
    result = await run(executors.get("shout"), context, words="hello")
    assert result.loud == "HELLO"


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(UnknownError, match="did you mean 'render'"):
        executors.get("rendr")


def test_two_of_one_name_are_refused(installed: Path) -> None:
    known: dict[str, Executor[Any]] = {}
    shout = type(executors.get("shout"))
    base._add(known, shout, "here")
    with pytest.raises(PraetoriumError, match="two executors are called 'shout'"):
        base._add(known, shout, "there")
