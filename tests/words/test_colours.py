"""Colours by name or code, each for what it was said to be for."""

from __future__ import annotations

import pytest

from praetorium.words import colours, read, shades
from praetorium.words.sentences import sentences


@pytest.mark.parametrize(
    ("words", "background", "accent"),
    [
        ("Apply magenta as the background; style all components with dark violet.", "#ff00ff", "#9400d3"),
        ("Set the background color to #fafafa and the buttons to #36c.", "#fafafa", "#3366cc"),
        ("Use a beige background and apply brown to the UI components.", "#f5f5dc", "#a52a2a"),
        ("Navy buttons on an ivory background.", "#fffff0", "#000080"),
        ("Configure all backgrounds with old lace and all components with tan.", "#fdf5e6", "#d2b48c"),
        ("The elements should be dark slate gray, the background blanched almond.", "#ffebcd", "#2f4f4f"),
        ("A blog in dark blue", None, "#00008b"),
        ("red accents", None, "#ff0000"),
        ("Users can send red packets, roses and orange juice.", None, None),
        ("a shop for wine, honey and chocolate", None, None),
    ],
)
def test_use(words: str, background: str | None, accent: str | None) -> None:
    found = colours.read(sentences(words))
    assert (found.background, found.accent) == (background, accent)


@pytest.mark.parametrize(
    "name", ["ice blue", "cotton", "dark goldenrod", "lemon meringue", "DarkOliveGreen", "faint teal"]
)
def test_names_people_use(name: str) -> None:
    code = shades.colour(name)
    assert code is not None and len(code) == 7


def test_a_light_shade_is_lighter() -> None:
    def brightness(name: str) -> int:
        code = shades.colour(name)
        assert code is not None
        return sum(int(code[i : i + 2], 16) for i in (1, 3, 5))

    assert brightness("pale chocolate") > brightness("chocolate") > brightness("deep chocolate")


def test_an_unknown_colour_is_asked_about() -> None:
    brief = read("CRM with contacts. Use moonquark as the background color.")
    assert brief.style.background is None
    assert any("moonquark" in question.text and not question.blocking for question in brief.questions)


@pytest.mark.parametrize(
    ("words", "scheme"), [("todo list, dark mode", "dark"), ("todo list, light theme", "light"), ("todo list", "auto")]
)
def test_scheme(words: str, scheme: str) -> None:
    assert read(words).style.scheme == scheme


def test_a_use_is_no_colour() -> None:
    assert colours.read(sentences("an app for notes, background with background")).background is None
