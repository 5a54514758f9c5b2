"""Settings as a process follows them that has no store of its own: it only reads, and goes on without."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from app.settings.in_force import SettingsInForce
from app.store.open import store_of
from app.store.settings_follower import SettingsFollower


@asynccontextmanager
async def followed_apart(in_force: SettingsInForce, *, told: Callable[[bool], object] = bool) -> AsyncIterator[None]:
    """Follows what is set on the page while the context is open, from before it is: a store that does not answer is
    waited for as long as a connection may take, and then left for later. Raises `StoreUnusable`."""
    file = in_force.file
    store = store_of(file.store, file.data_dir)
    url = store.database.url

    async def there() -> bool:
        """A SQLite file that nobody has made yet holds nothing, and would be made by looking into it."""
        return not store.database.is_sqlite or await asyncio.to_thread(Path(url.database or "").is_file)

    follower = SettingsFollower(store.settings, in_force, told=told, there=there)
    try:
        await follower.look()
        following = asyncio.create_task(follower.run(), name="settings")
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
    finally:
        await store.database.close()
