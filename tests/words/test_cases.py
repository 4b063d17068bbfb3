"""Long requests written by other people: each becomes a brief that can be built, nothing of it silently dropped.

``cases.jsonl`` is a random sample of the public WebGen-Bench data (arXiv 2505.03733).
"""

from __future__ import annotations

import builtins
import json
import keyword
import re
from pathlib import Path
from typing import Any

import pytest

from praetorium.models import Brief, Entity, FieldType
from praetorium.words import features, read

CASES: list[dict[str, str]] = [
    json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines()
]
COLOURS = {
    "app-01": ("#ff00ff", "#9400d3"),
    "app-03": ("#ffbf00", "#d2691e"),
    "app-04": (None, "#8fbc8f"),
    "app-07": (None, "#b8860b"),
    "app-10": ("#ff00ff", "#9400d3"),
    "app-11": ("#ffdab9", "#b22222"),
    "app-14": ("#fff0f5", "#ff1493"),
    "app-16": ("#f0fff0", "#228b22"),
    "app-17": ("#fffaf0", "#8b0000"),
    "app-18": ("#faebd7", "#800000"),
    "app-21": ("#ffebcd", "#2f4f4f"),
    "app-25": ("#bc8f8f", "#a52a2a"),
    "app-27": ("#fffff0", "#d2691e"),
    "app-29": ("#ffe4e1", "#c71585"),
    "app-31": ("#fffff0", "#d2691e"),
    "app-33": ("#ffe4c4", "#e9967a"),
    "app-34": ("#e6e6fa", "#8a2be2"),
    "app-35": ("#da70d6", "#800080"),
    "app-36": ("#87cefa", "#1e90ff"),
    "app-37": ("#f5f5dc", "#a52a2a"),
    "app-38": ("#e0ffff", "#008080"),
    "app-39": ("#d8bfd8", "#663399"),
    "app-40": ("#fdf5e6", "#d2b48c"),
    "app-42": ("#faebd7", "#a0522d"),
    "app-43": ("#ffffe0", "#bdb76b"),
    "app-44": ("#f5deb3", "#d2691e"),
}
"""CSS's own values of the colours that were asked for; None for a name that CSS does not know."""
NO_ENTITIES = {"functionality", "function", "feature", "experience", "platform", "user_experience", "system", "ability"}


@pytest.fixture(params=CASES, ids=lambda case: str(case["id"]), scope="module")
def case(request: pytest.FixtureRequest) -> tuple[dict[str, str], Brief]:
    return request.param, read(request.param["words"])


def test_it_can_be_built(case: tuple[dict[str, str], Brief]) -> None:
    _, brief = case
    assert brief.intent == "build-app" and brief.entities and len(brief.entities) <= 10
    assert Brief.model_validate(brief.dump()) == brief
    assert not {entity.name for entity in brief.entities} & NO_ENTITIES
    assert 1 <= len(brief.title) <= 60 and brief.summary.endswith(".")


def test_names_are_safe_and_unique(case: tuple[dict[str, str], Brief]) -> None:
    _, brief = case
    names = [name for entity in brief.entities for name in (entity.name, entity.plural)]
    assert len(set(names)) == len(names)
    for entity in brief.entities:
        _check_attributes(entity, brief)


def _check_attributes(entity: Entity, brief: Brief) -> None:
    attributes = [field.name for field in entity.fields]
    attributes += [r.name for r in brief.relations if r.source == entity.name]
    attributes += [r.inverse for r in brief.relations if r.target == entity.name]
    assert len(set(attributes)) == len(attributes), f"{entity.name}: {attributes}"
    for name in [entity.name, *attributes]:
        assert name.isidentifier() and not keyword.iskeyword(name) and name not in dir(builtins)
        assert name not in {"id", "metadata", "registry", "created_at", "updated_at"}
    display = entity.field(entity.display)
    assert display is not None and display.required
    for field in entity.fields:
        assert (field.type is FieldType.CHOICE) == bool(field.choices)
    if entity.board:
        assert entity.field(entity.board).type is FieldType.CHOICE  # type: ignore[union-attr]
    for row in entity.rows:
        assert set(row) <= set(attributes)


def test_relations_hold(case: tuple[dict[str, str], Brief]) -> None:
    _, brief = case
    names = {entity.name for entity in brief.entities}
    for relation in brief.relations:
        assert {relation.source, relation.target} <= names


def test_colours_are_found_as_asked(case: tuple[dict[str, str], Brief]) -> None:
    told, brief = case
    assert brief.style.background and brief.style.accent
    wanted = COLOURS.get(told["id"])
    if wanted:
        assert (wanted[0] or brief.style.background, wanted[1]) == (brief.style.background, brief.style.accent)


def test_unread_sentences_are_word_for_word(case: tuple[dict[str, str], Brief]) -> None:
    told, brief = case
    for unread in brief.unread:
        assert unread.sentence in told["words"] and unread.why
        assert not re.search(r"\bbackground\b.*\b(?:components?|elements?)\b", unread.sentence)


def _of(id: str) -> Any:
    return read(next(case["words"] for case in CASES if case["id"] == id))


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("app-02", {"device", "alert"}),
        ("app-05", {"post"}),
        ("app-10", {"course", "chapter", "lesson"}),
        ("app-14", {"customer", "employee", "coupon", "payroll"}),
        ("app-15", {"movie"}),
        ("app-19", {"diary_entry"}),
        ("app-20", {"customer", "community", "department"}),
        ("app-25", {"product"}),
        ("app-28", {"charging_pile", "order", "warranty"}),
        ("app-31", {"venue"}),
        ("app-35", {"album", "picture"}),
        ("app-37", {"question", "exam"}),
        ("app-38", {"course", "exam"}),
        ("app-41", {"farm", "crop"}),
        ("app-44", {"screw", "box"}),
    ],
)
def test_entities_are_what_the_words_speak_of(id: str, expected: set[str]) -> None:
    assert expected <= {entity.name for entity in _of(id).entities}


def test_signing_in_is_never_passed_over() -> None:
    built = next(ask.done for ask in features.asks() if ask.name == "accounts")
    for case in CASES:
        brief = read(case["words"])
        unread = {u.sentence for u in brief.unread}
        for sentence in re.split(r"(?<=\.)\s+", case["words"]):
            if re.search(r"\blog in\b|\blogin\b", sentence):
                assert built or sentence in unread, case["id"]
                assert any(asked.name == "accounts" for asked in brief.asked), case["id"]
