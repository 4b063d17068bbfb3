"""Nouns that the lexicon does not know get the fields a person would expect."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from praetorium.words import lexicon, read
from praetorium.words.english import plural

EXPECTED: dict[str, list[str]] = YAML(typ="safe").load((Path(__file__).parent / "nouns.yaml").read_text("utf-8"))


def _plural(noun: str) -> str:
    head, _, last = noun.rpartition(" ")
    return f"{head} {plural(last)}".strip()


def test_there_are_sixty_and_the_lexicon_knows_none() -> None:
    assert len(EXPECTED) == 60
    assert not [noun for noun in EXPECTED if lexicon.lemmas(noun) in lexicon.phrases()]


def test_most_expected_fields_are_there() -> None:
    wanted = met = 0
    missing = []
    for noun, fields in EXPECTED.items():
        brief = read(f"an app to keep track of {_plural(noun)}")
        assert len(brief.entities) == 1, noun
        entity = brief.entities[0]
        assert entity.label.lower() == noun
        present = {field.name for field in entity.fields}
        for field in fields:
            wanted += 1
            found = bool(set(field.split("/")) & present)
            met += found
            if not found:
                missing.append(f"{noun} ({entity.kind}): {field}")
    assert met / wanted >= 0.8, f"{met} of {wanted}; missing: {missing}"
