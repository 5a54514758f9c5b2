from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.sources.file_follower import FileFollower
from streams.sources.file_position import FilePosition
from streams.sources.line_cutter import Line


class Writer:
    """A program that writes a log, and the rotation that moves it away; the clock of its files is its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "queue_log"
        self._old: Path | None = None
        self._rotations = 0
        self._clock_ns = 1_000_000_000

    def write(self, data: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(data)
        self._stamp(self.path)

    def write_to_renamed(self, data: bytes) -> None:
        assert self._old is not None
        with self._old.open("ab") as file:
            file.write(data)
        self._stamp(self._old)

    def rename(self) -> None:
        self._old = self.path.with_name(f"queue_log.{self._rotations}")
        self._rotations += 1
        self.path.rename(self._old)

    def copy_and_truncate(self) -> None:
        copy = self.path.with_name(f"queue_log.{self._rotations}")
        self._rotations += 1
        copy.write_bytes(self.path.read_bytes())
        self._stamp(copy)
        os.truncate(self.path, 0)

    def _stamp(self, path: Path) -> None:
        self._clock_ns += 1_000_000_000
        os.utime(path, ns=(self._clock_ns, self._clock_ns))


def drain(follower: FileFollower) -> tuple[list[bytes], bool]:
    """Everything there is to read now, and whether anything was lost."""
    lines: list[bytes] = []
    lost = False
    for _ in range(1000):
        chunk = follower.read()
        lines += [line.data for line in chunk.lines]
        lost |= chunk.lost
        if not chunk.more:
            return lines, lost
    raise AssertionError("the follower never came to the end")


def read_all(follower: FileFollower) -> FilePosition:
    """Reads to the end; the position there."""
    chunk = follower.read()
    while chunk.more:
        chunk = follower.read()
    assert chunk.position is not None
    return chunk.position


def numbered(numbers: range) -> bytes:
    return b"".join(b"17954317%02d|line\n" % number for number in numbers)


def expected(numbers: range) -> list[bytes]:
    return numbered(numbers).splitlines()


def test_lines_are_given_once_and_in_order_while_the_file_grows(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        assert drain(follower) == ([], False)  # not there yet
        writer.write(numbered(range(3)))
        assert drain(follower) == (expected(range(3)), False)
        writer.write(numbered(range(3, 5)))
        assert drain(follower) == (expected(range(3, 5)), False)


def test_a_line_without_its_end_waits_for_it(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(b"1795431700|wh")
        assert drain(follower) == ([], False)
        writer.write(b"ole\n")
        assert drain(follower) == ([b"1795431700|whole"], False)


def test_what_is_written_after_the_renaming_is_read_before_the_new_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(numbered(range(2)))
        drain(follower)
        writer.rename()
        writer.path.touch()  # logrotate's `create`, before Asterisk is told to reopen
        writer.write_to_renamed(numbered(range(2, 4)))
        assert drain(follower) == (expected(range(2, 4)), False)
        writer.write_to_renamed(numbered(range(4, 5)))
        writer.write(numbered(range(5, 7)))
        assert drain(follower) == (expected(range(4, 7)), False)


def test_a_copied_and_truncated_file_is_read_to_its_end_in_the_copy(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(numbered(range(2)))
        drain(follower)
        writer.write(numbered(range(2, 4)))
        writer.copy_and_truncate()
        writer.write(numbered(range(4, 50)))  # already longer than before
        assert drain(follower) == (expected(range(2, 50)), False)


def test_two_rotations_while_it_was_not_running_are_read_in_order(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(numbered(range(2)))
        position = read_all(follower)
    writer.write(numbered(range(2, 4)))
    writer.rename()
    writer.write(numbered(range(4, 6)))
    writer.rename()
    writer.write(numbered(range(6, 8)))
    with FileFollower(writer.path, position) as follower:
        assert drain(follower) == (expected(range(2, 8)), False)


def test_a_part_read_before_the_live_file_has_anything_is_not_kept_back(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(numbered(range(2)))
        position = read_all(follower)
    writer.rename()
    writer.write(numbered(range(2, 4)))
    writer.rename()
    writer.path.touch()
    with FileFollower(writer.path, position) as follower:
        assert drain(follower) == (expected(range(2, 4)), False)


def test_a_reused_inode_is_noticed_and_the_loss_is_told(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(numbered(range(10)))
        position = read_all(follower)
    os.truncate(writer.path, 0)  # the same inode, other content, and no copy anywhere
    writer.write(numbered(range(20, 40)))
    with FileFollower(writer.path, position) as follower:
        assert drain(follower) == (expected(range(20, 40)), True)


def test_a_restored_folder_goes_on_where_it_was(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(numbered(range(20)))
        position = read_all(follower)
    content = writer.path.read_bytes()
    writer.path.rename(tmp_path / "elsewhere")
    writer.path.write_bytes(content)
    writer.write(numbered(range(20, 22)))
    with FileFollower(writer.path, position) as follower:
        assert drain(follower) == (expected(range(20, 22)), False)


def test_parts_older_than_the_first_start_are_left_alone(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(numbered(range(5)))
    writer.rename()
    writer.write(numbered(range(5, 7)))
    with FileFollower(writer.path) as follower:
        assert drain(follower) == (expected(range(5, 7)), False)
        os.utime(tmp_path / "queue_log.0")  # touched by a backup
        writer.rename()
        writer.write(numbered(range(7, 8)))
        assert drain(follower) == (expected(range(7, 8)), False)


def test_a_line_beyond_the_limit_is_cut_and_the_next_one_is_whole(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(b"x" * 500 + b"\nnext\n")
    with FileFollower(writer.path, line_limit_bytes=100, read_bytes=64) as follower:
        lines: list[Line] = []
        chunk = follower.read()
        while chunk.more:
            lines += chunk.lines
            chunk = follower.read()
        lines += chunk.lines
    assert [(line.number, len(line.data), line.cut) for line in lines] == [(1, 100, True), (2, 4, False)]


def test_the_last_line_of_a_finished_file_is_given_as_unended(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    with FileFollower(writer.path) as follower:
        writer.write(b"1795431700|whole\n1795431701|cut o")
        drain(follower)
        writer.rename()
        writer.write(b"1795431702|next\n")
        chunk = follower.read()
        assert [(line.data, line.unended) for line in chunk.lines] == [(b"1795431701|cut o", True)]


TEXT = b"".join(b"%d|call %d|queue\n" % (1_795_431_700 + number, number) for number in range(400))


class Life:
    """A log's life while it is followed: written piece by piece, rotated, the follower restarted."""

    def __init__(self, folder: Path, read_bytes: int) -> None:
        self.writer, self.read_bytes = Writer(folder), read_bytes
        self.follower = FileFollower(self.writer.path, read_bytes=read_bytes)
        self.position: FilePosition | None = None
        self.sent, self.got = 0, list[bytes]()

    def write(self, size: int) -> None:
        end = min(len(TEXT), self.sent + size)
        self.writer.write(TEXT[self.sent : end])
        self.sent = end

    def end_the_line(self) -> None:
        if self.sent and TEXT[self.sent - 1 : self.sent] != b"\n":
            self.write(TEXT.index(b"\n", self.sent) + 1 - self.sent)

    def look(self, times: int = 3000) -> None:
        for _ in range(times):
            chunk = self.follower.read()
            assert not chunk.lost
            self.got += [line.data for line in chunk.lines]
            self.position = chunk.position or self.position
            if not chunk.more:
                return
        assert times < 3000, "the follower never came to the end"

    def restart(self) -> None:
        self.follower.close()
        self.follower = FileFollower(self.writer.path, self.position, read_bytes=self.read_bytes)

    def rename(self) -> None:
        """At a line's end, as it is when the writer is one process."""
        self.end_the_line()
        if self.writer.path.exists() and self.writer.path.stat().st_size:
            self.writer.rename()

    def copy_and_truncate(self) -> None:
        self.end_the_line()
        if self.writer.path.exists() and self.writer.path.stat().st_size:
            self.look()  # what a copying rotation cuts off before it is noticed is looked at elsewhere
            self.writer.copy_and_truncate()


ACTIONS = st.lists(
    st.one_of(
        st.integers(1, 120).map(lambda size: ("write", size)),
        st.integers(1, 3).map(lambda times: ("look", times)),
        st.sampled_from([("look", 3000), ("restart", 0), ("rename", 0), ("copy_and_truncate", 0)]),
    ),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(ACTIONS, st.integers(7, 200))
def test_every_line_comes_exactly_once_through_any_reads_rotations_and_restarts(
    actions: list[tuple[str, int]], read_bytes: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder), read_bytes)
        life.write(len(TEXT.splitlines()[0]) + 1)
        life.look()  # what was rotated away before the first look is left alone
        for action, argument in actions:
            getattr(life, action)(*([argument] if argument else []))
        life.write(1)
        life.end_the_line()
        life.look()
        life.follower.close()
    assert life.got == TEXT[: life.sent].splitlines()
