from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoralityBankConfig(AppConfig):
    name = "morality_bank"
    verbose_name = _("道德银行")

    def ready(self):
        from grids.boundaries import parts
        from morality_bank import boundaries, joining, notifications, onboarding, rule_sheet
        from morality_bank.views import late
        from office.opening import sheets
        from residents.joining import following

        for counted in boundaries.COUNTED:
            parts.counts(counted)
        parts.also(boundaries.BANK)
        parts.says(boundaries.warnings)
        late.register()
        notifications.register()
        sheets.also(rule_sheet.Rules)
        onboarding.register()
        following.also(
            "morality_bank.Account",
            "person",
            follow=joining.follow,
            go_back=joining.go_back,
        )
