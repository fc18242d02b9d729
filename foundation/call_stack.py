"""Room for the calls of one request, in one piece.

CPython keeps the frames of calls in pieces of 16 KB, takes a piece from the system when a call no
longer fits into the last one, and gives it back as soon as that call returns. A loop that happens to
call just across the end of a piece pays for a fresh page of memory at every turn: some hundred times
the call itself. Where the ends lie depends on how many calls stand above, so any line anywhere could
make any page half as slow again, and did (decision 32). Seen in 3.11 to 3.13.
"""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
# Values the frame of `roomy` says it may need. The piece it asks for is the next power of two,
# 256 KB, and half of it is left for the calls below: eight pieces, some seven hundred calls. The
# system hands out only those pages of it that are written to.
SLOTS = 16_000


def with_room(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same function; whatever it calls finds its frames in one piece."""

    def roomy(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return functools.wraps(function)(roomy)
