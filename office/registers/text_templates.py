"""Templates of providers of text messages: of the whole house, so whoever rules it enters them."""

from django.contrib import admin

from notices.models import TextTemplate
from office.base_admin import OfficeAdmin


@admin.register(TextTemplate)
class TextTemplateAdmin(OfficeAdmin):
    list_display = ["provider", "event", "code", "parameters"]
    list_filter = ["provider"]
    fields = ["provider", "event", "code", "parameters"]
    ordering = ["provider", "event"]

    def get_model_perms(self, request):
        """Asked on every page of the office, whether it is there at all: nothing is looked up for that."""
        may_see = self.has_view_permission(request)
        return {"add": False, "change": False, "delete": False, "view": may_see}

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.reader.rules_the_house

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and request.reader.rules_the_house

    def has_delete_permission(self, request, obj=None):
        """One that is not used any more would only be in the way; the record keeps what it said."""
        return super().has_delete_permission(request, obj) and request.reader.rules_the_house
