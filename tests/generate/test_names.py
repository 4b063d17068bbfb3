"""Names: safe where they stand, different where they must be."""

from __future__ import annotations

import keyword
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from praetorium.generate import app_expectations, app_files, names
from praetorium.generate.features import feature_names
from praetorium.models import Brief, Entity, Feature, Field, FieldType
from tests.generate.briefs import everything
from tests.generate.environment import TEMPLATES

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


def test_records_called_like_anything_in_the_code_hide_nothing(tmp_path: Path) -> None:
    """Repositories are called like their records: a variable that hides one is found by ruff."""
    called = "averages cells counts days entries groups items links messages notes options orders parts people points"
    called += " posts records results rows texts values"
    brief = Brief(
        intent="build-app", title="Words", summary="", entities=tuple(_plain(name) for name in called.split())
    )
    features = tuple(Feature(name=name, label=name) for name in feature_names())
    for path, text in app_files(brief.model_copy(update={"features": features}), templates=TEMPLATES).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    ruff = (sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "--output-format", "concise", ".")
    done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def _plain(plural: str) -> Entity:
    name = plural.removesuffix("s") if plural != "people" else "person"
    kinds = {"name": FieldType.TEXT, "story": FieldType.LONG_TEXT, "day": FieldType.DATE, "amount": FieldType.INTEGER}
    fields = tuple(Field(name=n, label=n, type=kind, required=n == "name") for n, kind in kinds.items())
    return Entity(name=name, plural=plural, label=name, label_plural=plural, display="name", fields=fields)
