"""Expressions in playbooks and references to earlier results."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praetorium.errors import StepError, UserError
from praetorium.planning.expressions import fill, resolve, slug


def test_a_single_expression_keeps_its_type() -> None:
    assert fill({"a": "{{ n }}", "b": ["{{ xs }}"], "c": "n={{ n }}"}, {"n": 3, "xs": (1, 2)}) == {
        "a": 3,
        "b": [[1, 2]],
        "c": "n=3",
    }


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match="missing_thing"):
        fill("{{ missing_thing }}", {})
    with pytest.raises(UserError, match="missing_thing"):
        fill("a {{ missing_thing }} b", {})


def test_the_values_of_people_are_not_expressions() -> None:
    assert fill("{{ title }}", {"title": "{{ 7 * 7 }}"}) == "{{ 7 * 7 }}"
    assert fill("x {{ title }}", {"title": "{{ 7 * 7 }}"}) == "x {{ 7 * 7 }}"


def test_an_expression_cannot_reach_into_python() -> None:
    with pytest.raises(Exception, match="unsafe"):
        fill("{{ ''.__class__.__mro__ }}", {})


def test_references_keep_types_and_only_reach_needed_steps() -> None:
    results = {"packages": {"python": "/env/bin/python", "count": 3, "deep": {"x": 1}}}
    told = {"a": "${packages.count}", "b": "at ${packages.python}!", "c": "${other.x}", "d": "${packages.deep.x}"}
    assert resolve(told, results) == {"a": 3, "b": "at /env/bin/python!", "c": "${other.x}", "d": 1}


def test_a_result_that_was_not_given_is_named_with_those_that_were() -> None:
    with pytest.raises(StepError, match=r"'packages' gave no 'pyton'; it gave: python"):
        resolve("${packages.pyton}", {"packages": {"python": "x"}})


@given(st.text())
def test_a_slug_is_always_a_safe_name(text: str) -> None:
    name = slug(text)
    assert 1 <= len(name) <= 40
    assert name.strip("-") == name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
