"""What an application is about, as far as its picture and its first line go: found by the words of its title, summary
and entities. ``subjects.yaml`` knows the subjects; their pictures lie in the folder of templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Subject:
    """One kind of subject: its picture, and a line that fits whatever is done with it."""

    picture: str
    """Path of the SVG fragment in the folder of templates; drawn on 480 by 360."""
    line: str
    words: frozenset[str]
    whole: bool = False
    """It stands for all that an application offers, not for any one thing in it."""

    @property
    def name(self) -> str:
        return self.picture.rsplit("/", 1)[-1].removesuffix(".svg")


_DEFAULT = Subject("apps/features/public_pages/motifs/spark.svg", "Good to have you here", frozenset())

PAINTS = {
    "m-accentline thick": 'stroke="var(--motif)" stroke-width="14" stroke-linecap="round"',
    "m-accentline": 'stroke="var(--motif)" stroke-width="8" stroke-linecap="round"',
    "m-accent": 'fill="var(--motif)"',
    "m-halo": 'fill="var(--halo)"',
    "m-ink": 'fill="var(--ink)"',
    "m-leaf": 'fill="#6c9a59"',
    "m-line": 'stroke="var(--ink)" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"',
    "m-paper": 'fill="#fdfbf6"',
    "m-paperline": 'stroke="#fdfbf6" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"',
    "m-score2": 'stroke="var(--tint)" stroke-width="5" stroke-linecap="round"',
    "m-score": 'stroke="var(--halo)" stroke-width="7" stroke-linecap="round"',
    "m-soft2": 'fill="var(--tint)" stroke="var(--motif)" stroke-width="3"',
    "m-soft": 'fill="var(--tint)"',
    "m-warm": 'fill="#e0ab48"',
}
"""How the classes of a picture are painted where no style sheet reaches: in a symbol of another file."""


def subject(*texts: str) -> Subject:
    """The subject that ``texts`` speak of: an earlier text says more than a later one."""
    return _best(_scores(texts)) or _DEFAULT


def picture_of(*texts: str) -> Subject | None:
    """What one of the things that ``texts`` speak of looks like; None where no picture is known that shows it."""
    return _best({found: score for found, score in _scores(texts).items() if not found.whole})


def _scores(texts: Iterable[str]) -> dict[Subject, float]:
    scores: dict[Subject, float] = {}
    for place, text in enumerate(texts):
        for word in dict.fromkeys(_words(text)):
            for found in _subjects():
                if word in found.words:
                    scores[found] = scores.get(found, 0) + 1 / (1 + place)
    return scores


def _best(scores: dict[Subject, float]) -> Subject | None:
    return max(scores, key=lambda s: (scores[s], -_subjects().index(s)), default=None)


@cache
def _subjects() -> tuple[Subject, ...]:
    told = YAML(typ="safe").load(files(__package__).joinpath("subjects.yaml").read_text(encoding="utf-8"))
    return tuple(Subject(row["picture"], row["line"], frozenset(row["words"]), row.get("whole", False)) for row in told)


def _words(text: str) -> Iterable[str]:
    for word in re.findall(r"[a-z0-9]+", text.lower()):
        yield word
        if word.endswith("ies"):
            yield f"{word[:-3]}y"
        elif word.endswith("s"):
            yield word[:-1]
