"""How Tavle talks to Kafka, and which of its errors mean "try again later"."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    KafkaError,
    TopicAuthorizationFailedError,
    UnsupportedVersionError,
)

from streams.closed_transport import closed_is_lost
from streams.log.port import LogError, LogUnavailable

_FINAL = (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    ClusterAuthorizationFailedError,
    GroupAuthorizationFailedError,
    TopicAuthorizationFailedError,
    UnsupportedVersionError,
)


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """Everything about the connection that is not its address."""

    session_timeout_ms: int = 6_000
    """How long a silent worker keeps its partitions; a broker refuses less than its group.min.session.timeout.ms."""

    heartbeat_interval_ms: int = 2_000
    """Also how long a rebalance waits for the members to notice it."""

    request_timeout_ms: int = 10_000
    max_poll_interval_ms: int = 60_000
    """A worker that does not ask for records for so long is taken for dead."""

    linger_ms: int = 2
    create_topics: bool = True
    security_protocol: str = "PLAINTEXT"
    ssl_context: ssl.SSLContext | None = None
    sasl_mechanism: str = "PLAIN"
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    def connection(self, bootstrap: str) -> dict[str, Any]:
        """Arguments that every aiokafka client takes."""
        return {
            "bootstrap_servers": bootstrap,
            "request_timeout_ms": self.request_timeout_ms,
            "security_protocol": self.security_protocol,
            "ssl_context": self.ssl_context,
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.username,
            "sasl_plain_password": self.password,
        }


@contextmanager
def kafka_errors() -> Iterator[None]:
    """Turns aiokafka's errors into the log's own. A refused user or a missing right is not retryable."""
    try:
        with closed_is_lost():
            yield
    except _FINAL as error:
        raise LogError(f"Kafka refuses us: {type(error).__name__}: {error}") from error
    except (TimeoutError, KafkaError, OSError) as error:
        raise LogUnavailable(f"{type(error).__name__}: {error}") from error
