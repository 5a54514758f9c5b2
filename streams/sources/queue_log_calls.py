"""What the lines of a queue_log say about calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from streams.events import (
    ContactAnswered,
    ContactEnded,
    ContactLeft,
    ContactOffered,
    ContactQueued,
    ContactRefused,
    ContactTransferred,
)
from streams.events.contact import Answered, Ended, Left, LeftReason, Offered, Queued, Refused, Transferred
from streams.sources.customer_key import CustomerKey
from streams.sources.queue_log_fact import Fact
from streams.sources.queue_log_interfaces import canonical
from streams.sources.queue_log_line import BadLine, QueueLogLine

OPEN_CALLS_KEPT = 50_000

# The reason, and which of the event's own fields is the wait in seconds.
_EXITS: dict[str, tuple[LeftReason, int]] = {
    "ABANDON": ("abandoned", 2),
    "EXITWITHTIMEOUT": ("timed_out", 2),
    "EXITEMPTY": ("closed", 2),
    "WITHDRAW": ("withdrawn", 2),
    "EXITWITHKEY": ("redirected", 3),
}


class CallBook:
    """Calls of one Asterisk. It remembers when an open call entered its queue, so that no offer lies before that:
    a ring is stated in milliseconds, a line's time in whole seconds, and the difference may be a second too early."""

    def __init__(self, customer_key: CustomerKey | None, callback_reasons: frozenset[str]) -> None:
        self._key = customer_key
        self._callback_reasons = callback_reasons
        self._entered_ms: dict[str, int] = {}

    def clear(self) -> None:
        """Asterisk restarted: every call is gone."""
        self._entered_ms.clear()

    def facts(self, line: QueueLogLine) -> Iterator[Fact]:
        """What a line of one of `KINDS` says. Raises `BadLine` when the call, or an agent it needs, is missing."""
        if not line.call:
            raise BadLine(f"{line.kind} without a call")
        if line.kind in _NEED_AGENT and not line.agent:
            raise BadLine(f"{line.kind} without an agent")
        yield from self._HANDLERS[line.kind](self, line)

    def _entered(self, line: QueueLogLine) -> Iterator[Fact]:
        if not line.queue:
            raise BadLine("ENTERQUEUE without a queue")
        at_ms = line.time_s * 1000
        self._entered_ms[line.call] = at_ms
        if len(self._entered_ms) > OPEN_CALLS_KEPT:
            del self._entered_ms[next(iter(self._entered_ms))]
        customer = self._key.customer(line.text(1)) if self._key is not None else None
        yield Fact("queued", at_ms, ContactQueued, Queued(contact=line.call, queue=line.queue, customer=customer))

    def _connected(self, line: QueueLogLine) -> Iterator[Fact]:
        at_ms, agent, queue = line.time_s * 1000, canonical(line.agent), line.queue or None
        yield self._offer(line, line.milliseconds_of_s(2) or 0)
        waited_ms = line.milliseconds_of_s(0)
        data = Answered(contact=line.call, agent=agent, queue=queue, waited_ms=waited_ms)
        yield Fact("answered", at_ms, ContactAnswered, data)

    def _not_answered(self, line: QueueLogLine) -> Iterator[Fact]:
        rang_ms = line.milliseconds(0)
        yield self._offer(line, rang_ms or 0)
        data = Refused(contact=line.call, agent=canonical(line.agent), reason="no_answer", rang_ms=rang_ms)
        yield Fact("refused", line.time_s * 1000, ContactRefused, data)

    def _ring_cancelled(self, line: QueueLogLine) -> Iterator[Fact]:
        """Another agent took the call, or the caller left: the offer's end follows from the call's own line."""
        yield self._offer(line, line.milliseconds(0) or 0)

    def _failed(self, line: QueueLogLine) -> Iterator[Fact]:
        """SYSCOMPAT: no common codec. AGENTDUMP: the agent hung up during the announcement. The call goes on, or an
        ABANDON follows."""
        data = Refused(contact=line.call, agent=canonical(line.agent), reason="failed")
        yield Fact("refused", line.time_s * 1000, ContactRefused, data)

    def _completed(self, line: QueueLogLine) -> Iterator[Fact]:
        self._entered_ms.pop(line.call, None)
        data = Ended(
            contact=line.call,
            agent=canonical(line.agent) or None,
            ended_by="agent" if line.kind == "COMPLETEAGENT" else "customer",
            talked_ms=line.milliseconds_of_s(1),
        )
        yield Fact("ended", line.time_s * 1000, ContactEnded, data)

    def _transferred(self, line: QueueLogLine) -> Iterator[Fact]:
        """The extension is not passed on: it may be an outside number. Attended: fields count from the end, since
        one to three name the target. Old TRANSFER lines may lack the last field, so they count from the front."""
        self._entered_ms.pop(line.call, None)
        attended = line.kind == "ATTENDEDTRANSFER"
        talked_ms = line.milliseconds_of_s(-2 if attended else 3)
        kind = "attended" if attended else "blind"
        yield Fact(
            "transferred",
            line.time_s * 1000,
            ContactTransferred,
            Transferred(contact=line.call, kind=kind, talked_ms=talked_ms),  # type: ignore[arg-type]
        )

    def _left(self, line: QueueLogLine) -> Iterator[Fact]:
        self._entered_ms.pop(line.call, None)
        reason, wait_field = _EXITS[line.kind]
        if line.kind == "WITHDRAW" and line.text(3) in self._callback_reasons:
            reason = "callback"
        waited_ms = line.milliseconds_of_s(wait_field)
        data = Left(contact=line.call, reason=reason, queue=line.queue or None, waited_ms=waited_ms)
        yield Fact("left", line.time_s * 1000, ContactLeft, data)

    def _offer(self, line: QueueLogLine, rang_ms: int) -> Fact:
        at_ms = line.time_s * 1000
        entered_ms = self._entered_ms.get(line.call, 0)
        data = Offered(contact=line.call, agent=canonical(line.agent), queue=line.queue or None)
        return Fact("offered", min(at_ms, max(entered_ms, at_ms - rang_ms)), ContactOffered, data)

    def state(self) -> dict[str, Any]:
        """Open calls, as JSON."""
        return dict(self._entered_ms)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self._entered_ms = dict(state)

    _HANDLERS: ClassVar[dict[str, Callable[[CallBook, QueueLogLine], Iterator[Fact]]]] = {
        "ENTERQUEUE": _entered,
        "CONNECT": _connected,
        "RINGNOANSWER": _not_answered,
        "RINGCANCELED": _ring_cancelled,
        "SYSCOMPAT": _failed,
        "AGENTDUMP": _failed,
        "COMPLETEAGENT": _completed,
        "COMPLETECALLER": _completed,
        "BLINDTRANSFER": _transferred,
        "ATTENDEDTRANSFER": _transferred,
        "TRANSFER": _transferred,
        **dict.fromkeys(_EXITS, _left),
    }
    KINDS: ClassVar[frozenset[str]] = frozenset(_HANDLERS)


_NEED_AGENT = frozenset({"CONNECT", "RINGNOANSWER", "RINGCANCELED", "SYSCOMPAT", "AGENTDUMP"})
