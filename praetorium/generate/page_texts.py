"""What the pages of a website say until its owners write their own words; the texts are in ``page_texts.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


def page_text(page: str, *, title: str, summary: str, things: str) -> tuple[str, str]:
    """The first line and the text of a page called ``page``; ``## `` begins a section, a blank line a paragraph."""
    key = re.sub(r"\s+pages?$", "", " ".join(page.lower().replace("_", " ").split()))
    lead, text = _texts().get(key, _texts()["other"])
    told = {"title": title, "summary": summary or f"Welcome to {title}.", "things": things, "page": page}
    return lead.format(**told), text.format(**told)


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
