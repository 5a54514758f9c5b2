"""What can go wrong in the store. Each error says what to do; only `StoreUnavailable` passes by itself."""

from __future__ import annotations


class StoreError(Exception):
    """Something of the store cannot be had."""


class StoreUnavailable(StoreError):
    """The store does not answer now: try again later."""


class StoreUnusable(StoreError):
    """The store cannot be used by this program as it is."""


class StoreNewer(StoreUnusable):
    """A newer Tavle has written the store."""

    def __init__(self, revision: str, known: str) -> None:
        super().__init__(
            f"the store is of revision {revision}, and this Tavle knows up to {known}: a newer version has written it. "
            "Start that version again, or restore the copy that was made before the change"
        )
        self.revision = revision


class NotStored(StoreError, LookupError):
    """There is nothing of that id."""

    def __init__(self, kind: str, id_: str) -> None:
        super().__init__(f"there is no {kind} {id_!r}")
        self.kind, self.id = kind, id_


class AlreadyStored(StoreError):
    """There is one of that id or name already."""

    def __init__(self, kind: str, id_: str) -> None:
        super().__init__(f"there is a {kind} {id_!r} already: choose another name")
        self.kind, self.id = kind, id_


class Conflict(StoreError):
    """Somebody else changed it meanwhile. `found` is the version that is there now."""

    def __init__(self, kind: str, id_: str, expected: int, found: int) -> None:
        super().__init__(f"{kind} {id_!r} is of version {found} by now, not {expected}: read it again")
        self.kind, self.id, self.expected, self.found = kind, id_, expected, found


class LastAdmin(StoreError):
    """Without this account nobody could give access any more."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is the last admin who can log in: make another account an admin first")


class TooMany(StoreError):
    """The store holds as many as it may."""

    def __init__(self, kind: str, limit: int) -> None:
        super().__init__(f"there are {limit} {kind}s, the most there may be: delete one first")
        self.kind, self.limit = kind, limit
