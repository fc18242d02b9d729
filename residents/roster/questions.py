"""What a file leaves open: somebody has to say it, and nothing is guessed meanwhile."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Fault

BLANK = "blank"
LEAVE_BLANK = _("这一格不填，这一行照样读")


@dataclass(frozen=True)
class Question(Fault):
    """What nobody can tell from the file alone. Until it is answered, its line stays out.

    A question without a line is about the whole sheet. `choices` are the answers as
    (code, message id, values).
    """

    choices: tuple = ()

    @property
    def key(self) -> str:
        """By which an answer is kept: the same file asks the same, and the key tells nothing."""
        parts = (self.sheet, str(self.line), self.column, self.text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
