"""What the Dockerfile and docker-compose.yml promise whoever runs them: nothing as root, nothing open, all watched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import load_settings
from app.store.engine import store_url
from tests.repository import ROOT

Service = dict[str, Any]

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Service] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

UNSET = re.compile(r"\$\{[A-Z_]+:-\}")
"""A variable of the caller's, where he set none."""

each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
each_part = pytest.mark.parametrize("name", ["worker", "web", "source"])


def test_all_parts_are_there() -> None:
    assert set(SERVICES) == {"kafka", "redis", "postgres", "worker", "web", "source"}
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        "source": ["simulated"], "postgres": ["postgres"],
    }  # fmt: skip


@each_service
def test_no_service_runs_as_root(service: Service) -> None:
    assert str(service["user"]).split(":")[0] not in ("", "0", "root")
    assert not service.get("privileged", False)


@each_service
def test_no_service_can_gain_rights(service: Service) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service


@each_service
def test_every_service_writes_to_its_volumes_and_to_memory_alone(service: Service) -> None:
    assert service["read_only"] is True
    assert any(mount.startswith("/tmp:") for mount in service["tmpfs"])
    volumes = [volume.split(":")[0] for volume in service.get("volumes", [])]
    assert set(volumes) <= set(COMPOSE["volumes"]), "a folder of the host is mounted"


@each_service
def test_every_service_is_watched_and_comes_back(service: Service) -> None:
    assert service["healthcheck"]["test"][0] == "CMD", "a shell may not be there"
    assert service["restart"] == "unless-stopped"
    assert service["pids_limit"] > 0
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@each_service
def test_every_image_is_pinned(service: Service) -> None:
    # PostgreSQL's versions have two numbers.
    assert re.fullmatch(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*|postgres:\d+\.\d+-\w+", service["image"])


def test_only_the_web_port_leaves_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:8080:8080"]}
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {"web"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@each_part
def test_a_part_waits_until_what_it_needs_answers(name: str) -> None:
    waits = SERVICES[name]["depends_on"]

    assert waits == {"kafka": {"condition": "service_healthy"}, "redis": {"condition": "service_healthy"}}


@each_part
def test_a_parts_variables_are_settings_that_there_are(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable, value in SERVICES[name]["environment"].items():
        monkeypatch.setenv(variable, UNSET.sub("", value))

    settings = load_settings()

    assert settings.log.kafka == "kafka:9092"
    assert settings.ledger.redis_url == "redis://redis:6379"
    assert settings.web.insecure_open_access is (name == "web")
    assert settings.store.secret_url is None


def test_redis_keeps_what_it_took() -> None:
    command = SERVICES["redis"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))

    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"
    assert SERVICES["redis"]["volumes"] == ["redis-data:/data"]


def test_boards_and_accounts_stay_when_the_container_goes() -> None:
    assert SERVICES["web"]["volumes"] == ["web-data:/var/lib/tavle"]
    assert SERVICES["postgres"]["volumes"] == ["postgres-data:/var/lib/postgresql/data"]


def test_the_store_can_be_the_postgres_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (url,) = re.findall(r"TAVLE_STORE=(\S+) docker compose", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAVLE_STORE", url)
    found = store_url(load_settings().store.secret_url, tmp_path)

    assert (found.host, found.username, found.database) == ("postgres", "tavle", "tavle")
    assert SERVICES["postgres"]["environment"]["POSTGRES_USER"] == found.username


def test_kafka_keeps_what_it_took() -> None:
    environment = SERVICES["kafka"]["environment"]

    assert environment["KAFKA_PROCESS_ROLES"] == "broker,controller"
    assert SERVICES["kafka"]["volumes"] == [f"kafka-data:{environment['KAFKA_LOG_DIRS']}"]
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_the_image_runs_without_root_or_shell() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER ([1-9]\d*):([1-9]\d*)$", last_stage, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["tavle"\]$', last_stage, re.MULTILINE)
    assert re.search(r'HEALTHCHECK [^\n]*\\\n  CMD \["python", ', last_stage)
    assert all(re.search(r":\d+\.\d+\.\d+-", stage) for stage in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
    assert "--require-hashes" in DOCKERFILE


def test_the_image_is_built_from_the_product_alone() -> None:
    """Whatever lies around (keys, data, .env) never reaches the builder."""
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [rule for rule in rules if rule and not rule.startswith("#")]

    assert rules[0] == "*"
    wanted = {source.rstrip("/") for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
              for source in line.split()}  # fmt: skip
    assert {source.split("/")[0] for source in wanted} == {rule[1:] for rule in rules if rule.startswith("!")}


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    if not hadolint.exists():
        pytest.skip("hadolint has no wheel for this machine")
    found = subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert (found.returncode, found.stdout) == (0, "")


def test_the_file_is_a_compose_file_by_its_specification() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "docker-compose.yml",
    ]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_compose_itself_reads_the_file() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker with compose is not installed")
    read = subprocess.run([docker, "compose", "config", "-q"], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          check=False)  # fmt: skip

    assert (read.returncode, read.stderr) == (0, "")


def test_durations_are_written_as_compose_reads_them() -> None:
    """Compose refuses a bare number."""
    for service in SERVICES.values():
        times = {key: service["healthcheck"][key] for key in ("interval", "timeout", "start_period")}
        assert all(re.fullmatch(r"\d+s", value) for value in times.values())
