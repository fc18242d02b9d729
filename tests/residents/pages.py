"""The pages of rosters, as the tests ask for them."""

from uuid import uuid4

from django.urls import reverse

from tests.residents.sheets import workbook

PAGE = "/imports/"


def post(client, user, community, *rows, file=None, uid=None):
    client.force_login(user)
    file = file or workbook(*rows)
    return client.post(
        PAGE, {"uid": uid or uuid4(), "community": community.pk, "file": file}, follow=True
    )


def url(name, roster):
    return reverse(f"residents:{name}", args=[roster.uid])
