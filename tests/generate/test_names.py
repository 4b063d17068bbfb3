"""Names: safe where they stand, different where they must be."""

from __future__ import annotations

import ast
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praetorium.generate import app_expectations, app_files, names
from tests.generate.briefs import everything
from tests.generate.conftest import TEMPLATES
from tests.generate.site_briefs import club

snake = st.from_regex(r"[a-z][a-z0-9_]{0,80}", fullmatch=True)


@given(snake, snake)
def test_attributes_modules_and_classes_are_python(name: str, owner: str) -> None:
    made = (names.attribute(name, names.module(owner)), names.module(name), names.class_name(name))
    for identifier in made:
        assert identifier.isidentifier()
        assert not keyword.iskeyword(identifier)
    assert made[0] not in {"id", "metadata", "registry", "list", "copy"}


def test_a_clash_gets_a_readable_name() -> None:
    assert names.attribute("class", "course") == "course_class"
    assert names.attribute("name", "course", {"name"}) == "name_2"
    assert names.class_name("request") == "RequestRecord"
    assert names.path("docs") == "all-docs"
    assert names.path("purchase_orders") == "purchase-orders"


def test_sentences() -> None:
    assert names.article("Order") == "an"
    assert names.article("User") == "a"
    assert names.lower_first("Purchase order") == "purchase order"
    assert names.lower_first("FAQ entry") == "FAQ entry"
    assert names.slug("Müller & Söhne: Café!") == "muller-sohne-cafe"
    assert names.slug("日本語") == "app"


def test_no_two_things_share_a_name() -> None:
    told = app_expectations(everything())
    for key in ("list", "rest", "name"):
        values = [e[key] for e in told["entities"]]
        assert len(set(values)) == len(values)
    operations = [e["graphql"][k] for e in told["entities"] for k in ("list", "get", "create", "update", "delete")]
    assert len(set(operations)) == len(operations)
    for entity in told["entities"]:
        fields = [f["name"] for f in entity["fields"]] + [r["field"] for r in entity["relations"]]
        assert len(set(fields)) == len(fields)


@pytest.mark.parametrize("name", ["item", "value", "row", "count"])
def test_no_variable_of_the_code_hides_what_a_thing_is_called(name: str) -> None:
    """A variable of a function that bears the name of an import would make the import unknown in it."""
    court, _ = club().entities
    thing = court.model_copy(update={"name": name, "plural": f"{name}s", "label": name.capitalize()})
    brief = club().model_copy(update={"entities": (thing,), "relations": (), "features": ()})
    for path, source in app_files(brief, templates=TEMPLATES).items():
        tree = ast.parse(source) if path.startswith("app/") and path.endswith(".py") else ast.Module([], [])
        taken = {alias.asname or alias.name for n in tree.body if isinstance(n, ast.ImportFrom) for alias in n.names}
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            set_in_it = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            assert not taken & set_in_it, f"{path}: {function.name}"
