"""What the logs say; never who somebody is.

A log is read by people who may not read the register, and copied to other machines. So numbers
of people are masked in it whatever put them there, and of a database error only its first line
is kept: the lines below it quote whole rows.
"""

import logging
import re

from foundation import database_errors

DETAILS = re.compile(
    r"^(DETAIL|CONTEXT|QUERY|LINE \d+):.*?(?=\n+The above exception|\n+During handling|\Z)",
    re.M | re.S,
)
LONG_NUMBER = re.compile(r"(?<![\w.-])(?:\d{17}[\dXx]|\d{15}|(?:\+?86)?1[3-9]\d{9})(?![\w-])")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "brief": {
            "()": "config.logs.Brief",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "filters": {"briefly": {"()": "config.logs.AwayInALine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "brief": {"class": "logging.StreamHandler", "formatter": "brief"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "zerentian": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "django.request": {"filters": ["briefly"]},
        # A lost broker is told in a line, not in sixty; a task that fails is told in full.
        "celery.beat": {"handlers": ["brief"], "propagate": False},
        "celery.worker": {"handlers": ["brief"], "propagate": False},
        "py.warnings": {"handlers": ["brief"], "propagate": False},
    },
}


class Discreet(logging.Formatter):
    """The whole story, without numbers of people and without what databases quote."""

    def format(self, record):
        return discreet(super().format(record))


class Brief(Discreet):
    """One line for what is known to happen and passes, like a broker that is away."""

    def format(self, record):
        return super().format(record).splitlines()[0]


class AwayInALine(logging.Filter):
    """While the database is away every request meets it: a line for each, no story."""

    def filter(self, record):
        error = record.exc_info and record.exc_info[1]
        if database_errors.passes(error):
            record.msg, record.args = f"{record.getMessage()}: {error}".splitlines()[0], ()
            record.exc_info = record.exc_text = None
        return True


def discreet(text: str) -> str:
    return LONG_NUMBER.sub("***", DETAILS.sub(r"\1: …", text))
