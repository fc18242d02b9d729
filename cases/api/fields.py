"""What the API tells about a case, and what it takes in."""

from functools import cache

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.api.whereabouts import Whereabouts
from cases.models import Channel, Priority, Status
from cases.moves import MOVES, Move
from cases.workflow import FUNCTIONS
from foundation.api.fields import MomentField, TextField, WholeField
from foundation.api.operations import MOST, Asked, Paged
from grids.api import AreaCode


class CategoryQuery(Asked):
    area = AreaCode(help_text=_("只要这个区域里用的，用区域编码；不写就是您能上报的地方。"))


class CategoryFacts(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    parent = serializers.IntegerField(allow_null=True, help_text=_("上级类别的编号。"))
    confidential = serializers.BooleanField(help_text=_("这一类默认保密。"))


class CaseLine(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()
    priority = serializers.ChoiceField(Priority.choices)
    status = serializers.ChoiceField(Status.choices)
    confidential = serializers.BooleanField()
    area = serializers.CharField(help_text=_("所在网格的区域编码。"))
    reported_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text=_("答复期限。"))
    closed_at = serializers.DateTimeField(allow_null=True)
    handler = serializers.CharField(allow_null=True, help_text=_("经办人。"))
    version = serializers.IntegerField(help_text=_("每一步加一；办理时带上您看到的这个。"))


class CaseStep(serializers.Serializer):
    what = serializers.CharField()
    at = serializers.DateTimeField()
    who = serializers.CharField(help_text=_("反映人对经办人没有名字。"))
    note = serializers.CharField()


class Who(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()


class CaseFacts(CaseLine):
    words = serializers.CharField(help_text=_("经过。"))
    place = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    door = serializers.IntegerField(allow_null=True, help_text=_("门牌的编号。"))
    address = serializers.CharField(allow_null=True)
    answer = serializers.CharField(help_text=_("给反映人的答复。"))
    steps = CaseStep(many=True)
    actions = serializers.ListField(
        child=serializers.ChoiceField(sorted(MOVES)), help_text=_("您现在能办的，最该办的在前面。")
    )
    reporter = Who(
        allow_null=True, required=False, help_text=_("反映人，只给受理和登记的人；没留名是 null。")
    )


class CaseQuery(Paged):
    area = AreaCode()
    state = serializers.ChoiceField(
        [("open", _("没办结的")), ("ended", _("办结的"))],
        default="open",
        help_text=_("open：最急的在前面；ended：最近办结的在前面。"),
    )
    status = serializers.ChoiceField(Status.choices, required=False)
    mine = serializers.BooleanField(required=False, help_text=_("只要派给我办的。"))
    due_before = MomentField(required=False)
    changed_after = MomentField(required=False, help_text=_("在这之后走过一步的。"))


class NewCase(Asked):
    client_id = serializers.UUIDField(help_text=_("发送前由您生成；重发用同一个，只会记一次。"))
    category = WholeField(min_value=1, max_value=MOST, help_text=_("类别的编号。"))
    words = TextField(max_length=2000, help_text=_("什么事；第一句会当作标题。"))
    place = TextField(max_length=120, required=False, allow_blank=True)
    confidential = serializers.BooleanField(
        default=False, help_text=_("只有点到名的人看得见；改了就不能改回来。")
    )


class NewMyCase(NewCase):
    kept_from = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text=_("家里有人被伤害时可以写：不让“谁会看到”里的哪一位知道。"),
    )


class NewStaffCase(NewCase, Whereabouts):
    kept_from = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text=_(
            "家里有人被伤害时要写：先把“谁会看到”念给本人听，不让哪一位知道；都可以就写 null。"
        ),
    )
    priority = serializers.ChoiceField(Priority.choices, default=Priority.NORMAL)
    reporter = serializers.UUIDField(
        required=False, help_text=_("谁反映的；不写就是不留名。经办人看不到。")
    )
    contact = serializers.UUIDField(
        required=False, help_text=_("是从这次联系来的；要和 door 一起写，只能是自己记的。")
    )


class Decision(Asked):
    version = WholeField(
        min_value=1, max_value=MOST, help_text=_("您看到的 version；别人先动了就回答 409。")
    )


class Accept(Decision):
    category = WholeField(
        min_value=1, max_value=MOST, required=False, help_text=_("改成这一类，用编号。")
    )
    priority = serializers.ChoiceField(Priority.choices, required=False)
    confidential = serializers.BooleanField(default=False, help_text=_("改为保密；不能改回来。"))


class Dispatch(Decision):
    handler = serializers.UUIDField(help_text=_("派给谁，从“可以派的人”里选。"))
    note = TextField(max_length=1000, required=False, allow_blank=True)


MORE_THAN_WORDS = {"accept": Accept, "dispatch": Dispatch}


@cache
def asked_by(move: Move) -> type[Decision]:
    """What the move asks for, as its entry in the table says, under the name of its function."""
    if move.action in MORE_THAN_WORDS:
        return MORE_THAN_WORDS[move.action]
    name = FUNCTIONS[move.action].__name__.title().replace("_", "")
    return type(name, (Decision,), {ask.name: _field(ask) for ask in move.asks})


def _field(ask):
    if ask.choices:
        return serializers.ChoiceField(ask.choices.choices)
    about = {"help_text": ask.about} if ask.about else {}
    return TextField(max_length=ask.longest, **about)


class WorkerFacts(Who):
    role = serializers.CharField()


class MyCaseLine(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    plainly = serializers.CharField(help_text=_("到哪一步了，用大白话说。"))
    reported_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class Stage(serializers.Serializer):
    title = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class MyCaseFacts(MyCaseLine):
    words = serializers.CharField()
    place = serializers.CharField()
    answer = serializers.CharField()
    question = serializers.CharField(help_text=_("社区想请您补充的；没有就是空的。"))
    stages = Stage(many=True)
