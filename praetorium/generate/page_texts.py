"""What the pages of a website say until its owners write their own words; the texts are in ``page_texts.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

_PAGE = re.compile(r"^(?:the|our|an?)\s+|\s+(?:pages?|section)$")


def page_text(page: str, *, title: str, summary: str, things: str, turn: int = 0) -> tuple[str, str]:
    """The first line and the text of a page called ``page``; ``## `` begins a section, a blank line a paragraph.

    ``turn`` counts the pages of a site of which nothing is known but their name: they do not all say the same.
    """
    said = " ".join(page.replace("_", " ").split())
    lead, text = _texts()[_key(said) or _UNKNOWN[turn % len(_UNKNOWN)]]
    inside = said[:1].lower() + said[1:] if said[1:].islower() else said
    told = {"title": title, "summary": summary or f"Welcome to {title}.", "things": things}
    told |= {"page": said[:1].upper() + said[1:], "page_inside": inside}
    return lead.format(**told), text.format(**told)


def is_known(page: str) -> bool:
    """Whether there is a text for pages of that name."""
    return _key(" ".join(page.replace("_", " ").split())) is not None


_UNKNOWN = ("other", "other 2", "other 3")


def _key(said: str) -> str | None:
    """The name in the file that ``said`` is a name of: as it stands, without its article, or one of its parts."""
    plain = said.lower()
    bare = _PAGE.sub("", _PAGE.sub("", plain))
    parts = re.split(r"\s*(?:&|,|/|\band\b)\s*", bare)
    return next((name for name in (plain, bare, *parts) if name in _texts() and name not in _UNKNOWN), None)


@cache
def _texts() -> dict[str, tuple[str, str]]:
    told = YAML(typ="safe").load(files(__package__).joinpath("page_texts.yaml").read_text(encoding="utf-8"))
    return {
        name: (page["lead"], _unwrapped(page["text"]))
        for key, page in told.items()
        for name in (key, *page.get("also", ()))
    }


def _unwrapped(text: str) -> str:
    """Lines of a paragraph joined; a heading keeps its own line."""
    blocks = [block.strip() for block in text.strip().split("\n\n")]
    joined = []
    for block in blocks:
        head, _, rest = block.partition("\n") if block.startswith("## ") else ("", "", block)
        joined.append(f"{head}\n{' '.join(rest.split())}" if head else " ".join(rest.split()))
    return "\n\n".join(joined)
