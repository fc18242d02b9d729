"""Workbooks are read in the process of the test, day by day.

The product begins a process for each file from outside (foundation/workbooks/apart.py). Of a run of
the tests that is a tenth, so only the tests about it do so, and every trial; the others call the same
program as a function.
"""

import io

from foundation.workbooks import child
from foundation.workbooks.refusals import DAMAGED, Refused

APART = (
    "tests/foundation/workbooks/",
    "tests/residents/test_roster_forms.py",
    "tests/residents/test_roster_hostile.py",
    "tests/residents/test_roster_pages.py",
)
"""Where they are read as the product reads them."""


def read(content: bytes, wanted) -> bytes:
    """What the program says, as `apart` would have it."""
    answer = io.BytesIO()
    if child.main(wanted, io.BytesIO(content), answer) != child.READ:
        raise Refused(DAMAGED)
    return answer.getvalue()
