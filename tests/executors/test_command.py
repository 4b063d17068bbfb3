"""``command``: run confined, told as it went, ended when it is to end."""

import asyncio
import time
from collections.abc import Callable

import psutil
import pytest

from praetorium.errors import UserError
from praetorium.executors import Context
from praetorium.executors.command import Command
from praetorium.models import Effect
from tests.executors.conftest import Said, failed, run


async def test_a_line_for_a_shell(context: Context, said: Said) -> None:
    result = await run(Command(), context, command="printf 'a\\nb\\n' | wc -l")
    assert (result.code, result.stdout.strip()) == (0, "2")
    assert failed(result) == []
    assert said[0]["command"] == "printf 'a\\nb\\n' | wc -l"


async def test_a_list_of_words_is_not_interpreted(context: Context) -> None:
    result = await run(Command(), context, command=["echo", "$HOME; ls"])
    assert result.stdout == "$HOME; ls\n"


@pytest.mark.parametrize("level", ["full", "limits"])
async def test_it_works_where_it_was_told_to(at_level: Callable[[str], Context], level: str) -> None:
    context = at_level(level)
    (context.workspace / "sub").mkdir()
    result = await run(Command(), context, command="echo made > file", folder="sub")
    assert result.code == 0
    assert (context.workspace / "sub" / "file").read_text() == "made\n"


async def test_a_failure_keeps_its_evidence(context: Context) -> None:
    result = await run(Command(), context, command="echo it went wrong >&2; exit 7")
    assert result.code == 7
    (evidence,) = failed(result)
    assert evidence.startswith("exit code 7 after ")
    assert evidence.endswith("it said: it went wrong")


async def test_a_limit_that_was_passed_is_named(context: Context) -> None:
    result = await run(Command(), context, command="sleep 60", seconds=0.3)
    (evidence,) = failed(result)
    assert "it ran longer than 0.3 s" in evidence


@pytest.mark.parametrize("folder", ["..", "/etc", "link"])
async def test_it_does_not_work_outside(context: Context, folder: str) -> None:
    (context.workspace / "link").symlink_to("/etc")
    with pytest.raises(UserError, match="outside the workspace"):
        await run(Command(), context, command="true", folder=folder)


async def test_cancelling_ends_its_processes(context: Context) -> None:
    command = "touch begun; setsid sleep 67 & sleep 67"
    running = asyncio.create_task(run(Command(), context, command=command))
    await asyncio.to_thread(_wait, lambda: (context.workspace / "begun").exists() and _sleeping())
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not _sleeping()


@pytest.mark.parametrize(
    "command",
    [
        "rm -rf ./proj",
        ["rm", "-rf", "proj"],
        "find . -name '*.py' -delete",
        "cat x && /bin/rm y",
        "git clean -fdx",
        "git reset --hard HEAD~1",
        "git push --force",
        "sqlite3 db 'DROP TABLE users'",
        "psql -c 'delete from users'",
        "python -c 'import shutil; shutil.rmtree(\"x\")'",
        "dd if=/dev/zero of=disk",
        "sh -c 'rm x'",
        "(rm x)",
        "echo `rm x`",
    ],
)
def test_what_destroys_is_declared_so(command: str | list[str]) -> None:
    effects = Command().effects_of(Command.parameters({"command": command}))
    assert Effect.DESTROY in effects


@pytest.mark.parametrize(
    "command", ["ls -la", "python -m pytest", "npm run format", "git commit -m 'add arm'", "echo alarm"]
)
def test_what_does_not_is_not(command: str) -> None:
    effects = Command().effects_of(Command.parameters({"command": command}))
    assert effects == {Effect.RUN_CODE, Effect.WRITE_WORKSPACE}


def test_the_network_is_an_effect() -> None:
    assert Effect.NETWORK in Command().effects_of(Command.parameters({"command": "true", "network": True}))


async def test_the_preview_does_nothing(context: Context) -> None:
    told = await Command().preview(Command.parameters({"command": "touch made"}), context)
    assert "touch made" in told
    assert "without network" in told
    assert list(context.workspace.iterdir()) == []


@pytest.mark.parametrize("given", [{"command": ""}, {"command": []}, {"command": "true", "seconds": 0}, {}])
def test_what_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(UserError, match="executor 'command'"):
        Command.parameters(given)


def _sleeping() -> bool:
    return any(process.info["cmdline"] == ["sleep", "67"] for process in psutil.process_iter(["cmdline"]))


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.01)
