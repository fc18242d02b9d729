from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from grids.roles import Level
from morality_bank import opening
from morality_bank.models import Account, Bank, Deed, Rule, Transfer
from office.area_filters import ScopedRelatedFilter
from office.scoped_admin import ReadOnly, ScopedAdmin, administered


class ReadOnlyAdmin(ReadOnly, ScopedAdmin):
    """To look things up; what happens to points happens in the ledger."""


@admin.register(Bank)
class BankAdmin(ScopedAdmin):
    list_display = ["name", "community", "opened_on"]
    list_select_related = ["community"]
    ordering = ["community__code"]

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "community":
            mine = administered(request.reader).valid().filter(level=Level.COMMUNITY)
            options["queryset"] = mine.order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["community", "opened_on"] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            opening.open_issuer(bank=obj)


@admin.register(Rule)
class RuleAdmin(ScopedAdmin):
    list_display = ["name", "points", "most_a_month", "proof", "active", "bank"]
    list_select_related = ["bank"]
    list_filter = ["active", ("bank", ScopedRelatedFilter)]
    search_fields = ["name"]
    ordering = ["bank", "points", "name"]

    def get_readonly_fields(self, request, obj=None):
        return ["bank"] if obj else []


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """No column of points can be sorted by: they are never a ranking of people."""

    exported_as = "accounts"
    list_display = ["holder", "bank", "points", "waiting", "opened_on"]
    list_select_related = ["person", "bank"]
    list_filter = ["kind", ("bank", ScopedRelatedFilter)]
    search_fields = ["person__name"]
    ordering = ["bank", "-pk"]

    @admin.display(description=_("户名"))
    def holder(self, account):
        return account.person or account.get_kind_display()

    @admin.display(description=_("结余"))
    def points(self, account):
        return account.balance

    @admin.display(description=_("等审定"))
    def waiting(self, account):
        return account.coming


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    exported_as = "transfers"
    list_display = ["made_at", "amount", "phase", "reason", "debit", "credit", "by"]
    list_select_related = ["debit__bank", "debit__person", "credit__bank", "credit__person", "by"]
    list_filter = ["phase"]
    search_fields = ["reason", "source"]
    exclude = ["source"]  # a key for machines; the reason says it in words
    ordering = ["-pk"]


@admin.register(Deed)
class DeedAdmin(ReadOnlyAdmin):
    list_display = ["happened_on", "depositor", "rule", "points", "state", "taken_by", "decided_by"]
    list_select_related = ["account__person", "rule", "taken_by", "decided_by"]
    list_filter = ["state"]
    search_fields = ["account__person__name", "rule__name"]
    ordering = ["-pk"]

    @admin.display(description=_("储户"))
    def depositor(self, deed):
        return deed.account.person
