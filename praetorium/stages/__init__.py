"""The stages of a request, free of Prefect: what the tasks of the same names wrap."""

from praetorium.stages.carry_out import approach, carry_out
from praetorium.stages.ending import deliver, fail, short_of_delivery
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
    "carry_out",
    "cleared_up",
    "deliver",
    "fail",
    "keep",
    "opened",
    "perform",
    "short_of_delivery",
    "unclear",
]
