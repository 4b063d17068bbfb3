"""Values of options: parameters as YAML scalars, amounts of money, words of any bytes."""

from __future__ import annotations

from typing import Any

import pytest
import typer

from praetorium.cli import options


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("8080", 8080),
        ("2.5", 2.5),
        ("true", True),
        ("text", "text"),
        ("", None),
        ("[a, b]", ["a", "b"]),
        ("'8080'", "8080"),
        ("2026-01-02", "2026-01-02"),
        (".inf", ".inf"),
        ("a: b: c", "a: b: c"),
        ("@home", "@home"),
        ("0x10", 16),
    ],
)
def test_a_parameter_is_typed_as_yaml_types_it(given: str, value: Any) -> None:
    assert options.parameters([f"key={given}"]) == {"key": value}


def test_a_value_may_hold_equal_signs() -> None:
    assert options.parameters(["command=a=b", "n=1"]) == {"command": "a=b", "n": 1}


@pytest.mark.parametrize("pair", ["novalue", "=5", " =5"])
def test_a_parameter_without_a_name_is_refused(pair: str) -> None:
    with pytest.raises(typer.BadParameter, match="NAME=VALUE"):
        options.parameters([pair])


@pytest.mark.parametrize(("given", "value"), [("5", 5), ("2.50", 2.5), ("5 EUR", 5), ("€5", 5), ("5€", 5), ("0", 0)])
def test_money_is_read(given: str, value: float) -> None:
    assert options.amount(given) == value


@pytest.mark.parametrize("given", ["", "much", "-1", "nan", "inf", "1 2"])
def test_what_is_no_money_is_refused(given: str) -> None:
    with pytest.raises(typer.BadParameter, match="no amount of money"):
        options.amount(given)


def test_words_are_joined_and_made_storable() -> None:
    assert options.said(["Build", "me", "a CRM"]) == "Build me a CRM"
    assert options.said(["caf\udce9 \0"]) == "caf� �"
