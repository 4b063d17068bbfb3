"""Expressions in playbooks, and references to results of earlier steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from praetorium.errors import StepError, UserError

_SINGLE = re.compile(r"\{\{((?:(?!\}\}|\{\{).)*)\}\}", re.DOTALL)
_REFERENCE = re.compile(r"\$\{([a-z][a-z0-9-]*)\.([a-z_][a-z0-9_.]*)\}")


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["slug"] = slug
    return environment


def slug(text: str) -> str:
    """A name for folders and services: lowercase letters, digits and single dashes, 1–40 characters."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return name or "app"


def check_syntax(value: Any) -> None:
    """Raises jinja2.TemplateSyntaxError when a string in ``value`` is no valid template."""
    if isinstance(value, str):
        _environment().parse(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            check_syntax(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            check_syntax(inner)


def fill(value: Any, names: Mapping[str, Any]) -> Any:
    """Replace expressions, deep. Raises UserError when an expression uses what is not there."""
    if isinstance(value, Mapping):
        return {key: fill(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [fill(inner, names) for inner in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    try:
        single = _SINGLE.fullmatch(value.strip())
        if single:
            found = _environment().compile_expression(single.group(1), undefined_to_none=False)(**names)
            if isinstance(found, StrictUndefined):
                str(found)  # raises UndefinedError with the name
            return list(found) if isinstance(found, tuple) else found
        return _environment().from_string(value).render(**names)
    except UndefinedError as error:
        raise UserError(f"the expression {value.strip()!r} uses what is not there: {error.message}") from None


def resolve(value: Any, results: Mapping[str, Mapping[str, Any]]) -> Any:
    """Replace ``${step.key}`` by results, deep; a string that is one reference keeps the result's type.

    Only steps in ``results`` (those that are needed) are looked at, so text that merely looks like a reference to
    something else stays as it is. Raises StepError when the step has no such result.
    """
    if isinstance(value, Mapping):
        return {key: resolve(inner, results) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(inner, results) for inner in value]
    if not isinstance(value, str) or "${" not in value:
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole and whole.group(1) in results:
        return _look_up(results, *whole.groups())
    return _REFERENCE.sub(lambda m: str(_look_up(results, *m.groups())) if m.group(1) in results else m.group(0), value)


def _look_up(results: Mapping[str, Mapping[str, Any]], step: str, path: str) -> Any:
    found: Any = results[step]
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise StepError(f"step '{step}' gave no '{path}'; it gave: {', '.join(sorted(results[step]))}")
        found = found[part]
    return found
