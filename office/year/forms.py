from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import typed

LONGEST = 40_000
"""Characters; four hundred lines, each with its reason."""
LARGEST = 200_000
"""Bytes of a file with as many."""
ENCODINGS = ("utf-8-sig", "gb18030")
TOO_LONG = _("太长了：一年最多四百行。请只留这一年的日子。")
NO_TEXT = _("这个文件读不懂。请存成 .csv 或 .txt，再传一次；也可以直接粘贴在上面。")


class ListForm(forms.Form):
    """A year's list, typed or as a file; the file counts where there is one. `seen`: what held
    when its preview was drawn (views.mark_of)."""

    file = forms.FileField(
        label=_("或者选一个文件"),
        required=False,
        max_length=200,
        help_text=_("一行一天的 .csv 或 .txt。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    text = typed.TextField(
        label=_("放假和调休的日子"),
        required=False,
        max_length=LONGEST,
        help_text=_("一行一天：日期、休或班、依据，用逗号隔开；从表格里复制过来也行。"),
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    seen = typed.TextField(required=False, widget=forms.HiddenInput)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LONG)
        content = file.read()
        for encoding in ENCODINGS:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return typed.text(text).strip()
        raise forms.ValidationError(NO_TEXT)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            cleaned["list"] = cleaned["file"] or cleaned["text"]
            if not cleaned["list"].strip():
                self.add_error("text", _("请粘贴放假和调休的日子，或者选一个文件。"))
        return cleaned
