"""Logs as lines of JSON on standard error: one event a line, nothing in it that acts."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_logs(*, is_watched: bool) -> None:
    """Write every event as one JSON object with its time in UTC; errors with their trace, escaped into the line.

    Args:
        is_watched: somebody sits before it: then a line for each request would bury what they need to read.
    """
    least = logging.WARNING if is_watched else logging.INFO
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(least),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
