"""What an executor is given, made of real parts."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import UserError
from praetorium.executors import Context, Executor, Result
from praetorium.hosts import ProcessHost
from praetorium.models import Brief, Entity, Field, Request, Step
from praetorium.workspace import Confinement

ROOT = Path(__file__).parents[2]

BRIEF = Brief(
    intent="build-app",
    title="Library",
    summary="An application to keep books.",
    entities=(
        Entity(
            name="book",
            plural="books",
            label="Book",
            label_plural="Books",
            fields=(
                Field(name="title", label="Title", required=True),
                Field(name="pages", label="Pages", type="integer"),
            ),
            display="title",
        ),
    ),
)


class Said(list[dict[str, Any]]):
    """Rows of the workstream, as they were said."""

    def __call__(self, title: str, **facts: Any) -> None:
        self.append({"title": title, **facts})

    @property
    def titles(self) -> list[str]:
        return [row["title"] for row in self]


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture(scope="session")
def lasting_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose environments last for the session."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def context(home: Path, said: Said) -> Iterator[Context]:
    """A context with an empty workspace; what was launched in it is ended afterwards."""
    workspace = home / "workspaces" / "req-1"
    workspace.mkdir(parents=True)
    host = ProcessHost(home)

    def attachment(name: str) -> Path:
        raise UserError(f"no file '{name}' came with the request")

    yield Context(
        request=Request(words="a library"),
        brief=BRIEF,
        step=Step(id="step", title="Step", why="it is tested", executor="command", expected="it works"),
        workspace=workspace,
        home=home,
        templates=ROOT / "templates",
        commands=Confinement.detect(home),
        hosts={"process": host},
        say=said,
        key=f"req-1:step:{secrets.token_hex(8)}",
        attachment=attachment,
    )
    for running in host.all():
        host.remove(running.name)


@pytest.fixture
def at_level(context: Context) -> Callable[[str], Context]:
    """The same context with commands confined at that level."""

    def chosen(level: str) -> Context:
        return replace(context, commands=Confinement.detect(context.home, level))

    return chosen


async def run(executor: Executor[Any], context: Context, **parameters: Any) -> Any:
    """Run it with parameters as a playbook would write them."""
    result = await executor.run(executor.parameters(parameters), context)
    assert isinstance(result, executor.Returns)
    # What is stored and referred to is the dumped result.
    assert isinstance(result.dump(), dict)
    return result


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def failed(result: Result) -> list[str]:
    """Evidence of the checks that do not hold."""
    return [check.evidence for check in result.checks if not check.passed]
