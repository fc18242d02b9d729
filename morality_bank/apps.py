from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoralityBankConfig(AppConfig):
    name = "morality_bank"
    verbose_name = _("道德银行")

    def ready(self):
        from morality_bank import joining, onboarding, rule_sheet
        from morality_bank.views import late
        from office.opening import sheets
        from residents.joining import following

        late.register()
        sheets.also(rule_sheet.Rules)
        onboarding.register()
        following.also(
            "morality_bank.Account",
            "person",
            follow=joining.follow,
            go_back=joining.go_back,
        )
