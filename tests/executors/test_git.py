"""``git``: a repository and its commits, whatever the user's own settings say."""

import os
import subprocess
from pathlib import Path

import pytest

from praetorium.executors import Context
from praetorium.executors.git import Git
from tests.executors.conftest import Said, run, write


def git(folder: Path, *arguments: str) -> str:
    given = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "safe.directory=*", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=given).stdout.strip()


async def test_a_folder_becomes_a_repository(context: Context) -> None:
    folder = write(context.workspace / "app", {"a.txt": "a", "sub/b.txt": "b", ".gitignore": "*.pyc\n", "c.pyc": "x"})
    result = await run(Git(), context, folder="app", message="First: 50% of \"it\" & 'more'\n\n#1 is $HOME `id`")
    assert result.commit == git(folder, "rev-parse", "HEAD")
    assert (result.branch, result.files) == ("main", 3)
    assert git(folder, "log", "-1", "--format=%an <%ae>|%B") == (
        "Praetorium <praetorium@localhost>|First: 50% of \"it\" & 'more'\n\n#1 is $HOME `id`"
    )
    assert git(folder, "status", "--porcelain") == ""


async def test_the_next_commit_follows_the_first(context: Context) -> None:
    folder = write(context.workspace / "app", {"a.txt": "a"})
    first = await run(Git(), context, folder="app")
    write(folder, {"a.txt": "changed"})
    second = await run(Git(), context, folder="app", message="Second", author="Ada", email="ada@example.org")
    assert git(folder, "rev-list", "HEAD").split() == [second.commit, first.commit]
    assert git(folder, "log", "-1", "--format=%cn %ae") == "Ada ada@example.org"


async def test_nothing_new_is_no_commit(context: Context, said: Said) -> None:
    write(context.workspace / "app", {"a.txt": "a"})
    first = await run(Git(), context, folder="app")
    assert (await run(Git(), context, folder="app")).commit == first.commit
    assert said.titles[-1].startswith("Nothing to commit")


async def test_the_branch_of_a_project_is_kept(context: Context) -> None:
    folder = write(context.workspace / "app", {"a.txt": "a"})
    git(folder, "init", "--quiet", "--initial-branch=trunk")
    assert (await run(Git(), context, folder="app")).branch == "trunk"


@pytest.mark.parametrize("hook", ["pre-commit", "post-commit", "commit-msg"])
async def test_no_hook_of_the_folder_is_run(context: Context, hook: str) -> None:
    folder = write(context.workspace / "app", {"a.txt": "a"})
    git(folder, "init", "--quiet")
    place = write(folder, {f".git/hooks/{hook}": "#!/bin/sh\ntouch ran\nexit 1\n"}) / ".git" / "hooks" / hook
    place.chmod(0o755)
    await run(Git(), context, folder="app")
    assert not (folder / "ran").exists()


async def test_the_user_s_settings_are_not_looked_at(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = write(tmp_path / "user", {".gitconfig": "[user]\nname = Somebody\n[commit]\ngpgsign = true\n"})
    monkeypatch.setenv("HOME", str(user))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    folder = write(context.workspace / "app", {"a.txt": "a"})
    await run(Git(), context, folder="app")
    assert git(folder, "log", "-1", "--format=%an") == "Praetorium"


async def test_an_empty_folder_is_a_repository_too(context: Context) -> None:
    (context.workspace / "app").mkdir()
    result = await run(Git(), context, folder="app")
    assert result.files == 0
    assert git(context.workspace / "app", "rev-list", "--count", "HEAD") == "1"
