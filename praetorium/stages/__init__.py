"""The stages of a request, free of Prefect: what the tasks of the same names wrap."""

from praetorium.stages.carry_out import approach, look, newer_plan, standing
from praetorium.stages.ending import deliver, deny, fail, wait, was_denied
from praetorium.stages.gate import ask
from praetorium.stages.halting import HaltedError
from praetorium.stages.job import Job, opened
from praetorium.stages.keep import keep
from praetorium.stages.step import Ready, perform
from praetorium.stages.unclear import cleared_up, unclear

__all__ = [
    "HaltedError",
    "Job",
    "Ready",
    "approach",
    "ask",
    "cleared_up",
    "deliver",
    "deny",
    "fail",
    "keep",
    "look",
    "newer_plan",
    "opened",
    "perform",
    "standing",
    "unclear",
    "wait",
    "was_denied",
]
