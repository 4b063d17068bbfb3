"""``packages``: environments made once, by uv, from what a project asks for.

The packages are wheels made here, so that no registry is needed.
"""

import asyncio
import base64
import hashlib
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from praetorium.errors import ExternalError, StepError, UserError
from praetorium.executors import Context
from praetorium.executors.packages import Packages
from praetorium.models import Effect
from tests.executors.conftest import Said, run, write


def wheel(folder: Path, name: str, version: str, needs: str = "") -> Path:
    """A package with one module that knows its version."""
    about = f"{name}-{version}.dist-info"
    needed = f"Requires-Dist: {needs}\n" if needs else ""
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needed}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(text)}")
    files[f"{about}/RECORD"] = "\n".join([*lines, f"{about}/RECORD,,"]) + "\n"
    place = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(place, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return place


@pytest.fixture
def wheels(context: Context) -> Path:
    """In the project itself, where a confined client sees them."""
    folder = context.workspace / "app" / "wheels"
    folder.mkdir(parents=True)
    wheel(folder, "alpha", "1.0", needs="beta")
    wheel(folder, "alpha", "2.0")
    wheel(folder, "beta", "1.5")
    return folder


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package client is told by its own variable, as a user would."""
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", "wheels")


async def test_a_project_gets_its_packages(context: Context, wheels: Path, said: Said) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==1.0\n"})
    result = await run(Packages(), context, folder="app")
    assert [(package.name, package.version) for package in result.packages] == [("alpha", "1.0"), ("beta", "1.5")]
    assert result.fresh
    assert Path(result.environment).is_relative_to(context.home / "environments")
    told = await context.commands.run(
        [result.python, "-c", "import alpha; print(alpha.VERSION)"],
        folder=context.workspace,
        readable=[Path(result.environment)],
    )
    assert told.stdout == "1.0\n"
    assert said.titles == ["Installing packages", "Packages are there"]


@pytest.mark.parametrize("file", ["uv.toml", "pyproject.toml"])
async def test_a_projects_own_settings_name_no_other_source(context: Context, wheels: Path, file: str) -> None:
    """Environments are shared by whoever asks for the same packages, so they come from where the installation says."""
    wheel(write(wheels.parent / "others", {"note": ""}), "alpha", "3.0")
    table = "" if file == "uv.toml" else "[tool.uv]\n"
    write(wheels.parent, {"requirements.txt": "alpha\n", file: f"{table}find-links = ['others']\n"})
    result = await run(Packages(), context, folder="app")
    assert [(package.name, package.version) for package in result.packages] == [("alpha", "2.0")]


async def test_the_same_is_not_made_twice(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==1.0\n"})
    first = await run(Packages(), context, folder="app")
    begun = time.monotonic()
    second = await run(Packages(), context, folder="app")
    assert time.monotonic() - begun < 0.5
    assert not second.fresh
    assert (second.environment, second.packages) == (first.environment, first.packages)


async def test_another_lock_is_another_environment(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==1.0\n", "more.txt": "-r requirements.txt\n"})
    one = await run(Packages(), context, folder="app", requirements="more.txt")
    write(wheels.parent, {"requirements.txt": "alpha==2.0\n"})
    other = await run(Packages(), context, folder="app", requirements="more.txt")
    assert one.environment != other.environment
    assert [package.version for package in other.packages] == ["2.0"]


async def test_several_files_can_be_named(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"one.txt": "alpha==2.0\n", "two.txt": "beta\n"})
    result = await run(Packages(), context, folder="app", requirements=["one.txt", "two.txt"])
    assert [package.name for package in result.packages] == ["alpha", "beta"]


async def test_two_at_once_make_one(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==1.0\n"})
    both = await asyncio.gather(run(Packages(), context, folder="app"), run(Packages(), context, folder="app"))
    assert sorted(result.fresh for result in both) == [False, True]
    assert both[0].environment == both[1].environment


async def test_what_was_left_half_made_is_made_anew(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==1.0\n"})
    first = await run(Packages(), context, folder="app")
    (Path(first.environment) / ".praetorium-complete").unlink()
    (Path(first.environment) / "bin" / "python").unlink()
    second = await run(Packages(), context, folder="app")
    assert second.fresh
    assert Path(second.python).exists()


async def test_hashes_in_a_lock_are_held_to(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": f"beta==1.5 --hash=sha256:{'0' * 64}\n"})
    with pytest.raises(StepError, match=r"(?i)hash"):
        await run(Packages(), context, folder="app")


async def test_what_cannot_be_resolved_is_the_user_s_to_mend(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==9.9\n"})
    with pytest.raises(StepError, match=r"alpha==9\.9") as failed:
        await run(Packages(), context, folder="app")
    assert not failed.value.retryable
    assert list((context.home / "environments").glob("*/.praetorium-complete")) == []


async def test_a_registry_that_cannot_be_reached_is_tried_again(
    context: Context, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_NO_INDEX")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    write(wheels.parent, {"requirements.txt": "gamma\n"})
    with pytest.raises(ExternalError, match="could not be reached"):
        await run(Packages(), context, folder="app")


async def test_no_code_of_a_package_is_run_unless_allowed(context: Context, wheels: Path) -> None:
    source = {"setup.py": "open('/tmp/ran', 'w'); from setuptools import setup; setup(name='gamma', version='1')"}
    write(wheels.parent / "gamma", source)
    write(wheels.parent, {"requirements.txt": "./gamma\n"})
    with pytest.raises(StepError, match=r"(?i)build"):
        await run(Packages(), context, folder="app")
    assert Effect.RUN_CODE not in Packages().effects_of(Packages.parameters({}))
    assert Effect.RUN_CODE in Packages().effects_of(Packages.parameters({"build": True}))


@pytest.mark.parametrize("name", ["missing.txt", "../outside.txt"])
async def test_only_files_of_the_project_are_read(context: Context, wheels: Path, name: str) -> None:
    write(context.workspace, {"outside.txt": "alpha\n"})
    with pytest.raises(UserError, match="no requirements file"):
        await run(Packages(), context, folder="app", requirements=name)


async def test_a_cancelled_one_leaves_no_lock(context: Context, wheels: Path) -> None:
    write(wheels.parent, {"requirements.txt": "alpha==1.0\n"})
    running = asyncio.create_task(run(Packages(), context, folder="app"))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await run(Packages(), replace(context, key="other"), folder="app")).packages
