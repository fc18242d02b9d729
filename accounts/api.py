"""Signing in to the API: a token for a program, by the same checks and limits as our pages."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts import passwords, sign_in, tasks, tokens, two_people
from accounts.by_phone import passphrases
from accounts.evidence import events
from accounts.evidence.whence import whence
from accounts.factors import asking, marks
from foundation import phones
from foundation.access import ANYBODY_SIGNED_IN, EVERYBODY
from foundation.api.errors import Refused, wrong
from foundation.api.fields import CodeField, TextField, WholeField
from foundation.api.operations import Asked, moment, operation

SECTION = "sign-in"
RESIDENTS_DAYS = 30  # as long as their sessions on our pages
NOT_YET = {
    "unknown_phone": _("这个号码还没有登记在哪位居民名下。"),
    "number_not_confirmed": _("这个号码还没有确认。请带身份证到社区柜台，几分钟就好。"),
    "passphrase_needed": _("这个号码几个人在用。请再要一个验证码，连口令一起发来。"),
}
SECOND = _("您的岗位还要第二道验证：请带上 second，手机上的 6 位数字，或者纸上的一个码。")
TOO_MANY = {"too_many_tokens": _("您已经有 10 个令牌，请先停用一个。")}


class TokenFacts(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text=_("最近使用，精确到分钟。"))
    current = serializers.BooleanField(help_text=_("现在用的就是它。"))


class NewToken(serializers.Serializer):
    token = serializers.CharField(help_text=_("只在这里出现一次，请收好。"))
    uid = serializers.UUIDField()
    name = serializers.CharField()
    expires_at = serializers.DateTimeField()


def name_field():
    return TextField(max_length=40, help_text=_("这个令牌给哪个程序用。"))


class Password(Asked):
    username = CodeField(max_length=40)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    second = CodeField(
        max_length=20,
        required=False,
        default="",
        help_text=_("第二道验证：手机上的 6 位数字，或者纸上的一个码。"),
    )
    name = name_field()
    days = WholeField(
        min_value=1, max_value=tokens.LONGEST, default=30, help_text=_("有效多少天。")
    )


class Phone(Asked):
    phone = CodeField(max_length=30)

    def validate_phone(self, text):
        try:
            return phones.clean(text)
        except phones.NotAPhone:
            sentence = _("请填 11 位手机号，比如 138 开头的那种。")
            raise serializers.ValidationError(sentence, "not_a_phone") from None


class Code(Phone):
    ticket = CodeField(max_length=64, help_text=_("要验证码时回答的 ticket。"))
    code = CodeField(r"^[0-9]{6}$", help_text=_("短信里的 6 位数字。"))
    name = name_field()
    passphrase = serializers.CharField(
        max_length=40, required=False, default="", help_text=_("几个人用一个号码时才要。")
    )


class Sent(serializers.Serializer):
    minutes = serializers.IntegerField(help_text=_("验证码在多少分钟里有效。"))
    ticket = serializers.CharField(help_text=_("换令牌时和验证码一起带上，只认这一次要的验证码。"))


@operation(
    "POST",
    section=SECTION,
    audience=EVERYBODY,
    asks=Password,
    answers=NewToken,
    refuses=TOO_MANY | {"second_factor": SECOND},
    summary=_("用登录名和密码换令牌"),
    about=_("给工作人员。密码连着错 5 次，这个登录名在这个网络要等 15 分钟，回答 429。"),
)
def sign_in_with_password(request, asked):
    now = timezone.now()
    typed = {"username": asked["username"], "password": asked["password"]}
    user = passwords.check(request._request, **typed, by=events.By.TOKEN, at=now)
    if user is None:
        raise wrong(password=("wrong", _("登录名或密码不对。")))
    factor = _second(user, asked["second"], whence(request._request), now)
    two_people.came_in(user, at=now)
    return _new_token(request, user, asked["name"], asked["days"], "password", factor)


def _second(user, typed, here, now):
    """The mark of what was shown; a program has no device, but may be put off like everybody."""
    if not typed:
        wanted, mark = asking.need(user, now), asking.at_the_door(user, here, now)
        if wanted and not mark:
            raise Refused("second_factor", SECOND)
        return mark or marks.LATER
    try:
        return asking.accept(user, typed, here, at=now)
    except asking.Wrong:
        raise wrong(second=("wrong", _("第二道验证不对，或者已经用过。"))) from None


@operation(
    "POST",
    section=SECTION,
    audience=EVERYBODY,
    asks=Phone,
    answers=Sent,
    summary=_("要一个验证码"),
    about=_("给居民。不管号码登记没登记，回答都一样。一分钟一次，一天五次。"),
)
def ask_for_code(request, asked):
    now = timezone.now()
    here, ticket = whence(request._request), secrets.token_urlsafe(24)
    sign_in.request_code(phone=asked["phone"], whence=here, ticket=ticket, at=now)
    if not settings.DEMO:
        tasks.wake_worker()
    return {"minutes": int(sign_in.CODE_LIFE / timedelta(minutes=1)), "ticket": ticket}


@operation(
    "POST",
    section=SECTION,
    audience=EVERYBODY,
    asks=Code,
    answers=NewToken,
    refuses=TOO_MANY | NOT_YET,
    summary=_("用验证码换令牌"),
    about=_("给居民，有效 30 天，只看得到自己的。"),
)
def sign_in_with_code(request, asked):
    try:
        user = _resident(request, asked, timezone.now())
    except sign_in.WrongCode:
        raise wrong(code=("wrong", _("验证码不对或已过期。"))) from None
    except passphrases.Wrong:
        raise wrong(passphrase=("wrong", _("口令不对。"))) from None
    except sign_in.UnknownPhone:
        raise Refused("unknown_phone", NOT_YET["unknown_phone"]) from None
    except sign_in.NotConfirmed:
        raise Refused("number_not_confirmed", NOT_YET["number_not_confirmed"]) from None
    except sign_in.NeedsPassphrase:
        raise Refused("passphrase_needed", NOT_YET["passphrase_needed"]) from None
    return _new_token(request, user, asked["name"], RESIDENTS_DAYS, "code")


def _resident(request, asked, now):
    """A code is used up by the first answer, so a shared phone needs both at once."""
    typed = {name: asked[name] for name in ("phone", "code", "ticket")}
    about = {"whence": whence(request._request), "at": now}
    try:
        return sign_in.redeem_code(**typed, **about)
    except sign_in.NeedsPassphrase:
        if not asked["passphrase"]:
            raise
    phrase = {name: asked[name] for name in ("phone", "passphrase")}
    return sign_in.redeem_passphrase(**phrase, **about)


def _new_token(request, user, name, days, by, factor=marks.LATER):
    now = timezone.now()
    try:
        token, text = tokens.issue(user=user, name=name, days=days, by=by, factor=factor, at=now)
    except tokens.TooMany:
        raise Refused("too_many_tokens", TOO_MANY["too_many_tokens"]) from None
    about = {"account": user.uid, "by": events.By.TOKEN, "at": now}
    events.note(events.Kind.CAME_IN, whence(request._request), **about)
    return {
        "token": text,
        "uid": str(token.uid),
        "name": token.name,
        "expires_at": moment(token.expires_at),
    }


@operation(
    "GET",
    section=SECTION,
    audience=ANYBODY_SIGNED_IN,
    answers=TokenFacts,
    many=True,
    summary=_("我的令牌"),
    about=_("现在有效的，最新的在前面；令牌本身不再出现。"),
)
def my_tokens(request):
    used = request.auth.pk if request.auth else None
    return [
        {
            "uid": str(token.uid),
            "name": token.name,
            "made_at": moment(token.made_at),
            "expires_at": moment(token.expires_at),
            "last_used_at": moment(token.last_used_at),
            "current": token.pk == used,
        }
        for token in tokens.of(request.user, at=timezone.now())
    ]


@operation(
    "POST",
    section=SECTION,
    audience=ANYBODY_SIGNED_IN,
    summary=_("停用一个令牌"),
    about=_("立刻生效，停用现在用的这个也行。"),
)
def revoke_token(request, uid):
    if not tokens.revoke(uid=uid, user=request.user, at=timezone.now()):
        raise Http404
