"""Five moral banks with a year of good deeds behind them, as the ledger would have written it."""

from datetime import datetime, time, timedelta
from uuid import uuid5

from django.utils import timezone

from demo.bulk_insert import bulk_insert
from demo.world import uid
from morality_bank import opening
from morality_bank.models import Account, Deed, Rule, Transfer
from residents import care

Phase, State = Transfer.Phase, Deed.State

# name, points, most a month, proof, how often it comes up
RULES = [
    ("照看独居老人", 10, 8, "老人点头", 16),
    ("楼道清扫", 3, 8, "楼栋长在场", 22),
    ("调解邻里纠纷", 8, 4, "双方认可", 5),
    ("义务巡逻", 5, 10, "带队人签到", 12),
    ("铲雪清冰", 5, 10, "网格员在场", 7),
    ("垃圾分类劝导", 3, 8, "值守记录", 14),
    ("参加议事会", 4, 2, "会议签到", 6),
    ("帮邻居代买代办", 4, 8, "邻居点头", 10),
    ("教老人用手机", 5, 6, "老人点头", 5),
    ("拾金不昧", 10, None, "失主认领", 1),
    ("无偿献血", 20, 1, "献血证", 1),
]
NOTES = [
    "",
    "",
    "",
    "连着做了两个下午。",
    "邻居专门来说了。",
    "带着孩子一起做的。",
    "没等人叫自己就去了。",
]
GIFTS = [("兑换：洗衣液", 20), ("兑换：抽纸一提", 12), ("兑换：食盐两袋", 5), ("兑换：毛巾", 8)]
REFUSALS = ["同一天的事已经存过一次了。", "没有找到可以作证的人，核实后可以再存。"]
BASIS = "社区居民议事会通过的积分办法"
OF_WANG = [
    (330, 1),
    (301, 0),
    (262, 5),
    (240, 9),
    (210, 1),
    (187, 0),
    (160, 7),
    (118, 5),
    (96, 0),
    (74, 8),
    (53, 3),
    (38, 1),
    (12, 4),
    (1, 0),
]
"""Days ago and rule of wang's deeds; the last one waits for the secretary."""


def open_banks(world):
    for community in world.communities:
        Counter(world, community).fill()


