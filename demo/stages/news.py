"""What the people of the demo were told in the last days, as the apps would have told them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases import notifications as about_cases
from cases.models import Channel, Status
from demo.bulk_insert import bulk_insert
from morality_bank import notifications as about_deeds
from morality_bank.models import Deed
from notices.models import Notice
from notices.quiet_hours import outside_quiet_hours

LATELY = timedelta(days=6)


def send(world):
    post, since = Post(world), world.at - LATELY
    for deed in world.deeds:
        if max(deed.taken_at, deed.decided_at or deed.taken_at) > since:
            post.about_deed(deed)
    for case, steps in world.cases:
        for version, step in enumerate(steps, start=1):
            if step.at > since:
                following = steps[version].at if version < len(steps) else None
                post.about_step(case, step, version, following)
        if case.closed_at is None and since < case.due_at < world.at:
            post.about_overdue(case)
    notices = {(notice.recipient_id, notice.key): notice for notice in post.notices}
    in_order = sorted(notices.values(), key=lambda notice: notice.due_at)
    newest = {notice.recipient_id: notice for notice in in_order}
    for notice in newest.values():
        notice.read_at = None
    bulk_insert(in_order)


class Post:
    def __init__(self, world):
        self.world, self.chance, self.notices = world, world.chance("news"), []

    def about_deed(self, deed):
        person, posted = deed.account.person, deed.state == Deed.State.POSTED
        values = {
            "name": person.name,
            "rule": deed.rule.name,
            "points": deed.points,
            "why": deed.why,
            "by": deed.taken_by.name,
        }
        mine = reverse("morality_bank:my")
        self.put(
            person.user,
            deed.taken_at,
            f"deed:{deed.uid}:taken-in",
            about_deeds.TAKEN_IN,
            values,
            mine,
        )
        if deed.state == Deed.State.PENDING:
            return
        key = f"deed:{deed.uid}:{deed.state}"
        to_person = about_deeds.POSTED if posted else about_deeds.REFUSED
        to_taker = about_deeds.POSTED_TO_TAKER if posted else about_deeds.REFUSED_TO_TAKER
        self.put(person.user, deed.decided_at, key, to_person, values, mine)
        self.put(
            deed.taken_by, deed.decided_at, key, to_taker, values, reverse("morality_bank:deeds")
        )

    def about_step(self, case, step, version, following):
        """Once the case has moved on, at `following`, what was told counts as seen."""
        key = f"case:{case.uid}:{version}"
        if step.action in ("report", "handle", "resubmit"):
            text = {
                "report": about_cases.NEW,
                "handle": about_cases.HANDLED,
                "resubmit": about_cases.SENT_BACK,
            }[step.action]
            if case.confidential and step.action == "report":
                text = about_cases.NEW_CONFIDENTIAL
            for user in self.sorters(case):
                if user is not step.by:
                    self.to_staff(user, step.at, key, case, text, following)
        elif step.action == "dispatch":
            self.to_staff(case.handler, step.at, key, case, about_cases.FOR_YOU, following)
        elif step.action == "return":
            text = about_cases.SOMETHING if case.confidential else about_cases.ASKED
            mine = reverse("cases:my-case", args=[case.uid])
            self.put(case.reporter.user, step.at, key, text, {}, mine)
            if case.channel != Channel.PHONE:
                asked = about_cases.FILED_AND_ASKED
                self.to_staff(case.filed_by, step.at, key, case, asked, following)
        elif step.to_status in (Status.CLOSED, Status.REFERRED):
            text = about_cases.SOMETHING if case.confidential else about_cases.ANSWERED
            mine = reverse("cases:my-case", args=[case.uid])
            self.put(case.reporter.user, step.at, key, text, {}, mine)
            if case.channel != Channel.PHONE:
                self.to_staff(case.filed_by, step.at, key, case, about_cases.FILED_AND_ENDED)

    def about_overdue(self, case):
        due_at = timezone.localtime(case.due_at).isoformat(timespec="seconds")
        key = f"case:{case.uid}:{about_cases.OVERDUE}:{due_at}"
        people = self.sorters(case)
        if case.status == Status.DISPATCHED:
            people = [*people, case.handler]
        for user in people:
            self.to_staff(user, case.due_at, key, case, about_cases.IS_OVERDUE)

    def to_staff(self, user, at, key, case, text, following=None):
        text, values = about_cases.worded(case, text)
        self.put(user, at, key, text, values, reverse("cases:case", args=[case.uid]), following)

    def sorters(self, case):
        desk = self.world.staff.desks[case.community_id]
        return desk[:1] if case.confidential else desk

    def put(self, to, at, key, text, values, link, following=None):
        """Most of what is older than a day was read; what came since, by half."""
        if to is None or at < self.world.at - LATELY:
            return
        due_at = outside_quiet_hours(at)
        if due_at > self.world.at:
            return
        read = self.chance.random() < (0.9 if at < self.world.at - timedelta(days=1) else 0.4)
        read_at = min(self.world.at, due_at + timedelta(hours=self.chance.uniform(0.1, 8)))
        if following:
            read, read_at = True, min(read_at, max(due_at, following))
        self.notices.append(
            Notice(
                recipient=to,
                key=key,
                text=text,
                values=values,
                link=link,
                made_at=at,
                due_at=due_at,
                sent_at=due_at,
                read_at=read_at if read else None,
            )
        )
