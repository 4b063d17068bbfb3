"""What proofs are run in: a context with a workspace of its own, and real processes to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.executors.ports import Host
from praetorium.models import Brief, Request, Step
from praetorium.workspace.confinement import Confinement

MakeContext = Callable[..., Context]
ROOT = Path(__file__).parents[2]


def chromium() -> Path | None:
    """The Chromium of this machine, by the names Debian and others give it."""
    import shutil

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return Path(found) if found else None


def make_context(folder: Path, *, hosts: Mapping[str, Host] | None = None, browser: Path | None = None) -> Context:
    """A context whose workspace is that folder."""

    def no_attachment(name: str) -> Path:
        raise UserError(f"nothing called '{name}' is attached")

    def say(title: str, **_: Any) -> None:
        assert title

    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    return Context(
        request=Request(words="a crm"),
        brief=Brief(intent="build-app", title="CRM", summary="A CRM."),
        step=Step(id="launch", title="Start", why="To use it", executor="launch", expected="It runs"),
        workspace=folder,
        home=home,
        templates=ROOT / "templates",
        commands=Confinement(level="limits", home=home),
        hosts=hosts or {},
        say=say,
        key="key",
        attachment=no_attachment,
        browser=browser,
    )


@pytest.fixture
def context(tmp_path: Path) -> Context:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return make_context(workspace)
