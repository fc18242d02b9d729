"""A year of contacts, ending today: who was met when, and so who is due."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from demo import cast
from demo.invented import sayings
from demo.stages.staff import CAMPAIGN_DAYS
from demo.world import columns_of, uid
from residents import tiers
from visits.models import REACHED, Channel, Outcome, Visit

YEAR = 362
# Share of the people with a tier who are due today, and who are overdue.
DUE, OVERDUE = 0.10, 0.10
DUE_WITH_THE_CAST, OVERDUE_WITH_THE_CAST = 0.13, 0.06
LATEST = {"high": 4, "key": 9, "general": 18}  # days overdue at most, by tier
TIMES = {  # when each kind of contact happens: from hour, until hour
    Channel.DOOR: [(8.6, 11.7), (14.2, 17.5), (14.2, 17.5), (18.2, 20.4)],
    Channel.PHONE: [(9, 11.8), (14, 18), (18.5, 20)],
}


def remember(world):
    """Draw the contacts of every door; what they mean for each person follows in order of time."""
    diary = Diary(world)
    at_home = defaultdict(list)
    for person in world.people:
        at_home[id(person.home)].append(person)
    for dwelling in world.dwellings:
        diary.write_door(dwelling, at_home.get(id(dwelling), []))
    diary.write_campaign(world)
    respect_wishes(world, at_home)
    world.visits = sorted(diary.entries, key=lambda entry: entry[0].occurred_at)
    settle(world)


def respect_wishes(world, at_home):
    """A few families would rather talk at the door; nobody walks in there."""
    chance = world.chance("wishes")
    for dwelling in world.dwellings:
        lived_in = at_home.get(id(dwelling))
        if lived_in and lived_in[0].user_id is None and chance.random() < 0.007:
            dwelling.no_entry_since = world.today - timedelta(chance.randint(30, 500))


def settle(world):
    """Last contact and next due date of people and doors, as visits.logbook keeps them."""
    days = tiers.at(world.township).days(world.township)
    for visit, people in world.visits:
        dwelling, day = visit.dwelling, timezone.localdate(visit.occurred_at)
        dwelling.last_attempt_at = visit.occurred_at
        if visit.outcome in REACHED:
            dwelling.last_contact_at = visit.occurred_at
        for person in people:
            if visit.outcome in REACHED:
                person.last_contact_on = day
                person.next_due_on = day + timedelta(days[person.tier]) if person.tier else None
            if visit.next_on and person.tier:
                person.next_due_on = visit.next_on
    for tag in world.tags:  # somebody never contacted is due from the day of the first tag
        person, noted_on = tag.person, timezone.localdate(tag.noted_at)
        if person.last_contact_on is None:
            person.next_due_on = min(person.next_due_on or noted_on, noted_on)
            person.given_due_on = person.next_due_on


class Diary:
    def __init__(self, world):
        self.world, self.staff = world, world.staff
        self.chance = world.chance("contacts")
        self.seasons = world.chance("seasons")
        self.entries = []
        self.days = tiers.at(world.township).days(world.township)
        self.new = new_people(world)
        self.pace = {}  # worker → how far behind, around 1
        self.quiet = {}  # grid → how many doors were not heard of for long, around 1
        # Before nine in the morning nobody has been out yet.
        self.first_day = 0 if timezone.localtime(world.at).hour >= 9 else 1

    def write_door(self, dwelling, people):
        people = [person for person in people if id(person) not in self.new]
        cared_for = sorted((p for p in people if p.tier), key=lambda person: person.tier_rank)
        if people and people[0].name == cast.LI.name and people[0].home.door == "302":
            self.write_wangs_door(dwelling, people)
        elif cared_for:
            self.write_rhythm(dwelling, people, cared_for[0])
        elif people:
            self.write_now_and_then(dwelling, people)
        elif self.chance.random() < 0.7:
            self.write(dwelling, [], self.chance.randint(20, YEAR), Outcome.VACANT)

    def write_rhythm(self, dwelling, people, person):
        """Back from the last contact, step by step, about as often as the tier asks."""
        every = self.days[person.tier]
        ago = self.since_last(dwelling, person.tier, every)
        if ago >= every and self.chance.random() < 0.3:
            self.write_vain(dwelling, people, self.chance.randint(1, 3))
        while ago <= YEAR:
            met = [one for one in people if one is person or self.chance.random() < 0.7]
            self.write(
                dwelling, met, ago, Outcome.MET if self.chance.random() < 0.93 else Outcome.PROXY
            )
            if self.chance.random() < 0.11:
                self.write_vain(dwelling, people, ago + self.chance.randint(1, 3))
            ago += max(2, round(every * self.chance.uniform(0.75, 1.1)))

    def since_last(self, dwelling, tier, every):
        """Days since the last contact: most are well in time, some due today, some overdue."""
        due, overdue = self.backlog_of(self.staff.worker_of(dwelling.grid_id))
        draw = self.chance.random()
        if draw < due:
            return every
        if draw < due + overdue:
            return every + int(self.chance.triangular(1, LATEST[tier], 1))
        return self.not_on_sunday(self.chance.randrange(self.first_day, every), every)

    def backlog_of(self, worker):
        """Everybody is a little ahead or behind; the first pages one sees show a fair day."""
        if worker.username in (cast.LIN.username, cast.ZHOU.username):
            return DUE_WITH_THE_CAST, OVERDUE_WITH_THE_CAST
        pace = self.pace.setdefault(worker.pk, self.chance.uniform(0.6, 1.5))
        return DUE * pace, OVERDUE * pace

    def not_on_sunday(self, ago, before):
        sunday = (self.world.today - timedelta(ago)).weekday() == 6
        return ago + 1 if sunday and ago + 1 < before else ago

    def write_now_and_then(self, dwelling, people):
        """A door without a special need: once or twice a year, and some never."""
        quiet = self.quiet_of(dwelling.grid_id)
        count = self.chance.choices([0, 1, 2, 3], [3 * quiet, 40, 38, 18])[0]
        since = [(self.first_day, 30), (31, 90), (91, YEAR)]
        last = self.chance.choices(since, [40, 38, 16 * quiet])[0]
        ago = self.chance.randint(*last)
        for _ in range(count):
            if ago > YEAR:
                return
            met = people if len(people) == 1 else self.chance.sample(people, len(people) - 1)
            self.write(dwelling, met, self.not_on_sunday(ago, YEAR), Outcome.MET)
            if self.chance.random() < 0.12:
                self.write_vain(dwelling, people, ago + self.chance.randint(1, 5))
            ago += self.chance.randint(40, 200)

    def quiet_of(self, grid):
        """No two grids are alike: one worker is new, another knows every stairwell."""
        return self.quiet.setdefault(grid, self.seasons.triangular(0.2, 2.6, 0.6))

    def write_vain(self, dwelling, people, ago):
        outcome = self.chance.choices([Outcome.NOBODY, Outcome.REFUSED], [85, 15])[0]
        self.write(dwelling, people, min(ago, YEAR), outcome)

    def write_wangs_door(self, dwelling, people):
        """Once a month, and put off the other day until today: a door worth opening first."""
        for ago in range(30, YEAR, 31):
            self.write(dwelling, people, ago, Outcome.MET, note=self.chance.choice(sayings.MET))
        self.write(
            dwelling,
            people,
            3,
            Outcome.RESCHEDULED,
            next_on=self.world.today,
            note="老两口要去医院复查，约好今天再来。王阿姨有件事想说。",
        )

    def write_campaign(self, world):
        """Doors a helper knocked on; helpers know doors only, so nobody is named."""
        helper, grid = world.cast[cast.GAO.username], world.grids[0]
        began, ended = CAMPAIGN_DAYS
        doors = [dwelling for dwelling in world.dwellings if dwelling.grid_id == grid.pk]
        for dwelling in self.chance.sample(doors, len(doors) // 4):
            ago = self.chance.randint(ended, began)
            outcome = self.chance.choice([Outcome.MET, Outcome.MET, Outcome.NOBODY])
            self.write(dwelling, [], ago, outcome, by=helper, channel=Channel.DOOR, note="")

    def write(
        self, dwelling, people, ago, outcome, *, by=None, channel=None, note=None, next_on=None
    ):
        chance = self.chance
        channel = channel or self.channel_for(outcome)
        at = self.moment(ago, channel)
        visit = Visit(
            client_id=uid(chance),
            dwelling=dwelling,
            **columns_of(dwelling),
            channel=channel,
            outcome=outcome,
            occurred_at=at,
            device_at=at,
            # Now and then the signal was gone, and the entry came later.
            received_at=min(self.world.at, at + timedelta(minutes=chance.choice([1, 1, 1, 2, 90]))),
            by=by or self.who(dwelling.grid_id),
            companions=chance.choice(sayings.COMPANIONS) if chance.random() < 0.04 else "",
            needs=chance.choice(sayings.NEEDS) if people and chance.random() < 0.03 else "",
            note=self.words(outcome, channel) if note is None else note,
            next_on=next_on,
        )
        self.entries.append((visit, people))

    def who(self, grid):
        lead = self.chance.random() < 0.04
        return self.staff.lead_of(grid) if lead else self.staff.worker_of(grid)

    def channel_for(self, outcome):
        if outcome == Outcome.VACANT:
            return Channel.DOOR
        if outcome == Outcome.PROXY:
            return self.chance.choice([Channel.FAMILY, Channel.NEIGHBOUR])
        channels = [
            Channel.DOOR,
            Channel.PHONE,
            Channel.MESSAGE,
            Channel.COUNTER,
            Channel.VOLUNTEER,
        ]
        shares = [62, 24, 8, 4, 2] if outcome in REACHED else [80, 20, 0, 0, 0]
        return self.chance.choices(channels, shares)[0]

    def moment(self, ago, channel):
        """A minute of that day at which such a contact happens, and never later than now."""
        begins, ends = self.chance.choice(TIMES.get(channel, TIMES[Channel.PHONE]))
        minute = int(self.chance.uniform(begins, ends) * 60)
        if ago == 0:
            now = timezone.localtime(self.world.at)
            minute = self.chance.randint(8 * 60 + 30, min(20 * 60, now.hour * 60 + now.minute - 5))
        day = self.world.today - timedelta(ago)
        return timezone.make_aware(datetime.combine(day, time(*divmod(minute, 60))))

    def words(self, outcome, channel):
        if self.chance.random() > 0.25:
            return ""
        if outcome == Outcome.MET and channel != Channel.DOOR:
            return self.chance.choice(sayings.BY_PHONE)
        return self.chance.choice(
            {
                Outcome.MET: sayings.MET,
                Outcome.PROXY: sayings.PROXY,
                Outcome.NOBODY: sayings.NOBODY,
                Outcome.REFUSED: sayings.REFUSED,
                Outcome.VACANT: sayings.VACANT,
            }[outcome]
        )


def new_people(world):
    """Whose need was noted in these days only, so that nobody has been there yet."""
    noted = defaultdict(list)
    for tag in world.tags:
        noted[id(tag.person)].append((world.at - tag.noted_at).days)
    return {person for person, days in noted.items() if max(days) <= 5}
