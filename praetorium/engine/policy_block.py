"""The policy block: rules a team keeps in Prefect, brought into the home, where the policy is read."""

from __future__ import annotations

import logging
import time

from praetorium.engine.transport import Call, Operation, Steps
from praetorium.errors import ExternalError, UserError
from praetorium.house import House
from praetorium.planning.policy import from_prefect, read

log = logging.getLogger(__name__)

SLUG, NAME = "praetorium-policy", "praetorium"
PERIOD = 5.0
"""Seconds between two looks at the block."""


@Operation
def rules_in_prefect() -> Steps[str | None]:
    """The YAML in the block; None when there is no such block."""
    path = f"/block_types/slug/{SLUG}/block_documents/name/{NAME}"
    response = yield Call("GET", path, missing_ok=True)
    return None if response.status_code == 404 else str(response.json().get("data", {}).get("rules") or "")


class PolicyBlock:
    """Part of the supervisor: keeps the home's copy of the block up to date."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._looked = 0.0

    def tick(self) -> None:
        """Now and then, take over what the block says. One that is broken is logged, and the last good one stays."""
        if self._looked and time.monotonic() - self._looked < PERIOD:
            return
        self._looked = time.monotonic()
        copy = from_prefect(self._house.settings.home)
        try:
            text = rules_in_prefect()
            if text is None:
                copy.unlink(missing_ok=True)
                return
            read(text.encode(), "in the block")
        except ExternalError:
            return
        except UserError as error:
            log.warning("the policy block is not taken: %s", error)
            return
        if not copy.is_file() or copy.read_text(encoding="utf-8") != text:
            draft = copy.with_suffix(".draft")
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(text, encoding="utf-8")
            draft.replace(copy)
