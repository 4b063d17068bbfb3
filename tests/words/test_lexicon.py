"""The lexicon as data: large enough, consistent, and quick to load."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from praetorium.models import FieldType
from praetorium.words import entities, lexicon


def test_it_is_large_enough() -> None:
    assert len(lexicon.templates()) >= 130
    assert len(lexicon.kinds()) >= 50


@pytest.mark.parametrize("key", sorted(lexicon.templates()))
def test_each_entity_can_be_built(key: str) -> None:
    template = lexicon.templates()[key]
    entity = entities.build(entities.from_key(key), set(), related=frozenset())
    assert entity.display == template.display and len(entity.fields) >= 2
    for row in template.rows:
        assert set(row) <= set(template.fields), row
    for field in entity.fields:
        if field.type in {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.MONEY, FieldType.DATE}:
            told = field.samples or field.name in ("notes", "description") or field.default is not None
            assert told, f"{field.name} has no samples"


@pytest.mark.parametrize("key", sorted(lexicon.templates()))
def test_enough_records_can_be_named(key: str) -> None:
    """Eight names, or one that ends in a number to count on from: nothing has to be made up."""
    template = lexicon.templates()[key]
    display = entities.build(entities.from_key(key), set(), related=frozenset()).field(template.display)
    assert display is not None
    names = {*display.samples, *(row[display.name] for row in template.rows if display.name in row)}
    counted = any(re.search(r"\d$", str(name)) for name in names)
    # People are people, in whatever application: any name will do.
    assert len(names) >= 8 or counted or template.kind == "person" or display.choices, names


def test_the_kinds_name_known_entities() -> None:
    for kind in lexicon.kinds():
        assert set(kind.entities) <= set(lexicon.templates()), kind.key


def test_importing_reads_no_data() -> None:
    code = (
        "import sys; import praetorium.words; from praetorium.words import data, english; "
        "read = (data.table, data.folder, english.dictionary); "
        "sys.exit(sum(one.cache_info().currsize for one in read))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
