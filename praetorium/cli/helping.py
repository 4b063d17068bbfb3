"""How commands are added, so that the help of every one of them ends with examples and reads alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


class Command(TyperCommand):
    """A command in whose help flags stand without a type: there is nothing to give with them."""

    def get_params(self, ctx: Any) -> Any:
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """The same for a group of commands."""

    def get_params(self, ctx: Any) -> Any:
        return _without_types(super().get_params(ctx))


def command(app: typer.Typer, function: Callable[..., None], *examples: str, name: str | None = None) -> None:
    """Add a command; its name is the function's, its help the docstring, followed by the examples."""
    app.command(name, cls=Command, epilog=_told(examples))(function)


def group(app: typer.Typer, name: str, help: str, default: Callable[..., None]) -> typer.Typer:
    """Add a group of commands; without one of them it does what ``default``, its list, does."""
    made = typer.Typer(cls=Group, help=help, epilog=_told((f"praetorium {name}",)))

    def callback(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            default()

    made.callback(invoke_without_command=True, help=f"{help} Without a command it lists them.")(callback)
    app.add_typer(made, name=name)
    return made


def root(app_help: str, example: str, callback: Callable[..., None]) -> typer.Typer:
    """The command above all others."""
    app = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # rich would double the time in which help appears
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback(help=app_help, epilog=_told((example,)))(callback)
    return app


def _told(examples: tuple[str, ...]) -> str:
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{'Example' if len(examples) == 1 else 'Examples'}:\n\n\b\n{lines}"  # \b: leave the lines as they are


def _without_types(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = lambda ctx: ""  # our arguments say in words what they take
    return parameters
