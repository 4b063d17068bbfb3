"""Kinds of business a website can be for: one YAML file each in ``templates/sites/kinds``, with its words and copy."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import Field as Setting
from ruamel.yaml import YAML

from praetorium.models import Model

FALLBACK = "business"


class Offering(Model):
    name: str
    text: str
    price: str | None = None
    """An example price; shown as one."""


class Point(Model):
    title: str
    text: str


class Answer(Model):
    ask: str
    answer: str


class Offer(Model):
    page: str
    """What the page with the offerings is called."""
    noun: str


class Business(Model):
    """What is known of a kind of business."""

    words: tuple[str, ...]
    """Words by which it is recognised."""
    called: str
    """What one of its kind is called when no name was given."""
    motif: str
    """File name of its illustration."""
    accent: str = Setting(pattern=r"^#[0-9a-f]{6}$")
    """Its colour when none was asked for."""
    tagline: str
    intro: str
    action: str
    """What the first button says."""
    offer: Offer
    offerings: tuple[Offering, ...]
    points: tuple[Point, ...]
    about: tuple[str, ...]
    hours: tuple[tuple[str, str], ...]
    """Example opening hours: days, times."""
    questions: tuple[Answer, ...] = Setting(default=())


@cache
def kinds(folder: Path) -> dict[str, Business]:
    """All kinds by file stem."""
    reader = YAML(typ="safe")
    found = sorted((folder / "kinds").glob("*.yaml"))
    return {file.stem: Business.model_validate(reader.load(file.read_text(encoding="utf-8"))) for file in found}


def recognise(words: str, folder: Path) -> tuple[Business, str | None]:
    """The kind that the words speak of, and by which word; the general one and None when they name none."""
    text = words.casefold()
    best: tuple[int, str, str] | None = None
    for name, kind in kinds(folder).items():
        for word in kind.words:
            # The longer word says more: "dental clinic" before "clinic", "coffee shop" before "shop".
            if re.search(rf"\b{re.escape(word)}s?\b", text) and (best is None or len(word) > best[0]):
                best = (len(word), name, word)
    if best is None:
        return kinds(folder)[FALLBACK], None
    return kinds(folder)[best[1]], best[2]
