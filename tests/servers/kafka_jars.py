"""Apache Kafka's jars, fetched once from Maven Central and kept by version."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from fcntl import LOCK_EX, flock
from pathlib import Path

from tests.servers.missing import ServerMissing

KAFKA_VERSION = "4.3.0"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "kafka"
FETCH_S = 300

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tavle</groupId><artifactId>kafka-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
"""


def kafka_jars(version: str = KAFKA_VERSION) -> Path:
    """The folder with all jars of this version, fetching them when missing (44 MB). Raises `ServerMissing`."""
    folder = CACHE / version
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "fetching").open("w") as turn:
        flock(turn, LOCK_EX)  # test processes that begin together fetch once
        if not any(folder.glob(f"kafka_2.13-{version}.jar")):
            _fetch_into(folder, version)
    return folder


def _fetch_into(folder: Path, version: str) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissing("mvn is not installed and Kafka's jars are not cached (Debian: apt-get install maven)")
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        _fetch(maven, Path(scratch), version)
        # Renamed in one step, so that a fetch that broke off is never taken for a whole one.
        shutil.rmtree(folder, ignore_errors=True)
        (Path(scratch) / "jars").rename(folder)


def _fetch(maven: str, scratch: Path, version: str) -> None:
    (scratch / "pom.xml").write_text(POM.format(version=version))
    command = [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={scratch / 'jars'}"]
    try:
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, timeout=FETCH_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise ServerMissing(f"mvn did not fetch Kafka {version} within {FETCH_S} s") from error
    if done.returncode != 0:
        raise ServerMissing(f"mvn could not fetch Kafka {version}: {(done.stdout + done.stderr)[-500:]}")
