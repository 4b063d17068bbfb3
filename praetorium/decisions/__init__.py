"""Decisions: the one place where an answer to an approval is taken, whatever door it comes in by."""

from praetorium.decisions.deciding import Decided, decide
from praetorium.decisions.ending import expire, withdraw, withdraw_all
from praetorium.decisions.safety import Safe, safe

__all__ = ["Decided", "Safe", "decide", "expire", "safe", "withdraw", "withdraw_all"]
