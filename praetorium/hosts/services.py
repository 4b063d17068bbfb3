"""What is to be kept running: one definition a file, readable by its owner alone, and what is known of its starts."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from praetorium.errors import UserError
from praetorium.executors.ports import Service
from praetorium.models import Model

MARK = "PRAETORIUM_SERVICE"
"""Variable in the environment of every process of a service: by it they are found, wherever they have gone."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)


class Definition(Model):
    """A service as it was asked for."""

    name: str
    argv: tuple[str, ...]
    folder: Path
    environment: dict[str, str] = Field(default_factory=dict)
    wanted: bool = True
    """Whether it should be running; what was stopped stays stopped."""


class Services:
    """The definitions below one folder. Whoever changes them holds the host's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def define(self, service: Service) -> Definition:
        """Store the definition of a service that is to run. Raises UserError for one that cannot be."""
        if not _NAME.fullmatch(service.name):
            raise UserError(f"'{service.name}' is no name for a service", next="use letters, digits and dashes")
        if not service.argv:
            raise UserError(f"service '{service.name}' has no command")
        if not service.folder.is_dir():
            raise UserError(f"service '{service.name}': there is no folder '{service.folder}'")
        if any("\0" in text for text in (*service.argv, *service.environment, *service.environment.values())):
            raise UserError(f"service '{service.name}': a zero byte cannot be passed to a program")
        definition = Definition(
            name=service.name,
            argv=service.argv,
            folder=service.folder.resolve(),
            environment={**service.environment, MARK: self.mark(service.name)},
        )
        self.starts(service.name).unlink(missing_ok=True)
        self.write(definition)
        return definition

    def mark(self, name: str) -> str:
        """The value of the marker: folder and name, for there may be several installations."""
        return f"{self.folder.resolve()}:{name}"

    def write(self, definition: Definition) -> None:
        self._place(definition.name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self._place(definition.name), definition.model_dump_json())

    def get(self, name: str) -> Definition | None:
        return next((definition for definition in self.all() if definition.name == name), None)

    def all(self) -> list[Definition]:
        return list(self._read())

    def forget(self, name: str) -> None:
        """Remove the definition, the record of starts and the log."""
        gone = [self._place(name), self.starts(name), *self.folder.glob(f"logs/{name}.log*")]
        for path in gone:
            path.unlink(missing_ok=True)

    def starts(self, name: str) -> Path:
        """A line for each time it was started since it was defined."""
        return self.folder / "services" / f"{name}.starts"

    def restarts(self, name: str) -> int:
        try:
            return max(0, len(self.starts(name).read_text().splitlines()) - 1)
        except FileNotFoundError:
            return 0

    def ports(self) -> set[int]:
        """Ports that defined services listen on, running or not."""
        found = (definition.environment.get("PORT", "") for definition in self.all())
        return {int(port) for port in found if port.isdecimal()}

    def _place(self, name: str) -> Path:
        return self.folder / "services" / f"{name}.json"

    def _read(self) -> Iterator[Definition]:
        for path in sorted((self.folder / "services").glob("*.json")):
            try:
                yield Definition.model_validate_json(path.read_bytes())
            except FileNotFoundError:  # removed just now by another process
                continue


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole; it is readable by its owner alone from the first byte on."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
    Path(draft).replace(path)
