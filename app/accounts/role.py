"""Roles, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Role = Literal["viewer", "supervisor", "admin"]
"""Of people; each may do what the one before may."""

TokenRole = Literal["source", "viewer", "supervisor", "admin"]
"""Of machines. A `source` sends events, and sees nothing."""

Permission = Literal["public", "watch", "view", "feed", "edit", "administer"]
"""`public`: everyone, whoever he is. `watch`: a board. `view`: figures, and what stands behind them. `feed`: send
events. `edit`: boards. `administer`: accounts, tokens, who changed what."""

Permissions = frozenset[Permission]

_VIEWER: Permissions = frozenset({"public", "watch", "view"})
_SUPERVISOR: Permissions = _VIEWER | {"edit"}
_ADMIN: Permissions = _SUPERVISOR | {"feed", "administer"}

PERMISSIONS: Mapping[TokenRole, Permissions] = {
    "source": frozenset({"public", "feed"}),
    "viewer": _VIEWER,
    "supervisor": _SUPERVISOR,
    "admin": _ADMIN,
}
SCREEN: Permissions = frozenset({"public", "watch"})
"""A screen sees its own board."""
STRANGER: Permissions = frozenset({"public"})
OPEN: Permissions = _VIEWER | {"feed"}
"""Everyone, where access is open: on this machine as long as there is no account, or on purpose."""
