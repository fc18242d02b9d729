"""What the office keeps for itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models import Reader
from grids.roles import Duty


def offices_of(reader: Reader) -> list[str]:
    """The codes of the areas whose office somebody works in."""
    return [post.area.code for post in reader.posts_with(Duty.ADMINISTER)]


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """One's own, and those that colleagues of the same offices share."""
        if not reader.is_signed_in:
            return self.none()
        return self.filter(Q(owner=reader.user) | Q(office__in=offices_of(reader)))


class SavedFilter(models.Model):
    """A way of looking at one register, kept under a name; never what was seen through it.

    `query` holds only parameters the register itself offers (office/saved_filters.py). `office` is
    the code of the area whose office shares it, empty for one's own.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=60)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(max_length=500)
    office = models.CharField(max_length=20, blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        db_table = "accounts_savedfilter"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "register", "name"], name="saved_filter_name_once"
            )
        ]

    def __str__(self):
        return self.name
