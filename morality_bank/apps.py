from django.apps import AppConfig


class MoralityBankConfig(AppConfig):
    name = "morality_bank"
