"""What is wrong with a cell, in words that help to mend it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as translate

At = tuple[str, int]
"""A line of the file: its sheet, empty when there is only one, and its number there."""


class Wrong(Exception):
    """A cell that cannot be taken; carries its fault's text, a message id, and its values."""

    def __init__(self, text: str, **values: Any):
        super().__init__(text)
        self.text, self.values = text, values


class Choice(NamedTuple):
    """One answer to a question: `text` is a message id; `cell` is what stands there then."""

    code: str
    text: str
    values: dict[str, Any]
    cell: Any = None


class Asked(Wrong):
    """A cell that may mean more than one thing: somebody has to say which, nobody guesses.

    That it stays empty may always be said; `choices` are the other answers.
    """

    def __init__(self, text: str, *choices: Choice, **values: Any):
        super().__init__(text, **values)
        self.choices = choices


@dataclass(frozen=True)
class Fault:
    """Where it is, what stands there (masked), and why that will not do.

    `sheet` is empty when there is only one; `spot` is the cell as a spreadsheet calls it.
    """

    line: int
    column: str
    value: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    sheet: str = ""
    spot: str = ""

    @property
    def at(self) -> At:
        return self.sheet, self.line

    @property
    def sentence(self) -> str:
        return translate(self.text) % self.values
