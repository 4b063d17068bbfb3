"""What may be secret in plain words, and what only sounds like it."""

from __future__ import annotations

import pytest

from praetorium.models.secret import discreet, known, without


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("a shop with password hunter2x9 for the admin", "hunter2x9"),
        ("use the api key a1b2c3d4 of the team", "a1b2c3d4"),
        ("API key: abcd1234", "abcd1234"),
        ("sign in with the passphrase correct-horse9", "correct-horse9"),
        ("the pwd is tr0ub4dor", "tr0ub4dor"),
    ],
)
def test_a_secret_that_is_said_in_passing_is_hidden(said: str, secret: str) -> None:
    assert discreet(said) == said.replace(secret, "(hidden)")


@pytest.mark.parametrize(
    "said",
    [
        "a password of at least 12 characters",
        "a password 12-character or longer",
        "reset tokens after 24h",
        "a secret santa for 20 people",
        "cookie consent in 2 lines",
        "each API key ends after 90days",
    ],
)
def test_what_is_said_about_secrets_is_told(said: str) -> None:
    assert discreet(said) == said


def test_what_is_secret_in_one_place_is_hidden_in_others() -> None:
    asked = ["a shop. The password is hunter22", {"token": "abc-defg", "deep": [{"url": "https://ada:pa55w0rd@x.org"}]}]
    found = known(asked)
    assert found == {"hunter22", "abc-defg", "ada:pa55w0rd"}
    assert without("PASS = 'hunter22'  # abc-defg", found) == "PASS = '(hidden)'  # (hidden)"
    assert without("a 1 in a 10", {"1"}) == "a 1 in a 10", "what is short would shred the text"
