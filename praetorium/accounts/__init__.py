"""Who is asking, and what they may do: accounts, keys, sessions, one-time links."""

from praetorium.accounts.accounts import Accounts, Entrance, Issued
from praetorium.accounts.roles import Identity, Permission, Role

__all__ = ["Accounts", "Entrance", "Identity", "Issued", "Permission", "Role"]
