"""The tables. A change here needs a migration (app/store/migrations); a test compares the two.

Moments are ms since 1970. Secrets are kept as SHA-256 of what was given out, passwords by argon2.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ID_LENGTH = 128
DIGEST_LENGTH = 64
ADDRESS_LENGTH = 64

boards = Table(
    "boards",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", String(ID_LENGTH), nullable=False),
    Column("site", String(ID_LENGTH), nullable=False),
    Column("definition", JSON, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", String(ID_LENGTH), nullable=False),
)

screens = Table(
    "screens",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(ID_LENGTH), nullable=False),
    Column("boards", JSON, nullable=False),
    Column("digest", String(DIGEST_LENGTH), nullable=False, unique=True),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", String(ID_LENGTH), nullable=False),
    Column("seen_at", BigInteger),
    Column("report", JSON(none_as_null=True)),
    Column("message", Text),
    Column("message_until", BigInteger),
    Column("reload_at", BigInteger),
)

pairings = Table(
    "pairings",
    metadata,
    Column("digest", String(DIGEST_LENGTH), primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("address", String(ADDRESS_LENGTH), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(2 * ID_LENGTH), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("value", JSON, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", String(ID_LENGTH), nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(ID_LENGTH), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("password_at", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(DIGEST_LENGTH), primary_key=True),
    Column("account", ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", String(ID_LENGTH), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("digest", String(DIGEST_LENGTH), nullable=False, unique=True),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", String(ID_LENGTH), nullable=False),
    Column("expires_at", BigInteger),
)

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(ID_LENGTH), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(2 * ID_LENGTH), nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_at", "at"),
)
