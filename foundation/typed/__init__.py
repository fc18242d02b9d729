"""What somebody typed, pasted or dictated: tidied in one way before anything looks at it."""

from foundation.typed.fields import (
    CodeField,
    DayField,
    MomentField,
    TextField,
    WholeField,
    column,
    for_typing,
)
from foundation.typed.tidying import code, line, text

__all__ = [
    "CodeField",
    "DayField",
    "MomentField",
    "TextField",
    "WholeField",
    "code",
    "column",
    "for_typing",
    "line",
    "text",
]
