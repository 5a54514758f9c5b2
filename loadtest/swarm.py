"""Thousands of websocket clients in one process, over epoll: `python -m loadtest.swarm HOST PORT BOARD`.

Does what it is told, a JSON object a line on stdin, and answers each with one on stdout:

- `{"do": "connect", "kind": KIND, "count": N, "within_s": S}`: so many more come and watch the board. Answers how many
  of them have it, and how long each waited for it, from its first packet to the snapshot.
- `{"do": "measure", "seconds": S, "restless": N}`: takes what comes; N clients a second leave and come again. Answers
  what came to the healthy ones: how late it was by the frames' own times, and how busy this side was. With `"tile"` and
  `"into"` the counts of that tile and when they came are written into that file (`Arrivals`).
- `{"do": "leave"}`: all go.
"""

from __future__ import annotations

import json
import random
import resource
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from loadtest.lateness import Arrivals, Lateness
from loadtest.member import Kind, Member

CLIENTS_AN_ADDRESS = 45
"""A server admits fifty of one address; those who come again may be there before their old connection is gone."""
AT_ONCE = 128
EVENTS = 1024
SLOW_EVERY_S = 4.0
GONE = select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP


class Swarm:
    """`clock_s` of everything here is `time.time`: the server's frames tell theirs by it."""

    def __init__(self, host: str, port: int, board: str) -> None:
        self.host, self.port, self.board = host, port, board
        self.members: dict[int, Member] = {}
        self.lateness = Lateness()
        self.arrivals: Arrivals | None = None
        self.waits_s: list[float] = []
        self.lost: dict[str, int] = {}
        self._made = 0
        self._coming = 0
        self._slow_at_s = 0.0
        self._epoll = select.epoll()
        self._random = random.Random(1)

    def connect(self, kind: Kind, count: int, within_s: float, at_once: int) -> dict[str, Any]:
        """At most `at_once` are on their way at the same time."""
        began_s, before = time.time(), len(self.waits_s)
        started = 0
        while time.time() - began_s < within_s and len(self.waits_s) - before < count:
            while started < count and self._coming < at_once:
                self._start(kind)
                started += 1
            self.turn(0.05)
        waits_ms = sorted(wait * 1000 for wait in self.waits_s[before:])
        return {"connected": len(waits_ms), "asked": count, "took_s": time.time() - began_s,
                "waits_ms": waits_ms, "lost": self.lost}  # fmt: skip

    def measure(self, seconds: float, restless: float = 0, tile: str = "", into: str = "") -> dict[str, Any]:
        self.lateness, self.lost = Lateness(), {}
        self.arrivals = Arrivals(tile) if tile else None
        began_s, used_s = time.time(), time.process_time()
        left_and_came = 0
        while (passed_s := time.time() - began_s) < seconds:
            while left_and_came < passed_s * restless and self._move_one():
                left_and_came += 1
            self.turn(0.05)
        if self.arrivals is not None:
            Path(into).write_bytes(self.arrivals.seen.tobytes())
        share = (time.process_time() - used_s) / (time.time() - began_s)
        return {**self.lateness.said(), "clients": len(self.members), "came_again": left_and_came, "lost": self.lost,
                "client_share": share}  # fmt: skip

    def leave(self) -> dict[str, Any]:
        for member in list(self.members.values()):
            self._drop(member)
        return {}

    def turn(self, within_s: float) -> None:
        """Takes what came; waits at most `within_s` for it."""
        ready = self._epoll.poll(within_s, EVENTS)
        began_s = time.time()
        for descriptor, what in ready:
            member = self.members.get(descriptor)
            if member is not None:
                self._take(member, what)
        if began_s >= self._slow_at_s:
            self._slow_at_s = began_s + SLOW_EVERY_S
            self._take_slowly()
        self.lateness.turned(time.time() - began_s)

    def _take(self, member: Member, what: int) -> None:
        try:
            if what & GONE and not what & select.EPOLLIN:
                raise ConnectionResetError("reset")
            if what & select.EPOLLOUT:
                member.greet(self.host, self.port)
                self._epoll.modify(member.socket, select.EPOLLIN | select.EPOLLRDHUP)
            if what & select.EPOLLIN:
                self._read(member)
        except BlockingIOError:
            return
        except OSError as error:
            self._lose(member, str(error))

    def _read(self, member: Member) -> None:
        frames = member.received()
        now_s = time.time()
        for frame in frames:
            kind = frame[6:7]  # of {"t":"delta"…
            if kind == b"d":
                self.lateness.add(frame, now_s)
                if self.arrivals is not None:
                    self.arrivals.add(member.place, frame, now_s)
            elif kind == b"h":
                member.watch(self.board)
            elif kind == b"s" and not member.watches:
                member.watches = True
                self._coming -= 1
                self.waits_s.append(now_s - member.began_s)
                if member.kind != "healthy":
                    self._settle(member)

    def _settle(self, member: Member) -> None:
        """It has the board, and from now on takes nothing by itself."""
        self._epoll.modify(member.socket, 0)
        if member.kind == "half_open":
            member.vanish()

    def _take_slowly(self) -> None:
        for member in [one for one in self.members.values() if one.kind == "slow" and one.watches]:
            try:
                member.take_a_little()
            except OSError as error:
                self._lose(member, str(error))

    def _move_one(self) -> bool:
        """A healthy one leaves and comes again. False while too many are on their way."""
        if self._coming >= AT_ONCE:
            return False
        for _ in range(20):
            member = self._random.choice(list(self.members.values()))
            if member.kind == "healthy" and member.watches:
                self._drop(member)
                self._start("healthy", member.place)
                return True
        return False

    def _start(self, kind: Kind, place: int | None = None) -> None:
        if place is None:
            place, self._made = self._made, self._made + 1
        number = place // CLIENTS_AN_ADDRESS
        member = Member(place, kind, f"127.1.{number // 250}.{number % 250 + 1}", time.time())
        self.members[member.socket.fileno()] = member
        self._coming += 1
        member.connect(self.host, self.port)
        self._epoll.register(member.socket, select.EPOLLOUT | select.EPOLLRDHUP)

    def _lose(self, member: Member, why: str) -> None:
        name = f"{member.kind}: {why}"
        self.lost[name] = self.lost.get(name, 0) + 1
        self._drop(member)

    def _drop(self, member: Member) -> None:
        self._coming -= not member.watches
        del self.members[member.socket.fileno()]
        member.socket.close()


def main() -> None:
    host, port, board = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    swarm = Swarm(host, port, board)
    does: dict[str, Callable[..., dict[str, Any]]] = {
        "connect": swarm.connect, "measure": swarm.measure, "leave": swarm.leave,
    }  # fmt: skip
    while True:
        while not select.select([sys.stdin], [], [], 0)[0]:
            swarm.turn(0.05)
        line = sys.stdin.readline()
        if not line:
            return
        asked = json.loads(line)
        answer = does[asked.pop("do")](**asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
