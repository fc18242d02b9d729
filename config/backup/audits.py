"""The two proofs of what a house holds, in one sentence each: the book of points, and the record."""

import io
from collections.abc import Callable

from django.core.management import CommandError, call_command

Say = Callable[[str], object]


def of_the_book(say: Say) -> str:
    """What is wrong, or nothing."""
    return _asked("bank_audit", say)


def of_the_record(say: Say) -> str:
    return _asked("verify_record", say)


def _asked(command, say):
    out = io.StringIO()
    try:
        call_command(command, stdout=out)
    except CommandError as error:
        say(out.getvalue().strip())
        return f"{command}: {error}"
    say(" ".join(out.getvalue().split("\n")).strip())
    return ""
