"""The street office's lists: only the areas it administers, and nothing is ever deleted."""

from grids.models import Area, Reader
from grids.roles import Duty
from office.base_admin import OfficeAdmin
from office.quiet_search import QuietSearch


def administered(reader: Reader):
    """The areas somebody administers, and all below them: less than what they may see."""
    return Area.objects.with_duty(reader, Duty.ADMINISTER)


def rows_for(model, reader: Reader):
    """What the reader may see of a model, narrowed to where they administer."""
    rows = model._default_manager.visible_to(reader)
    return rows.with_duty(reader, Duty.ADMINISTER) if hasattr(rows, "with_duty") else rows


class ScopedAdmin(QuietSearch, OfficeAdmin):
    """Lists and opens only what this person administers, as every page does.

    A post elsewhere that only looks opens nothing here. What has happened stays: nothing is
    deleted, it ends, moves or is switched off.
    """

    def get_queryset(self, request):
        ordering = self.get_ordering(request)
        rows = rows_for(self.model, request.reader)
        return rows.order_by(*ordering) if ordering else rows

    def formfield_for_foreignkey(self, field, request, **options):
        """Choices are rows like any other: another street's are not offered and not taken."""
        model = field.remote_field.model
        if hasattr(model._default_manager, "visible_to"):
            options.setdefault("queryset", rows_for(model, request.reader))
        return super().formfield_for_foreignkey(field, request, **options)

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly:
    """To look things up; they change elsewhere, by the action that is meant."""

    keeps_changelog = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
