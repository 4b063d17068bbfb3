"""What may be secret in what people gave: told by the name a value has, and in a text by what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

HIDDEN = "(hidden)"
SHORTEST = 6
"""Characters of a value that is looked for in what others wrote."""
_NAMES = (
    r"(?:authorization|cookie|token|passw(?:or)?d|pass(?:phrase|code)|pwd|secret|credentials?"
    r"|(?:api|access|private|secret)[-_ ]?key)"
)
_SECRET = re.compile(rf"(?:^|[-_]){_NAMES}$", re.IGNORECASE)

_NAMED = rf"(?<![a-z0-9]){_NAMES}"
_VALUE = r"(?![-$])[^\s'\"&;,]{1,400}"
_MIXED = r"(?=\S{0,200}\d)[^\s'\"`,;]{6,400}"
"""What no word is: it holds a digit."""
_CODED = rf"(?!\d){_MIXED}"
"""The same, and no figure with a word to it (``12-character``) either."""
_TOLD = re.compile(
    "|".join(
        f"{before}(?P<v{number}>{value})"
        for number, (before, value) in enumerate(
            (
                (r"\bhttps?://", r"[^\s/@'\"]{1,200}(?=@)"),
                (r"\b[a-z][a-z0-9+.]{1,20}://", r"[^\s/@'\":]{0,100}:[^\s/@'\"]{1,200}(?=@)"),
                (rf"{_NAMED}\s?=\s?['\"]?", _VALUE),  # DB_PASSWORD=…, ?token=…
                (r"[?&](?:key|sig|signature|auth|pass|pwd)=", _VALUE),
                (rf"['\"]{_NAMED}['\"]\s?:\s?['\"]", r"[^'\"\n]{1,400}"),  # {"token": "…"}
                (rf"['\"](?:[a-z0-9]{{1,20}}-){{0,4}}{_NAMED}\s?:\s?", r"[^'\"\n]{1,400}"),  # -H 'X-Api-Key: …'
                (rf"(?<=--){_NAMED}\s+", _VALUE),
                (rf"{_NAMED}(?:\s+is\s+|\s?:\s?)(?:(?:bearer|basic|token)\s+)?", _MIXED),  # the password is …
                (rf"{_NAMED}\s+", _CODED),  # with password …
                (r"\b(?:bearer|basic)\s+", _MIXED),
                (r"\b", r"(?:sk-(?=\S{0,60}\d)|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|prae_)[\w-]{8,200}"),
            )
        )
    ),
    re.IGNORECASE,
)
"""What stands before a value that may be secret, and the value: addresses with a password, what is set, sent as a
header or said outright, and keys that are known by how they begin. References (``$TOKEN``) are none."""
_SIGNS = (
    *(
        "authorization",
        "cookie",
        "token",
        "passw",
        "passphrase",
        "passcode",
        "secret",
        "credential",
        "key",
        "://",
        "bearer",
        "basic",
    ),
    *("sig=", "signature=", "auth=", "pass=", "pwd"),
    *("sk-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "akia", "prae_"),
)
"""One of them is in every text that has something to hide: looking for them costs a hundredth of the patterns."""


def address(url: str) -> str:
    """The address without what may be secret: name and password, and the query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="…" if parts.query else "", fragment="").geturl()


def discreet(text: str) -> str:
    """The text with every value hidden that may be secret."""
    low = text.lower()
    if not any(sign in low for sign in _SIGNS):
        return text
    return _TOLD.sub(lambda found: found.group()[: -len(_value(found))] + HIDDEN, text)


def secrets(text: str) -> Iterator[str]:
    """What is hidden of the text, in its order."""
    return map(_value, _TOLD.finditer(text))


def masked(value: Any, name: str = "") -> Any:
    """The value with all texts hidden whose name says that they are secret, addresses cut, and texts discreet, at any
    depth."""
    if isinstance(value, str):
        if value and _SECRET.search(name):
            return HIDDEN
        return address(value) if re.match(r"https?://\S+$", value) else discreet(value)
    if isinstance(value, Mapping):
        return {key: masked(each, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [masked(each, name) for each in value]
    return value


def known(value: Any, name: str = "") -> set[str]:
    """All that is hidden of the value, at any depth: it is not to be told where it turns up elsewhere either."""
    if isinstance(value, str):
        return {value} if value and _SECRET.search(name) else set(secrets(value))
    if isinstance(value, Mapping):
        return {found for key, each in value.items() for found in known(each, str(key))}
    if isinstance(value, list | tuple):
        return {found for each in value for found in known(each, name)}
    return set()


def without(text: str, hidden: Iterable[str]) -> str:
    """The text with these values hidden wherever they stand in it; short ones would hide what is none of theirs."""
    for value in sorted(hidden, key=len, reverse=True):
        if len(value) >= SHORTEST:
            text = text.replace(value, HIDDEN)
    return text


def _value(found: re.Match[str]) -> str:
    return found[found.lastgroup or 0]
