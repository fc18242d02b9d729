"""What we tell people about: every app registers its kinds of message when it is ready.

The name is the first word of the key of a notice. What a phone or a slip says of it stands here as
a whole sentence without a single value: a neighbour may read it aloud. What it is about stands in
the inbox, behind a sign-in.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from notices.models import Audience

log = logging.getLogger("zerentian")
SOMETHING = gettext_noop("社区有一条消息给您。")
WORK = gettext_noop("有一条工作消息等您看。")


class By(NamedTuple):
    """The ways where no rule says otherwise, and whether it waits for the next morning's one message."""

    ways: tuple[str, ...] = ()
    digest: bool = False


@dataclass(frozen=True)
class Event:
    """`to_residents` are the texts (message ids) residents get; every other one goes to staff.

    `aloud` is what is said of it to residents, `aloud_to_staff` to staff. `own`: about somebody's own
    matters, for which a choice opens a way that no rule names. `while_posted`: staff hear of it only
    as long as they hold a post.
    """

    name: str
    verbose_name: str | Promise
    to_residents: Collection[str] = ()
    for_staff: bool = True
    aloud: str = SOMETHING
    aloud_to_staff: str = WORK
    own: bool = False
    while_posted: bool = False
    by_residents: By = By()
    by_staff: By = By()

    def audience(self, text: str) -> str:
        return Audience.RESIDENTS if text in self.to_residents else Audience.STAFF

    def default(self, audience: str) -> By:
        return self.by_residents if audience == Audience.RESIDENTS else self.by_staff

    def says(self, audience: str) -> str:
        return self.aloud if audience == Audience.RESIDENTS else self.aloud_to_staff

    @property
    def audiences(self) -> list[str]:
        for_residents = [Audience.RESIDENTS] if self.to_residents else []
        return for_residents + ([Audience.STAFF] if self.for_staff else [])


_events: dict[str, Event] = {}


def register(*events: Event) -> None:
    """The same name registered twice is a mistake. Raises ValueError."""
    for event in events:
        if _events.setdefault(event.name, event) != event:
            raise ValueError(event.name)


def known() -> list[Event]:
    return sorted(_events.values(), key=lambda event: event.name)


def choices() -> list[tuple[str, str | Promise]]:
    return [(event.name, event.verbose_name) for event in known()]


def of(key: str) -> Event:
    """By the key of a notice; what nobody registered stays in the inbox (and fails the build)."""
    name = key.partition(":")[0]
    return _events.get(name) or unknown(name)


def unknown(name: str) -> Event:
    log.error("nobody registered the event %s", name)
    return Event(name, _("消息"))
