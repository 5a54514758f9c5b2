"""Where events and figures are kept, and where events come from."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from app.settings.section import Section
from app.settings.written_secret import UNREADABLE_PLACE

if TYPE_CHECKING:
    from streams.log.kafka_settings import KafkaSettings

REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+cluster", "rediss+cluster")
HEARTBEATS_A_SESSION = 3
"""One may be lost and one late."""


PORT_LIMIT = 65_535
_SERVER = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s,@/:\[\]]+)(?::([0-9]{1,5}))?").fullmatch


def _has_place(url: str) -> bool:
    """Whether host and port of a URL can be read."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


class LogSection(Section):
    """The event log. Without `kafka` it is Redis Streams in the ledger's Redis."""

    kafka: str | None = None
    """Bootstrap servers of Kafka, `host:port`, several with commas. Also TAVLE_KAFKA."""
    topic: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,200}$")] = "tavle.events"
    """The topic of the events; what is no event goes to `<topic>.rejected`."""
    partitions: Annotated[int, Field(ge=1, le=1024)] = 12
    """Fixed when the topic is made; changing it means `tavle rebuild`."""
    create_topics: bool = True
    """Create missing topics at the start, where Kafka allows it."""
    session_timeout_s: Annotated[float, Field(ge=0.5, le=300)] = 6.0
    """A worker that Kafka does not hear of for this long loses its partitions to the others, seconds. Brokers refuse
    less than their group.min.session.timeout.ms, by default 6 s."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How to speak to Kafka."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "PLAIN"
    """How to log in to Kafka, with a SASL protocol."""
    sasl_username: str | None = None
    """User at Kafka."""
    sasl_password: SecretStr | None = None
    """Password at Kafka; better in the environment: TAVLE_LOG__SASL_PASSWORD."""
    ca_file: Path | None = None
    """Certificates that Kafka's certificate is checked against; else the system's."""
    cert_file: Path | None = None
    """Our own certificate for Kafka."""
    key_file: Path | None = None
    """The key of our own certificate."""

    @field_validator("kafka")
    @classmethod
    def _are_servers(cls, servers: str | None) -> str | None:
        for server in servers.split(",") if servers else ():
            written = _SERVER(server.strip())
            if written is None or not 0 < int(written[1] or 9092) <= PORT_LIMIT:
                raise ValueError("is host:port, several with commas; user and password have settings of their own")
        return servers

    def kafka_settings(self) -> KafkaSettings:
        """How to speak to Kafka. Raises `OSError` when a certificate cannot be read."""
        from streams.log.kafka_settings import KafkaSettings  # draws in the Kafka client

        context: ssl.SSLContext | None = None
        if self.security_protocol in ("SSL", "SASL_SSL"):
            context = ssl.create_default_context(cafile=self.ca_file)
            if self.cert_file is not None:
                context.load_cert_chain(self.cert_file, self.key_file)
        return KafkaSettings(
            session_timeout_ms=round(self.session_timeout_s * 1000),
            heartbeat_interval_ms=round(self.session_timeout_s * 1000 / HEARTBEATS_A_SESSION),
            create_topics=self.create_topics,
            security_protocol=self.security_protocol,
            ssl_context=context,
            sasl_mechanism=self.sasl_mechanism,
            username=self.sasl_username,
            password=self.sasl_password.get_secret_value() if self.sasl_password is not None else None,
        )


class LedgerSection(Section):
    """State and figures."""

    redis: SecretStr | None = None
    """URL of Redis 7 or Valkey 8+: `redis://`, `rediss://`, `unix://`, or with `+cluster`. None starts a private Valkey
    in the data directory. Also TAVLE_REDIS."""

    @field_validator("redis")
    @classmethod
    def _is_a_redis_url(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and url.get_secret_value().split("://", 1)[0] not in REDIS_SCHEMES:
            raise ValueError(f"begins with one of {', '.join(f'{scheme}://' for scheme in REDIS_SCHEMES)}")
        if url is not None and not _has_place(url.get_secret_value()):
            raise ValueError(UNREADABLE_PLACE)
        return url

    @property
    def redis_url(self) -> str | None:
        """The URL with its password: never to be logged."""
        return self.redis.get_secret_value() if self.redis is not None else None


class SourceSection(BaseModel):
    """One source of events. Which further options there are depends on its kind."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True, use_attribute_docstrings=True)

    kind: Annotated[str, Field(min_length=1, max_length=64)]
    """Which system it reads, such as `asterisk_queue_log`."""

    @property
    def options(self) -> dict[str, Any]:
        """Everything but the kind, as written."""
        return dict(self.model_extra or {})

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Options may hold secrets: only their names are shown."""
        return [("kind", self.kind), ("options", sorted(self.options))]
