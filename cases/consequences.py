"""What follows from a decision, and who is told: the sentences above its button.

A move names its own (`follows` in cases/moves.py): sentences, and functions of this module where
it depends on the case or on who decides.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases import need_to_know, notifications
from cases.models import Case, Channel
from notices.delivery import preview


def sentences(case: Case, move, *, by: User) -> list[str]:
    """In words, what workflow and notifications will do; nothing they do not."""
    said = [each(case, by) if callable(each) else str(each) for each in move.follows]
    return [sentence for sentence in said if sentence]


def watches(case: Case, by: User) -> str:
    if not _reads(case):
        return ""
    return _("不另外发消息；反映人打开自己的页面，会看到“社区受理了”。")


def is_asked(case: Case, by: User) -> str:
    if _reads(case):
        return _("反映人会收到消息，在手机上补充。")
    if case.filed_by_id != by.pk and case.channel != Channel.PHONE:
        sentence = _("反映人收不到消息；会请登记的%(name)s去问，问到了补充进来。")
        return sentence % {"name": case.filed_by.name}
    return _("反映人收不到消息，请您打电话或者上门问，问到了自己补充进来。")


def hears(case: Case, by: User) -> str:
    if _reads(case):
        return _("反映人会收到消息，看到您写的话。")
    if case.channel != Channel.PHONE and case.filed_by_id != by.pk:
        sentence = _("反映人收不到消息；登记的%(name)s会收到，请转告反映人。")
        return sentence % {"name": case.filed_by.name}
    return _("反映人收不到消息，请您打电话或者上门告诉。")


def answer_as_it_leaves(case: Case, by: User) -> str:
    return _as_it_leaves(case, notifications.ANSWERED)


def question_as_it_leaves(case: Case, by: User) -> str:
    return _as_it_leaves(case, notifications.ASKED)


def _as_it_leaves(case, text):
    """Word by word, by the ways the reporter has; your own words never leave the house."""
    if not _reads(case):
        return ""
    user, now = case.reporter.user, timezone.now()
    text = notifications.SOMETHING if case.confidential else text
    leaving = preview.of(to=user, key=case.about, about=case.about, text=text, at=now)
    if not leaving:
        return _("手机上不另外发消息，反映人登录以后看得到。")
    said = [_("%(way)s：“%(text)s”") % {"way": way.label, "text": text} for way, text in leaving]
    return _("您写的话登录以后才看得到，发出去的只有——%(said)s") % {"said": " ".join(said)}


def _reads(case):
    """Whether the person who reported can sign in and read what we tell them."""
    return bool(case.reporter and case.reporter.user)


def secret_from_all_but(case: Case, *, by: User, on) -> str:
    """Who sees the case once it is made confidential, by name."""
    people = [*need_to_know.receivers(case, on=on), by]
    if case.channel != Channel.PHONE:
        people.append(case.filed_by)
    names = _("、").join(dict.fromkeys(person.name for person in people))
    return _("保密以后不能改回来。只有%(names)s和派去办的人看得见，反映人也看得见自己的。") % {
        "names": names
    }
