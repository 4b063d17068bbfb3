"""docs/cli.md tells of every command and every option, each with an example that parses."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from praetorium.cli.commands import application

from .conftest import ROOT

TEXT = (ROOT / "docs" / "cli.md").read_text()
SECTIONS = {
    match.group(1): match.group(2)
    for match in re.finditer(r"^### `praetorium ([a-z ]+?)(?: [A-Z\[].*?)?`\n(.*?)(?=^##|\Z)", TEXT, re.M | re.S)
}


def leaves(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its path."""
    for name, command in (group or get_command(application())).commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(leaves())


def test_the_document_tells_of_exactly_the_commands_there_are() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_is_told(path: str) -> None:
    for parameter in COMMANDS[path].params:
        for option in parameter.opts if parameter.param_type_name == "option" else ():
            assert f"`{option}" in SECTIONS[path], f"{path}: {option}"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_example_parses(path: str) -> None:
    examples = re.findall(r"^praetorium (.+)$", SECTIONS[path], re.M)
    assert examples
    for example in examples:
        words = shlex.split(example.partition(" | ")[0])
        assert words[: len(path.split())] == path.split()
        COMMANDS[path].make_context(path, words[len(path.split()) :])


def test_the_exit_codes_are_told() -> None:
    from praetorium.cli.ending import Code

    told = {int(number) for number in re.findall(r"^\| (\d+) \|", TEXT, re.M)}
    assert told == {int(code) for code in Code}
