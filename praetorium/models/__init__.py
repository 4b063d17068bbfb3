"""The vocabulary itself: what crosses a boundary is one of these frozen models."""

from praetorium.models.base import Model, new_id, now, problem_of
from praetorium.models.brief import (
    Assumption,
    Brief,
    Correction,
    Entity,
    Feature,
    Field,
    FieldType,
    Origin,
    Question,
    Relation,
    Schedule,
    Style,
    Unread,
)
from praetorium.models.delivery import AssetReport, Cost, Failure, PrefectRun, Report, StepReport
from praetorium.models.outcome import Address, CheckResult, Outcome, Package, Product, StepState
from praetorium.models.plan import Check, Effect, Estimate, Plan, Step, Undo
from praetorium.models.request import Attachment, Door, Request, RequestState
from praetorium.models.reversal import Reversal, Touched

__all__ = [
    "Address",
    "AssetReport",
    "Assumption",
    "Attachment",
    "Brief",
    "Check",
    "CheckResult",
    "Correction",
    "Cost",
    "Door",
    "Effect",
    "Entity",
    "Estimate",
    "Failure",
    "Feature",
    "Field",
    "FieldType",
    "Model",
    "Origin",
    "Outcome",
    "Package",
    "Plan",
    "PrefectRun",
    "Product",
    "Question",
    "Relation",
    "Report",
    "Request",
    "RequestState",
    "Reversal",
    "Schedule",
    "Step",
    "StepReport",
    "StepState",
    "Style",
    "Touched",
    "Undo",
    "Unread",
    "new_id",
    "now",
    "problem_of",
]
