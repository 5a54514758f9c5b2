"""One websocket client of a swarm: no more of the protocol than it takes to come in, to watch a board and to be sent
frames. A library's client costs more than the server that it is to load."""

from __future__ import annotations

import ctypes
import socket
import struct
from typing import Literal

Kind = Literal["healthy", "stuck", "half_open", "slow"]
"""`stuck` takes nothing once it watches; `half_open` is gone without a word: its system acknowledges nothing either;
`slow` takes less than it is sent."""

RECEIVE_BYTES = 64 * 1024
BUFFER_BYTES: dict[Kind, int] = {"stuck": 4096, "half_open": 4096, "slow": 16 * 1024}
"""What their system takes for them: they are to be full soon."""
SLOW_BYTES = 4096
TEXT = 0x81
SO_ATTACH_FILTER = 26
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)  # BPF: return 0 bytes of every packet
_HANDSHAKE = (
    "GET /ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
_WATCH = '{{"t":"watch","boards":{{"{board}":{{"epoch":null,"seq":null}}}}}}'


class Member:
    """`place` is its number in the swarm. Text frames come out of `received`."""

    __slots__ = ("_held", "began_s", "kind", "place", "socket", "upgraded", "watches")

    def __init__(self, place: int, kind: Kind, address: str, began_s: float) -> None:
        self.place, self.kind, self.began_s = place, kind, began_s
        self.upgraded = self.watches = False
        self._held = b""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        if kind in BUFFER_BYTES:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES[kind])
        self.socket.bind((address, 0))

    def connect(self, host: str, port: int) -> None:
        self.socket.connect_ex((host, port))

    def greet(self, host: str, port: int) -> None:
        """Asks to come in. Raises OSError when nobody listens."""
        self.socket.send(_HANDSHAKE.format(host=host, port=port).encode())

    def watch(self, board: str) -> None:
        self.socket.send(masked(_WATCH.format(board=board).encode()))

    def received(self) -> list[bytes]:
        """The text frames that came, whole ones only. Raises `ConnectionError` when the server has ended it, and says
        with what it answered when that was no welcome."""
        data = self.socket.recv(RECEIVE_BYTES)
        if not data:
            raise ConnectionResetError("ended by the server")
        if self._held:
            data = self._held + data
        if not self.upgraded:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._held = head
                return []
            if b" 101 " not in head[:20]:
                raise ConnectionRefusedError(head[:30].decode("latin-1"))
            self.upgraded = True
        frames, self._held = split_frames(data)
        return frames

    def vanish(self) -> None:
        """From now on its system drops whatever comes, as if the cable were cut."""
        program = ctypes.create_string_buffer(_DROP_ALL)
        one_step = struct.pack("HxxxxxxP", 1, ctypes.addressof(program))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, one_step)

    def take_a_little(self) -> None:
        """Raises `ConnectionError` when the server has ended it."""
        try:
            if not self.socket.recv(SLOW_BYTES):
                raise ConnectionResetError("ended by the server")
        except BlockingIOError:
            pass


def split_frames(data: bytes) -> tuple[list[bytes], bytes]:
    """The payloads of the whole text frames, and the rest. Raises `ConnectionResetError` at a close frame."""
    frames: list[bytes] = []
    at, end = 0, len(data)
    while end - at >= 2:
        size, head = data[at + 1], 2
        if size == 126:
            head = 4
            size = int.from_bytes(data[at + 2 : at + 4], "big") if end - at >= head else end
        elif size == 127:
            head = 10
            size = int.from_bytes(data[at + 2 : at + 10], "big") if end - at >= head else end
        if end - at < head + size:
            break
        if data[at] == TEXT:
            frames.append(data[at + head : at + head + size])
        elif data[at] & 0x0F == 0x08:
            raise ConnectionResetError(f"closed with {int.from_bytes(data[at + head : at + head + 2], 'big')}")
        at += head + size
    return frames, data[at:]


def masked(payload: bytes) -> bytes:
    """A client's text frame of less than 126 bytes; the mask of zeros is one, and leaves it as it is."""
    if len(payload) >= 126:
        raise ValueError(f"{len(payload)} bytes: a short frame has at most 125")
    return bytes((TEXT, 0x80 | len(payload), 0, 0, 0, 0)) + payload
