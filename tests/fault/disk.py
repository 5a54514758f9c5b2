"""A small disk of its own, in memory, that can be full. Where none may be mounted it is a folder that cannot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SIZE_MIB = 512


class Disk:
    """`with Disk(folder) as disk`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.can_be_full = False
        self._ballast = folder / "ballast"

    def __enter__(self) -> Disk:
        self.folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(self.folder)]
        try:
            self.can_be_full = subprocess.run(mount, capture_output=True, timeout=10, check=False).returncode == 0
        except OSError:
            self.can_be_full = False
        return self

    def __exit__(self, *exc: object) -> None:
        if self.can_be_full:
            subprocess.run(["umount", "--lazy", str(self.folder)], capture_output=True, timeout=10, check=False)

    def fill(self) -> None:
        """Not a byte is left."""
        piece = bytes(1 << 20)
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(piece)
            except OSError:
                pass
            try:
                while True:
                    os.write(file.fileno(), b"x")
            except OSError:
                return

    def free(self) -> None:
        self._ballast.unlink()
