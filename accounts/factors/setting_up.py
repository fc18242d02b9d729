"""A second factor is set up, a device registered, and what is lost is ended or replaced."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.endings import end_sign_ins
from accounts.evidence import events
from accounts.evidence.events import Kind
from accounts.evidence.whence import Whence
from accounts.factors import asking, cards, keys, paper
from accounts.models import PaperCode, SecondFactor, User, WorkDevice
from foundation.audit import trail
from foundation.audit.events import leaves_record
from notices import outbox

DEVICES = 3  # of one person; another one takes the place of the oldest
SET_UP = gettext_noop("您设好了第二道验证。不是您本人的话，请马上告诉街道。")
REGISTERED = gettext_noop("一台新设备用登录卡登记好了：%(device)s。不是您的，请马上告诉街道。")
LOST = gettext_noop("街道替您换掉了第二道验证，您在各处的登录都已退出。请凭新的登录卡再登录。")


@leaves_record("second-factor-set-up")
@transaction.atomic
def confirm_key(*, user: User, digits: str, whence: Whence, at: datetime) -> bool:
    """The key in the phone counts once its digits were typed; all other sign-ins end."""
    factor = SecondFactor.objects.select_for_update().get(user=user)
    if not factor.key or not keys.accept(factor, digits, at):
        return False
    SecondFactor.objects.filter(pk=factor.pk).update(key_confirmed_at=at, needs_card=False)
    _set_up(user, whence, {"key": ("", at.isoformat())}, at)
    return True


@leaves_record("paper-codes-made")
@transaction.atomic
def print_codes(*, user: User, whence: Whence, at: datetime) -> list[str]:
    """Ten codes for paper, shown this once; all other sign-ins end."""
    factor = asking.of(user, at)
    SecondFactor.objects.filter(pk=factor.pk).update(paper_at=at, needs_card=False)
    codes = paper.make(user, at=at)
    _set_up(user, whence, {"paper": ("", at.isoformat())}, at)
    return codes


def _set_up(user, whence, changes, at):
    end_sign_ins([user.pk])
    user.refresh_from_db(fields=["endings"])
    events.note(Kind.SECOND_SET, whence, account=user.uid, at=at)
    outbox.tell(to=user, key=f"second-factor:{user.uid}:{at.isoformat()}", text=SET_UP, at=at)
    trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=user, at=at)


@leaves_record("device-registered")
@transaction.atomic
def register_device(*, user: User, name: str, whence: Whence, at: datetime) -> WorkDevice:
    """This browser counts as a second factor from here on; a fourth one ends the oldest."""
    User.objects.select_for_update().get(pk=user.pk)
    theirs = WorkDevice.objects.filter(user=user, ended_at=None)
    theirs.filter(device=whence.device).update(ended_at=at)
    kept = theirs.order_by("-registered_at", "-pk").values_list("pk", flat=True)[: DEVICES - 1]
    theirs.exclude(pk__in=list(kept)).update(ended_at=at)
    facts = {"device": whence.device, "name": name[:60], "registered_at": at}
    device = WorkDevice.objects.create(user=user, **facts)
    factor = asking.of(user, at)
    SecondFactor.objects.filter(pk=factor.pk).update(device_at=at, needs_card=False)
    events.note(Kind.DEVICE_SET, whence, account=user.uid, at=at)
    values, key = {"device": device.name}, f"device:{device.uid}"
    outbox.tell(to=user, key=key, text=REGISTERED, values=values, at=at)
    trail.thing_changed(
        scope=trail.HOUSE, thing=device, changes={"user": ("", user.uid)}, by=user, at=at
    )
    return device


@leaves_record("device-ended")
@transaction.atomic
def end_device(*, device: WorkDevice, by: User | None, whence: Whence, at: datetime) -> bool:
    """It opens nothing any more, and whoever is signed in there is a stranger at the next tap."""
    if not WorkDevice.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at):
        return False
    end_sign_ins([device.user_id])
    lost = whence._replace(device=device.device)
    events.note(Kind.DEVICE_ENDED, lost, account=device.user.uid, at=at)
    changes = {"ended_at": ("", at.isoformat())}
    trail.thing_changed(scope=trail.HOUSE, thing=device, changes=changes, by=by, at=at)
    return True


@leaves_record("second-factor-replaced")
@transaction.atomic
def replace(
    *,
    user: User,
    by: User | None,
    whence: Whence,
    at: datetime,
    confirmed_by: User | None = None,
    begins: str = "",
    lasts: timedelta | None = None,
) -> str:
    """What this person had is lost: key, paper and devices end with every sign-in of theirs.

    Returns the code of the card with which they set up another one. `by` is None on the console.
    Pages call `grids.letting_in.replace_factor`, which knows whose takes two people.
    Raises cards.OwnCard.
    """
    given = {"confirmed_by": confirmed_by, "begins": begins, "lasts": lasts}
    _card, code = cards.make(user=user, by=by, at=at, **given)
    factor = asking.of(user, at)
    lost = {"sealed_key": "", "key_confirmed_at": None, "paper_at": None, "device_at": None}
    # A new key has digits of its own: none of them were used yet.
    begun = {"due_at": at, "needs_card": True, "last_step": 0}
    SecondFactor.objects.filter(pk=factor.pk).update(**lost, **begun)
    PaperCode.objects.filter(user=user, used_at=None).delete()
    WorkDevice.objects.filter(user=user, ended_at=None).update(ended_at=at)
    end_sign_ins([user.pk])
    events.note(Kind.REPLACED, whence, account=user.uid, at=at)
    outbox.tell(to=user, key=f"second-factor-lost:{user.uid}:{at.isoformat()}", text=LOST, at=at)
    changes = {"second_factor": ("", f"replaced {at.isoformat()}")}
    changes |= {"confirmed_by": ("", confirmed_by.uid)} if confirmed_by else {}
    trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=by, at=at)
    return code


def name_of(agent: str) -> str:
    """As somebody would tell their devices apart: "Android · WeChat"."""
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
    programs = {"MicroMessenger": "WeChat", "Edg/": "Edge", "Firefox/": "Firefox"}
    programs |= {"Chrome/": "Chrome", "Safari/": "Safari"}
    found = [
        next((name for sign, name in known.items() if sign in agent), "")
        for known in (systems, programs)
    ]
    return " · ".join(filter(None, found)) or _("设备")


def devices_of(user: User) -> Iterable[WorkDevice]:
    return WorkDevice.objects.filter(user=user, ended_at=None).order_by("-registered_at")
