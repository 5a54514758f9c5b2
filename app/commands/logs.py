"""Structured logs: for people on a terminal, one JSON object a line elsewhere; always to standard error."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_logging(*, quiet: bool = False) -> None:
    """`quiet` leaves out everything below a warning."""
    level = logging.WARNING if quiet else logging.INFO
    people = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if people else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
