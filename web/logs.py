"""What does the service say about itself, and how are secrets and people kept out of it?

Lines go to standard error, one each. Addresses that carry a token are cut after their first part,
mail addresses lose their local part.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from scheduler.tokens import PERSONAL_PATHS

_SECRET = "|".join((*PERSONAL_PATHS, "feeds", "api/v1/feeds"))
SECRET_PATHS = re.compile(rf"/({_SECRET})/[A-Za-z0-9_-]{{12,}}")
BEARER = re.compile(r"(?i)\b(bearer\s+)\S+")
MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@(?=[\w-]+\.)")

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def mask(text: str) -> str:
    """Give `text` without tokens and without the local part of mail addresses."""
    text = SECRET_PATHS.sub(r"/\1/…", text)
    return MAILBOX.sub("…@", BEARER.sub(r"\1…", text))


class Masked(logging.Formatter):
    """Writes a record, traceback included, without tokens or people."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the masked line."""
        return mask(super().format(record))


def settings(level: str = "INFO") -> dict[str, Any]:
    """Give the logging configuration of service and server: warnings of others, `level` of ours."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"masked": {"()": "web.logs.Masked", "format": FORMAT}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "masked",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "kallelse": {"level": level},
            "scheduler": {"level": level},
            "web": {"level": level},
            "_granian": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
            "granian.access": {"level": "CRITICAL", "propagate": False},
            "mail.log": {"level": "ERROR"},
        },
    }
