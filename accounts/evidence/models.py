"""One row for each thing that happened at the door."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInEvent(models.Model):
    """Somebody came in, tried to, was sent a code, went out (accounts/evidence/events.py).

    `account` is the uid of an account, where one is known; `typed` a keyed hash of the name or
    the number that was typed, never itself; `device` the hash of the mark a browser carries
    (accounts/evidence/whence.py), empty for a program. Kept for 200 days.
    """

    class Kind(models.TextChoices):
        CAME_IN = "came_in", _("登录")
        FAILED = "failed", _("密码不对")
        LOCKED = "locked", _("错满 5 次，锁 15 分钟")
        SLOWED = "slowed", _("试得太勤，没有核对")
        CODE_ASKED = "code_asked", _("要了验证码")
        CODE_WRONG = "code_wrong", _("验证码不对")
        CODE_USED = "code_used", _("用了验证码")
        SECOND_SHOWN = "second_shown", _("第二道验证通过")
        SECOND_WRONG = "second_wrong", _("第二道验证不对")
        SECOND_SET = "second_set", _("设好第二道验证")
        CARD_USED = "card_used", _("用了登录卡")
        DEVICE_SET = "device_set", _("登记设备")
        DEVICE_ENDED = "device_ended", _("停用设备")
        REPLACED = "replaced", _("换掉第二道验证")
        SIGNED_OUT = "signed_out", _("退出")
        ENDED = "ended", _("超时退出")

    class By(models.TextChoices):
        PASSWORD = "password", _("密码")
        CODE = "code", _("验证码")
        TOKEN = "token", _("程序令牌")
        AGAIN = "again", _("再输一次密码")

    kind = models.CharField(_("什么事"), max_length=16, choices=Kind)
    by = models.CharField(_("用什么"), max_length=8, choices=By, blank=True)
    account = models.UUIDField(_("账号"), null=True)
    typed = models.CharField(max_length=64, blank=True)
    network = models.CharField(_("网络地址"), max_length=45)
    device = models.CharField(_("设备"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("登录记录")
        verbose_name_plural = _("登录记录")
        indexes = [
            models.Index(fields=["account", "-at"], name="sign_in_event_of_account"),
            models.Index(fields=["device", "-at"], name="sign_in_event_of_device"),
            models.Index(fields=["typed", "-at"], name="sign_in_event_of_typed"),
        ]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
