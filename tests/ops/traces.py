"""Where something about a person could be left behind that should hold nothing about anybody."""

import logging
from urllib.parse import unquote_plus

import redis
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from accounts.models import SignInCode, SignInEvent
from config.logs import Discreet
from foundation.models import Tally
from notices.models import Notice, Reminder
from tests.access.crawl import ways

KEPT_IN_THE_HOUSE = {"media"}  # photos: asked for one by one, and only pixels


class Trail:
    """Everything a run leaves behind outside the register: sink → text."""

    def __init__(self, folder, formatter=Discreet):
        self.log_file = folder / "trail" / "debug.log"
        self.log_file.parent.mkdir()
        self.handler = logging.FileHandler(self.log_file)
        self.handler.setFormatter(formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self.addresses, self.error_pages, self.links = [], [], []
        address = settings.CELERY_BROKER_URL.replace("redis+socket", "unix")
        self.queue = redis.from_url(address.replace("virtual_host", "db"))

    def __enter__(self):
        self.queue.flushdb()
        root = logging.getLogger()
        self.before = {
            name: logging.getLogger(name).level for name in ["", *settings.LOGGING["loggers"]]
        }
        root.addHandler(self.handler)
        for name in self.before:
            logging.getLogger(name).setLevel(logging.DEBUG)
        return self

    def __exit__(self, *raised):
        for name, level in self.before.items():
            logging.getLogger(name).setLevel(level)
        logging.getLogger().removeHandler(self.handler)
        self.handler.close()

    def note(self, answer):
        """Each answer: the address asked for, where it leads, and what it says when it failed."""
        request = answer.request
        self.addresses.append(f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}")
        self.addresses.append(answer.get("Location", "") + answer.get("HX-Redirect", ""))
        if answer.streaming:
            return
        text = answer.content.decode(errors="replace")
        if answer.status_code in (400, 403, 404, 413, 429, 500):
            self.error_pages.append(text)
        self.links += [way for way in ways(text) if not way.startswith("tel:")]

    def sinks(self, data):
        self.handler.flush()
        return {
            "log": self.log_file.read_text(),
            "addresses": "\n".join(unquote_plus(each) for each in self.addresses),
            "links": "\n".join(unquote_plus(each) for each in self.links),
            "error pages": "\n".join(self.error_pages),
            "queue": "\n".join(str(each) for each in self._queued()),
            "texts that leave": "\n".join(_texts(data)),
            "sessions": "\n".join(str(each.get_decoded()) for each in Session.objects.all()),
            "codes that wait": _rows(SignInCode),
            "counts": _rows(Tally),
            "wrong passwords": _rows(AccessAttempt, AccessFailureLog, AccessLog, SignInEvent),
            "reminders": _rows(Reminder),
            "files": "\n".join(_files(data)),
        }

    def _queued(self):
        for key in self.queue.keys("*"):
            kind = self.queue.type(key).decode()
            yield key, self.queue.dump(key) if kind != "list" else self.queue.lrange(key, 0, -1)


def office_log():
    return "\n".join(f"{row.object_repr} {row.change_message}" for row in LogEntry.objects.all())


def _rows(*models):
    return "\n".join(str(row) for model in models for row in model.objects.values())


def _texts(data):
    """What a text message says; the number it goes to is its address."""
    for path in (data / "sms").glob("*.json"):
        yield path.read_text().partition('"text"')[2]
    for notice in Notice.objects.filter(channel=Notice.Channel.SMS):
        yield notice.sentence


def _files(data):
    for path in data.rglob("*"):
        inside = path.relative_to(data).parts
        if path.is_file() and inside[0] not in {*KEPT_IN_THE_HOUSE, "sms", "trail"}:
            yield f"{path.name} {path.read_bytes().decode(errors='replace')}"
