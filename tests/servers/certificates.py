"""Certificates of an authority of our own, made by openssl: for servers at 127.0.0.1 and localhost, and for clients."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.servers.missing import ServerMissing
from tests.servers.ports import LOOPBACK

EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
MADE_S = 30


class Authority:
    """Its certificate is `ca`. What it makes lies in `folder`; raises `ServerMissing` without openssl."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ca, self._key = folder, folder / "ca.crt", folder / "ca.key"
        folder.mkdir(parents=True, exist_ok=True)
        _openssl("req", "-x509", *EC, "-subj", "/CN=tavle tests", "-keyout", str(self._key), "-out", str(self.ca))

    def issue(self, name: str) -> tuple[Path, Path]:
        """Certificate and key of a server at this machine, or of the client `name`."""
        certificate, key = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName=IP:{LOOPBACK},DNS:localhost\n")
        _openssl("req", *EC, "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(request))
        _openssl("x509", "-req", "-in", str(request), "-CA", str(self.ca), "-CAkey", str(self._key),
                 "-CAcreateserial", "-days", "2", "-extfile", str(extensions), "-out", str(certificate))  # fmt: skip
        return certificate, key

    def issue_in_one(self, name: str) -> Path:
        """Key and certificate in one file, the key in PKCS 8, as Java reads them."""
        certificate, key = self.issue(name)
        both, as_pkcs8 = self.folder / f"{name}.pem", self.folder / f"{name}.p8"
        _openssl("pkcs8", "-topk8", "-nocrypt", "-in", str(key), "-out", str(as_pkcs8))
        both.write_text(as_pkcs8.read_text() + certificate.read_text())
        return both


def _openssl(*arguments: str) -> None:
    try:
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, timeout=MADE_S, check=False)
    except FileNotFoundError:
        raise ServerMissing("openssl is not installed (Debian: apt-get install openssl)") from None
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]} failed:\n{done.stderr}")
