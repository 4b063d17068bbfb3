"""``praetorium executors``: what can carry out a step, with its parameters, effects and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import chosen_settings, opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.executors import Executor


Name = Annotated[str, typer.Argument(metavar="NAME", help="The executor's name.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "executors", "Executors, what carries out steps.", list_executors)
    command(made, list_executors, "praetorium executors list --json", name="list")
    command(made, show, "praetorium executors show command")
    command(made, pause, "praetorium executors pause command")
    command(made, resume, "praetorium executors resume command")


def list_executors(json: AsJson = False) -> None:
    """List executors, what they do and to what effect.

    With why one cannot work on this machine, where that is so.
    """
    chosen_settings()
    from praetorium.executors import registry

    if json:
        emit([_told(executor) for executor in registry().values()])
        return
    from rich.console import Group
    from rich.text import Text

    from praetorium.cli.views.prose import table
    from praetorium.telling.amounts import listed

    shown = table("Name", "Does", "Effects", fold=("Does", "Effects"))
    for executor in registry().values():
        missing = executor.available()
        does = Text(executor.summary)
        told = Group(does, Text(f"✗ not here: {missing}", style="wait")) if missing else does
        shown.add_row(Text(executor.name, style="title"), told, listed(sorted(executor.effects)))
    out().print(shown)


def show(name: Name, json: AsJson = False) -> None:
    """Show an executor: parameters, result, effects.

    And whether it can be undone, how often it is retried, its time limit, and an example for a playbook.
    """
    chosen_settings()
    from praetorium.executors import get

    executor = get(name)
    if json:
        emit(_told(executor))
    else:
        _show(executor)


def pause(name: Name, json: AsJson = False) -> None:
    """Let an executor begin no further step.

    What it is doing is finished; requests that need it wait, and hold no worker.
    """
    with opened() as house:
        from praetorium.engine import holding

        holding.pause_executor(house, name, house.actor)
        if json:
            emit({"executor": name, "paused": True})
        else:
            out().print(f"■ Paused {name}. Let it work again: praetorium executors resume {name}", soft_wrap=True)


def resume(name: Name, json: AsJson = False) -> None:
    """Let a paused executor work again: what waited for it goes on by itself."""
    with opened() as house:
        from praetorium.engine import holding

        going = holding.resume_executor(house, name, house.actor)
        if json:
            emit({"executor": name, "paused": False, "requests": going})
            return
        out().print(f"● {name} works again.")
        for id in going:
            out().print(f"  {id} goes on: praetorium follow {id}", soft_wrap=True)


def _show(executor: Executor[Any]) -> None:
    from rich.text import Text

    from praetorium.cli.views.prose import block, facts, indented
    from praetorium.telling.amounts import listed, took

    told = _told(executor)
    console = out()
    console.print(Text.assemble((executor.name, "title"), f"  version {executor.version}"))
    console.print(Text(executor.summary))
    if told["missing"]:
        console.print(Text(f"✗ Cannot work on this machine: {told['missing']}", style="wait"))
    rows = {
        "Effects": listed(told["effects"]) or "none",
        "Undo": told["undo"],
        "Dry run": "yes" if executor.dry_run else "no",
        "Retries": str(executor.retries),
        "Limit": took(executor.timeout),
        "Takes": f"about {took(executor.typical.seconds)}",
    }
    console.print()
    console.print(indented(facts([(label, Text(value)) for label, value in rows.items()])))
    for title, schema in (("Parameters", told["parameters"]), ("Result", told["result"])):
        fields = [(name, Text(_field(name, schema))) for name in schema.get("properties", {})]
        if fields:
            console.print(block(title, facts(fields)))
    console.print(block("Example", Text(_yaml({"executor": executor.name, "with": dict(executor.example)}))))


def _told(executor: Executor[Any]) -> dict[str, Any]:
    from praetorium.executors.base import COMMON

    result = executor.Returns.model_json_schema()
    own = {name: value for name, value in result.get("properties", {}).items() if name not in COMMON}
    return {
        "name": executor.name,
        "version": executor.version,
        "summary": executor.summary,
        "missing": executor.available(),
        "effects": sorted(executor.effects),
        "undo": str(executor.undo),
        "dry_run": executor.dry_run,
        "retries": executor.retries,
        "timeout": executor.timeout,
        "estimate": executor.typical.dump(),
        "parameters": executor.Parameters.model_json_schema(),
        "result": result | {"properties": own},
        "example": dict(executor.example),
    }


def _field(name: str, schema: dict[str, Any]) -> str:
    told = schema["properties"][name]
    kind = (
        told.get("type")
        or " or ".join(filter(None, (_kind(option) for option in told.get("anyOf", ()))))
        or _kind(told)
    )
    more = [kind or "any"]
    if name in schema.get("required", ()):
        more.append("required")
    elif told.get("default") not in (None, "", [], {}):
        more.append(f"default {told['default']}")
    said = told.get("description", "")
    return f"{said}{' ' if said else ''}({', '.join(more)})"


def _kind(option: dict[str, Any]) -> str:
    return str(option.get("type") or option.get("$ref", "").rpartition("/")[2])


def _yaml(value: Any) -> str:
    import io

    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    text = io.StringIO()
    yaml.dump(_simple(value), text)
    return text.getvalue().rstrip()


def _simple(value: Any) -> Any:
    """Plain lists and mappings, which is what YAML is written from."""
    if isinstance(value, dict):
        return {str(key): _simple(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_simple(inner) for inner in value]
    return value if isinstance(value, bool | int | float) or value is None else str(value)
