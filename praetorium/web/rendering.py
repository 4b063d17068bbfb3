"""Templates become pages. A fragment is the same content without its frame, for a page that is open already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from praetorium.house import House
from praetorium.web import wording
from praetorium.web.views.previews import MOST_TEXT

FOLDER = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")


class Pages:
    """All templates of the page, with the words and figures they use."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        names = ("took", "size", "count", "when", "clock", "ago", "listed", "sentence")
        self._environment.filters.update({name: getattr(wording, name) for name in names})
        self._environment.filters["money"] = lambda amount: wording.money(amount, house.settings.currency)
        self._environment.globals.update(
            states=wording.STATES, marks=wording.MARKS, edition=edition(), most_text=wording.size(MOST_TEXT)
        )
        self._rows = self._environment.get_template("rows.html")

    def render(self, template: str, request: Request, **values: Any) -> str:
        """A page, or its fragment where the page asks for one."""
        who = getattr(request.state, "who", None)
        fragment = request.headers.get("x-fragment") == "1"
        frame: dict[str, Any] = {"who": who, "path": request.url.path, "csrf": who.proof if who else ""}
        frame["layout"] = "fragment.html" if fragment else "layout.html"
        frame |= {"may": who.may if who else lambda permission: False, "tone": "plain", "waiting_now": 0}
        frame |= {"halted": False, "prefect": None}
        if who is not None and not fragment:
            catalogue = self._house.catalogue
            number, _ = catalogue.browsing.waiting(None if who.role.sees_all else who.name)
            frame |= {
                "tone": catalogue.people.preferences(who.name).get("tone", "plain"),
                "waiting_now": number,
                "halted": "halt" in catalogue.switches.on(),
                "prefect": _prefect(self._house),
            }
        return self._environment.get_template(template).render(frame | values)

    def answer(self, template: str, request: Request, status: int = 200, **values: Any) -> HTMLResponse:
        """The same as a response."""
        return HTMLResponse(self.render(template, request, **values), status)

    def rows(self, rows: Iterable[Any]) -> str:
        """Rows of the workstream alone."""
        return self._rows.render(rows=rows)


def edition() -> str:
    """Changes with the static files, so that they may be kept by browsers for ever."""
    found = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _prefect(house: House) -> str | None:
    from praetorium.engine.services import status

    return status(house.settings).prefect
