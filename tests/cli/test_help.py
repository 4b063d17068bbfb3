"""Help: every command explains itself, with an example, on a terminal of 80 columns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from typer.main import get_command

from praetorium.cli.commands import application

from .conftest import Ended


def commands() -> Iterator[tuple[str, ...]]:
    """The path of every command and group."""
    yield ()
    yield from _below(get_command(application()), ())


def _below(group: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, command in getattr(group, "commands", {}).items():
        yield (*path, name)
        yield from _below(command, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_has_help_with_an_example(
    path: tuple[str, ...], praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ended = praetorium(*path, "--help")
    assert ended.code == 0
    assert ended.err == ""
    usage, _, examples = ended.out.partition("Example")
    assert " ".join(("Usage: praetorium", *path)) in usage
    assert " ".join(("  praetorium", *path)) in examples
    assert max(map(len, usage.splitlines())) <= 80
    assert "``" not in ended.out


def test_the_contract_s_commands_are_there() -> None:
    paths = {" ".join(path) for path in commands()}
    wanted = "up down status run plan show list follow events diff cancel version assets apps playbooks executors"
    groups = {
        "assets": ("list", "show", "get", "open"),
        "apps": ("list", "start", "stop", "logs"),
        "playbooks": ("list", "show", "check"),
        "executors": ("list", "show"),
        "approvals": ("list", "show"),
    }
    assert set(wanted.split()) <= paths
    assert {f"{group} {name}" for group, names in groups.items() for name in names} <= paths


@pytest.mark.parametrize("arguments", [("rnu", "x"), ("assets", "lst"), ("run", "--budgt", "1", "x"), ("run",)])
def test_bad_usage_says_what_is_wrong(arguments: tuple[str, ...], praetorium: Callable[..., Ended]) -> None:
    ended = praetorium(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert "Error: " in ended.err
    assert "Traceback" not in ended.err


def test_a_mistyped_command_is_recognised(praetorium: Callable[..., Ended]) -> None:
    assert "Did you mean 'run'?" in praetorium("rnu", "x").err
    assert "--budget" in praetorium("run", "--budgt", "1", "x").err


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from praetorium.cli.entry import run; run(['--help']); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("pydantic", "sqlalchemy", "prefect", "rich.console", "httpx"):
        assert f"'{heavy}'" not in loaded
