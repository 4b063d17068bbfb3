"""The YAML files of the lexicon, parsed once each, when first needed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@cache
def table(name: str) -> dict[str, Any]:
    """``lexicon/<name>.yaml`` as a mapping. Callers must not change it."""
    return _parse(files("praetorium.words").joinpath("lexicon", f"{name}.yaml").read_text("utf-8"))


@cache
def folder(name: str) -> dict[str, Any]:
    """All mappings of ``lexicon/<name>/*.yaml`` together, in the order of the files' names."""
    merged: dict[str, Any] = {}
    found = files("praetorium.words").joinpath("lexicon", name).iterdir()
    for file in sorted(found, key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            merged.update(_parse(file.read_text("utf-8")))
    return merged


@cache
def grammar(name: str) -> frozenset[str]:
    """A list of ``lexicon/grammar.yaml``: words of a text, or phrases of a list."""
    raw = table("grammar")[name]
    return frozenset(raw.split() if isinstance(raw, str) else (str(phrase) for phrase in raw))


def _parse(text: str) -> dict[str, Any]:
    parsed = YAML(typ="safe").load(text)
    return dict(parsed or {})
