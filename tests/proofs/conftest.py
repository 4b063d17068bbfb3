"""What proofs are run in: a context with a workspace of its own, and real processes to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.models import Brief, Request, Step
from praetorium.workspace.confinement import Confinement

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def context_in() -> Callable[[Path], Context]:
    """Makes a context whose workspace is that folder; Praetorium's own folder lies beside it."""

    def make(workspace: Path) -> Context:
        home = workspace.parent / "home"
        home.mkdir(exist_ok=True)
        return Context(
            request=Request(words="a crm"),
            brief=Brief(intent="build-app", title="CRM", summary="A CRM."),
            step=Step(id="launch", title="Start", why="To use it", executor="launch", expected="It runs"),
            workspace=workspace,
            home=home,
            templates=ROOT / "templates",
            commands=Confinement(level="limits", home=home),
            hosts={},
            say=_say,
            key="key",
            attachment=_attachment,
        )

    return make


@pytest.fixture
def context(tmp_path: Path, context_in: Callable[[Path], Context]) -> Context:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return context_in(workspace)


def _say(title: str, **_: Any) -> None:
    assert title


def _attachment(name: str) -> Path:
    raise UserError(f"nothing called '{name}' is attached")
