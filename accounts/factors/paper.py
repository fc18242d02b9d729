"""Ten codes on paper, for whoever has no phone for a key, and for the day it is lost."""

from datetime import datetime

from django.db import transaction

from accounts.factors import once_good
from accounts.models import PaperCode, User

HOW_MANY, LENGTH = 10, 8


@transaction.atomic
def make(user: User, *, at: datetime) -> list[str]:
    """Ten new codes, which exist nowhere else; older ones are good for nothing any more."""
    PaperCode.objects.filter(user=user, used_at=None).delete()
    codes = [once_good.make(LENGTH) for _n in range(HOW_MANY)]
    PaperCode.objects.bulk_create(
        PaperCode(user=user, code_hash=once_good.hashed(user, code), made_at=at) for code in codes
    )
    return codes


def accept(user: User, typed: str, *, at: datetime) -> bool:
    """Whether this is one of them; it is used up by one conditional UPDATE."""
    code_hash = once_good.hashed(user, once_good.cleaned(typed))
    unused = PaperCode.objects.filter(user=user, code_hash=code_hash, used_at=None)
    return unused.update(used_at=at) == 1


def left(user: User) -> int:
    return PaperCode.objects.filter(user=user, used_at=None).count()
