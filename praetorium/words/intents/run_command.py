"""A command in a project folder: ``run the tests in ./proj``, ``run `pytest -q` in ./proj``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Question
from praetorium.words import named_files
from praetorium.words.request import Reading

_RUN = re.compile(r"^(?:please |can you |could you )?(?:run|execute|launch|start|call|invoke)\b")
_TASKS: tuple[tuple[str, str, str], ...] = (
    (r"\btests?\b|\btest suite\b", "test", "Run the tests"),
    (r"\blint(?:er|ing)?\b", "lint", "Run the linter"),
    (r"\bbuild\b", "build", "Run the build"),
    (r"\bformat(?:ter)?\b", "format", "Run the formatter"),
)
_USUAL: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "package.json",
        {"test": "npm test", "lint": "npm run lint", "build": "npm run build", "format": "npm run format"},
    ),
    ("cargo.toml", {"test": "cargo test", "lint": "cargo clippy", "build": "cargo build", "format": "cargo fmt"}),
    ("go.mod", {"test": "go test ./...", "lint": "go vet ./...", "build": "go build ./...", "format": "gofmt -l ."}),
    (
        "pyproject.toml",
        {"test": "python -m pytest -q", "lint": "ruff check .", "build": "python -m build", "format": "ruff format ."},
    ),
    ("makefile", {"test": "make test", "lint": "make lint", "build": "make", "format": "make format"}),
)
"""By a file that tells the kind of project: the command each task usually has there."""


class RunCommand:
    """The command intent."""

    name = "run-command"

    def weight(self, request: Reading) -> float:
        """Strong when the words begin with running something that is named."""
        command = named_files.command_in(request.words)
        begins = bool(_RUN.match(request.lower))
        if command and (begins or not re.search(r"\b(?:app|website|crm)\b", request.lower)):
            return 0.97 if begins else 0.75
        if begins and request.brief and (request.paths or request.project or _task(request.lower)):
            return 0.93
        return 0.0

    def brief(self, request: Reading) -> Brief:
        """The command and the folder it runs in; for "the tests" the command that is usual in such a project."""
        task = _task(request.lower)
        told = named_files.command_in(request.words) or _bare(request)
        command, because = (told, "") if told or not task else _usual(task[0], request)
        path = next(iter(request.paths), None) or request.project or "."
        what = f"'{command}'" if command else "a command"
        assumptions = (Assumption(about="Command", value=command or "", because=because),) if because else ()
        asking: tuple[Question, ...] = ()
        if not command and not task:
            asking = (Question(id="command", text="Which command should be run?", blocking=True),)
        return Brief(
            intent=self.name,
            title=task[1] if task and not told else f"Run {command or 'a command'}"[:80],
            summary=f"Run {what}." if path == "." else f"Run {what} in {path}.",
            files=request.files,
            schedule=request.schedule,
            parameters={"command": command, "path": path},
            assumptions=assumptions,
            corrections=request.corrections,
            questions=asking,
            confidence=0.95 if told else 0.8 if command else 0.4,
        )


INTENT = RunCommand()


def _task(text: str) -> tuple[str, str] | None:
    return next(((name, title) for pattern, name, title in _TASKS if re.search(pattern, text)), None)


def _usual(task: str, request: Reading) -> tuple[str, str]:
    """The usual command of a task, and what the choice stands on."""
    present = {name.lower().rpartition("/")[2] for name in request.project_files}
    for marker, commands in _USUAL:
        if marker in present:
            return commands[task], f"the project has a {marker}"
    return dict(_USUAL)["pyproject.toml"][task], "usual for a Python project; no command was named"


def _bare(request: Reading) -> str | None:
    """A command written without backticks: ``run pytest -q in ./proj`` or ``run make``."""
    match = re.match(
        r"(?:please\s+)?(?:run|execute)\s+(?!the\b|a\b|an\b|all\b|my\b|our\b|it\b)(?P<command>\S+(?:\s+\S+)*?)(?:\s+(?:in|inside|at|on)\s+\S+)?[.\s]*$",
        request.words.strip(),
        re.IGNORECASE,
    )
    if match is None:
        return None
    command = match["command"]
    return None if _task(command.lower()) and " " not in command and command.lower() in {"tests", "test"} else command
