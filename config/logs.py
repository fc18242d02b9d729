"""What the logs say; never who somebody is.

A log is read by people who may not read the register, and copied to other machines. So numbers
of people are masked in it whatever put them there, and of a database error only its first line
is kept: the lines below it quote whole rows. Lines that belong to a request carry its name, the
one its answer carries, too (foundation/request_id.py).
"""

import json
import logging
import re
import time
from datetime import datetime

from config.environment.house import value
from foundation import database_errors, request_id

DETAILS = re.compile(
    r"^(DETAIL|CONTEXT|QUERY|LINE \d+):.*?(?=\n+The above exception|\n+During handling|\Z)",
    re.M | re.S,
)
LONG_NUMBER = re.compile(r"(?<![\w.-])(?:\d{17}[\dXx]|\d{15}|(?:\+?86)?1[3-9]\d{9})(?![\w-])")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal would obey some of them
LINE = "%(asctime)s %(levelname)s %(name)s %(mark)s%(message)s"
FORMS = {
    "text": ("config.logs.Discreet", "config.logs.Brief"),
    "json": ("config.logs.Json", "config.logs.BriefJson"),
}
FORM = value("ZERENTIAN_LOG_FORM")
ACCESS = value("ZERENTIAN_ACCESS_LOG")
whole, brief = FORMS[FORM]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": whole, "format": LINE}, "brief": {"()": brief, "format": LINE}},
    "filters": {"briefly": {"()": "config.logs.AwayInALine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "brief": {"class": "logging.StreamHandler", "formatter": "brief"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "zerentian": {"level": "INFO"},
        "zerentian.access": {"level": "INFO" if ACCESS else "WARNING"},
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
        name = request_of(record)
        record.mark = f"[{name}] " if name else ""
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


class Json(logging.Formatter):
    """The same story for a program that collects logs: one object a line."""

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created)
            .astimezone()
            .isoformat("T", "milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
            "request": request_of(record),
            "error": self.error_of(record),
            **getattr(record, "access", {}),
        }
        return json.dumps({name: value for name, value in line.items() if value != ""})

    def message_of(self, record):
        return discreet(record.getMessage())

    def error_of(self, record):
        return discreet(self.formatException(record.exc_info)) if record.exc_info else ""


class BriefJson(Json):
    def message_of(self, record):
        return super().message_of(record).partition("\n")[0]

    def error_of(self, record):
        return ""


def said(text: str) -> str:
    """A line of `manage.py serve` itself, which speaks before and after everybody else."""
    if FORM != "json":
        return f"{time.strftime('%H:%M:%S')} {text}"
    return Json().format(logging.LogRecord("zerentian.serve", logging.INFO, "", 0, text, (), None))


def request_of(record):
    """Django says some things about a request after it is answered; such a line brings it along."""
    return getattr(getattr(record, "request", None), "id", "") or request_id.current()


def discreet(text: str) -> str:
    return CONTROLS.sub("�", LONG_NUMBER.sub("***", DETAILS.sub(r"\1: …", text)))
