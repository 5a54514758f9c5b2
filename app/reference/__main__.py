"""`python -m app.reference`: writes the generated pages under docs/."""

from __future__ import annotations

from pathlib import Path

from app.reference.pages import write_pages

if __name__ == "__main__":
    write_pages(Path("docs"))
