"""How a command ends: the exit codes, which are a contract, and an error told as what, why and what next."""

from __future__ import annotations

import errno
import logging
import os
import re
from enum import IntEnum
from typing import TYPE_CHECKING

from praetorium.cli.screen import err
from praetorium.errors import ExternalError, PraetoriumError, RejectedError, UserError

if TYPE_CHECKING:
    from praetorium.models import RequestState

log = logging.getLogger(__name__)


_ELSEWHERE = "or name another place (for the home: PRAETORIUM_HOME)"
_MENDED = {
    errno.ENOSPC: f"make room on that disk, {_ELSEWHERE}",
    errno.EDQUOT: f"make room in your quota, {_ELSEWHERE}",
    errno.EROFS: f"make it writable, {_ELSEWHERE}",
    errno.EACCES: f"make it writable for you, {_ELSEWHERE}",
}
"""What to do about what the system refuses, by its number."""


class Code(IntEnum):
    """Exit codes."""

    DONE = 0
    FAILED = 1
    REJECTED = 2
    """Bad usage, or words that say nothing usable."""
    DENIED = 3
    CANCELLED = 4
    WAITING = 5
    """For a person."""
    INTERRUPTED = 130
    """Ctrl-C."""


def code_of(error: PraetoriumError) -> Code:
    """2 for what the person can mend, 1 for everything else."""
    return Code.REJECTED if isinstance(error, UserError) else Code.FAILED


def code_for(state: RequestState) -> Code:
    """The exit code that tells where a request stands; one that goes on by itself counts as accepted."""
    codes = {
        "failed": Code.FAILED,
        "rejected": Code.REJECTED,
        "denied": Code.DENIED,
        "cancelled": Code.CANCELLED,
        "waiting": Code.WAITING,
    }
    return codes.get(state, Code.DONE)


def explain(error: Exception) -> None:
    """Say on stderr what went wrong, why, and what to do; the log gets it in full."""
    log.info("the command ended with an error", exc_info=error)
    what, why, next = told(error)
    tell(what, why, next, examples=error.examples if isinstance(error, RejectedError) else ())


def told(error: Exception) -> tuple[str, str, str]:
    """An error as what, why (may be empty) and next."""
    if isinstance(error, PraetoriumError):
        why = _cause(error)
        fallback = "try again; 'praetorium status' says what is running" if isinstance(error, ExternalError) else ""
        return str(error), why, error.next or fallback
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        next = _MENDED.get(error.errno or 0, "mend that and try again")
        return f"{where}{os.strerror(error.errno) if error.errno else error}", "", next
    return "Something went wrong that was not foreseen", f"{type(error).__name__}: {error}", _log_hint()


def _cause(error: Exception) -> str:
    """What lies behind an error, in a line, where the error does not say it already."""
    cause = (str(error.__cause__ or "").splitlines() or [""])[0]
    found = re.sub(r"^\([\w.]+\) ", "", cause)  # the class of what lies behind that, as SQLAlchemy tells it
    return "" if found in str(error) else found


def tell(what: str, why: str = "", next: str = "", examples: tuple[str, ...] = ()) -> None:
    """Print the three lines of an error on stderr."""
    from rich.text import Text

    from praetorium.cli.views.prose import facts, indented, sentence

    console = err()
    console.print(sentence(what, mark="✗", style="bad"))
    rows = [("Why", Text(why))] if why else []
    if examples:
        rows.append(("Try", Text("\n".join(f'praetorium run "{example}"' for example in examples))))
    elif next:
        rows.append(("Next", Text(next)))
    if rows:
        console.print(indented(facts(rows)))


def _log_hint() -> str:
    from praetorium.cli.opening import log_file

    file = log_file()
    return f"the details are in {file}" if file else "run it again with --verbose for the details"
