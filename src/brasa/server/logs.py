"""How the server writes its log: lines for people on a console, or JSON for machines."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def configure(log_format: str, level: str) -> None:
    """Set up structlog and send what libraries log through it, for the whole process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=log_format == "json"),
            *_renderers(log_format),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=max(LEVELS[level], logging.WARNING), handlers=[_ToStructlog()], force=True
    )


class _ToStructlog(logging.Handler):
    """Makes of what a library logs a line like our own."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            structlog.get_logger().log(
                record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info
            )
        except Exception:  # a line that cannot be written is nobody else's trouble
            self.handleError(record)


def _renderers(log_format: str) -> list[Any]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # A traceback tells where, not with what: the values around it are tokens and people's numbers.
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return [_plain_line, console]


def _plain_line(
    logger: Any, method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """What is already a line for people, as the client guide shows it, stays as it is."""
    if entry.pop("line", False):
        raise _written(logger, str(entry["event"]))
    return entry


def _written(logger: Any, text: str) -> structlog.DropEvent:
    logger.msg(text) if hasattr(logger, "msg") else logger.write(text + "\n")
    return structlog.DropEvent()
