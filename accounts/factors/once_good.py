"""Codes that are good once: easy to read out and to type, kept as hashes."""

import secrets

from accounts.models import User
from foundation import typed
from foundation.sealing import blind_index

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that look like digits
GROUP = 4


def make(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _n in range(length))


def in_groups(code: str) -> str:
    """As it stands on paper: "abcd efgh"."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def cleaned(text: str) -> str:
    """As it was made, from what a hand, an eye or a chat made of it."""
    return typed.code(text).replace("-", "").lower()


def hashed(user: User, code: str) -> str:
    """Of a code of this account, which is of no use for another one."""
    return blind_index("code on paper", f"{user.uid}:{code}")
