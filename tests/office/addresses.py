"""Where the registers of the office stand."""

from django.urls import reverse


def to(model, page="changelist", *args, app="grids"):
    return reverse(f"admin:{app}_{model}_{page}", args=args)


def staff(page="changelist", *args):
    return to("user", page, *args, app="accounts")
