"""Answers to approvals from the page and the API: who may give them, what their forms mean, what is safe at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import HTTPException

from praetorium.accounts import Identity, Permission
from praetorium.catalogue import Answer, Approval
from praetorium.decisions import Decided, Safe, decide, safe
from praetorium.errors import RefusedError, UserError
from praetorium.house import House
from praetorium.models import Door
from praetorium.telling.hidden import masked
from praetorium.web.access import visible_approvals
from praetorium.web.views.cards import values


def allowed(who: Identity, approval: Approval) -> None:
    """Questions about the words are answered by whoever asked; everything else takes the right to decide."""
    if approval.kind != "question" and not who.may(Permission.DECIDE):
        raise HTTPException(403, f"the role {who.role} may not answer approvals; it takes the permission 'decide'")


def take_answer(
    house: House,
    who: Identity,
    approval: Approval,
    answer: Answer,
    *,
    door: Door,
    because: str = "",
    given: Mapping[str, Any] | None = None,
    always: bool = False,
    seen: str = "",
) -> Decided:
    """Decide. ``seen``: the checksum of what was shown; another one is refused. Raises what ``decide`` raises."""
    allowed(who, approval)
    if seen and seen != approval.shown_hash:
        raise RefusedError("what is asked has changed since it was shown", next="look at it again")
    return decide(
        house, approval.id, answer, who=who.name, door=door, because=because or None, given=given, always=always
    )


def given_by(approval: Approval, answer: Answer, form: Mapping[str, str]) -> dict[str, Any]:
    """What came along with a form's answer. Raises UserError."""
    if answer is Answer.REFINE:
        return {"words": form.get("words", "")}
    if answer is Answer.EDIT:
        before = masked(approval.shown.get("parameters") or {})
        try:
            after = values(str(approval.shown.get("executor") or ""), _unprefixed(form), before)
        except ValueError as error:
            raise UserError(str(error), next="correct it and try again") from None
        changed = {name: value for name, value in after.items() if before.get(name) != value}
        if not changed:
            raise UserError("nothing was changed", next="change a value, or allow it as it is")
        return {"parameters": changed}
    if answer is Answer.ALLOW and approval.kind == "question":
        return {"choice": form.get("other") or form.get("choice") or ""}
    if answer is Answer.ALLOW and approval.kind == "budget" and form.get("more"):
        return {"more": form["more"]}
    return {}


def all_safe(house: House, who: Identity) -> list[tuple[Approval, Safe]]:
    """What waits and can be allowed at once, each with the rule that makes it so."""
    found = ((a, safe(a)) for a in visible_approvals(house, who))
    return [(approval, why) for approval, why in found if why is not None]


def allow_safe(
    house: House, who: Identity, ids: Collection[str], door: Door
) -> tuple[list[Decided], list[tuple[str, UserError]]]:
    """Allow those of the named approvals that are safe, each by the rule that makes it so and on its own.

    Gives what was decided, and which of them were not, with the reason: answered meanwhile, not safe, or kept by a rule
    for somebody else.
    """
    known = {approval.id: (approval, why) for approval, why in all_safe(house, who)}
    done: list[Decided] = []
    refused: list[tuple[str, UserError]] = []
    for id in dict.fromkeys(ids):
        try:
            if id not in known:
                raise RefusedError("it does not wait any more, or is not safe", next="look at it, and answer it alone")
            approval, why = known[id]
            done.append(take_answer(house, who, approval, Answer.ALLOW, door=door, because=f"{why.rule}: {why.why}"))
        except UserError as error:
            refused.append((id, error))
    return done, refused


def _unprefixed(form: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("p."): value for name, value in form.items() if name.startswith("p.")}
