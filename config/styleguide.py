"""The living page of the design system, for development only: every component in every state."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import open_to_all

OUTCOMES = {
    "met": ("见到本人", "user-check"),
    "answered": ("家人代答", "users"),
    "nobody": ("家里没人", "door-closed"),
    "refused": ("不愿开门", "hand"),
    "later": ("改天再来", "calendar-clock"),
    "moved": ("Moved away", "truck"),
}


class SampleForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=20, help_text="身份证上的名字。")
    phone = forms.CharField(label="手机号", widget=forms.TextInput(attrs={"inputmode": "tel"}))
    on = forms.DateField(
        label="下次联系", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
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


def a_building(doors=3, floors=6):
    """Two stairwells in all states, top floor first."""
    states = ["fresh", "fresh", "due", "overdue", "fresh", "never", "vacant", "closed", "fresh"]
    words = {"fresh": "3 天前联系过", "due": "今天到期", "overdue": "过了 6 天", "never": "还没联系过",
             "vacant": "空户", "closed": "请勿入户"}  # fmt: skip

    def door(stairwell, floor, number):
        state = states[(stairwell * 5 + floor * 2 + number * 7) % len(states)]
        return {"name": f"{floor}0{number}", "url": "#", "state": state, "words": words[state]}

    return [
        {
            "name": f"{stairwell} 单元",
            "floors": [
                {
                    "name": f"{floor} 层",
                    "doors": [door(stairwell, floor, n) for n in range(1, doors + 1)],
                }
                for floor in range(floors, 0, -1)
            ],
        }
        for stairwell in (1, 2)
    ]


def samples(now):
    today = timezone.localdate(now)
    return {
        "now": now,
        "today": today,
        "ten_minutes_ago": now - timedelta(minutes=10),
        "yesterday": now - timedelta(days=1),
        "last_year": today - timedelta(days=400),
        "overdue_on": today - timedelta(days=6),
        "soon": today + timedelta(days=3),
        "badges": [
            ("fresh", "近期联系过"),
            ("due", "今天到期"),
            ("overdue", "过了 6 天"),
            ("never", "还没联系过"),
            ("vacant", "空户"),
            ("pending", "待入账"),
            ("posted", "已入账"),
            ("refused", "未通过"),
            ("confidential", "保密"),
            ("demo", "演示"),
            ("info", "Accepted"),
            ("plain", "3 件"),
        ],
        "tabs": [
            {"label": "待分拣", "url": "#", "current": True, "count": 7},
            {"label": "办理中", "url": "#", "count": 12},
            {"label": "Closed", "url": "#", "count": None},
        ],
        "steps": [
            {"title": "居民上报", "at": now - timedelta(days=2), "who": "手机", "note": ""},
            {"title": "已受理", "at": now - timedelta(days=1), "who": "陈书记", "note": ""},
            {"title": "Dispatched", "at": now, "who": "林", "note": "请今天先去看一眼。"},
        ],
        "lines": [
            {"on": today, "text": "帮邻居买药", "amount": 5, "waiting": True},
            {"on": today - timedelta(days=3), "text": "楼道清扫", "amount": 10, "balance": 1280},
            {
                "on": today - timedelta(days=30),
                "text": "换洗衣液一瓶",
                "amount": -20,
                "balance": 1270,
            },
            {
                "on": today - timedelta(days=400),
                "text": "First entry",
                "amount": 2,
                "balance": 1290,
            },
        ],
        "stairwells": a_building(),
    }


@open_to_all
@require_http_methods(["GET", "POST"])
def styleguide(request):
    if request.method == "GET" and "message" in request.GET:
        messages.success(request, "记好了。下次联系：4月2日。")
    context = samples(timezone.now()) | {
        "form": SampleForm(initial={"name": "王小田"}),
        "wrong": SampleForm({"name": "", "phone": "12", "note": "写到一半"}, prefix="wrong"),
        "contact": ContactForm(),
        "icons": {value: icon for value, (_label, icon) in OUTCOMES.items()},
    }
    return render(request, "styleguide/styleguide.html", context)
