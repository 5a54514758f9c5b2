"""One line of Asterisk's queue_log: `time|callid|queue|agent|EVENT|field|…`
(https://docs.asterisk.org/Operation/Logging/Queue-Logs/)."""

from __future__ import annotations

from typing import NamedTuple

NONE = "NONE"
ID_LIMIT = 128
_LATEST_S = 4_102_444_800  # 2100-01-01: beyond it the "time" is something else
_LONGEST_S = 366 * 86_400


class BadLine(Exception):
    """Not a line of a queue_log. The message says why, without repeating the line: it may hold a number."""


class QueueLogLine(NamedTuple):
    """The parts of a line. `time_s` is whole seconds since 1970 UTC; `NONE` and nothing are both empty."""

    time_s: int
    call: str
    queue: str
    agent: str
    kind: str
    fields: tuple[str, ...]

    def text(self, index: int) -> str:
        """The event's own field, empty when the line ends before it. Negative indexes count from the end."""
        try:
            return self.fields[index]
        except IndexError:
            return ""

    def milliseconds_of_s(self, index: int) -> int | None:
        """A field of whole seconds, in milliseconds; None when missing, negative or not a number."""
        seconds = _whole(self.text(index))
        return None if seconds is None or seconds > _LONGEST_S else seconds * 1000

    def milliseconds(self, index: int) -> int | None:
        """A field of milliseconds; None when missing, negative or not a number."""
        duration_ms = _whole(self.text(index))
        return None if duration_ms is None or duration_ms > _LONGEST_S * 1000 else duration_ms


def parse_line(raw: bytes) -> QueueLogLine:
    """The parts of one line, without its line end. Raises `BadLine`."""
    parts = raw.decode(errors="replace").rstrip("\r\n").split("|")
    if len(parts) < 5:
        raise BadLine(f"too few fields: {len(parts)}, a line has at least 5")
    time_s = _whole(parts[0])
    if time_s is None or not 0 < time_s < _LATEST_S:
        raise BadLine("the first field is not a time in whole seconds since 1970")
    call, queue, agent, kind = (_id(name, part) for name, part in zip(_ID_FIELDS, parts[1:5], strict=True))
    if not kind:
        raise BadLine("the event's name is missing")
    return QueueLogLine(time_s, call, queue, agent, kind, tuple(parts[5:]))


_ID_FIELDS = ("call", "queue", "agent", "event")


def _id(name: str, text: str) -> str:
    if text == NONE:
        return ""
    if len(text) > ID_LIMIT:
        raise BadLine(f"the {name} is longer than {ID_LIMIT} characters")
    if not text.isprintable():
        raise BadLine(f"the {name} has unprintable characters")
    return text


def _whole(text: str) -> int | None:
    # isascii: str.isdigit alone also accepts other scripts' digits. 15 digits: no huge integers from a broken line.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
