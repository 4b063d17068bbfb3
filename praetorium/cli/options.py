"""Arguments and options that several commands share, and how their values are read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout and nothing else.")]
Plain = Annotated[bool, typer.Option("--plain", help="Plain lines instead of a table that is redrawn.")]
RequestId = Annotated[str, typer.Argument(metavar="ID", help="A request's id, or the beginning of it.")]
Words = Annotated[
    list[str], typer.Argument(metavar="WORDS...", help="What you need, in plain English. '-' reads it from stdin.")
]
Project = Annotated[
    str | None,
    typer.Option(
        "--project",
        metavar="PATH|APP",
        help="A folder of yours to work in, or an app to change.",
        show_default=False,
    ),
]
PlaybookName = Annotated[
    str | None, typer.Option("--playbook", metavar="NAME", help="The playbook to use, whatever the words lead to.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="K=V", help="A parameter of the playbook; may be given several times."),
]
Files = Annotated[
    list[str] | None, typer.Option("--file", metavar="F", help="A file to attach; may be given several times.")
]


def said(words: Iterable[str]) -> str:
    """The words as one text that can be stored: quoted or not, from the command line or from stdin."""
    text = " ".join(words)
    if text == "-":
        text = typer.get_binary_stream("stdin").read().decode(errors="replace")
    return clean(text)


def clean(text: str) -> str:
    """Text in which every byte that is no UTF-8, and every zero byte, is shown as �: databases take neither."""
    return text.encode(errors="surrogateescape").decode(errors="replace").replace("\0", "\ufffd")


def parameters(given: Iterable[str] | None) -> dict[str, Any]:
    """``k=v`` pairs, each value typed by the rules of a YAML scalar. Raises typer.BadParameter."""
    values: dict[str, Any] = {}
    for pair in given or ():
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"'{pair}' is not NAME=VALUE; for example --set port=8080")
        values[name.strip()] = scalar(clean(value))
    return values


def scalar(text: str) -> Any:
    """A value as YAML reads it: ``8080`` a number, ``true`` a truth, ``[a, b]`` a list; what YAML cannot read, and
    what JSON cannot write, stays text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        value = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError):
        return text
    if isinstance(value, date | time) or (isinstance(value, float) and not math.isfinite(value)):
        return text
    return value


def amount(text: str | None) -> float | None:
    """An amount of money: ``5``, ``2.50``, ``5 EUR``, ``€5``. Raises typer.BadParameter."""
    if text is None:
        return None
    figure = text.strip().strip("€$£").strip()
    head = figure.split(maxsplit=1)
    try:
        value = float(head[0] if head and (len(head) == 1 or head[1].isalpha()) else figure)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no amount of money; for example 2.50") from None
    if not math.isfinite(value) or value < 0:
        raise typer.BadParameter(f"'{text}' is no amount of money; it cannot be negative or endless")
    return value
