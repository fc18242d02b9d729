import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation.typed import DayField
from foundation.uploads.forms import UploadForm, file_field
from grids.models import Area
from grids.roles import Duty, Level
from residents.models import Absence, Lookalike
from residents.numbers.forms import ReasonField
from residents.roster.columns import Column
from residents.roster.questions import Question

# Phones go by the kind of a file, computers by the end of its name.
ACCEPTED = (
    ".xlsx,.xls,.ods,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
    "application/vnd.ms-excel,application/vnd.oasis.opendocument.spreadsheet,text/csv"
)


LATER = _("名册的日子不能在今天以后。")


class RosterForm(UploadForm):
    """A roster and the community it is about."""

    community = forms.ModelChoiceField(
        Area.objects.none(), label=_("社区"), empty_label=_("请选择社区")
    )
    file = file_field(
        label=_("名册文件"),
        help_text=_("最多 10 MB 的 .xlsx、.xls、.ods 或 .csv。先检查，看过结果再决定要不要导入。"),
        accept=ACCEPTED,
    )

    made_on = DayField(
        label=_("名册是哪天的"),
        required=False,
        help_text=_(
            "这天以后手工改过的登记，名册不会改回去，会列出来请您定。不写，手工改过的都问。"
        ),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        choices = Area.objects.with_duty(reader, Duty.IMPORT_ROSTER).valid()
        self.offer("community", choices.filter(level=Level.COMMUNITY))

    def clean_made_on(self):
        day = self.cleaned_data["made_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(LATER)
        return day


def _head(column):
    if column.head:
        return gettext("“%(head)s”") % {"head": column.head}
    return gettext("第 %(n)s 列") % {"n": column.index + 1}


class TakeInForm(ReauthenticationForm):
    """Why numbers change; asked once for all of them."""

    reason = ReasonField(
        help_text=_("比如：社区上门核对，居民说换了号码。不用写姓名和号码，记在每个号码旁边。")
    )


class ColumnsForm(forms.Form):
    """Which column of a sheet is what."""

    def __init__(self, *args, top, **kwargs):
        super().__init__(*args, **kwargs)
        self.top = top
        choices = [("", _("不用这一列")), *((c.value, _(c.value)) for c in Column)]
        for column in top.columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                choices=choices,
                initial=column.guess,
                required=False,
                label=_head(column),
            )

    def rows(self):
        """Each column of the sheet with its field."""
        return [(column, self[f"column-{column.index}"]) for column in self.top.columns]

    def clean(self):
        chosen = [value for value in self.cleaned_data.values() if value]
        for column in (Column.NAME, Column.DOOR):
            if column not in chosen:
                text = gettext("请指出哪一列是“%(column)s”。")
                raise forms.ValidationError(text % {"column": gettext(column.value)})
        for value in chosen:
            if chosen.count(value) > 1:
                text = gettext("“%(column)s”选了两次。请只选一列，另一列选“不用这一列”。")
                raise forms.ValidationError(text % {"column": gettext(value)})
        if any(re.search(r"\d{6}", column.head) for column in self.top.columns):
            raise forms.ValidationError(_("这一行像是居民，不是表头。请在表格里加一行列名再上传。"))

    @property
    def columns(self) -> dict[str, str]:
        return {
            column.name: self.cleaned_data[f"column-{column.index}"] for column in self.top.columns
        }


class AnswersForm(forms.Form):
    """One question about each of several rows; unanswered is fine."""

    def __init__(self, *args, rows, answers, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"answer-{row.pk}"] = forms.ChoiceField(
                choices=answers,
                initial=row.answer,
                required=False,
                label=_("请选择"),
                widget=forms.RadioSelect,
            )

    def field_of(self, row):
        return self[f"answer-{row.pk}"]

    @property
    def answers(self) -> dict[int, str]:
        given = {int(name.partition("-")[2]): answer for name, answer in self.cleaned_data.items()}
        return {pk: answer for pk, answer in given.items() if answer}


class QuestionsForm(forms.Form):
    """What a file itself leaves open, one question after the other; unanswered is fine."""

    def __init__(self, *args, questions: list[Question], answers: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for each in questions:
            self.fields[f"answer-{each.key}"] = forms.ChoiceField(
                choices=[(code, gettext(text) % values) for code, text, values in each.choices],
                initial=answers.get(each.key, ""),
                required=False,
                label=_("请选择"),
                widget=forms.RadioSelect,
            )

    def field_of(self, question: Question):
        return self[f"answer-{question.key}"]

    @property
    def answers(self) -> dict[str, str]:
        """By the keys of the questions."""
        given = {name.partition("-")[2]: code for name, code in self.cleaned_data.items()}
        return {key: code for key, code in given.items() if code}


PAIR_ANSWERS = [choice for choice in Lookalike.Answer.choices if choice[0]]
# Short enough to stand side by side on a phone.
ABSENCE_ANSWERS = [
    (Absence.Answer.MOVED, _("搬走了")),
    (Absence.Answer.HERE, _("还住这里")),
    (Absence.Answer.ASK, _("请网格员问")),
]
