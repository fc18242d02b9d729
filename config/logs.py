"""What the logs say; never who somebody is.

A log is read by people who may not read the register, and copied to other machines. So numbers
of people are masked in it whatever put them there, and of a database error only its first line
is kept: the lines below it quote whole rows.
"""

import logging
import re

DETAILS = re.compile(
    r"^(DETAIL|CONTEXT|QUERY|LINE \d+):.*?(?=\n+The above exception|\n+During handling|\Z)",
    re.M | re.S,
)
LONG_NUMBER = re.compile(r"(?<![\w.-])(?:\d{17}[\dXx]|\d{15}|(?:\+?86)?1[3-9]\d{9})(?![\w-])")


class Discreet(logging.Formatter):
    """The whole story, without numbers of people and without what databases quote."""

    def format(self, record):
        return discreet(super().format(record))


class Brief(Discreet):
    """One line for what is known to happen and passes, like a broker that is away."""

    def format(self, record):
        return super().format(record).splitlines()[0]


def discreet(text: str) -> str:
    return LONG_NUMBER.sub("***", DETAILS.sub(r"\1: …", text))
