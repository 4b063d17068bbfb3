"""What follows from a yes, by what was asked: money, a folder, a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from praetorium.catalogue import Approval
from praetorium.errors import UserError
from praetorium.house import House


def accepted(approval: Approval, given: Mapping[str, Any]) -> dict[str, Any]:
    """What came with a yes, checked and completed. Raises UserError."""
    wanted = {"budget": {"more"}, "question": {"choice"}}.get(approval.kind, set())
    unknown = sorted(set(given) - wanted)
    if unknown:
        raise UserError(
            f"a yes to this takes no '{unknown[0]}'", next=f"see what is asked: praetorium approvals show {approval.id}"
        )
    if approval.kind == "question":
        return {"choice": _choice(approval, given.get("choice"))}
    if approval.kind == "budget":
        return {"more": _amount(approval, given.get("more"))}
    return {}


def follow(
    house: House, connection: Connection, approval: Approval, given: Mapping[str, Any], who: str | None = None
) -> None:
    """Do what the yes means, in the transaction of the decision."""
    if approval.kind == "budget":
        amount = float(given.get("more", approval.shown["now"]["more"]))
        house.catalogue.budgets.extend(connection, approval.shown["scope"], approval.id, amount)
    if approval.kind == "project":
        house.catalogue.projects.register(connection, approval.shown["project"], who or "the Prefect UI")


def _choice(approval: Approval, said: Any) -> str:
    choices = [str(choice) for choice in approval.shown.get("choices", ())]
    answer = str(said if said not in (None, "") else approval.shown.get("default") or "").strip()
    if not answer:
        offered = f"; for example {', '.join(choices[:6])}" if choices else ""
        raise UserError(
            f"this question needs an answer{offered}",
            next=f'praetorium approve {approval.id} --choice "{choices[0] if choices else "…"}"',
        )
    return choices[int(answer) - 1] if answer.isdigit() and 0 < int(answer) <= len(choices) else answer


def _amount(approval: Approval, said: Any) -> float:
    try:
        amount = float(approval.shown["now"]["more"] if said is None else said)
    except (TypeError, ValueError):
        raise UserError(
            f"'{said}' is no amount of money", next=f"praetorium approve {approval.id} --more 2.50"
        ) from None
    if not 0 < amount < float("inf"):
        raise UserError(f"{amount:g} more is nothing that could be spent", next="give an amount above 0, or deny")
    return amount
