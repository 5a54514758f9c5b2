"""What supervisors ordered for a screen, told to its open connections: other boards, a message, a reload."""

from __future__ import annotations

from app.devices.message import Message
from app.store.screens import Screen
from app.web.client import Client
from app.web.frames import Notice


def tell_changes(client: Client, before: Screen, after: Screen, now: int) -> None:
    """Tells what changed between two looks at the store. A board that it may watch no more is sent no longer."""
    if after.boards != before.boards:
        client.drop([board for board in client.watching if board not in after.boards])
        client.tell(Notice(kind="boards", boards=after.boards))
    if after.message != before.message:
        client.tell(notice_of(after.message, now) or Notice(kind="message"))


def tell_message(client: Client, screen: Screen, now: int) -> None:
    """The message that stands on the screen, for a page that has just come."""
    if (notice := notice_of(screen.message, now)) is not None:
        client.tell(notice)


def notice_of(message: Message | None, now: int) -> Notice | None:
    """None when there is nothing to be shown (any more)."""
    if message is None or message.until <= now:
        return None
    return Notice(kind="message", text=message.text, until=message.until)


def is_to_reload(screen: Screen, loaded_at: int | None) -> bool:
    """Whether the page was loaded before the reload was ordered. An order stands until then, so that it is not lost on
    a screen that was away."""
    return screen.reload_at is not None and loaded_at is not None and loaded_at < screen.reload_at
