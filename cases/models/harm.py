"""Who is told when somebody is being hurt at home."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from grids.models import Area


class HarmReceiver(models.Model):
    """One of those who take on "somebody at home is being hurt" in a community.

    The community's secretary or the street office chooses them (cases/harm/receivers.py), among
    those who sort out cases there. At least one is a woman, at least one is not of the community.
    """

    community = models.ForeignKey(
        Area, models.PROTECT, related_name="harm_receivers", verbose_name=_("社区、村")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("人员")
    )
    is_woman = models.BooleanField(_("女性"), default=False)

    class Meta:
        verbose_name = _("受伤害时的接待人")
        verbose_name_plural = _("受伤害时的接待人")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                name="harm_receiver_once_in_a_community",
                violation_error_message=_("这个人已经是接待人了。"),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.community}"
