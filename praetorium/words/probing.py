"""Briefs of words of our own, from which single parts are taken."""

from __future__ import annotations

from praetorium.errors import PraetoriumError
from praetorium.models import Brief
from praetorium.words.reader import read


def brief_of(words: str) -> Brief | None:
    """What is read in them; None where that is nothing."""
    try:
        return read(words)
    except PraetoriumError:
        return None


def with_present(brief: Brief, words: str = "") -> Brief | None:
    """What is read in the words, beside the things that are kept already."""
    present = ", ".join(entity.label_plural.lower() for entity in brief.entities)
    return brief_of(f"An application with {present}{words}")
