"""A correction as somebody types it on its page, and as somebody decides it."""

from uuid import uuid4

from django.urls import reverse

from residents.models import Correction

WHY = "本人在门口说的"


def say(client, user, about, kind, **typed):
    """Open the form as this user and send it; `about` is a person or a door."""
    client.force_login(user)
    typed = {"client_id": str(uuid4()), "note": WHY} | typed
    return client.post(f"{page_of(about)}?kind={kind}", typed)


def page_of(about):
    if hasattr(about, "uid"):
        return reverse("corrections:change-person", args=[about.uid])
    return reverse("corrections:change-door", args=[about.pk])


def proposed(client, user, about, kind, **typed):
    assert say(client, user, about, kind, **typed).status_code == 302
    return Correction.objects.order_by("pk").last()


def decide(client, user, correction, do="accept", **typed):
    """As the page of the correction sends it, with what it shows."""
    client.force_login(user)
    page = reverse("corrections:correction", args=[correction.uid])
    form = client.get(page).context["form"]
    seen = {"seen": form["seen"].value(), "asked": "1"} if form else {}
    return client.post(page, seen | {"do": do, "answer": ""} | typed)
