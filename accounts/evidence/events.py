"""Writing down what happens at the door, and asking for it again."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts.evidence.whence import Whence
from accounts.models import SignInEvent

KEPT = timedelta(days=200)
"""The law on network security (article 21) wants at least six months."""
Kind, By = SignInEvent.Kind, SignInEvent.By


def note(
    kind: str,
    whence: Whence,
    *,
    at: datetime,
    account: UUID | None = None,
    typed: str = "",
    by: str = "",
) -> None:
    """One row. `typed` is a keyed hash of what was typed."""
    SignInEvent.objects.create(
        kind=kind,
        by=by,
        account=account,
        typed=typed,
        network=whence.network,
        device=whence.device,
        at=at,
    )


def has_come_in(whence: Whence, *, at: datetime) -> bool:
    """Whether somebody came in with this browser before; of a new one nothing is asked."""
    return _happened(whence, at, kind=Kind.CAME_IN)


def has_used_code(whence: Whence, typed: str, *, at: datetime) -> bool:
    """Whether a code for this very number was typed with this browser before."""
    return _happened(whence, at, kind=Kind.CODE_USED, typed=typed)


def _happened(whence, at, **facts):
    if not whence.device or whence.is_first:
        return False
    return SignInEvent.objects.filter(device=whence.device, at__gt=at - KEPT, **facts).exists()


def forget_old(at: datetime) -> None:
    SignInEvent.objects.filter(at__lt=at - KEPT).delete()
