"""What must leave a record, told beside the function that does it.

    @leaves_record("person-moved")
    @transaction.atomic
    def move(…)

Each time such a function changes, shows or hands out something, it leaves one row in the record,
in the same transaction. tests/foundation/test_record_events.py drives every name in this table and
counts; a function that writes a record and is not in the table fails the build, too.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Deed = TypeVar("Deed", bound=Callable[..., Any])
EVENTS: dict[str, Callable[..., Any]] = {}


def leaves_record(name: str) -> Callable[[Deed], Deed]:
    """Declare a function whose every deed is on record, under a name of its own."""

    def declare(function: Deed) -> Deed:
        if name in EVENTS:
            raise ValueError(f"two functions are called {name}")
        EVENTS[name] = function
        return function

    return declare