class Counter:
    """The counter of one bank, through one year."""

    def __init__(self, world, community):
        self.world, self.community = world, community
        self.chance = world.chance(f"points {community.code}")
        self.secretary = world.staff.secretary_of(community.pk)
        opened_on = world.today - timedelta(days=900)
        self.bank = opening.open_bank(
            community=community, name=f"{community.name}道德银行", on=opened_on
        )
        self.issuer = Account.objects.get(bank=self.bank)
        self.rules = [
            Rule.objects.create(
                bank=self.bank,
                name=name,
                points=points,
                most_a_month=most,
                proof=proof,
                basis=BASIS,
            )
            for name, points, most, proof, _ in RULES
        ]
        self.weights = [row[-1] for row in RULES]
        self.deeds, self.book, self.events = [], [], []
        self.times = {}  # (account, rule, month) → deeds
        self.posted = {}  # account → (when, points) of what can be spent

    def fill(self):
        accounts = self.depositors()
        for account in accounts:
            self.plan(account)
        self.events.sort(key=lambda event: event[0])
        for at, happens, *arguments in self.events:
            happens(at, *arguments)
        bulk_insert(accounts)
        self.write()
        self.world.deeds += self.deeds

    def depositors(self):
        people = [
            person
            for person in self.world.people[2:]
            if person.community_id == self.community.pk
            and 15 <= care.age(person.birth_on, self.world.today) < 85
        ]
        some = self.world.size.depositors
        count = min(len(people), self.chance.randint(some * 7 // 10, some * 13 // 10))
        chosen = self.chance.sample(people, count)
        if self.community == self.world.communities[0]:
            chosen.insert(0, self.world.people[1])
        return [
            Account(
                bank=self.bank,
                person=person,
                opened_on=self.world.today - timedelta(days=self.chance.randint(365, 800)),
            )
            for person in chosen
        ]

    def plan(self, account):
        """When this depositor does something good, and when they come for a gift."""
        if account.person is self.world.people[1]:
            planned = OF_WANG
            self.at(30, self.redeem, account, GIFTS[0])
        else:
            count = min(30, 1 + int(self.chance.expovariate(1 / 4.5)))
            planned = [
                (
                    int(360 * self.chance.random() ** 1.15),
                    self.chance.choices(range(len(RULES)), self.weights)[0],
                )
                for _ in range(count)
            ]
            for _ in range(count // 5):
                self.at(
                    self.chance.randint(2, 200), self.redeem, account, self.chance.choice(GIFTS)
                )
        for ago, rule in planned:
            self.at(ago, self.take_in, account, self.rules[rule])

    def at(self, ago, happens, *arguments):
        """Put on the year's list; what would be later than now is left out."""
        minute = self.chance.randint(9 * 60, 18 * 60)
        day = self.world.today - timedelta(days=ago)
        at = timezone.make_aware(datetime.combine(day, time(*divmod(minute, 60))))
        if at < self.world.at:
            self.events.append((at, happens, *arguments))

    def take_in(self, at, account, rule):
        chance = self.chance
        happened_on = timezone.localdate(at) - timedelta(days=chance.choice([0, 0, 1, 2]))
        key = (id(account), rule.pk, happened_on.replace(day=1))
        if rule.most_a_month and self.times.get(key, 0) >= rule.most_a_month:
            return
        self.times[key] = self.times.get(key, 0) + 1
        deed = Deed(
            uid=uid(chance),
            client_id=uid(chance),
            bank=self.bank,
            account=account,
            rule=rule,
            points=rule.points,
            happened_on=happened_on,
            note=chance.choice(NOTES),
            taken_by=self.world.staff.worker_of(account.person.grid_id),
            taken_at=at,
        )
        deed.transfer = self.enter(deed, "hold", Phase.PENDING, deed.taken_by, at)
        account.credits_pending += deed.points
        self.issuer.debits_pending += deed.points
        self.deeds.append(deed)
        decided_at = self.decided_at(at)
        if decided_at < self.world.at and not (
            account.person is self.world.people[1] and (self.world.at - at).days < 5
        ):
            self.decide(decided_at, deed)

    def decided_at(self, at):
        """The secretary goes through the pile every few days."""
        day = timezone.localtime(at) + timedelta(days=self.chance.choice([1, 1, 2, 2, 3]))
        return day.replace(hour=self.chance.randint(9, 16), minute=self.chance.randint(0, 59))

    def decide(self, at, deed):
        refused = self.chance.random() < 0.025
        deed.state = State.REFUSED if refused else State.POSTED
        deed.why = self.chance.choice(REFUSALS) if refused else ""
        deed.decided_by, deed.decided_at = self.secretary, at
        if not refused:
            self.posted.setdefault(id(deed.account), []).append((at, deed.points))
        phase = Phase.VOID if refused else Phase.POST
        self.enter(deed, "decision", phase, self.secretary, at, settles=deed.transfer)
        for account, side in ((deed.account, "credits"), (self.issuer, "debits")):
            add(account, f"{side}_pending", -deed.points)
            add(account, f"{side}_posted", 0 if refused else deed.points)

    def enter(self, deed, step, phase, by, at, settles=None):
        """One row of the book, as `ledger.hold` and `ledger.settle` write it."""
        transfer = Transfer(
            key=uuid5(deed.uid, step),
            debit=self.issuer,
            credit=deed.account,
            amount=deed.points,
            phase=phase,
            settles=settles,
            reason=deed.rule.name,
            source=f"deed:{deed.uid}",
            by=by,
            made_at=at,
        )
        self.book.append(transfer)
        return transfer

    def redeem(self, at, account, gift):
        """Handed over at the counter; only what was posted by then can be spent."""
        reason, cost = gift
        came_in = self.posted.get(id(account), [])
        if sum(points for when, points in came_in if when < at) - account.debits_posted < cost:
            return
        account.debits_posted += cost
        self.issuer.credits_posted += cost
        self.book.append(
            Transfer(
                key=uid(self.chance),
                debit=account,
                credit=self.issuer,
                amount=cost,
                reason=reason,
                source="counter",
                by=self.secretary,
                made_at=at,
            )
        )

    def write(self):
        self.book.sort(key=lambda transfer: transfer.made_at)
        self.issuer.save()
        bulk_insert(self.book)
        bulk_insert(self.deeds)


def add(account, column, points):
    setattr(account, column, getattr(account, column) + points)
