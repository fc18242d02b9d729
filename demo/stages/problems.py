"""Some 1,500 problems of a year, each as far as the time since its report allows."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases import clocks, intake, need_to_know, notifications
from cases.models import (
    Case,
    CaseNumber,
    Category,
    Channel,
    Elsewhere,
    HarmReceiver,
    Priority,
    Status,
    Step,
)
from demo.bulk_insert import bulk_insert
from demo.invented import stories
from demo.invented.stories import STORIES
from demo.world import columns_of, uid
from residents import care
from visits.models import Outcome

FRESH_SHARE = 0.28  # of all cases were reported in the last two weeks
FORTNIGHT = 14


def tell(world):
    """Draw the cases and their steps, then write them in the order they were reported."""
    desk = Desk(world)
    HarmReceiver.objects.bulk_create(desk.receivers())
    told = [desk.case_of(*found) for found in desk.finds(world.size.cases - len(OF_WANG))]
    told += [desk.case_of_wang(*story) for story in OF_WANG]
    told.sort(key=lambda pair: pair[0].reported_at)
    number(told)
    bulk_insert([case for case, _ in told])
    bulk_insert(sorted((step for _, steps in told for step in steps), key=lambda step: step.at))
    for case, _ in told:
        if case.confidential:
            need_to_know.name(case, desk.named(case))
        if case.closed_at is None and case.due_at > world.at:
            notifications.remind(case, at=world.at)
    world.cases = told


# Of wang: what she reported, so many days ago, how far it is, and in how many hours it is done.
OF_WANG = [("路灯不亮", 24, Status.CLOSED, 70), ("暖气不热", 2, Status.DISPATCHED, 40)]
IN_SUMMER = "楼道堆东西"


def number(told):
    """20260310-0007: the day, and how many the street has numbered on it."""
    counters = {}
    for case, _ in told:
        day = timezone.localdate(case.reported_at)
        key = (case.numbered_by, day)
        counter = counters.setdefault(key, CaseNumber(area_code=key[0], day=day))
        counter.last += 1
        case.number = f"{day:%Y%m%d}-{counter.last:04d}"
    bulk_insert(list(counters.values()))


class Desk:
    def __init__(self, world):
        self.world, self.staff, self.chance = world, world.staff, world.chance("problems")
        self.categories = {row.name: row for row in Category.objects.all()}
        self.codes = {area.pk: area.parent.code for area in world.communities}
        self.reporters = [person for person in world.people[2:] if person.user]
        self.adults = [
            person
            for person in world.people[2:]
            if 24 <= care.age(person.birth_on, world.today) < 85
        ]
        self.met = [
            (visit, people)
            for visit, people in world.visits
            if visit.outcome == Outcome.MET and people
        ]
        lately = world.at - timedelta(days=FORTNIGHT)
        self.met_lately = [pair for pair in self.met if pair[0].occurred_at > lately]

    def receivers(self):
        """In each community its secretary, and Bai of the street office."""
        for area in self.world.communities:
            secretary, bai = self.staff.secretary_of(area.pk), self.world.cast["bai"]
            yield HarmReceiver(community=area, user=secretary)
            yield HarmReceiver(community=area, user=bai, is_woman=True)

    # Who reports, from where, when.

    def finds(self, count):
        for _ in range(count):
            fresh = self.chance.random() < FRESH_SHARE
            channel = self.chance.choices(
                [Channel.PHONE, Channel.WORKER, Channel.COUNTER], [38, 45, 17]
            )[0]
            yield getattr(self, f"by_{channel}")(fresh)

    def by_phone(self, fresh):
        person = self.somebody(self.reporters, fresh)
        return Channel.PHONE, person, person.home, person.user, self.moment(fresh, 7.5, 21), None

    def by_counter(self, fresh):
        person = self.somebody(self.adults, fresh)
        clerk = self.chance.choice(self.staff.desks[person.community_id])
        return Channel.COUNTER, person, person.home, clerk, self.moment(fresh, 9, 17), None

    def by_worker(self, fresh):
        """Raised from a contact, as soon as that was written down."""
        visits = self.met_lately if fresh else self.met
        visit, people = self.chance.choice(visits or self.met)
        return Channel.WORKER, people[0], visit.dwelling, visit.by, visit.received_at, visit

    def somebody(self, people, fresh):
        """Lately more was reported in the first community, so that chen's desk is a full one."""
        while True:
            person = self.chance.choice(people)
            first = person.community_id == self.world.communities[0].pk
            if first or not fresh or self.chance.random() < 0.5:
                return person

    def moment(self, fresh, opens, closes):
        ago = self.chance.randint(*((0, FORTNIGHT) if fresh else (FORTNIGHT, 355)))
        at = self.at(ago, self.chance.uniform(opens, closes))
        return at if at < self.world.at else at - timedelta(days=1)

    def at(self, ago, hour):
        day = self.world.today - timedelta(days=ago)
        return timezone.make_aware(datetime.combine(day, time(*divmod(int(hour * 60), 60))))

    # The case, and its way.

    def case_of(self, channel, reporter, dwelling, by, at, visit):
        month = timezone.localtime(at).month
        fitting = [story for story in STORIES if not story.months or month in story.months]
        story = self.chance.choices(fitting, [story.share for story in fitting])[0]
        case = self.draft(story, channel, reporter, dwelling, by, at, visit)
        return case, self.go_on(case, story)

    def case_of_wang(self, name, ago, status, hours):
        wang, at = self.world.people[1], self.at(ago, 8.7)
        story = next(story for story in STORIES if story.category == name)
        if story.months and at.month not in story.months:
            story = next(story for story in STORIES if story.category == IN_SUMMER)
        story = story._replace(words=story.words[:1], priorities=(1, 0, 0))
        case = self.draft(story, Channel.PHONE, wang, wang.home, wang.user, at, None)
        steps = self.go_on(case, story, until=status, handler=self.world.cast["lin"], hours=hours)
        return case, steps

    def draft(self, story, channel, reporter, dwelling, by, at, visit):
        category, words = self.categories[story.category], self.chance.choice(story.words)
        priority = self.chance.choices(list(Priority), story.priorities)[0]
        kind = {"category": category, "priority": priority}
        due_at, because = clocks.due(**kind, at=at, place=dwelling)
        if category.harm:  # taken on in time, all of them
            due_at, because = clocks.due_once_open(**kind, at=at, place=dwelling)
        return Case(
            uid=uid(self.chance),
            client_id=uid(self.chance),
            numbered_by=self.codes[dwelling.community_id],
            category=category,
            priority=priority,
            title=intake.title_of(words),
            words=words,
            place=self.place(story.where, dwelling),
            dwelling=dwelling if story.where == "door" else None,
            visit=visit,
            reporter=reporter,
            filed_by=by,
            channel=channel,
            confidential=category.confidential_by_default,
            reported_at=at,
            due_at=due_at,
            due_because=because,
            **columns_of(dwelling),
        )

    def place(self, where, dwelling):
        return {
            "door": "",
            "stairwell": f"{dwelling.building} {dwelling.stairwell}单元",
            "building": str(dwelling.building),
            "compound": f"{dwelling.building.compound} {dwelling.building.number}号楼附近",
        }[where]

    def go_on(self, case, story, *, until=Status.CLOSED, handler=None, hours=None):
        """Step by step until it is answered, or until the next step would be in the future."""
        steps = [
            Step(
                case=case,
                action="report",
                to_status=Status.REPORTED,
                by=case.filed_by,
                at=case.reported_at,
            )
        ]
        for action, to, by, at, note, detail in self.way(case, story, handler, hours):
            if case.status == until or at >= self.world.at:
                break
            steps.append(
                Step(
                    case=case,
                    action=action,
                    from_status=case.status,
                    to_status=to,
                    by=by,
                    at=at,
                    note=note,
                    detail=detail,
                )
            )
            case.status, case.version = to, len(steps)
            if action == "dispatch":
                case.handler_id = detail["handler"]
            if action in ("close", "refer_out"):
                case.closed_at = at
                house = detail.get("channel")
                case.answer = Elsewhere(house).answering(note) if house else note
        return steps

    def way(self, case, story, handler, hours):
        """(action, status it leads to, by, at, note, detail) of every step after the report."""
        chance, sorter = self.chance, self.sorter(case)
        when = self.pace(case, hours)
        ends = 1 if hours else chance.random()
        if ends < 0.04:
            yield (
                "return",
                Status.RETURNED,
                sorter,
                when(0.15),
                chance.choice(stories.QUESTIONS),
                {},
            )
            note = chance.choice(stories.TURNED_BACK)
            yield "resubmit", Status.REPORTED, case.filed_by, when(0.5), note, {}
        if 0.04 <= ends < 0.09 and not case.confidential:
            house, why = chance.choice(stories.ELSEWHERE)
            yield "refer_out", Status.REFERRED, sorter, when(0.4), why, {"channel": house}
            return
        accepted = {
            "category": case.category.name,
            "priority": case.priority,
            "confidential": case.confidential,
        }
        yield "accept", Status.ACCEPTED, sorter, when(0.2), "", accepted
        handler = handler or self.handler(case)
        yield "dispatch", Status.DISPATCHED, sorter, when(0.3), "", {"handler": handler.pk}
        yield "handle", Status.HANDLED, handler, when(0.8), chance.choice(story.done), {}
        closer = self.staff.secretary_of(case.community_id) if chance.random() < 0.7 else sorter
        yield "close", Status.CLOSED, closer, when(1), chance.choice(story.answers), {}

    def pace(self, case, hours):
        """Most are answered within their time, one in seven is not."""
        share = self.chance.triangular(0.15, 0.95, 0.5)
        if self.chance.random() < 0.14:
            share = self.chance.uniform(1.1, 3)
        whole = timedelta(hours=hours) if hours else (case.due_at - case.reported_at) * share
        last = case.reported_at

        def when(part):
            """Nobody sorts out cases at night, but an emergency does not wait for the morning."""
            nonlocal last
            at = timezone.localtime(case.reported_at + whole * part)
            if case.priority != Priority.EMERGENCY and not 8 <= at.hour < 20:
                morning = at.replace(hour=8, minute=self.chance.randint(30, 59))
                at = morning if at.hour < 8 else morning + timedelta(days=1)
            last = max(at, last + timedelta(minutes=self.chance.randint(2, 9)))
            return last

        return when

    def sorter(self, case):
        desk = self.staff.desks[case.community_id]
        if case.confidential or self.chance.random() < 0.6:
            return desk[0]
        return self.chance.choice(desk[1:])

    def handler(self, case):
        desk = self.staff.desks[case.community_id]
        if case.confidential or self.chance.random() < 0.2:
            return self.chance.choice(desk[1:])
        return self.staff.worker_of(case.grid_id)

    def named(self, case):
        """The secretary; whoever of the staff filed it; whoever it was given to."""
        users = {
            self.staff.secretary_of(case.community_id).pk: self.staff.secretary_of(
                case.community_id
            )
        }
        if case.channel != Channel.PHONE:
            users[case.filed_by_id] = case.filed_by
        if case.handler_id:
            users[case.handler_id] = case.handler
        return users.values()
