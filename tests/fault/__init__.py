"""Faults put into real processes on a real Kafka and Redis, one row of a table after the other: docs/reliability.md."""
