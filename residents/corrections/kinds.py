"""Which corrections there are: what is typed, what stands, how it is said, and what accepting does.

A room to the right that lets its own things be corrected adds a value to Correction.Kind and
registers a Kind in `ready()`; list, page, notice and undo are then the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import phones
from grids.models import Reader
from residents import care, masks
from residents.corrections import acts, forms
from residents.models import Correction, Person, Residency

Known = Correction.Kind


@dataclass(frozen=True)
class Kind:
    """`stands` is what the register holds now, as JSON; `stands_as` says it, `says` the proposal."""

    name: str
    icon: str
    form: type[forms.ChangeForm]
    act: Callable[[acts.Decided], None]
    stands: Callable[[Correction], Any]
    stands_as: Callable[[Correction, Any, Reader], str]
    says: Callable[[Correction, dict[str, Any]], str]
    of_person: bool = True
    password: bool = False  # whoever accepts types theirs: a way to sign in ends
    about: Any = ""

    def ends_sign_ins(self, value: dict[str, Any]) -> bool:
        """Whether whoever writes `value` types their password: a number is written with it."""
        return self.password or bool(value.get("phone"))

    @property
    def label(self) -> str:
        return str(Known(self.name).label)


_kinds: dict[str, Kind] = {}


def also(kind: Kind) -> None:
    _kinds[kind.name] = kind


def of(name: str) -> Kind:
    return _kinds[name]


def find(name: str, *, of_person: bool) -> Kind | None:
    kind = _kinds.get(name)
    return kind if kind and kind.of_person == of_person else None


def about(*, of_person: bool) -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.of_person == of_person]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "Y-m-d") if text else ""


def _column(name: str) -> Callable[[Correction], Any]:
    return lambda correction: getattr(correction.person, name)


def _or_nothing(correction: Correction, value: Any, reader: Reader) -> str:
    return str(value) or _("没有")


def _masked(value: str) -> str:
    return phones.mask(value) or _("没有手机")


def _family(correction):
    person = correction.person
    return [person.relation, person.household_id]


def _family_as(correction, value, reader):
    relation = value[0]
    return str(Person.Relation(relation).label) if relation else _("没有写")


def _family_says(correction, value):
    label, head = str(Person.Relation(value["relation"]).label), value.get("head_name")
    return _("%(relation)s（户主 %(head)s）") % {"relation": label, "head": head} if head else label


def _need(correction):
    kind, tags = correction.value["kind"], correction.person.care_tags.all()
    return next((each.expires_on.isoformat() for each in tags if each.kind == kind), "")


def _need_as(correction, value, reader):
    return _("有效至 %(day)s") % {"day": _day(value)} if value else _("没有")


def _need_says(correction, value):
    """As it may be said aloud: never the diagnosis or the loss itself."""
    kind = care.Kind(value["kind"])
    need = str(care.SPOKEN.get(kind) or kind.label)
    if value.get("ends"):
        return _("%(need)s：不再需要") % {"need": need}
    return _("%(need)s，有效至 %(day)s") % {"need": need, "day": _day(value["expires_on"])}


def _stay(correction):
    person = correction.person
    return [person.status, person.home_id] if person else []


def _stay_as(correction, value, reader):
    person = correction.person
    if person is None:
        return _("这个门里没有登记这个人")
    home = masks.home(person, to=reader) or _("没有登记住处")
    return f"{person.get_status_display()} · {home}"


def _since(correction, value):
    return _day(value["on"])


def _moved_in_says(correction, value):
    who = str(correction.dwelling) if correction.person_id else value["name"]
    told = [who, str(Residency.Tenure(value["tenure"]).label)]
    told += [_masked(value["phone"])] if value.get("phone") else []
    return " · ".join([*told, _("%(day)s起") % {"day": _day(value["on"])}])


def _wish(correction):
    since = correction.dwelling.no_entry_since
    return since.isoformat() if since else ""


def _wish_says(correction, value):
    since = value["since"]
    return _("%(day)s起") % {"day": _day(since)} if since else _("可以进屋")


def _wish_as(correction, value, reader):
    return _("请别进屋，%(day)s起") % {"day": _day(value)} if value else _("可以进屋")


also(
    Kind(
        Known.PHONE,
        "smartphone",
        forms.PhoneChange,
        acts.phone,
        stands=_column("phone"),
        stands_as=lambda correction, value, reader: _masked(value),
        says=lambda correction, value: _masked(value["phone"]),
        password=True,
        about=gettext_lazy("换了号码，或者没有手机了"),
    )
)
also(
    Kind(
        Known.NAME,
        "pencil",
        forms.NameChange,
        acts.name,
        stands=_column("name"),
        stands_as=_or_nothing,
        says=lambda correction, value: value["name"],
        about=gettext_lazy("登记里写错了字"),
    )
)
also(
    Kind(
        Known.HOUSEHOLD,
        "users-round",
        forms.HouseholdChange,
        acts.household,
        stands=_family,
        stands_as=_family_as,
        says=_family_says,
        about=gettext_lazy("户主是谁，和户主什么关系"),
    )
)
also(
    Kind(
        Known.TAG,
        "heart-handshake",
        forms.TagChange,
        acts.tag,
        stands=_need,
        stands_as=_need_as,
        says=_need_says,
        about=gettext_lazy("要多去看看，或者不再需要"),
    )
)
also(
    Kind(
        Known.REMARKS,
        "notebook-pen",
        forms.RemarksChange,
        acts.remarks,
        stands=_column("remarks"),
        stands_as=_or_nothing,
        says=lambda correction, value: value["remarks"] or _("没有"),
        about=gettext_lazy("办事、上门要知道的"),
    )
)
also(
    Kind(
        Known.MOVED_AWAY,
        "truck",
        forms.DayChange,
        acts.moved_away,
        stands=_stay,
        stands_as=_stay_as,
        says=_since,
        about=gettext_lazy("不住在这里了"),
    )
)
also(
    Kind(
        Known.DIED,
        "flower-2",
        forms.DayChange,
        acts.died,
        stands=_stay,
        stands_as=_stay_as,
        says=_since,
        about=gettext_lazy("以后不再给这个号码发消息"),
    )
)
also(
    Kind(
        Known.MOVED_IN,
        "log-in",
        forms.MovedInChange,
        acts.moved_in,
        stands=_stay,
        stands_as=_stay_as,
        says=_moved_in_says,
        of_person=False,
        about=gettext_lazy("门里住着登记上没有的人"),
    )
)
also(
    Kind(
        Known.NO_ENTRY,
        "hand",
        forms.NoEntryChange,
        acts.no_entry,
        stands=_wish,
        stands_as=_wish_as,
        says=_wish_says,
        of_person=False,
        about=gettext_lazy("这家请我们在门口说，或者又可以进屋了"),
    )
)
