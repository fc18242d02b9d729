from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from grids.admin import ScopedAdmin
from grids.models import Area
from grids.roles import Level
from morality_bank import opening
from morality_bank.models import Account, Bank, Deed, Rule, Transfer


class ReadOnlyAdmin(ScopedAdmin):
    """To look things up; what happens to points happens in the ledger."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Bank)
class BankAdmin(ScopedAdmin):
    list_display = ["name", "community", "opened_on"]
    list_select_related = ["community"]
    ordering = ["community__code"]

    def formfield_for_foreignkey(self, field, request, **options):
        if field.name == "community":
            mine = Area.objects.visible_to(request.user).filter(level=Level.COMMUNITY)
            options["queryset"] = mine.order_by("code")
        return super().formfield_for_foreignkey(field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        return ["community", "opened_on"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            opening.open_issuer(bank=obj)


@admin.register(Rule)
class RuleAdmin(ScopedAdmin):
    list_display = ["name", "points", "most_a_month", "proof", "active", "bank"]
    list_select_related = ["bank"]
    list_filter = ["active"]
    search_fields = ["name"]
    ordering = ["bank", "points", "name"]

    def get_readonly_fields(self, request, obj=None):
        return ["bank"] if obj else []


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """No column of points can be sorted by: they are never a ranking of people."""

    list_display = ["holder", "bank", "points", "waiting", "opened_on"]
    list_select_related = ["person", "bank"]
    list_filter = ["kind"]
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
    list_display = ["made_at", "amount", "phase", "reason", "debit", "credit", "by"]
    list_select_related = ["debit__bank", "debit__person", "credit__bank", "credit__person", "by"]
    list_filter = ["phase"]
    search_fields = ["reason", "source"]
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
