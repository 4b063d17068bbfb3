"""Templates become pages. A fragment is the same content without its frame, for a page that is open already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from praetorium.accounts import Permission
from praetorium.catalogue.switches import HALT
from praetorium.engine import password
from praetorium.house import House
from praetorium.report import prefect_ui
from praetorium.telling import amounts, proof, sentences, tally
from praetorium.web import guiding, preferences, wording
from praetorium.web.preferences import UNCHOSEN
from praetorium.web.security import MOST_BODY
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
        for place, names in (
            (amounts, ("took", "size", "count", "listed")),
            (wording, ("when", "clock", "ago", "answered")),
            (sentences, ("sentence",)),
            (guiding, ("guided", "plainly")),
        ):
            self._environment.filters.update({name: getattr(place, name) for name in names})
        self._environment.filters.update(proof=proof, tally=tally)
        self._environment.filters["money"] = lambda amount: amounts.money(amount, house.settings.currency)
        self._environment.globals.update(
            states=wording.STATES,
            marks=wording.MARKS,
            static=static_path(),
            most_text=amounts.size(MOST_TEXT),
            most_body=MOST_BODY,
        )
        self._rows = self._environment.get_template("rows.html")

    def render(self, template: str, request: Request, **values: Any) -> str:
        """A page, or its fragment where the page asks for one."""
        who = getattr(request.state, "who", None)
        fragment = request.headers.get("x-fragment") == "1"
        frame: dict[str, Any] = {"who": who, "path": request.url.path, "csrf": who.proof if who else ""}
        frame["layout"] = "fragment.html" if fragment else "layout.html"
        frame |= {"may": who.may if who else lambda permission: False, "waiting_now": 0}
        frame["governs"] = who.governs if who else lambda asked_by: False
        frame["chosen"] = preferences.of(self._house, who.name) if who is not None and not fragment else UNCHOSEN
        frame |= {"halted": False, "prefect": None, "prefect_asks": password.known(self._house.settings) is not None}
        # Prefect has one password for everything: it is an operator's to use.
        frame["prefect_is_ours"] = not frame["prefect_asks"] or (who is not None and who.may(Permission.OPERATE))
        if who is not None and not fragment:
            catalogue = self._house.catalogue
            number, _ = catalogue.browsing.waiting(None if who.role.sees_all else who.name)
            frame |= {
                "waiting_now": number,
                "halted": HALT in catalogue.switches.on(),
                "prefect": prefect_ui(self._house) if frame["prefect_is_ours"] else None,
            }
        return self._environment.get_template(template).render(frame | values)

    def answer(self, template: str, request: Request, status: int = 200, **values: Any) -> HTMLResponse:
        """The same as a response."""
        return HTMLResponse(self.render(template, request, **values), status)

    def rows(self, rows: Iterable[Any]) -> str:
        """Rows of the workstream alone."""
        return self._rows.render(rows=rows)


def static_path() -> str:
    """Where the static files are. It changes with any of them, so that browsers may keep them for ever; what they
    load of each other is named relative to it, and changes with it."""
    found = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        found.update(path.read_bytes())
    return f"/static/{found.hexdigest()[:12]}"
