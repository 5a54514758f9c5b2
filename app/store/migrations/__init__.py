"""How the tables came to be, one revision a file (alembic). Revisions that were released never change."""
