import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.workbooks.limits import MOST_BYTES
from foundation.workbooks.refusals import TOO_BIG, Refused
from grids.models import Area
from grids.roles import Level
from office.models import OrganisationFile
from office.opening import saying, template, workflow
from office.opening.plan import Question


class Command(BaseCommand):
    help = (
        "Check a street's organisation workbook against the register; with --commit, take it in as "
        "well. With --template, write the workbook as the register stands instead."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the workbook: .xlsx, .xls or .ods")
        parser.add_argument("--street", required=True, help="the street's 9-digit code")
        parser.add_argument("--commit", action="store_true", help="write it, if nothing is faulty")
        parser.add_argument("--template", action="store_true", help="write FILE, to be filled in")

    def handle(self, file, street, commit, **options):
        area = Area.objects.filter(code=street, level=Level.TOWNSHIP).valid().first()
        if area is None:
            raise CommandError(_("没有这个编码的街道。先用 import_divisions 导入区划。"))
        path = Path(file)
        if options["template"]:
            self.write(path, area)
            return
        if not path.is_file():
            raise CommandError(_("找不到文件：%(file)s") % {"file": file})
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(_(TOO_BIG))
        try:
            with path.open("rb") as workbook:
                self.work(workbook, path.name, area, commit)
        except Refused as refused:
            raise CommandError(refused.sentence) from None

    def write(self, path, area):
        if path.exists() or not path.parent.is_dir():
            text = _("%(file)s 写不了：已经有这个文件，或者没有这个文件夹。请换一个。")
            raise CommandError(text % {"file": path})
        path.write_bytes(template.build(area).getvalue())
        self.stdout.write(self.style.SUCCESS(_("写好了。")))

    def work(self, workbook, name, area, commit):
        now = timezone.now()
        found = workflow.found_of(workflow.dry_run(workbook, street=area, by=None, at=now))
        self.tell(found)
        if found["faults"]:
            raise CommandError(_("表里有错，什么都没有写。请改好再来。"))
        if not found["steps"]:
            self.stdout.write(_("没有要改的。"))
        elif not commit:
            self.stdout.write(_("这是试查，什么都没有写。加上 --commit 才会写进登记。"))
        else:
            self.commit(workbook, name, area, now)

    def commit(self, workbook, name, area, now):
        about = {"street": area, "by": None, "at": now}
        row = workflow.upload(uid=uuid.uuid4(), file=workbook, name=name, **about)
        workflow.check(row=row, at=now)
        workflow.agree(row=row, by=None, at=now)
        row.claim(now)  # or the worker would think that nobody is at it
        workflow.take_in(row=row, at=now)
        if row.state != OrganisationFile.State.TAKEN_IN:
            raise CommandError(_("登记刚刚有变动，什么都没有写。请再来一次。"))
        self.stdout.write(self.style.SUCCESS(_("写好了。")))

    def tell(self, found):
        for title, counts in found["counts"].items():
            self.stdout.write(f"{title}：{saying.counted(counts)}")
        for each in found["questions"]:
            question = Question(**each)
            self.stdout.write(f"{question.sheet} {question.name} {saying.says_of(question)}")
        for fault in saying.faults_of(found):
            self.stdout.write(f"{saying.where(fault)} {fault.sentence}")
