import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.work.signs import Signs
from foundation.workbooks.faults import Fault
from foundation.workbooks.limits import MOST_BYTES
from foundation.workbooks.refusals import TOO_BIG, Refused
from grids.models import Area
from grids.roles import Level
from residents.models import Roster
from residents.roster import workflow
from residents.roster.columns import Column
from residents.roster.saying.asked import where
from residents.roster.saying.file_notes import notes_of


class Command(BaseCommand):
    help = "Check a community's roster against the register; with --commit, take it in as well."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the workbook: .xlsx, .xls, .ods or .csv")
        parser.add_argument("--community", required=True, help="the community's 12-digit code")
        parser.add_argument("--commit", action="store_true", help="write it, if nothing is faulty")

    def handle(self, file, community, commit, **options):
        community = Area.objects.filter(code=community, level=Level.COMMUNITY).valid().first()
        if community is None:
            raise CommandError(_("没有这个编码的社区。"))
        path = Path(file)
        if not path.is_file():
            raise CommandError(_("找不到文件：%(file)s") % {"file": file})
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(_(TOO_BIG))
        try:
            with path.open("rb") as workbook:
                self.work(workbook, path.name, community, commit)
        except Refused as refused:
            raise CommandError(refused.sentence) from None

    def work(self, workbook, name, community, commit):
        now = timezone.now()
        on = timezone.localdate(now)
        found = workflow.dry_run(
            workbook, community=community, by=None, on=on, progress=self.progress
        )
        self.tell(found)
        if found.faults:
            raise CommandError(_("名册里有错，什么都没有写。请改好再来。"))
        if not found.plan.people:
            self.stdout.write(_("没有要改的。"))
        elif not commit:
            self.stdout.write(_("这是试查，什么都没有写。加上 --commit 才会写进登记。"))
        else:
            self.commit(workbook, name, community, found, now)

    def commit(self, workbook, name, community, found, now):
        row = workflow.upload(
            uid=uuid.uuid4(), file=workbook, name=name, community=community, by=None, at=now
        )
        workflow.keep(row, found, only_if=Roster.State.TO_CHECK)
        workflow.agree(roster=row, by=None, at=now)
        row.claim(now)  # or the worker would think that nobody is at it
        try:
            workflow.take_in(roster=row, at=now, signs=Signs(row))
        except workflow.RegisterChanged:
            text = _("登记刚刚有变动，没有写完。请到“名册”页看看写了多少，再接着办。")
            raise CommandError(text) from None
        self.stdout.write(self.style.SUCCESS(_("写好了。")))

    def progress(self, done):
        self.stderr.write(_("已读 %(done)s 行") % {"done": f"{done:,}"}, ending="\r")
        self.stderr.flush()

    def tell(self, found):
        findings = found.findings()
        counts = [
            (_("一共"), findings["people"]),
            (_("新增"), findings["new"]),
            (_("有改动"), findings["changed"]),
            (_("没有变化"), findings["unchanged"]),
            (_("新门牌"), findings["new_doors"]),
            (_("要问的"), findings["asked"]),
            (_("有错"), findings["faulty"]),
        ]
        self.stdout.write("  ".join(f"{label} {number:,}" for label, number in counts))
        if findings["unused"]:
            self.stdout.write(_("没有用到的列：") + "、".join(findings["unused"]))
        for note in notes_of(findings):
            self.stdout.write(note)
        for question in found.reading.questions:
            self.stdout.write(f"{where(question)} {question.value} {question.sentence}")
        if found.reading.questions:
            self.stdout.write(_("没有答的行不导入。请改好文件，或者在页面上传，在那里回答。"))
        for fault in found.faults:
            self.stdout.write(self.sentence(fault))

    def sentence(self, fault: Fault):
        sentence = _("第 %(line)s 行 %(column)s %(value)s %(reason)s") % {
            "line": f"{fault.sheet}!{fault.line}" if fault.sheet else fault.line,
            "column": f"{_(Column(fault.column).value)} {fault.spot}".strip(),
            "value": f"“{fault.value}”" if fault.value else "",
            "reason": fault.sentence,
        }
        return " ".join(sentence.split())
