"""Everything that Praetorium raises on purpose.

::

    PraetoriumError
    ├── UserError            the person can mend it; never retried
    │   ├── RejectedError    the words say nothing usable; carries examples of what can be asked
    │   ├── PlaybookError    a playbook file is broken; names file, line and field
    │   ├── UnknownError     no such executor, playbook, request, asset, …; suggests the nearest
    │   └── RefusedError     a rule forbids it
    ├── StepError            a step did not do its work; says whether it may be retried
    │   ├── CheckError       it ran, but its proof does not hold
    │   └── StaleError       another execution holds the request now; this one writes nothing more
    └── ExternalError        another system did not answer as expected; retried
        └── UnavailableError it is away, or not ready yet: that says nothing about what was asked of it

A message says what was tried, what was found, what was expected and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable


class PraetoriumError(Exception):
    """Base of all; ``next`` is what the person can do about it."""

    retryable = False

    def __init__(self, message: str, *, next: str = "") -> None:
        super().__init__(message)
        self.next = next


class UserError(PraetoriumError):
    """The person can mend it."""


class RejectedError(UserError):
    """The words cannot be used as they are."""

    def __init__(self, message: str, *, examples: Iterable[str] = (), next: str = "") -> None:
        self.examples = tuple(examples)
        super().__init__(message, next=next or "; ".join(f'try: "{e}"' for e in self.examples))


class PlaybookError(UserError):
    """A playbook file is broken."""

    def __init__(self, file: str, line: int | None, field: str, problem: str) -> None:
        self.file, self.line, self.field = file, line, field
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {field}: {problem}", next=f"mend it, then: praetorium playbooks check {file}")


class UnknownError(UserError):
    """A name that nothing has."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        from rapidfuzz import process

        names = sorted(known)
        close = process.extractOne(name, names, score_cutoff=60)
        hint = f"; did you mean '{close[0]}'? known" if close else "; known"
        super().__init__(f"no {kind} '{name}'{hint}: {', '.join(names) or 'none'}")


class RefusedError(UserError):
    """A rule forbids it."""


class StepError(PraetoriumError):
    """A step did not do its work."""

    def __init__(self, message: str, *, retryable: bool = False, next: str = "") -> None:
        super().__init__(message, next=next)
        self.retryable = retryable


class CheckError(StepError):
    """A step ran, but its proof does not hold."""


class StaleError(StepError):
    """This execution lost its lease: a successor works on the request."""


class ExternalError(PraetoriumError):
    """Another system did not answer as expected."""

    retryable = True


class UnavailableError(ExternalError):
    """Another system is away, or not ready yet."""
