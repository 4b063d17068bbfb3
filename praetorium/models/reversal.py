"""The reversal: what taking a request back comes to, told before it is done and after it was."""

from __future__ import annotations

from praetorium.models.base import Model


class Touched(Model):
    """A path of the workspace and what becomes of it."""

    path: str
    change: str
    """``removed`` (it was made by the request), ``restored`` (as it was), or ``kept``."""
    why: str = ""
    """For one that is kept: why it is not taken back."""


class Reversal(Model):
    """Taking back the steps of a request, all of them or those after one."""

    request: str
    title: str
    workspace: str
    to: str | None = None
    """The step that is the last to stay; None when none does."""
    steps: tuple[str, ...] = ()
    """Ids of the steps that are taken back, the last one first."""
    files: tuple[Touched, ...] = ()
    kept: tuple[Touched, ...] = ()
    """What somebody changed since: it is left as it is."""
    apps: tuple[str, ...] = ()
    """Launched apps that are stopped."""
    impossible: tuple[str, ...] = ()
    """What cannot be taken back, a sentence each."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.files or self.apps)
