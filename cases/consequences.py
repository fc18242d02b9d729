"""What follows from a decision, and who is told: the sentences above its button."""

from django.utils.translation import gettext as _

from accounts.models import User
from cases import need_to_know
from cases.models import Case, Channel


def sentences(case: Case, action: str, *, by: User) -> list[str]:
    """In words, what workflow and notifications will do; nothing they do not."""
    return {
        "accept": _accepted,
        "return": _asked,
        "resubmit": _answered_us,
        "refer_out": _referred,
        "dispatch": _dispatched,
        "handle": _handled,
        "rework": _again,
        "close": _closed,
    }[action](case, by)


def _accepted(case, by):
    watches = (
        [_("不另外发消息；反映人打开自己的页面，会看到“社区受理了”。")] if _reads(case) else []
    )
    return [
        _("受理以后就可以派人。"),
        *watches,
        _("答复期限不变；改了类别或缓急，就从上报的时候重新算。"),
    ]


def _asked(case, by):
    clock = _("期限照走；补充来了，从那时起重新算。")
    if _reads(case):
        return [_("反映人会收到消息，在手机上补充。"), clock]
    if case.filed_by_id != by.pk and case.channel != Channel.PHONE:
        sentence = _("反映人收不到消息；会请登记的%(name)s去问，问到了补充进来。")
        return [sentence % {"name": case.filed_by.name}, clock]
    return [_("反映人收不到消息，请您打电话或者上门问，问到了自己补充进来。"), clock]


def _answered_us(case, by):
    return [_("社区会收到消息，接着受理。答复期限从现在起重新算。")]


def _referred(case, by):
    return [
        _("这件事在这里就办结了，不能再打开。"),
        _hears(case, by),
        _("那个单位不会收到消息，要请您自己联系，或者写明让反映人找谁。"),
    ]


def _dispatched(case, by):
    return [_("派去的人会收到消息，看不到是谁反映的。"), _("答复期限不变。")]


def _handled(case, by):
    return [_("社区会收到消息，核对以后答复反映人。反映人看不到您写的和拍的。")]


def _again(case, by):
    return [_("经办人会收到消息，看到您写的话。"), _("答复期限不变。")]


def _closed(case, by):
    return [_("办结以后不能再打开。"), _hears(case, by)]


def _reads(case):
    """Whether the person who reported can sign in and read what we tell them."""
    return bool(case.reporter and case.reporter.user)


def _hears(case, by):
    if _reads(case):
        return _("反映人会收到消息，看到您写的话。")
    if case.channel != Channel.PHONE and case.filed_by_id != by.pk:
        sentence = _("反映人收不到消息；登记的%(name)s会收到，请转告反映人。")
        return sentence % {"name": case.filed_by.name}
    return _("反映人收不到消息，请您打电话或者上门告诉。")


def secret_from_all_but(case: Case, *, by: User, on) -> str:
    """Who sees the case once it is made confidential, by name."""
    people = [*need_to_know.receivers(case.community, on=on), by]
    if case.channel != Channel.PHONE:
        people.append(case.filed_by)
    names = _("、").join(dict.fromkeys(person.name for person in people))
    return _("保密以后不能改回来。只有%(names)s和派去办的人看得见，反映人也看得见自己的。") % {
        "names": names
    }
