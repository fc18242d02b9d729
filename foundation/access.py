"""Every page says who may open it; a page that says nothing opens for nobody.

    @open_to_all                 strangers too
    @signed_in                   anybody with an account
    @grids.access.for_duty(…)    staff whose post allows it today

Strangers are sent to sign in. Signed-in people who may not open a page get the same answer as
for a page that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Audience:
    name: str
    includes: Callable[[HttpRequest], bool]


def open_to(audience: Audience) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]  # functions may carry anything
        return view

    return declare


EVERYBODY = Audience("everybody", lambda request: True)
ANYBODY_SIGNED_IN = Audience("anybody signed in", lambda request: request.user.is_authenticated)

open_to_all = open_to(EVERYBODY)
signed_in = open_to(ANYBODY_SIGNED_IN)


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """What a view declares; class-based views declare it on the class."""
    for part in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        audience: Audience | None = getattr(part, "audience", None)
        if audience:
            return audience
    return None
