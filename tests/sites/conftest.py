"""Sites as they are built, in folders of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.executors.site import Site, SiteResult
from praetorium.models import Brief, Request, Step, Style
from praetorium.workspace.confinement import Confinement

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "sites"
STEP = Step(id="write", title="Write", why="To have pages", executor="site", expected="Pages")


def brief(title: str, *, pages: tuple[str, ...] = (), style: Style | None = None) -> Brief:
    return Brief(intent="build-website", title=title, summary=title, pages=pages, style=style or Style())


class Workshop:
    """Builds sites in one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "workspace"
        self.home = folder / "home"
        self.folder.mkdir()
        self.home.mkdir()

    def context(self, asked: Brief, words: str, **more: Any) -> Context:
        def attachment(name: str) -> Path:
            raise UserError(f"nothing called '{name}' is attached")

        return Context(
            request=Request(words=words),
            brief=asked,
            step=STEP,
            workspace=self.folder,
            home=self.home,
            templates=ROOT / "templates",
            commands=Confinement(level="limits", home=self.home),
            hosts={},
            say=lambda title, **_: None,
            key="write",
            attachment=attachment,
            **more,
        )

    async def build(self, asked: Brief, words: str) -> SiteResult:
        executor = Site()
        return await executor.run(executor.parameters({"folder": "site"}), self.context(asked, words))

    @property
    def public(self) -> Path:
        return self.folder / "site" / "public"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)
