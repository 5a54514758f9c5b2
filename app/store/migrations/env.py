"""Read by alembic: migrations run on the connection and in the transaction of app/store/migration.py."""

from __future__ import annotations

from alembic import context

from app.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
