"""积分事项 of the organisation workbook: what one does for points, by the rules of its register."""

from functools import partial

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from morality_bank import opening
from morality_bank.models import Bank, Rule
from morality_bank.models.banks import MOST_POINTS
from office.opening import writing
from office.opening.places import COMMUNITY, community_of, once
from office.opening.sheets import Column, Line
from office.opening.taking import correct, make

NAME = Column("事项", gettext_lazy("做什么事，在一个社区里不重复，比如 楼道清扫。"), True, 20)
POINTS = Column("积分", gettext_lazy("做一次几分，1 到 10000 的整数。"), True, 8)
MOST = Column("每人每月最多几次", gettext_lazy("不限次数就空着。"), width=16)
PROOF = Column("凭据", gettext_lazy("比如：受助人点头，或楼栋长在场。"), width=24)
BASIS = Column("依据", gettext_lazy("哪个文件、哪次会议定的；没有就空着。"), width=24)
IN_USE, NOT_IN_USE = "在用", "停用"
STATE = Column("在用", gettext_lazy("在用或停用；空着就是在用。"), False, 8, (IN_USE, NOT_IN_USE))

NEITHER = _("这里写“在用”或“停用”，或者空着。")
MOST_TIMES = 32_767


class Rules:
    title = "积分事项"
    columns = (COMMUNITY, NAME, POINTS, MOST, PROOF, BASIS, STATE)
    rule = gettext_lazy("一行写一件事。社区还没有道德银行的，导入时一起开办，名字到后台能改。")

    def begin(self, plan):
        banks = Bank.objects.filter(community__parent=plan.street).select_related("community")
        self.banks = {bank.community_id: bank for bank in banks}
        rules = Rule.objects.filter(bank__in=banks).select_related("bank__community")
        self.there = {(rule.bank.community_id, rule.name): rule for rule in rules}
        self.named, self.seen = set(), set()

    def read(self, line, plan):
        community, name = community_of(line, plan), line.text(NAME, longest("name"))
        once(line, plan, (community.pk, name), NAME)
        self.named.add(community.pk)
        self.seen.add((community.pk, name))
        values, key = values_of(line), f"{community.code}|{name}"
        if (rule := self.there.get((community.pk, name))) is None:
            self._new(line, plan, community, name, values)
        for column, (field, value) in values.items():
            theirs = said(value)
            if rule is None:
                plan.note(line, key=key, field=field.name, theirs=theirs)
                continue
            pair = said(getattr(rule, column)), theirs
            do = partial(correct, rule, column, value)
            plan.compare(line, key=key, name=name, field=field.name, pair=pair, do=do)

    def _new(self, line, plan, community, name, values):
        if (bank := self.banks.get(community.pk)) is None:
            name_of_bank = f"{community.name.removesuffix('社区')}道德银行"
            bank = Bank(community=community, name=name_of_bank, opened_on=plan.on)
            self.banks[community.pk] = bank
            do = partial(_open, bank)
            plan.new(line, name_of_bank, do, about=community.name, leads=True)
        rule = Rule(
            bank=bank, name=name, **{column: value for column, (_f, value) in values.items()}
        )
        plan.new(line, name, partial(make, rule, ["name", *values]), about=bank.name)

    def end(self, plan):
        """Of the communities the sheet speaks of."""
        for (community, name), rule in self.there.items():
            if community in self.named and rule.active and (community, name) not in self.seen:
                plan.left_out(self.title, f"{rule.bank} {name}", key=f"{rule.pk}")

    def rows(self, street):
        rules = Rule.objects.filter(bank__community__parent=street)
        rules = rules.select_related("bank__community").order_by("bank__community__code", "name")
        return {
            rule.pk: {
                COMMUNITY.name: rule.bank.community.name,
                NAME.name: rule.name,
                POINTS.name: rule.points,
                MOST.name: rule.most_a_month,
                PROOF.name: rule.proof,
                BASIS.name: rule.basis,
                STATE.name: said(rule.active),
            }
            for rule in rules
        }


def values_of(line: Line) -> dict:
    """{column of the model: (column of the sheet, value)} of one line. Raises Bad."""
    state = line.plain(STATE)
    if state not in ("", IN_USE, NOT_IN_USE):
        raise line.bad(STATE, NEITHER)
    line.plain(POINTS)  # has to be there
    return {
        "points": (POINTS, line.number_of(POINTS, 1, MOST_POINTS)),
        "most_a_month": (MOST, line.number_of(MOST, 1, MOST_TIMES)),
        "proof": (PROOF, line.text(PROOF, longest("proof"))),
        "basis": (BASIS, line.text(BASIS, longest("basis"))),
        "active": (STATE, state != NOT_IN_USE),
    }


def longest(column: str) -> int:
    return Rule._meta.get_field(column).max_length


def said(value) -> str:
    """A value as the sheet writes it."""
    if isinstance(value, bool):
        return IN_USE if value else NOT_IN_USE
    return "" if value is None else str(value)


def _open(bank, taking):
    writing.make(bank, ["name"], **taking.about)
    taking.made(bank, opening.open_issuer(bank=bank))
