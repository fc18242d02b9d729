"""What is wrong with a cell, in words that help to mend it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as translate


class Wrong(Exception):
    """A cell that cannot be taken; carries its fault's text, a message id, and its values."""

    def __init__(self, text: str, **values: Any):
        super().__init__(text)
        self.text, self.values = text, values


@dataclass(frozen=True)
class Fault:
    """Where it is, what stands there (masked), and why that will not do."""

    line: int
    column: str
    value: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return translate(self.text) % self.values
