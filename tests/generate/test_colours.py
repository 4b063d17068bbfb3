"""Whatever colours are asked, what stands on them can be read; what was asked is what is used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praetorium.generate.colours import ACCENTS, CONTROL, TEXT, contrast, ink, legible, mix, palettes
from praetorium.models import Style

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")
styles = st.builds(
    Style,
    background=st.none() | colours,
    accent=st.none() | colours,
    scheme=st.sampled_from(["auto", "light", "dark"]),
)

STANDS_ON = {
    "on-bg": ["bg"],
    "on-bg-muted": ["bg"],
    "on-bg-link": ["bg"],
    "text": ["surface", "raised"],
    "muted": ["surface", "raised"],
    "link": ["surface", "raised"],
    "on-accent": ["accent", "accent-hover"],
    "on-soft": ["accent-soft"],
    "on-side": ["side"],
    "on-side-muted": ["side"],
    "on-side-active": ["side-active"],
    **{f"{tone}-text": [f"{tone}-bg"] for tone in ("good", "bad", "waiting", "plain")},
    **{f"{tone}-mark": ["surface", "raised"] for tone in ("good", "bad", "waiting", "plain")},
}


@given(styles)
def test_text_is_readable_on_what_it_stands_on(style: Style) -> None:
    for palette in filter(None, palettes(style, "An application")):
        for text, grounds in STANDS_ON.items():
            for ground in grounds:
                ratio = contrast(palette.colours[text], palette.colours[ground])
                assert ratio >= TEXT, f"{text} on {ground}: {ratio:.2f}"
        for control in ("control", "focus"):
            assert contrast(palette.colours[control], palette.colours["surface"]) >= CONTROL
        assert contrast(palette.colours["focus-page"], palette.colours["bg"]) >= CONTROL


@given(colours, colours)
def test_what_was_asked_is_what_is_used(background: str, accent: str) -> None:
    palette, night = palettes(Style(background=background, accent=accent), "An application")
    assert palette.colours["bg"] == background
    assert palette.colours["accent"] == accent
    assert night is None


def test_a_visitor_who_prefers_dark_gets_it_unless_it_was_said() -> None:
    light, dark = palettes(Style(), "An application")
    assert dark is not None
    assert (light.dark, dark.dark) == (False, True)
    forced, other = palettes(Style(scheme="dark"), "An application")
    assert forced.dark
    assert other is None


def test_without_a_colour_the_title_chooses_one() -> None:
    first, _ = palettes(Style(), "Library")
    again, _ = palettes(Style(), "Library")
    assert first == again
    assert first.colours["accent"] in ACCENTS


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # Examples of the W3C's and WebAIM's contrast checkers.
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_the_standard_one(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_a_legible_colour_stays_as_it_is() -> None:
    assert legible("#1f4f8a", ["#ffffff"]) == "#1f4f8a"
    assert legible("#ffff00", ["#ffffff"]) != "#ffff00"
    assert ink(["#ffffff"]) == "#171a21"
    assert mix("#ffffff", "#000000", 0.5) == "#808080"
