"""Playbooks: plan templates in YAML files, built in and from the user's own folder.

A playbook says what it is for, which intents lead to it, the parameters it needs and its steps. Strings may hold Jinja
expressions over ``brief``, ``request``, ``title``, ``slug`` and the playbook's parameters; a value that is one single
``{{ expression }}`` keeps its type. ``${step.key}`` is left for run time: the result of a step that is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Literal

from jinja2 import TemplateSyntaxError
from pydantic import ConfigDict, ValidationError
from pydantic import Field as Setting
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from praetorium.errors import PlaybookError, UnknownError
from praetorium.executors import registry as executors
from praetorium.models import Model, problem_of
from praetorium.planning.expressions import check_syntax
from praetorium.proofs import registry as proofs


class Parameter(Model):
    """A value that the steps use; ``--set name=value`` gives it, else the brief, else the default."""

    type: Literal["string", "integer", "number", "boolean", "list"] = "string"
    help: str = ""
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()


class CheckTemplate(Model):
    model_config = ConfigDict(populate_by_name=True)

    name: str
    parameters: dict[str, Any] = Setting(default_factory=dict, alias="with")


class StepTemplate(Model):
    model_config = ConfigDict(populate_by_name=True)

    id: str = Setting(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    why: str
    executor: str
    parameters: dict[str, Any] = Setting(default_factory=dict, alias="with")
    needs: tuple[str, ...] = ()
    expected: str
    when: str | bool = True
    checks: tuple[CheckTemplate, ...] = ()


class Playbook(Model):
    """A plan template."""

    model_config = ConfigDict(populate_by_name=True)

    name: str = Setting(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    purpose: str = Setting(alias="for")
    intents: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = Setting(default_factory=dict)
    steps: tuple[StepTemplate, ...] = Setting(min_length=1)
    file: Path | None = Setting(default=None, exclude=True)


def load(file: Path) -> Playbook:
    """Read one playbook, once for each state of its file. Raises PlaybookError naming file, line and field."""
    try:
        state = file.stat()
    except OSError as error:
        raise PlaybookError(str(file), None, "file", f"cannot be read: {error.strerror}") from None
    return _read(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read(file: Path, _changed: int, _size: int) -> Playbook:
    try:
        text = file.read_text(encoding="utf-8")
        tree = YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise PlaybookError(str(file), line, "YAML", str(error.problem or error)) from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PlaybookError(str(file), None, "file", f"cannot be read: {why}") from None
    if not isinstance(tree, Mapping):
        raise PlaybookError(str(file), 1, "playbook", "a mapping with name, title, for and steps was expected")

    def broken(location: tuple[Any, ...], problem: str) -> PlaybookError:
        # The lines are known to the slow parser alone, which is asked only when there is something to say.
        line = line_of(YAML(typ="rt").load(text), location)
        return PlaybookError(str(file), line, ".".join(map(str, location)) or "playbook", problem)

    tree = _plain(tree)
    try:
        playbook = Playbook.model_validate(tree).model_copy(update={"file": file})
    except ValidationError as error:
        raise broken(*problem_of(error)) from None
    _check(playbook, broken)
    try:
        check_syntax(tree)
    except TemplateSyntaxError as error:
        raise PlaybookError(str(file), None, "expression", f"{error.message} in: {error.source or ''}") from None
    return playbook


def find(folders: Iterable[Path]) -> tuple[dict[str, Playbook], list[PlaybookError]]:
    """All playbooks of the folders by name, a later folder's before an earlier one's, and what was broken."""
    found: dict[str, Playbook] = {}
    broken: list[PlaybookError] = []
    for folder in folders:
        for file in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
            try:
                playbook = load(file)
            except PlaybookError as error:
                broken.append(error)
            else:
                found[playbook.name] = playbook
    return found, broken


def line_of(tree: Any, location: tuple[Any, ...]) -> int | None:
    """The line in which a field stands, or its nearest parent that is there."""
    line: int | None = None
    for part in ("", *location):
        if isinstance(tree, CommentedMap) and part in tree:
            line, tree = tree.lc.key(part)[0] + 1, tree[part]
        elif isinstance(tree, CommentedSeq) and isinstance(part, int) and part < len(tree):
            line, tree = tree.lc.item(part)[0] + 1, tree[part]
        elif part:
            break
        else:
            line = tree.lc.line + 1
    return line


def _check(playbook: Playbook, broken: Callable[[tuple[Any, ...], str], PlaybookError]) -> None:
    """What a schema cannot say: names that must exist, needs that must lead nowhere twice."""
    ids = [step.id for step in playbook.steps]
    for number, step in enumerate(playbook.steps):
        at = ("steps", number)
        if step.id in ids[:number]:
            raise broken((*at, "id"), f"two steps are called '{step.id}'")
        for need in step.needs:
            if need not in ids:
                raise broken((*at, "needs"), f"no step '{need}'; steps: {', '.join(ids)}")
        if step.executor not in executors():
            raise broken((*at, "executor"), str(UnknownError("executor", step.executor, executors())))
        known = set(executors()[step.executor].Parameters.model_fields)
        for name in step.parameters:
            if name not in known:
                raise broken(
                    (*at, "with", name), f"'{step.executor}' has no such parameter; it has: {', '.join(sorted(known))}"
                )
        for index, check in enumerate(step.checks):
            if check.name not in proofs():
                raise broken((*at, "checks", index, "name"), str(UnknownError("check", check.name, proofs())))
    circle = _circle(playbook)
    if circle:
        raise broken(("steps", ids.index(circle[0]), "needs"), f"steps wait for each other: {' → '.join(circle)}")


def _circle(playbook: Playbook) -> list[str]:
    try:
        TopologicalSorter({s.id: s.needs for s in playbook.steps}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _plain(value: Any) -> Any:
    """Dates and whatever else YAML knows as text, keys too."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return str(value)
