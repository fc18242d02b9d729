"""Filters whose choices are rows: only rows the reader administers are offered."""

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.utils.translation import gettext_lazy as _

from foundation.parameters import as_whole_number, whole_number
from grids.roles import Level
from office.scoped_admin import administered, rows_for

MOST = 200  # choices of one filter


class CommunityFilter(SimpleListFilter):
    title = _("社区")
    parameter_name = "community"

    def lookups(self, request, model_admin):
        areas = administered(request.reader).valid().filter(level=Level.COMMUNITY)
        return list(areas.order_by("code").values_list("pk", "name")[:MOST])

    def queryset(self, request, queryset):
        return _within(queryset, self.parameter_name, self.value())


class GridFilter(SimpleListFilter):
    """The grids of the community that is chosen; all of a street would be too many to read."""

    title = _("网格")
    parameter_name = "grid"

    def lookups(self, request, model_admin):
        community = whole_number(request, CommunityFilter.parameter_name)
        if community is None:
            return []
        grids = administered(request.reader).valid().filter(level=Level.GRID, parent=community)
        return list(grids.order_by("code").values_list("pk", "name")[:MOST])

    def queryset(self, request, queryset):
        return _within(queryset, self.parameter_name, self.value())


class ScopedRelatedFilter(RelatedFieldListFilter):
    """In place of RelatedOnlyFieldListFilter, which reads every row of the list for its choices."""

    def field_choices(self, field, request, model_admin):
        rows = rows_for(field.remote_field.model, request.reader)
        return [(row.pk, str(row)) for row in rows.order_by("pk")[:MOST]]


def _within(queryset, area, value):
    if not value:
        return queryset
    number = as_whole_number(value)
    return queryset.none() if number is None else queryset.filter(**{area: number})
