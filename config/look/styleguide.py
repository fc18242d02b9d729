"""The living page of the design system, for development only: every component in every state."""

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.look.styleguide_samples import PAGES, samples
from foundation.access import open_to_all
from foundation.typed import DayField

OUTCOMES = {
    "met": ("见到本人", "user-check"),
    "answered": ("家人替答", "users"),
    "nobody": ("家里没人", "door-closed"),
    "refused": ("不愿开门", "hand"),
    "later": ("改天再来", "calendar-clock"),
    "moved": ("Moved away", "truck"),
}


class SampleForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=20, help_text="身份证上的名字。")
    phone = forms.CharField(label="手机号", widget=forms.TextInput(attrs={"inputmode": "tel"}))
    on = DayField(label="下次联系", required=False)
    grid = forms.ChoiceField(
        label="Grid", choices=[("", "请选择"), ("e", "东网格"), ("w", "西网格")]
    )
    code = forms.CharField(
        label="验证码", widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    needs = forms.MultipleChoiceField(
        label="需要什么",
        required=False,
        choices=[("lift", "电梯"), ("heat", "供暖"), ("doctor", "A doctor's visit at home")],
        widget=forms.CheckboxSelectMultiple,
    )
    secret = forms.BooleanField(
        label="这件事保密", required=False, help_text="只有点名的人看得见。"
    )


class ContactForm(forms.Form):
    outcome = forms.ChoiceField(
        label="结果",
        choices=[(value, label) for value, (label, _icon) in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label="方式",
        choices=[("door", "上门"), ("phone", "电话"), ("message", "微信")],
        widget=forms.RadioSelect,
        initial="door",
    )
    photos = forms.FileField(
        label="照片",
        required=False,
        help_text="不拍也可以。照片会去掉位置信息。",
        widget=forms.FileInput(attrs={"accept": "image/*", "data-preview": "id_photos_chosen"}),
    )


@open_to_all
@require_http_methods(["GET", "POST"])
def styleguide(request):
    if request.GET.get("page") in PAGES:
        sample = {"form": SampleForm(), "back": request.path}
        return render(request, PAGES[request.GET["page"]], sample)
    if request.method == "GET" and "message" in request.GET:
        messages.success(request, "记好了。下次联系：4月2日。")
    context = samples(timezone.now()) | {
        "form": SampleForm(initial={"name": "王小田"}),
        "wrong": SampleForm({"name": "", "phone": "12", "note": "写到一半"}, prefix="wrong"),
        "contact": ContactForm(),
        "icons": {value: icon for value, (_label, icon) in OUTCOMES.items()},
    }
    return render(request, "styleguide/styleguide.html", context)
