"""Contacts in the API: read them, and log one through the logbook the pages use."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.fields import DayField, MomentField, TextField, WholeField
from foundation.api.operations import MOST, Asked, Done, Paged, moment, one, operation
from grids.access import duty_audience
from grids.api import AreaCode, in_area
from grids.roles import Duty
from residents.corrections import workflow
from residents.models import Dwelling, Person
from visits import logbook
from visits.mending import acts
from visits.models import Channel, NoteFor, Outcome, Visit, may_read

LINE = (
    "pk",
    "client_id",
    "dwelling_id",
    "grid__code",
    "channel",
    "outcome",
    "occurred_at",
    "received_at",
    "by__name",
    "by_id",
    "community_id",
    "companions",
    "needs",
    "note",
    "note_for",
    "next_on",
    "corrects__client_id",
    "withdrawal__at",
    "version__pk",
)
STATES = [
    ("standing", _("算数")),
    ("withdrawn", _("撤销了")),
    ("corrected", _("改过了，新的一份 corrects 指着它")),
]
A_YEAR = timedelta(days=366)


class ContactFacts(serializers.Serializer):
    id = serializers.UUIDField()
    door = serializers.IntegerField(help_text=_("门牌的编号。"))
    area = serializers.CharField(help_text=_("所在网格的区域编码。"))
    people = serializers.ListField(
        child=serializers.UUIDField(), help_text=_("联系到的人里您看得见的。")
    )
    channel = serializers.ChoiceField(Channel.choices)
    outcome = serializers.ChoiceField(Outcome.choices)
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField(help_text=_("我们收到的时间。"))
    by = serializers.CharField(help_text=_("谁去的。"))
    companions = serializers.CharField()
    needs = serializers.CharField(help_text=_("居民的需要。"))
    note = serializers.CharField(help_text=_("只给自己和书记的，别人读到的是空的。"))
    note_for = serializers.ChoiceField(NoteFor.choices, help_text=_("记事给谁看。"))
    next_on = serializers.DateField(allow_null=True, help_text=_("约好下次。"))
    state = serializers.ChoiceField(STATES, help_text=_("列表里只有算数的。"))
    corrects = serializers.UUIDField(allow_null=True, help_text=_("它改的是哪一次。"))


class ContactQuery(Paged):
    area = AreaCode()
    door = WholeField(
        min_value=1, max_value=MOST, required=False, help_text=_("只要这一户的，用编号。")
    )
    occurred_after = MomentField(required=False)
    occurred_before = MomentField(required=False)
    received_after = MomentField(
        required=False, help_text=_("我们在这之后收到的；同步用这个，晚到的也不会漏。")
    )


class ContactSaid(Asked):
    """What is said of a contact, when it is logged and when it is told anew."""

    client_id = serializers.UUIDField(help_text=_("发送前由您生成；重发用同一个，只会记一次。"))
    outcome = serializers.ChoiceField(Outcome.choices)
    channel = serializers.ChoiceField(Channel.choices, default=Channel.DOOR)
    people = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=50,
        required=False,
        help_text=_("联系到的人，要登记住在这一户；已搬走的话，写是谁搬走了。"),
    )
    needs = TextField(max_length=200, required=False, allow_blank=True)
    note = TextField(max_length=1000, required=False, allow_blank=True)
    note_for = serializers.ChoiceField(
        NoteFor.choices, default=NoteFor.ALL, help_text=_("记事给谁看。")
    )
    companions = TextField(max_length=80, required=False, allow_blank=True)
    next_on = DayField(required=False, help_text=_("约好下次；改约必须写，在明天到一年以内。"))
    occurred_at = MomentField(required=False, help_text=_("不写就是现在；只能是最近 7 天。"))
    sure = serializers.BooleanField(
        required=False, help_text=_("登记着人的一户记空房，先会问一次；确实是空房就带上 true。")
    )

    def validate(self, asked):
        if asked["outcome"] == Outcome.RESCHEDULED and "next_on" not in asked:
            raise wrong(next_on=("required", _("改约的话，请写约在哪一天。")))
        return asked


class NewContact(ContactSaid):
    door = WholeField(min_value=1, max_value=MOST, help_text=_("门牌的编号。"))
    device_at = MomentField(required=False, help_text=_("设备上的时间，只作参考。"))


CONTRADICTS = "contradicts_door"
REFUSES = {
    logbook.AlreadyLogged.code: logbook.AlreadyLogged.detail,
    workflow.Gone.code: workflow.Gone.sentence,
    CONTRADICTS: _("这一户登记着居民。确实是空房就带上 sure；人搬走了请记已搬走。"),
}


@operation(
    "GET",
    section="contacts",
    audience=duty_audience(Duty.SEE_PEOPLE),
    asks=ContactQuery,
    answers=ContactFacts,
    pages=True,
    summary=_("联系记录"),
    about=_("最近发生的在前面。"),
)
def contacts(request, asked):
    rows = in_area(Visit.objects.visible_to(request.reader).standing(), asked, request.reader)
    if "door" in asked:
        rows = rows.filter(dwelling_id=asked["door"])
    if "occurred_after" in asked:
        rows = rows.filter(occurred_at__gt=asked["occurred_after"])
    if "occurred_before" in asked:
        rows = rows.filter(occurred_at__lt=asked["occurred_before"])
    if received := asked.get("received_after"):
        # Nothing is logged more than a week late, so an index on the time it happened will do.
        rows = rows.filter(
            received_at__gt=received, occurred_at__gt=received - logbook.LATEST_ENTRY
        )
    order = ("-occurred_at", "-pk")
    page = keyset.page(rows.values(*LINE), order=order, cursor=asked.get("cursor", ""))
    return page._replace(items=lines(page.items, request.reader))


@operation(
    "GET",
    section="contacts",
    audience=duty_audience(Duty.SEE_PEOPLE),
    answers=ContactFacts,
    summary=_("一次联系"),
    about=_("id 就是记的时候的 client_id。"),
)
def contact(request, uid):
    row = one(Visit.objects.visible_to(request.reader).filter(client_id=uid).values(*LINE))
    return lines([row], request.reader)[0]


@operation(
    "POST",
    section="contacts",
    audience=duty_audience(Duty.LOG_CONTACTS),
    asks=NewContact,
    answers=ContactFacts,
    repeats=True,
    refuses=REFUSES,
    summary=_("记一次联系"),
    about=_("和门牌页上那张表记的一样：日记、下次联系的日子、门牌的记录一次记好。"),
)
def log_contact(request, asked):
    user, reader, now = request.user, request.reader, timezone.now()
    doors = Dwelling.objects.visible_to(reader).with_duty(reader, Duty.LOG_CONTACTS)
    earlier = Visit.objects.filter(client_id=asked["client_id"], by=user).first()
    door = asked.pop("door")
    dwelling = doors.filter(pk=door).first()
    if dwelling is None and earlier and earlier.dwelling_id == door:
        dwelling = earlier.dwelling  # a resend; the door has left their reach meanwhile
    if dwelling is None:
        raise wrong(door=("unknown", _("没有这一户，或者它不在您走的网格里。")))
    people = met(asked, dwelling, reader, earlier)
    with refused():
        visit = logbook.log(dwelling=dwelling, people=people, by=user, at=now, **asked)
    return Done(line_of(visit, reader), new=visit.received_at == now)


def met(asked, dwelling, reader, earlier) -> list[Person]:
    """Whom the contact names, once what must not be guessed is said; a resend is asked nothing."""
    uids, is_sure = asked.pop("people", []), asked.pop("sure", False)
    if earlier:
        return list(Person.objects.filter(uid__in=uids))  # may have moved since
    people = _people_at(dwelling, uids, reader)
    _check_next(asked.get("next_on"))
    if asked["outcome"] in (Outcome.MOVED, Outcome.VACANT):
        here = Person.objects.visible_to(reader).here().filter(home=dwelling).count()
        if here and asked["outcome"] == Outcome.MOVED and not people:
            raise wrong(people=("required", _("请写是谁搬走了。")))
        if here and asked["outcome"] == Outcome.VACANT and not is_sure:
            raise Refused(CONTRADICTS, REFUSES[CONTRADICTS])
    return people


@contextmanager
def refused():
    """What the logbook refuses, as programs read it."""
    try:
        yield
    except logbook.ImpossibleTime:
        sentence = _("时间只能是最近 7 天里、现在以前。")
        raise wrong(occurred_at=("out_of_range", sentence)) from None
    except logbook.TooLate as too_late:
        sentence = _("这位居民最晚 %(latest)s 要联系一次，请约早一点。")
        sentence %= {"latest": too_late.latest.isoformat()}
        raise wrong(next_on=("too_late", sentence)) from None
    except (acts.CannotBeMended, workflow.CannotBeDone) as cannot:
        raise Refused(cannot.code, cannot.sentence) from None


def _people_at(dwelling, uids, reader):
    """Those named, if all of them live there and are seen; a helper sees nobody."""
    found = list(Person.objects.visible_to(reader).here().filter(home=dwelling, uid__in=uids))
    if len(found) < len(set(uids)):
        raise wrong(people=("unknown", _("有人不住在这一户，或者您看不到。")))
    return found


def _check_next(next_on):
    today = timezone.localdate()
    if next_on and not today < next_on <= today + A_YEAR:
        raise wrong(next_on=("out_of_range", _("约在明天到一年以内。")))


def line_of(visit, reader) -> dict:
    """As it stands now."""
    return lines([Visit.objects.filter(pk=visit.pk).values(*LINE).get()], reader)[0]


def lines(rows, reader) -> list[dict]:
    who = defaultdict(list)
    seen = Person.objects.visible_to(reader).filter(visits__in=[row["pk"] for row in rows])
    for visit, uid in seen.order_by("pk").values_list(F("visits__pk"), "uid"):
        who[visit].append(str(uid))
    return [_line(row, who[row["pk"]], reader) for row in rows]


def _line(row, people, reader):
    is_mine = row["by_id"] == reader.user.pk
    reads = is_mine or may_read(reader, row["note_for"], row["community_id"])
    return {
        "id": str(row["client_id"]),
        "door": row["dwelling_id"],
        "area": row["grid__code"],
        "people": people,
        "channel": row["channel"],
        "outcome": row["outcome"],
        "occurred_at": moment(row["occurred_at"]),
        "received_at": moment(row["received_at"]),
        "by": row["by__name"],
        "companions": row["companions"],
        "needs": row["needs"],
        "note": row["note"] if reads else "",
        "note_for": row["note_for"],
        "next_on": row["next_on"] and row["next_on"].isoformat(),
        "state": _state(row),
        "corrects": row["corrects__client_id"] and str(row["corrects__client_id"]),
    }


def _state(row):
    if row["withdrawal__at"] is None:
        return "standing"
    return "withdrawn" if row["version__pk"] is None else "corrected"
