"""An earlier request is to be taken back. ``praetorium undo`` asks so, after it has shown what would change."""

from __future__ import annotations

import re

from praetorium.errors import RejectedError
from praetorium.models import Brief
from praetorium.words.request import Reading

_UNDO = re.compile(
    r"^(?:please |now |just )*(?:undo|revert|take back)\b.*?\b(?P<request>req-[0-9a-z]{4,})\b", re.DOTALL
)
_TO = re.compile(r"\bafter (?:its |the )?step '?(?P<to>[a-z][a-z0-9-]*)\b")


class TakeBack:
    """The undoing intent."""

    name = "undo"

    def weight(self, request: Reading) -> float:
        """Certain when the words begin with undoing and name a request; else nothing."""
        return 1.0 if _UNDO.match(request.lower) else 0.0

    def brief(self, request: Reading) -> Brief:
        """Which request, and the step that is the last to stay."""
        named, last = _UNDO.match(request.lower), _TO.search(request.lower)
        if named is None:
            raise RejectedError(
                "it does not say which request is to be taken back", examples=("undo request req-01ab",)
            )
        id, to = named["request"], last["to"] if last else None
        return Brief(
            intent=self.name,
            title=f"Undo {id}" + (f" after {to}" if to else ""),
            summary=f"Take back what request {id} did"
            + (f" after its step '{to}'" if to else "")
            + ". What others changed since is kept.",
            parameters={"request": id, "to": to},
            confidence=1.0,
        )


INTENT = TakeBack()
