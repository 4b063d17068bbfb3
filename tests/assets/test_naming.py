"""Names of assets as names of files."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praetorium.assets.naming import LONGEST, filename, safe

names = st.text(st.characters(exclude_categories=()), max_size=200)


@given(names)
def test_a_safe_name_is_one_part_of_a_path(name: str) -> None:
    told = safe(name)
    assert told not in ("", ".", "..")
    assert Path("/library", told).parent == Path("/library")
    assert "\0" not in told
    assert len(told.encode()) <= LONGEST
    assert told == unicodedata.normalize("NFC", told)


@given(names, names)
def test_two_names_never_share_a_path(one: str, other: str) -> None:
    assert (safe(one) == safe(other)) == (one == other)


@pytest.mark.parametrize("pair", [("a/b", "a-b"), ("a  b", "a b"), ("é", "e\u0301"), ("x" * 300, "x" * 301), ("", ".")])
def test_names_that_look_alike_are_told_apart(pair: tuple[str, str]) -> None:
    assert safe(pair[0]) != safe(pair[1])


def test_a_name_made_to_look_like_another_ones_file_is_told_apart() -> None:
    assert safe(safe("a/b")) != safe("a/b")


@pytest.mark.parametrize("name", ["CRM", "Umsätze 2026", "販売レポート", "sales.csv", "My app (v2), final"])
def test_readable_names_stay_as_they_are(name: str) -> None:
    assert safe(name) == name


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", "C:\\x", "a\nb", "\u202egnp.exe"])
def test_dangerous_names_keep_nothing_dangerous(name: str) -> None:
    told = safe(name)
    assert not set("/\\:\n\u202e") & set(told)
    assert "~" in told or len(told) == 8


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("sales.csv", "text/csv", "sales.csv"),
        ("Sales report", "text/html", "Sales report.html"),
        ("Totals", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Totals.xlsx"),
        ("notes.txt", "text/html", "notes.txt.html"),
        ("Photo", "image/jpeg", "Photo.jpg"),
        ("CRM", "application/vnd.praetorium.tree+json", "CRM"),
        ("CRM", "application/vnd.praetorium.link+json", "CRM.json"),
        ("data", "application/octet-stream", "data"),
        ("notes", "text/markdown", "notes.md"),
        ("config", "application/yaml", "config.yaml"),
    ],
)
def test_a_file_ends_as_its_type_should(name: str, mime: str, expected: str) -> None:
    assert filename(name, mime) == expected


@given(names)
def test_an_ending_makes_no_name_too_long(name: str) -> None:
    told = filename(name, "text/html")
    assert told.endswith((".html", ".htm"))
    assert len(told.encode()) <= LONGEST
