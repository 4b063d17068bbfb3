"""The ``menu-shown`` proof: every line of the file that was to be the menu stands on the site, with its price."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import located
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.sites.menu import Item, Listing, relisted

TOLD = 4


class MenuShownParameters(Model):
    folder: str
    """The folder of the site's public files, in the workspace."""
    source: str
    """The file with the menu; empty where none was given: then nothing is to be proven."""


class MenuShown(Proof[MenuShownParameters]):
    name = "menu-shown"
    summary = "Every line of the file with the menu is read back from the finished pages, with its text and price."
    Parameters = MenuShownParameters
    seconds = STARTS + 0.1

    async def run(self, parameters: MenuShownParameters, context: Context, result: dict[str, Any]) -> Verdict:
        if not parameters.source:
            return Verdict(checks=())
        path = located(parameters.source, context)
        given = Listing(path=path, name=Path(parameters.source).name)
        items = (await confined(relisted, given, context, reads=(path,))).items
        shown = await asyncio.to_thread(_shown, context.inside(parameters.folder))
        wanted = [(item.name, item.text, item.price) for item in items]
        wrong = [f"'{item.name}' is not shown as it stands in the file" for item in items if _line(item) not in shown]
        wrong += [f"'{line[0]}' is shown and not in the file" for line in shown if line not in wanted]
        evidence = "; ".join(wrong[:TOLD]) or f"{len(items)} lines compared, all there with their prices"
        return Verdict(checks=(CheckResult(name=f"{given.name} is the menu", passed=not wrong, evidence=evidence),))


def _line(item: Item) -> tuple[str, str, str]:
    return item.name, item.text, item.price


def _shown(folder: Path) -> list[tuple[str, str, str]]:
    """Name, text and price of each line of a menu, as the pages have them."""
    from selectolax.lexbor import LexborHTMLParser

    found = []
    for page in sorted(folder.glob("*.html")):
        for line in LexborHTMLParser(page.read_text(encoding="utf-8")).css("li[data-offer]"):
            cells = [line.css_first(f".{role}") for role in ("dish", "text", "price")]
            name, text, price = (cell.text().strip() if cell is not None else "" for cell in cells)
            found.append((name, text, price))
    return found
