"""A webhook over https: the certificate is checked against the name, though the connection is made to an address."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from app.notify.attempt import Failed
from app.notify.outward import Outward
from tests.app.notified import AT
from tests.app.receiver import receiver
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.ports import LOOPBACK


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of alerts.example, with its key, signed by itself."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "2", "-subj", "/CN=alerts.example", "-addext", "subjectAltName=DNS:alerts.example",
               "-keyout", str(path), "-out", str(path.with_suffix(".crt"))]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        skip_or_fail(ServerMissing("openssl is not installed: apt-get install openssl"))
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


def outward(host: str, port: int, trusted: Path | None) -> Outward:
    tls = None if trusted is None else ssl.create_default_context(cafile=trusted)
    return Outward(f"https://{host}:{port}/in", name="ops", timeout_s=5, allow_private=True, tls=tls,
                   resolve=lambda host, port: [LOOPBACK])  # fmt: skip


async def test_the_certificate_of_the_name_is_taken(certificate: Path) -> None:
    async with receiver(certificate=certificate) as there:
        there_by_name = outward("alerts.example", there.port, certificate)
        await there_by_name.ask("POST", AT)
        await there_by_name.close()

    assert there.received[0].headers["host"] == f"alerts.example:{there.port}"


@pytest.mark.parametrize("host", ["other.example", LOOPBACK])
async def test_a_certificate_of_another_name_is_refused(certificate: Path, host: str) -> None:
    async with receiver(certificate=certificate) as there:
        with pytest.raises(Failed, match="certificate"):
            await outward(host, there.port, certificate).ask("POST", AT)

    assert there.received == []


async def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    async with receiver(certificate=certificate) as there:
        with pytest.raises(Failed, match="certificate"):
            await outward("alerts.example", there.port, None).ask("POST", AT)

    assert there.received == []
