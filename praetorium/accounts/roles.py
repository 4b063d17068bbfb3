"""Roles, and the four things that a role may allow."""

from __future__ import annotations

from enum import StrEnum

from praetorium.models import Model


class Permission(StrEnum):
    """What somebody may do. Every route of the page and the API wants exactly one of them."""

    LOOK = "look"
    """See requests, assets and figures."""
    ASK = "ask"
    """Make requests, answer questions about them, cancel and undo one's own."""
    DECIDE = "decide"
    """Answer approvals."""
    OPERATE = "operate"
    """Start and stop apps, pause executors, halt everything, see who did what."""


class Role(StrEnum):
    """What a person is here."""

    VIEWER = "viewer"
    """Sees everything and changes nothing."""
    REQUESTER = "requester"
    """Asks, and sees what they asked for alone."""
    APPROVER = "approver"
    """Sees everything, asks and decides."""
    OPERATOR = "operator"
    """May do everything, also with what others asked for."""

    @property
    def permissions(self) -> frozenset[Permission]:
        return _ALLOWED[self]

    @property
    def sees_all(self) -> bool:
        """Whether other people's requests can be seen."""
        return self is not Role.REQUESTER


_ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.LOOK}),
    Role.REQUESTER: frozenset({Permission.LOOK, Permission.ASK}),
    Role.APPROVER: frozenset({Permission.LOOK, Permission.ASK, Permission.DECIDE}),
    Role.OPERATOR: frozenset(Permission),
}


class Identity(Model):
    """Who is asking, right now."""

    name: str
    role: Role
    way: str
    """``session`` or ``key``: how they were known."""
    proof: str = ""
    """For sessions: what every change must carry along, so that no other site can make it."""

    def may(self, permission: Permission) -> bool:
        return permission in self.role.permissions

    def sees(self, asked_by: str) -> bool:
        """Whether they may see what that person asked for."""
        return self.role.sees_all or asked_by == self.name

    def governs(self, asked_by: str) -> bool:
        """Whether what that person asked for is theirs to stop, change and take back."""
        return asked_by == self.name or self.may(Permission.OPERATE)
