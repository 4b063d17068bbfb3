"""Texts put together read as sentences; a command in them stays as it is typed."""

from __future__ import annotations

import pytest

from praetorium.telling.sentences import joined, sentence


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("Nothing was made.", "open it and look"), "Nothing was made. Open it and look"),
        (("the file is gone", "put it there again"), "The file is gone. Put it there again"),
        (("Done before: One.", "praetorium retry req-1"), "Done before: One. praetorium retry req-1"),
        (("no server", ""), "No server"),
        (("", ""), ""),
    ],
)
def test_what_follows_a_full_stop_begins_with_a_capital(parts: tuple[str, ...], told: str) -> None:
    assert joined(*parts) == told


def test_a_sentence_has_a_capital_and_an_end() -> None:
    assert [sentence(words) for words in ("it ran", "Why?", "  ")] == ["It ran.", "Why?", ""]
