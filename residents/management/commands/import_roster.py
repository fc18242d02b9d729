import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.typed import reading
from foundation.work.signs import Signs
from foundation.workbooks.faults import Fault
from foundation.workbooks.limits import MOST_BYTES
from foundation.workbooks.refusals import TOO_BIG, Refused
from grids.models import Area
from grids.roles import Level
from residents.models import Roster
from residents.roster import workflow
from residents.roster.columns import Column
from residents.roster.forms import LATER
from residents.roster.saying import faulty_workbook, places_first
from residents.roster.saying.asked import where
from residents.roster.saying.sentences import sentences_of_file
from residents.roster.saying.sums import sum_of


class Command(BaseCommand):
    help = "Check a community's roster against the register; with --commit, take it in as well."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the workbook: .xlsx, .xls, .ods or .csv")
        parser.add_argument("--community", required=True, help="the community's 12-digit code")
        parser.add_argument("--commit", action="store_true", help="write it, if nothing is faulty")
        parser.add_argument(
            "--hand-back",
            metavar="XLSX",
            help="with --commit: write what is right, and put what is not into this new workbook",
        )

        parser.add_argument(
            "--places",
            metavar="XLSX",
            help="put the buildings that are not registered yet, with their doors, into this new "
            "organisation workbook",
        )
        parser.add_argument(
            "--made-on",
            metavar="DAY",
            help="the day of which the roster tells, as 2026-03-10: what was corrected by hand "
            "since then stays; without it all that was corrected by hand is asked about",
        )

    def handle(self, file, community, commit, hand_back=None, places=None, made_on=None, **options):
        self.made_on = self.day_of(made_on)
        community = Area.objects.filter(code=community, level=Level.COMMUNITY).valid().first()
        if community is None:
            raise CommandError(_("没有这个编码的社区。"))
        path = Path(file)
        if not path.is_file():
            raise CommandError(_("找不到文件：%(file)s") % {"file": file})
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(_(TOO_BIG))
        for new in filter(None, (hand_back, places)):
            if Path(new).exists() or not Path(new).parent.is_dir():
                text = _("%(file)s 写不了：已经有这个文件，或者没有这个文件夹。请换一个。")
                raise CommandError(text % {"file": new})
        try:
            with path.open("rb") as workbook:
                self.work(workbook, path.name, community, commit, hand_back, places)
        except Refused as refused:
            raise CommandError(refused.sentence) from None

    def day_of(self, typed):
        """The day as the page reads it; None of nothing. Raises CommandError."""
        if not typed:
            return None
        try:
            day = reading.day(typed)
        except reading.Unread as unread:
            raise CommandError(f"--made-on: {unread.sentence}") from None
        if day > timezone.localdate():
            raise CommandError(LATER)
        return day

    def work(self, workbook, name, community, commit, hand_back, places):
        now = timezone.now()
        on = timezone.localdate(now)
        found = workflow.dry_run(
            workbook,
            community=community,
            by=None,
            on=on,
            made_on=self.made_on,
            progress=self.progress,
        )
        self.tell(found)
        if places:
            self.register_first(found, community, places)
        if found.faults and found.faulty == found.waiting and not (hand_back and found.plan.people):
            raise CommandError(_("名册先到了，先登记楼栋，再导入名册。什么都没有写。"))
        if found.faults and not (hand_back and found.plan.people):
            raise CommandError(_("名册里有错，什么都没有写。请改好再来。"))
        if not (found.plan.people or found.plan.corrected):
            self.stdout.write(_("没有要改的。"))
        elif not commit:
            self.stdout.write(_("这是试查，什么都没有写。加上 --commit 才会写进登记。"))
        else:
            self.commit(workbook, name, community, found, now, hand_back)

    def commit(self, workbook, name, community, found, now, hand_back):
        row = workflow.upload(
            uid=uuid.uuid4(),
            file=workbook,
            name=name,
            community=community,
            by=None,
            at=now,
            made_on=self.made_on,
        )
        workflow.keep(row, found, only_if=Roster.State.TO_CHECK)
        if found.faults:
            content, _rows = faulty_workbook.hand_back(roster=row, by=None, at=now)
            with Path(hand_back).open("xb") as file:
                file.write(content.getvalue())
        workflow.agree(roster=row, by=None, at=now, only_the_right=bool(found.faults))
        row.claim(now)  # or the worker would think that nobody is at it
        try:
            workflow.take_in(roster=row, at=now, signs=Signs(row))
        except workflow.RegisterChanged:
            text = _("登记刚刚有变动，没有写完。请到“名册”页看看写了多少，再接着办。")
            raise CommandError(text) from None
        self.stdout.write(self.style.SUCCESS(_("写好了。")))
        if found.faults:
            text = _("没有导入的行在 %(file)s 里。改好以后再导入那个文件。")
            self.stdout.write(text % {"file": hand_back})

    def register_first(self, found, community, places):
        content = places_first.build(community, found.reading.not_here.lines())
        if content is None:
            self.stdout.write(_("名册里的楼栋都已经登记了。"))
            return
        with Path(places).open("xb") as file:
            file.write(content.getvalue())
        text = _(
            "没有登记的楼栋在 %(file)s 里。填上网格，用 import_organisation 导入，再导入名册。"
        )
        self.stdout.write(text % {"file": places})

    def progress(self, done):
        self.stderr.write(_("已读 %(done)s 行") % {"done": f"{done:,}"}, ending="\r")
        self.stderr.flush()

    def tell(self, found):
        findings = found.findings()
        whole = sum_of(findings)
        parts = "  ".join(f"{each.label} {each.number:,}" for each in whole.summands)
        self.stdout.write(f"{_('一共')} {whole.rows:,} = {parts}")
        for sentence in sentences_of_file(findings):
            self.stdout.write(sentence)
        for question in found.reading.questions:
            self.stdout.write(f"{where(question)} {question.value} {question.sentence}")
        if found.reading.questions:
            self.stdout.write(_("没有答的行不导入。请改好文件，或者在页面上传，在那里回答。"))
        waiting = found.waiting
        for fault in found.faults:
            if fault.at not in waiting:
                self.stdout.write(self.sentence(fault))
        if waiting:
            text = _(
                "%(n)s 行没有错，只是登记里还没有那些楼。用 --places 拿一份填好小区、楼栋和门的组织表。"
            )
            self.stdout.write(text % {"n": f"{len(waiting):,}"})

    def sentence(self, fault: Fault):
        sentence = _("第 %(line)s 行 %(column)s %(value)s %(reason)s") % {
            "line": f"{fault.sheet}!{fault.line}" if fault.sheet else fault.line,
            "column": f"{_(Column(fault.column).value)} {fault.spot}".strip(),
            "value": f"“{fault.value}”" if fault.value else "",
            "reason": fault.sentence,
        }
        return " ".join(sentence.split())
