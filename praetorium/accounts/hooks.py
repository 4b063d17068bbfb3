"""Webhooks: who may call, with which secret, and what a call asks for. One file each, for its owner's eyes alone."""

from __future__ import annotations

import os
import re
import secrets
from io import StringIO
from pathlib import Path
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from praetorium.errors import UnknownError, UserError
from praetorium.models import Model, problem_of

FOLDER = "hooks"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Hook(Model):
    """A webhook. Words and parameters are templates (Jinja2, sandboxed) over ``payload``."""

    secret: str = Field(min_length=16)
    playbook: str | None = None
    words: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    project: str | None = None
    unattended: bool = True
    budget: float | None = None

    def wish(self, payload: Any) -> dict[str, Any]:
        """What a call with that payload asks for. Raises ValueError when the payload does not fit."""
        environment = SandboxedEnvironment(autoescape=False)

        def filled(value: Any) -> Any:
            if isinstance(value, str):
                return environment.from_string(value).render(payload=payload)
            if isinstance(value, dict):
                return {name: filled(inner) for name, inner in value.items()}
            return [filled(inner) for inner in value] if isinstance(value, list) else value

        try:
            told = {"words": filled(self.words), "parameters": filled(self.parameters)}
        except Exception as error:  # templates are programs: over a payload of another shape they fail in any way
            raise ValueError(str(error)) from error
        fixed = {"playbook": self.playbook, "project": self.project, "budget": self.budget}
        return told | fixed | {"unattended": self.unattended}


def find(home: Path, name: str) -> Hook | None:
    """The hook of that name; None when there is none. Raises UserError when its file is broken."""
    path = home / FOLDER / f"{name}.yaml"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    try:
        return Hook.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {})
    except YAMLError as error:
        raise UserError(f"{path} is no YAML: {error}") from error
    except ValidationError as error:
        where, problem = problem_of(error)
        raise UserError(f"{path}: {'.'.join(map(str, where))}: {problem}") from None


def names(home: Path) -> list[str]:
    """The names of all hooks."""
    return sorted(path.stem for path in (home / FOLDER).glob("*.yaml"))


def add(home: Path, name: str, words: str, playbook: str | None, parameters: dict[str, Any]) -> Hook:
    """A new hook with a secret of its own. Raises UserError when the name cannot be used or is taken."""
    if not _NAME.fullmatch(name):
        raise UserError(f"'{name}' cannot be a hook's name", next="use small letters, digits and dashes")
    path = home / FOLDER / f"{name}.yaml"
    if path.exists():
        raise UserError(f"there is a hook '{name}' already", next=f"change {path}, or remove it first")
    hook = Hook(secret=secrets.token_urlsafe(32), words=words, playbook=playbook, parameters=parameters)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = StringIO()
    YAML().dump({k: v for k, v in hook.dump().items() if v not in (None, {})}, told)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(told.getvalue())
    return hook


def remove(home: Path, name: str) -> None:
    """Raises UnknownError."""
    if name not in names(home):
        raise UnknownError("hook", name, names(home))
    (home / FOLDER / f"{name}.yaml").unlink()
