"""Texts of others put together so that they read as sentences: what went wrong, what exists, what to do."""

from __future__ import annotations

COMMAND = "praetorium "
"""How a text begins that is typed as it stands."""
_ENDS = (".", "!", "?", "…", ":")


def sentence(words: str) -> str:
    """With a capital letter and a full stop."""
    text = words.strip()
    return capital(text) + ("" if text.endswith((".", "!", "?", "…")) else ".") if text else ""


def capital(words: str) -> str:
    """With a capital letter, unless it is a command, which is typed as it stands."""
    return words if words.startswith(COMMAND) else words[:1].upper() + words[1:]


def joined(*parts: str) -> str:
    """One after the other, empty ones left out; the last one ends as it does by itself."""
    *before, last = [part.strip() for part in parts if part.strip()] or [""]
    told = [capital(part) + ("" if part.endswith(_ENDS) else ".") for part in before]
    return " ".join([*told, capital(last)]).strip()
