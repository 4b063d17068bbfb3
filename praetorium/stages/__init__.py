"""The stages of a request, free of Prefect: what the tasks of the same names wrap."""

from praetorium.stages.carry_out import approach, standing
from praetorium.stages.ending import deliver, deny, fail, wait, was_denied
from praetorium.stages.job import Job, opened
from praetorium.stages.keep import keep
from praetorium.stages.step import Ready, perform

__all__ = [
    "Job",
    "Ready",
    "approach",
    "deliver",
    "deny",
    "fail",
    "keep",
    "opened",
    "perform",
    "standing",
    "wait",
    "was_denied",
]
