"""Who it is that calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.accounts.role import OPEN, PERMISSIONS, SCREEN, STRANGER, Permission, Permissions, TokenRole
from app.store.screens import Screen

Kind = Literal["stranger", "anyone", "developer", "account", "token", "screen"]
"""`anyone` came in where access is open, a `developer` where all may be tried out; a `stranger` showed nothing and may
do nothing."""

_WITHOUT_A_ROLE: Mapping[Kind, Permissions] = {"anyone": OPEN, "developer": PERMISSIONS["admin"]}


@dataclass(frozen=True, slots=True)
class Caller:
    """`digest` is that of the secret that was shown. `screen` is a screen's: the boards that it may watch, and what it
    was told."""

    kind: Kind
    name: str = ""
    role: TokenRole | None = None
    digest: str | None = None
    screen: Screen | None = None

    @property
    def permissions(self) -> Permissions:
        if self.kind == "screen":
            return SCREEN
        if self.role is not None:
            return PERMISSIONS[self.role]
        return _WITHOUT_A_ROLE.get(self.kind, STRANGER)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def may_watch(self, board: str) -> bool:
        """Whether he may watch this board."""
        return self.may("watch") and (self.screen is None or board in self.screen.boards)

    @property
    def actor(self) -> str:
        """What the audit calls him."""
        return f"{self.kind}:{self.name}" if self.name else self.kind


STRANGER_CALLER = Caller("stranger")
ANYONE = Caller("anyone")
DEVELOPER = Caller("developer")
