"""柜台, and the counter that comes to the door: number, passphrase and card of who is seen."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from accounts.by_phone import passphrases
from foundation import rate_limits
from foundation.audit import reasons
from grids.access import for_duty
from grids.models import posts
from grids.roles import Duty
from residents import masks
from residents.counter import ways_in
from residents.counter.forms import FindForm, GiveCardForm, NumberForm, PassphraseForm, SeenForm
from residents.models import Person, WrittenNumber
from residents.numbers import asked, confirming, writing
from residents.numbers.forms import TELLS_TOO_MUCH
from residents.numbers.seconds import NeedsAnother, NotTwo, Pair

A_DAY = 100  # ID cards one person looks up
PASSWORDS = ("password", "second_password", "passphrase", "again")
both = require_http_methods(["GET", "POST"])

SENTENCES = {
    NeedsAnother: gettext_lazy(
        "号码是您写的，或者查不到是谁写的，或者身份证号后来写过。请另一位同事也看过，在下面签。"
    ),
    NotTwo: gettext_lazy("另一位要是管这里的别的同事，不是居民本人；上门时两位的岗位要不一样。"),
    confirming.NothingToConfirm: gettext_lazy("没有等着确认的号码。"),
    ways_in.Gone: gettext_lazy("登记里这位居民已经搬走或去世，请先核对登记。"),
    passphrases.TooEasy: gettext_lazy("口令太短了：四个字以上，或者六位以上的数字。"),
    passphrases.Taken: gettext_lazy("这个口令不能用，请换一个。"),
}


@for_duty(Duty.SIT_AT_COUNTER)
@never_cache
@both
def find(request):
    """Whose ID card is this? Not registered and registered elsewhere are the same answer."""
    form, now = FindForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            who = str(request.user.pk)
            rate_limits.spend("counter-find", who, limit=A_DAY, per=timedelta(days=1), at=now)
        except rate_limits.TooOften:
            form.add_error(None, _("今天查得太多了，明天再查。急的话请同事来查。"))
        else:
            here = people_at(request.reader, Duty.SIT_AT_COUNTER)
            if found := here.with_id_number(form.cleaned_data["id_number"]).first():
                return redirect("counter:person", found.uid)
            form.add_error("id_number", _("您管的社区里没有登记这个身份证号。请先登记居民。"))
    return render(request, "residents/counter.html", {"form": form})


def people_at(reader, duty=Duty.CONFIRM_PEOPLE):
    """Who may be seen: people who live where somebody sits at the counter, or comes to the door."""
    people = Person.objects.visible_to(reader).with_duty(reader, duty).here()
    return people.select_related("home__building__compound", "user", "community", "grid")


def _person(request, uid):
    return get_object_or_404(people_at(request.reader), uid=uid)


@for_duty(Duty.CONFIRM_PEOPLE)
@never_cache
@require_GET
def person_page(request, uid):
    """How their number stands, and what can be done for them here and now."""
    person = _person(request, uid)
    written = confirming.written(person)
    confirmed = confirming.is_confirmed(person)
    context = {
        "person": person,
        "phone": masks.phone(person),
        "confirmed": confirmed,
        "written": written.get(WrittenNumber.Column.PHONE),
        "id_written": confirming.id_number_after_account(person, written),
        "shared": bool(person.phone_index) and asked.shares(person.phone),
        "has_passphrase": bool(person.user and person.user.passphrase),
        "at_counter": posts.holds(request.reader, Duty.SIT_AT_COUNTER, person),
    }
    return render(request, "residents/counter_person.html", context)


@for_duty(Duty.CONFIRM_PEOPLE)
@never_cache
@sensitive_post_parameters(*PASSWORDS)
@both
def write_number(request, uid):
    """One writes it down; it opens nothing until another has seen the person."""
    person, now = _person(request, uid), timezone.now()
    form = NumberForm(request.POST or None, ask_password=_asks_password(request, now))
    if form.is_valid() and reauthentication.has_password(request, form, now):
        at_counter = posts.holds(request.reader, Duty.SIT_AT_COUNTER, person)
        origin = WrittenNumber.Origin.COUNTER if at_counter else WrittenNumber.Origin.DOOR
        try:
            phone, reason = form.cleaned_data["phone"], form.cleaned_data["reason"]
            about = {"origin": origin, "reason": reason, "by": request.user, "at": now}
            writing.write_phone(person=person, phone=phone, **about)
        except reasons.TellsTooMuch:
            form.add_error("reason", TELLS_TOO_MUCH)
        else:
            messages.success(request, _("新号码记下了。请另一位同事看过本人再确认。"))
            return redirect("counter:confirm", person.uid)
    heading, lead = _("换手机号"), _("以前的登录马上结束。新号码要另一位同事确认才能用。")
    return _page(request, person, form, heading=heading, lead=lead, button=_("记下新号码"))


@for_duty(Duty.CONFIRM_PEOPLE)
@never_cache
@sensitive_post_parameters(*PASSWORDS)
@both
def confirm(request, uid):
    """The number is theirs: seen by somebody who did not write it."""

    def do(person, form, pair, now):
        confirming.after_seeing(person=person, pair=pair, at=now)
        messages.success(request, _("号码确认了，居民现在可以用它登录。"))
        return redirect("counter:person", person.uid)

    words = {"heading": _("确认手机号"), "button": _("是本人的，确认"), "may_be_wrong": True}
    return _seen(request, uid, SeenForm, do, **words, lead=_("请居民报一遍号码，和上面的对一对。"))


@for_duty(Duty.CONFIRM_PEOPLE)
@never_cache
@sensitive_post_parameters(*PASSWORDS)
@both
def passphrase(request, uid):
    """Chosen in person, for who shares a phone."""

    def do(person, form, pair, now):
        typed = form.cleaned_data["passphrase"]
        ways_in.choose_passphrase(person=person, passphrase=typed, pair=pair, at=now)
        messages.success(request, _("口令记下了。以前的登录都结束了。"))
        return redirect("counter:person", person.uid)

    lead = _("几个人用一个号码，靠口令认人。口令谁也看不到，忘了重新定。")
    words = {"heading": _("定口令"), "button": _("记下口令")}
    return _seen(request, uid, PassphraseForm, do, **words, lead=lead)


@for_duty(Duty.CONFIRM_PEOPLE)
@never_cache
@sensitive_post_parameters(*PASSWORDS)
@sensitive_variables("code")
@both
def card(request, uid):
    """A card with a code that is good once within seven days; shown and printed now or never."""

    def do(person, form, pair, now):
        code = ways_in.give_card(person=person, pair=pair, at=now)
        address = request.build_absolute_uri(reverse("counter:redeem"))
        context = {
            "person": person,
            "code": code,
            "address": address.partition("://")[2],
            "until": now + ways_in.CARD_LIFE,
            "paper": form.cleaned_data["paper"],
        }
        return render(request, "residents/card.html", context)

    lead = _("给收不到短信、不会弄手机的居民。卡上的码七天里能用一次，以前的卡作废。")
    words = {"heading": _("发居民卡"), "button": _("发卡")}
    return _seen(request, uid, GiveCardForm, do, **words, lead=lead)


def _seen(request, uid, form_class, do, **words):
    """Ask who has seen the person; `do` what it is about, or say why not."""
    person, now = _person(request, uid), timezone.now()
    asks = _asks_password(request, now)
    form = form_class(request.POST or None, request=request, ask_password=asks)
    if form.is_valid() and reauthentication.has_password(request, form, now):
        try:
            return do(person, form, Pair(request.user, form.second), now)
        except tuple(SENTENCES) as refused:
            form.add_error(None, SENTENCES[type(refused)])
    return _page(request, person, form, **words)


def _asks_password(request, now):
    return not reauthentication.is_fresh(request, now)


def _page(request, person, form, **words):
    context = {"person": person, "phone": masks.phone(person), "form": form, **words}
    written = confirming.written(person)
    context["id_written"] = confirming.id_number_after_account(person, written)
    status = 422 if form.is_bound else 200
    return render(request, "residents/counter_form.html", context, status=status)
