"""The private Valkey: alone in its directory, data kept, and no server left over from a Tavle that was killed."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import pytest
import redis.asyncio

from app.private_valkey import PrivateValkeyFailed, private_valkey
from tests.repository import ROOT
from tests.servers.until import until


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


HOLDER = """
import asyncio, sys
from pathlib import Path
import redis.asyncio
from app.private_valkey import private_valkey

async def main():
    async with private_valkey(Path(sys.argv[1])) as url:
        async with redis.asyncio.Redis.from_url(url) as client:
            await client.set("kept", "yes")
            print((await client.info("server"))["process_id"], flush=True)
        await asyncio.sleep(3600)

asyncio.run(main())
"""


async def process_of(url: str) -> int:
    async with redis.asyncio.Redis.from_url(url) as client:
        return int((await client.info("server"))["process_id"])


async def test_data_outlive_it_and_it_leaves_no_process(tmp_path: Path) -> None:
    async with private_valkey(tmp_path) as url, redis.asyncio.Redis.from_url(url) as client:
        await client.set("kept", "yes")
        pid = await process_of(url)
    assert not alive(pid)
    async with private_valkey(tmp_path) as url, redis.asyncio.Redis.from_url(url) as client:
        assert await client.get("kept") == b"yes"


async def test_a_second_one_in_the_same_directory_is_refused(tmp_path: Path) -> None:
    async with private_valkey(tmp_path):
        with pytest.raises(PrivateValkeyFailed, match="another Tavle uses"):
            async with private_valkey(tmp_path):
                raise AssertionError("two servers write the same files")


async def test_it_starts_where_paths_of_data_and_of_temporary_files_are_too_long_for_a_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path.joinpath(*["a-long-name"] * 10)
    folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    async with private_valkey(folder) as url, redis.asyncio.Redis.from_url(url) as client:
        assert await client.ping()
        socket = Path(url.removeprefix("unix://"))
    assert not socket.parent.exists()


@pytest.mark.processes
@pytest.mark.parametrize("depth", [0, 10])
async def test_the_server_of_a_killed_tavle_is_ended_and_its_data_are_kept(tmp_path: Path, depth: int) -> None:
    folder = tmp_path.joinpath(*["a-long-name"] * depth)  # too long for a socket: then it lies elsewhere
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(folder), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert killed.stdout is not None
    orphan = int(await killed.stdout.readline())
    killed.kill()
    await killed.wait()
    assert alive(orphan)
    async with private_valkey(folder) as url, redis.asyncio.Redis.from_url(url) as client:
        assert await process_of(url) != orphan
        assert await client.get("kept") == b"yes"
    # Whoever inherits orphans has yet to take note of its end: until then it is a zombie.
    await until(lambda: not alive(orphan), within_s=20, what="the end of the server that was left")
