from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "residents"

    def ready(self):
        from accounts import sign_in
        from residents import registry

        sign_in.welcomes_newcomers(registry.account_for_phone)
