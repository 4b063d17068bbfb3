"""Local copies: whole or not there, within their limit, and never taken from under whoever just asked."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.assets.copies import USED, Copies
from praetorium.errors import ExternalError


def name(number: int) -> str:
    return f"{number:064x}"[::-1]


def old(path: Path, seconds: float) -> None:
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_a_copy_is_found_again(tmp_path: Path) -> None:
    copies = Copies(tmp_path, 1000)
    assert copies.get(name(1)) is None
    place = copies.add(name(1), [b"one", b"two"])
    assert place.read_bytes() == b"onetwo"
    assert copies.get(name(1)) == place
    copies.drop(name(1))
    assert copies.get(name(1)) is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    copies = Copies(tmp_path, 250)
    places = [copies.add(name(number), [b"x" * 100]) for number in range(4)]
    for age, place in zip((4, 3, 2, 1), places, strict=True):
        old(place, USED + age)
    copies.get(name(0))
    copies.trim()
    assert [place.exists() for place in places] == [True, False, False, True]


def test_what_was_just_asked_for_stays_whatever_the_limit(tmp_path: Path) -> None:
    copies = Copies(tmp_path, 0)
    places = [copies.add(name(number), [b"x" * 100]) for number in range(3)]
    assert all(place.exists() for place in places)


def test_a_limit_holds_by_itself(tmp_path: Path) -> None:
    copies = Copies(tmp_path, 1600)
    for number in range(100):
        old(copies.add(name(number), [b"x" * 100]), USED + 100)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) <= 18


def test_half_a_copy_is_none(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ExternalError("the rest does not come")

    copies = Copies(tmp_path, 1000)
    with pytest.raises(ExternalError, match="the rest"):
        copies.add(name(1), broken())
    assert copies.get(name(1)) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_killed_process_left_goes_when_it_is_old(tmp_path: Path) -> None:
    copies = Copies(tmp_path, 1000)
    copies.add(name(1), [b"x"])
    young, stale = tmp_path / "tmpyoung", tmp_path / "tmpstale"
    young.write_bytes(b"half")
    stale.write_bytes(b"half")
    old(stale, USED + 1)
    copies.trim()
    assert young.exists() and not stale.exists()
