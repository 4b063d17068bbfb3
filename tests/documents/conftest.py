"""Documents and media as executors make them, in a workspace of their own, on the real workbench."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from praetorium import executors
from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.models import Attachment, Brief, CheckResult, Request, Step
from praetorium.proofs import prove
from praetorium.workspace.confinement import Confinement

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "documents"

NOTES = """---
author: Ada
---
# Northwind

A short plan for the board. It says **what we know** and what we do not.

## Where we stand

- Revenue is up 18 %
- Two suppliers deliver late
  - Fjord Fish: nine days

| Shop | 2023 | 2024 | 2025 |
| --- | ---: | ---: | ---: |
| Oslo | 410,000 | 455,000 | 512,000 |
| Bergen | 230,000 | 221,000 | 198,000 |

![Our shops on a map](map.png "Where the shops are")

## What we propose

3. Open in Stavanger
4. Decide about `Bergen`

> Better one good shop than two half good ones.

### How we count

See [the manual](https://example.org/till?a=1&b=2):

```sql
SELECT shop FROM sales;
```
"""


@dataclass
class Workshop:
    """Runs executors and proofs on one workspace."""

    folder: Path
    home: Path
    attachments: dict[str, Path] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @property
    def context(self) -> Context:
        def attachment(name: str) -> Path:
            if name not in self.attachments:
                raise UserError(f"nothing called '{name}' is attached")
            return self.attachments[name]

        given = tuple(
            Attachment(name=name, sha256="0" * 64, bytes=path.stat().st_size, origin=str(path))
            for name, path in self.attachments.items()
        )
        return Context(
            request=Request(words="make it", attachments=given),
            brief=Brief(intent="make-document", title="It", summary="It."),
            step=Step(id="make", title="Make", why="It is wanted", executor="document", expected="It"),
            workspace=self.folder,
            home=self.home,
            templates=ROOT / "templates",
            commands=Confinement.detect(self.home),
            hosts={},
            say=lambda title, **_: self.said.append(title),
            key="make",
            attachment=attachment,
        )

    async def run(self, name: str, **parameters: Any) -> Any:
        executor = executors.get(name)
        return await executor.run(executor.parameters(parameters), self.context)

    async def prove(self, name: str, result: Any = None, **parameters: Any) -> list[CheckResult]:
        verdict = await prove(name, parameters, self.context, result.dump() if result else {})
        return list(verdict.checks)


@pytest.fixture(scope="session")
def bench_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all: what is compiled for the workbench once stays."""
    return tmp_path_factory.mktemp("documents-home")


@pytest.fixture
def workshop(tmp_path: Path, bench_home: Path) -> Workshop:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return Workshop(folder, bench_home)


@pytest.fixture
def notes(workshop: Workshop) -> Workshop:
    """A workspace with a text and its picture."""
    (workshop.folder / "notes.md").write_text(NOTES)
    picture(workshop.folder / "map.png", "#1f4e79")
    return workshop


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A folder as the workbench has it, for calling its work directly."""
    folder = tmp_path / "bench"
    folder.mkdir()
    for template in TEMPLATES.iterdir():
        (folder / template.name).write_bytes(template.read_bytes())
    return folder


def picture(path: Path, colour: str, size: tuple[int, int] = (320, 200)) -> Path:
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse((20, 20, 120, 120), fill="white")
    image.save(path)
    return path


def failed(checks: list[CheckResult]) -> list[str]:
    return [f"{check.name}: {check.evidence}" for check in checks if not check.passed]
