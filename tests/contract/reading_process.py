"""A reader in a process of its own, to be killed: says when it holds every partition, then goes on polling."""

from __future__ import annotations

import asyncio
import sys

from tests.contract.logs import PARTITIONS, LogPlace, reading


async def main(url: str, topic: str) -> None:
    async with LogPlace(url, topic).open() as log, reading(log) as forever:
        await forever.until_holding(PARTITIONS)
        print("holding all", flush=True)
        while True:
            await forever.poll()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
