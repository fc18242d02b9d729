"""What somebody typed, pasted or dictated: tidied in one way before anything looks at it."""

from foundation.typed.fields import CodeField, TextField, column, for_words
from foundation.typed.tidying import code, line, text

__all__ = ["CodeField", "TextField", "code", "column", "for_words", "line", "text"]
